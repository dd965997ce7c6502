"""Finds out what is known of an article (title, outlet, day, address, author, ...), and on whose say-so. Floor 2.

A manifest comes before what front matter or a record gives, that before what a page tells for machines, that before
what its text prints, that before what its address tells. What nobody says stays None; what had to be inferred is marked
so, with its reason; what contradicts the value that was taken is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assistant.language.outlet_table import kinds_of
from assistant.language.outlets import canonical, outlet_of_address, same_outlet
from assistant.language.tongue import language_of
from assistant.types import FieldOrigin
from ingest import published
from ingest.datelines import read_date_line
from ingest.plain import lines_of, one_line
from ingest.printed import heading_of, printed_facts, squeezed, usable_address
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
    """What is known of an article. `metadata` tells for each of title, outlet, published, url, author where from.

    `heading` is the title line as the page prints it ("" for none), which `clean` takes out of the text. `notes` are
    sentences about fields that were given but could not be used. `details` holds what else was found: `where` (the
    place of each field), `conflicts`, `authors`, `published_time`, `updated`, `section`, `tags`.
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
    """Describe an article from its text as it was read, what its record gives, and what a manifest notes.

    `source` is what the notes call it. `facts` are what its page, message or feed tells for machines, the most trusted
    first. `extracted` says that the text is the body alone, so that its lines are not asked for a title or an outlet.
    """
    lines = lines_of(text)
    given, noted = dict(given or {}), dict(noted or {})
    told = [Fact(name, value, "manifest", "the manifest") for name, value in noted.items()]
    told += [Fact(name, value, "record", "the record") for name, value in given.items()]
    heading = heading_of(lines, given.get("title") or next((f.value for f in facts if f.name == "title"), None))
    url = next((fact.value for fact in (*told, *facts) if fact.name == "url" and _usable("url", fact.value)), "")
    language = language_of("\n".join(line.text for line in lines[:80]))
    owner = outlet_of_address(url) if url else None
    if owner and facts:  # the registry knows by its address how the outlet is called; pages print taglines
        told.append(Fact("outlet", owner, "page", f"the registry, by the address {url[:80]}"))
    told += [*facts, *printed_facts(lines, heading, url, language, extracted=extracted)]
    taken, notes = _taken(told, source)
    _local_day(taken, told)
    stated = taken.get("language")
    return Description(
        **{name: taken[name].value if name in taken else None for name in _FIELDS},
        language=language or (stated.value if stated else None),
        form=taken["form"].value if "form" in taken else "article",
        metadata={name: taken[name].origin if name in taken else "unknown" for name in _FIELDS},
        heading=heading,
        notes=tuple(notes),
        details=_details(taken, told),
    )


def _taken(told: Sequence[Fact], source: str) -> tuple[dict[str, Fact], list[str]]:
    """The fact that is believed for each field, and what was given but cannot be used."""
    taken: dict[str, Fact] = {}
    notes: list[str] = []
    for fact in sorted(told, key=lambda fact: _TRUST[fact.origin]):  # stable: within an origin the order is kept
        if not fact.value:
            continue
        usable = _usable(fact.name, fact.value)
        if usable is None and fact.origin in ("manifest", "record"):
            shown = one_line(fact.value, 60)
            notes.append(f"{source}: {fact.name} {shown!r} cannot be used and is left unknown".lstrip(": "))
        elif usable is not None and fact.name not in taken and not _is_the_outlet(fact, usable, told):
            taken[fact.name] = Fact(fact.name, usable, fact.origin, fact.where)
    return taken, notes


def _local_day(taken: dict[str, Fact], told: Sequence[Fact]) -> None:
    """Where a page gives its time in UTC, and its address or text the day beside it, the outlet's own day counts."""
    kept = taken.get("published")
    times = [fact.value for fact in told if fact.name == "published" and fact.value.endswith(("Z", "+00:00"))]
    if kept is None or kept.origin != "page" or not any(published.full_day(time) == kept.value for time in times):
        return
    for fact in told:
        day = published.full_day(fact.value) if fact.name == "published" and fact.origin != "page" else None
        if day and abs((date.fromisoformat(day) - date.fromisoformat(kept.value)).days) == 1:
            where = f"{kept.where}, in UTC; {fact.where or fact.origin}"
            taken["published"] = Fact("published", day, kept.origin, where)
            return


def _usable(name: str, value: str) -> str | None:
    """A value in the form in which it is kept; None where it cannot be."""
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
    """The day of a date in another language; its month is a word, so that it can be read one way only."""
    read = None if re.search(r"\d[./-]\d", value) else read_date_line(one_line(value), None)
    return read.day if read else None


def _is_the_outlet(fact: Fact, usable: str, told: Sequence[Fact]) -> bool:
    """Whether an author that a page names is nobody but its outlet."""
    if fact.name != "author" or fact.origin in ("manifest", "record"):
        return False
    return any(other.name == "outlet" and same_outlet(usable, other.value) for other in told)


def _details(taken: Mapping[str, Fact], told: Sequence[Fact]) -> dict[str, Any]:
    """What is kept of a description beside its main fields; nothing where there is nothing to say."""
    found: dict[str, Any] = {}
    where = {
        name: fact.where for name, fact in taken.items() if fact.where and fact.origin not in ("manifest", "record")
    }
    if where:
        found["where"] = where
    if conflicts := list(_conflicts(taken, told))[:_SHOWN_CONFLICTS]:
        found["conflicts"] = conflicts
    if "author" in taken:
        found["authors"] = people_of(taken["author"].value)
    for name in ("published", "updated"):
        times = [fact.value for fact in told if fact.name == name and _has_time(fact.value)]
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


def _conflicts(taken: Mapping[str, Fact], told: Sequence[Fact]) -> Iterator[str]:
    """What else was said of a field, each other value once."""
    seen: set[tuple[str, str]] = set()
    for fact in told:
        kept, usable = taken.get(fact.name), _usable(fact.name, fact.value) if fact.value else None
        if kept is None or usable is None or fact.name not in _FIELDS or _agrees(fact.name, kept.value, usable):
            continue
        if _is_the_outlet(fact, usable, told):
            continue
        if (fact.name, usable) not in seen:
            seen.add((fact.name, usable))
            yield f"{fact.name}: {usable[:120]} ({fact.where or fact.origin})"


def _agrees(name: str, kept: str, other: str) -> bool:
    if name == "outlet":
        return same_outlet(kept, other)
    a, b = squeezed(kept), squeezed(other)
    return a == b or (name in ("title", "author", "url") and (a in b or b in a))


def _has_time(value: str) -> bool:
    try:
        return "T" in value.upper() and bool(datetime.fromisoformat(value.replace("Z", "+00:00")))
    except ValueError:
        return False
