"""Ingests a corpus into a temporary index, and asks the desk a gold item's question. Floor 4.

The only file of the harness that touches the desk and the ingest; what else answers (the baseline, a script in a test)
needs only to be a Solver.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.errors import ModelUnavailable
from assistant.models.types import Model
from assistant.settings import Settings
from assistant.types import Answer, Article
from evals.clock import ClockedModel
from evals.items import GoldItem

SEARCH_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer, and the article ids of the passages a search found, best first (None where there was no search).

    `first_token` and `first_sentence` are the seconds from the question to a model's first piece of text, and to the
    first sentence that a reader is shown; None without a model, or if it is unknown.
    """

    answer: Answer
    ranked: tuple[str, ...] | None = None
    first_token: float | None = None
    first_sentence: float | None = None


class Solver(Protocol):
    """Anything that answers gold items. May raise SaysoError: the item is then unscored, with its sentence."""

    def solve(self, item: GoldItem) -> Solution:
        """The answer to the item's question under the item's filters."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """One of the things a run measures. `open` makes a solver: one is opened for each worker."""

    name: str
    open: Callable[[], Solver]
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class Corpus:
    """The stored articles by id, and the failed sources with their reasons."""

    articles: Mapping[str, Article]
    failed: tuple[str, ...] = ()

    @property
    def outlets(self) -> list[str]:
        """The outlets that have an article, in order."""
        return sorted({article.outlet for article in self.articles.values() if article.outlet})

    @property
    def digest(self) -> str:
        """SHA-256 over ids, outlets, dates and texts of all articles."""
        whole = hashlib.sha256()
        for article in sorted(self.articles.values(), key=lambda one: one.id):
            for part in (article.id, article.outlet or "", article.published or "", article.title or "", article.text):
                whole.update(part.encode() + b"\0")
        return whole.hexdigest()


def build_index(settings: Settings, paths: Sequence[Path]) -> Corpus:
    """Ingest the paths into the settings' home. Raises UserError for a path that is missing or holds nothing."""
    from assistant.index.catalog import open_catalog
    from ingest.run import ingest

    receipt = ingest(settings, list(paths))
    failed = tuple(f"{one.source}: {one.reason}" for one in receipt.sources if one.outcome == "failed")
    return Corpus({article.id: article for article in open_catalog(settings).articles()}, failed)


class DeskSolver:
    """Asks the desk, and searches once more for the ranking of articles. `model` None: the quotes writer."""

    def __init__(self, settings: Settings, model: Model | None = None) -> None:
        from assistant.desk import Desk

        self._model = ClockedModel(model) if model else None
        self._desk = Desk(settings, self._model)

    def solve(self, item: GoldItem) -> Solution:
        """The desk's answer; its time does not include the extra search.

        Raises ModelUnavailable where the desk had to fall back on its quotes: that is no answer of this model's. What
        only comes closest is nobody's words, and is the desk's answer with any small model.
        """
        if self._model:
            self._model.first = None
        begun, shown = time.perf_counter(), None
        for answer in self._desk.stream(item.question, item.filters):
            if shown is None and answer.sentences:
                shown = round(time.perf_counter() - begun, 3)
        if self._model and answer.model != self._model.name and answer.status != "closest":
            raise ModelUnavailable(self._model.name, "did not write this answer", " ".join(answer.notes))
        _, hits = self._desk.search(item.question, item.filters, SEARCH_DEPTH)
        ranked = tuple(hit.article.id for hit in hits)
        return Solution(answer, ranked, self._model.since(begun) if self._model else None, shown)
