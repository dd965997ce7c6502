"""What is stored of a reader: talks, turns, briefings. Floor 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.types import Answer, Filters

TurnState = Literal["asking", "done", "stopped", "failed"]
Rating = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question of a talk with its answer.

    `after` is the number of the turn whose context it has. `problem` says why there is no answer, or only part of one.
    `worded`: the question is taken literally.
    """

    number: int
    question: str
    filters: Filters = field(default_factory=Filters)
    state: TurnState = "asking"
    answer: Answer | None = None
    problem: str = ""
    made: str = ""
    after: int = 0
    rating: Rating | None = None
    reason: str = ""
    worded: bool = False


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One line of the list of talks. `changed` is an ISO time in UTC."""

    id: str
    title: str
    changed: str


@dataclass(frozen=True, slots=True)
class KeptTalk:
    """A talk with its turns, in their order."""

    id: str
    title: str
    changed: str
    turns: tuple[KeptTurn, ...]

    def turn(self, number: int) -> KeptTurn | None:
        """The turn of that number, or None."""
        return next((turn for turn in self.turns if turn.number == number), None)


@dataclass(frozen=True, slots=True)
class BriefingLine:
    """One line of the list of kept briefings."""

    id: str
    topic: str
    made: str


@dataclass(frozen=True, slots=True)
class KeptBriefing:
    """A stored briefing; `content` is the JSON of a Briefing, for `assistant.talks.rebuild`."""

    id: str
    topic: str
    made: str
    content: dict[str, Any]
