"""Has the language model of a desk write parts of a briefing from its evidence, checked as answers are. Floor 3.

An unsupported sentence is sent back once. If it fails again, or the model is down or over budget, quotes of the
articles take its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources

from assistant.briefing.asked_of_desk import BriefingDesk
from assistant.briefing.types import ClaimGroup, Progress
from assistant.briefing.wording import model_name
from assistant.errors import BudgetSpent
from assistant.models.budget import MeteredModel
from assistant.models.types import Message
from assistant.reading.layout import Layout, harmless
from assistant.types import Dispute, Query, Turn, Usage
from assistant.writing.compose import Checked, compose
from assistant.writing.fluent import FluentWriter
from prompts import render, render_part

_PROMPTS = ("brief", "brief_summary", "brief_body", "reply_json", "reply_prose", "correct", "check")
_PARAGRAPH = 5  # sentences of a paragraph at most
_SHOWN = 3  # sentences of a claim that the model is given
_SHARES = {
    "searching": (0.0, 0.15), "reading": (0.15, 0.3), "comparing": (0.3, 0.7), "weighing accounts": (0.7, 0.9),
    "writing": (0.9, 1.0), "done": (1.0, 1.0),
}  # fmt: skip
"""The share of the whole at which each step begins and ends."""
_BEFORE_MODEL = 0.2  # share of the time before a language model writes


@dataclass
class WrittenParts:
    """The supported sentences of a model: headline, summary, and the body by paragraphs.

    `covered` are the keys of the claims in the body; `failed` counts unsupported sentences.
    """

    headline: Checked | None = None
    summary: list[Checked] = field(default_factory=list)
    body: list[list[Checked]] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    failed: int = 0


class BriefingWriter:
    """Writes one briefing with the desk's language model, its calls metered; without one it writes nothing.

    A model that is not strong, or has no checker, is not used: unchecked sentences do not replace quotes.
    """

    def __init__(self, desk: BriefingDesk) -> None:
        settings = desk.settings
        self._budget = desk.models.budget_for("this briefing")
        self._checker = desk.models.checker(self._budget)
        model = desk.models.writer(self._budget)
        self._model = model if model and model.strong and self._checker else None
        self._style = settings.style
        self._asked = False
        self._stopped = ""
        self._written = WrittenParts()
        self._part = 0
        self.remarks: list[str] = []

    def write(
        self, query: Query, parts: Sequence[Sequence[ClaimGroup]], more: Sequence[ClaimGroup], step: Progress
    ) -> WrittenParts:
        """A headline, a summary, and a body of connected sentences, as far as they are supported.

        `parts` are the claims that the body must cover, a paragraph each, in order; `more` are the next best, for the
        model to use if needed.
        """
        if self._model and any(parts):
            step("writing", 0.0)
            sentences = self._supported("brief_summary", query, parts, more)
            if sentences and not sentences[0][0].text.endswith("."):
                self._written.headline = sentences.pop(0)
            self._written.summary, sentences = (sentences, []) if len(sentences) > 1 else ([], sentences)
            step("writing", 0.4)
            for checked in (*sentences, *self._supported("brief_body", query, parts, more)):
                self._continue(checked, parts, more)
        return self._written

    def share(self, doing: str, share: float) -> float:
        """The share of the whole that is done when a share of a step is."""
        first, last = _SHARES[doing]
        if self._model and doing == "writing":
            first, last = _BEFORE_MODEL, 1.0
        elif self._model and doing != "done":
            first, last = _BEFORE_MODEL * first, _BEFORE_MODEL * last
        return first + share * (last - first)

    @property
    def model(self) -> str:
        """The name of the model, or `quotes` if no sentence is by it."""
        return self._model.name if self._model and self._sentences else "quotes"

    @property
    def prompts(self) -> str | None:
        """The digest of the prompts if a model was called, else None."""
        return briefing_prompts_digest() if self._asked else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the reader on the model's part; none without a model."""
        if not self._model or not self._asked:
            return ()
        name = model_name(self._model.name)
        notes = [self._stopped] if self._stopped else []
        if self._sentences:
            fell = f" What did not hold was left out ({self._written.failed})." if self._written.failed else ""
            notes.append(
                f"{name} wrote {self._sentences} sentences, each checked against what it cites.{fell} What stands in "
                "quotation marks under a source's name, and all sides of disputes, are the articles' own words."
            )
        else:
            notes.append(f"No sentence is by {name}: all are the articles' own words.")
        return tuple(notes)

    def usage(self, seconds: float) -> Usage:
        """What the model used, with the seconds of the whole briefing."""
        return self._budget.usage(seconds)

    @property
    def _sentences(self) -> int:
        written = self._written
        return bool(written.headline) + len(written.summary) + sum(map(len, written.body))

    def _supported(
        self, task: str, query: Query, parts: Sequence[Sequence[ClaimGroup]], more: Sequence[ClaimGroup]
    ) -> list[Checked]:
        """The supported sentences of one task, in order; none once the model has stopped."""
        if self._model is None or self._stopped:
            return []
        self._asked = True
        claims = [claim for part in parts for claim in part]
        shown = [claim.pieces[rank] for rank in range(_SHOWN) for claim in claims if rank < len(claim.pieces)]
        shown += [claim.lead for claim in more]
        writer = _TaskWriter(self._model, self._style, task, parts)
        try:
            *_, composed = compose(writer, self._checker, query, shown)
        except BudgetSpent as error:
            self._stopped = str(error)
            return []
        self.remarks += [note for note in composed.notes if note not in (*self.remarks, composed.fault)]
        unread = [verdict.reason for _, verdict in composed.sentences if verdict.check == "unchecked"]
        self._stopped = composed.fault or "".join(unread[:1])
        held = [
            (draft, verdict) for draft, verdict in composed.sentences if verdict.check == "supported" and draft.keys
        ]
        self._written.failed += sum(verdict.check == "unsupported" for _, verdict in composed.sentences)
        return held

    def _continue(self, checked: Checked, parts: Sequence[Sequence[ClaimGroup]], more: Sequence[ClaimGroup]) -> None:
        """Append a sentence to the body; one about claims of a later part opens a paragraph."""
        written, keys = self._written, set(checked[0].keys)
        if checked[0].text in {draft.text for part in (written.summary, *written.body) for draft, _ in part}:
            return
        covering = [at for at, claims in enumerate(parts) if any(keys & _keys(claim) for claim in claims)]
        if not written.body or (covering and covering[0] > self._part) or len(written.body[-1]) == _PARAGRAPH:
            written.body.append([])
        self._part = max([self._part, *covering[:1]])
        written.body[-1].append(checked)
        written.covered |= {claim.key for claims in (*parts, more) for claim in claims if keys & _keys(claim)}


def _keys(claim: ClaimGroup) -> set[int]:
    return {piece.key for piece in claim.pieces}


class _TaskWriter(FluentWriter):
    """A FluentWriter with the prompts for a part of a briefing."""

    def __init__(self, model: MeteredModel, style: str, task: str, parts: Sequence[Sequence[ClaimGroup]]) -> None:
        super().__init__(model, style)  # type: ignore[arg-type]
        self._task, self._parts = task, parts

    def _ask(self, layout: Layout, disputes: Sequence[Dispute], talk: Sequence[Turn], wish: str) -> list[Message]:
        """The briefing's prompt instead of the answer's: groups of keys, one claim each, in order."""
        parts = []
        for part in self._parts:
            groups = ("".join(layout.marks(one.key for one in claim.pieces)) for claim in part)
            parts.append("; ".join(filter(None, groups)))
        form = render_part("reply_json" if self._json else "reply_prose", sample=next(iter(layout.keys)))
        task = render_part(self._task, groups="\n".join(f"- {part}" for part in parts if part))
        system, user = render(
            "brief", fence=layout.fence, evidence=layout.text, question=harmless(self._question), task=task, reply=form
        )
        return [Message("system", system), Message("user", user)]


def briefing_prompts_digest() -> str:
    """SHA-256 over the prompts of briefings."""
    whole = hashlib.sha256()
    for name in _PROMPTS:
        whole.update(name.encode() + b"\0" + resources.files("prompts").joinpath(f"{name}.md").read_bytes() + b"\0")
    return whole.hexdigest()
