"""Has a language model write lines of a briefing from the evidence of their claims, each one verified. Floor 3.

A line that fails is sent back once. Where it fails again, the model is down or the budget spent, none is given, and the
articles' own words stand in its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from assistant.briefing.types import Claim
from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.language.terms import stems
from assistant.models.types import Message, Model
from assistant.settings import Style
from assistant.types import Dispute, DraftSentence, Evidence, Query, Verdict
from assistant.verification.verify import verify
from assistant.writing.compose import Composition
from assistant.writing.fluent import FluentWriter
from assistant.writing.mends import Checked

_PROMPTS = {"write": "brief", "write_json": "brief_json"}
_AT_ONCE = {True: 5, False: 3}  # claims of one call, for a strong model and for a weak one, which loses count
_CITING = re.compile(r"\b(?:citing|quoting|according to|as told by)\s+(?:the |an? )?((?:[\w'’-]+\s?){1,4})", re.I)
_DOUBT = re.compile(
    r"\b(?:might|may|could|perhaps|possibly|possible|likely|alleged(?:ly)?|reportedly|apparent(?:ly)?|appear(?:s|ed)?"
    r"|seem(?:s|ed)?|suggest(?:s|ed)?)\b"
)
_SHOWN = {True: 4, False: 1}  # sentences of a claim that the model sees: a weak one tells each of them apart


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
    """A FluentWriter that is asked for a sentence a claim. `stopped` is the fault that ended its work."""

    def __init__(self, model: Model, style: Style, claims: Sequence[Claim]) -> None:
        super().__init__(model, style)
        self.stopped = ""
        self._claims = claims

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The model's sentences as they come. Raises ModelUnavailable, BudgetSpent."""
        try:
            yield from super().write(query, evidence, disputes)
        except (ModelUnavailable, BudgetSpent) as error:
            self.stopped = str(error)
            raise

    def repair(self, draft: DraftSentence, reason: str) -> DraftSentence | None:
        """The sentence as the model corrects it. Raises ModelUnavailable, BudgetSpent."""
        try:
            return super().repair(draft, reason)
        except (ModelUnavailable, BudgetSpent) as error:
            self.stopped = str(error)
            raise

    def _messages(self, prompt: str, **slots: str) -> list[Message]:
        """The briefing's prompts in place of the answer's; which lines tell one thing in place of what contradicts."""
        if prompt not in _PROMPTS:
            return super()._messages(prompt, **slots)
        kept = {name: value for name, value in slots.items() if name not in ("disputes", "refusal", "most")}
        groups = self._groups()
        return super()._messages(_PROMPTS[prompt], groups="; ".join(groups), most=str(len(groups)), **kept)

    def _groups(self) -> list[str]:
        """The keys of each claim's lines, where any was shown."""
        shown = {piece.key: key for key, piece in self._dossier.keys.items()} if self._dossier else {}
        told = ("".join(f"[{shown[one.key]}]" for one in claim.members if one.key in shown) for claim in self._claims)
        return [keys for keys in told if keys]


def write_lines(
    model: Model, style: Style, query: Query, claims: Sequence[Claim], step: Callable[[float], None]
) -> Written:
    """A line for each claim that the model tells in words which hold. A fault of the model's ends it, and is told.

    Claims are handed over a few at a time, in their order; `step` is told which share of them is done.
    """
    lines: dict[int, WrittenLine] = {}
    notes: list[str] = []
    stopped = ""
    size = _AT_ONCE[model.structured]
    for first in range(0, len(claims), size):
        step(first / len(claims))
        batch = claims[first : first + size]
        writer = LineWriter(model, style, batch)
        for draft, verdict in _composed(writer, query, _shown(batch, _SHOWN[model.structured])):
            claim = _claim_of(draft, batch)
            if claim is None or claim.key in lines or verdict.check != "supported":
                continue
            cited = _cited(draft, batch)
            if _worth_it(draft, cited, lines.values()):
                lines[claim.key] = WrittenLine(draft.text, cited, verdict)
        notes += [note for note in writer.notes if note not in notes]
        if stopped := writer.stopped:
            break
    return Written(lines, len(claims), stopped, tuple(notes))


def _composed(writer: LineWriter, query: Query, evidence: Sequence[Evidence]) -> Iterator[Checked]:
    """The model's sentences with their verdicts, as far as it came."""
    try:
        yield from Composition(writer, query, evidence, (), verify)
    except BudgetSpent as error:
        writer.stopped = str(error)


def _shown(claims: Sequence[Claim], most: int) -> list[Evidence]:
    """The sentences of some claims for the model; where room is short, those that lead come first."""
    return [
        replace(piece, score=1.0 / (1 + rank)) for claim in claims for rank, piece in enumerate(claim.members[:most])
    ]


def _claim_of(draft: DraftSentence, claims: Sequence[Claim]) -> Claim | None:
    """The claim that a sentence tells: the one most of whose lines it cites, None where it cites none."""
    cited = {claim.key: len({piece.key for piece in claim.members} & set(draft.keys)) for claim in claims}
    best = max(claims, key=lambda claim: cited[claim.key])
    return best if cited[best.key] else None


def _worth_it(draft: DraftSentence, cited: Sequence[Evidence], others: Iterable[WrittenLine]) -> bool:
    """Whether a sentence is shorter than the words it stands for, no surer, names no source of its own, and is new."""
    shorter = len(draft.text.split()) < sum(len(piece.quote.split()) for piece in cited)
    surer = all(_DOUBT.search(piece.quote) for piece in cited) and not _DOUBT.search(draft.text)
    new = all(draft.text != other.text for other in others)
    return shorter and not surer and new and not _makes_a_source(draft.text, cited)


def _makes_a_source(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether it cites somebody whom no ladder has: what an article tells *of* specialists is not told *by* them."""
    known = {one for piece in cited for rung in piece.ladder for one in stems(rung.name)}
    known |= {one for piece in cited for one in stems(piece.article.outlet or "")}
    return any((named := set(stems(found[1]))) and not named & known for found in _CITING.finditer(text))


def prompts_digest() -> str:
    """SHA-256 over the prompts that lines are written with, by name."""
    whole = hashlib.sha256()
    for name in (*_PROMPTS.values(), "repair"):
        whole.update(name.encode() + b"\0" + resources.files("prompts").joinpath(f"{name}.md").read_bytes() + b"\0")
    return whole.hexdigest()


def _cited(draft: DraftSentence, claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    """The pieces that a sentence cites, in its order."""
    known = {piece.key: piece for claim in claims for piece in claim.members}
    return tuple(known[key] for key in draft.keys if key in known)
