"""Tells how two claims about one matter disagree: figures, days, tense, opposite events, who is meant. Floor 2."""

from __future__ import annotations

import re
from itertools import product

from assistant.disputes.claims import Claim, opposed, same_outlet_of
from assistant.disputes.disagree_figures import TOLL, elsewhere, figures_differ
from assistant.disputes.matter import Matter
from assistant.language.claim_words import ALL, PART, REPORTING, ROLE_PAIRS, ROLES, VERB
from assistant.language.figures import Day
from assistant.language.terms import is_stop, stem
from assistant.types import DisputeKind

_DAYS_APART = 120
"""Figures of articles further apart than this are told of different times, unless the later says it replaces."""


def disagreement(one: Claim, other: Claim, matter: Matter) -> DisputeKind | None:
    """The kind of disagreement between two claims, or None. Denials with a word of denial are paired elsewhere."""
    alike = matter.closeness(one, other)
    if alike < 0.3 or not matter.shares_name(one, other) or _different_persons(one, other):
        return None
    if _different_times(one, other):
        return None
    if alike >= 0.4 and _ended(one, other):
        return "superseded"
    figure = figures_differ(one, other, alike)
    if figure:
        return _replaces(one, other, "number") if figure == "differ" else _replaces(one, other, None)
    if _days_differ(one, other, alike, matter.asks_days):
        return _replaces(one, other, "date")
    if _tense_differs(one, other, alike / 0.7 if matter.asks_yet else alike):
        return "date"
    if one.denied is None and other.denied is None and _contradict(one, other, matter, alike):
        return "denial"
    if matter.likeness(one, other) >= 0.5 and _scope_differs(one, other, alike):
        return "scope"
    return None


def gap_days(one: Claim, other: Claim) -> int | None:
    """Days from the publication of one to that of the other; None where one is unknown."""
    return (other.published - one.published).days if one.published and other.published else None


def _different_persons(one: Claim, other: Claim) -> bool:
    return bool(one.trades and other.trades and not one.trades & other.trades)


def _different_times(one: Claim, other: Claim) -> bool:
    """Whether both name years, quarters or halves, and not the same."""
    mine, theirs = _periods(one), _periods(other)
    return any(mine[kind] and theirs[kind] and not mine[kind] & theirs[kind] for kind in ("quarter", "held"))


def _periods(claim: Claim) -> dict[str, set[str]]:
    text = claim.evidence.quote.lower()
    quarters = set(
        re.findall(r"\b(first|second|third|fourth|last|1st|2nd|3rd|4th|q[1-4])[\s-](?:quarter|half|round|leg)", text)
    )
    # a year that tells when something was measured or held, not the year that is itself told
    held = set(
        re.findall(r"\b(\d{4}) (?:elections?|season|census|cup|games|olympics|budget|report|marathon|edition)", text)
    )
    held |= set(re.findall(r"\b(?:elections?|season|census|cup|games|olympics|budget) (?:of|in) (\d{4})", text))
    return {"quarter": quarters, "held": held}


def _replaces(one: Claim, other: Claim, otherwise: DisputeKind | None) -> DisputeKind | None:
    """`superseded` where the later claim says that it replaces, or counts victims anew; else the kind given."""
    gap = gap_days(one, other)
    earlier, later = (one, other) if (gap or 0) >= 0 else (other, one)
    if gap is None:
        return otherwise
    if gap == 0:
        return otherwise
    if abs(gap) > _DAYS_APART:
        return "superseded" if later.update and later.voice_words & earlier.voice_words else None
    if later.update or same_outlet_of(one, other):
        return "superseded"
    if otherwise is None or (TOLL & one.terms & other.terms and not one.voice_words ^ other.voice_words):
        return "superseded" if TOLL & one.terms & other.terms else otherwise
    return otherwise


# ------------------------------------------------------------------------------------------------ days and tense


def _days_differ(one: Claim, other: Claim, alike: float, reports: bool) -> bool:
    apart = elsewhere(one, other)
    for mine, theirs in product(one.told, other.told):
        if mine.day is None or theirs.day is None or mine.role != theirs.role:
            continue
        moved = (mine.verb is None and one.update) or (theirs.verb is None and other.update)
        if alike < 0.5 if moved else (mine.verb is None or mine.verb != theirs.verb):
            continue
        if apart if mine.verb not in REPORTING else not (reports and _one_report(one, other)):
            continue
        if not _apart(mine.day, theirs.day, one, other) or _several_places(one, other):
            continue
        if any(t.day and t.verb == mine.verb and not _apart(mine.day, t.day, one, other) for t in other.told):
            continue
        if any(m.day and m.verb == theirs.verb and not _apart(m.day, theirs.day, one, other) for m in one.told):
            continue
        return alike >= 0.35
    return False


def _one_report(one: Claim, other: Claim) -> bool:
    """Whether both retell a report of one outlet, which is neither of the two that print it."""
    mine = {rung.name.lower() for rung in one.evidence.ladder[1:] if rung.kind == "outlet"}
    return bool(mine & {rung.name.lower() for rung in other.evidence.ladder[1:] if rung.kind == "outlet"})


def _several_places(one: Claim, other: Claim) -> bool:
    return one.several and other.several


def _apart(mine: Day, theirs: Day, one: Claim, other: Claim) -> bool:
    """Whether two mentions of time cannot mean the same day, as far as they can be resolved."""
    published = [claim.evidence.article.published for claim in (one, other)]
    ranges = mine.within(published[0]), theirs.within(published[1])
    if ranges[0] and ranges[1]:
        return ranges[0][1] < ranges[1][0] or ranges[1][1] < ranges[0][0]
    if mine.weekday is not None and theirs.weekday is not None:
        return mine.weekday != theirs.weekday
    if mine.month is not None and theirs.month is not None:
        return mine.month != theirs.month or bool(mine.day and theirs.day and mine.day != theirs.day)
    return False


def _tense_differs(one: Claim, other: Claim, alike: float) -> bool:
    """Whether one tells as done what the other tells as to come, and time cannot have passed between them."""
    if alike < 0.5 or same_outlet_of(one, other):
        return False
    for done, planned in ((one, other), (other, one)):
        if done.done & planned.planned - REPORTING - done.planned:
            gap = gap_days(planned, done)
            if gap is None or gap <= 0:
                return True
    return False


# ------------------------------------------------------------------------------------------------ events and scope


def _ended(one: Claim, other: Claim) -> bool:
    """Whether the later claim says "no longer" of what the earlier told."""
    gap = gap_days(one, other)
    if not gap:
        return False
    earlier, later = (one, other) if gap > 0 else (other, one)
    ended = re.search(r"\bno longer (\w+)(?: (\w+))?", later.evidence.quote)
    before = {stem(word.text.lower()) for word in earlier.words}
    return ended is not None and any(
        stem(word.lower()) in before for word in ended.groups() if word and not is_stop(word.lower())
    )


def _contradict(one: Claim, other: Claim, matter: Matter, alike: float) -> bool:
    if alike < 0.33 or elsewhere(one, other):
        return False
    gap = gap_days(one, other)
    if gap is not None and abs(gap) > _DAYS_APART:
        return False
    if opposed(one, other) and alike >= 0.4:
        return True
    for no, yes in ((one, other), (other, one)):
        target = no.negated - no.voice_words - yes.negated
        said = yes.terms - yes.negated
        met = matter.coverage(target, said)
        if target and not yes.negated and ((met >= 0.6 and alike >= 0.4) or (len(target) > 1 and met >= 0.8)):
            return True
    return False


def _scope_differs(one: Claim, other: Claim, alike: float) -> bool:
    """Whether the same is told of different kinds of people, or of all against a part."""
    if not one.terms & other.terms & VERB and alike < 0.6:
        return False
    roles = [
        {ROLES[stem(w.text.lower())] for w in claim.words if stem(w.text.lower()) in ROLES} for claim in (one, other)
    ]
    if any(len(pair & roles[0]) == len(pair & roles[1]) == 1 and not pair & roles[0] & roles[1] for pair in ROLE_PAIRS):
        return True
    texts = one.evidence.quote, other.evidence.quote
    return any(
        ALL.search(a) and PART.search(b) and not ALL.search(b) and not PART.search(a) for a, b in (texts, texts[::-1])
    )
