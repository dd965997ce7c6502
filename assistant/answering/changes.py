"""Rewrites the last answer without a language model: shorter, longer, as bullets, with dates. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.material import UNSURE, Material, Row, quoted_answer
from assistant.answering.representative import apart
from assistant.finding.event_date import event_date
from assistant.index.catalog import Catalog
from assistant.markup import day_name
from assistant.question.change import Change
from assistant.types import Answer, Evidence, Query
from assistant.writing.numbering import OPENS

_LONGER = 9
NOTHING_YET = "There is no answer yet that could be changed. Ask something first."
NEEDS_MODEL = (
    "That takes a language model, and none is set here: without one I show the articles' own sentences, unchanged."
)


def changed(catalog: Catalog, answer: Answer, change: Change, query: Query, more: Sequence[Evidence]) -> Answer:
    """An answer of quotes in the form asked for; `more` are further relevant sentences, best first.

    An answer that quotes nothing comes back as it is.
    """
    rows = _rows(catalog, answer)
    if not rows:
        return answer
    if "shorter" in change.wishes:
        rows = rows[:1]
    if "longer" in change.wishes:
        rows += [Row(one) for one in apart([*(row.piece for row in rows), *more], _LONGER)[len(rows) :]]
    if "dates" in change.wishes:
        rows = [replace(row, heading=_day(row.piece)) for row in sorted(rows, key=lambda row: _order(row.piece))]
    nearest = answer.status == "closest"
    first = answer.sentences[0]
    material = Material(
        tuple(rows),
        opening=first.text if nearest and first.reason == OPENS else "",
        notes=answer.notes,
        chance=UNSURE if nearest else 1.0,
        bullets="bullets" in change.wishes,
    )
    return replace(quoted_answer(query, material, answer.model, answer.usage), question=query.asked)


def _rows(catalog: Catalog, answer: Answer) -> list[Row]:
    """The quotes of an answer as rows, without headings."""
    cited = {one.number: one for one in answer.citations}
    rows: list[Row] = []
    for sentence in answer.sentences:
        if sentence.citations and (one := cited.get(sentence.citations[0])):
            article = catalog.article(one.article_id)
            rows.append(Row(Evidence(one.number, article, one.start, one.end, one.attribution)))
    return rows


def _order(piece: Evidence) -> tuple[str, str]:
    date = event_date(piece)
    return (date.first if date else piece.article.published or "9999"), piece.article.published or ""


def _day(piece: Evidence) -> str:
    date = event_date(piece)
    if date:
        return date.shown if not date.inferred else f"{date.shown} (from {date.how})"
    published = piece.article.published
    return f"No day is given (published {day_name(published)})" if published else "No day is given"
