"""Selects representative sentences: the central ones, one for each voice, without repetition. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from assistant.attribution.origins import near_copy
from assistant.language.terms import CAPITALISED, content_words, stem, stems
from assistant.question.shape import topic_stems
from assistant.types import Attribution, Evidence

_OPENS, _SECOND = 2.0, 1.4  # weights of the first two sentences of an article; the others have 1
_LEANS = re.compile(
    r"[\W_]*(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|however|also|then|there|such|meanwhile"
    r"|moreover|instead|i|we|you|our|my|if|still|as such|for example|for instance|in other words)\b",
    re.IGNORECASE,
)
_LEANING = 0.5  # weight of a sentence that depends on the one before it
_FULL = 14  # content words below which a sentence scores less
_SAME = 0.65  # share of the shorter sentence's stems from which two say the same


def central(pieces: Sequence[Evidence], most: int, per_article: int = 99) -> list[Evidence]:
    """At most `most` sentences that best represent all of them, best first, none repeating another.

    SumBasic (Nenkova & Vanderwende, 2005): a sentence scores the mean share of sentences that contain its words, and
    words of sentences already taken count less. An article's opening counts more, as news gives the main point first.
    At most `per_article` come from one article. No pieces give an empty list.
    """
    own = [set(stems(piece.quote)) for piece in pieces]
    counts = Counter(term for terms in own for term in terms)
    share = {term: count / max(1, len(pieces)) for term, count in counts.items()}
    first: dict[str, list[int]] = {}
    for piece in sorted(pieces, key=lambda one: one.start):
        first.setdefault(piece.article.id, []).append(piece.start)
    place = {
        (id_, start): _OPENS if at == 0 else _SECOND if at == 1 else 1.0
        for id_, starts in first.items()
        for at, start in enumerate(starts)
    }
    taken: list[Evidence] = []
    free = set(range(len(pieces)))
    while free and len(taken) < most:

        def score(at: int) -> float:
            mean = sum(share[term] for term in own[at]) / max(_FULL, len(own[at]))
            return mean * place[pieces[at].article.id, pieces[at].start] * (_LEANING if leans(pieces[at]) else 1.0)

        best = max(free, key=lambda at: (score(at), -at))
        free.discard(best)
        piece = pieces[best]
        crowded = sum(one.article.id == piece.article.id for one in taken) >= per_article
        if crowded or repeats(piece, taken):
            continue
        taken.append(piece)
        for term in own[best]:
            share[term] **= 2
    return taken


def leans(piece: Evidence) -> bool:
    """Whether a sentence opens with a word that depends on the one before it, such as "he" or "but"."""
    return bool(_LEANS.match(piece.quote))


def repeats(piece: Evidence, taken: Iterable[Evidence]) -> bool:
    """Whether a sentence says the same as one of those taken; not if their figures differ."""
    return any(near_copy(piece.quote, one.quote) or _alike(piece.quote, one.quote) for one in taken)


def _alike(one: str, other: str) -> bool:
    own, others = set(topic_stems(one)), set(topic_stems(other))
    figures, theirs = ({term for term in terms if term[0].isdecimal()} for terms in (own, others))
    if figures and theirs and not figures & theirs:
        return False
    return len(own & others) >= _SAME * min(len(own), len(others)) > 0


def apart(pieces: Iterable[Evidence], most: int) -> list[Evidence]:
    """The first `most` sentences that do not repeat each other."""
    taken: list[Evidence] = []
    for piece in pieces:
        if len(taken) < most and not repeats(piece, taken):
            taken.append(piece)
    return taken


def fitting(pieces: Sequence[Evidence], words: int) -> list[Evidence]:
    """The sentences, in order, that fit into `words` words together; all of them for 0.

    If none fits, the shortest one; no pieces give an empty list.
    """
    taken: list[Evidence] = []
    for piece in pieces:
        if not words or sum(len(one.quote.split()) for one in (*taken, piece)) <= words:
            taken.append(piece)
    return taken or sorted(pieces, key=lambda one: len(one.quote))[:1]


def has_names(subject: str, text: str) -> bool:
    """Whether a text has every name of a subject; true if the subject has none."""
    names = {stem(word) for name in CAPITALISED.findall(subject) for word in content_words(name)}
    return names <= set(stems(text))


def one_for_each(pieces: Iterable[Evidence], key: Callable[[Evidence], Hashable | None]) -> list[Evidence]:
    """The first sentence for each key, in order; sentences whose key is None are left out."""
    found: dict[Hashable, Evidence] = {}
    for piece in pieces:
        if (its := key(piece)) is not None:
            found.setdefault(its, piece)
    return list(found.values())


def voice(piece: Evidence) -> Attribution | None:
    """The innermost speaker below the outlet; None if the outlet itself says it."""
    below = [rung for rung in piece.ladder if rung.name != piece.article.outlet]
    return below[-1] if below else None
