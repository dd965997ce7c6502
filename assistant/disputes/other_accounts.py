"""Finds differing accounts by other speakers, to be shown beside an answer without calling them disputes. Floor 2.

An account is shown where the question leaves room for one, the reader gives it a fair probability of answering, none of
its sources is in the answer already, and it differs by a denial, a figure or a day; or where several accounts are asked
for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from assistant.attribution.origins import same_source
from assistant.disputes.same_voice import one_outlet, same_voice
from assistant.disputes.statement import Statement, alike, share, statement_of, stems_of
from assistant.language.figures import Figure
from assistant.language.negation import has_denial
from assistant.question.account_questions import asks_for_several, asks_whether
from assistant.question.shape import Thing, question_shape
from assistant.types import Attribution, Evidence

_MOST = 2
_FAIR = 0.004  # least probability of answering
# Least share of the best sentence's probability: of an account that a denial links to the answer, and of any other.
_LINKED, _UNLINKED = 0.05, 0.15
_FEWEST_WORDS = 5
_ALIKE = 0.2  # similarity from which two sentences are on one topic
# Least share of the question's stems: of an account by another speaker, and of one with another figure or day.
_ASKED, _ASKED_FOR = 0.4, 0.6
_ASKED_NAMED = 0.2  # and of an account by somebody whom the question names
_SAME = 0.7  # share of the shorter sentence's stems from which two sentences say the same


def other_accounts(
    question: str, evidence: Sequence[Evidence], shown: Collection[int], disputed: Collection[int] = ()
) -> list[Evidence]:
    """At most two sentences by other voices than those shown, one of each voice; none with a key in `disputed`.

    `evidence` is best first, each scored by its probability of answering; `shown` has the keys of the sentences quoted.
    A source of a shown sentence is left out, unless a question for several accounts names it. A question whether
    something is so, or for several accounts, gives denials and what they deny; for several accounts, where there is no
    denial, the likeliest other speaker. A question for a figure or a day gives those who state another. No evidence
    gives an empty list.
    """
    bases = [statement_of(piece) for piece in evidence if piece.key in shown]
    best = max((piece.score for piece in evidence), default=0.0)
    likely = (one for one in evidence if one.key not in {*shown, *disputed} and one.score >= max(_FAIR, _LINKED * best))
    accounts = [statement_of(one) for one in likely if _states(one.quote)]
    accounts = [one for one in accounts if not any(_says_the_same(one, base) for base in bases)]
    several, asked = asks_for_several(question), stems_of(question)
    accounts = [
        one
        for one in accounts
        if (several and _voice(one) & asked) or not any(_same_origin(one, base) for base in bases)
    ]
    names = frozenset().union(*(one.names for one in (*accounts, *bases)))
    found = list(_differing(question, accounts, bases, names, _UNLINKED * best)) if bases else []
    taken: list[Evidence] = []
    for account in found:
        if not any(same_voice(account.evidence, other) for other in taken):
            taken.append(account.evidence)
    return taken[:_MOST]


def _differing(
    question: str, accounts: Sequence[Statement], bases: Sequence[Statement], names: frozenset[str], least: float
) -> Iterator[Statement]:
    """The accounts that differ from the `bases` shown; `least` is the lowest score of one that no denial links to them.

    `names` are the stems that are a name in some sentence: the capital of a sentence's first word is no evidence.
    """
    several, thing, asked = asks_for_several(question), question_shape(question).thing, stems_of(question)
    argued, found = several or asks_whether(question), False
    relevant = [
        one
        for one in accounts
        if one.evidence.score >= least and share(asked, one.stems) >= (_ASKED_NAMED if _voice(one) & asked else _ASKED)
    ]
    for account in accounts:
        denied = argued and any(_is_denial_pair(account, base, names) for base in bases)
        asked_for = account in relevant and share(asked, account.stems) >= _ASKED_FOR
        if denied or (asked_for and all(_states_another(account, base, thing) for base in bases)):
            found = True
            yield account
    if several and not found:
        yield from islice((one for one in relevant if len(one.evidence.ladder) > 1), 1)


def _same_origin(account: Statement, base: Statement) -> bool:
    """Whether an account and a shown sentence share a source, or the account has none but their common outlet."""
    mine, theirs = _sources(account), _sources(base)
    return any(same_source(one, other) for one in mine for other in theirs) or (
        not mine and one_outlet(account.evidence, base.evidence)
    )


def _is_denial_pair(account: Statement, base: Statement, names: frozenset[str]) -> bool:
    """Whether one of two voices on one topic denies something, and names the other or denies what both speak of."""
    is_denial = has_denial(account.text)
    if (
        is_denial == has_denial(base.text)
        or same_voice(account.evidence, base.evidence)
        or alike(account, base) < _ALIKE
    ):
        return False
    denial, claim = (account, base) if is_denial else (base, account)
    shared = account.stems & base.stems
    return bool(_voice(claim) & denial.stems) or (is_denial and bool(shared & names) and bool(shared - names))


def _states_another(account: Statement, base: Statement, thing: Thing) -> bool:
    """Whether a sentence of another article has another day or figure of the same unit, whichever `thing` asks for."""
    if account.evidence.article.id == base.evidence.article.id:
        return False
    if thing == "date":
        mine, theirs = account.times(), base.times()
        return bool(mine) and not any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs)
    units = {_unit_or_noun(one) for one in account.figures} & {_unit_or_noun(one) for one in base.figures}
    values = [
        {(_unit_or_noun(one), one.value) for one in statement.figures if _unit_or_noun(one) in units}
        for statement in (account, base)
    ]
    return thing == "number" and bool(units) and values[0].isdisjoint(values[1])


def _unit_or_noun(figure: Figure) -> str | None:
    """The unit of a figure, or what it counts."""
    return figure.unit or figure.noun


def _sources(statement: Statement) -> list[Attribution]:
    """The named sources of a sentence, its own outlet left out."""
    own = statement.evidence.article.outlet
    return [rung for rung in statement.evidence.ladder if rung.kind != "anonymous" and rung.name != own]


def _voice(statement: Statement) -> frozenset[str]:
    """The stems of the names of a sentence's sources."""
    return frozenset().union(*(stems_of(rung.name) for rung in _sources(statement)))


def _says_the_same(one: Statement, other: Statement) -> bool:
    smaller, larger = sorted((one.stems, other.stems), key=len)
    return has_denial(one.text) == has_denial(other.text) and share(smaller, larger) >= _SAME


def _states(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and not text.rstrip("\"”’' ").endswith("?")
