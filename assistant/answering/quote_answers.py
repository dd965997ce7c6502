"""Answers a question in the articles' own sentences, without a strong language model. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from assistant.answering.agreement import on_agreement
from assistant.answering.latest import latest
from assistant.answering.material import UNSURE, Material, quoted_answer
from assistant.answering.pools import Pools
from assistant.answering.quoted_before import beside_last, not_quoted_before, of_several, same_again
from assistant.checking.check import check_exact
from assistant.disputes.figures_apart import figures_apart
from assistant.disputes.find import Compared, account_of, asked_about, compare_accounts
from assistant.disputes.near_copies import alterations, version_disputes, without_altered
from assistant.disputes.other_accounts import other_accounts
from assistant.finding.answer_features import PROBABLE
from assistant.finding.asked_names import beside_known, names_in, unknown_names
from assistant.finding.foreign import sharing_names
from assistant.finding.lacking import lacking
from assistant.finding.refusal import may_be_said_by, refusal
from assistant.finding.retrieve import Retriever, report_retrieved
from assistant.finding.scoring import PASSAGES, Scored
from assistant.finding.selection import EvidenceSelector, Selection, may_tell_attitude, names_person
from assistant.finding.time_filter import (
    beyond_newest,
    inferred_days,
    later_posts,
    newest_first,
    none_within,
    within_days,
)
from assistant.index.catalog import Catalog
from assistant.index.embedder import Embedder
from assistant.language.terms import stems, words
from assistant.models.types import Model
from assistant.question.account_questions import topic_of_agreement
from assistant.question.anchors import anchor_of, asks_of_now
from assistant.question.decompose import blanked
from assistant.question.elliptical import YES_OR_NO, asks_circumstance
from assistant.question.followups import depends_on_context
from assistant.question.presupposed import predicate_stems, presupposition
from assistant.question.pronouns import dangling_they
from assistant.question.shape import attitude_asked, question_shape
from assistant.settings import Style
from assistant.types import Answer, Dispute, Evidence, Hit, Query, Turn, Usage
from assistant.writing.compose import Composed, answer_of, compose
from assistant.writing.fluent import FluentWriter
from assistant.writing.notes import INSTEAD, as_of, reading_notes
from assistant.writing.numbering import Numbering, not_in_corpus
from assistant.writing.quotes import QuotesWriter

_DISPUTES = 3  # shown with one answer
_DISPUTABLE = 24  # best sentences that are compared with each other
_QUOTED_BEFORE = "These were quoted before."
_NAMED = re.compile(r"(?<=\s)[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*(?![\w’'-]|\s\d)")  # not "Game 4"
_STATE = re.compile(r"\b(?:stands?|state|status|situation|today|now)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_NOT_NAMED = "No speaker is named beside these words; {} is named in the same article."
_NEWEST = "How things are now could not be told for certain; these are the newest accounts:"
_WHO = (
    "Who is meant by “{}” is not clear: the closest sentences are about different people. Ask again with their names."
)
_NUMBER_OF = re.compile(r"^(?:the\s)?number of\s(?:the\s)?", re.IGNORECASE)
_DAY_OF = re.compile(r"^the\s(?:date|day|month|year)\s(?:(?:when|that|(?:in|on) which)\s)?", re.IGNORECASE)
_UNSAID = "Whether that was so could not be told: “{}?” This comes nearest:"
_ONLY_NAMES = (
    "The question is in {}: no article has a name or figure of it, and its other words cannot be searched for."
)


class QuoteAnswers:
    """Answers from one home in quotes: those that answer, or the closest ones if none surely does."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        selector: EvidenceSelector,
        embedder: Embedder | None,
        pools: Pools,
        style: Style,
    ) -> None:
        self._catalog, self._retriever, self._selector = catalog, retriever, selector
        self._embedder, self._pools, self._style = embedder, pools, style

    def answer(
        self,
        query: Query,
        usage: Callable[[], Usage],
        notes: Sequence[str] = (),
        rewriter: Model | None = None,
        talk: Sequence[Turn] = (),
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence, in the articles' own words; the last one is whole.

        A small model as `rewriter` puts the chosen sentences into its own words in one call, checked only by exact
        words and rules; if the sentences do not surely answer, they are quoted unchanged. A follow-up does not repeat
        the quotes of the answer before if there are others.
        """
        if topic := topic_of_agreement(query.text):
            asked = _DAY_OF.sub("when ", _NUMBER_OF.sub("how many ", topic))
            query = replace(query, text=f"{asked}?", words=())
        hits = self._retriever.retrieve(query, PASSAGES)
        report_retrieved(hits)
        weighed = self._selector.weigh(query, hits)
        if (attitude := attitude_asked(query.text)) and (own := self._in_own_words(*attitude, query, hits)):
            weighed, holder = own, attitude[0]
            if not any(may_be_said_by(holder, one) or names_person(holder, one) for one in own.evidence):
                notes = (*notes, _NOT_NAMED.format(holder))
        notes = (*reading_notes(query), *notes, *weighed.notes)
        name = rewriter.name if rewriter else QuotesWriter.name
        inside = within_days(weighed.evidence, query)
        late = beyond_newest(query, self._catalog.newest(), named=bool(inside))
        foretold = bool(late) and bool(YES_OR_NO.match(query.asked))  # what is to come is told beforehand, if at all
        outside = none_within(query) if weighed.evidence and not inside and not foretold else None
        if query.language and self._retriever.english:
            inside = sharing_names(self._catalog, query, inside)
            outside = outside or (None if inside else _ONLY_NAMES.format(query.language))
        weighed = replace(weighed, evidence=tuple(inside) or weighed.evidence)
        if reason := outside or refusal(self._catalog, query, weighed.evidence, vague=bool(topic)):
            yield replace(not_in_corpus(query, hits, name, reason), usage=usage(), notes=notes)
            return
        notes = (*notes, *late)
        sentences, compared, altered = _compared(query, weighed.evidence, self._embedder)
        if topic:
            answer = on_agreement(query, sentences, compared.disputes, hits, usage())
            yield replace(answer, notes=(*notes, *answer.notes))
            return
        if talk and asks_circumstance(query.asked):
            sentences = beside_last(sentences, talk[-1])
        choice = self._selector.choose(query, weighed, sentences, compared.disputes)
        if depends_on_context(query.asked, talk) and same_again(choice, talk[-1]):
            if rest := not_quoted_before(query, sentences, talk[-1]):
                choice = self._selector.choose(query, weighed, rest, compared.disputes)
            else:
                notes = (*notes, _QUOTED_BEFORE)
        if (pronoun := dangling_they(query.asked, talk)) and of_several(choice.units):
            choice = replace(choice, chance=min(choice.chance, UNSURE))
            notes = (*notes, _WHO.format(pronoun))
        if beside_known(query.asked, unknown_names(self._catalog, query, weighed.evidence)):
            choice = replace(choice, chance=min(choice.chance, UNSURE))
        claim = self._unconfirmed(query, choice, sentences)
        choice = replace(choice, chance=min(choice.chance, UNSURE)) if claim else choice
        unsaid = _UNSAID.format(claim.rstrip("?")) if claim and not _mentioned(claim, choice.units) else ""
        chosen = choice.keys(sentences)
        disputes = asked_about(query.asked, compared.disputes, chosen)
        shown = [*disputes, *altered][:_DISPUTES]
        evidence = choice.instead(weighed.evidence)
        by_key = {piece.key: piece for piece in evidence}
        of_now = asks_of_now(query.text) or bool(anchor_of(query.asked) and _SINCE.search(query.asked))
        if of_now and choice.chance < PROBABLE and (newest := self._newest(query)):
            yield quoted_answer(query, replace(newest, notes=(*notes, *newest.notes)), name, usage())
            return
        # Sentences that hardly answer are not moved to the front for being new.
        units, later = later_posts(newest_first(choice.units) if of_now and choice.claimed else choice.units)
        notes = (*notes, *(as_of(units, self._catalog.newest()) if of_now else ()), *([later] if later else []))
        if question_shape(query.text).thing == "date":
            notes = (*notes, *inferred_days(units))
        drafts = list(QuotesWriter(units).write(query, sentences, disputes))
        keys = {key for draft in drafts for key in draft.keys}
        disputed = {key for dispute in shown for side in dispute.sides for key in side.citations}
        apart = figures_apart(query.text, sentences, chosen, disputed)
        others = tuple(map(account_of, other_accounts(query.asked, sentences, chosen, disputed)))
        others = (apart, *others) if apart else others
        if rewriter and choice.claimed:
            lines = [by_key[key] for draft in drafts for key in draft.keys]
            composed = Composed()
            for composed in compose(FluentWriter(rewriter, self._style), None, query, lines, disputes):
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
            opening=unsaid or ("" if choice.chance >= PROBABLE else lacking(self._catalog, query, units)),
            other_accounts=others,
        )
        for draft in drafts:
            numbering.add(draft, check_exact(draft.text, [by_key[key] for key in draft.keys]))
            yield numbering.answer(usage())
        yield numbering.answer(usage(), final=True, notes=(*notes, *compared.agreements(keys)))

    def _in_own_words(self, holder: str, attitudes: Set[str], query: Query, hits: Sequence[Hit]) -> Scored | None:
        """The sentences that may tell somebody's fears or hopes, from the articles that name them; None without any.

        Those with a word for it go alone. They are read with "he" in place of the name: one's own words lack it.
        """
        articles = {hit.article.id: hit.article for hit in hits if holder.split()[-1] in hit.article.text}
        said = self._pools.laddered(self._pools.statements(articles.values()))
        own = [piece for piece in said if may_tell_attitude(holder, attitudes, piece)]
        own = [piece for piece in own if not attitudes.isdisjoint(words(piece.quote))] or own
        asked = replace(query, text=query.text.replace(holder, "he"))
        return self._selector.weigh(asked, hits, own) if own else None

    def _newest(self, query: Query) -> Material | None:
        """The newest accounts of the name in a question about the present; None without a name or a sure account."""
        anchor = anchor_of(query.asked)
        beside = blanked(query.asked, [anchor.span] if anchor else [])
        named = _NAMED.search(beside) or _NAMED.search(query.asked)
        if not named or not names_in(query.asked):
            return None
        about = replace(query, text=named.group())
        newest = latest(self._pools, about, True, None, self._catalog.newest(), topic=_STATE.sub(" ", query.text))
        return replace(newest, opening=_NEWEST, chance=UNSURE) if newest.rows and newest.chance >= 1.0 else None

    def _unconfirmed(self, query: Query, choice: Selection, sentences: Sequence[Evidence]) -> str:
        """What the question presupposes, as a question, if nothing clearly supports it; "" if something does.

        Checked only if the choice would be called an answer.
        """
        claim = presupposition(query.text) if choice.chance >= PROBABLE else None
        return "" if claim is None or self._selector.confirms(claim, sentences) else claim.partition(" (")[0]


def _mentioned(claim: str, shown: Sequence[Evidence]) -> bool:
    """Whether a shown quote has a word of what a presupposition says of its subject."""
    said = predicate_stems(claim)
    return not said or any(said & set(stems(one.quote)) for one in shown)


def _compared(
    query: Query, evidence: Sequence[Evidence], embedder: Embedder | None
) -> tuple[list[Evidence], Compared, list[Dispute]]:
    """The evidence without altered copies, the result of comparing it, and disputes between versions of one text."""
    altered = alterations(evidence[:_DISPUTABLE])
    sentences = without_altered(evidence, altered)
    compared = compare_accounts(sentences[:_DISPUTABLE], query.text, embedder)
    return sentences, compared, version_disputes(evidence, altered)
