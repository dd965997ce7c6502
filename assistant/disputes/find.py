"""Finds certain disputes, and figures that agree, without a language model. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.disputes.candidates import Closeness, is_relevant_pair
from assistant.disputes.certain import Ruling, rule
from assistant.disputes.denials import denial_in
from assistant.disputes.groups import Clash, disputes_of, keys_of
from assistant.disputes.quantities import closeness_matters
from assistant.disputes.same_voice import same_voice
from assistant.disputes.sides import against, quoted, source_line
from assistant.disputes.statement import Statement, share, statement_of, stems_of
from assistant.index.embedder import Embedder
from assistant.language.analyse import analyse
from assistant.question.account_questions import asks_for_several, asks_whether
from assistant.types import Dispute, Evidence, Side

_MOST = 60  # sentences compared
_SHOWN = 3  # disputes
_BESIDE = 4  # other accounts shown
_AGREEING = 2  # agreements shown
_EACH = 0.3  # least share of the question's stems in each of two sentences in dispute
_POINTING = 1  # most stems of a denial that only refers back
_HALF = re.compile(r"\b(?:is|are|was|were|be|been|as)$")  # of "the report was impossible"

Ruled = tuple[Statement, Statement, Ruling]


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of comparing accounts: disputes, pairs shown side by side without a verdict, and agreements."""

    disputes: tuple[Dispute, ...] = ()
    beside: tuple[tuple[Evidence, Evidence], ...] = ()
    """Pairs that a writing model listed and the comparer did not confirm; empty without a model."""
    agreeing: tuple[tuple[frozenset[int], str], ...] = ()
    """For two figures printed differently that mean the same: the keys of their sentences, and a note to show."""

    def agreements(self, shown: Collection[int]) -> list[str]:
        """The notes on agreeing figures whose sentences are both in `shown` (evidence keys); at most two."""
        return [note for keys, note in self.agreeing if keys <= frozenset(shown)][:_AGREEING]

    def accounts_beside(self, shown: Collection[int]) -> tuple[Side, ...]:
        """The undisputed pairs with a sentence in `shown` (evidence keys), as single accounts; at most four."""
        disputed = {key for dispute in self.disputes for key in keys_of(dispute)}
        pairs = [pair for pair in self.beside if any(one.key in shown for one in pair)]
        pieces = {one.key: one for pair in pairs if not disputed & {one.key for one in pair} for one in pair}
        return tuple(map(account_of, pieces.values()))[:_BESIDE]


def find_disputes(evidence: Sequence[Evidence], question: str, embedder: Embedder | None = None) -> list[Dispute]:
    """The certain disputes relevant to the question, the best evidence first; at most three, none for no evidence."""
    return list(compare_accounts(evidence, question, embedder).disputes)


def compare_accounts(evidence: Sequence[Evidence], question: str, embedder: Embedder | None = None) -> Compared:
    """Compare the first 60 sentences pairwise. With an empty question everything is relevant."""
    statements = [statement_of(piece) for piece in evidence[:_MOST]]
    rulings = list(_ruled(statements, question, Closeness(embedder)))
    clashes = [
        _clash_of(one, other, ruling)
        for one, other, ruling in rulings
        if ruling.relation == "contradicts" and (not stems_of(question) or _turns_on(question, one, other, ruling))
    ]
    disputes = disputes_of(clashes)[:_SHOWN]
    return Compared(tuple(disputes), agreeing=tuple(_agreeing(rulings)))


def asked_about(question: str, disputes: Sequence[Dispute], shown: Collection[int]) -> list[Dispute]:
    """The disputes with a side among the evidence keys that the answer shows, in their order.

    All of them where the question asks whether something is so, or for several accounts.
    """
    if asks_whether(question) or asks_for_several(question):
        return list(disputes)
    return [one for one in disputes if not keys_of(one).isdisjoint(shown)]


def account_of(piece: Evidence) -> Side:
    """One account as printed, with its source."""
    return Side(f"{source_line(piece)}: {quoted(piece.quote)}", (piece.key,))


def _ruled(statements: Sequence[Statement], question: str, closeness: Closeness) -> Iterator[Ruled]:
    """The relevant pairs of two voices, and corrections by one voice, each with its ruling."""
    pairs = [(one, other) for one, other in combinations(statements, 2) if is_relevant_pair(one, other, question)]
    near = {pair for pair in pairs if closeness_matters(*pair)}
    closeness.prepare([one.text for pair in pairs if pair in near for one in pair])
    for one, other in pairs:
        ruling = rule(one, other, closeness.of(one.text, other.text)) if (one, other) in near else rule(one, other)
        if ruling.kind == "superseded" or not same_voice(one.evidence, other.evidence):
            yield one, other, ruling


def _turns_on(question: str, one: Statement, other: Statement, ruling: Ruling) -> bool:
    """Whether the question asks about the very point of the contradiction, and not only about who is named.

    The point of a denial is what is denied (and the claim, where the denial only refers to it), or a figure that is
    asked for; of counts, what is counted; else the stems in common. Each sentence must share stems with the question.
    """
    asked = stems_of(question)
    if min(share(asked, one.stems), share(asked, other.stems)) < _EACH:
        return False
    counted = stems_of(ruling.words[0]) & stems_of(ruling.words[1]) & one.stems
    turns = counted or one.stems & other.stems
    if ruling.denier:
        denier, claim = (one, other) if ruling.denier == 1 else (other, one)
        denial = denial_in(denier)
        turns = stems_of(ruling.words[ruling.denier - 1])
        if denial and any(figure.value in denial.values for figure in analyse(question).figures):
            return True
        turns |= claim.stems if denial and denial.points else frozenset()
    return bool(asked & turns - one.names - other.names)


def _clash_of(one: Statement, other: Statement, ruling: Ruling) -> Clash:
    if ruling.denier == 1:
        return Clash(other.evidence, one.evidence, ruling.kind, ruling.words[::-1], _denied_topic(ruling.words[::-1]))
    topic = _denied_topic(ruling.words) if ruling.denier else ""
    return Clash(one.evidence, other.evidence, ruling.kind, ruling.words, topic)


def _denied_topic(words: tuple[str, str]) -> str:
    """What a denial is about: the denied words, or the claim where the denial only refers to it ("that was")."""
    whole = len(stems_of(words[1])) > _POINTING and not _HALF.search(words[1])
    claimed = words[0].partition(" that ")[2] or words[0]
    return against([words[1] if whole else claimed])


def _agreeing(rulings: Sequence[Ruled]) -> Iterator[tuple[frozenset[int], str]]:
    for one, other, ruling in rulings:
        first, second = ruling.words
        if ruling.relation == "agrees" and first and first.lower() != second.lower():
            keys = frozenset((one.evidence.key, other.evidence.key))
            yield keys, f"These agree: “{first}” ({_printed(one.evidence)}), “{second}” ({_printed(other.evidence)})."


def _printed(piece: Evidence) -> str:
    return ", ".join(filter(None, (piece.article.outlet or piece.article.title, piece.article.published)))
