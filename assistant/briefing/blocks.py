"""The blocks of text that a briefing is laid out as, the same for every written form. Floor 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "quote", "strong", "soft"]
Kind = Literal["title", "kicker", "heading", "subheading", "paragraph", "bullet", "note", "row", "source"]


@dataclass(frozen=True, slots=True)
class Text:
    """Some words; a `quote` comes without its quotation marks."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Marks:
    """The citation numbers of the text before, its own first, and those of related citations."""

    numbers: tuple[int, ...]
    related: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a citation in the list of sources, as a target for marks."""

    number: int


@dataclass(frozen=True, slots=True)
class Link:
    """A title with its web address, or None."""

    text: str
    url: str | None


Piece = Text | Marks | Place | Link


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item, or a row with a `label` such as a day."""

    kind: Kind
    pieces: tuple[Piece, ...]
    label: str = ""
