"""A draft as its paragraphs and their sentences. Floor 1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.sentences import sentence_spans
from assistant.types import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a draft, paragraph by paragraph. `notes` are remarks on how it was read."""

    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def spans(self) -> list[list[Span]]:
        """The spans of the sentences of each paragraph; those without a word are left out."""
        return [
            [(start, end) for start, end in sentence_spans(text) if re.search(r"\w", text[start:end])]
            for text in self.paragraphs
        ]

    def sentences(self) -> list[str]:
        """All sentences in order, each on one line."""
        return [
            " ".join(text[start:end].split())
            for text, spans in zip(self.paragraphs, self.spans(), strict=True)
            for start, end in spans
        ]
