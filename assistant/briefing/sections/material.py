"""What a section of rows is made from. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.briefing.choose import Chosen
from assistant.briefing.compose import Composer
from assistant.briefing.group import Grouped
from assistant.briefing.types import Briefing, Row, RowSection
from assistant.types import Evidence


@dataclass(frozen=True, slots=True)
class Material:
    """All that was read on the topic, best first, its claims, those chosen, and the document as far as it is made.

    `composer` makes a claim or a piece of evidence a line of the section, with its citation, and tells what is behind
    the lines that the document has already.
    """

    evidence: Sequence[Evidence]
    grouped: Grouped
    chosen: Chosen
    draft: Briefing
    composer: Composer


@dataclass(frozen=True, slots=True)
class SectionMaker:
    """A section of rows: its key in the JSON form, its heading, and the function that makes its rows, none for none."""

    name: str
    heading: str
    rows: Callable[[Material], Iterable[Row]]

    def make(self, material: Material) -> RowSection:
        """The section."""
        return RowSection(self.name, self.heading, tuple(self.rows(material)))
