"""Checks that a text points the same way as another: up or down, in or out, won or lost. Floor 2."""

from __future__ import annotations

import re
from functools import cache

from assistant.language.terms import stem
from assistant.verification.polarity import matter_of, read_polarity

_YES = frozenset({1})
_OPPOSITES = (
    (
        "rise rose risen raise increase grow grew grown climb lift gain jump surge soar boost higher expand up upward",
        "fall fell fallen cut reduce decrease drop decline lower slash shrink shrank sink sank plunge "
        "dwindle fade ebb wane down downward",
    ),
    ("highest largest biggest most greatest", "lowest smallest least"),
    ("more another additional extra further", "fewer less"),
    ("faster quicker", "slower"),
    ("earlier", "later"),
    ("accelerate hasten", "slow slowed decelerate"),
    ("oldest older", "youngest younger"),
    ("much many", "little few"),
    ("send sent deploy dispatch bring brought reinforce", "withdraw withdrew withdrawn pull remove"),
    ("arrive come came return enter land", "leave left depart exit withdraw withdrew withdrawn evacuate"),
    ("open reopen launch", "close shut closure"),
    ("ban prohibit forbid block bar veto", "allow permit approve authorise authorize clear"),
    ("impose introduce", "lift scrap abolish repeal"),
    ("win won beat beaten defeat victory", "lose lost loss losing"),
    ("gain", "lose lost loss losing"),
    ("approve adopt pass", "reject against"),
    ("survive", "die died dead perish kill"),
    ("succeed success successful", "fail failed failure unsuccessful"),
    ("convict convicted guilty sentence", "acquit acquitted innocent cleared"),
    ("uphold upheld accept grant", "dismiss reject overturn overturned"),
    ("overestimate exaggerate overstate inflate", "underestimate understate downplay"),
    ("praise hail welcome applaud laud", "slam criticise criticize condemn attack denounce blast"),
    ("hire recruit employ", "fire layoff sack"),
    ("buy bought purchase", "sell sold"),
    ("strengthen tighten", "weaken loosen ease"),
    ("support back endorse favour favor", "oppose resist"),
    ("start begin began begun", "end stop cease halt finish"),
)


@cache
def _sides() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((_stems(one), _stems(other)) for one, other in _OPPOSITES)


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


@cache
def allies(word: str) -> frozenset[str]:
    """The stems that point the same way as a stem ("raise": rise, increase, ...); empty for most words."""
    return frozenset().union(*(side for pair in _sides() for side in pair if word in side))


_HEDGED = re.compile(
    r"\b(?:more|less|fewer|no later)\s+than(?=\s+(?:[\d$£€]|(?:an?|half|twice|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|million|\w+day)\b))"
    r"|\bat (?:most|least)\b|\bclose to\b",
    re.I,
)
_PARTICLE = re.compile(
    r"\b((?:hold|held|set|giv|gav|tak|took|mak|mad|end|turn|pick|lin|keep|kept|follow|back|clean|sign|show|shut|break|broke"
    r"|call|speak|spoke|wak|woke|catch|caught|look|wind|wound|hand|sett?l)\w{0,4}) (?:up|down)\b",
    re.I,
)
"""Verbs whose "up" or "down" tells no direction."""


def direction_differs(claim: str, source: str) -> str | None:
    """Why the two point opposite ways, or None: the claim has "rose" where the source has only "fell"."""
    claimed, stated = _printed(claim), _printed(source)
    said, told = read_polarity(claim).signs, read_polarity(source).signs
    for pair in _sides():
        for side, opposite in (pair, pair[::-1]):
            mine = next((claimed[word] for word in claimed if word in side), None)
            theirs = next((stated[word] for word in stated if word in opposite), None)
            if not mine or not theirs or side & stated.keys():
                continue
            # "innocent" and "not guilty" agree
            if said.get(matter_of(mine.lower()), _YES) & told.get(matter_of(theirs.lower()), _YES):
                return f"says “{mine}” where the source says “{theirs}”"
    return None


def _printed(text: str) -> dict[str, str]:
    """Each stem of a text with the first word it stands for, hedges such as "more than" left out."""
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", _PARTICLE.sub(r"\1", _HEDGED.sub(" ", text))):
        found.setdefault(stem(word.lower()), word)
    return found
