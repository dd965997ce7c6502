"""Finds where the evidence for a question disagrees, and sets the sides against each other. Floor 2.

A disagreement needs two sources, one matter (see `matter`), a sign of disagreement of a known kind (see `disagree`,
`values`, and denials here), and a bearing on what is asked. All pairs on one matter become one dispute.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product

from assistant.disputes.alternatives import offered_groups, party_groups, purpose_groups
from assistant.disputes.asked_values import value_groups
from assistant.disputes.claims import Claim, read_claims, same_outlet_of
from assistant.disputes.denials import denying
from assistant.disputes.disagree import disagreement, gap_days
from assistant.disputes.groups import Edge, denial_groups, figure_groups, other_groups
from assistant.disputes.kinds import Wanted, kinds_asked
from assistant.disputes.matter import Matter
from assistant.disputes.sides import about, side_claim
from assistant.disputes.signs import claimant
from assistant.disputes.values import different_values
from assistant.disputes.voices import same_voice, sources_of
from assistant.language.claim_words import DOWN, VERB
from assistant.types import Dispute, DisputeKind, Evidence, Side

_MOST = 60
_SHOWN = 3
_CITED = 3
_BEARS = 0.55
_ASKED_WHETHER = 0.35
_AMISS = 0.75
"""What is not of the kind or the event that is asked for must meet the rest of the question all the better."""
_SIDE_BEARS = 0.2
_SIZE = re.compile(
    r"\b(?:over|under)estimat|\b(?:exaggerat|inflat|overstat|numbers?|figures?|unchanged|that many|so many)", re.I
)
_NEAR_BEST = 0.6
"""One side must hold a piece that scores at least this share of the best, or one of the three best."""


def find_disputes(evidence: Sequence[Evidence], question: str) -> list[Dispute]:
    """The disputes among the evidence that bear on the question, the most relevant first, at most three.

    Compares the first 60 sentences pairwise. An empty question sets no bound on what is relevant.
    """
    claims = read_claims(evidence[:_MOST])
    wanted = kinds_asked(question)
    if not wanted.kinds or not claims:
        return []
    matter = Matter(claims, question)
    sources = sources_of(claims)
    found: list[tuple[float, Dispute]] = []
    taken: set[frozenset[int]] = set()
    for kind, sides in value_groups(claims, question, matter):
        if kind in wanted.kinds:
            taken |= {frozenset(pair) for x, y in combinations(sides, 2) for pair in product(x, y)}
            found.append((1.0, _dispute(kind, sides, claims, sources, matter, question)))
    groups = chain(_groups(claims, sources, matter), _asked_groups(claims, sources, question, matter, wanted))
    for kind, of_kind in groups:
        for sides in of_kind:
            relevance = _bearing(sides, claims, matter)
            told = {frozenset(pair) for x, y in combinations(sides, 2) for pair in product(x, y)}
            if kind not in wanted.kinds or relevance < _least(kind, sides, claims, wanted, matter) or told <= taken:
                continue
            if kind in ("denial", "date") and not _asked_for(sides, claims, wanted, matter):
                continue
            if kind == "scope" and told & taken:
                continue
            taken |= told
            found.append((relevance + _fit(kind, wanted), _dispute(kind, sides, claims, sources, matter, question)))
    if "denial" in wanted.kinds and wanted.verdict:
        found += [one for one in _told_by_deniers(claims, matter) if not any(_shares(one[1], d) for _, d in found)]
    found.sort(key=lambda one: -one[0])
    return [dispute for _, dispute in found[:_SHOWN]]


def _groups(
    claims: Sequence[Claim], sources: Sequence[int], matter: Matter
) -> Iterator[tuple[DisputeKind, list[list[list[int]]]]]:
    """The groups of each kind, those first that say most plainly that they disagree."""
    edges = _edges(claims, sources, matter)
    yield "denial", denial_groups(edges["denial"], edges["opposed"], claims, sources, matter)
    yield "superseded", other_groups(edges["superseded"])
    yield "number", figure_groups(edges["number"], claims)
    yield "date", other_groups(edges["date"])
    yield "scope", other_groups(edges["scope"])


def _asked_groups(
    claims: Sequence[Claim], sources: Sequence[int], question: str, matter: Matter, wanted: Wanted
) -> Iterator[tuple[DisputeKind, list[list[list[int]]]]]:
    """The groups that the wording of the question points to."""
    if wanted.sources:
        return
    yield "scope", offered_groups(claims, sources, question, matter, wanted.verdict)
    if wanted.several:
        yield "scope", party_groups(claims, question, matter)
    if wanted.purpose:
        yield "scope", purpose_groups(claims, sources, matter)


def _fit(kind: DisputeKind, wanted: Wanted) -> float:
    """What a kind gains in rank where the question asks for just that."""
    return 0.5 if wanted.number and kind in ("number", "superseded") else 0.0


def _asked_for(sides: Sequence[Sequence[int]], claims: Sequence[Claim], wanted: Wanted, matter: Matter) -> bool:
    """Whether a denial is of what is asked: of a figure where one is asked for, else of an event in the question.

    A question whether something is so takes any denial that bears on it; one for a time any day.
    """
    if wanted.time:
        return True
    if wanted.number and not wanted.verdict:
        return all(any(_speaks_of_size(claims[n]) for n in side) for side in sides)
    if wanted.verdict:
        return True
    shared = frozenset().union(*(claims[n].terms for n in sides[0]))
    return bool(matter.asked & VERB & shared)


def _least(
    kind: DisputeKind, sides: Sequence[Sequence[int]], claims: Sequence[Claim], wanted: Wanted, matter: Matter
) -> float:
    """How much of the question a dispute must meet: less where it asks whether the very thing in dispute happened."""
    if kind == "number" and not wanted.number and (wanted.verdict or wanted.several) and matter.asked:
        return _AMISS
    events = matter.asked & VERB
    events |= DOWN | {"end", "close"} if events & DOWN else frozenset()
    met = events & frozenset().union(*(claims[n].terms for n in sides[0]))
    if kind == "denial" and events and not met:
        return _AMISS
    return _ASKED_WHETHER if wanted.verdict and met else _BEARS


def _speaks_of_size(claim: Claim) -> bool:
    return any(told.figure for told in claim.told) or bool(_SIZE.search(claim.evidence.quote))


def _edges(claims: Sequence[Claim], sources: Sequence[int], matter: Matter) -> dict[str, list[Edge]]:
    """Pairs of claims that disagree, by kind; in a pair of kind `denial` the first is what the second denies."""
    edges: dict[str, list[Edge]] = defaultdict(list)
    told = [claim.evidence.quote for claim in claims]
    for i, j in combinations(range(len(claims)), 2):
        one, other = claims[i], claims[j]
        if not one.terms & (other.terms | other.context) and not other.terms & one.context:
            continue
        same = sources[i] == sources[j]
        if not same and (denied := denying(one, other, matter)):
            edges["denial"].append((i, j) if denied is other else (j, i))
            continue
        kind = disagreement(one, other, matter)
        alike = matter.closeness(one, other) >= 0.3
        if kind is None and not same and alike and different_values(one, other, matter, told):
            kind = "scope"
        if kind is None or (same and not _may_change(kind, one, other)):
            continue
        if kind != "denial":
            edges[kind].append((i, j))
        elif one.denied is None and other.denied is None and "?" not in one.evidence.quote + other.evidence.quote:
            edges["opposed"].append((j, i) if one.negated and not other.negated else (i, j))
    return edges


def _may_change(kind: DisputeKind, one: Claim, other: Claim) -> bool:
    """Whether one source may disagree with itself: in what it says later, or in how two outlets retell it."""
    if kind == "superseded":
        return bool(gap_days(one, other))
    return kind == "date" and not same_outlet_of(one, other)


def _told_by_deniers(claims: Sequence[Claim], matter: Matter) -> Iterator[tuple[float, Dispute]]:
    """Disputes that stand in one voice's denial of a named party's claim, where nothing else carries that claim."""
    for at, claim in enumerate(claims):
        told = claimant(claim.evidence.quote) if claim.denied else None
        relevance = _bearing([[at]], claims, matter)
        if told is None or relevance < _BEARS:
            continue
        rest = [c for c in claims if c.denied is not None and c.evidence.article.id == claim.evidence.article.id]
        denials = [
            c for c in rest if c is claim or (same_voice(c, claim) and 0 < c.evidence.start - claim.evidence.end < 400)
        ]
        denials.sort(key=lambda c: c.evidence.start)
        claimed = Side(f"{told[0]}, as the denial tells it: “{told[1]}”", (claim.evidence.key,))
        denied = Side(side_claim(denials, "denial"), tuple(c.evidence.key for c in denials))
        yield relevance, Dispute(about("denial", [[claim], [claim]], matter), "denial", (claimed, denied))


def _shares(one: Dispute, other: Dispute) -> bool:
    keys = {key for side in other.sides for key in side.citations}
    return bool(keys & {key for side in one.sides for key in side.citations})


def _bearing(sides: Sequence[Iterable[int]], claims: Sequence[Claim], matter: Matter) -> float:
    """What share of the question its sides' best claims meet together; 0 where one side hardly meets it."""
    if not matter.asked:
        return 1.0
    scores = sorted((claim.evidence.score for claim in claims), reverse=True)
    least = min(_NEAR_BEST * scores[0], scores[min(2, len(scores) - 1)])
    if max(claims[n].evidence.score for side in sides for n in side) < least:
        return 0.0
    best = [max((claims[n] for n in side), key=matter.relevance) for side in sides]
    if min(matter.relevance(claim) for claim in best) < _SIDE_BEARS:
        return 0.0
    return matter.relevance_of(best)


def _dispute(
    kind: DisputeKind,
    sides: Sequence[Sequence[int]],
    claims: Sequence[Claim],
    sources: Sequence[int],
    matter: Matter,
    question: str,
) -> Dispute:
    members = [_cited(side, claims, sources, matter.asked & VERB) for side in sides]
    return Dispute(
        about(kind, members, matter, question),
        kind,
        tuple(Side(side_claim(side, kind), tuple(c.evidence.key for c in side)) for side in members),
    )


def _cited(side: Sequence[int], claims: Sequence[Claim], sources: Sequence[int], events: frozenset[str]) -> list[Claim]:
    """The sentences shown of a side: those with an event asked for first, and the best of each source before others."""
    ordered = sorted(side, key=lambda n: (not events & claims[n].terms, -claims[n].evidence.score))
    firsts = [n for at, n in enumerate(ordered) if sources[n] not in [sources[m] for m in ordered[:at]]]
    kept = set([*firsts, *(n for n in ordered if n not in firsts)][:_CITED])
    return [claims[n] for n in ordered if n in kept]
