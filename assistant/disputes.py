"""Finds where the evidence for a question disagrees, and sets the sides against each other. Floor 2.

A disagreement needs two sources, one matter (see `matter`), a sign of disagreement of a known kind (see `disagree`,
`values`, and denials here), and a bearing on what is asked. All pairs on one matter become one dispute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from assistant.asks import read_question
from assistant.claim_signs import claimant
from assistant.claim_words import GENERIC, REPORTING, VERB
from assistant.claims import Claim, opposed, read_claims, same_outlet_of
from assistant.disagree import disagreement, gap_days
from assistant.matter import Matter
from assistant.origins import same_source
from assistant.sides import about, side_claim
from assistant.types import Dispute, DisputeKind, Evidence, Side
from assistant.values import different_values

_MOST = 60
_SHOWN = 4
_CITED = 4
_BEARS = 0.55
_SIDE_BEARS = 0.25
_Edge = tuple[int, int]
_IDENTITY = re.compile(
    r"^\W*(?:which\b|(?:what|who)\b(?:'s|’s|\s+(?:\w+\s+){0,2}?(?:is|are|was|were|post|office|job|position|kind|sort|type|model|title))\b)",
    re.I,
)
_FIGURES = re.compile(r"\b(?:figures?|numbers?|toll|score|how (?:many|much))\b", re.I)
_VERDICT = re.compile(
    r"\b(?:deny|denie[sd]|true|right|wrong|agree|disagree|dispute[sd]?|claims?|respon\w+|answer|react|contradict\w*|versions?|square)\b",
    re.I,
)


def find_disputes(evidence: Sequence[Evidence], question: str) -> list[Dispute]:
    """The disputes among the evidence that bear on the question, the most relevant first, at most four.

    Compares the first 60 sentences pairwise. An empty question sets no bound on what is relevant.
    """
    claims = read_claims(evidence[:_MOST])
    matter = Matter(claims, question)
    kinds = _kinds_asked(question)
    edges = _edges(claims, matter)
    found: list[tuple[float, Dispute]] = []
    taken: set[_Edge] = set()
    for name in ("denial", "opposed", "superseded", "number", "date", "scope"):
        kind: DisputeKind = "denial" if name == "opposed" else name  # type: ignore[assignment]
        pairs = [pair for pair in edges.get(name, ()) if (min(pair), max(pair)) not in taken]
        for sides in _grouped(pairs, claims, name):
            relevance = _bearing(sides, claims, matter)
            if kind not in kinds or relevance < _BEARS:
                continue
            taken |= {(min(a, b), max(a, b)) for x, y in combinations(sides, 2) for a in x for b in y}
            found.append((relevance, _dispute(kind, sides, claims, matter)))
    if "denial" in kinds:
        found += [one for one in _told_by_deniers(claims, matter) if not any(_shares(one[1], d) for _, d in found)]
    found.sort(key=lambda one: -one[0])
    return [dispute for _, dispute in found[:_SHOWN]]


def same_voice(one: Claim, other: Claim) -> bool:
    """Whether one and the same person, organisation or outlet stands behind two claims, in whatever article."""
    a, b = one.voice, other.voice
    if a is None or b is None:
        return one.evidence.article.id == other.evidence.article.id
    if a.kind == "anonymous" or b.kind == "anonymous":
        return a.kind == b.kind and a.name.lower() == b.name.lower() and same_outlet_of(one, other)
    return same_source(a, b)


def _kinds_asked(question: str) -> frozenset[DisputeKind]:
    """Which kinds of dispute can bear on a question of this form."""
    asked = read_question(question)
    every: frozenset[DisputeKind] = frozenset({"denial", "number", "date", "superseded", "scope"})
    if _VERDICT.search(question) or asked.shape == "comparison":
        return every
    if _FIGURES.search(question):
        return every - {"date"}
    if asked.shape == "speaker":
        return frozenset()
    if asked.thing == "number":
        return every - {"date"}
    if asked.thing == "date" and not _IDENTITY.match(question):
        return frozenset({"date", "superseded"})
    if asked.thing in ("place", "person"):
        return frozenset({"scope"})
    if _IDENTITY.match(question):
        return every - {"denial"}
    return every


def _edges(claims: Sequence[Claim], matter: Matter) -> dict[str, list[_Edge]]:
    """Pairs of claims that disagree, by kind; in a pair of kind `denial` the first is what the second denies."""
    edges: dict[str, list[_Edge]] = {}
    told = [claim.evidence.quote for claim in claims]
    for i, j in combinations(range(len(claims)), 2):
        one, other = claims[i], claims[j]
        if not one.terms & (other.terms | other.context) and not other.terms & one.context:
            continue
        again = same_outlet_of(one, other) and same_voice(one, other)
        if not again and (denied := _denies(one, other, matter)):
            edges.setdefault("denial", []).append((i, j) if denied is other else (j, i))
            continue
        kind = disagreement(one, other, matter)
        alike = matter.closeness(one, other) >= 0.3
        if kind is None and not again and alike and different_values(one, other, matter, told):
            kind = "scope"
        if kind is None or (again and (kind != "superseded" or not gap_days(one, other))):
            continue
        if kind == "denial" and (same_voice(one, other) or one.denied is not None or other.denied is not None):
            continue
        first, second = (j, i) if one.negated and not other.negated else (i, j)
        edges.setdefault("opposed" if kind == "denial" else kind, []).append((first, second))
    return edges


def _denies(one: Claim, other: Claim, matter: Matter) -> Claim | None:
    """The one of two claims that denies the other; None where neither does."""
    for denial, claim in ((one, other), (other, one)):
        if denial.denied is None or claim.denied is not None or same_voice(denial, claim):
            continue
        core = denial.denied - GENERIC - (claim.voice_words - claim.terms)
        likeness = matter.likeness(denial, claim)
        if opposed(denial, claim) and matter.closeness(denial, claim) >= 0.3:
            return denial
        if len(core) >= 2:
            met = matter.coverage(core, claim.terms)
            events = core & VERB - REPORTING
            same = bool(events & claim.terms) if events else met >= 0.65
            if met >= 0.45 and likeness >= 0.25 and same and matter.shares_name(denial, claim):
                return denial
            continue
        pointed = denial.context | denial.terms
        events = (core & VERB or denial.context & VERB) - REPORTING
        named = claim.names & pointed
        met = matter.coverage(claim.terms - claim.voice_words, pointed)
        if core <= claim.terms and named and events & claim.terms and met >= 0.4:
            return denial
    return None


def _grouped(pairs: Sequence[_Edge], claims: Sequence[Claim], kind: str) -> list[list[list[int]]]:
    """Pairs joined to groups, each split into sides that hold no pair; the better evidence first."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for a, b in pairs:
        parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for node in sorted(parent):
        groups.setdefault(root(node), []).append(node)
    against = {frozenset(pair) for pair in pairs}
    denying = {b for _, b in pairs} if kind in ("denial", "opposed") else set()
    result = []
    for members in groups.values():
        sides: list[list[int]] = []
        if denying and not denying & {a for a, b in pairs}:
            sides = [[n for n in members if n not in denying], [n for n in members if n in denying]]
        else:
            for node in members:
                free = (side for side in sides if not any(frozenset((node, other)) in against for other in side))
                home = next(free, None)
                if home is None:
                    sides.append([node])
                else:
                    home.append(node)
        if len(sides) > 1 and all(sides):
            result.append(sides)
    return result


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
    best = [max((claims[n] for n in side), key=matter.relevance) for side in sides]
    if min(matter.relevance(claim) for claim in best) < _SIDE_BEARS:
        return 0.0
    return matter.relevance_of(best)


def _dispute(kind: DisputeKind, sides: Sequence[Sequence[int]], claims: Sequence[Claim], matter: Matter) -> Dispute:
    members = [[claims[n] for n in sorted(side, key=lambda n: -claims[n].evidence.score)][:_CITED] for side in sides]
    return Dispute(
        about(kind, members, matter),
        kind,
        tuple(Side(side_claim(side, kind), tuple(c.evidence.key for c in side)) for side in members),
    )
