"""Who says what, speakers and outlets on their own account, and how often each is quoted. Floor 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.attribution.origins import same_source
from assistant.briefing.compose import Composer
from assistant.briefing.types import Claim, Line, Voice
from assistant.types import Attribution, Evidence


def voices(composer: Composer, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> tuple[Voice, ...]:
    """The claims by who says them; the named come before the unnamed."""
    groups: list[tuple[Attribution, list[Claim]]] = []
    for claim in claims:
        rung = speaker(claim.lead)
        home = next(
            (members for other, members in groups if _one_voice(other, rung, members[0].lead, claim.lead)), None
        )
        if home is None:
            groups.append((rung, [claim]))
        else:
            home.append(claim)
    groups.sort(key=lambda one: one[0].kind == "anonymous")
    return tuple(
        Voice(rung.name, rung.kind, heard(rung, evidence), tuple(composer.line(claim, "voice") for claim in members))
        for rung, members in groups
    )


def by_outlet(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines in paragraphs, those together that have one lead, in the order of the first of each."""
    paragraphs: dict[str, list[Line]] = {}
    for line in lines:
        paragraphs.setdefault(line.lead, []).append(line)
    return tuple(tuple(one) for one in paragraphs.values())


def speaker(piece: Evidence) -> Attribution:
    """Who says it: the deepest rung of the ladder, else the outlet, else the article."""
    outlet = piece.article.outlet or piece.article.title or "an unnamed article"
    return piece.ladder[-1] if piece.ladder else Attribution(outlet, "outlet")


def heard(rung: Attribution, evidence: Sequence[Evidence]) -> int:
    """In how many sentences of the evidence a source is heard."""
    return sum(speaker(piece) == rung or same_source(speaker(piece), rung) for piece in evidence)


def most_quoted(evidence: Sequence[Evidence], most: int) -> tuple[tuple[str, int], ...]:
    """The speakers, named or not, who are heard in most sentences, with their numbers; twice at least."""
    found: list[tuple[Attribution, int]] = []
    for piece in evidence:
        rung = speaker(piece)
        if rung.kind in ("person", "organisation") and not any(same_source(rung, other) for other, _ in found):
            found.append((rung, heard(rung, evidence)))
    found.sort(key=lambda one: -one[1])
    return tuple((rung.name, number) for rung, number in found[:most] if number > 1)


def _one_voice(one: Attribution, other: Attribution, told: Evidence, telling: Evidence) -> bool:
    """Whether two rungs are one speaker; an unnamed one is the same only within an article that names it alike."""
    if one.kind == other.kind and one.name == other.name:
        return one.kind != "anonymous" or told.article.id == telling.article.id
    return same_source(one, other)
