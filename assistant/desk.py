"""The front desk: ask, search, and what is in the index. Floor 3.

The path of a question: understand, retrieve, read, judge, write, verify.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.disputes.altered import alterations, set_aside, told_apart
from assistant.disputes.find import find_disputes
from assistant.errors import EmbedderMismatch, ModelUnavailable, NoIndex, NothingLeft, UnknownOutlet
from assistant.finding.assist import RERANKED, Assist
from assistant.finding.choice import Chooser
from assistant.finding.refuse import refusal
from assistant.finding.rerank import Reranker
from assistant.finding.retrieve import Retriever
from assistant.index.catalog import Catalog, Listing
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.store import VectorStore
from assistant.language.outlets import matching
from assistant.models.budget import Limits, MeteredModel, Purse
from assistant.models.plug import open_model
from assistant.models.prices import price_of, read_prices
from assistant.models.tracing import begin_tracing
from assistant.models.types import Model
from assistant.question.understand import understand
from assistant.reading.reader import BuiltinReader, Reader
from assistant.settings import Settings
from assistant.types import Answer, Filters, Hit, Query, Turn, Usage
from assistant.verification.verify import verify
from assistant.writing.compose import Composition
from assistant.writing.fluent import FluentWriter, condense
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter, Writer

_DISPUTES = 3  # shown with one answer, the most telling first
_PASSAGES = 12  # read for an answer


class Desk:
    """Answers from one home. Opening it reads no model; the first question does. Raises NoIndex, EmbedderMismatch."""

    def __init__(self, settings: Settings, model: Model | None = None, reader: Reader | None = None) -> None:
        self.settings = settings
        self.catalog = Catalog(settings.home)
        self._embedder: Embedder | None = open_embedder(settings)
        filled_by, asked = self.catalog.meta("embedder"), self._embedder.name if self._embedder else "none"
        if filled_by and filled_by != asked and self._embedder:
            raise EmbedderMismatch(settings.home, filled_by, asked)
        store = VectorStore(settings.home / "chroma", settings.chroma)
        reranker = Reranker(settings.reranker) if settings.reranker else None
        self._retriever = Retriever(self.catalog, store, self._embedder, reranker)
        self._chooser = Chooser(self.catalog, reader or BuiltinReader())
        self._model = model or open_model(
            settings,
            api_key=settings.api_key,
            timeout_seconds=settings.timeout_seconds,
            window_tokens=settings.window_tokens,
        )
        if self._model:
            begin_tracing()
        self._price = price_of(self._model.name, read_prices(settings.home)) if self._model else None
        self._purse = Purse(Limits(settings.max_usd, settings.max_tokens))

    @property
    def embedder(self) -> Embedder | None:
        """What turns text into vectors here; None where words alone are searched."""
        return self._embedder

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        """One line an article of the index."""
        return self.catalog.listing(filters)

    def ask(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Answer:
        """The verified answer to a question. Raises BadQuestion, UnknownOutlet, NothingLeft, BudgetSpent."""
        *_, answer = self.stream(question, filters, talk)
        return answer

    def stream(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows, a sentence at a time; the last one is whole. Raises as `ask` does."""
        begun = time.perf_counter()
        purse = self._purse.question(Limits(self.settings.question_usd, self.settings.question_tokens))
        model = MeteredModel(self._model, purse, self._price) if self._model else None

        def usage() -> Usage:
            return purse.usage(time.perf_counter() - begun)

        query = self._standalone(question, filters or Filters(), talk, model)
        assist = Assist(model, self.settings.assist) if model and self.settings.assist else None
        query = assist.search(query) if assist else query
        hits = self._retriever.retrieve(query, max(_PASSAGES, RERANKED) if assist else _PASSAGES)
        hits = assist.rank(query, hits)[:_PASSAGES] if assist else hits
        weighed = self._chooser.weigh(query, hits)
        evidence = list(weighed.evidence)
        writer: Writer = FluentWriter(model, self.settings.style) if model else QuotesWriter()
        if reason := refusal(self.catalog, query, evidence):
            yield replace(not_in_corpus(query, hits, writer.name, reason), usage=usage(), notes=_read_as(query))
            return
        evidence = assist.speakers(evidence) if assist else evidence
        altered = alterations(evidence)
        told = set_aside(evidence, altered)
        disputes = find_disputes(told, query.text)[:_DISPUTES]
        shown = [*disputes, *told_apart(evidence, altered)][:_DISPUTES]
        claimed = True
        if not model:
            choice = self._chooser.choose(query, weighed, told, disputes)
            writer, claimed = QuotesWriter(choice.units), choice.claimed
            evidence, told = choice.instead(evidence), choice.instead(told)
        numbering = Numbering(query, evidence, shown, writer.name)
        composition = Composition(writer, query, told, disputes, verify)
        for draft, verdict in composition:
            numbering.add(draft, verdict)
            yield numbering.answer(usage(), written_by=composition.written_by, claimed=claimed)
        unread = (weighed.trouble,) if weighed.trouble else ()
        notes = (*_read_as(query), *unread, *(assist.notes if assist else ()), *composition.notes)
        if composition.declined:
            yield replace(not_in_corpus(query, hits, writer.name), usage=usage(), notes=notes)
            return
        yield numbering.answer(usage(), final=True, written_by=composition.written_by, notes=notes, claimed=claimed)

    def search(self, text: str, filters: Filters | None = None, top: int = 10) -> tuple[Query, list[Hit]]:
        """The query as understood, and its `top` best passages, best first. Raises as `ask` does."""
        query = self.understand(text, filters or Filters(), ())
        return query, self._retriever.retrieve(query, top)

    def understand(self, question: str, filters: Filters, talk: Sequence[Turn]) -> Query:
        """The query behind a question, its outlets in the index's own spelling."""
        known = self.catalog.outlets()
        filters = replace(filters, outlets=tuple(one for name in filters.outlets for one in _known(name, known)))
        if not self.catalog.holds(filters):
            raise NothingLeft(told) if (told := _told(filters)) else NoIndex(self.settings.home)
        return understand(question, filters, known, talk, today=self.settings.today, newest=self.catalog.newest())

    def _standalone(self, question: str, filters: Filters, talk: Sequence[Turn], model: Model | None) -> Query:
        """The query behind a question; a follow-up is made standalone by the model, where there is one that answers."""
        if talk and model:
            try:
                standalone = condense(model, question, talk)
            except ModelUnavailable:
                standalone = question  # the writer will meet the same fault, and tell it
            if standalone != question:
                return replace(self.understand(standalone, filters, ()), asked=question)
        return self.understand(question, filters, talk)


def _read_as(query: Query) -> tuple[str, ...]:
    """What a follow-up was taken to ask, so that the reader can ask otherwise; nothing where it stood alone."""
    if query.text == query.asked:
        return ()
    own, _, borrowed = query.text.rpartition(" (")
    from_talk = own.rstrip(" ?.!") in query.asked and borrowed[:-1] not in query.asked
    if own and borrowed.endswith(")") and from_talk:
        return (f"Read as: {own} (with “{borrowed[:-1]}” from the talk so far)",)
    return (f"Read as: {query.text}",)


def _known(name: str, known: Sequence[str]) -> list[str]:
    """The outlets of the index that a user's word stands for. Raises UnknownOutlet with the nearest names."""
    from rapidfuzz import fuzz, process, utils

    found = matching(name, known)
    if not found:
        near = process.extract(
            name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=50
        )
        raise UnknownOutlet(name, [one[0] for one in near])
    return found


def _told(filters: Filters) -> str:
    """The filters in the user's words; empty where there is none."""
    parts = [f"--outlet {name!r}" for name in filters.outlets]
    parts += [
        f"--{name} {day}"
        for name, day in (("since", filters.since), ("until", filters.until), ("as-of", filters.as_of))
        if day
    ]
    return " ".join(parts)
