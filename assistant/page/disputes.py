"""Disputes of an answer as HTML: a column per side, a line per source, no side picked. Floor 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.markup import day_name, plain
from assistant.page.marks import mark, quotation
from assistant.types import Answer, Citation, Dispute, Side

_DISPUTE = {
    "denial": "one side denies it",
    "number": "different figures",
    "date": "different dates",
    "superseded": "a later account differs",
    "scope": "different scope",
    "interpretation": "read differently",
}


def disputes(answer: Answer) -> str:
    """Every dispute of an answer, and other accounts that do not contradict it."""
    cited = {citation.number: citation for citation in answer.citations}
    return "".join(_dispute(one, cited) for one in answer.disputes) + _also_reported(answer.other_accounts, cited)


def _dispute(dispute: Dispute, cited: Mapping[int, Citation]) -> str:
    columns = "".join(_column(side, cited) for side in dispute.sides)
    return (
        f'<section class="dispute"><p class="head"><span class="badge disputed">Accounts differ</span> '
        f'<span class="soft">{_DISPUTE[dispute.kind]}</span></p><h3 dir="auto">{plain(dispute.about)}</h3>'
        f'<div class="sides">{columns}</div></section>'
    )


def _column(side: Side, cited: Mapping[int, Citation]) -> str:
    voices = [cited[number] for number in side.citations if number in cited]
    if not voices:
        return f'<div class="side"><p dir="auto">{plain(side.claim)}</p></div>'
    head = " · ".join(dict.fromkeys(_speaker(voice) for voice in voices))
    lines = "".join(_voice(voice) for voice in voices)
    return f'<div class="side"><h4 dir="auto">{plain(head[:1].upper() + head[1:])}</h4><ul>{lines}</ul></div>'


def _also_reported(sides: Sequence[Side], cited: Mapping[int, Citation]) -> str:
    voices = list(dict.fromkeys(number for side in sides for number in side.citations if number in cited))
    if not voices:
        return ""
    lines = "".join(_voice(cited[number]) for number in voices)
    return (
        '<section class="dispute beside"><p class="head"><span class="badge beside">Also reported</span> '
        '<span class="soft">may be of another day or part of the matter</span></p>'
        f"<ul>{lines}</ul></section>"
    )


def _voice(citation: Citation) -> str:
    """One source: its ladder, day, quote and citation mark."""
    rungs = list(dict.fromkeys(rung.name for rung in reversed(citation.attribution))) or [citation.outlet or ""]
    who = f"{' ← '.join(reversed(rungs))}, {day_name(citation.published)}"
    return (
        f'<li><p class="who soft" dir="auto">{plain(who)}</p>'
        f'<p class="words" dir="auto">{quotation(citation.quote)}{mark(citation)}</p></li>'
    )


def _speaker(citation: Citation) -> str:
    return citation.attribution[-1].name if citation.attribution else citation.outlet or "An unnamed outlet"
