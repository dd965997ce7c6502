"""Compares the words of a sentence with the exact words of its sources. Floor 2. Pure functions."""

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
_LONGEST = 2000  # characters of a quotation; a longer one is a mark that was never closed
_GAP = re.compile(r"\.\.\.|…|\[[^\]]{0,100}\]|\([^)]{0,40}\)")  # words left out or inserted by the writer
_ENDED = re.compile(r"(?<=[.!?])|[\"\s]*(?:[.!?]|$)")
_SHORT = 80  # characters


def without_marks(text: str) -> str:
    """The text without citation marks such as [1] or [2, 3], trimmed."""
    return _MARKS.sub("", text).strip()


def plain_typography(text: str) -> str:
    """The text with plain quotation marks, dashes and spaces, replaced one for one, so that spans stay valid."""
    return text.translate(_TYPOGRAPHY)


def phrases(text: str) -> Iterator[str]:
    """The phrases between quotation marks, in order; not between straight single ones, which are mostly apostrophes.

    Of a quotation that the text does not close, the phrases quoted within it.
    """
    for start, end, closed in quotations(text):
        inner = text[start + 1 : end - 1]
        if closed and text[start] != "'" and inner and len(inner) <= _LONGEST:
            yield inner
        elif not closed:
            yield from phrases(text[start + 1 : end].translate(_NO_DOUBLE))


def quoted_parts(text: str) -> Iterator[str]:
    """The quotations of a text, in order, split where words are marked as left out or inserted."""
    for phrase in phrases(without_marks(text)):
        yield from (part for part in _GAP.split(phrase) if part.strip())


def verbatim_in(text: str, cited: Sequence[Evidence]) -> str | None:
    """The outlet of the first quote that has the sentence word for word, as a whole sentence; None without one.

    Ignores citation marks, outer quotation marks and a lead that names the outlet ("The Courier, citing Rostec: ...").
    A part of a quoted sentence does not count: the rest may reverse its meaning. "the article" for an unknown outlet.
    """
    for piece in cited:
        quote = plain_typography(piece.quote)
        for core in (_plain_sentence(text), *_cores(without_marks(text), piece)):  # a source may print marks of its own
            at = quote.find(core)
            if core and at >= 0 and _whole(quote, at, at + len(core)):
                return piece.article.outlet or "the article"
    return None


def altered_quotation(text: str, cited: Sequence[Evidence]) -> str | None:
    """The first phrase between quotation marks that no cited article has word for word; None without one.

    Looks in the whole article and its title. Ignores case, punctuation and words marked as left out or inserted
    ("...", "[he]").
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
    """The text, truncated for display."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def _cores(text: str, piece: Evidence) -> Iterator[str]:
    """The sentence as the source may print it: as given, and without a lead that names the outlet."""
    yield _plain_sentence(text)
    lead = _LEAD.match(text)
    outlet = piece.article.outlet
    if lead and outlet and any(same_outlet(name, outlet) for _, name in mentions(lead[0], known=(outlet,))):
        yield _plain_sentence(text[lead.end() :])


def _plain_sentence(text: str) -> str:
    """A sentence without outer quotation marks and its full stop, in plain typography."""
    plain = plain_typography(text).strip()
    if plain.startswith('"') and plain.rstrip(".").endswith('"'):
        plain = plain[1:].rstrip(".")[:-1]
    return plain.strip().rstrip(".")


def _whole(quote: str, start: int, end: int) -> bool:
    """Whether a span of a quote begins and ends where its sentences do."""
    before = quote[:start].rstrip(' "')
    return (not before or before[-1] in ".!?") and _ENDED.match(quote, end) is not None
