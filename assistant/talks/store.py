"""Stores talks and briefings of readers, in the home or in PostgreSQL. Floor 1.

A reader is an unguessable id that a browser keeps, or a login. Every call names the reader, and sees only their own.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UnknownTalk
from assistant.index.database import Connection, placeholders
from assistant.settings import Settings
from assistant.talks.file import TalkFile
from assistant.talks.rebuild import rebuilt
from assistant.talks.tables import TalkDatabase, TalkTables
from assistant.talks.types import BriefingLine, KeptBriefing, KeptTalk, KeptTurn, Rating, TalkLine, TurnState
from assistant.types import Answer, Filters

_TITLE = 80
_TURN = "talk, number, after, question, filters, state, answer, problem, made, rating, reason, worded"
_TURN_OF = ", ".join(f"turn.{name}" for name in _TURN.split(", "))
_VISIT = timedelta(minutes=30)  # a longer absence ends a visit
_NOTED = timedelta(minutes=2)  # precision of the end of a visit
_UNDO = timedelta(minutes=15)  # how long a deletion can be undone


class TalkBook:
    """The talks and briefings in a home's SQLite file, or in another store.

    `lasting` is False if they are lost with the process, since the home is not writable.
    """

    def __init__(self, place: Path | TalkDatabase) -> None:
        self._kept: TalkDatabase = TalkFile(place) if isinstance(place, Path) else place
        self.lasting = self._kept.lasting

    def begin(self, reader: str, title: str) -> str:
        """Start a talk and return its unguessable id."""
        id_, made = secrets.token_urlsafe(12), now_utc()
        with self._write() as db:
            db.execute("INSERT INTO talk VALUES (?, ?, ?, ?, ?, NULL)", (id_, reader, _title(title), made, made))
        return id_

    def talks(self, reader: str, wanted: str = "") -> list[TalkLine]:
        """The reader's talks, latest first; with `wanted`, only those with it in title, questions or answers."""
        query = "SELECT id, title, changed FROM talk WHERE reader = ? AND deleted IS NULL"
        values = [reader]
        if wanted.strip():
            like = "%" + "".join(f"\\{char}" if char in "%_\\" else char for char in wanted.strip()) + "%"
            query += (
                " AND (title LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM turn WHERE turn.talk = talk.id AND"
                " (question LIKE ? ESCAPE '\\' OR json_extract(answer, '$.text') LIKE ? ESCAPE '\\')))"
            )
            values += [like] * 3
        with self._kept.reading() as db:
            return [TalkLine(*row) for row in db.execute(f"{query} ORDER BY changed DESC, made DESC, id", values)]

    def talk(self, reader: str, talk: str) -> KeptTalk:
        """A talk with its turns. Raises UnknownTalk."""
        with self._kept.reading() as db:
            title, changed = self._own(db, reader, talk)
            rows = db.execute(f"SELECT {_TURN} FROM turn WHERE talk = ? ORDER BY number", (talk,)).fetchall()
            return KeptTalk(talk, title, changed, tuple(map(_turn, rows)))

    def turn(self, reader: str, talk: str, number: int) -> tuple[str, KeptTurn | None]:
        """The title of a talk, and the turn of a number or None. Raises UnknownTalk."""
        with self._kept.reading() as db:
            title, _ = self._own(db, reader, talk)
            row = db.execute(f"SELECT {_TURN} FROM turn WHERE talk = ? AND number = ?", (talk, number)).fetchone()
            return title, _turn(row) if row else None

    def last(self, reader: str, talk: str) -> int:
        """The number of the last turn of a talk, 0 if it has none. Raises UnknownTalk."""
        with self._kept.reading() as db:
            self._own(db, reader, talk)
            row = db.execute("SELECT coalesce(max(number), 0) FROM turn WHERE talk = ?", (talk,)).fetchone()
            return int(row[0])

    def ask(
        self, reader: str, talk: str, question: str, filters: Filters, *,
        after: int, instead: int = 0, worded: bool = False,
    ) -> int:  # fmt: skip
        """Store a question that is being answered, and return its number; `instead` replaces the last turn.

        Raises UnknownTalk.
        """
        with self._write() as db:
            self._own(db, reader, talk)
            (last,) = db.execute("SELECT coalesce(max(number), 0) FROM turn WHERE talk = ?", (talk,)).fetchone()
            number = instead if instead and instead == last else last + 1
            after, given, made = min(after, number - 1), _json(asdict(filters)), now_utc()
            values = (talk, number, after, question, given, "asking", None, "", made, None, "", int(worded))
            db.execute("DELETE FROM turn WHERE talk = ? AND number = ?", (talk, number))
            db.execute(f"INSERT INTO turn ({_TURN}) VALUES ({placeholders(values)})", values)
            db.execute("UPDATE talk SET changed = ? WHERE id = ?", (made, talk))
            return int(number)

    def settle(self, talk: str, number: int, state: TurnState, answer: Answer | None, problem: str = "") -> None:
        """Store the outcome of a question; nothing if its talk was deleted meanwhile."""
        content = _json(asdict(answer)) if answer else None
        with self._write() as db:
            query = "UPDATE turn SET state = ?, answer = ?, problem = ? WHERE talk = ? AND number = ?"
            db.execute(query, (state, content, problem, talk, number))

    def rate(self, reader: str, talk: str, number: int, rating: Rating | None, reason: str = "") -> None:
        """Store the reader's rating of an answer; None removes it. Raises UnknownTalk."""
        with self._write() as db:
            self._own(db, reader, talk)
            query = "UPDATE turn SET rating = ?, reason = ? WHERE talk = ? AND number = ?"
            db.execute(query, (rating, reason[:2000], talk, number))

    def rename(self, reader: str, talk: str, title: str) -> None:
        """Rename a talk; an empty title changes nothing. Raises UnknownTalk."""
        with self._write() as db:
            self._own(db, reader, talk)
            if title.strip():
                db.execute("UPDATE talk SET title = ? WHERE id = ?", (_title(title), talk))

    def delete(self, reader: str, kind: Literal["talk", "briefing"], id_: str) -> None:
        """Delete a talk or a briefing; `restore` can undo it for a quarter of an hour."""
        self._mark(reader, kind, id_, now_utc())

    def restore(self, reader: str, kind: Literal["talk", "briefing"], id_: str) -> None:
        """Undo a deletion, if it is not too late."""
        self._mark(reader, kind, id_, None)

    def keep_briefing(self, reader: str, topic: str, content: dict[str, Any]) -> str:
        """Store a briefing and return its id."""
        id_ = secrets.token_urlsafe(12)
        with self._write() as db:
            db.execute(
                "INSERT INTO briefing VALUES (?, ?, ?, ?, ?, NULL)", (id_, reader, topic, now_utc(), _json(content))
            )
        return id_

    def briefings(self, reader: str) -> list[BriefingLine]:
        """The reader's briefings, latest first."""
        query = "SELECT id, topic, made FROM briefing WHERE reader = ? AND deleted IS NULL ORDER BY made DESC, id"
        with self._kept.reading() as db:
            return [BriefingLine(*row) for row in db.execute(query, (reader,))]

    def briefing(self, reader: str, id_: str) -> KeptBriefing:
        """A stored briefing. Raises UnknownTalk."""
        query = "SELECT id, topic, made, told FROM briefing WHERE reader = ? AND id = ? AND deleted IS NULL"
        with self._kept.reading() as db:
            row = db.execute(query, (reader, id_)).fetchone()
        if row is None:
            raise UnknownTalk("briefing")
        return KeptBriefing(row[0], row[1], row[2], json.loads(row[3]))

    def visit(self, reader: str, moment: datetime | None = None) -> str | None:
        """Record a visit and return when the previous one ended, as an ISO time; None on the first."""
        here = moment or datetime.now(timezone.utc)
        with self._kept.reading() as db:
            row = db.execute("SELECT before, last FROM visit WHERE reader = ?", (reader,)).fetchone()
        before, last = (row[0], datetime.fromisoformat(row[1])) if row else (None, None)
        if last and here - last > _VISIT:
            before = last.isoformat(timespec="seconds")
        if last is None or here - last > _NOTED:
            with self._write() as db:
                values = (reader, before, here.isoformat(timespec="seconds"))
                db.execute("DELETE FROM visit WHERE reader = ?", (reader,))
                db.execute("INSERT INTO visit VALUES (?, ?, ?)", values)
        return before

    def rated(self) -> Iterator[KeptTurn]:
        """Every rated turn of all readers, earliest first; deleted ones are left out."""
        query = (
            f"SELECT {_TURN_OF} FROM turn JOIN talk ON talk.id = turn.talk WHERE rating IS NOT NULL AND deleted IS NULL"
            " ORDER BY turn.made, number"
        )
        with self._kept.reading() as db:
            yield from map(_turn, db.execute(query).fetchall())

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction; it first purges what was deleted too long ago to be restored."""
        with self._kept.writing() as db:
            gone = (datetime.now(timezone.utc) - _UNDO).isoformat(timespec="seconds")
            db.execute("DELETE FROM turn WHERE talk IN (SELECT id FROM talk WHERE deleted < ?)", (gone,))
            for table in ("talk", "briefing"):
                db.execute(f"DELETE FROM {table} WHERE deleted < ?", (gone,))
            yield db

    def _mark(self, reader: str, kind: str, id_: str, deleted: str | None) -> None:
        with self._write() as db:
            db.execute(f"UPDATE {kind} SET deleted = ? WHERE reader = ? AND id = ?", (deleted, reader, id_))

    @staticmethod
    def _own(db: Connection, reader: str, talk: str) -> tuple[str, str]:
        query = "SELECT title, changed FROM talk WHERE id = ? AND reader = ? AND deleted IS NULL"
        row = db.execute(query, (talk, reader)).fetchone()
        if row is None:
            raise UnknownTalk("talk")
        return str(row[0]), str(row[1])


def open_talks(settings: Settings) -> TalkBook:
    """The talk store of the settings: in PostgreSQL with the catalogue, or in the home."""
    if settings.catalog:
        from assistant.index.postgres import open_postgres

        return TalkBook(TalkTables(open_postgres(settings.as_given(settings.catalog))))
    return TalkBook(settings.home)


def copy_talks(settings: Settings, address: str) -> int:
    """Copy the talks and briefings of the settings to PostgreSQL; returns the number of talks."""
    from assistant.index.postgres import open_postgres

    source, target = open_talks(settings)._kept, TalkTables(open_postgres(address))
    with source.reading() as old, target.writing() as new:
        for table in ("talk", "turn", "briefing", "visit"):
            for row in old.execute(f"SELECT * FROM {table}").fetchall():
                new.execute(f"INSERT INTO {table} VALUES ({placeholders(row)}) ON CONFLICT DO NOTHING", row)
        return int(old.execute("SELECT count(*) FROM talk").fetchone()[0])


def now_utc() -> str:
    """The current time in UTC as an ISO string."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")


def _turn(row: tuple[Any, ...]) -> KeptTurn:
    _, number, after, question, filters, state, answer, problem, made, rating, reason, worded = row
    return KeptTurn(
        number, question, rebuilt(Filters, json.loads(filters)), state,
        rebuilt(Answer, json.loads(answer)) if answer else None, problem, made, after, rating, reason,
        bool(worded),
    )  # fmt: skip


def _title(text: str) -> str:
    """A title on one line, truncated at a word."""
    words = " ".join(text.split())
    return words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + " …"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
