"""Compares the attributions of a draft with those of the articles. Floor 2."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from assistant.attribution.ladders import ladders
from assistant.checking.verbatim import plain_typography
from assistant.finding.passages import ladders_of
from assistant.language.names import same_person, surname
from assistant.language.outlets import mentions, same_outlet
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stems, words
from assistant.types import Attribution, Evidence

_AFTER_QUOTATION = re.compile(r"(?<=[\w.,!?])\"\s+([^\"\n.]{1,120})")
_AROUND = 4  # sentences on either side of a quotation that may name its speaker
_SAME = 0.6  # least share of a sentence's stems in a line that states the same


def own_ladder(text: str) -> tuple[Attribution, ...]:
    """The sources that a sentence of a draft names itself, outermost first; empty if it names none."""
    spans = sentence_spans(text)
    return tuple(rung for rungs in ladders(text, None, spans) for rung in rungs)


def other_speaker(text: str, quoted: Evidence) -> tuple[str, str] | None:
    """The speaker of a quotation in the draft and the one in the article, where these are certainly two people.

    None otherwise. It is certain where the article names its speaker right after the quotation, or does not name the
    draft's speaker anywhere near it.
    """
    claimed = [rung.name for rung in own_ladder(text) if rung.kind == "person" and _is_full_name(rung.name)]
    printed = [rung.name for rung in quoted.ladder if rung.kind == "person" and rung.name[:1].isupper()]
    if not claimed or not printed or any(same_person(one, other) for one in claimed for other in printed):
        return None
    after = _words_after_quotation(quoted.article.text, quoted.start)
    if any(after & set(words(one)) for one in printed) and not any(after & set(words(one)) for one in claimed):
        return claimed[0], printed[-1]
    spans, _ = ladders_of(quoted.article.text, quoted.article.outlet)
    at = bisect_right([end for _, end in spans], quoted.start)  # the sentence that it begins in
    around = spans[max(0, at - _AROUND) : at + _AROUND + 1]
    near = set(words(quoted.article.text[around[0][0] : around[-1][1]]))
    return None if any(_last(one) in near for one in claimed) else (claimed[0], printed[-1])


def _is_full_name(name: str) -> bool:
    """Whether a name is a full name: "the mayor" may be anybody whom the article names."""
    return " " in name and name[:1].isupper()


def _words_after_quotation(text: str, start: int) -> set[str]:
    """The words from the first closing quotation mark after `start` to the end of their sentence."""
    found = _AFTER_QUOTATION.search(plain_typography(text), start)
    return set(words(found[1])) if found else set()


def _last(name: str) -> str:
    """The last word of a surname, normalized; "" for a name without a word."""
    return next(reversed(words(surname(name))), "")


def dropped_attribution(text: str, pieces: Sequence[Evidence]) -> str:
    """The sources of what a draft states as a plain fact, such as "A, citing B"; "" where the draft names one of them.

    The first of the pieces with most of the sentence's stems decides; "" where it has no source or there is no such
    piece.
    """
    own = set(stems(text))
    matching = [piece for piece in pieces if own and len(own & set(stems(piece.quote))) >= _SAME * len(own)]
    if not matching or own_ladder(text):
        return ""
    below = [rung for rung in matching[0].ladder if rung.name != matching[0].article.outlet]
    if any(not piece.ladder[1:] for piece in matching[1:] if piece.ladder) or not below:
        return ""  # another article states it on its own account
    named = set(words(text))
    outlets = [name for _, name in mentions(text)]
    for rung in below:
        if _last(rung.name) in named or any(same_outlet(rung.name, one) for one in outlets):
            return ""
    return ", citing ".join(rung.name for rung in below)
