"""Holds the words of a sentence against the very words of its source. Floor 2. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.language.outlets import mentions, same_outlet
from assistant.language.quotations import quotations
from assistant.language.terms import words
from assistant.types import Evidence

_TYPOGRAPHY = str.maketrans("“”„‟″«»‘’‚‛′–—‑−\u00a0\u202f", '"""""""' + "'''''" + "----" + "  ")
_MARKS = re.compile(r"[ \t]?\[\d{1,4}(?:\s*,\s*\d{1,4})*\]")
_LEAD = re.compile(r"[^\"“:]{1,200}:\s(?=.)")  # "The Moscow Times (2019-06-03), citing Rostec: ..."
_NO_DOUBLE = str.maketrans(dict.fromkeys('“”„"«»', " "))
_LONGEST = 2000  # characters: what is longer is a mark that was never closed
_GAP = re.compile(r"\.\.\.|…|\[[^\]]{0,100}\]|\([^)]{0,40}\)")  # left out, or put in by whoever quotes
_SHORT = 80


def without_marks(text: str) -> str:
    """The text without citation marks such as [1] or [2, 3], trimmed."""
    return _MARKS.sub("", text).strip()


def plain_typography(text: str) -> str:
    """The text with plain quotation marks, dashes and spaces, each character kept one for one."""
    return text.translate(_TYPOGRAPHY)


def phrases(text: str) -> Iterator[str]:
    """The phrases between quotation marks, in order; straight single marks are apostrophes more often than not.

    Within a quotation that goes on behind the text, those that somebody quotes in it.
    """
    for start, end, closed in quotations(text):
        if closed and text[start] != "'" and 2 < end - start <= _LONGEST:
            yield text[start + 1 : end - 1]
        elif not closed:
            yield from phrases(text[start + 1 : end].translate(_NO_DOUBLE))


def quoted_parts(text: str) -> Iterator[str]:
    """The quotations of a text, parted where something is marked as left out or put in."""
    for phrase in phrases(without_marks(text)):
        yield from (part for part in _GAP.split(phrase) if part.strip())


def verbatim_in(text: str, cited: Sequence[Evidence]) -> str | None:
    """The outlet whose quote holds the sentence word for word and as a whole sentence; None where none does.

    Citation marks, outer quotation marks and a lead that names the outlet ("The Courier, citing Rostec: ...") are
    passed over. A part of a quoted sentence does not count: what is left out may turn its meaning.
    """
    for piece in cited:
        quote = plain_typography(piece.quote)
        for core in (_bare(text), *_cores(without_marks(text), piece)):  # a source may print marks of its own
            at = quote.find(core)
            if core and at >= 0 and _whole(quote, at, at + len(core)):
                return piece.article.outlet or "the article"
    return None


def altered_quotation(text: str, cited: Sequence[Evidence]) -> str | None:
    """A phrase between quotation marks that no cited article has word for word; None where there is none.

    The whole article counts, and its title: a quotation may be split between lines. Case, punctuation and what is
    marked as left out or put in ("...", "[he]") are passed over.
    """
    articles = {piece.article.id: piece.article for piece in cited}.values()
    sources = [f" {' '.join(words(f'{article.title} {article.text}'))} " for article in articles]
    for phrase in phrases(without_marks(text)):
        for part in _GAP.split(phrase):
            run = " ".join(words(part))
            if run and not any(f" {run} " in source for source in sources):
                return phrase
    return None


def shortened(text: str) -> str:
    """The text, truncated for a reason that is to be read."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def _cores(text: str, piece: Evidence) -> Iterator[str]:
    """The sentence as the source may print it: as it stands, and behind a lead that names who printed it."""
    yield _bare(text)
    lead = _LEAD.match(text)
    outlet = piece.article.outlet
    if lead and outlet and any(same_outlet(name, outlet) for _, name in mentions(lead[0], known=(outlet,))):
        yield _bare(text[lead.end() :])


def _bare(text: str) -> str:
    """The words of a sentence without outer quotation marks and its full stop, in plain typography."""
    plain = plain_typography(text).strip()
    if len(plain) > 1 and plain[0] == '"' and plain.rstrip(".")[-1:] == '"':
        plain = plain[1:].rstrip(".")[:-1]
    return plain.strip().rstrip(".")


def _whole(quote: str, start: int, end: int) -> bool:
    """Whether a span of a quote begins and ends where its sentences do."""
    before, after = quote[:start].rstrip(' "'), quote[end:].lstrip('.!?" ')
    closed = any(mark in ".!?" for mark in quote[end - 1 : end + 1])
    return (not before or before[-1] in ".!?") and (not after or closed)
