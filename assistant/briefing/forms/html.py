"""A briefing as one HTML file that prints well, and as the body of a page. Floor 3.

The template escapes everything; no script, no address that is not http(s), nothing fetched from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.briefing import wording
from assistant.briefing.layout import document, title_of
from assistant.briefing.types import Briefing
from assistant.templates import template

if TYPE_CHECKING:
    import jinja2


def briefing_html(briefing: Briefing) -> str:
    """The whole document as a file of its own."""
    return _template("briefing.html.j2").render(**_variables(briefing))


def as_page(briefing: Briefing, prefix: str) -> tuple[str, list[tuple[str, str]]]:
    """The body for a page with its own style, and its headings as (id, text).

    `prefix` goes before the ids, to keep them unique. Marks have a label for screen readers.
    """
    variables = _variables(briefing)
    headings = [
        (f"{prefix}h{at}", "".join(getattr(piece, "text", "") for piece in block.pieces))
        for at, block in enumerate(variables["blocks"])
        if block.kind == "heading"
    ]
    spoken = {one.number: f"Source {one.number}, {wording.source_of(one)}" for one in briefing.citations}
    return _template("body.html.j2").render({**variables, "prefix": prefix, "spoken": spoken}), headings


def _variables(briefing: Briefing) -> dict[str, Any]:
    return {"title": title_of(briefing), "blocks": document(briefing), "prefix": "", "spoken": {}}


def _template(name: str) -> jinja2.Template:
    return template("assistant.briefing.forms", name)
