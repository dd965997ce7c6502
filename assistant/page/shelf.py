"""Lists, renames, deletes, exports and rates a reader's talks; fills the frame around them. Floor 4."""

from __future__ import annotations

import base64
import re
from typing import Literal, cast

from assistant.desk import Desk
from assistant.errors import BadQuestion, NoIndex
from assistant.index.catalog import Listing
from assistant.index.stale import stale_quotes
from assistant.page.given import Given, PageReply, number, text
from assistant.page.lists import bar_html, stale_html, talks_html, welcome_html
from assistant.page.news import CorpusNews
from assistant.page.writers import Writers
from assistant.talks.export import talk_docx, talk_markdown, turn_footnotes
from assistant.talks.store import TalkBook
from assistant.talks.types import KeptTalk, Rating


class Shelf:
    """What the page shows around the current talk."""

    def __init__(self, desk: Desk, talks: TalkBook, writers: Writers, news: CorpusNews) -> None:
        self._desk, self._talks, self._writers, self._news = desk, talks, writers, news

    def home(self, reader: str, given: Given) -> PageReply:
        """Everything a newly loaded page needs."""
        listing = self._listing()
        outlets = sorted({line.outlet for line in listing if line.outlet})
        bar = self.bar(reader, given)
        kept = "" if self._talks.lasting else "Talks are not kept: the home folder is not writable."
        return {
            **bar, **self.talks(reader, given), "welcome": welcome_html(listing), "outlets": outlets,
            "models": list(self._writers.names), "empty": not listing, "notice": kept,
        }  # fmt: skip

    def bar(self, reader: str, given: Given) -> PageReply:
        """The bar for the current index and the chosen `model`."""
        model = text(given, "model")
        desk = self._writers.desk(model if model in self._writers.names else "")
        try:
            listing, found = self._desk.listing(), stale_quotes(self._desk.catalog)
        except NoIndex:
            listing, found = [], []
        return {"bar": bar_html(desk.settings.model, listing, desk.checked_by, found, self._news.number(reader))}

    def stale(self, reader: str, given: Given) -> PageReply:
        """The answers and briefings with outdated quotes."""
        return {"html": stale_html(stale_quotes(self._desk.catalog))}

    def talks(self, reader: str, given: Given) -> PageReply:
        """The reader's talks that contain `wanted`."""
        wanted = text(given, "wanted")
        return {"talks": talks_html(self._talks.talks(reader, wanted), wanted)}

    def rename(self, reader: str, given: Given) -> PageReply:
        """Set the `title` of `talk`."""
        self._talks.rename(reader, text(given, "talk"), text(given, "title", 1000))
        return self.talks(reader, given)

    def delete(self, reader: str, given: Given) -> PageReply:
        """Delete `id`, a talk or a briefing, as `kind` says; `restore` undoes it."""
        self._talks.delete(reader, _kind(given), text(given, "id"))
        return self.talks(reader, given)

    def restore(self, reader: str, given: Given) -> PageReply:
        """Bring back what was deleted."""
        self._talks.restore(reader, _kind(given), text(given, "id"))
        return self.talks(reader, given)

    def rate(self, reader: str, given: Given) -> PageReply:
        """Store the reader's `rating` of an answer (up, down or "") with a `reason`."""
        way = text(given, "rating")
        rating = cast(Rating, way) if way in ("up", "down") else None
        self._talks.rate(reader, text(given, "talk"), number(given, "number"), rating, text(given, "reason", 2000))
        return {}

    def copy(self, reader: str, given: Given) -> PageReply:
        """One answer as text with footnotes, for the clipboard."""
        turn = self._talks.talk(reader, text(given, "talk")).turn(number(given, "number"))
        return {"text": turn_footnotes(turn) if turn else ""}

    def export(self, reader: str, given: Given) -> PageReply:
        """A talk, or only its turn `number`, as a file; `form` is md or docx."""
        talk = self._talks.talk(reader, text(given, "talk"))
        if only := number(given, "number"):
            turn = talk.turn(only)
            talk = KeptTalk(talk.id, turn.question if turn else talk.title, talk.changed, (turn,) if turn else ())
        form = text(given, "form")
        if form not in ("md", "docx"):
            raise BadQuestion("A talk is written as Markdown or as a Word document.", "Choose one of them.")
        content = talk_markdown(talk).encode("utf-8") if form == "md" else talk_docx(talk)
        return download(talk.title, form, content)

    def _listing(self) -> list[Listing]:
        try:
            return self._desk.listing()
        except NoIndex:
            return []


def download(title: str, ending: str, content: bytes) -> PageReply:
    """A file for the browser to save, as base64."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "sayso"
    return {"name": f"{name}.{ending}", "content": base64.b64encode(content).decode("ascii")}


def _kind(given: Given) -> Literal["talk", "briefing"]:
    return "briefing" if text(given, "kind") == "briefing" else "talk"
