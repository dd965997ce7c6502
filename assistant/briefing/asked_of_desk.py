"""What a briefing asks of the desk that it is made at. Floor 3."""

from __future__ import annotations

from typing import Protocol

from assistant.desk_models import DeskModels
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.settings import Settings
from assistant.types import Filters, Hit, Query


class BriefingDesk(Protocol):
    """A desk, as far as a briefing needs one: what it finds, and its models."""

    settings: Settings
    catalog: Catalog
    models: DeskModels

    @property
    def embedder(self) -> Embedder | None:
        """The model behind the vectors, where there are any."""

    def search(self, text: str, filters: Filters | None = None, top: int = 10) -> tuple[Query, list[Hit]]:
        """The best passages for a text, with the question as it was understood."""
