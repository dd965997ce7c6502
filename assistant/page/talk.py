"""The HTML of the web page: a talk, and the evidence behind an answer. Floor 3. Pure functions.

Articles, addresses and model replies are hostile: whatever comes from them leaves here escaped, as text. The only
elements and attributes are those written below; the only links are to `http` and `https` addresses and to cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.attribution.mix import mix_text
from assistant.errors import UnknownArticle
from assistant.index.catalog import Listing
from assistant.index.stale import Stale, stale_lines
from assistant.markup import count, day_name, link, plain, surroundings
from assistant.types import Answer, Article, Attribution, Citation, Dispute, Filters, Sentence, Status
from assistant.writing.render import ladder_text

FindArticle = Callable[[str], Article]

_STATUS: dict[Status, str] = {
    "answered": "Answered",
    "disputed": "Accounts differ",
    "closest": "Closest, not clearly an answer",
    "not_in_corpus": "Not in these articles",
    "reply": "Sayso",
}
_DISPUTE = {
    "denial": "one side denies it",
    "number": "different figures",
    "date": "different dates",
    "superseded": "a later account differs",
    "scope": "different scope",
    "interpretation": "read differently",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what came of it: an answer, or the sentence that says why there is none, or neither yet."""

    question: str
    answer: Answer | None = None
    problem: str = ""


def masthead(model: str, listing: Sequence[Listing], checked_by: str | None = None) -> str:
    """The head of the page: the name, the promise, the model that answers, what checks it, and the index."""
    if model == "quotes":
        writer = "verbatim sentences, no language model"
    elif checked_by is None:
        writer = "small: reads a few lines, and nothing checks what it writes"
    else:
        writer = "each sentence checked by " + ("itself" if checked_by == model else checked_by)
    return (
        '<header class="sayso masthead"><h1>Sayso</h1>'
        '<p class="promise">Answers from the news, and on whose say-so.</p>'
        f'<p class="imprint soft"><span><b>model</b> {plain(model)} ({writer})</span> '
        f"<span><b>index</b> {holdings(listing)}</span></p></header>"
    )


def fallen(found: Sequence[Stale]) -> str:
    """The answers and briefings of this home that quote what their publishers have changed since; "" for none."""
    if not found:
        return ""
    rows = "".join(f'<li dir="auto">{"<br>".join(map(plain, stale_lines(one)))}</li>' for one in found)
    told = "1 answer or briefing quotes" if len(found) == 1 else f"{len(found)} answers and briefings quote"
    summary = f"{told} what has been changed, corrected or withdrawn since"
    return f'<details class="sayso stale"><summary>{summary}</summary><ul>{rows}</ul></details>'


def invitation() -> str:
    """What stands over the first questions."""
    return (
        '<div class="sayso"><p class="lead">Ask what the articles say. Every sentence of an answer stands on a quote, '
        "and the quote is shown in its article, with who printed it and who said it.</p></div>"
    )


def holdings(listing: Sequence[Listing]) -> str:
    """What is in the index, in words: "5 articles of 4 outlets, the newest of 3 June 2019"."""
    outlets = {line.outlet for line in listing if line.outlet}
    newest = max((line.published for line in listing if line.published), default=None)
    held = f"{count(len(listing), 'article')} of {count(len(outlets), 'outlet')}"
    return f"{held}, the newest of {day_name(newest)}" if newest else held


def transcript(exchanges: Sequence[Exchange]) -> str:
    """The talk, oldest first. The last answer's marks lead to its evidence cards, an earlier one's to its sources."""
    shown = answered(exchanges)
    turns = []
    for turn, exchange in enumerate(exchanges, 1):
        asked = f'<h2 class="asked" dir="auto">{plain(exchange.question)}</h2>' if exchange.question else ""
        turns.append(f'<article class="turn" id="turn-{turn}">{asked}{_reply(exchange, turn, turn == shown)}</article>')
    return f'<div class="sayso talk" role="log" aria-live="polite">{"".join(turns)}</div>'


def answered(exchanges: Sequence[Exchange]) -> int:
    """The number, from 1, of the last exchange that has an answer, whose evidence is shown; 0 where none has."""
    return max((turn for turn, exchange in enumerate(exchanges, 1) if exchange.answer), default=0)


def _reply(exchange: Exchange, turn: int, shown: bool) -> str:
    answer = exchange.answer
    if exchange.problem:
        return f'<p class="problem" role="alert">{plain(exchange.problem)}</p>'
    if answer is None:
        return '<p class="waiting">Reading the articles</p>'
    notes = "".join(f'<p class="note soft">{plain(note)}</p>' for note in answer.notes)
    rests = mix_text(answer.source_mix)
    mix = f'<p class="mix soft">{plain(f"Rests on: {rests}")}</p>' if rests else ""
    body = f"{_status(answer)}{_prose(answer, turn)}{mix}{_nearest(answer)}{notes}"
    return body if shown else body + _sources(answer, turn)


def _status(answer: Answer) -> str:
    made = [answer.model, f"{answer.usage.seconds:.1f} s"]
    if answer.usage.usd:
        made.append(f"${answer.usage.usd:.4f}")
    return (
        f'<p class="status"><span class="badge {answer.status}">{_STATUS[answer.status]}</span> '
        f'<span class="made soft">{plain(" · ".join((*made, *_filters(answer.filters))))}</span></p>'
    )


def _filters(filters: Filters) -> Iterable[str]:
    if filters.outlets:
        yield "only " + ", ".join(filters.outlets)
    for word, day in (("since", filters.since), ("until", filters.until), ("as of", filters.as_of)):
        if day:
            yield f"{word} {day_name(day)}"


def _prose(answer: Answer, turn: int) -> str:
    """The sentences of an answer: verbatim ones as quotations under their ladder, written ones as a paragraph."""
    if not answer.sentences:
        return f'<div class="written" dir="auto">{plain(answer.text)}</div>'
    by_number = {citation.number: citation for citation in answer.citations}

    def lead(sentence: Sentence) -> str:
        cited = [by_number[number] for number in sentence.citations if number in by_number]
        return ladder_text(cited[0]) if sentence.check == "verbatim" and cited else ""

    blocks = []
    for who, group in groupby(answer.sentences, lead):
        if who:
            quotes = "".join(f"<blockquote>“{plain(s.text)}”{_marks(s.citations, turn)}</blockquote>" for s in group)
            blocks.append(f'<section class="said" dir="auto"><p class="who">{plain(who)}</p>{quotes}</section>')
        else:
            blocks.append(f'<p class="written" dir="auto">{" ".join(_written(s, turn) for s in group)}</p>')
    return "".join(blocks)


def _written(sentence: Sentence, turn: int) -> str:
    """A sentence in a model's words; what is not borne out of it is marked, and what nobody has read yet is said."""
    marks = _marks(sentence.citations, turn)
    if sentence.check == "unsupported":
        reason = f": {plain(sentence.reason)}" if sentence.reason else ""
        return f'{_marked_words(sentence)}{marks} <em class="flag">not supported{reason}</em>'
    if sentence.check == "unchecked":
        told = sentence.reason if sentence.reason == "being checked" else "not checked"
        body = f"{plain(sentence.text)}{marks}"
        return f'<span class="unchecked" title="{plain(sentence.reason)}">{body} <em class="soft">{told}</em></span>'
    return f"{plain(sentence.text)}{marks}"


def _marked_words(sentence: Sentence) -> str:
    """The sentence with the words that are not borne out marked; all of it where none are named."""
    pattern = "|".join(re.escape(words) for words in sorted(sentence.words, key=len, reverse=True))
    parts = re.split(f"({pattern})", sentence.text) if pattern else ["", sentence.text]
    return "".join(
        f'<span class="unsupported">{plain(part)}</span>' if at % 2 else plain(part) for at, part in enumerate(parts)
    )


def _nearest(answer: Answer) -> str:
    if answer.status != "not_in_corpus" or not answer.nearest:
        return ""
    lines = "".join(
        f'<li><span class="headline" dir="auto">{plain(near.title or "Untitled")}</span> '
        f'<span class="soft">{plain(near.outlet or "outlet unknown")}, {plain(day_name(near.published))}</span></li>'
        for near in answer.nearest
    )
    return f'<div class="nearest"><p class="soft">The nearest coverage:</p><ul>{lines}</ul></div>'


def _sources(answer: Answer, turn: int) -> str:
    """The citations of an answer that is no longer the last one, folded."""
    if not answer.citations:
        return ""
    lines = "".join(
        f'<li id="{_anchor(turn, citation.number)}" tabindex="-1"><span class="number">{citation.number}</span> '
        f'{_title(citation)} <span class="from soft">{_from(citation)}</span></li>'
        for citation in answer.citations
    )
    return f'<details class="sources"><summary>Sources of this answer</summary><ul>{lines}</ul></details>'


def evidence(exchanges: Sequence[Exchange], find: FindArticle) -> str:
    """What the last answer rests on: origins, disputes, other accounts, a card for each citation with its paragraph.

    `find` gives the stored article of an id; where it raises UnknownArticle, or the article has changed since, the
    card shows the quote alone and says so.
    """
    turn = answered(exchanges)
    answer = exchanges[turn - 1].answer if turn else None
    if answer is None:
        return '<div class="sayso evidence"><p class="hint">The evidence behind an answer appears here.</p></div>'
    if not answer.citations:
        return '<div class="sayso evidence"><p class="hint">This answer cites nothing.</p></div>'
    disputes = "".join(_dispute(dispute, turn, place == 0) for place, dispute in enumerate(answer.disputes))
    others = _other_accounts(answer, turn)
    cards = "".join(_card(citation, turn, find) for citation in answer.citations)
    return f'<div class="sayso evidence"><h2>Evidence</h2>{_origins(answer, turn)}{disputes}{others}{cards}</div>'


def _origins(answer: Answer, turn: int) -> str:
    """Echoes are counted once: how many articles, and how many places their information first came from."""
    if not answer.origins:
        return ""
    articles = len({citation.article_id for citation in answer.citations})
    named = " ".join(
        f'<li dir="auto">{plain(origin.name)}{_marks(origin.citations, turn)}</li>' for origin in answer.origins
    )
    counted = f"{count(articles, 'article')}, {count(len(answer.origins), 'origin')}"
    return f'<div class="origins"><b>{counted}</b><ul>{named}</ul></div>'


def _dispute(dispute: Dispute, turn: int, unfolded: bool) -> str:
    sides = "".join(
        f'<p class="side" dir="auto">{plain(side.claim)}{_marks(side.citations, turn)}</p>' for side in dispute.sides
    )
    return (
        f'<details class="dispute"{" open" if unfolded else ""}><summary>'
        f'<span class="badge disputed">Accounts differ</span> <span class="soft">{_DISPUTE[dispute.kind]}</span> '
        f'<h3 dir="auto">{plain(dispute.about)}</h3></summary><div class="sides">{sides}</div></details>'
    )


def _other_accounts(answer: Answer, turn: int) -> str:
    """What outlets tell differently, side by side; folded, for it claims no disagreement."""
    if not answer.other_accounts:
        return ""
    told = "".join(
        f'<p class="side" dir="auto">{plain(side.claim)}{_marks(side.citations, turn)}</p>'
        for side in answer.other_accounts
    )
    return (
        '<details class="dispute"><summary><span class="badge">Other accounts</span> '
        '<span class="soft">they may be of another day or part of the matter</span></summary>'
        f'<div class="sides">{told}</div></details>'
    )


def _card(citation: Citation, turn: int, find: FindArticle) -> str:
    return (
        f'<section class="card" id="{_anchor(turn, citation.number)}" tabindex="-1">'
        f'<p class="from soft"><span class="number">{citation.number}</span> {_from(citation)}</p>'
        f"<h3>{_title(citation)}</h3>"
        f'<p class="ladder">{_ladder(citation.attribution)}</p>{_quoted(citation, find)}</section>'
    )


def _from(citation: Citation) -> str:
    return f"<b>{plain(citation.outlet or 'outlet unknown')}</b>, {plain(day_name(citation.published))}"


def _title(citation: Citation) -> str:
    return link(citation.url, f'<span class="headline" dir="auto">{plain(citation.title or "Untitled")}</span>')


def _ladder(rungs: Sequence[Attribution]) -> str:
    """From who printed it to who said it, an unnamed source marked as one."""
    steps = [
        f'<span class="rung {rung.kind}">{plain(rung.name)}{" (unnamed)" if rung.kind == "anonymous" else ""}</span>'
        for rung in rungs
    ]
    return ' <span class="arrow" aria-label="citing">←</span> '.join(steps)


def _quoted(citation: Citation, find: FindArticle) -> str:
    mark = f"<mark>{plain(citation.quote)}</mark>"
    alone = f'<p class="paragraph" dir="auto">{mark}</p>'
    try:
        text = find(citation.article_id).text
    except UnknownArticle:
        return f'{alone}<p class="note soft">The article is no longer in the index.</p>'
    if text[citation.start : citation.end] != citation.quote:
        return f'{alone}<p class="note soft">The article has changed in the index since.</p>'
    before, after = surroundings(text, citation.start, citation.end)
    return f'<p class="paragraph" dir="auto">{plain(before)}{mark}{plain(after)}</p>'


def _marks(numbers: Iterable[int], turn: int) -> str:
    return "".join(f'<a class="mark" href="#{_anchor(turn, number)}">[{number}]</a>' for number in numbers)


def _anchor(turn: int, number: int) -> str:
    return f"turn-{turn}-source-{number}"
