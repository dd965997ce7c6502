"""Has a language model write lines of a briefing from the evidence of their claims, each one checked. Floor 3.

A line that fails is sent back once. Where it fails again, the model is down or the budget spent, none is given, and the
articles' own words stand in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from assistant.briefing.types import Claim
from assistant.errors import BudgetSpent
from assistant.models.types import Message, Model
from assistant.reading.borne_out import Checker
from assistant.reading.layout import Layout
from assistant.settings import Style
from assistant.types import Dispute, DraftSentence, Evidence, Query, Turn, Verdict
from assistant.writing.compose import compose
from assistant.writing.fluent import FluentWriter
from prompts import render, render_part

_PROMPT = "brief"
_AT_ONCE = 5  # claims of one call
_SHOWN = 4  # sentences of a claim that the model sees


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line in a model's words, with the pieces that it cites and stands on."""

    text: str
    cited: tuple[Evidence, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote: lines by the key of their claim, of so many claims that it was asked for."""

    lines: Mapping[int, WrittenLine]
    asked: int
    stopped: str = ""
    """Why it wrote no more; empty where it came to the end."""
    notes: tuple[str, ...] = ()
    """What was noticed about its replies."""


class LineWriter(FluentWriter):
    """A FluentWriter that is asked for a sentence a claim."""

    def __init__(self, model: Model, style: Style, claims: Sequence[Claim]) -> None:
        super().__init__(model, style)
        self._claims = claims

    def _ask(self, layout: Layout, disputes: Sequence[Dispute], talk: Sequence[Turn], wish: str) -> list[Message]:
        """The briefing's prompt in place of the answer's: which lines tell one thing."""
        shown = (
            "".join(f"[{key}]" for one in claim.members if (key := layout.key_of(one.key))) for claim in self._claims
        )
        groups = [keys for keys in shown if keys]
        sample = next(iter(layout.keys))
        form = render_part("reply_json" if self._json else "reply_prose", sample=sample)
        system, user = render(
            _PROMPT, fence=layout.fence, evidence=layout.text, question=self._question, groups="; ".join(groups),
            most=str(len(groups)), reply=form,
        )  # fmt: skip
        return [Message("system", system), Message("user", user)]


def write_lines(
    model: Model,
    checker: Checker | None,
    style: Style,
    query: Query,
    claims: Sequence[Claim],
    step: Callable[[float], None],
) -> Written:
    """A line for each claim that the model tells in words which a checker finds borne out.

    A model that is not strong, or that nothing checks, is not asked: what nobody reads does not take the place of the
    articles' own words. Claims are handed over a few at a time, in their order; `step` is told which share of them is
    done. A fault of the model's ends it, and is told.
    """
    if not model.strong or checker is None:
        return Written({}, 0)
    lines: dict[int, WrittenLine] = {}
    notes: list[str] = []
    stopped = ""
    for first in range(0, len(claims), _AT_ONCE):
        step(first / len(claims))
        batch = claims[first : first + _AT_ONCE]
        try:
            *_, composed = compose(LineWriter(model, style, batch), checker, query, _shown(batch))
        except BudgetSpent as error:
            stopped = str(error)
            break
        for draft, verdict in composed.sentences:
            claim = _claim_of(draft, batch)
            if claim and claim.key not in lines and verdict.check == "supported":
                cited = _cited(draft, batch)
                if _worth_it(draft, cited, lines.values()):
                    lines[claim.key] = WrittenLine(draft.text, cited, verdict)
        notes += [note for note in composed.notes if note not in (*notes, composed.fault)]
        unread = [verdict.reason for _, verdict in composed.sentences if verdict.check == "unchecked"]
        if stopped := composed.fault or "".join(unread[:1]):
            break
    return Written(lines, len(claims), stopped, tuple(notes))


def _shown(claims: Sequence[Claim]) -> list[Evidence]:
    """The sentences of some claims for the model; where room is short, those that lead come first."""
    ranks = range(_SHOWN)
    return [claim.members[rank] for rank in ranks for claim in claims if rank < len(claim.members)]


def _claim_of(draft: DraftSentence, claims: Sequence[Claim]) -> Claim | None:
    """The claim that a sentence tells: the one most of whose lines it cites, None where it cites none."""
    cited = {claim.key: len({piece.key for piece in claim.members} & set(draft.keys)) for claim in claims}
    best = max(claims, key=lambda claim: cited[claim.key])
    return best if cited[best.key] else None


def _worth_it(draft: DraftSentence, cited: Sequence[Evidence], others: Iterable[WrittenLine]) -> bool:
    """Whether a sentence is shorter than the words it stands for, and new."""
    shorter = len(draft.text.split()) < sum(len(piece.quote.split()) for piece in cited)
    return shorter and all(draft.text != other.text for other in others)


def prompts_digest() -> str:
    """SHA-256 over the prompts that lines are written with, by name."""
    whole = hashlib.sha256()
    for name in (_PROMPT, "reply_json", "reply_prose", "correct", "check"):
        whole.update(name.encode() + b"\0" + resources.files("prompts").joinpath(f"{name}.md").read_bytes() + b"\0")
    return whole.hexdigest()


def _cited(draft: DraftSentence, claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    """The pieces that a sentence cites, in its order."""
    known = {piece.key: piece for claim in claims for piece in claim.members}
    return tuple(known[key] for key in draft.keys if key in known)
