"""Briefings on the page: written, stored, shown, compared with an earlier one, downloaded. Floor 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from assistant.briefing.forms.output import FORMS, briefing_bytes
from assistant.briefing.types import Briefing, Length
from assistant.desk import Desk
from assistant.errors import BadQuestion, UnknownTalk
from assistant.markup import count, day_name, plain
from assistant.page.given import Given, PageReply, filters_in, text
from assistant.page.jobs import Job
from assistant.page.shelf import download
from assistant.page.working import Working
from assistant.talks.rebuild import rebuilt
from assistant.talks.store import TalkBook
from assistant.types import Citation, Origin

_MOST = 300  # characters of a topic


class Briefs:
    """The briefings of all readers over one desk."""

    def __init__(self, desk: Desk, talks: TalkBook, working: Working) -> None:
        self._desk, self._talks, self._working = desk, talks, working

    def begin(self, reader: str, given: Given) -> PageReply:
        """Write one on `topic` with `length` and `filters`, compared with the stored one of id `earlier`."""
        from assistant.briefing.compare import earlier_of

        topic = " ".join(text(given, "topic", _MOST).split())
        if not topic:
            raise BadQuestion("There is no topic yet.", "Name what the briefing is to be about.")
        length = text(given, "length")
        size = cast(Length, length if length in ("short", "standard", "long") else "standard")
        filters, before = filters_in(given), text(given, "earlier")
        earlier = None
        if before:
            kept = self._talks.briefing(reader, before)
            earlier = earlier_of(_rebuilt(kept.content), f"the briefing of {day_name(kept.made[:10])}")

        def work(job: Job) -> None:
            made = self._desk.brief(topic, filters, size, progress=job.report, earlier=earlier)
            self._desk.keep("briefing", topic, made.citations)
            job.change(shown=(self._talks.keep_briefing(reader, topic, asdict(made)), made))

        return self._working.begin(reader, "brief", work, lambda job: self._html(*job.shown))

    def briefings(self, reader: str, given: Given) -> PageReply:
        """The stored briefings, latest first."""
        lines = self._talks.briefings(reader)
        rows = "".join(
            f'<li data-briefing="{plain(one.id)}"><button type="button" class="link" data-do="open-briefing" '
            f'dir="auto">{plain(one.topic)}</button> '
            f'<span class="soft">{plain(day_name(one.made[:10]))}, {one.made[11:16]} UTC</span>'
            '<span class="row-actions"><button type="button" data-do="compare-briefing">What changed since</button>'
            '<button type="button" data-do="delete-briefing">Delete</button></span></li>'
            for one in lines
        )
        return {"html": f'<h2>Kept briefings</h2><ul class="kept">{rows}</ul>' if rows else ""}

    def open(self, reader: str, given: Given) -> PageReply:
        """A stored briefing with its topic, length and filters."""
        kept = self._talks.briefing(reader, text(given, "id"))
        briefing = _rebuilt(kept.content)
        return {
            "html": self._html(kept.id, briefing), "topic": kept.topic, "length": briefing.length,
            "filters": {**asdict(briefing.filters), "outlets": list(briefing.filters.outlets)},
        }  # fmt: skip

    def export(self, reader: str, given: Given) -> PageReply:
        """A stored briefing as a file in the given `form`."""
        kept, form = self._talks.briefing(reader, text(given, "id")), text(given, "form")
        if f".{form}" not in FORMS:
            raise BadQuestion("There is no such form of a briefing.", "Choose one of those that are offered.")
        return download(kept.topic, form, briefing_bytes(_rebuilt(kept.content), f".{form}"))

    def cited(self, reader: str, rest: Sequence[str]) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        """The title, citations and origins of a stored briefing."""
        if not rest:
            raise UnknownTalk("briefing")
        briefing = _rebuilt(self._talks.briefing(reader, rest[0]).content)
        return f"Briefing: {briefing.topic}", briefing.citations, briefing.origins

    def _html(self, id_: str, briefing: Briefing) -> str:
        """The document with downloads and table of contents on top."""
        from assistant.briefing.forms.html import as_page

        body, headings = as_page(briefing, "b-")
        forms = "".join(
            f'<button type="button" data-do="export-briefing" data-form="{ending[1:]}">{form.label}</button>'
            for ending, form in FORMS.items()
        )
        contents = "".join(f'<li><a href="#{anchor}">{plain(words)}</a></li>' for anchor, words in headings)
        about = count(len({one.article_id for one in briefing.citations}), "article")
        return (
            f'<div class="briefing" data-of="briefing/{plain(id_)}" data-briefing="{plain(id_)}">'
            f'<div class="on-top"><p class="downloads"><span class="soft">From {about}. Download:</span> {forms}</p>'
            f'<nav aria-label="Contents"><ul class="contents">{contents}</ul></nav></div>{body}</div>'
        )


def _rebuilt(content: Mapping[str, Any]) -> Briefing:
    """A stored briefing; those of earlier releases have no sections of rows, but `unknown` alone."""
    if "row_sections" not in content:
        open_points = {"name": "unknown", "heading": "What is not known", "rows": content.get("unknown", ())}
        content = {**content, "row_sections": [open_points]}
    return rebuilt(Briefing, content)
