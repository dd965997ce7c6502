"""Who says what, and how often each speaker is quoted. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.attribution.origins import same_source
from assistant.briefing.compose import Composer
from assistant.briefing.types import ClaimGroup, Line, Voice
from assistant.language.speech import listed
from assistant.types import Attribution, Evidence


def voices(composer: Composer, claims: Sequence[ClaimGroup], speakers: Speakers) -> tuple[Voice, ...]:
    """The claims by speaker; named speakers come before unnamed ones."""
    groups: list[tuple[Attribution, list[ClaimGroup]]] = []
    for claim in claims:
        rung = speaker(claim.lead)
        found = next(
            (members for other, members in groups if _same_speaker(other, rung, members[0].lead, claim.lead)), None
        )
        if found is None:
            groups.append((rung, [claim]))
        else:
            found.append(claim)
    groups.sort(key=lambda one: one[0].kind == "anonymous")
    return tuple(
        Voice(
            rung.name,
            rung.kind,
            speakers.heard(members[0].lead),
            tuple(composer.line(claim, "voice") for claim in members),
        )
        for rung, members in groups
    )


def by_outlet(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines grouped by lead, in the order of the first line of each group."""
    paragraphs: dict[str, list[Line]] = {}
    for line in lines:
        paragraphs.setdefault(line.lead, []).append(line)
    return tuple(tuple(one) for one in paragraphs.values())


def speaker(piece: Evidence) -> Attribution:
    """The speaker: the last rung of the ladder, else the outlet, else the article."""
    outlet = piece.article.outlet or piece.article.title or "an unnamed article"
    return piece.ladder[-1] if piece.ladder else Attribution(outlet, "outlet")


class Speakers:
    """The speakers of a briefing, each under the fullest name in print, with their numbers of sentences.

    A surname shared by two speakers is resolved by the full name in its article; if the article has both or neither,
    it counts for nobody. Initials are resolved too: `SBF` is Sam Bankman-Fried.
    """

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        rungs = Counter(rung for piece in evidence if _is_named(rung := speaker(piece)))
        self._full: list[Attribution] = []
        for rung in sorted(rungs, key=lambda one: (-len(one.name.split()), -rungs[one], one.name)):
            if not any(_same(rung, other) for other in self._full):
                self._full.append(rung)
        self._heard = Counter(found for piece in evidence if (found := self._who(piece)) is not None)

    def heard(self, piece: Evidence) -> int:
        """The number of sentences by the speaker of this one; 1 if the speaker has no name."""
        who = self._who(piece)
        return 1 if who is None else self._heard[who]

    def most(self, number: int) -> tuple[tuple[str, int], ...]:
        """The most quoted names with their numbers of sentences, at least two."""
        return tuple((rung.name, times) for rung, times in self._heard.most_common(number) if times > 1)

    def _who(self, piece: Evidence) -> Attribution | None:
        rung = speaker(piece)
        bearers = [one for one in self._full if _same(rung, one)] if _is_named(rung) else []
        printed = [one for one in bearers if one.name in piece.article.text] if len(bearers) > 1 else bearers
        return printed[0] if len(printed) == 1 else None


def _is_named(rung: Attribution) -> bool:
    """Whether a speaker has a proper name: `Ana Prieto`, not `the company` or `United's manager`."""
    words = rung.name.split()
    named = (
        bool(words)
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and rung.name.lower() not in listed("indefinite", "someone")
    )
    return named and rung.kind in ("person", "organisation")


def _same(one: Attribution, full: Attribution) -> bool:
    """Whether a name may be short for a fuller one."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", full.name) if word)
    return one == full or same_source(one, full) or (1 < len(initials) == len(one.name) and one.name == initials)


def _same_speaker(one: Attribution, other: Attribution, piece: Evidence, other_piece: Evidence) -> bool:
    """Whether two rungs are one speaker; unnamed ones only within one article and under one description."""
    if one.kind == other.kind and one.name == other.name:
        return one.kind != "anonymous" or piece.article.id == other_piece.article.id
    return same_source(one, other)
