"""Keeps what answers and briefings quoted, so that a later change of an article can be reported. Floor 1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Literal

from assistant.errors import HomeBusy, HomeUnusable
from assistant.index.database import Part
from assistant.index.versions import now
from assistant.types import Citation

_MOST = 2000  # answers and briefings kept; older ones are deleted
Written = Literal["answer", "briefing"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted span: characters `start` to `end` of the article's version `version` (None where not known)."""

    article_id: str
    version: str | None
    start: int
    end: int
    quote: str
    outlet: str | None

    @classmethod
    def of(cls, citation: Citation) -> Quote:
        """The quote of a citation."""
        return cls(citation.article_id, citation.version, citation.start, citation.end, citation.quote, citation.outlet)


@dataclass(frozen=True, slots=True)
class KeptQuotes:
    """The quotes of one answer or briefing, the question or topic `asked`, and when it was `made` (ISO time)."""

    kind: Written
    asked: str
    made: str
    quotes: tuple[Quote, ...]


class QuoteBook(Part):
    """The kept quotes in the catalogue."""

    def keep_quotes(self, kind: Written, asked: str, citations: Iterable[Citation]) -> None:
        """Keep the quotes of an answer or a briefing; the same one made again replaces the earlier.

        Nothing is kept of one without citations, in a read-only home, or while another process holds the write lock.
        """
        quotes = json.dumps([astuple(Quote.of(one)) for one in citations], ensure_ascii=False)
        if quotes == "[]" or not self.database.writable:
            return
        try:
            if not self.database.has("kept"):
                self.database.create()
            with self._write() as db:
                db.execute("DELETE FROM kept WHERE kind = ? AND asked = ? AND quotes = ?", (kind, asked, quotes))
                row = (kind, asked, now(), quotes)
                db.execute("INSERT INTO kept (kind, asked, made, quotes) VALUES (?, ?, ?, ?)", row)
                db.execute("DELETE FROM kept WHERE number <= (SELECT max(number) FROM kept) - ?", (_MOST,))
        except (HomeBusy, HomeUnusable):  # another ingest is running, or the folder is read-only
            pass

    def kept_quotes(self) -> Iterator[KeptQuotes]:
        """Everything kept, the latest first."""
        if not self.database.has("kept"):
            return
        rows = self._db().execute("SELECT kind, asked, made, quotes FROM kept ORDER BY number DESC")
        for kind, asked, made, quotes in rows:
            yield KeptQuotes(kind, asked, made, tuple(Quote(*one) for one in json.loads(quotes)))
