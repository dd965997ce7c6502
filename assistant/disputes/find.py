"""Compares accounts without a language model: certain disputes, and figures that agree. Floor 2."""

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
from assistant.disputes.sides import against, quoted, teller
from assistant.disputes.statement import Statement, share, statement_of, stems_of
from assistant.index.embedder import Embedder
from assistant.language.analyse import analyse
from assistant.question.account_questions import asks_for_several, asks_whether
from assistant.types import Dispute, Evidence, Side

_MOST = 60
_SHOWN = 3
_BESIDE = 4  # other accounts shown
_AGREEING = 2  # agreements told
_EACH = 0.3  # of the question's stems, those that each of two sentences in dispute must have
_POINTING = 1  # stems of a denial that only points back
_HALF = re.compile(r"\b(?:is|are|was|were|be|been|as)$")  # of "the report was impossible"

Ruled = tuple[Statement, Statement, Ruling]


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the accounts: disputes, what stands side by side and claims nothing, and what agrees."""

    disputes: tuple[Dispute, ...] = ()
    beside: tuple[tuple[Evidence, Evidence], ...] = ()
    """Listed by a model that writes, and not read as a contradiction; without one, `beside.py` finds what there is."""
    agreeing: tuple[tuple[frozenset[int], str], ...] = ()
    """For each two figures that are printed differently and mean the same: their sentences' keys, and a sentence."""

    def agreements(self, shown: Collection[int]) -> list[str]:
        """A sentence for each two figures of what an answer shows (its keys) that agree; at most two."""
        return [told for keys, told in self.agreeing if keys <= frozenset(shown)][:_AGREEING]

    def other_accounts(self, shown: Collection[int]) -> tuple[Side, ...]:
        """What stands beside the sentences that an answer shows (by key), and those; at most four, none disputed."""
        disputed = {key for dispute in self.disputes for key in keys_of(dispute)}
        pairs = [pair for pair in self.beside if any(one.key in shown for one in pair)]
        pieces = {one.key: one for pair in pairs if not disputed & {one.key for one in pair} for one in pair}
        return tuple(map(account_of, pieces.values()))[:_BESIDE]


def find_disputes(evidence: Sequence[Evidence], question: str, embedder: Embedder | None = None) -> list[Dispute]:
    """The certain disputes among the evidence that bear on the question, the best evidence first, at most three."""
    return list(compare(evidence, question, embedder).disputes)


def compare(evidence: Sequence[Evidence], question: str, embedder: Embedder | None = None) -> Compared:
    """The first 60 sentences compared pairwise. An empty question sets no bound on what is relevant."""
    told = [statement_of(piece) for piece in evidence[:_MOST]]
    rulings = list(_ruled(told, question, Closeness(embedder)))
    clashes = [
        _clash(one, other, ruling)
        for one, other, ruling in rulings
        if ruling.relation == "contradicts" and (not stems_of(question) or _turns_on(question, one, other, ruling))
    ]
    disputes = disputes_of(clashes)[:_SHOWN]
    return Compared(tuple(disputes), agreeing=tuple(_agreeing(rulings)))


def asked_about(question: str, disputes: Sequence[Dispute], shown: Collection[int]) -> list[Dispute]:
    """The disputes of which a side stands in the answer, by the keys that it shows.

    All of them where the question asks whether something is so, or for several accounts.
    """
    if asks_whether(question) or asks_for_several(question):
        return list(disputes)
    return [one for one in disputes if not keys_of(one).isdisjoint(shown)]


def account_of(piece: Evidence) -> Side:
    """One account as it is printed, with who tells it."""
    return Side(f"{teller(piece)}: {quoted(piece.quote)}", (piece.key,))


def _ruled(told: Sequence[Statement], question: str, closeness: Closeness) -> Iterator[Ruled]:
    """The pairs of two voices that bear on the question, and corrections of one voice, each with its ruling."""
    pairs = [(one, other) for one, other in combinations(told, 2) if is_relevant_pair(one, other, question)]
    near = {pair for pair in pairs if closeness_matters(*pair)}
    closeness.prepare([one.text for pair in pairs if pair in near for one in pair])
    for one, other in pairs:
        close = closeness.of(one.text, other.text) if (one, other) in near else 0.0
        ruling = rule(one, other, close)
        if ruling.kind == "superseded" or not same_voice(one.evidence, other.evidence):
            yield one, other, ruling


def _turns_on(question: str, one: Statement, other: Statement, ruling: Ruling) -> bool:
    """Whether what two sentences contradict each other in is asked about, and not only whom they speak of.

    Of a denial that is what is denied, and the claim where it only points to that; a figure that is asked
    for; of counts what is
    counted; else what both tell. Each of the two must have some of what is asked itself.
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


def _clash(one: Statement, other: Statement, ruling: Ruling) -> Clash:
    if ruling.denier == 1:
        return Clash(other.evidence, one.evidence, ruling.kind, ruling.words[::-1], _denied(ruling.words[::-1]))
    matter = _denied(ruling.words) if ruling.denier else ""
    return Clash(one.evidence, other.evidence, ruling.kind, ruling.words, matter)


def _denied(words: tuple[str, str]) -> str:
    """What a denial is about: the words that are denied; the claim where the denial only points to it ("that was")."""
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
