"""Lists the written forms of a briefing, and writes one to a file in the form that its ending names. Floor 3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from assistant.briefing.types import Briefing
from assistant.targets import check_writable, write_whole


@dataclass(frozen=True, slots=True)
class Form:
    """A written form: the file and the function that write it, its label, and the bytes that a file begins with."""

    module: str
    function: str
    label: str
    begin: bytes = b""


_UTF8_MARK = b"\xef\xbb\xbf"  # spreadsheets take UTF-8 without it for Latin-1
FORMS = {
    ".docx": Form("assistant.briefing.forms.docx", "briefing_docx", "Word"),
    ".html": Form("assistant.briefing.forms.html", "briefing_html", "HTML"),
    ".md": Form("assistant.briefing.forms.markdown", "as_markdown", "Markdown"),
    ".txt": Form("assistant.briefing.forms.text", "as_text", "Text"),
    ".json": Form("assistant.briefing.forms.data", "as_json", "JSON"),
    ".csv": Form("assistant.briefing.forms.data", "as_csv", "Table", _UTF8_MARK),
}
"""By the ending of the file, as the page and `sayso brief --help` offer them: a new form is one file and one line."""


def check_target(path: Path) -> None:
    """Raise BadTarget unless a briefing can be written there. Leaves no file behind and an old one unchanged."""
    check_writable(path, tuple(FORMS))


def briefing_bytes(briefing: Briefing, ending: str) -> bytes:
    """The briefing in the form of an ending of `FORMS`, whose file is imported on first use."""
    form = FORMS[ending]
    write_form = cast(Callable[[Briefing], str | bytes], getattr(import_module(form.module), form.function))
    written = write_form(briefing)
    return form.begin + (written if isinstance(written, bytes) else written.encode("utf-8"))


def write(briefing: Briefing, path: Path) -> None:
    """Write it, whole or not at all. Raises BadTarget."""
    write_whole(path, briefing_bytes(briefing, path.suffix.lower()))
