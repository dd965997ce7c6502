"""The results of checking a draft, as JSON and as text for all written forms. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.checking.drafts import NOT_STORED, CheckedSentence
from assistant.drafts.draft import Draft
from assistant.types import Citation
from assistant.writing.numbering import citation_of
from assistant.writing.render import ladder_text, printable

LABELS = {
    "verbatim": "Verbatim",
    "supported": "Supported",
    "unsupported": "Unsupported",
    "unchecked": "Unchecked",
    "joining": "Joining",
}
"""The labels of the verdicts, in the order of the summary."""


@dataclass(frozen=True, slots=True)
class Report:
    """A draft with one result for each of its sentences, in their order."""

    draft: Draft
    checked: tuple[CheckedSentence, ...]
    model: str | None = None
    """The model that checked it, or None."""

    @property
    def unsupported(self) -> int:
        """The number of unsupported sentences."""
        return sum(one.verdict.check == "unsupported" for one in self.checked)


def checked_json(checked: CheckedSentence) -> dict[str, Any]:
    """A checked sentence in the form that the contract promises; `disputed_by` holds numbers of its citations."""
    cited = citations(checked)
    numbers = {citation.number for citation in cited}
    return {
        "sentence": checked.text,
        "check": checked.verdict.check,
        "reason": checked.verdict.reason,
        "words": list(checked.verdict.words),
        "citations": [asdict(citation) for citation in cited],
        "disputed_by": [number for number in checked.disputed_by if number in numbers],
    }


def citations(checked: CheckedSentence) -> list[Citation]:
    """What a sentence was held against, of stored articles only, each with its number."""
    return [
        citation_of(number, piece)
        for number, piece in enumerate(checked.evidence, 1)
        if not piece.article.id.startswith(NOT_STORED)
    ]


def remarks(checked: CheckedSentence) -> list[str]:
    """The verdict's reason and the evidence, a line each, disputing evidence marked."""
    lines = [] if checked.verdict.check == "joining" else [checked.verdict.reason]
    for number, piece in enumerate(checked.evidence, 1):
        disputes = "Disputed by " if number in checked.disputed_by else ""
        lines.append(f"[{number}] {disputes}{ladder_text(citation_of(number, piece))}: “{piece.quote}”")
    return lines


def summary(checked: Sequence[CheckedSentence]) -> str:
    """The number of sentences per verdict: "12 sentences: 3 verbatim, 1 unsupported, 8 unchecked"."""
    counts = {name: sum(one.verdict.check == name for one in checked) for name in LABELS}
    counts_text = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    disputed = sum(bool(one.disputed_by) for one in checked)
    noun = "sentence" if len(checked) == 1 else "sentences"
    tail = f"; {disputed} disputed by other lines of the articles" if disputed else ""
    return f"{len(checked)} {noun}: {counts_text or 'nothing to check'}{tail}"


def checked_text(checked: Sequence[CheckedSentence]) -> str:
    """The result for a terminal: each sentence with its verdict and evidence."""
    blocks = []
    for one in checked:
        lines = [f"{one.verdict.check.upper():<12}{printable(one.text)}"]
        lines += [f"            {printable(line)}" for line in remarks(one)]
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, summary(checked)])
