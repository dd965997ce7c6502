"""Maps the field names of records to ours, and finds the text of the article among them. Floor 2.

Knows the names of news-please, NewsAPI, GDELT, Media Cloud, trafilatura, Common Crawl and common exports. A name may be
a path (`source.name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.plain import single_line

FIELDS = ("title", "outlet", "published", "url", "author", "language", "form", "updated", "section", "tags")
"""The fields of an article that a record, front matter and a manifest may give."""
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name", "title_rss", "title_page"),
    "outlet": (
        "outlet", "source.name", "source", "publisher", "publication", "site_name", "sitename", "media_name",
        "newspaper", "sourcecommonname", "source_name", "website", "feed_title", "source_domain", "domain", "hostname",
    ),
    "published": (
        "published", "published_at", "publishedat", "published_date", "publish_date", "date_publish", "date_published",
        "datepublished", "publication_date", "pubdate", "pub_date", "published_on", "published_time", "date",
        "datetime", "seendate", "created_at",
    ),
    "url": ("url", "link", "canonical_url", "source_url", "article_url", "webpage", "permalink", "address", "web_url"),
    "author": ("author", "authors", "byline", "creator", "writer", "by"),
    "language": ("language", "lang", "inlanguage", "sourcelang"),
    "form": ("form",),
    "updated": ("updated", "updated_at", "modified", "date_modify", "date_modified", "datemodified", "last_modified"),
    "section": ("section", "category", "rubric", "articlesection"),
    "tags": ("tags", "keywords", "topics"),
}  # fmt: skip
TEXT_NAMES = (
    "text", "maintext", "body", "fulltext", "full_text", "article_text", "articlebody", "content", "article",
    "story", "plain_text", "cleaned_text", "raw_text", "snippet", "summary", "description",
)  # fmt: skip
"""Names of the text itself, the fullest first; the last three hold only the beginning of an article."""
_BEGINNINGS = ("snippet", "summary", "description")
_NOTHING = {"", "null", "none", "~", "n/a", "nan", "undefined", "-"}
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\s*\+\s*\d+\s*(?:chars?|characters|words)\s*\]\s*$", re.IGNORECASE)
_TRAILS_OFF = re.compile(r"(?:\s*\[\s*(?:…|\.\.\.|&hellip;)\s*\]|(?<=[\w,])\s*(?:…|\.\.\.))\s*$")
_EVERY_NAME = {name: ours for ours, names in USUAL_NAMES.items() for name in names}


def is_known(name: str) -> bool:
    """Whether a name is one of the usual names of a field."""
    return name.strip().lower() in _EVERY_NAME


def fields_of(record: Mapping[str, object], field_map: Mapping[str, str] | None = None) -> dict[str, str]:
    """The known fields of a record under our names; null, empty and unusable values are left out.

    Of several names of one field the first in `USUAL_NAMES` counts; `field_map` (ours -> theirs) comes before all. A
    list is joined by commas; of an object (`{"name": ...}`) the name counts.
    """
    low = {key.strip().lower(): value for key, value in record.items() if isinstance(key, str)}
    found: dict[str, str] = {}
    for ours, names in USUAL_NAMES.items():
        mapped = (field_map or {}).get(ours)
        for name in (*((mapped.lower(),) if mapped else ()), *names):
            text = field_text(_at(low, name))
            if text.lower() not in _NOTHING:
                found[ours] = text
                break
    return found


def text_in(record: Mapping[str, object], field_map: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """The article's text in a record, and whether it is truncated; ("", False) where there is none.

    A truncated text ("... [+1853 chars]") loses the mark of truncation and its last, incomplete sentence.
    """
    low = {key.strip().lower(): value for key, value in record.items() if isinstance(key, str)}
    mapped = (field_map or {}).get("text")
    for name in (*((mapped.lower(),) if mapped else ()), *TEXT_NAMES):
        value = _at(low, name)
        if isinstance(value, dict):
            value = value.get("text") or value.get("value")
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip().lower() not in _NOTHING:
            text, cut = without_truncation(value)
            return text, cut or (name in _BEGINNINGS and name != mapped)
    return "", False


def without_truncation(text: str) -> tuple[str, bool]:
    """A text without the mark of truncation and the incomplete sentence before it, and whether there was one.

    A text without a complete sentence is kept up to the mark.
    """
    marked = _CUT.search(text)
    trailing = None if marked else _TRAILS_OFF.search(text)
    if not marked and not trailing:
        return text, False
    kept = text[: (marked or trailing).start()]  # type: ignore[union-attr]  # one of them is there
    whole = [end.end() for end in re.finditer(r"[.!?。！？][\"”’»)]*(?=\s|$)", kept)]
    return (kept[: whole[-1]] if whole else kept), True


def field_text(value: object) -> str:
    """A field's value as one line; "" for a value without text."""
    if isinstance(value, dict):
        return field_text(value.get("name") or value.get("title"))
    if isinstance(value, list):
        return ", ".join(filter(None, (field_text(one) for one in value[:50] if not isinstance(one, list))))
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return single_line(str(value))
    return ""


def looked_for() -> str:
    """The first names of the text field, for messages."""
    return ", ".join(TEXT_NAMES[:8])


def records_in(document: object) -> Iterator[Any]:
    """The records of a JSON document: itself, the members of a list, or the longest list of objects that it wraps."""
    if isinstance(document, list):
        yield from document
        return
    if isinstance(document, dict):
        if not text_in(document)[0]:
            lists = [value for value in document.values() if isinstance(value, list) and value]
            lists = [value for value in lists if all(isinstance(one, dict) for one in value)]
            if lists:
                yield from max(lists, key=len)
                return
        yield document
        return
    yield document


def _at(record: Mapping[str, object], path: str) -> object:
    """The value at a path such as `source.name`; None where there is none."""
    if path in record:
        return record[path]
    head, _, rest = path.partition(".")
    inner = record.get(head) if rest else None
    return _at({str(key).lower(): value for key, value in inner.items()}, rest) if isinstance(inner, dict) else None
