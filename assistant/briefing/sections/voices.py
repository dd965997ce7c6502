"""Who says what, speakers and outlets on their own account, and how often each is quoted. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.attribution.origins import same_source
from assistant.briefing.compose import Composer
from assistant.briefing.types import Claim, Line, Voice
from assistant.language.speech import words as listed
from assistant.types import Attribution, Evidence


def voices(composer: Composer, claims: Sequence[Claim], speakers: Speakers) -> tuple[Voice, ...]:
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
        Voice(
            rung.name,
            rung.kind,
            speakers.heard(members[0].lead),
            tuple(composer.line(claim, "voice") for claim in members),
        )
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


class Speakers:
    """Who is heard in which sentence of a briefing: one person once, under the fullest name that anybody prints.

    A surname that two speakers bear is his whose full name its article prints; where it prints both or none, it is
    nobody's. Initials are whose they are: `SBF` is Sam Bankman-Fried.
    """

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        rungs = Counter(rung for piece in evidence if _is_named(rung := speaker(piece)))
        self._full: list[Attribution] = []
        for rung in sorted(rungs, key=lambda one: (-len(one.name.split()), -rungs[one], one.name)):
            if not any(_same(rung, other) for other in self._full):
                self._full.append(rung)
        self._heard = Counter(found for piece in evidence if (found := self._who(piece)) is not None)

    def heard(self, piece: Evidence) -> int:
        """In how many sentences whoever says this one is heard; 1 for who has no name."""
        who = self._who(piece)
        return 1 if who is None else self._heard[who]

    def most(self, number: int) -> tuple[tuple[str, int], ...]:
        """The names that are heard in most sentences, with their numbers; twice at least."""
        return tuple((rung.name, times) for rung, times in self._heard.most_common(number) if times > 1)

    def _who(self, piece: Evidence) -> Attribution | None:
        rung = speaker(piece)
        bearers = [one for one in self._full if _same(rung, one)] if _is_named(rung) else []
        printed = [one for one in bearers if one.name in piece.article.text] if len(bearers) > 1 else bearers
        return printed[0] if len(printed) == 1 else None


def _is_named(rung: Attribution) -> bool:
    """Whether a speaker goes by a name, not by what he is: `Ana Prieto`, not `the company`, `United's manager`."""
    words = rung.name.split()
    named = (
        bool(words)
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and rung.name.lower() not in listed("indefinite", "someone")
    )
    return named and rung.kind in ("person", "organisation")


def _same(one: Attribution, full: Attribution) -> bool:
    """Whether a name may stand for a fuller one."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", full.name) if word)
    return one == full or same_source(one, full) or (1 < len(initials) == len(one.name) and one.name == initials)


def _one_voice(one: Attribution, other: Attribution, told: Evidence, telling: Evidence) -> bool:
    """Whether two rungs are one speaker; an unnamed one is the same only within an article that names it alike."""
    if one.kind == other.kind and one.name == other.name:
        return one.kind != "anonymous" or told.article.id == telling.article.id
    return same_source(one, other)
