"""Gathers the sentences that bear on a topic: widely, within bounds, each with its ladder and its vector. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.briefing.asked_of_desk import BriefingDesk
from assistant.finding.evidence import asked_terms, read, term_weights
from assistant.finding.told_day import of_long_ago
from assistant.language.event_days import has_verb
from assistant.language.terms import content_words, stem, stems
from assistant.reading.layout import harmless
from assistant.reading.orders import is_order
from assistant.types import Evidence, Filters, Hit, Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ASKED = (
    "{}",
    "what happened: {}",
    "who said what about {}",
    "denied or rejected: {}",
    "how many, how much: {}",
    "why: {}",
    "what next: {}",
    "not known or not confirmed: {}",
)
"""What an editor would ask about a topic; each is a search of its own."""
_TOP, _TOP_EACH = 160, 24  # passages of the topic's own search, and of each further question
_PASSAGES = 260  # read at most
_WHOLE = 40  # the articles with the best passages are read whole
_SENTENCES = 1200  # ranked by their words
_EMBEDDED = 640  # and, the best of them, by meaning: about 5 ms each
_BEARS = 0.12  # share of the best sentence's score below which one has nothing to do with the topic
_FEWEST_WORDS, _MOST_WORDS = 6, 75
_JUDGED = 60  # sentences looked at when asking whether the index covers the topic at all
_HELD = 5  # words of a long topic that one sentence may be expected to hold
_MET, _NEAR, _VERY_NEAR = 0.5, 0.42, 0.55
_ENDS = re.compile(r"[.!?…。！？][\"”’»)\]]*$")  # a caption, a title or a teaser has no end
_ASKS = re.compile(r"\?[\"”’]?$")  # no statement
_QUOTED = re.compile(r"[“\"][^“”\"]+[”\"]?")  # somebody's words alone; where nobody knows whose, they are no report
_RELATIVE = re.compile(r"[\W_]*(?:Which|Who|Whose|Whom)\b")
_CRY_WORDS = 12  # below which a sentence without a verb is a heading or a cry
_HE_SAID = re.compile(r"[“\"][^“”\"]+[”\"],? (?:he|she|they) ")
_GOES_ON = 0.5  # what a sentence takes of the worth of the one that it goes on from, where that is better
_DEMONYM = re.compile(r"(?:ese|ish|ian|ean)$")


@dataclass(frozen=True)
class Gathered:
    """The sentences on a topic, best first, keys from 1. `vectors` has a row each; None without an embedder."""

    query: Query
    evidence: tuple[Evidence, ...]
    vectors: NDArray[np.float32] | None
    hits: tuple[Hit, ...]
    reason: str = ""
    """Why the index does not cover the topic; empty where it does."""
    absent_words: tuple[str, ...] = ()
    """Words of the topic that no article of the index has."""


def gather(desk: BriefingDesk, topic: str, filters: Filters, step: Callable[[str, float], None]) -> Gathered:
    """Everything on the topic that the bounds admit. Raises as `Desk.ask` does.

    The time is bounded: at most 260 passages are read and 640 sentences embedded, however large the index.
    """
    step("searching", 0.0)
    query, hits = desk.search(topic, filters, _TOP)
    found = {hit.passage.id: hit for hit in hits}
    for at, question in enumerate(_ASKED[1:], 1):
        for hit in desk.search(question.format(topic), filters, _TOP_EACH)[1]:
            found.setdefault(hit.passage.id, hit)
        step("searching", at / len(_ASKED))
    for article_id in list(dict.fromkeys(hit.article.id for hit in hits))[:_WHOLE]:
        if len(found) >= _PASSAGES:
            break
        article = desk.catalog.article(article_id)
        for passage in desk.catalog.passages_of(article_id):
            found.setdefault(passage.id, Hit(passage, article, 0.0))
    chosen = list(found.values())[:_PASSAGES]
    absent = absent_words(desk, query)
    if reason := _names_nobody_has(topic, absent):
        return Gathered(query, (), None, tuple(hits), reason, absent)
    step("reading", 0.0)
    weights = term_weights(desk.catalog, asked_terms(query))
    evidence = [
        piece
        for piece in read(chosen, query, weights, _SENTENCES)
        if _FEWEST_WORDS <= len(piece.quote.split()) <= _MOST_WORDS
        and not _fragment(piece)
        and not is_order(harmless(piece.quote))
        and not of_long_ago(piece)
    ]
    step("reading", 1.0)
    gathered = _by_meaning(desk, query, evidence[:_EMBEDDED], tuple(hits), absent, step)
    best = max((piece.score for piece in gathered.evidence), default=0.0)
    reason = _uncovered(query, weights, gathered.evidence, best)
    return replace(gathered, evidence=() if reason else gathered.evidence, reason=reason)


def _fragment(piece: Evidence) -> bool:
    """Whether a sentence is none that can stand alone: a caption, a question, half a sentence, half a quotation.

    Somebody's words alone are no report where nobody knows whose they are.
    """
    text, nobody = piece.quote, not any(rung.name != piece.article.outlet for rung in piece.ladder)
    halved = text.count("“") != text.count("”") or text.count('"') % 2 > 0
    return bool(
        not _ENDS.search(text)
        or _ASKS.search(text)
        or _RELATIVE.match(text)
        or (nobody and (halved or _QUOTED.fullmatch(text) or _HE_SAID.match(text)))
        or (len(text.split()) < _CRY_WORDS and not has_verb(text))
    )


def absent_words(desk: BriefingDesk, query: Query) -> tuple[str, ...]:
    """The words of matter in a topic that no article of the index has, as the user wrote them."""
    told = list(dict.fromkeys(content_words(query.text)))
    counts = desk.catalog.frequencies(sorted({stem(word) for word in told}))
    missing = {word for word in told if not counts[stem(word)]}
    return tuple(word for word in re.findall(r"[^\W_]+", query.text) if word.casefold() in missing)


def _names_nobody_has(topic: str, absent: Sequence[str]) -> str:
    """Why a topic with a name that no article has is not covered, or nothing."""
    inside = " ".join(topic.split()[1:])
    names = [word for word in absent if word[0].isupper() and (word in inside or _DEMONYM.search(word))]
    return f"No article has the name {names[0]}." if names else ""


def _uncovered(query: Query, weights: Mapping[str, float], evidence: Sequence[Evidence], near: float) -> str:
    """Why the gathered sentences do not cover the topic, or nothing.

    One sentence has to come near it, by words and meaning; nearer still where no article holds half of its words. Of a
    long topic no sentence holds all.
    """
    total = sum(weights.values())
    held = {
        piece.article.id: sum(weights[term] for term in set(stems(_whole(piece))) & set(weights))
        for piece in evidence[:_JUDGED]
    }
    met = max(held.values(), default=0.0) / total if total else 0.0
    share = min(1.0, _HELD / len(weights)) if weights else 1.0
    if (met >= _MET and near >= _NEAR * share) or (met and near >= _VERY_NEAR):
        return ""
    return "Nothing in the articles comes near the topic."


def _whole(piece: Evidence) -> str:
    return f"{piece.article.title or ''} {piece.article.text}"


def _by_meaning(
    desk: BriefingDesk, query: Query, evidence: Sequence[Evidence], hits: tuple[Hit, ...], absent: tuple[str, ...],
    step: Callable[[str, float], None],
) -> Gathered:  # fmt: skip
    """The evidence scored half by words, half by closeness of meaning."""
    embedder = desk.embedder
    if embedder is None or not evidence:
        numbered = tuple(
            replace(one, key=key, score=0.5 * one.score) for key, one in enumerate(evidence, 1) if one.score
        )
        return Gathered(query, numbered, None, hits, "" if evidence else "Nothing bears on the topic.", absent)
    import numpy as np

    told: list[list[float]] = embedder.embed_passages([query.text])
    for first in range(0, len(evidence), 64):
        step("comparing", first / len(evidence))
        told += embedder.embed_passages([piece.quote for piece in evidence[first : first + 64]])
    vectors = np.asarray(told, dtype=np.float32)
    close = np.clip(vectors[1:] @ vectors[0], 0.0, 1.0)
    scored = [
        replace(piece, score=0.5 * (piece.score + float(near))) for piece, near in zip(evidence, close, strict=True)
    ]
    scored = _in_context(scored)
    order = sorted(range(len(scored)), key=lambda at: -scored[at].score)
    numbered = tuple(replace(scored[at], key=key) for key, at in enumerate(order, 1))
    bear = sum(1 for piece in numbered if piece.score >= _BEARS * numbered[0].score)
    return Gathered(query, numbered[:bear], vectors[1:][order[:bear]], hits, "", absent)


def _in_context(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, each sentence raised towards the score of the one before it in its paragraph.

    What goes on from a sentence on the topic is on the topic too, though it may not say its words again.
    """
    at = {(piece.article.id, piece.end): piece for piece in evidence}
    raised = []
    for piece in evidence:
        gap = len(before := piece.article.text[: piece.start]) - len(before.rstrip(" "))
        previous = at.get((piece.article.id, piece.start - gap))
        lift = max(0.0, previous.score - piece.score) if previous else 0.0
        raised.append(replace(piece, score=piece.score + _GOES_ON * lift))
    return raised
