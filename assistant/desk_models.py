"""The language models of a desk, with what they may cost: one that writes, one that checks. Floor 3."""

from __future__ import annotations

from dataclasses import replace

from assistant.models.budget import Budget, Limits, MeteredModel
from assistant.models.prices import price_of, read_prices
from assistant.models.registry import open_model
from assistant.models.tracing import begin_tracing
from assistant.models.types import Model
from assistant.reading.contradiction import Comparer, ModelComparer
from assistant.reading.faithfulness import Checker, ModelChecker
from assistant.settings import Settings


class DeskModels:
    """The models that the settings name, each call charged to the budget of a question and to that of the desk."""

    def __init__(self, settings: Settings, model: Model | None = None) -> None:
        """`model` writes in place of the one that the settings name."""
        self._settings = settings
        self._writing = model or open_model(settings)
        self._checking = self._open_checker()
        if self._writing or self._checking:
            begin_tracing()
        self._prices = read_prices(settings.home)
        self._budget = Budget(Limits(settings.max_usd, settings.max_tokens))

    @property
    def checked_by(self) -> str | None:
        """The name of the model that checks what is written; None if there is none."""
        return self._checking.name if self._checking and self._checking.strong else None

    def budget_for(self, what: str) -> Budget:
        """The budget of one question or briefing, taken from the desk's own; `what` names it in errors."""
        return Budget(Limits(self._settings.question_usd, self._settings.question_tokens), what, self._budget)

    def writer(self, budget: Budget) -> MeteredModel | None:
        """The model that writes, charged to a budget; None if there is none."""
        return self._metered(self._writing, budget)

    def checker(self, budget: Budget, question: str = "") -> Checker | None:
        """What checks sentences against their sources: SAYSO_CHECKER's model, else the writer; None unless strong."""
        model = self._metered(self._checking, budget)
        return ModelChecker(model, question) if model and model.strong else None

    def comparer(self, budget: Budget, question: str = "") -> Comparer | None:
        """What decides whether two sentences contradict each other: the model that checks; None unless strong."""
        model = self._metered(self._checking, budget)
        return ModelComparer(model, question) if model and model.strong else None

    def _metered(self, model: Model | None, budget: Budget) -> MeteredModel | None:
        return MeteredModel(model, budget, price_of(model.name, self._prices)) if model else None

    def _open_checker(self) -> Model | None:
        """The model that checks: the writer, unless the settings name another or "none"."""
        named = self._settings.checker
        if named is None or named == "none":
            return None if named else self._writing
        return open_model(replace(self._settings, model=named, strength="auto"))
