"""Compares who a draft says said something with who says it in the articles. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.ladders import ladders
from assistant.checking.verbatim import plain_typography
from assistant.finding.passages import ladders_of
from assistant.language.names import same_person, surname
from assistant.language.outlets import mentions, same_outlet
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems, words
from assistant.types import Attribution, Evidence

_BEHIND = re.compile(r"(?<=[\w.,!?])\"\s+([^\"\n.]{1,120})")
_AROUND = 4  # sentences on either side of a quotation in which its speaker may be named
_SAME = 0.6  # of the stems of a sentence, those of a line that tells the same


def own_ladder(text: str) -> tuple[Attribution, ...]:
    """Whom a sentence of a draft itself gives as its source, outermost first."""
    spans = sentence_spans(text)
    return tuple(rung for rungs in ladders(text, None, spans) for rung in rungs)


def other_speaker(text: str, quoted: Evidence) -> tuple[str, str] | None:
    """Whom a draft has say a quotation, and who says it there, where these are two people for certain; else None.

    Certain is only what the article tells by name: right behind the quotation, or where it does not name the draft's
    speaker anywhere near.
    """
    claimed = [rung.name for rung in own_ladder(text) if rung.kind == "person" and _named(rung.name)]
    told = [rung.name for rung in quoted.ladder if rung.kind == "person" and rung.name[:1].isupper()]
    if not claimed or not told or any(same_person(one, other) for one in claimed for other in told):
        return None
    behind = _behind(quoted.article.text, quoted.start)
    if any(behind & set(words(one)) for one in told) and not any(behind & set(words(one)) for one in claimed):
        return claimed[0], told[-1]
    spans, _ = ladders_of(quoted.article.text, quoted.article.outlet)
    at = next((at for at, span in enumerate(spans) if span[1] > quoted.start), 0)
    around = spans[max(0, at - _AROUND) : at + _AROUND + 1]
    near = set(words(quoted.article.text[around[0][0] : around[-1][1]]))
    return None if any(_last(one) in near for one in claimed) else (claimed[0], told[-1])


def _named(name: str) -> bool:
    """Whether somebody is told by a full name: "the mayor" may be anybody whom the article names."""
    return " " in name and name[:1].isupper()


def _behind(text: str, start: int) -> set[str]:
    """The words that follow the closing mark of the quotation that stands at a place, to the end of their sentence."""
    found = _BEHIND.search(plain_typography(text), start)
    return set(words(found[1])) if found else set()


def _last(name: str) -> str:
    """The last word of a surname in plain form; "" for a name without a word."""
    return next(reversed(words(surname(name))), "")


def dropped_attribution(text: str, pieces: Sequence[Evidence]) -> str:
    """Who says in the article what a draft tells as a plain fact; "" where it names any of them, or nobody says it.

    Looked at is the first of the pieces that has most of the sentence's words.
    """
    own = set(stems(text))
    told = [piece for piece in pieces if own and len(own & set(stems(piece.quote))) >= _SAME * len(own)]
    if not told or own_ladder(text):
        return ""
    below = [rung for rung in told[0].ladder if rung.name != told[0].article.outlet]
    if any(not piece.ladder[1:] for piece in told[1:] if piece.ladder) or not below:
        return ""  # another article tells it in its own name
    named = set(words(text))
    outlets = [name for _, name in mentions(text)]
    for rung in below:
        last = words(surname(rung.name))[-1:]
        if (last and last[0] in named) or any(same_outlet(rung.name, one) for one in outlets):
            return ""
    return ", citing ".join(rung.name for rung in below)
