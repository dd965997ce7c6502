"""Answers a question with a strong language model, which writes from whole passages. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Material, numbered, quoted_answer
from assistant.answering.quote_answers import QuoteAnswers
from assistant.finding.passages import sentences_of
from assistant.finding.refusal import nothing_found
from assistant.finding.retrieve import Retriever, report_retrieved
from assistant.finding.scoring import PASSAGES
from assistant.finding.time_filter import within_days
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.reading.contradiction import Comparer
from assistant.reading.faithfulness import Checker
from assistant.types import Answer, Query, Turn, Usage
from assistant.writing.compose import Composed, answer_of, compose
from assistant.writing.fluent import FluentWriter
from assistant.writing.notes import INSTEAD, reading_notes
from assistant.writing.numbering import not_in_corpus
from assistant.writing.quotes import QuotesWriter

# Some 6,000 tokens. On the answerable questions of four stories, they contain .99 of the facts and .89 of the sentences
# that answer (20 passages and 5,000 tokens: .98 and .87; 12 passages: .96 and .79).
_PASSAGES = 24


@dataclass(frozen=True, slots=True)
class CheckedWriter:
    """What writes one answer, and what checks it as it comes."""

    writer: FluentWriter
    checker: Checker | None
    comparer: Comparer | None


class WrittenAnswers:
    """Answers from one home in a model's sentences, or in quotes where it wrote none."""

    def __init__(self, catalog: Catalog, retriever: Retriever, embedder: Embedder | None, quoted: QuoteAnswers) -> None:
        self._catalog, self._retriever, self._embedder, self._quoted = catalog, retriever, embedder, quoted

    def answer(
        self, query: Query, by: CheckedWriter, usage: Callable[[], Usage], talk: Sequence[Turn], wish: str
    ) -> Iterator[Answer]:
        """The answer as it grows; the model reads whole passages and decides whether they answer.

        `wish`: the form in which the reader wants the last answer, "" for none.
        """
        hits = self._retriever.retrieve(query, _PASSAGES)
        if query.only_named:
            hits = [hit for hit in hits if hit.article.outlet in query.named_outlets]
        report_retrieved(hits)
        evidence, name = sentences_of(hits), by.writer.name
        if reason := nothing_found(self._catalog, query, evidence):
            yield replace(not_in_corpus(query, hits, name, reason), usage=usage(), notes=reading_notes(query))
            return
        evidence = within_days(evidence, query) or evidence
        composed = Composed()
        for composed in compose(by.writer, by.checker, query, evidence, (), talk, wish, by.comparer, self._embedder):
            if composed.sentences:
                yield answer_of(composed, query, evidence, name, usage())
        notes = (*reading_notes(query), *composed.notes)
        if composed.sentences:
            yield answer_of(composed, query, evidence, name, usage(), notes)
        elif composed.declined is not None:
            yield replace(not_in_corpus(query, hits, name, composed.declined), usage=usage(), notes=notes)
        else:
            yield from self._quoted.answer(query, usage, (*composed.notes, INSTEAD), talk=talk)

    def of_kind(
        self,
        query: Query,
        material: Material,
        by: CheckedWriter | None,
        usage: Callable[[], Usage],
        talk: Sequence[Turn],
    ) -> Iterator[Answer]:
        """The answer to a request of a kind from its material: rows of quotes, or what the model writes of them."""
        name = by.writer.name if by else QuotesWriter.name
        hits = [] if material.rows and not by else self._retriever.retrieve(_worded(query), PASSAGES)
        if not material.rows:
            missing = not_in_corpus(query, hits, name, material.missing)
            yield replace(missing, usage=usage(), notes=material.notes)
            return
        if by:
            evidence = numbered([*(row.piece for row in material.rows), *sentences_of(hits)])
            asked = replace(query, text=query.asked)
            composed = Composed()
            for composed in compose(by.writer, by.checker, asked, evidence, (), talk):
                if composed.sentences:
                    yield answer_of(composed, asked, evidence, name, usage())
            if composed.sentences:
                notes = (*query.reading, *material.notes, *composed.notes)
                yield answer_of(composed, asked, evidence, name, usage(), notes)
                return
            material = replace(material, notes=(*material.notes, *composed.notes, INSTEAD))
        notes = (*query.reading, *material.notes)
        yield quoted_answer(query, replace(material, notes=notes), QuotesWriter.name, usage())


def _worded(query: Query) -> Query:
    return replace(query, text=query.text or query.asked)
