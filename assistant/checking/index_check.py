"""Checks a sentence by certain rules against an index beyond the lines that it cites. Floor 2.

The rules apply to sentences that no model has read; each reports the words that no article has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checking.absent import Holdings, absent_name, absent_outlet
from assistant.checking.absent_days import absent_day
from assistant.checking.attribution_check import dropped_attribution, other_speaker
from assistant.checking.quantity_check import absent_figure
from assistant.checking.verbatim import without_marks
from assistant.language.terms import stems
from assistant.types import Article, Evidence, Verdict

_ON_TOPIC = 0.25  # least share of a sentence's stems in a line on the same topic


@dataclass(frozen=True, slots=True)
class IndexEvidence:
    """Lines cited for a sentence, the first `quoting` for its quotations; all lines compared; all articles found."""

    cited: tuple[Evidence, ...] = ()
    lines: tuple[Evidence, ...] = ()
    articles: tuple[Article, ...] = ()
    quoting: int = 0


def check_against_index(text: str, verdict: Verdict, found: IndexEvidence, held: Holdings) -> Verdict:
    """The verdict, or `unsupported` in place of `unchecked` where the index certainly lacks words of the sentence.

    Else an `unchecked` or `verbatim` verdict may get remarks before its reason: an attribution that the draft drops, or
    that no article is on the topic.
    """
    if verdict.check == "unsupported" and not found.cited:
        return replace(verdict, reason="no article has anything on it")
    if verdict.check not in ("unchecked", "verbatim"):
        return verdict
    if verdict.check == "unchecked" and (refuted := _certain_fault(without_marks(text), found, held)):
        return refuted
    if verdict.check == "unchecked" and not _is_on_topic(text, found.lines):
        return replace(verdict, reason=f"the articles have nothing near it; {verdict.reason}")
    remarks = _remarks(text, found)
    return replace(verdict, reason="; ".join([*remarks, verdict.reason])) if remarks else verdict


def _certain_fault(text: str, found: IndexEvidence, held: Holdings) -> Verdict | None:
    if absent := absent_name(text, found.articles, held) or absent_outlet(text, held):
        return Verdict("unsupported", absent.reason, (absent.words,))
    for piece in found.cited[: found.quoting]:
        if speakers := other_speaker(text, piece):
            claimed, printed = speakers
            return Verdict("unsupported", f"in {_printed_by(piece)} these are the words of {printed}", (claimed,))
    if day := absent_day(text, found.articles):
        nearest = f"; the nearest is “{day[1]}”" if day[1] else ""
        return Verdict("unsupported", f"“{day[0]}” is in none of the articles on it{nearest}", (day[0],))
    everything = [Evidence.of_whole(article) for article in found.articles]
    if figure := absent_figure(text, everything):
        return Verdict("unsupported", f"“{figure}” is nowhere in the articles on it", (figure,))
    return None


def _is_on_topic(text: str, lines: Sequence[Evidence]) -> bool:
    own = set(stems(text))
    return any(len(own & set(stems(piece.quote))) >= _ON_TOPIC * len(own) for piece in lines)


def _remarks(text: str, found: IndexEvidence) -> list[str]:
    remarks = []
    if dropped := dropped_attribution(text, found.cited):
        remarks.append(f"the draft leaves out who says so: {dropped}")
    if found.quoting:
        remarks.append(f"its quotation is word for word in {_printed_by(found.cited[0])}")
    return remarks


def _printed_by(piece: Evidence) -> str:
    return piece.article.outlet or piece.article.title or "the article"
