"""Keeps a reader's talks in order: lists, renames, deletes, exports and rates them; and the frame around. Floor 4."""

from __future__ import annotations

import base64
import re
from typing import Literal, cast

from assistant.desk import Desk
from assistant.errors import BadQuestion, NoIndex
from assistant.index.catalog import Listing
from assistant.index.stale import stale_quotes
from assistant.page.given import Given, Told, number, text
from assistant.page.lists import bar_html, stale_html, talks_html, welcome_html
from assistant.page.news import News
from assistant.page.writers import Writers
from assistant.talks.export import talk_docx, talk_markdown, turn_footnotes
from assistant.talks.store import TalkBook
from assistant.talks.types import KeptTalk, Rating


class Shelf:
    """What a page shows around its talk."""

    def __init__(self, desk: Desk, talks: TalkBook, writers: Writers, news: News) -> None:
        self._desk, self._talks, self._writers, self._news = desk, talks, writers, news

    def home(self, reader: str, given: Given) -> Told:
        """Everything a fresh page needs. The index may have grown since the last one."""
        listing = self._listing()
        outlets = sorted({line.outlet for line in listing if line.outlet})
        told = self.bar(reader, given)
        kept = "" if self._talks.lasting else "Talks are not kept: the home folder may not be written."
        return {
            **told, **self.talks(reader, given), "welcome": welcome_html(listing), "outlets": outlets,
            "models": list(self._writers.names), "empty": not listing, "notice": kept,
        }  # fmt: skip

    def bar(self, reader: str, given: Given) -> Told:
        """The bar, as the index is now; `model` is the one that the reader has chosen."""
        model = text(given, "model")
        desk = self._writers.desk(model if model in self._writers.names else "")
        try:
            listing, found = self._desk.listing(), stale_quotes(self._desk.catalog)
        except NoIndex:
            listing, found = [], []
        return {"bar": bar_html(desk.settings.model, listing, desk.checked_by, found, self._news.number(reader))}

    def stale(self, reader: str, given: Given) -> Told:
        """What was quoted and no longer stands."""
        return {"html": stale_html(stale_quotes(self._desk.catalog))}

    def talks(self, reader: str, given: Given) -> Told:
        """The reader's talks, those alone that have `wanted`."""
        wanted = text(given, "wanted")
        return {"talks": talks_html(self._talks.talks(reader, wanted), wanted)}

    def rename(self, reader: str, given: Given) -> Told:
        """Call `talk` `title`."""
        self._talks.rename(reader, text(given, "talk"), text(given, "title", 1000))
        return self.talks(reader, given)

    def delete(self, reader: str, given: Given) -> Told:
        """Delete `id`, a talk or a briefing, as `kind` says; `restore` undoes it."""
        self._talks.delete(reader, _kind(given), text(given, "id"))
        return self.talks(reader, given)

    def restore(self, reader: str, given: Given) -> Told:
        """Bring back what was deleted."""
        self._talks.restore(reader, _kind(given), text(given, "id"))
        return self.talks(reader, given)

    def rate(self, reader: str, given: Given) -> Told:
        """Keep what the reader thinks of an answer: `rating` up, down or "", with a `reason`."""
        way = text(given, "rating")
        rating = cast(Rating, way) if way in ("up", "down") else None
        self._talks.rate(reader, text(given, "talk"), number(given, "number"), rating, text(given, "reason", 2000))
        return {}

    def copy(self, reader: str, given: Given) -> Told:
        """One answer as text with footnotes, for the clipboard."""
        turn = self._talks.talk(reader, text(given, "talk")).turn(number(given, "number"))
        return {"text": turn_footnotes(turn) if turn else ""}

    def export(self, reader: str, given: Given) -> Told:
        """A talk, or its turn `number` alone, as a file: its `form` is md or docx."""
        talk = self._talks.talk(reader, text(given, "talk"))
        if only := number(given, "number"):
            turn = talk.turn(only)
            talk = KeptTalk(talk.id, turn.question if turn else talk.title, talk.changed, (turn,) if turn else ())
        form = text(given, "form")
        if form not in ("md", "docx"):
            raise BadQuestion("A talk is written as Markdown or as a Word document.", "Choose one of them.")
        told = talk_markdown(talk).encode("utf-8") if form == "md" else talk_docx(talk)
        return file_told(talk.title, form, told)

    def _listing(self) -> list[Listing]:
        try:
            return self._desk.listing()
        except NoIndex:
            return []


def file_told(title: str, ending: str, content: bytes) -> Told:
    """A file for the browser to save: nothing of it is left on this machine."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "sayso"
    return {"name": f"{name}.{ending}", "content": base64.b64encode(content).decode("ascii")}


def _kind(given: Given) -> Literal["talk", "briefing"]:
    return "briefing" if text(given, "kind") == "briefing" else "talk"
