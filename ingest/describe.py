"""Determines the metadata of an article (title, outlet, day, address, author, ...) with its provenance. Floor 2.

Order of trust: manifest, front matter or record, machine-readable metadata of the page, visible text, address. Unknown
fields stay None, inferred ones carry their reason, and values that contradict the chosen one are kept as conflicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assistant.language.detect import language_of
from assistant.language.outlet_table import kinds_of
from assistant.language.outlets import canonical, outlet_of_address, same_outlet
from assistant.types import FieldOrigin
from ingest import published
from ingest.datelines import read_date_line
from ingest.plain import letters_and_digits, page_lines, single_line
from ingest.printed import heading_of, printed_facts, usable_address
from ingest.sources.found import Fact
from ingest.sources.page_facts import people_of

_FIELDS = ("title", "outlet", "published", "url", "author")
_OTHERS = ("language", "form", "updated", "section", "tags")
_TRUST: dict[FieldOrigin, int] = {
    "manifest": 0,
    "record": 1,
    "page": 2,
    "printed": 3,
    "address": 4,
    "inferred": 5,
    "unknown": 6,
}
_SHOWN_CONFLICTS = 6


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of an article. `metadata` is the provenance of title, outlet, published, url and author.

    `heading` is the title line as printed ("" for none), which `clean_article` removes from the text. `notes` are
    sentences about given fields that could not be used. `details` holds `where` (the place of each field), `conflicts`,
    `authors`, `published_time`, `updated`, `section`, `tags`, where known.
    """

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    form: str = "article"
    metadata: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def describe(
    text: str,
    source: str = "",
    given: Mapping[str, str] | None = None,
    noted: Mapping[str, str] | None = None,
    *,
    facts: Sequence[Fact] = (),
    extracted: bool = False,
) -> Description:
    """Describe an article from its raw text, the fields `given` by its record and those `noted` by a manifest.

    `source` names it in the notes. `facts` is the metadata of its page, message or feed, the most trusted first.
    `extracted`: the text is the body alone, so its lines are not searched for a title or an outlet.
    """
    lines = page_lines(text)
    given, noted = dict(given or {}), dict(noted or {})
    found = [Fact(name, value, "manifest", "the manifest") for name, value in noted.items()]
    found += [Fact(name, value, "record", "the record") for name, value in given.items()]
    heading = heading_of(lines, given.get("title") or next((f.value for f in facts if f.name == "title"), None))
    url = next((fact.value for fact in (*found, *facts) if fact.name == "url" and _usable("url", fact.value)), "")
    language = language_of("\n".join(line.text for line in lines[:80]))
    owner = outlet_of_address(url) if url else None
    if owner and facts:  # the registry has the outlet's name; pages print taglines
        found.append(Fact("outlet", owner, "page", f"the registry, by the address {url[:80]}"))
    found += [*facts, *printed_facts(lines, heading, url, language, extracted=extracted)]
    taken, notes = _taken(found, source)
    _local_day(taken, found)
    stated = taken.get("language")
    return Description(
        **{name: taken[name].value if name in taken else None for name in _FIELDS},
        language=language or (stated.value if stated else None),
        form=taken["form"].value if "form" in taken else "article",
        metadata={name: taken[name].origin if name in taken else "unknown" for name in _FIELDS},
        heading=heading,
        notes=tuple(notes),
        details=_details(taken, found),
    )


def _taken(facts: Sequence[Fact], source: str) -> tuple[dict[str, Fact], list[str]]:
    """The most trusted usable fact of each field, and notes about given values that cannot be used."""
    taken: dict[str, Fact] = {}
    notes: list[str] = []
    for fact in sorted(facts, key=lambda fact: _TRUST[fact.origin]):  # stable: keeps the order within an origin
        if not fact.value:
            continue
        usable = _usable(fact.name, fact.value)
        if usable is None and fact.origin in ("manifest", "record"):
            shown = single_line(fact.value, 60)
            notes.append(f"{source}: {fact.name} {shown!r} cannot be used and is left unknown".lstrip(": "))
        elif usable is not None and fact.name not in taken and not _is_the_outlet(fact, usable, facts):
            taken[fact.name] = Fact(fact.name, usable, fact.origin, fact.where)
    return taken, notes


def _local_day(taken: dict[str, Fact], facts: Sequence[Fact]) -> None:
    """Prefer the outlet's local day where the page's time is in UTC and its address or text names an adjacent day."""
    kept = taken.get("published")
    times = [fact.value for fact in facts if fact.name == "published" and fact.value.endswith(("Z", "+00:00"))]
    if kept is None or kept.origin != "page" or not any(published.full_day(time) == kept.value for time in times):
        return
    for fact in facts:
        day = published.full_day(fact.value) if fact.name == "published" and fact.origin != "page" else None
        if day and abs((date.fromisoformat(day) - date.fromisoformat(kept.value)).days) == 1:
            where = f"{kept.where}, in UTC; {fact.where or fact.origin}"
            taken["published"] = Fact("published", day, kept.origin, where)
            return


def _usable(name: str, value: str) -> str | None:
    """A value in its stored form; None where it is unusable."""
    if name in ("published", "updated"):
        return published.full_day(value) or _day_in_words(value)
    if name == "url":
        return usable_address(value)
    if name in ("form", "language"):
        return value.lower() if re.fullmatch(r"[A-Za-z][A-Za-z-]{1,19}", value) else None
    if name == "author":
        return ", ".join(people_of(value)) or None
    if name == "outlet":
        owner = outlet_of_address(value) if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", value) else None
        return owner or canonical(value.removeprefix("www.") if "." in value else value)
    return value


def _day_in_words(value: str) -> str | None:
    """The ISO day of a date in another language with the month as a word, hence unambiguous; else None."""
    read = None if re.search(r"\d[./-]\d", value) else read_date_line(single_line(value), None)
    return read.day if read else None


def _is_the_outlet(fact: Fact, usable: str, facts: Sequence[Fact]) -> bool:
    """Whether the author that a page names is its outlet."""
    if fact.name != "author" or fact.origin in ("manifest", "record"):
        return False
    return any(other.name == "outlet" and same_outlet(usable, other.value) for other in facts)


def _details(taken: Mapping[str, Fact], facts: Sequence[Fact]) -> dict[str, Any]:
    """The `details` of a description; keys without a value are left out."""
    found: dict[str, Any] = {}
    where = {
        name: fact.where for name, fact in taken.items() if fact.where and fact.origin not in ("manifest", "record")
    }
    if where:
        found["where"] = where
    if conflicts := list(_conflicts(taken, facts))[:_SHOWN_CONFLICTS]:
        found["conflicts"] = conflicts
    if "author" in taken:
        found["authors"] = people_of(taken["author"].value)
    for name in ("published", "updated"):
        times = [fact.value for fact in facts if fact.name == name and _has_time(fact.value)]
        if name in taken and (same := [time for time in times if published.full_day(time) == taken[name].value]):
            found[f"{name}_time"] = same[0]
    if "updated" in taken:
        found["updated"] = taken["updated"].value
    if "outlet" in taken and (kinds := kinds_of(taken["outlet"].value)):
        found["outlet_kinds"] = list(kinds)
    for name in ("section", "tags"):
        if name in taken:
            found[name] = taken[name].value
    return found


def _conflicts(taken: Mapping[str, Fact], facts: Sequence[Fact]) -> Iterator[str]:
    """The values that contradict the chosen ones, each once, as text."""
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        kept, usable = taken.get(fact.name), _usable(fact.name, fact.value) if fact.value else None
        if kept is None or usable is None or fact.name not in _FIELDS or _agrees(fact.name, kept.value, usable):
            continue
        if _is_the_outlet(fact, usable, facts):
            continue
        if (fact.name, usable) not in seen:
            seen.add((fact.name, usable))
            yield f"{fact.name}: {usable[:120]} ({fact.where or fact.origin})"


def _agrees(name: str, kept: str, other: str) -> bool:
    if name == "outlet":
        return same_outlet(kept, other)
    a, b = letters_and_digits(kept), letters_and_digits(other)
    return a == b or (name in ("title", "author", "url") and (a in b or b in a))


def _has_time(value: str) -> bool:
    try:
        return "T" in value.upper() and bool(datetime.fromisoformat(value.replace("Z", "+00:00")))
    except ValueError:
        return False
