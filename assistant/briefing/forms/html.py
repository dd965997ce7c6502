"""A briefing as one HTML file that prints well, and as a fragment for the page. Floor 3.

The template escapes everything; no script, no address that is not http(s), nothing fetched from elsewhere.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.briefing import wording
from assistant.briefing.layout import document, title_of
from assistant.briefing.types import Briefing

if TYPE_CHECKING:
    import jinja2


def as_html(briefing: Briefing) -> str:
    """The whole document as a file of its own."""
    return _template("briefing.html.j2").render(**_told(briefing))


def as_fragment(briefing: Briefing, quiet: str = "") -> str:
    """The body alone, for a page that has a style of its own. `quiet` goes before the ids, to keep them apart."""
    return _template("body.html.j2").render({**_told(briefing), "prefix": quiet})


def _told(briefing: Briefing) -> dict[str, Any]:
    return {"title": title_of(briefing), "blocks": document(briefing), "prefix": ""}


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    found = jinja2.Environment(
        loader=jinja2.PackageLoader("assistant.briefing.forms", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found.filters["clean"] = wording.clean
    return found


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
