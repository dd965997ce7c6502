"""The front desk: ask, search, and what is in the index. Floor 3.

The path of a question: understand, retrieve, read, judge, write, check.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.addresses import service_name
from assistant.answering.front import Front
from assistant.answering.material import Material, laid_out, numbered
from assistant.answering.pools import Pools
from assistant.answering.understanding import Understanding
from assistant.briefing.types import Briefing, Length
from assistant.checking.check import check_exact
from assistant.checking.drafts import CheckedSentence, Claimed, DraftChecker
from assistant.disputes.altered import alterations, set_aside, told_apart
from assistant.disputes.beside import others_beside
from assistant.disputes.find import Compared, account_of, asked_about, compare
from assistant.drafts.read import read_bytes
from assistant.errors import EmbedderMismatch, ModelUnavailable
from assistant.finding.bound import days_worked_out, later_posts, newest_first, none_within, within_days
from assistant.finding.choice import Chooser
from assistant.finding.foreign import sharing_names
from assistant.finding.passages import sentences_of
from assistant.finding.refuse import refusal, unknown
from assistant.finding.rerank import Reranker
from assistant.finding.retrieve import Retriever
from assistant.finding.weigh import PASSAGES
from assistant.index.catalog import Listing, open_catalog
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.quoted import Written
from assistant.index.store import open_store
from assistant.language.outlet_table import extend
from assistant.language.outlets import mentions, same_outlet
from assistant.markup import count
from assistant.models.budget import Limits, MeteredModel, Purse
from assistant.models.plug import open_model
from assistant.models.prices import price_of, read_prices
from assistant.models.tracing import begin_tracing
from assistant.models.types import Model
from assistant.question.anchors import asks_of_now
from assistant.question.asks import read_question
from assistant.question.parts import questions_of
from assistant.question.understand import one_line
from assistant.reading.borne_out import Checker, ModelChecker
from assistant.reading.compare import Comparer, ModelComparer
from assistant.reading.reader import Reader, open_reader
from assistant.settings import Settings
from assistant.stages import stage
from assistant.types import Answer, Citation, Dispute, Evidence, Filters, Hit, Query, Turn, Usage
from assistant.writing.compose import Composed, compose
from assistant.writing.fluent import FluentWriter
from assistant.writing.merge import joined
from assistant.writing.notes import as_of, read_as
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter
from assistant.writing.talk import FollowUp, read_follow_up

_DISPUTES = 3  # shown with one answer, the most telling first
_DISPUTABLE = 24  # the best sentences, compared with each other
# Read by a model that can: some 6,000 tokens. On the answerable questions of four stories they hold .99 of the facts
# and .89 of the sentences that answer (20 passages and 5,000 tokens .98 and .87, 12 passages .96 and .79).
_PASSAGES_OF_STRONG = 24
_ONLY_NAMES = (
    "No name or figure of this question is in the articles, and no other word of its language can be searched for"
)
_INSTEAD = "This answer is made of the articles' own sentences instead."


class Desk:
    """Answers from one home. Opening it reads no model; the first question does. Raises NoIndex, EmbedderMismatch."""

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
        self._chooser = Chooser(self.catalog, reader or open_reader(settings.reader))
        self._pools = Pools(self.catalog, self._retriever, self._chooser)
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
        self._purse = Purse(Limits(settings.max_usd, settings.max_tokens))

    @property
    def embedder(self) -> Embedder | None:
        """What turns text into vectors here; None where words alone are searched."""
        return self._embedder

    @property
    def checked_by(self) -> str | None:
        """The name of the model that reads what is written here; None where nothing does."""
        return self._checking.name if self._checking and self._checking.strong else None

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        """One line an article of the index."""
        return self.catalog.listing(filters)

    def ask(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Answer:
        """The checked answer to a question. Raises BadQuestion, UnknownOutlet, NothingLeft, BudgetSpent."""
        *_, answer = self.stream(question, filters, talk)
        return answer

    def stream(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows; the last one is whole. Raises as `ask` does.

        A model's sentence is shown as it is written, `unchecked` and "being checked", until it is settled.
        """
        begun = time.perf_counter()
        purse = self._purse.question(Limits(self.settings.question_usd, self.settings.question_tokens))
        model = MeteredModel(self._model, purse, self._price) if self._model else None

        def usage() -> Usage:
            return purse.usage(time.perf_counter() - begun)

        filters = self._understanding.admitted(filters or Filters())
        if len(parts := questions_of(one_line(question))) > 1:
            yield self._several(question, parts, filters, talk)
            return
        taken = self._front.take(question, filters, talk, writes=bool(model and model.strong))
        if isinstance(taken, Answer):
            yield taken if taken.status != "reply" else replace(taken, usage=usage())
            return
        if taken:
            yield from self._of_kind(*taken, model, purse, usage, talk)
            return
        query, wish = self._standalone(question, filters, talk, model)
        if model and model.strong:
            writer = FluentWriter(model, self.settings.style)
            checker, comparer = self.checker(purse, query.text), self.comparer(purse, query.text)
            yield from self._written(query, writer, checker, comparer, usage, talk, wish)
        else:
            yield from self._quoted(query, usage, retold_by=model)

    def _of_kind(
        self,
        query: Query,
        material: Material,
        model: MeteredModel | None,
        purse: Purse,
        usage: Callable[[], Usage],
        talk: Sequence[Turn],
    ) -> Iterator[Answer]:
        """What answers a request of some kind: its rows of quotes, or what a model that reads makes of them."""
        name = model.name if model and model.strong else QuotesWriter.name
        if not material.rows:
            missing = replace(not_in_corpus(query, (), name, material.missing), usage=usage(), notes=material.notes)
            yield missing
            return
        if model and model.strong:
            hits = self._retriever.retrieve(replace(query, text=query.text or query.asked), PASSAGES)
            evidence = numbered([*(row.piece for row in material.rows), *sentences_of(hits)])
            asked = replace(query, text=query.asked)
            writer, checker = FluentWriter(model, self.settings.style), self.checker(purse, query.asked)
            composed = Composed()
            for composed in compose(writer, checker, asked, evidence, (), talk):
                if composed.sentences:
                    yield _answer_of(composed, asked, evidence, name, usage())
            if composed.sentences:
                notes = (*query.reading, *material.notes, *composed.notes)
                yield _answer_of(composed, asked, evidence, name, usage(), notes)
                return
            material = replace(material, notes=(*material.notes, *composed.notes, _INSTEAD))
        notes = (*query.reading, *material.notes)
        yield laid_out(query, replace(material, notes=notes), QuotesWriter.name, usage())

    def _several(self, question: str, parts: Sequence[str], filters: Filters, talk: Sequence[Turn]) -> Answer:
        """Several questions in one message, answered one after the other, each with the ones before as its talk."""
        answers: list[Answer] = []
        told = list(talk)
        for part in parts:
            answers.append(self.ask(part, filters, told))
            told.append(Turn(part, answers[-1].text))
        return joined(question, answers)

    def _quoted(
        self,
        query: Query,
        usage: Callable[[], Usage],
        notes: Sequence[str] = (),
        retold_by: MeteredModel | None = None,
    ) -> Iterator[Answer]:
        """The answer in the articles' own sentences, one after the other; what comes closest, where none is sure.

        A small model retells what was chosen, in one call, with no check but exact words and certain rules; where it is
        not sure that what was chosen answers, nobody retells it.
        """
        hits = self._retriever.retrieve(query, PASSAGES)
        _tell_read(hits)
        weighed = self._chooser.weigh(query, hits)
        notes = (*read_as(query), *notes, *weighed.notes)
        name = retold_by.name if retold_by else QuotesWriter.name
        inside = within_days(weighed.evidence, query)
        outside = none_within(query) if weighed.evidence and not inside else None
        if query.language and self._retriever.english:
            inside = sharing_names(self.catalog, query, inside)
            outside = outside or (None if inside else f"{_ONLY_NAMES} ({query.language}).")
        weighed = replace(weighed, evidence=tuple(inside) or weighed.evidence)
        if reason := outside or refusal(self.catalog, query, weighed.evidence):
            yield replace(not_in_corpus(query, hits, name, reason), usage=usage(), notes=notes)
            return
        told, compared, altered = _compared(query, weighed.evidence, self._embedder)
        choice = self._chooser.choose(query, weighed, told, compared.disputes)
        chosen = choice.keys(told)
        disputes = asked_about(query.asked, compared.disputes, chosen)
        shown = [*disputes, *altered][:_DISPUTES]
        evidence = choice.instead(weighed.evidence)
        by_key = {piece.key: piece for piece in evidence}
        of_now = asks_of_now(query.text)
        # What hardly bears on the question does not come first for being new.
        units, later = later_posts(newest_first(choice.units) if of_now and choice.claimed else choice.units)
        notes = (*notes, *(as_of(units, self.catalog.newest()) if of_now else ()), *([later] if later else []))
        if read_question(query.text).thing == "date":
            notes = (*notes, *days_worked_out(units))
        drafts = list(QuotesWriter(units).write(query, told, disputes))
        keys = {key for draft in drafts for key in draft.keys}
        disputed = {key for dispute in shown for side in dispute.sides for key in side.citations}
        others = tuple(map(account_of, others_beside(query.asked, told, chosen, disputed)))
        if retold_by and choice.claimed:
            lines = [by_key[key] for draft in drafts for key in draft.keys]
            composed = Composed()
            for composed in compose(FluentWriter(retold_by, self.settings.style), None, query, lines, disputes):
                if composed.sentences:
                    yield _answer_of(composed, query, evidence, name, usage())
            notes = (*notes, *composed.notes)
            if composed.sentences:
                yield _answer_of(
                    replace(composed, disputes=tuple(shown), other_accounts=others),
                    query,
                    evidence,
                    name,
                    usage(),
                    notes,
                )
                return
            notes = (*notes, _INSTEAD)
        numbering = Numbering(
            query,
            evidence,
            shown,
            QuotesWriter.name,
            chance=choice.chance,
            other_accounts=others,
        )
        for draft in drafts:
            numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
            yield numbering.answer(usage())
        yield numbering.answer(usage(), final=True, notes=(*notes, *compared.agreements(keys)))

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
        """The answer of a model that reads whole passages; the model decides whether they answer."""
        hits = self._retriever.retrieve(query, _PASSAGES_OF_STRONG)
        if query.only_named:
            hits = [hit for hit in hits if hit.article.outlet in query.named_outlets]
        _tell_read(hits)
        evidence = sentences_of(hits)
        if reason := unknown(self.catalog, query, evidence):
            yield replace(not_in_corpus(query, hits, writer.name, reason), usage=usage(), notes=read_as(query))
            return
        evidence = within_days(evidence, query) or evidence
        composed = Composed()
        for composed in compose(writer, checker, query, evidence, (), talk, wish, comparer, self._embedder):
            if composed.sentences:
                yield _answer_of(composed, query, evidence, writer.name, usage())
        notes = (*read_as(query), *composed.notes)
        if composed.sentences:
            yield _answer_of(composed, query, evidence, writer.name, usage(), notes)
        elif composed.declined is not None:
            yield replace(not_in_corpus(query, hits, writer.name, composed.declined), usage=usage(), notes=notes)
        else:
            yield from self._quoted(query, usage, (*composed.notes, _INSTEAD))

    def keep(self, kind: Written, asked: str, citations: Sequence[Citation]) -> None:
        """Remember what a reader was shown, so that it is told when its publisher changes what it quotes."""
        self.catalog.keep_quotes(kind, asked, citations)

    def check(self, claims: Sequence[Claimed], filters: Filters | None = None) -> list[CheckedSentence]:
        """Sentences of a draft from outside, held against what they cite or what the index holds, in their order."""
        purse = self._purse.question(Limits(self.settings.question_usd, self.settings.question_tokens))
        return DraftChecker(self.catalog, self._retriever, self.checker(purse)).check(claims, filters)

    def check_text(self, text: str, filters: Filters | None = None) -> list[CheckedSentence]:
        """The sentences of a draft in plain text, held against what the index holds, in their order."""
        return self.check([Claimed(one) for one in read_bytes(text.encode(), ".txt").sentences()], filters)

    def brief(self, topic: str, filters: Filters | None = None, length: Length = "standard") -> Briefing:
        """A briefing on a topic. Raises as `ask` does."""
        from assistant.briefing.brief import brief  # it stands on this desk

        return brief(self, topic, filters, length)

    def checker(self, purse: Purse, question: str = "") -> Checker | None:
        """What reads sentences against their sources: the model of SAYSO_CHECKER, else the writer, if strong."""
        model = self._reading_model(purse)
        return ModelChecker(model, question) if model else None

    def comparer(self, purse: Purse, question: str = "") -> Comparer | None:
        """What tells whether two sentences contradict each other: the model that checks."""
        model = self._reading_model(purse)
        return ModelComparer(model, question) if model else None

    def _reading_model(self, purse: Purse) -> MeteredModel | None:
        if self._checking is None or not self._checking.strong:
            return None
        return MeteredModel(self._checking, purse, price_of(self._checking.name, self._prices))

    def search(self, text: str, filters: Filters | None = None, top: int = 10) -> tuple[Query, list[Hit]]:
        """The query as understood, and its `top` best passages, best first. Raises as `ask` does."""
        query = self.understand(text, filters or Filters(), ())
        return query, self._retriever.retrieve(query, top)

    def understand(self, question: str, filters: Filters, talk: Sequence[Turn]) -> Query:
        """The query behind a question, its outlets in the index's own spelling."""
        return self._understanding.query(question, filters, talk)

    def _standalone(
        self, question: str, filters: Filters, talk: Sequence[Turn], model: Model | None
    ) -> tuple[Query, str]:
        """The query behind a message, and the reader's wish for another form of the last answer ("" for none).

        A follow-up is made standalone by the model, where there is one that answers.
        """
        if not talk or model is None:
            return self.understand(question, filters, talk), ""
        try:
            read = read_follow_up(model, question, talk)
        except ModelUnavailable:
            read = FollowUp(question)  # the writer will meet the same fault, and tell it
        if read.wish:
            named = [name for _, name in mentions(read.wish, known=tuple(self.catalog.outlets()))]
            only = tuple(one for one in self.catalog.outlets() if any(same_outlet(one, name) for name in named))
            filters = replace(filters, outlets=only or filters.outlets)
        if read.question != question:
            return replace(self.understand(read.question, filters, ()), asked=question), read.wish
        return self.understand(question, filters, talk), read.wish

    def _open_checker(self) -> Model | None:
        """The model that checks: the writer, unless the settings name another or none."""
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


def _tell_read(hits: Sequence[Hit]) -> None:
    """Tell whoever waits what was found."""
    articles = len({hit.article.id for hit in hits})
    stage(f"reading {count(len(hits), 'passage')} of {count(articles, 'article')}")


def _compared(
    query: Query, evidence: Sequence[Evidence], embedder: Embedder | None
) -> tuple[list[Evidence], Compared, list[Dispute]]:
    """The evidence to tell, what became of comparing it, and the disputes between versions of one text."""
    altered = alterations(evidence[:_DISPUTABLE])
    told = set_aside(evidence, altered)
    compared = compare(told[:_DISPUTABLE], query.text, embedder)
    return told, compared, told_apart(evidence, altered)


def _answer_of(
    composed: Composed,
    query: Query,
    evidence: Sequence[Evidence],
    model: str,
    usage: Usage,
    notes: Sequence[str] | None = None,
) -> Answer:
    """What is composed, numbered; whole once its `notes` are given."""
    numbering = Numbering(query, evidence, composed.disputes, model, other_accounts=composed.other_accounts)
    for draft, verdict in composed.sentences:
        numbering.add(draft, verdict)
    return numbering.answer(usage, final=notes is not None, quoted=False, notes=notes or ())
