"""Asks a language model whether two printed sentences contradict each other. Floor 2.

Verdicts are verified: for a contradiction, the model must quote conflicting words from both sentences, and each call
includes two control pairs whose verdict is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast, get_args

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.language.sentences import sentence_spans
from assistant.models.types import Message, Model
from assistant.reading.injection import is_injection
from assistant.reading.layout import harmless, printed_words
from assistant.reading.reply_objects import (
    INTEGER,
    TEXT,
    choice_schema,
    first_object,
    list_schema,
    object_schema,
    objects_in,
    rows_by_number,
)
from assistant.types import DisputeKind, Evidence
from prompts import render

Relation = Literal["disagree", "agree", "later account", "different thing", "unread"]
Stance = Literal["asserts", "denies", "corrects", "unclear"]

VERDICTS: tuple[Relation, ...] = ("disagree", "agree", "later account", "different thing")
_MOST_AT_ONCE = 12  # pairs in one call
_REPLY_TOKENS = (150, 110)  # reply limit: base, and for each pair
_LONGEST = 600  # characters; a longer sentence is a list without line breaks and is truncated
_CONTROLS = (
    ("The lighthouse of Varnholm was first lit in 1911.", "Varnholm's lighthouse was first lit in 1934.", "disagree"),
    ("The ferry to Varnholm carries 40 cars.", "Forty cars fit on the Varnholm ferry.", "agree"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences to compare."""

    one: Evidence
    other: Evidence


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on a pair of sentences.

    For a pair that disagrees, or in which one is a later account: `kind`, and the decisive `words` of each as printed.
    `stances` is what each sentence does with the `topic`; `reason` says why a pair is unread or was downgraded.
    """

    relation: Relation
    topic: str = ""
    kind: DisputeKind = "interpretation"
    words: tuple[str, str] = ("", "")
    stances: tuple[Stance, Stance] = ("unclear", "unclear")
    reason: str = ""


class Comparer(Protocol):
    """Compares pairs of sentences."""

    name: str

    def compare(self, pairs: Sequence[Pair]) -> list[Comparison]:
        """One comparison for each pair, in order. Never raises if the model is unavailable: its pairs are unread."""
        ...


class ModelComparer:
    """A comparer that makes one structured model call for up to twelve pairs."""

    def __init__(self, model: Model, question: str = "") -> None:
        """`question` is the user's question, if there is one."""
        self.name = model.name
        self._model = model
        self._question = question

    def compare(self, pairs: Sequence[Pair]) -> list[Comparison]:
        """One comparison for each pair, in order; no pairs, no call. After a failure, the rest are unread."""
        found: list[Comparison] = []
        failure = ""
        for at in range(0, len(pairs), _MOST_AT_ONCE):
            batch = pairs[at : at + _MOST_AT_ONCE]
            if not failure:
                try:
                    found += self._compare(batch)
                    continue
                except (ModelUnavailable, BudgetSpent) as error:
                    failure = str(error)
            found += [Comparison("unread", reason=failure)] * len(batch)
        return found

    def _compare(self, pairs: Sequence[Pair]) -> list[Comparison]:
        """The comparisons of one call, in order. Raises ModelUnavailable, BudgetSpent."""
        blocks = [f"{number}.\n{_block(pair)}" for number, pair in enumerate(pairs, 1)]
        blocks += [
            f"{number}.\nA, an outlet: {one}\nB, another outlet: {other}"
            for number, (one, other, _) in enumerate(_CONTROLS, len(pairs) + 1)
        ]
        text = "\n\n".join(blocks)
        system, user = render(
            "compare",
            fence=hashlib.sha256(text.encode()).hexdigest()[:12],
            pairs=text,
            question=f"The reader asked: {harmless(self._question)}\n" if self._question else "",
            verdicts=_listed(VERDICTS),
            kinds=_listed(("none", *get_args(DisputeKind))),
            stances=_listed(get_args(Stance)),
        )
        least, each = _REPLY_TOKENS
        reply = self._model.complete(
            [Message("system", system), Message("user", user)],
            max_tokens=least + each * len(blocks),
            schema=_SCHEMA,
        )
        rows = rows_by_number(objects_in((first_object(reply.text) or {}).get("pairs")))
        for number, (_, _, expected) in enumerate(_CONTROLS, len(pairs) + 1):
            if rows and rows.get(number, {}).get("verdict") != expected:
                why = f"{self.name} misjudged a pair whose verdict is known, so nothing it says of these is used"
                return [Comparison("unread", reason=why)] * len(pairs)
        return [self._comparison(pair, rows.get(number)) for number, pair in enumerate(pairs, 1)]

    def _comparison(self, pair: Pair, row: Mapping[str, Any] | None) -> Comparison:
        if row is None or row.get("verdict") not in VERDICTS:
            return Comparison("unread", reason=f"{self.name} gave no verdict on it")
        relation = cast(Relation, row["verdict"])
        sides = [side if isinstance(side := row.get(name), dict) else {} for name in ("a", "b")]
        words = (
            printed_words(str(sides[0].get("words") or ""), pair.one),
            printed_words(str(sides[1].get("words") or ""), pair.other),
        )
        stances = (_stance(sides[0]), _stance(sides[1]))
        if relation == "disagree" and (not all(words) or words[0].casefold() == words[1].casefold()):
            why = f"{self.name} sees a contradiction, but names no words of both that contradict each other"
            return Comparison("different thing", reason=why)
        kind = row.get("kind")
        known = cast(DisputeKind, kind) if kind in get_args(DisputeKind) else "interpretation"
        return Comparison(relation, harmless(str(row.get("matter") or ""))[:120], known, words, stances)


def _block(pair: Pair) -> str:
    return "\n".join(f"{letter}, {_shown(piece)}" for letter, piece in (("A", pair.one), ("B", pair.other)))


def _shown(piece: Evidence) -> str:
    """A sentence for the prompt, with outlet, day and title, and the preceding sentence if there is one."""
    article = piece.article
    title = harmless(article.title or "")
    headline = f', "{title[:160]}"' if title and not is_injection(title) else ""
    before = _before(piece)
    led = f"(after: {before}) " if before else ""
    head = f"{harmless(article.outlet or 'unnamed outlet')}, {article.published or 'undated'}{headline}"
    return f"{head}: {led}{harmless(piece.quote)[:_LONGEST]}"


def _before(piece: Evidence) -> str:
    """The preceding sentence, which may name who "he" is; "" if there is none or it looks like an injection."""
    text = piece.article.text[max(0, piece.start - 400) : piece.start]
    spans = sentence_spans(text)
    sentence = harmless(text[slice(*spans[-1])]) if spans else ""
    return "" if is_injection(sentence) else sentence[:300]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _stance(side: Mapping[str, Any]) -> Stance:
    stance = side.get("stance")
    return cast(Stance, stance) if stance in get_args(Stance) else "unclear"


_SIDE = object_schema(stance=choice_schema(get_args(Stance)), words=TEXT)
_SCHEMA = object_schema(
    pairs=list_schema(
        object_schema(
            number=INTEGER,
            matter=TEXT,
            verdict=choice_schema(VERDICTS),
            kind=choice_schema(("none", *get_args(DisputeKind))),
            a=_SIDE,
            b=_SIDE,
        )
    )
)
