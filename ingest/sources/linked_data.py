"""Reads the JSON-LD of a page, and picks the object that describes its article. Floor 2."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.sources.page_titles import same_title

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|NewsStory)$")


def linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first, with references by `@id` resolved."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            waiting: list[Any] = [json.loads(re.sub(r"[\x00-\x1f]+", " ", script.strip().rstrip(";")), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < 5000:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                objects.append(one)
                waiting += [value for value in one.values() if isinstance(value, (dict, list))]
    by_id = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    for one in objects:
        for key in ("author", "publisher"):
            value = one.get(key)
            values = value if isinstance(value, list) else [value]
            filled = [
                by_id.get(v["@id"], v) if isinstance(v, dict) and isinstance(v.get("@id"), str) else v for v in values
            ]
            if value is not None:
                one[key] = filled if isinstance(value, list) else filled[0]
    return objects


def main_story(objects: Sequence[Mapping[str, Any]], titles: Sequence[str]) -> Mapping[str, Any]:
    """The object that describes the page's article: of several the one with the page's title, else the first.

    Missing dates are taken from the object of the page (`WebPage`). {} where there is none.
    """
    stories = [one for one in objects if is_story(one)]
    named = [
        one
        for one in stories
        if any(same_title(html.unescape(jsonld_text(one.get("headline"))), title) for title in titles)
    ]
    page = next(
        (one for one in objects if one.get("@type") in ("WebPage", "ItemPage") and one.get("datePublished")), {}
    )
    best = (named or stories or [{}])[0]
    dates = {key: page[key] for key in ("datePublished", "dateModified") if key in page}
    merged: dict[str, Any] = {**(dates if not best or named or len(stories) == 1 else {})}
    for one in reversed(named):
        merged.update({key: value for key, value in one.items() if value})
    merged.update({key: value for key, value in best.items() if value})
    return merged


def is_story(one: Mapping[str, Any]) -> bool:
    """Whether an object of JSON-LD describes an article."""
    kinds = one.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def jsonld_text(value: Any) -> str:
    """A JSON-LD value as text: the name of an object, the first of a list, or all of a list of strings."""
    if isinstance(value, dict):
        return jsonld_text(value.get("name"))
    if isinstance(value, list):
        words = [one for one in value if isinstance(one, str)]
        return ", ".join(words) if len(words) == len(value) else jsonld_text(value[0])
    return value if isinstance(value, str) else ""
