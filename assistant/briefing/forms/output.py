"""Writes a briefing to a file in the form that its ending names. Floor 3."""

from __future__ import annotations

from pathlib import Path

from assistant.briefing.types import Briefing
from assistant.targets import check_writable, write_whole

ENDINGS = (".md", ".html", ".docx", ".json", ".csv")


def check_target(path: Path) -> None:
    """Raise BadTarget unless a briefing can be written there. Leaves no file behind and an old one unchanged."""
    check_writable(path, ENDINGS)


def briefing_bytes(briefing: Briefing, ending: str) -> bytes:
    """The briefing in the form of an ending of `ENDINGS`."""
    if ending == ".docx":
        from assistant.briefing.forms.docx import briefing_docx

        return briefing_docx(briefing)
    if ending == ".html":
        from assistant.briefing.forms.html import briefing_html

        return briefing_html(briefing).encode("utf-8")
    if ending == ".json":
        from assistant.briefing.forms.data import as_json

        return as_json(briefing).encode("utf-8")
    if ending == ".csv":
        from assistant.briefing.forms.data import as_csv

        return b"\xef\xbb\xbf" + as_csv(briefing).encode("utf-8")  # spreadsheets take UTF-8 without it for Latin-1
    from assistant.briefing.forms.markdown import as_markdown

    return as_markdown(briefing).encode("utf-8")


def write(briefing: Briefing, path: Path) -> None:
    """Write it, whole or not at all. Raises BadTarget."""
    write_whole(path, briefing_bytes(briefing, path.suffix.lower()))
