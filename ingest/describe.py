"""Finds out what is known of an article (title, outlet, day, address, author), and on whose say-so. Floor 2.

A manifest comes before what front matter or a record gives, that before what the page prints, that before what its
address tells. What nobody says stays None: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from assistant.language.outlets import canonical, outlet_of_address, same_outlet
from assistant.types import FieldOrigin
from ingest import published
from ingest.boilerplate import ends_sentence, is_prose, kind_of, listed, words
from ingest.plain import Line, lines_of, one_line
from ingest.publisher import is_outlet, outlet_named

_FIELDS = ("title", "outlet", "published", "url", "author")
_HEAD_LINES = 25  # of a page with long menus, the title stood at the 22nd line at most
_ADDRESS_LABEL = re.compile(r"(?:original|source|canonical)?[- ]?(?:url|link|permalink|address)\s*:\s*(\S*)$", re.I)
_PLATFORMS = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|t|instagram|linkedin|youtube|youtu|whatsapp|wa|telegram|t\.me|tiktok|reddit|"
    r"pinterest|flipboard|bit|apple|google|goo)\.(?:com|co|be|me|ly|gl|it|news)$"
)
_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s+(\S.*)$", re.IGNORECASE)
_BYLINE = re.compile(r"(?:[Bb]y|BY|[Ww]ritten [Bb]y|[Ww]ords [Bb]y|[Aa]uthors?:|[Rr]eporter:)[ :]+(?P<names>\S.*)$")
_PERSON = r"[A-Z][\w.’'-]*(?: (?:de|da|del|van|von|der|bin|al|el|la|Mc|O)\b)*(?: [A-Z][\w.’'-]*){1,3}"
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON})*")
_BOX = re.compile(r"about (?:the|this) (?:author|writer|reporter|journalist|contributor)s?\W*$", re.IGNORECASE)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "has",
        "have",
        "his",
        "said",
        "be",
        "are",
        "an",
        "this",
        "not",
    ]
)


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an article. `metadata` tells for each of title, outlet, published, url, author where from.

    `heading` is the title line as the page prints it ("" for none), which `clean` takes out of the text. `notes` are
    sentences about fields that were given but could not be used.
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


def describe(
    text: str, source: str = "", given: Mapping[str, str] | None = None, noted: Mapping[str, str] | None = None
) -> Description:
    """Describe an article from its text as it was read, what its record gives, and what a manifest notes.

    `source` is what the notes call it. `language` is `en` where a text is plainly English, else None unless given.
    """
    lines = lines_of(text)
    given, noted, notes = dict(given or {}), dict(noted or {}), []
    known: dict[str, tuple[str, FieldOrigin]] = {}
    for fields, origin in ((noted, "manifest"), (given, "record")):
        for name in (*_FIELDS, "language", "form"):
            value = fields.get(name)
            if not value:
                continue
            usable = _usable(name, value)
            if usable is None:
                notes.append(
                    f"{source}: {name} {one_line(value, 60)!r} cannot be used and is left unknown".lstrip(": ")
                )
            elif name not in known:
                known[name] = (usable, "manifest" if origin == "manifest" else "record")
    heading = heading_of(lines, given.get("title"))
    for name, value, printed_origin in _printed(lines, heading, known.get("url", ("",))[0]):
        if value:
            known.setdefault(name, (value, printed_origin))
    return Description(
        **{name: known[name][0] if name in known else None for name in (*_FIELDS, "language")},
        form=known["form"][0] if "form" in known else "article",
        metadata={name: known[name][1] if name in known else "unknown" for name in _FIELDS},
        heading=heading,
        notes=tuple(notes),
    )


def heading_of(lines: Sequence[Line], given: str | None = None) -> str:
    """The title line among the first lines of a page, "" for none.

    With a title that is given already, only a line that repeats it is one. Else it is a labelled title, the first
    heading, or the first line that is no navigation, byline, date, picture or paragraph.
    """
    head = lines[:_HEAD_LINES]
    if given:
        wanted = squeezed(given)
        return next((line.text for line in head if squeezed(_unlabelled(line.text)) == wanted), "")
    for line in head:
        if _TITLE_LABEL.match(line.text):
            return line.text
    level = min((line.heading for line in head if line.heading), default=0)
    for line in head:
        if line.heading == level and level and not is_outlet(line.text) and kind_of(line) in (None, "related"):
            return line.text
    alone = [line for line in lines if line.heading == 1 and not is_outlet(line.text)]
    if len(alone) == 1:  # below menus longer than what counts as the head
        return alone[0].text
    for line in head:
        found = words(line.text)
        passed_over = kind_of(line) or published.is_date_line(line.text) or is_outlet(line.text) or len(found) < 2
        if passed_over or line.bullet or all(word.lower() in listed("sections") for word in found):
            continue
        if len(found) > 30 or (re.search(r"(?<!\b[A-Z])\.[\"”’']?$", line.text) and len(found) > 5):
            return ""  # a paragraph: the page begins without a title
        return line.text
    return ""


def squeezed(text: str) -> str:
    """Letters and digits alone, for comparing two printings of one title."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _unlabelled(text: str) -> str:
    found = _TITLE_LABEL.match(text)
    return found.group(1) if found else text


def _usable(name: str, value: str) -> str | None:
    """A given value in the form in which it is kept; None where it cannot be."""
    if name == "published":
        return published.full_day(value)
    if name == "url":
        return value if re.fullmatch(r"https?://[^\s<>\"\\]{3,2000}", value, re.IGNORECASE) else None
    if name in ("form", "language"):
        return value.lower() if re.fullmatch(r"[A-Za-z][A-Za-z-]{1,19}", value) else None
    return canonical(value) if name == "outlet" else value


def _printed(lines: Sequence[Line], heading: str, url: str) -> Iterator[tuple[str, str | None, FieldOrigin]]:
    """What the page itself tells, field by field."""
    yield "title", _unlabelled(heading) or None, "printed"
    address = _address(lines, heading)
    yield "url", address, "printed"
    url = url or address or ""
    head, opening, tail = _regions(lines, heading)
    days = [published.printed_day(line.text) for line in head]
    days += [published.opening_day(opening)] + [published.labelled_day(line.text) for line in tail]
    yield "published", next(filter(None, days), None), "printed"
    yield "published", published.day_in_address(url), "address"
    owner, named = outlet_of_address(url) if url else None, outlet_named(lines, head, tail, opening)
    if owner:
        yield "outlet", owner, "printed" if named and same_outlet(named, owner) else "address"
    yield "outlet", named, "printed"
    yield "author", _author(head, lines), "printed"
    yield "language", _language(lines), "printed"


def _regions(lines: Sequence[Line], heading: str) -> tuple[list[Line], str, list[Line]]:
    """The lines above the story, its first paragraph, and the lines below it."""
    prose = [
        at for at, line in enumerate(lines) if is_prose(line.text) and kind_of(line) is None and line.text != heading
    ]
    if not prose:
        return list(lines[:_HEAD_LINES]), "", []
    full = [at for at in prose if ends_sentence(lines[at].text)] or prose
    return list(lines[: min(full[0], _HEAD_LINES)]), lines[full[0]].text, list(lines[full[-1] + 1 :])


def _address(lines: Sequence[Line], heading: str) -> str | None:
    """The page's own address: labelled, or the only one that stands on a line by itself, or the one like the title."""
    alone: list[str] = []
    for at, line in enumerate(lines):
        label = _ADDRESS_LABEL.match(line.text) if not line.address else None
        after = lines[at + 1].address if at + 1 < len(lines) else None
        if label and (_usable("url", label.group(1)) or after):
            return _usable("url", label.group(1)) or _usable("url", after or "")
        usable = _usable("url", line.address) if line.address else None
        if usable and not _PLATFORMS.search((urlsplit(usable).hostname or "").lower()) and usable not in alone:
            alone.append(usable)
    if len(alone) > 1:
        title = {word.lower() for word in words(heading) if len(word) > 3}
        alone = [one for one in alone if len(title & set(re.split(r"[\W_]+", urlsplit(one).path.lower()))) >= 2]
    return alone[0] if len(alone) == 1 else None


def _author(head: Sequence[Line], lines: Sequence[Line]) -> str | None:
    """Who a byline above the story names, or the box about the author below it."""
    for line in head:
        byline = _BYLINE.match(line.text)
        people = _PEOPLE.match(byline["names"]) if byline and kind_of(line) == "byline" else None
        if people and not is_outlet(people.group()):
            return people.group().rstrip(".,")
    for at, line in enumerate(lines[:-1]):
        if _BOX.match(line.text):
            return lines[at + 1].text if _PEOPLE.fullmatch(lines[at + 1].text) else None
    return None


def _language(lines: Sequence[Line]) -> str | None:
    """`en` where at least a fifth of the words are the commonest of English; telling others apart is not tried."""
    found = [word.lower() for line in lines[:60] if is_prose(line.text) for word in words(line.text)[:200]]
    share = sum(word in _ENGLISH for word in found) / len(found) if len(found) >= 20 else 0.0
    return "en" if share >= 0.2 else None
