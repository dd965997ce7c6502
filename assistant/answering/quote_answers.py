"""Answers a question in the articles' own sentences, without a model that reads. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answering.agreement import on_agreement
from assistant.answering.latest import latest
from assistant.answering.material import UNSURE, Material, laid_out
from assistant.answering.pools import Pools
from assistant.checking.check import check_exact
from assistant.disputes.find import Compared, account_of, asked_about, compare_accounts
from assistant.disputes.near_copies import alterations, version_disputes, without_altered
from assistant.disputes.other_accounts import other_accounts
from assistant.finding.foreign import sharing_names
from assistant.finding.lacking import lacking
from assistant.finding.refusal import names_in, refusal
from assistant.finding.retrieve import Retriever, report_retrieved
from assistant.finding.scoring import PASSAGES
from assistant.finding.selection import EvidenceSelector, Selection
from assistant.finding.time_filter import inferred_days, later_posts, newest_first, none_within, within_days
from assistant.finding.units import LIKELY
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.language.terms import is_stop
from assistant.models.types import Model
from assistant.question.account_questions import topic_of_agreement
from assistant.question.anchors import anchor_of, asks_of_now
from assistant.question.decompose import blanked
from assistant.question.followups import dangling_they, depends_on_context
from assistant.question.presupposed import presupposition
from assistant.question.shape import question_shape
from assistant.settings import Style
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Query, Turn, Usage, Verdict
from assistant.writing.compose import Composed, answer_of, compose
from assistant.writing.fluent import FluentWriter
from assistant.writing.notes import INSTEAD, as_of, read_as
from assistant.writing.numbering import PROBABLE, Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

_DISPUTES = 3  # shown with one answer, the most telling first
_DISPUTABLE = 24  # the best sentences, compared with each other
_NOTHING_FURTHER = "The articles have nothing further on this: what they tell of it was quoted before."
_NAMED = re.compile(r"(?<=\s)[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*(?![\w’'-]|\s\d)")  # not "Game 4"
_STATE = re.compile(r"\b(?:stands?|state|status|situation|today|now)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_STANDS = "How it stands is not told in so many words. The newest accounts:"
_WHO = "Who is meant by “{}” is not clear: what comes closest is of different people. Ask again with their names."
_CLAUSE = re.compile(r"(?:who|whom|whose|what|when|where|why|how|which|whether)\b", re.IGNORECASE)
_UNSAID = "What was found does not clearly say that this was so: “{}?”"
_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
_ONLY_NAMES = (
    "The question is in {}: no article has a name or figure of it, and its other words cannot be searched for."
)


class QuoteAnswers:
    """Answers from one home by quotes: what answers, or what comes closest where none is sure to."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        chooser: EvidenceSelector,
        embedder: Embedder | None,
        pools: Pools,
        style: Style,
    ) -> None:
        self._catalog, self._retriever, self._chooser = catalog, retriever, chooser
        self._embedder, self._pools, self._style = embedder, pools, style

    def answer(
        self,
        query: Query,
        usage: Callable[[], Usage],
        notes: Sequence[str] = (),
        retold_by: Model | None = None,
        talk: Sequence[Turn] = (),
    ) -> Iterator[Answer]:
        """The answer in the articles' own sentences, one after the other; what comes closest, where none is sure.

        A small model retells what was chosen, in one call, with no check but exact words and certain rules; where it is
        not sure that what was chosen answers, nobody retells it. A follow-up is not answered with the very quotes of
        the answer before, where there are others.
        """
        if matter := topic_of_agreement(query.text):
            query = replace(query, text=f"{matter}?", words=()) if _CLAUSE.match(matter) else query
        hits = self._retriever.retrieve(query, PASSAGES)
        report_retrieved(hits)
        weighed = self._chooser.weigh(query, hits)
        notes = (*read_as(query), *notes, *weighed.notes)
        name = retold_by.name if retold_by else QuotesWriter.name
        inside = within_days(weighed.evidence, query)
        outside = none_within(query) if weighed.evidence and not inside else None
        if query.language and self._retriever.english:
            inside = sharing_names(self._catalog, query, inside)
            outside = outside or (None if inside else _ONLY_NAMES.format(query.language))
        weighed = replace(weighed, evidence=tuple(inside) or weighed.evidence)
        if reason := outside or refusal(self._catalog, query, weighed.evidence):
            yield replace(not_in_corpus(query, hits, name, reason), usage=usage(), notes=notes)
            return
        told, compared, altered = _compared(query, weighed.evidence, self._embedder)
        if matter:
            answer = on_agreement(query, told, compared.disputes, hits, usage())
            yield replace(answer, notes=(*notes, *answer.notes))
            return
        choice = self._chooser.choose(query, weighed, told, compared.disputes)
        if depends_on_context(query.asked, talk) and _same_again(choice, talk[-1]):
            rest = [one for one in told if one.quote not in talk[-1].answer]
            if rest and rest[0].score >= LIKELY:
                choice = self._chooser.choose(query, weighed, rest, compared.disputes)
            else:
                notes = (*notes, _NOTHING_FURTHER)
        if (pronoun := dangling_they(query.asked, talk)) and _of_several(choice.units):
            choice = replace(choice, chance=min(choice.chance, UNSURE))
            notes = (*notes, _WHO.format(pronoun))
        unsaid = self._unsaid(query, choice, told)
        choice = replace(choice, chance=min(choice.chance, UNSURE)) if unsaid else choice
        chosen = choice.keys(told)
        disputes = asked_about(query.asked, compared.disputes, chosen)
        shown = [*disputes, *altered][:_DISPUTES]
        evidence = choice.instead(weighed.evidence)
        by_key = {piece.key: piece for piece in evidence}
        of_now = asks_of_now(query.text) or bool(anchor_of(query.asked) and _SINCE.search(query.asked))
        if of_now and choice.chance < PROBABLE and (newest := self._newest(query)):
            yield laid_out(query, replace(newest, notes=(*notes, *newest.notes)), name, usage())
            return
        # What hardly bears on the question does not come first for being new.
        units, later = later_posts(newest_first(choice.units) if of_now and choice.claimed else choice.units)
        notes = (*notes, *(as_of(units, self._catalog.newest()) if of_now else ()), *([later] if later else []))
        if question_shape(query.text).thing == "date":
            notes = (*notes, *inferred_days(units))
        drafts = list(QuotesWriter(units).write(query, told, disputes))
        keys = {key for draft in drafts for key in draft.keys}
        disputed = {key for dispute in shown for side in dispute.sides for key in side.citations}
        others = tuple(map(account_of, other_accounts(query.asked, told, chosen, disputed)))
        if retold_by and choice.claimed:
            lines = [by_key[key] for draft in drafts for key in draft.keys]
            composed = Composed()
            for composed in compose(FluentWriter(retold_by, self._style), None, query, lines, disputes):
                if composed.sentences:
                    yield answer_of(composed, query, evidence, name, usage())
            notes = (*notes, *composed.notes)
            if composed.sentences:
                yield answer_of(
                    replace(composed, disputes=tuple(shown), other_accounts=others),
                    query,
                    evidence,
                    name,
                    usage(),
                    notes,
                )
                return
            notes = (*notes, INSTEAD)
        numbering = Numbering(
            query,
            evidence,
            shown,
            QuotesWriter.name,
            chance=choice.chance,
            lacking="" if choice.claimed else lacking(self._catalog, query, units),
            other_accounts=others,
        )
        if unsaid:
            numbering.add(DraftSentence(unsaid, ()), Verdict("joining", "tells what the question takes for granted"))
        for draft in drafts:
            numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
            yield numbering.answer(usage())
        yield numbering.answer(usage(), final=True, notes=(*notes, *compared.agreements(keys)))

    def _newest(self, query: Query) -> Material | None:
        """The newest accounts of whom or what a question of how things stand names, where it names anything."""
        anchor = anchor_of(query.asked)
        beside = blanked(query.asked, [anchor.span] if anchor else [])
        named = _NAMED.search(beside) or _NAMED.search(query.asked)
        if not named or not names_in(query.asked):
            return None
        about = replace(query, text=named.group())
        told = latest(self._pools, about, True, None, self._catalog.newest(), matter=_STATE.sub(" ", query.text))
        return replace(told, opening=_STANDS, chance=UNSURE) if told.rows and told.chance >= 1.0 else None

    def _unsaid(self, query: Query, choice: Selection, told: Sequence[Evidence]) -> str:
        """That nothing clearly says that what the question takes for granted was so; "" where something does.

        Asked only where what was chosen would be taken for an answer.
        """
        claim = presupposition(query.text) if choice.chance >= PROBABLE else None
        if claim is None or self._chooser.confirms(claim, told):
            return ""
        return _UNSAID.format(claim.partition(" (")[0].rstrip("?"))


def _same_again(choice: Selection, before: Turn) -> bool:
    """Whether all that was chosen was quoted in the answer before."""
    return all(unit.quote in before.answer for unit in choice.units)


def _of_several(units: Sequence[Evidence]) -> bool:
    """Whether two units each name two people or more, and have not two of them in common."""
    named = [names for unit in units if len(names := set(_names_of(unit.quote))) > 1]
    return any(len(one & other) < 2 for one, other in combinations(named, 2))


def _names_of(text: str) -> Iterator[str]:
    """The words of a text that are printed with a capital and do not only open a sentence with one."""
    for found in _CAPITALISED.finditer(text):
        within = re.search(r"[a-z,]\s$", text[: found.start()])
        if within or not is_stop(found.group().lower()):
            yield found.group().removesuffix("’s").removesuffix("'s")


def _compared(
    query: Query, evidence: Sequence[Evidence], embedder: Embedder | None
) -> tuple[list[Evidence], Compared, list[Dispute]]:
    """The evidence to tell, what became of comparing it, and the disputes between versions of one text."""
    altered = alterations(evidence[:_DISPUTABLE])
    told = without_altered(evidence, altered)
    compared = compare_accounts(told[:_DISPUTABLE], query.text, embedder)
    return told, compared, version_disputes(evidence, altered)
