"""What a briefing asks of the desk that it is made at. Floor 3."""

from __future__ import annotations

from typing import Protocol

from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.models.budget import Budget, MeteredModel
from assistant.reading.faithfulness import Checker
from assistant.settings import Settings
from assistant.types import Filters, Hit, Query


class BriefingDesk(Protocol):
    """A desk, as far as a briefing needs one: what it finds, and its models with what they may spend."""

    settings: Settings
    catalog: Catalog

    @property
    def embedder(self) -> Embedder | None:
        """The model behind the vectors, where there are any."""

    def search(self, text: str, filters: Filters | None = None, top: int = 10) -> tuple[Query, list[Hit]]:
        """The best passages for a text, with the question as it was understood."""

    def budget_for(self, what: str) -> Budget:
        """What may be spent on one thing, out of the desk's own."""

    def writing_model(self, budget: Budget) -> MeteredModel | None:
        """The language model that writes, its calls paid from a budget; None where there is none."""

    def checker(self, budget: Budget) -> Checker | None:
        """What reads the sentences that a model wrote; None where nothing does."""
