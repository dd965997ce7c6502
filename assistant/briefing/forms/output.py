"""Writes a briefing to a file in the form that its ending names. Floor 3."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from assistant.briefing.types import Briefing
from assistant.errors import BadTarget

ENDINGS = (".md", ".html", ".docx", ".json", ".csv")


def check_target(path: Path) -> None:
    """Raise BadTarget unless a briefing can be written there. Nothing is left behind, an old file stays as it is."""
    if path.suffix.lower() not in ENDINGS:
        raise BadTarget(path, f"its ending is none of {' '.join(ENDINGS)}")
    if path.is_dir():
        raise BadTarget(path, "it is a folder")
    folder = path.parent
    if not folder.is_dir():
        raise BadTarget(path, f"there is no folder {folder}")
    try:
        handle, name = tempfile.mkstemp(prefix=".sayso-", dir=folder)
        os.close(handle)
        os.unlink(name)
        if path.exists():
            with path.open("ab"):
                pass
    except OSError as error:
        raise BadTarget(path, f"it may not be written ({error.strerror})") from error


def render(briefing: Briefing, ending: str) -> bytes:
    """The briefing in the form of an ending of `ENDINGS`."""
    if ending == ".docx":
        from assistant.briefing.forms.docx import as_docx

        return as_docx(briefing)
    if ending == ".html":
        from assistant.briefing.forms.html import as_html

        return as_html(briefing).encode("utf-8")
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
    told = render(briefing, path.suffix.lower())
    try:
        handle, name = tempfile.mkstemp(prefix=".sayso-", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(told)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except OSError as error:
        raise BadTarget(path, f"it could not be written ({error.strerror})") from error
