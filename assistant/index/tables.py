"""The tables that every catalogue has, in the SQL that SQLite and PostgreSQL share. Floor 1."""

from __future__ import annotations

TABLES = """
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
INDEXES = """
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


def statements(script: str) -> list[str]:
    """Each statement of several."""
    return [one for one in script.split(";\n") if one.strip()]
