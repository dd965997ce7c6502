"""Checks drafts against the index, sentence by sentence, with verdicts and evidence. Floor 4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count as numbers
from itertools import islice
from pathlib import Path

from assistant.checking.drafts import NOT_STORED, CheckedSentence, UncheckedSentence
from assistant.desk import Desk
from assistant.drafts.as_docx import as_docx
from assistant.drafts.as_html import as_html
from assistant.drafts.draft import Draft
from assistant.drafts.read import ENDINGS, TEXT_ENDINGS, read_bytes
from assistant.drafts.report import Report
from assistant.errors import BadQuestion, UnknownTalk
from assistant.markup import count, plain
from assistant.page.given import Given, PageReply, filters_in, text
from assistant.page.jobs import Job, Jobs
from assistant.page.marks import marks
from assistant.page.shelf import download
from assistant.page.uploads import inside, objection
from assistant.page.working import Working
from assistant.types import Check, Citation, Origin, Verdict
from assistant.writing.numbering import citation_of

_MOST = 200_000  # characters of a draft
_GROWING = 60  # sentences shown while more are checked: the list is drawn anew each time
_NOT_REACHED = Verdict("unchecked", "not reached: the check was stopped")
_AT_ONCE = 12  # sentences per call of the checker
_VERDICT: dict[Check, str] = {
    "verbatim": "Word for word",
    "supported": "Supported",
    "unsupported": "Not supported",
    "unchecked": "Not checked",
    "joining": "No claim",
}
Held = tuple[CheckedSentence, tuple[Citation, ...]]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft with the sentences checked so far; `word` is the uploaded file if it is DOCX."""

    draft: Draft
    name: str
    word: bytes | None
    held: tuple[Held, ...] = ()


class Checks:
    """Checks of drafts; results are remembered for a while and not stored.

    `uploads` is Gradio's folder of uploaded files.
    """

    def __init__(self, desk: Desk, jobs: Jobs, working: Working, uploads: Path) -> None:
        self._desk, self._jobs, self._working, self._uploads = desk, jobs, working, uploads

    def begin(self, reader: str, given: Given) -> PageReply:
        """Check a `draft`, or an uploaded file (`path`), against the articles that pass `filters`."""
        filters = filters_in(given)
        begun = self._uploaded(given) if given.get("path") else _pasted(given)
        sentences = [UncheckedSentence(sentence) for sentence in begun.draft.sentences()]
        if not sentences:
            raise BadQuestion("There is nothing to check yet.", "Paste a draft, or choose a file.")
        if (size := sum(map(len, begun.draft.paragraphs))) > _MOST:
            raise BadQuestion(f"This draft has {size:,} characters, more than {_MOST:,}.", "Check it in parts.")

        def work(job: Job) -> None:
            held: list[Held] = []
            number, waiting = numbers(1), iter(sentences)
            while some := list(islice(waiting, _AT_ONCE)):
                job.report(f"checked {len(held)} of {count(len(sentences), 'sentence')}", len(held) / len(sentences))
                for checked in self._desk.check(some, filters):
                    stored = [one for one in checked.evidence if not one.article.id.startswith(NOT_STORED)]
                    held.append((checked, tuple(citation_of(next(number), one) for one in stored)))
                job.change(shown=replace(begun, held=tuple(held)))

        return self._working.begin(reader, "check", work, _html)

    def export(self, reader: str, given: Given) -> PageReply:
        """A checked draft as a file: `form` is docx (the original with comments) or html."""
        job, form = self._jobs.find(text(given, "job"), reader), text(given, "form")
        if job is None or not isinstance(job.shown, _Checked):
            raise UnknownTalk("check")
        if form not in ("docx", "html"):
            raise BadQuestion("A checked draft is written as a Word document or as HTML.", "Choose one of them.")
        shown: _Checked = job.shown
        checked = [one for one, _ in shown.held]
        checked += [CheckedSentence(one, _NOT_REACHED, ()) for one in shown.draft.sentences()[len(checked) :]]
        report = Report(shown.draft, tuple(checked), self._desk.checked_by)
        if form == "html":
            return download(f"{shown.name}-checked", form, as_html(report, shown.name).encode("utf-8"))
        return download(f"{shown.name}-checked", form, as_docx(report, shown.word))

    def _uploaded(self, given: Given) -> _Checked:
        """The draft in an uploaded file, which is deleted. Raises BadQuestion, BadDraft."""
        (path,) = inside([text(given, "path", 2000)], self._uploads)
        try:
            if wrong := objection(path, ENDINGS, TEXT_ENDINGS):
                raise BadQuestion(f"{path.name}: {wrong}.", "Send a text, Markdown, HTML or Word file.")
            content, ending = path.read_bytes(), path.suffix.lower()
        finally:
            path.unlink(missing_ok=True)
        return _Checked(read_bytes(content, ending, path.name), path.stem, content if ending == ".docx" else None)

    def cited(self, reader: str, rest: Sequence[str]) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        """The citations of a checked draft."""
        job = self._jobs.find(rest[0], reader) if rest else None
        if job is None or not job.shown:
            raise UnknownTalk("check")
        return "What your draft was checked against", [one for _, cited in job.shown.held for one in cited], ()


def _pasted(given: Given) -> _Checked:
    return _Checked(read_bytes(text(given, "draft", _MOST).encode("utf-8"), ".md"), "draft", None)


def _html(job: Job) -> str:
    shown: _Checked = job.shown
    held, draft = shown.held, shown.draft
    found = [checked.verdict.check for checked, _ in held]
    counts = ", ".join(f"{found.count(check)} {label.lower()}" for check, label in _VERDICT.items() if check in found)
    notes = "".join(f'<p class="note soft">{plain(note)}</p>' for note in draft.notes)
    first = 0 if job.ended else max(0, len(held) - _GROWING)
    rest = f'<p class="soft">The first {first} are shown when the rest is done.</p>' if first else ""
    rows = "".join(_sentence(checked, cited) for checked, cited in held[first:])
    forms = "".join(
        f'<button type="button" data-do="export-check" data-form="{form}">{label}</button>'
        for form, label in (("docx", "Word, with comments"), ("html", "HTML"))
    )
    saved = f'<p class="downloads"><span class="soft">Download:</span> {forms}</p>' if job.ended else ""
    return (
        f'<div class="checked" data-of="check/{plain(job.id)}" data-check="{plain(job.id)}">'
        f'<p role="status"><b>{count(len(held), "sentence")}</b>: {counts}</p>{saved}{notes}{rest}<ol>{rows}</ol></div>'
    )


def _sentence(checked: CheckedSentence, cited: Sequence[Citation]) -> str:
    verdict = checked.verdict
    by_number = {one.number: one for one in cited}
    stored = [at for at, one in enumerate(checked.evidence, 1) if not one.article.id.startswith(NOT_STORED)]
    against = {one.number: one for at, one in zip(stored, cited, strict=True) if at in checked.disputed_by}
    disputed = f'<p class="soft">Disputed by {marks(against, against)}</p>' if against else ""
    words = "".join(f"<li>{plain(one)}</li>" for one in verdict.words)
    missing = f'<ul class="missing" aria-label="Words that are not supported">{words}</ul>' if words else ""
    reason = "" if verdict.check in ("verbatim", "joining") else f'<span class="soft">{plain(verdict.reason)}</span>'
    return (
        f'<li class="{verdict.check}">'
        f'<p class="words" dir="auto">{plain(checked.text)}{marks(by_number, by_number)}</p>'
        f'<p><span class="badge {verdict.check}">{_VERDICT[verdict.check]}</span> {reason}</p>{missing}{disputed}</li>'
    )
