"""A checked draft as a Word document: the unchanged draft with a comment at each sentence. Floor 3."""

from __future__ import annotations

import io
from typing import Any

from assistant.checking.drafts import CheckedSentence
from assistant.drafts.docx_paragraphs import paragraphs_of, runs_of, split_run, text_of
from assistant.drafts.read import open_word
from assistant.drafts.report import LABELS, Report, remarks
from assistant.markup import clean
from assistant.types import Span

_AUTHOR, _INITIALS = "Sayso", "SY"


def as_docx(report: Report, original: bytes | None = None) -> bytes:
    """The commented draft as the bytes of a .docx file, based on `original` if the draft was one.

    The text is unchanged. Sentences that claim nothing have no comment.
    """
    document = open_word(original, "given") if original else _typed(report)
    written = [one for one in paragraphs_of(document) if text_of(one).strip()]
    found = iter(report.checked)
    for paragraph, spans in zip(written, report.draft.spans(), strict=True):
        for span in spans:
            one = next(found)
            if one.verdict.check != "joining" and (runs := _runs_within(paragraph, span)):
                _comment(document, runs, one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _typed(report: Report) -> Any:
    """A new document with the paragraphs of the draft."""
    from docx import Document

    document = Document()
    for text in report.draft.paragraphs:
        document.add_paragraph(clean(text))
    return document


def _runs_within(paragraph: Any, span: Span) -> list[Any]:
    """The runs of a span of a paragraph, split at its ends where possible."""
    start, end = span
    at, within = 0, []
    for run, text in runs_of(paragraph):
        begun, ended, last = at, at + len(text), run
        at = ended
        if ended <= start or begun >= end or not text:
            continue
        if begun < start and (rest := split_run(run, start - begun)) is not None:
            last, begun = rest, start
        if ended > end:
            split_run(last, end - begun)
        within.append(last)
    return within


def _comment(document: Any, runs: list[Any], one: CheckedSentence) -> None:
    """Add a comment at these runs: the verdict, its reason, and the evidence."""
    from docx.text.run import Run

    first, last = Run(runs[0], document), Run(runs[-1], document)
    label = LABELS[one.verdict.check]
    comment = clean(f"{label}: " + "\n".join(remarks(one)))
    document.add_comment([first, last], text=comment, author=_AUTHOR, initials=_INITIALS)
