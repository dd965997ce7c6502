"""Ranks the sentences of an article by how well they give its news. Floor 3.

The news shares words with the title and with the rest of the article; a sentence that only sets the scene ("Vold heard
a bang.") shares few with either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.representative import leans
from assistant.index.embedder import Embedder
from assistant.language.outlets import mentions, same_outlet
from assistant.language.terms import stems
from assistant.types import Evidence

_LOOKED_AT = 16  # sentences of an opening
_FULL = 14  # content words below which a sentence is too short to count in full
# Weights of the words shared with the title and with the article, of the similarity to the title and to the centroid,
# and the penalty for each place further down: set on the openings of two stories.
_TITLE, _ARTICLE, _MEANING, _CENTRE, _FURTHER = 0.5, 2.0, 1.3, 0.4, 0.01
_NOT_THE_NEWS = 0.3
_OF_THE_WRITER = re.compile(r"\b(?:we|our|us|let[’']s|I|my|you|your)\b")
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")


def main_first(opening: Sequence[Evidence], whole: Sequence[Evidence], embedder: Embedder | None) -> list[Evidence]:
    """The first 16 sentences of an article's `opening`, best news first; `whole` are all of its sentences.

    Without an embedder only shared words count. An empty opening gives an empty list.
    """
    pieces = list(opening[:_LOOKED_AT])
    if not pieces:
        return []
    title = pieces[0].article.title or ""
    announced = set(stems(title))
    counts = Counter(term for piece in whole for term in set(stems(piece.quote)))
    near = _nearness(title, pieces, embedder)

    def score(at: int) -> float:
        piece = pieces[at]
        own = set(stems(piece.quote))
        shared = len(own & announced) / max(1, len(announced))
        central = sum(counts[term] for term in own) / max(1, len(whole)) / max(_FULL, len(own))
        off = _NOT_THE_NEWS * (leans(piece) + _speaks_of_the_page(piece))
        return _TITLE * shared + _ARTICLE * central + near[at] - _FURTHER * at - off

    return [pieces[at] for at in sorted(range(len(pieces)), key=lambda at: (-score(at), at))]


def sets_scene(opening: Evidence, news: Evidence) -> bool:
    """Whether an opening shares fewer than half as many words with the title as the sentence that gives the news."""
    announced = set(stems(opening.article.title or ""))
    own, of_news = (len(announced & set(stems(one.quote))) for one in (opening, news))
    return 2 * own < of_news


def _nearness(title: str, pieces: Sequence[Evidence], embedder: Embedder | None) -> list[float]:
    """The weighted similarity of each sentence to the title and to the centroid of all; 0 without an embedder."""
    if embedder is None:
        return [0.0] * len(pieces)
    of_title, *vectors = embedder.embed_passages([title or " ".join(piece.quote for piece in pieces[:3])] + [
        piece.quote for piece in pieces
    ])  # fmt: skip
    middle = [sum(column) for column in zip(*vectors, strict=True)]
    length = sum(value * value for value in middle) ** 0.5 or 1.0
    return [_MEANING * _dot(one, of_title) + _CENTRE * _dot(one, middle) / length for one in vectors]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _speaks_of_the_page(piece: Evidence) -> bool:
    """Whether a sentence is in the first person, or about the outlet: "The Courier is following the trial"."""
    plain = _SPOKEN.sub(" ", piece.quote)
    outlet = piece.article.outlet
    own = any(same_outlet(name, outlet) for _, name in mentions(plain, [outlet])) if outlet else False
    return own or bool(_OF_THE_WRITER.search(plain))
