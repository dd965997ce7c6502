"""How it was covered: each outlet's citations, what only it has, the most quoted speakers, missing outlets. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.briefing.sections.voices import Speakers
from assistant.briefing.types import ClaimGroup, Coverage, Length, Line, OutletShare
from assistant.language.outlets import canonical, same_outlet
from assistant.types import Evidence

_QUOTED: dict[Length, int] = {"short": 3, "standard": 6, "long": 10}
Behind = Callable[[Line], Sequence[Evidence]]


def cover(
    lines: Sequence[Line], behind: Behind, claims: Sequence[ClaimGroup], evidence: Sequence[Evidence],
    speakers: Speakers, known: Sequence[str], length: Length,
) -> Coverage:  # fmt: skip
    """The outlets of the evidence, the most cited first.

    A line counts as an outlet's alone if no other outlet supports it or has a similar sentence.
    """
    near = {claim.lead.key: claim.reported_by for claim in claims}
    cited: dict[str, list[int]] = {}
    alone: dict[str, list[int]] = {}
    for line in lines:
        pieces = behind(line)
        outlets = [piece.article.outlet or "" for piece in pieces]
        for outlet, number in zip(outlets, line.citations, strict=True):
            cited.setdefault(outlet, []).append(number)
        if len({*outlets, *near.get(pieces[0].key, ())}) == 1:
            alone.setdefault(outlets[0], []).append(line.citations[0])
    articles: dict[str, set[str]] = {}
    for piece in evidence:
        if piece.article.outlet:
            articles.setdefault(piece.article.outlet, set()).add(piece.article.id)
    shares = [
        OutletShare(outlet, len(ids), _once(cited.get(outlet, ())), _once(alone.get(outlet, ())))
        for outlet, ids in articles.items()
    ]
    shares.sort(key=lambda one: -len(one.citations))
    return Coverage(tuple(shares), speakers.most(_QUOTED[length]), _absent(lines, behind, known))


def _once(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _absent(lines: Sequence[Line], behind: Behind, known: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Outlets that the articles cite and the index does not hold, with those that cite them."""
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        for piece in behind(line):
            for rung in piece.ladder[1:]:
                if rung.kind == "outlet" and not any(same_outlet(rung.name, other) for other in known):
                    found.setdefault(canonical(rung.name), {})[piece.article.outlet or "an unnamed outlet"] = None
    return tuple((name, tuple(by)) for name, by in found.items())
