"""A checked draft as one HTML file: the text with each sentence marked, and the results beside it. Floor 3.

The template escapes everything; no script, and nothing is fetched from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.drafts.report import LABELS, Report, citations, summary
from assistant.markup import address
from assistant.templates import template
from assistant.types import Citation
from assistant.writing.render import ladder_text


@dataclass(frozen=True, slots=True)
class _Marked:
    """One sentence with the text before it in its paragraph, and its result."""

    before: str
    text: str
    number: int
    check: str
    label: str
    reason: str
    cited: tuple[tuple[Citation, str, str | None, bool], ...]
    """Each citation with its ladder, the address that a reader may follow, and whether it disputes the sentence."""


def as_html(report: Report, title: str = "Draft") -> str:
    """The whole document as one HTML file."""
    paragraphs: list[tuple[list[_Marked], str]] = []
    found = iter(enumerate(report.checked, 1))
    for text, spans in zip(report.draft.paragraphs, report.draft.spans(), strict=True):
        at, marked = 0, []
        for start, end in spans:
            number, one = next(found)
            cited = tuple(
                (citation, ladder_text(citation), address(citation.url), citation.number in one.disputed_by)
                for citation in citations(one)
            )
            check = one.verdict.check
            marked.append(
                _Marked(text[at:start], text[start:end], number, check, LABELS[check], one.verdict.reason, cited)
            )
            at = end
        paragraphs.append((marked, text[at:]))
    return template("assistant.drafts", "checked.html.j2").render(
        title=title,
        paragraphs=paragraphs,
        summary=summary(report.checked),
        notes=report.draft.notes,
        read_by=report.model,
    )
