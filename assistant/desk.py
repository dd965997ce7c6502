"""The main entry point: ask, search, check, brief, and list what is in the index. Floor 3.

The path of a question: understand, retrieve, read, judge, write, check.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.addresses import service_name
from assistant.answering.front import Front
from assistant.answering.pools import Pools
from assistant.answering.quote_answers import QuoteAnswers
from assistant.answering.understanding import Understanding
from assistant.answering.written_answers import CheckedWriter, WrittenAnswers
from assistant.briefing.compare import Earlier
from assistant.briefing.types import Briefing, Length, Progress
from assistant.checking.drafts import CheckedSentence, DraftChecker, UncheckedSentence
from assistant.desk_models import DeskModels
from assistant.drafts.read import read_bytes
from assistant.errors import EmbedderMismatch, ModelUnavailable
from assistant.finding.rerank import Reranker
from assistant.finding.retrieve import Retriever
from assistant.finding.selection import EvidenceSelector
from assistant.index.catalog import Listing, open_catalog
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.quoted import Written
from assistant.index.store import open_store
from assistant.language.outlet_table import extend
from assistant.language.outlets import mentions, same_outlet
from assistant.models.budget import Budget, MeteredModel
from assistant.models.types import Model
from assistant.question.outlets_named import with_outlets_named
from assistant.question.pronouns import ambiguous_pronoun
from assistant.question.request import messages_of
from assistant.question.understand import one_line
from assistant.reading.reader import Reader, open_reader
from assistant.settings import Settings
from assistant.types import Answer, Citation, Filters, Hit, Query, Turn, Usage
from assistant.writing.fluent import FluentWriter
from assistant.writing.merge import joined
from assistant.writing.talk import FollowUp, read_follow_up


class Desk:
    """Answers from one home. Models are loaded by the first question. Opening raises NoIndex, EmbedderMismatch."""

    def __init__(
        self,
        settings: Settings,
        model: Model | None = None,
        reader: Reader | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        """`model`, `reader` and `embedder` take the place of those that the settings name."""
        self.settings = settings
        self.catalog = open_catalog(settings)
        extend(settings.home / "outlets.tsv")
        self._embedder = embedder or open_embedder(settings)
        filled_by, asked = self.catalog.meta("embedder"), self._embedder.name if self._embedder else "none"
        if filled_by and service_name(filled_by) != asked and self._embedder:
            raise EmbedderMismatch(settings.home, service_name(filled_by), asked)
        store = open_store(settings)
        reranker = Reranker(settings.reranker) if settings.reranker else None
        self._retriever = Retriever(self.catalog, store, self._embedder, reranker)
        selector = EvidenceSelector(self.catalog, reader or open_reader(settings.reader))
        pools = Pools(self.catalog, self._retriever, selector, self._embedder)
        self._quoted = QuoteAnswers(self.catalog, self._retriever, selector, self._embedder, pools, settings.style)
        self._understanding = Understanding(self.catalog, pools, settings)
        self._front = Front(
            self.catalog,
            pools,
            lambda subject, filters: self.understand(subject, filters, ()),
            self.ask,
            settings.today,
        )
        self.models = DeskModels(settings, model)
        self._written = WrittenAnswers(self.catalog, self._retriever, self._embedder, self._quoted)

    @property
    def embedder(self) -> Embedder | None:
        """The embedder of this home; None if only words are searched."""
        return self._embedder

    @property
    def checked_by(self) -> str | None:
        """The name of the model that checks what is written; None if there is none."""
        return self.models.checked_by

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
        budget = self.models.budget_for("this question")
        model = self.models.writer(budget)

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
            query, material = taken
            by = self._writing(model, budget, query.asked)
            yield from self._written.of_kind(query, material, by, usage, talk)
            return
        if as_worded:
            query, wish, talk = self._understanding.as_worded(question, filters), "", ()
        else:
            query, wish = self._standalone(question, filters, talk, model)
        if by := self._writing(model, budget, query.text):
            yield from self._written.answer(query, by, usage, talk, wish)
        else:
            yield from self._quoted.answer(query, usage, rewriter=model, talk=talk)

    def _writing(self, model: MeteredModel | None, budget: Budget, question: str) -> CheckedWriter | None:
        """What writes the answer to a question, and what checks it; None without a strong model."""
        if model is None or not model.strong:
            return None
        writer = FluentWriter(model, self.settings.style)
        return CheckedWriter(writer, self.models.checker(budget, question), self.models.comparer(budget, question))

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

    def keep(self, kind: Written, asked: str, citations: Sequence[Citation]) -> None:
        """Store the quotes shown to a reader, so that a later change of the article can be reported."""
        self.catalog.keep_quotes(kind, asked, citations)

    def check(self, claims: Sequence[UncheckedSentence], filters: Filters | None = None) -> list[CheckedSentence]:
        """Sentences of an external draft, checked against what they cite or else the index, in their order."""
        return self.draft_checker().check(claims, filters)

    def draft_checker(self) -> DraftChecker:
        """What checks the sentences of one external draft."""
        checker = self.models.checker(self.models.budget_for("this question"))
        return DraftChecker(self.catalog, self._retriever, checker)

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
