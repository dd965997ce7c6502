"""The tables of the catalogue in SQLite, and how one of an earlier release becomes one of this. Floor 1."""

from __future__ import annotations

import sqlite3
import uuid

from assistant.index.grams import grams_of
from assistant.index.told import told
from assistant.index.versions import version_of

VERSION = 2
"""Of the schema, kept in the file as its `user_version`; 1 was that of release 0.1.0."""
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, identity TEXT UNIQUE NOT NULL, content_digest TEXT NOT NULL, state TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT, outlet TEXT, published TEXT, url TEXT, author TEXT, language TEXT,
    form TEXT NOT NULL, source TEXT NOT NULL, metadata TEXT NOT NULL, version TEXT, family TEXT, details TEXT, seen TEXT
);
CREATE TABLE IF NOT EXISTS source (source TEXT PRIMARY KEY, raw_digest TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS passage_told (number INTEGER PRIMARY KEY, told TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(
    title, outlet, published, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_grams USING fts5(body);
CREATE TABLE IF NOT EXISTS version (
    article_id TEXT NOT NULL, number INTEGER NOT NULL, version TEXT NOT NULL, text TEXT NOT NULL, title TEXT,
    outlet TEXT, published TEXT, url TEXT, author TEXT, language TEXT, form TEXT NOT NULL, source TEXT NOT NULL,
    metadata TEXT NOT NULL, family TEXT, details TEXT, seen TEXT, PRIMARY KEY (article_id, number)
);
CREATE TABLE IF NOT EXISTS fingerprint (
    hash INTEGER NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feed (
    address TEXT PRIMARY KEY, title TEXT, added TEXT NOT NULL, checked TEXT, problem TEXT
);
CREATE TABLE IF NOT EXISTS fetched (address TEXT PRIMARY KEY, etag TEXT, modified TEXT);
CREATE TABLE IF NOT EXISTS kept (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, asked TEXT NOT NULL, made TEXT NOT NULL, quotes TEXT NOT NULL
);
"""
_INDEXES = """
DROP INDEX IF EXISTS article_state;
CREATE INDEX IF NOT EXISTS article_content ON article (content_digest);
CREATE INDEX IF NOT EXISTS article_day ON article (state, published);
CREATE INDEX IF NOT EXISTS article_outlet ON article (state, outlet, published);
CREATE INDEX IF NOT EXISTS article_of ON article (outlet, id);
CREATE INDEX IF NOT EXISTS article_facts ON article (id, state, outlet, published);
CREATE INDEX IF NOT EXISTS article_family ON article (family);
CREATE INDEX IF NOT EXISTS source_article ON source (article_id);
CREATE INDEX IF NOT EXISTS passage_article ON passage (article_id);
CREATE INDEX IF NOT EXISTS fingerprint_article ON fingerprint (article_id);
"""


def bring_up(db: sqlite3.Connection) -> None:
    """Make the tables that are missing, and what a catalogue of an earlier release lacks; within the transaction.

    A new catalogue gets a name of its own, under which its vectors lie in a store that many homes may share.
    """
    new = not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone()
    _run(db, _TABLES)
    there = {row[1] for row in db.execute("PRAGMA table_info(article)")}
    for column in ("version", "family", "details", "seen"):
        if column not in there:
            db.execute(f"ALTER TABLE article ADD COLUMN {column} TEXT")
    _run(db, _INDEXES)
    if db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        _fill(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
    if not db.execute("SELECT 1 FROM meta WHERE key = 'home'").fetchone():
        name = uuid.uuid4().hex[:16]
        db.execute("INSERT INTO meta VALUES ('home', ?)", (name,))
        if new:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('collection', ?)", (f"sayso-{name}-1",))


def _fill(db: sqlite3.Connection) -> None:
    """Work out what an earlier release did not store."""
    untold = db.execute(
        "SELECT p.number, w.body FROM passage p CROSS JOIN passage_words w ON w.rowid = p.number"
        " WHERE p.number NOT IN (SELECT number FROM passage_told)"
    )
    db.executemany("INSERT INTO passage_told VALUES (?, ?)", ((n, told(body)) for n, body in untold.fetchall()))
    rows = db.execute("SELECT id, title, text FROM article WHERE version IS NULL").fetchall()
    for id_, title, text in rows:
        db.execute(
            "UPDATE article SET version = ?, family = id, details = coalesce(details, '{}') WHERE id = ?",
            (version_of(title, text), id_),
        )
    for number, body in db.execute("SELECT rowid, body FROM passage_words").fetchall():
        if grams := grams_of(body):
            db.execute("INSERT INTO passage_grams (rowid, body) VALUES (?, ?)", (number, grams))


def _run(db: sqlite3.Connection, statements: str) -> None:
    """Each statement by itself: `executescript` would end the transaction."""
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)
