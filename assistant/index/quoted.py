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

_MOST = 2000  # answers and briefings: the earliest are forgotten
Written = Literal["answer", "briefing"]


@dataclass(frozen=True, slots=True)
class Quote:
    """What was quoted: `version` names the text in which it stood from `start` to `end`, None where not known."""

    article_id: str
    version: str | None
    start: int
    end: int
    quote: str
    outlet: str | None

    @classmethod
    def of(cls, citation: Citation) -> Quote:
        """A citation, as much of it as is kept."""
        return cls(citation.article_id, citation.version, citation.start, citation.end, citation.quote, citation.outlet)


@dataclass(frozen=True, slots=True)
class KeptQuotes:
    """The quotes of one answer or briefing: what was asked, and when it was made (an ISO time)."""

    kind: Written
    asked: str
    made: str
    quotes: tuple[Quote, ...]


class QuoteBook(Part):
    """What was quoted, in the catalogue of the home."""

    def keep_quotes(self, kind: Written, asked: str, citations: Iterable[Citation]) -> None:
        """Remember what an answer or a briefing quotes, once where it is made again alike.

        One that cites nothing is not kept, and nothing is in a home that may not be written,
        or that another process writes at the time.
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
        except (HomeBusy, HomeUnusable):  # an ingest at work, a folder not ours
            pass

    def kept_quotes(self) -> Iterator[KeptQuotes]:
        """All that is kept, the latest first."""
        if not self.database.has("kept"):
            return
        rows = self._db().execute("SELECT kind, asked, made, quotes FROM kept ORDER BY number DESC")
        for kind, asked, made, quotes in rows:
            yield KeptQuotes(kind, asked, made, tuple(Quote(*one) for one in json.loads(quotes)))
