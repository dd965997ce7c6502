"""A draft from outside held against the index, sentence by sentence, each with its verdict and evidence. Floor 4."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as numbers
from itertools import islice

from assistant.checking.drafts import NOT_STORED, CheckedSentence, Claimed
from assistant.desk import Desk
from assistant.drafts.read import read_bytes
from assistant.errors import BadQuestion, UnknownTalk
from assistant.markup import count, plain
from assistant.page.given import Given, Told, filters_in, text
from assistant.page.jobs import Job, Jobs
from assistant.page.marks import marks
from assistant.page.working import Working
from assistant.types import Check, Citation, Origin
from assistant.writing.numbering import citation_of

_MOST = 60_000  # characters of a draft
_AT_ONCE = 12  # sentences handed to the checker together, so that they share a call
_VERDICT: dict[Check, str] = {
    "verbatim": "Word for word",
    "supported": "Borne out",
    "unsupported": "Not borne out",
    "unchecked": "Not read",
    "joining": "Claims nothing",
}
Held = tuple[CheckedSentence, tuple[Citation, ...]]


class Checks:
    """Drafts of all readers against one index; what came of them is remembered for a while and not kept."""

    def __init__(self, desk: Desk, jobs: Jobs, working: Working) -> None:
        self._desk, self._jobs, self._working = desk, jobs, working

    def begin(self, reader: str, given: Given) -> Told:
        """Check a `draft`, against the articles that pass `filters`."""
        draft = read_bytes(text(given, "draft", _MOST).encode("utf-8"), ".md")
        claims = [Claimed(sentence) for sentence in draft.sentences()]
        if not claims:
            raise BadQuestion("There is nothing to check yet.", "Paste a draft, or choose a file.")
        filters = filters_in(given)

        def work(job: Job) -> None:
            held: list[Held] = []
            number, waiting = numbers(1), iter(claims)
            while some := list(islice(waiting, _AT_ONCE)):
                job.tell(f"checked {len(held)} of {count(len(claims), 'sentence')}", len(held) / len(claims))
                for checked in self._desk.check(some, filters):
                    stored = [one for one in checked.evidence if not one.article.id.startswith(NOT_STORED)]
                    held.append((checked, tuple(citation_of(next(number), one) for one in stored)))
                job.change(shown=tuple(held))

        return self._working.begin(reader, "check", work, lambda job: _html(job.id, job.shown))

    def cited(self, reader: str, rest: Sequence[str]) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        """What the sentences of a checked draft were held against."""
        job = self._jobs.find(rest[0], reader) if rest else None
        if job is None or not job.shown:
            raise UnknownTalk("check")
        return "What your draft was held against", [one for _, cited in job.shown for one in cited], ()


def _html(id_: str, held: Sequence[Held]) -> str:
    found = [checked.verdict.check for checked, _ in held]
    told = ", ".join(f"{found.count(check)} {label.lower()}" for check, label in _VERDICT.items() if check in found)
    rows = "".join(_sentence(checked, cited) for checked, cited in held)
    return (
        f'<div class="checked" data-of="check/{plain(id_)}"><p role="status"><b>{count(len(held), "sentence")}</b>: '
        f"{told}</p><ol>{rows}</ol></div>"
    )


def _sentence(checked: CheckedSentence, cited: Sequence[Citation]) -> str:
    verdict = checked.verdict
    by_number = {one.number: one for one in cited}
    stored = [at for at, one in enumerate(checked.evidence, 1) if not one.article.id.startswith(NOT_STORED)]
    against = {one.number: one for at, one in zip(stored, cited, strict=True) if at in checked.disputed_by}
    disputed = f'<p class="soft">Disputed by {marks(against, against)}</p>' if against else ""
    words = "".join(f"<li>{plain(one)}</li>" for one in verdict.words)
    missing = f'<ul class="missing" aria-label="Words that are not borne out">{words}</ul>' if words else ""
    reason = "" if verdict.check in ("verbatim", "joining") else f'<span class="soft">{plain(verdict.reason)}</span>'
    return (
        f'<li class="{verdict.check}">'
        f'<p class="words" dir="auto">{plain(checked.text)}{marks(by_number, by_number)}</p>'
        f'<p><span class="badge {verdict.check}">{_VERDICT[verdict.check]}</span> {reason}</p>{missing}{disputed}</li>'
    )
