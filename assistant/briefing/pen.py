"""Lends a briefing the language model of its desk, within the budget, and tells what came of it. Floor 3."""

from __future__ import annotations

from assistant.briefing.choose import Chosen
from assistant.briefing.types import Progress
from assistant.briefing.wording import model_name
from assistant.briefing.written import Written, prompts_digest, write_lines
from assistant.desk import Desk
from assistant.models.budget import Limits, MeteredModel, Purse
from assistant.types import Query, Usage

_SHARES = {
    "searching": (0.0, 0.15), "reading": (0.15, 0.3), "comparing": (0.3, 0.7), "weighing accounts": (0.7, 0.9),
    "writing": (0.9, 1.0), "done": (1.0, 1.0),
}  # fmt: skip
"""Where each step of the work begins and ends, as shares of the whole."""
_BEFORE_MODEL = 0.2  # of the time, where a language model writes: the rest is its own


class Pen:
    """The language model of a desk for one briefing, its calls counted; a desk without one has a dry pen."""

    def __init__(self, desk: Desk) -> None:
        settings = desk.settings
        limits = Limits(settings.question_usd, settings.question_tokens)
        self._purse = Purse(limits, "this briefing", desk._purse)
        self._model = MeteredModel(desk._model, self._purse, desk._price) if desk._model else None
        self._checker = desk.checker(self._purse)
        self._style = settings.style
        self._written = Written({}, 0)

    def write(self, query: Query, chosen: Chosen, step: Progress) -> Written:
        """What the model makes of key points, time line and voices, in the order of the document."""
        if self._model:
            dated = [claim for _, claim in sorted(chosen.timeline, key=lambda entry: entry[0].order)]
            claims = [*chosen.key_points, *dated, *chosen.voices]
            self._written = write_lines(
                self._model, self._checker, self._style, query, claims, lambda share: step("writing", share)
            )
        return self._written

    def share(self, doing: str, share: float) -> float:
        """How much of the whole is done, when so much of a step is."""
        first, last = _SHARES[doing]
        if self._model and doing == "writing":
            first, last = _BEFORE_MODEL, 1.0
        elif self._model and doing != "done":
            first, last = _BEFORE_MODEL * first, _BEFORE_MODEL * last
        return first + share * (last - first)

    @property
    def model(self) -> str:
        """Who wrote: the model, or `quotes` where no line is its own."""
        return self._model.name if self._model and self._written.lines else "quotes"

    @property
    def prompts(self) -> str | None:
        """The digest of the prompts, where a model was asked anything."""
        return prompts_digest() if self._model and self._written.asked else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know of the model's part; nothing where there is no model."""
        written = self._written
        if not self._model or not written.asked:
            return ()
        name = model_name(self._model.name)
        told = [written.stopped] if written.stopped else []
        if written.lines:
            told.append(
                f"{name} wrote {len(written.lines)} of the {written.asked} lines of key points, time line "
                "and voices, each checked against what it cites. The others, where its words did not hold or were no "
                "shorter, and all sides of disputes are the articles' own words."
            )
        else:
            told.append(f"No line is by {name}: all are the articles' own words.")
        return tuple(told)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was noticed about the model's replies."""
        return self._written.notes

    def usage(self, seconds: float) -> Usage:
        """What the model took, with the time of the whole."""
        return self._purse.usage(seconds)
