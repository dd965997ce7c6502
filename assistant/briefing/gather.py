"""Gathers the sentences on a topic, within limits, each with its attribution ladder and embedding. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.briefing.asked_of_desk import BriefingDesk
from assistant.finding.event_date import is_background
from assistant.finding.evidence import asked_terms, sentences_of_hits, term_weights
from assistant.language.event_days import has_verb
from assistant.language.terms import content_words, stem, stems
from assistant.reading.injection import is_injection
from assistant.reading.layout import harmless
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
"""What an editor would ask about a topic; each is a separate search."""
_TOP, _TOP_EACH = 160, 24  # passages of the topic's own search, and of each further question
_PASSAGES = 260  # read at most
_WHOLE = 40  # the articles with the best passages are read whole
_SENTENCES = 1200  # ranked by their words
_EMBEDDED = 640  # and, the best of them, by meaning: about 5 ms each
_BEARS = 0.12  # share of the best score below which a sentence is off the topic
_FEWEST_WORDS, _MOST_WORDS = 6, 75
_JUDGED = 60  # sentences considered when deciding whether the index covers the topic
_HELD = 5  # words of a long topic that one sentence can be expected to have
_MET, _NEAR, _VERY_NEAR = 0.5, 0.42, 0.55
_ENDS = re.compile(r"[.!?…。！？][\"”’»)\]]*$")  # a caption, a title or a teaser has no end
_ASKS = re.compile(r"\?[\"”’]?$")  # no statement
_QUOTED = re.compile(r"[“\"][^“”\"]+[”\"]?")  # only a quotation; no report if the speaker is unknown
_RELATIVE = re.compile(r"[\W_]*(?:Which|Who|Whose|Whom)\b")
_FEWEST_WITHOUT_VERB = 12  # words below which a sentence without a verb is a heading or an exclamation
_HE_SAID = re.compile(r"[“\"][^“”\"]+[”\"],? (?:he|she|they) ")
_INHERITED = 0.5  # share of the previous sentence's higher score that a sentence inherits
_DEMONYM = re.compile(r"(?:ese|ish|ian|ean)$")


@dataclass(frozen=True)
class Gathered:
    """The sentences on a topic, best first, keys from 1. `vectors` has a row per sentence; None without an embedder."""

    query: Query
    evidence: tuple[Evidence, ...]
    vectors: NDArray[np.float32] | None
    hits: tuple[Hit, ...]
    reason: str = ""
    """Why the index does not cover the topic; "" if it does."""
    absent_words: tuple[str, ...] = ()
    """Words of the topic that occur in no article."""


def gather(desk: BriefingDesk, topic: str, filters: Filters, step: Callable[[str, float], None]) -> Gathered:
    """The sentences on the topic. Raises as `Desk.ask` does.

    At most 260 passages are read and 640 sentences embedded, however large the index.
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
    if reason := _unknown_name(topic, absent):
        return Gathered(query, (), None, tuple(hits), reason, absent)
    step("reading", 0.0)
    weights = term_weights(desk.catalog, asked_terms(query))
    evidence = [
        piece
        for piece in sentences_of_hits(chosen, query, weights, _SENTENCES)
        if _FEWEST_WORDS <= len(piece.quote.split()) <= _MOST_WORDS
        and not _is_fragment(piece)
        and not is_injection(harmless(piece.quote))
        and not is_background(piece)
    ]
    step("reading", 1.0)
    gathered = _by_meaning(desk, query, evidence[:_EMBEDDED], tuple(hits), absent, step)
    best = max((piece.score for piece in gathered.evidence), default=0.0)
    reason = _uncovered(query, weights, gathered.evidence, best)
    return replace(gathered, evidence=() if reason else gathered.evidence, reason=reason)


def _is_fragment(piece: Evidence) -> bool:
    """Whether a sentence cannot be quoted alone: a caption, a question, half a sentence, half a quotation.

    Also a quotation whose speaker is unknown.
    """
    text, unattributed = piece.quote, not any(rung.name != piece.article.outlet for rung in piece.ladder)
    halved = text.count("“") != text.count("”") or text.count('"') % 2 > 0
    return bool(
        not _ENDS.search(text)
        or _ASKS.search(text)
        or _RELATIVE.match(text)
        or (unattributed and (halved or _QUOTED.fullmatch(text) or _HE_SAID.match(text)))
        or (len(text.split()) < _FEWEST_WITHOUT_VERB and not has_verb(text))
    )


def absent_words(desk: BriefingDesk, query: Query) -> tuple[str, ...]:
    """The content words of a topic that occur in no article, as the user wrote them."""
    wanted = list(dict.fromkeys(content_words(query.text)))
    counts = desk.catalog.frequencies(sorted({stem(word) for word in wanted}))
    missing = {word for word in wanted if not counts[stem(word)]}
    return tuple(word for word in re.findall(r"[^\W_]+", query.text) if word.casefold() in missing)


def _unknown_name(topic: str, absent: Sequence[str]) -> str:
    """The reason if the topic has a name that no article has; else ""."""
    inside = " ".join(topic.split()[1:])
    names = [word for word in absent if word[0].isupper() and (word in inside or _DEMONYM.search(word))]
    return f"No article has the name {names[0]}." if names else ""


def _uncovered(query: Query, weights: Mapping[str, float], evidence: Sequence[Evidence], near: float) -> str:
    """The reason if the gathered sentences do not cover the topic; else "".

    One sentence has to be similar to it, by words and meaning, and more so if no article has half of its words. The
    threshold is lower for a long topic, since no sentence has all of its words.
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
    """The evidence scored half by words, half by cosine similarity of embeddings."""
    embedder = desk.embedder
    if embedder is None or not evidence:
        numbered = tuple(
            replace(one, key=key, score=0.5 * one.score) for key, one in enumerate(evidence, 1) if one.score
        )
        return Gathered(query, numbered, None, hits, "" if evidence else "Nothing bears on the topic.", absent)
    import numpy as np

    rows: list[list[float]] = embedder.embed_passages([query.text])
    for first in range(0, len(evidence), 64):
        step("comparing", first / len(evidence))
        rows += embedder.embed_passages([piece.quote for piece in evidence[first : first + 64]])
    vectors = np.asarray(rows, dtype=np.float32)
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
    """The evidence, the score of each sentence raised towards that of the previous one in its paragraph.

    A sentence that continues one on the topic is on the topic too, even if it does not repeat its words.
    """
    at = {(piece.article.id, piece.end): piece for piece in evidence}
    raised = []
    for piece in evidence:
        gap = len(before := piece.article.text[: piece.start]) - len(before.rstrip(" "))
        previous = at.get((piece.article.id, piece.start - gap))
        lift = max(0.0, previous.score - piece.score) if previous else 0.0
        raised.append(replace(piece, score=piece.score + _INHERITED * lift))
    return raised
