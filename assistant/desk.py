"""The main entry point: ask, search, check, brief, and list what is in the index. Floor 3.

The path of a question: understand, retrieve, read, judge, write, check.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.addresses import service_name
from assistant.answering.front import Front
from assistant.answering.material import Material, numbered, quoted_answer
from assistant.answering.pools import Pools
from assistant.answering.quote_answers import QuoteAnswers
from assistant.answering.understanding import Understanding
from assistant.briefing.compare import Earlier
from assistant.briefing.types import Briefing, Length, Progress
from assistant.checking.drafts import CheckedSentence, DraftChecker, UncheckedSentence
from assistant.drafts.read import read_bytes
from assistant.errors import EmbedderMismatch, ModelUnavailable
from assistant.finding.passages import sentences_of
from assistant.finding.refusal import nothing_found
from assistant.finding.rerank import Reranker
from assistant.finding.retrieve import Retriever, report_retrieved
from assistant.finding.scoring import PASSAGES
from assistant.finding.selection import EvidenceSelector
from assistant.finding.time_filter import within_days
from assistant.index.catalog import Listing, open_catalog
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.quoted import Written
from assistant.index.store import open_store
from assistant.language.outlet_table import extend
from assistant.language.outlets import mentions, same_outlet
from assistant.models.budget import Budget, Limits, MeteredModel
from assistant.models.prices import price_of, read_prices
from assistant.models.registry import open_model
from assistant.models.tracing import begin_tracing
from assistant.models.types import Model
from assistant.question.outlets_named import with_outlets_named
from assistant.question.pronouns import ambiguous_pronoun
from assistant.question.request import messages_of
from assistant.question.understand import one_line
from assistant.reading.contradiction import Comparer, ModelComparer
from assistant.reading.faithfulness import Checker, ModelChecker
from assistant.reading.reader import Reader, open_reader
from assistant.settings import Settings
from assistant.types import Answer, Citation, Filters, Hit, Query, Turn, Usage
from assistant.writing.compose import Composed, answer_of, compose
from assistant.writing.fluent import FluentWriter
from assistant.writing.merge import joined
from assistant.writing.notes import INSTEAD, reading_notes
from assistant.writing.numbering import not_in_corpus
from assistant.writing.quotes import QuotesWriter
from assistant.writing.talk import FollowUp, read_follow_up

# Some 6,000 tokens. On the answerable questions of four stories, they contain .99 of the facts and .89 of the sentences
# that answer (20 passages and 5,000 tokens: .98 and .87; 12 passages: .96 and .79).
_PASSAGES_OF_STRONG = 24


class Desk:
    """Answers from one home. Models are loaded by the first question. Opening raises NoIndex, EmbedderMismatch."""

    def __init__(self, settings: Settings, model: Model | None = None, reader: Reader | None = None) -> None:
        self.settings = settings
        self.catalog = open_catalog(settings)
        extend(settings.home / "outlets.tsv")
        self._embedder: Embedder | None = open_embedder(settings)
        filled_by, asked = self.catalog.meta("embedder"), self._embedder.name if self._embedder else "none"
        if filled_by and service_name(filled_by) != asked and self._embedder:
            raise EmbedderMismatch(settings.home, service_name(filled_by), asked)
        store = open_store(settings)
        reranker = Reranker(settings.reranker) if settings.reranker else None
        self._retriever = Retriever(self.catalog, store, self._embedder, reranker)
        self._selector = EvidenceSelector(self.catalog, reader or open_reader(settings.reader))
        self._pools = Pools(self.catalog, self._retriever, self._selector, self._embedder)
        self._quoted = QuoteAnswers(
            self.catalog, self._retriever, self._selector, self._embedder, self._pools, settings.style
        )
        self._understanding = Understanding(self.catalog, self._pools, settings)
        self._front = Front(
            self.catalog,
            self._pools,
            lambda subject, filters: self.understand(subject, filters, ()),
            self.ask,
            settings.today,
        )
        self._model = model or open_model(
            settings,
            api_key=settings.api_key,
            timeout_seconds=settings.timeout_seconds,
            window_tokens=settings.window_tokens,
        )
        self._checking = self._open_checker()
        if self._model or self._checking:
            begin_tracing()
        self._prices = read_prices(settings.home)
        self._price = price_of(self._model.name, self._prices) if self._model else None
        self._budget = Budget(Limits(settings.max_usd, settings.max_tokens))

    @property
    def embedder(self) -> Embedder | None:
        """The embedder of this home; None if only words are searched."""
        return self._embedder

    @property
    def checked_by(self) -> str | None:
        """The name of the model that checks what is written; None if there is none."""
        return self._checking.name if self._checking and self._checking.strong else None

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        """One entry for each article of the index that passes the filters."""
        return self.catalog.listing(filters)

    def ask(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Answer:
        """The checked answer to a question. Raises BadQuestion, UnknownOutlet, NothingLeft, BudgetSpent."""
        *_, answer = self.stream(question, filters, talk)
        return answer

    def stream(
        self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = (), *, as_worded: bool = False
    ) -> Iterator[Answer]:
        """The answer as it grows; the last one is whole. Raises as `ask` does.

        `as_worded`: the question is taken literally, without reading dates, outlets, requests or the talk into it. A
        model's sentence comes as it is written, `unchecked` and "being checked", until its check is done.
        """
        line = one_line(question)
        named = line if as_worded else with_outlets_named(line, self.catalog.outlets())
        for answer in self._stream(named, filters, talk, as_worded):
            yield answer if named == question else replace(answer, question=question)

    def _stream(
        self, question: str, filters: Filters | None, talk: Sequence[Turn], as_worded: bool
    ) -> Iterator[Answer]:
        """The answer to a one-line message, as it grows."""
        begun = time.perf_counter()
        budget = self.budget_for("this question")
        model = self.writing_model(budget)

        def usage() -> Usage:
            return budget.usage(time.perf_counter() - begun)

        filters = self._understanding.admitted(filters or Filters())
        reads = bool(model and model.strong)
        if not as_worded and len(parts := messages_of(question, self.catalog.outlets(), halves=not reads)) > 1:
            yield self._several(question, parts, filters, talk)
            return
        taken = None if as_worded else self._front.take(question, filters, talk, writes=reads)
        if isinstance(taken, Answer):
            yield taken if taken.status != "reply" else replace(taken, usage=usage())
            return
        if taken:
            yield from self._of_kind(*taken, model, budget, usage, talk)
            return
        if as_worded:
            query, wish, talk = self._understanding.as_worded(question, filters), "", ()
        else:
            query, wish = self._standalone(question, filters, talk, model)
        if model and model.strong:
            writer = FluentWriter(model, self.settings.style)
            checker, comparer = self.checker(budget, query.text), self.comparer(budget, query.text)
            yield from self._written(query, writer, checker, comparer, usage, talk, wish)
        else:
            yield from self._quoted.answer(query, usage, rewriter=model, talk=talk)

    def _of_kind(
        self,
        query: Query,
        material: Material,
        model: MeteredModel | None,
        budget: Budget,
        usage: Callable[[], Usage],
        talk: Sequence[Turn],
    ) -> Iterator[Answer]:
        """The answer to a request from its material: rows of quotes, or what a strong model writes from them."""
        name = model.name if model and model.strong else QuotesWriter.name
        if not material.rows:
            hits = self._retriever.retrieve(replace(query, text=query.text or query.asked), PASSAGES)
            missing = replace(not_in_corpus(query, hits, name, material.missing), usage=usage(), notes=material.notes)
            yield missing
            return
        if model and model.strong:
            hits = self._retriever.retrieve(replace(query, text=query.text or query.asked), PASSAGES)
            evidence = numbered([*(row.piece for row in material.rows), *sentences_of(hits)])
            asked = replace(query, text=query.asked)
            writer, checker = FluentWriter(model, self.settings.style), self.checker(budget, query.asked)
            composed = Composed()
            for composed in compose(writer, checker, asked, evidence, (), talk):
                if composed.sentences:
                    yield answer_of(composed, asked, evidence, name, usage())
            if composed.sentences:
                notes = (*query.reading, *material.notes, *composed.notes)
                yield answer_of(composed, asked, evidence, name, usage(), notes)
                return
            material = replace(material, notes=(*material.notes, *composed.notes, INSTEAD))
        notes = (*query.reading, *material.notes)
        yield quoted_answer(query, replace(material, notes=notes), QuotesWriter.name, usage())

    def _several(self, question: str, parts: Sequence[str], filters: Filters, talk: Sequence[Turn]) -> Answer:
        """The joined answer to several questions of one message, each answered with those before it as its talk."""
        answers: list[Answer] = []
        turns = list(talk)
        for part in parts:
            answers.append(self.ask(part, filters, turns))
            if ambiguous_pronoun(part, turns) and answers[-1].status == "reply":  # unresolved for the next parts, too
                return replace(answers[-1], question=question)
            turns.append(Turn(part, ""))  # a later "he" refers to who was asked about, not to names in the answer
        cited = {one.article_id for answer in answers for one in answer.citations}
        return joined(question, answers, self.catalog.articles_of(cited))

    def _written(
        self,
        query: Query,
        writer: FluentWriter,
        checker: Checker | None,
        comparer: Comparer | None,
        usage: Callable[[], Usage],
        talk: Sequence[Turn],
        wish: str,
    ) -> Iterator[Answer]:
        """The answer of a strong model, which reads whole passages and decides whether they answer."""
        hits = self._retriever.retrieve(query, _PASSAGES_OF_STRONG)
        if query.only_named:
            hits = [hit for hit in hits if hit.article.outlet in query.named_outlets]
        report_retrieved(hits)
        evidence = sentences_of(hits)
        if reason := nothing_found(self.catalog, query, evidence):
            yield replace(not_in_corpus(query, hits, writer.name, reason), usage=usage(), notes=reading_notes(query))
            return
        evidence = within_days(evidence, query) or evidence
        composed = Composed()
        for composed in compose(writer, checker, query, evidence, (), talk, wish, comparer, self._embedder):
            if composed.sentences:
                yield answer_of(composed, query, evidence, writer.name, usage())
        notes = (*reading_notes(query), *composed.notes)
        if composed.sentences:
            yield answer_of(composed, query, evidence, writer.name, usage(), notes)
        elif composed.declined is not None:
            yield replace(not_in_corpus(query, hits, writer.name, composed.declined), usage=usage(), notes=notes)
        else:
            yield from self._quoted.answer(query, usage, (*composed.notes, INSTEAD), talk=talk)

    def keep(self, kind: Written, asked: str, citations: Sequence[Citation]) -> None:
        """Store the quotes shown to a reader, so that a later change of the article can be reported."""
        self.catalog.keep_quotes(kind, asked, citations)

    def check(self, claims: Sequence[UncheckedSentence], filters: Filters | None = None) -> list[CheckedSentence]:
        """Sentences of an external draft, checked against what they cite or else the index, in their order."""
        budget = self.budget_for("this question")
        return DraftChecker(self.catalog, self._retriever, self.checker(budget)).check(claims, filters)

    def check_text(self, text: str, filters: Filters | None = None) -> list[CheckedSentence]:
        """The sentences of a plain-text draft, checked against the index, in their order."""
        return self.check([UncheckedSentence(one) for one in read_bytes(text.encode(), ".txt").sentences()], filters)

    def brief(
        self, topic: str, filters: Filters | None = None, length: Length = "standard", *,
        progress: Progress | None = None, earlier: Earlier | None = None,
    ) -> Briefing:  # fmt: skip
        """A briefing on a topic, compared with an `earlier` one if given. Raises as `ask` does."""
        from assistant.briefing.brief import brief  # loaded only when needed

        return brief(self, topic, filters, length, progress=progress, earlier=earlier)

    def budget_for(self, what: str) -> Budget:
        """The budget of one question or briefing, taken from the desk's own; `what` names it in errors."""
        return Budget(Limits(self.settings.question_usd, self.settings.question_tokens), what, self._budget)

    def writing_model(self, budget: Budget) -> MeteredModel | None:
        """The model that writes, charged to a budget; None if there is none."""
        return MeteredModel(self._model, budget, self._price) if self._model else None

    def checker(self, budget: Budget, question: str = "") -> Checker | None:
        """What checks sentences against their sources: SAYSO_CHECKER's model, else the writer; None unless strong."""
        model = self._reading_model(budget)
        return ModelChecker(model, question) if model else None

    def comparer(self, budget: Budget, question: str = "") -> Comparer | None:
        """What decides whether two sentences contradict each other: the model that checks; None unless strong."""
        model = self._reading_model(budget)
        return ModelComparer(model, question) if model else None

    def _reading_model(self, budget: Budget) -> MeteredModel | None:
        if self._checking is None or not self._checking.strong:
            return None
        return MeteredModel(self._checking, budget, price_of(self._checking.name, self._prices))

    def search(self, text: str, filters: Filters | None = None, top: int = 10) -> tuple[Query, list[Hit]]:
        """The query as understood, and its `top` passages, best first. Raises as `ask` does."""
        query = self.understand(text, filters or Filters(), ())
        return query, self._retriever.retrieve(query, top)

    def understand(self, question: str, filters: Filters, talk: Sequence[Turn]) -> Query:
        """The query of a question, its outlets in the index's spelling. Raises as `ask` does, but for BudgetSpent."""
        return self._understanding.query(question, filters, talk)

    def _standalone(
        self, question: str, filters: Filters, talk: Sequence[Turn], model: Model | None
    ) -> tuple[Query, str]:
        """The query of a message, and the message itself if it asks for another form of the last answer, else "".

        If a model is available, it rewrites follow-ups as standalone questions.
        """
        if not talk or model is None:
            return self.understand(question, filters, talk), ""
        try:
            read = read_follow_up(model, question, talk)
        except ModelUnavailable:
            read = FollowUp(question)  # the writer will meet and report the same fault
        if read.wish:
            named = [name for _, name in mentions(read.wish, known=tuple(self.catalog.outlets()))]
            only = tuple(one for one in self.catalog.outlets() if any(same_outlet(one, name) for name in named))
            filters = replace(filters, outlets=only or filters.outlets)
        if read.question != question:
            return replace(self.understand(read.question, filters, ()), asked=question), read.wish
        return self.understand(question, filters, talk), read.wish

    def _open_checker(self) -> Model | None:
        """The model that checks: the writer, unless the settings name another or "none"."""
        named = self.settings.checker
        if named is None:
            return self._model
        if named == "none":
            return None
        settings = replace(self.settings, model=named, strength="auto")
        return open_model(
            settings,
            api_key=settings.api_key,
            timeout_seconds=settings.timeout_seconds,
            window_tokens=settings.window_tokens,
        )
