"""Tells whose word each claim is, so that one source told by many is one, and none is set against itself. Floor 2.

A claim goes back to the person or body that its ladder ends in; where that is unnamed, to the report that quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.origins import same_source
from assistant.disputes.claims import Claim, same_outlet_of
from assistant.language.outlets import same_outlet
from assistant.types import Attribution

_BARE = re.compile(r"^(?:(?:the|an?|its|one of|some|unnamed|unidentified|anonymous|same)\s+)+", re.I)


def sources_of(claims: Sequence[Claim]) -> list[int]:
    """For each claim the number of its source: two claims have the same one where they go back to one source."""
    reports = {
        (claim.evidence.article.id, _bare(claim.voice.name)): report
        for claim in claims
        if claim.voice and (report := _report(claim))
    }
    roots = [_root(claim, reports) for claim in claims]
    numbers: list[int] = []
    for at, claim in enumerate(claims):
        same = (n for n in range(at) if _one_source(roots[n], roots[at], claims[n], claim))
        first = next(same, None)
        numbers.append(at if first is None else numbers[first])
    return numbers


def same_voice(one: Claim, other: Claim) -> bool:
    """Whether one and the same person, organisation or outlet stands behind two claims, in whatever article."""
    a, b = sources_of([one, other])
    return a == b


def _root(claim: Claim, reports: dict[tuple[str, str], Attribution]) -> Attribution | None:
    """The foot of a claim's ladder; for an unnamed speaker the report that quotes it, where one is known."""
    voice = claim.voice
    if voice is None or voice.kind != "anonymous":
        return voice
    return _report(claim) or reports.get((claim.evidence.article.id, _bare(voice.name)), voice)


def _report(claim: Claim) -> Attribution | None:
    """The deepest outlet that a claim's own outlet cites, or None."""
    own = claim.evidence.article.outlet or ""
    cited = [rung for rung in claim.evidence.ladder if rung.kind == "outlet" and not same_outlet(rung.name, own)]
    return cited[-1] if cited else None


def _one_source(a: Attribution | None, b: Attribution | None, one: Claim, other: Claim) -> bool:
    if a is None or b is None:
        return one.evidence.article.id == other.evidence.article.id
    if a.kind == b.kind == "anonymous":
        return _bare(a.name) == _bare(b.name) and same_outlet_of(one, other)
    return same_source(a, b)


def _bare(name: str) -> str:
    """What an unnamed source is called, without the words that only say that it is unnamed."""
    return _BARE.sub("", name.lower())
