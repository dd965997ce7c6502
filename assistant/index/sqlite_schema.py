"""The schema of the catalogue in SQLite, and its migration from earlier releases. Floor 1."""

from __future__ import annotations

import sqlite3
import uuid

from assistant.index.grams import grams_of
from assistant.index.sentence_stems import sentence_stems
from assistant.index.tables import INDEXES, TABLES, statements
from assistant.index.versions import version_of

VERSION = 2
"""Of the schema, kept in the file as its `user_version`; 1 was that of release 0.1.0."""
_WORDS = """
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(
    title, outlet, published, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_grams USING fts5(body);
DROP INDEX IF EXISTS article_state;
"""


def bring_up(db: sqlite3.Connection) -> None:
    """Create missing tables and migrate those of an earlier release, within the caller's transaction.

    A new catalogue gets a random name, from which its collection in a shared vector store is named.
    """
    new = not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone()
    _run(db, TABLES)
    _run(db, _WORDS)
    there = {row[1] for row in db.execute("PRAGMA table_info(article)")}
    for column in ("version", "family", "details", "seen"):
        if column not in there:
            db.execute(f"ALTER TABLE article ADD COLUMN {column} TEXT")
    _run(db, INDEXES)
    if db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        _fill(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
    if not db.execute("SELECT 1 FROM meta WHERE key = 'home'").fetchone():
        name = uuid.uuid4().hex[:16]
        db.execute("INSERT INTO meta VALUES ('home', ?)", (name,))
        if new:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('collection', ?)", (f"sayso-{name}-1",))


def _fill(db: sqlite3.Connection) -> None:
    """Compute what an earlier release did not store."""
    without_stems = db.execute(
        "SELECT p.number, w.body FROM passage p CROSS JOIN passage_words w ON w.rowid = p.number"
        " WHERE p.number NOT IN (SELECT number FROM passage_told)"
    )
    db.executemany(
        "INSERT INTO passage_told VALUES (?, ?)", ((n, sentence_stems(body)) for n, body in without_stems.fetchall())
    )
    rows = db.execute("SELECT id, title, text FROM article WHERE version IS NULL").fetchall()
    for id_, title, text in rows:
        db.execute(
            "UPDATE article SET version = ?, family = id, details = coalesce(details, '{}') WHERE id = ?",
            (version_of(title, text), id_),
        )
    for number, body in db.execute("SELECT rowid, body FROM passage_words").fetchall():
        if grams := grams_of(body):
            db.execute("INSERT INTO passage_grams (rowid, body) VALUES (?, ?)", (number, grams))


def _run(db: sqlite3.Connection, script: str) -> None:
    """Run statements one by one: `executescript` would commit the transaction."""
    for statement in statements(script):
        db.execute(statement)
