"""Lists the sections of rows. Floor 3."""

from __future__ import annotations

from assistant.briefing.sections.material import SectionMaker
from assistant.briefing.sections.unknown import open_points

ROW_SECTIONS = (SectionMaker("unknown", "What is not known", open_points),)
"""In the order of the document, behind where accounts differ and before how it was covered."""
