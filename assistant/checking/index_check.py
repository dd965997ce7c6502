"""What an index tells of a sentence beyond the lines that it cites: what it names must stand somewhere. Floor 2.

Rules of certainty, for what nothing has read: each names the words that no article bears out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checking.absent import Holdings, absent_name, absent_outlet
from assistant.checking.absent_days import absent_day
from assistant.checking.attribution_check import dropped_attribution, other_speaker
from assistant.checking.quantity_check import absent_figure
from assistant.checking.verbatim import quoted_parts, without_marks
from assistant.language.terms import stems, words
from assistant.types import Article, Evidence, Verdict

_ON_IT = 0.25  # of the stems of a sentence, those that the nearest line must have to be on its matter at all


@dataclass(frozen=True, slots=True)
class IndexEvidence:
    """What an index has on a sentence: lines cited, the first `quoting` for quotations; all lines read; articles."""

    cited: tuple[Evidence, ...] = ()
    lines: tuple[Evidence, ...] = ()
    articles: tuple[Article, ...] = ()
    quoting: int = 0


def check_against_index(text: str, verdict: Verdict, found: IndexEvidence, held: Holdings) -> Verdict:
    """The verdict, made `unsupported` where the index certainly does not bear a sentence out that nothing has read.

    Where nothing is certain its reason tells what a reader should look at: an attribution that the draft drops, or that
    no article has anything on it.
    """
    if verdict.check == "unsupported" and not found.cited:
        return replace(verdict, reason="no article has anything on it")
    if verdict.check not in ("unchecked", "verbatim"):
        return verdict
    if verdict.check == "unchecked" and (against := _certain(without_marks(text), found, held)):
        return against
    if verdict.check == "unchecked" and not _on_it(text, found.lines) and len(set(stems(text))) > 1:
        return replace(verdict, reason=f"the articles have nothing near it; {verdict.reason}")
    told = list(_remarks(text, found))
    return replace(verdict, reason="; ".join([*told, verdict.reason])) if told else verdict


def _certain(text: str, found: IndexEvidence, held: Holdings) -> Verdict | None:
    if absent := absent_name(text, found.articles, held) or absent_outlet(text, held):
        return Verdict("unsupported", absent.reason, (absent.words,))
    for piece in found.cited[: found.quoting]:
        if speakers := other_speaker(text, piece):
            claimed, told = speakers
            return Verdict("unsupported", f"in {_printed_by(piece)} these are the words of {told}", (claimed,))
    if day := absent_day(text, found.articles):
        nearest = f"; the nearest is “{day[1]}”" if day[1] else ""
        return Verdict("unsupported", f"“{day[0]}” is in none of the articles on it{nearest}", (day[0],))
    everything = [Evidence(0, article, 0, len(article.text)) for article in found.articles]
    if figure := absent_figure(text, everything):
        return Verdict("unsupported", f"“{figure}” is nowhere in the articles on it", (figure,))
    return None


def _on_it(text: str, lines: Sequence[Evidence]) -> bool:
    own = set(stems(text))
    return any(len(own & set(stems(piece.quote))) >= _ON_IT * len(own) for piece in lines)


def _remarks(text: str, found: IndexEvidence) -> list[str]:
    told = []
    if dropped := dropped_attribution(text, found.cited):
        told.append(f"the draft leaves out who says so: {dropped}")
    if any(len(words(part)) > 1 for part in quoted_parts(text)) and found.quoting:
        told.append(f"its quotation is word for word in {_printed_by(found.cited[0])}")
    return told


def _printed_by(piece: Evidence) -> str:
    return piece.article.outlet or piece.article.title or "the article"
