"""The evidence pane: cards of citations of a turn, briefing or checked draft, and whole articles. Floor 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.desk import Desk
from assistant.errors import UnknownTalk, UnknownVersion
from assistant.page.article import article_html
from assistant.page.given import Given, PageReply, text
from assistant.page.jobs import Jobs
from assistant.page.pane import pane_html, quoted_in
from assistant.talks.store import TalkBook
from assistant.types import Citation, Origin


class Cited(Protocol):
    """Finds what something cites: a heading, the citations, and their origins."""

    def __call__(self, reader: str, rest: Sequence[str]) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        """`rest` is its id within its kind. Raises UnknownTalk."""
        ...


class EvidencePane:
    """The evidence pane of every tab. `kinds` finds citations by the first word of `of`."""

    def __init__(self, desk: Desk, talks: TalkBook, jobs: Jobs, kinds: dict[str, Cited]) -> None:
        self._catalog, self._talks, self._jobs = desk.catalog, talks, jobs
        self._kinds: dict[str, Cited] = {"talk": self._turn, **kinds}

    def evidence(self, reader: str, given: Given) -> PageReply:
        """The cards of `of`, such as "talk/ID/3" for the third turn of a talk."""
        heading, citations, origins = self._cited(reader, text(given, "of"))
        return {"html": pane_html(heading, citations, origins, quoted_in(self._catalog))}

    def article(self, reader: str, given: Given) -> PageReply:
        """An article, by default its current `version`, with the citations of `of` marked."""
        present = self._catalog.article(text(given, "article"))
        kept = self._catalog.history(present.id)
        wanted = text(given, "version") or present.version
        found = next((one.article for one in reversed(kept) if one.article.version == wanted), None)
        if found is None:
            raise UnknownVersion(present.id, str(wanted), [str(one.article.version) for one in kept])
        citations = self._cited(reader, text(given, "of"))[1] if given.get("of") else ()
        own = [one for one in citations if one.article_id == present.id]
        return {"html": article_html(found, kept, self._catalog.relatives(present), own)}

    def _cited(self, reader: str, of: str) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        kind, *rest = of.split("/")
        if kind not in self._kinds:
            raise UnknownTalk("answer")
        return self._kinds[kind](reader, rest)

    def _turn(self, reader: str, rest: Sequence[str]) -> tuple[str, Sequence[Citation], Sequence[Origin]]:
        talk, place = (*rest, "", "")[:2]
        _, turn = self._talks.turn(reader, talk, int(place) if place.isdecimal() and len(place) < 7 else 0)
        if turn is None:
            raise UnknownTalk("answer")
        answer = turn.answer
        for job in self._jobs.of_key(talk, reader):  # an answer in progress has its evidence already
            answer = answer or job.shown
        return (turn.question, answer.citations, answer.origins) if answer else (turn.question, (), ())
