"""Joins the answers to several questions of one message, with continuous citation numbers. Floor 3. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.attribution.mix import source_mix
from assistant.types import (
    Answer,
    Article,
    Citation,
    Dispute,
    Evidence,
    Origin,
    Sentence,
    Side,
    Status,
    Usage,
)

_MARK = re.compile(r"\[(\d+)\]")
_ORDER: tuple[Status, ...] = ("disputed", "answered", "closest", "reply", "not_in_corpus")


def joined(question: str, answers: Sequence[Answer], articles: Mapping[str, Article]) -> Answer:
    """One answer made of several, each under its question, in order; there must be at least one.

    The status is `answered` or `disputed` only if each of them is `answered` or `disputed`. `articles` are those cited,
    by id: the source mix is computed from them.
    """
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    disputes: list[Dispute] = []
    texts: list[str] = []
    last = answers[-1]
    for answer in answers:
        by = len(citations)
        texts.append(f"{answer.question}\n{_MARK.sub(lambda mark, by=by: f'[{int(mark[1]) + by}]', answer.text)}")  # type: ignore[misc]
        sentences_of_answer = answer.sentences or (
            Sentence(answer.text, (), "joining", "says that there is no answer"),
        )
        sentences.append(Sentence(answer.question, (), "joining", "names what is answered"))
        sentences += [
            replace(one, citations=tuple(number + by for number in one.citations)) for one in sentences_of_answer
        ]
        citations += [replace(one, number=one.number + by) for one in answer.citations]
        disputes += [replace(one, sides=tuple(_moved(side, by) for side in one.sides)) for one in answer.disputes]
    moved = _offsets(answers)
    origins = _origins(moved)
    cited = [
        Evidence(one.number, found, one.start, one.end, one.attribution)
        for one in citations
        if (found := articles.get(one.article_id))
    ]
    return replace(
        last,
        question=question,
        status=_status([answer.status for answer in answers]),
        text="\n\n".join(texts),
        sentences=tuple(sentences) if citations else (),
        citations=tuple(citations),
        disputes=tuple(disputes),
        other_accounts=tuple(_moved(side, by) for answer, by in moved for side in answer.other_accounts),
        origins=origins,
        source_mix=source_mix(cited, len(origins)),
        usage=_together([answer.usage for answer in answers]),
        nearest=tuple(dict.fromkeys(near for answer in answers for near in answer.nearest)),
        notes=tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
    )


def _offsets(answers: Sequence[Answer]) -> list[tuple[Answer, int]]:
    """Each answer with the number of citations before its own."""
    return [(answer, sum(len(one.citations) for one in answers[:at])) for at, answer in enumerate(answers)]


def _status(statuses: Sequence[Status]) -> Status:
    """The best of several; `closest` if only some of them are answered."""
    best = min(statuses, key=_ORDER.index)
    short = any(status in ("closest", "not_in_corpus") for status in statuses)
    return "closest" if best in ("disputed", "answered") and short else best


def _origins(moved: Sequence[tuple[Answer, int]]) -> tuple[Origin, ...]:
    """The origins of all answers, merged by name."""
    found: dict[str, list[int]] = {}
    for answer, by in moved:
        for one in answer.origins:
            found.setdefault(one.name, []).extend(number + by for number in one.citations)
    return tuple(Origin(name, tuple(sorted(numbers))) for name, numbers in found.items())


def _moved(side: Side, by: int) -> Side:
    return Side(side.claim, tuple(number + by for number in side.citations))


def _together(usages: Sequence[Usage]) -> Usage:
    prices = [one.usd for one in usages]
    return Usage(
        sum(one.prompt_tokens for one in usages),
        sum(one.completion_tokens for one in usages),
        sum(one.seconds for one in usages),
        None if None in prices else sum(price or 0.0 for price in prices),
    )
