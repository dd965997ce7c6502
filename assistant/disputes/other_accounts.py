"""Finds who tells otherwise than an answer, to stand beside it; nothing here calls that a dispute. Floor 2.

Nothing here reads either. An account is shown where the question leaves room for one, the reader gives it a fair chance
to answer, nobody behind it is heard in the answer already, and a denial, another figure or another day on the matter
sets it apart; or where several accounts are asked for.
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
_FAIR = 0.004  # chance to answer that an account must have
# Of the chance of the best sentence: of an account that a denial links to what is shown, and of any other.
_LINKED, _UNLINKED = 0.05, 0.15
_FEWEST_WORDS = 5
_ALIKE = 0.2  # likeness from which two sentences are on one matter
# Of the stems of the question: of an account of another speaker, and of one with another figure or day.
_ASKED, _ASKED_FOR = 0.4, 0.6
_ASKED_NAMED = 0.2  # and of one of whom the question names
_SAME = 0.7  # of the stems of the shorter, from which two sentences say the same


def other_accounts(
    question: str, told: Sequence[Evidence], shown: Collection[int], disputed: Collection[int] = ()
) -> list[Evidence]:
    """At most two sentences of other voices than those shown, one of each voice; none with a key in `disputed`.

    `told` are the weighed sentences, best first, each with its chance to answer as its score; `shown` the keys of those
    quoted. Nobody heard in these stands beside them, but for whom a question for several accounts names. Where the
    question asks whether something is so or for several accounts: denials, and what they deny; for several, where there
    is none, the likeliest other speaker. Where it asks for a figure or a day: who tells another.
    """
    bases = [statement_of(piece) for piece in told if piece.key in shown]
    best = max((piece.score for piece in told), default=0.0)
    likely = (one for one in told if one.key not in {*shown, *disputed} and one.score >= max(_FAIR, _LINKED * best))
    accounts = [statement_of(one) for one in likely if _states(one.quote)]
    accounts = [one for one in accounts if not any(_says_the_same(one, base) for base in bases)]
    several, asked = asks_for_several(question), stems_of(question)
    accounts = [
        one for one in accounts if (several and _voice(one) & asked) or not any(_heard(one, base) for base in bases)
    ]
    names = frozenset().union(*(one.names for one in (*accounts, *bases)))
    found = list(_set_apart(question, accounts, bases, names, _UNLINKED * best)) if bases else []
    taken: list[Evidence] = []
    for account in found:
        if not any(same_voice(account.evidence, other) for other in taken):
            taken.append(account.evidence)
    return taken[:_MOST]


def _set_apart(
    question: str, accounts: Sequence[Statement], bases: Sequence[Statement], names: frozenset[str], least: float
) -> Iterator[Statement]:
    """The accounts that are set apart from what is shown; `least` is the chance of those that no denial links to it.

    `names` are the stems that are a name in some sentence: at the beginning of another, a capital says nothing.
    """
    several, thing, asked = asks_for_several(question), question_shape(question).thing, stems_of(question)
    argued, found = several or asks_whether(question), False
    bearing = [
        one
        for one in accounts
        if one.evidence.score >= least and share(asked, one.stems) >= (_ASKED_NAMED if _voice(one) & asked else _ASKED)
    ]
    for account in accounts:
        denied = argued and any(_denied(account, base, names) for base in bases)
        asked_for = account in bearing and share(asked, account.stems) >= _ASKED_FOR
        if denied or (asked_for and all(_otherwise(account, base, thing) for base in bases)):
            found = True
            yield account
    if several and not found:
        yield from islice((one for one in bearing if len(one.evidence.ladder) > 1), 1)


def _heard(account: Statement, base: Statement) -> bool:
    """Whether somebody behind an account is heard in a sentence shown; an outlet by itself is, where it is the same."""
    mine, theirs = _behind(account), _behind(base)
    return any(same_source(one, other) for one in mine for other in theirs) or (
        not mine and one_outlet(account.evidence, base.evidence)
    )


def _denied(account: Statement, base: Statement, names: frozenset[str]) -> bool:
    """Whether one of two voices on one matter denies something, and names the other; or denies what both speak of."""
    denies = _denies(account)
    if denies == _denies(base) or same_voice(account.evidence, base.evidence) or alike(account, base) < _ALIKE:
        return False
    denial, claim = (account, base) if denies else (base, account)
    shared = account.stems & base.stems
    return bool(_voice(claim) & denial.stems) or (denies and bool(shared & names) and bool(shared - names))


def _otherwise(account: Statement, base: Statement, thing: Thing) -> bool:
    """Whether a sentence of another article has another day, or another figure of one unit, where `thing` is that."""
    if account.evidence.article.id == base.evidence.article.id:
        return False
    if thing == "date":
        mine, theirs = account.times(), base.times()
        return bool(mine) and not any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in theirs)
    units = {_unit(one) for one in account.figures} & {_unit(one) for one in base.figures}
    values = [{(_unit(one), one.value) for one in told.figures if _unit(one) in units} for told in (account, base)]
    return thing == "number" and bool(units) and values[0].isdisjoint(values[1])


def _unit(figure: Figure) -> str | None:
    """What a figure is of: its unit, or what it counts."""
    return figure.unit or figure.noun


def _behind(told: Statement) -> list[Attribution]:
    own = told.evidence.article.outlet
    return [rung for rung in told.evidence.ladder if rung.kind != "anonymous" and rung.name != own]


def _voice(told: Statement) -> frozenset[str]:
    """The stems of the names of who is behind a sentence, but for its own outlet and the unnamed."""
    return frozenset().union(*(stems_of(rung.name) for rung in _behind(told)))


def _denies(told: Statement) -> bool:
    return has_denial(told.text)


def _says_the_same(one: Statement, other: Statement) -> bool:
    smaller, larger = sorted((one.stems, other.stems), key=len)
    return _denies(one) == _denies(other) and share(smaller, larger) >= _SAME


def _states(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and not text.rstrip("\"”’' ").endswith("?")
