"""Jinja templates with autoescaping; an undefined variable is an error. Floor 1."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant.markup import clean

if TYPE_CHECKING:
    import jinja2


@cache
def _environment(package: str) -> jinja2.Environment:
    import jinja2

    found = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found.filters["clean"] = clean
    return found


def template(package: str, name: str) -> jinja2.Template:
    """A template of a package's folder `templates`. Its filter `clean` removes invisible characters."""
    return _environment(package).get_template(name)
