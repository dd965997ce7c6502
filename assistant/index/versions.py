"""Earlier versions of articles: each stays readable, and citable by its version id. Floor 1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from assistant.errors import UnknownVersion
from assistant.index.database import COLUMNS, Connection, Part, placeholders
from assistant.types import Article

_KEPT = (
    "article_id, version, text, title, outlet, published, url, author, language, form, source, metadata, family,"
    " details"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of an article, and when it was stored (`seen`, an ISO time; None where not known)."""

    article: Article
    seen: str | None


class Versions(Part):
    """Reads and keeps the versions of articles."""

    def keep_earlier(self, db: Connection, article: Article) -> None:
        """Within the transaction that stores an article: keep its previous version, if the text or title differs."""
        held = db.execute("SELECT version FROM article WHERE id = ?", (article.id,)).fetchone()
        if held and held[0] != article.version:
            db.execute(
                f"INSERT INTO version ({_KEPT}, number, seen) SELECT {_KEPT.replace('article_id', 'id')},"
                " (SELECT coalesce(max(number), 0) + 1 FROM version WHERE article_id = ?), seen"
                " FROM article WHERE id = ?",
                (article.id, article.id),
            )

    def keep_older(self, article: Article) -> None:
        """Insert a version older than all that are kept; a known version is ignored."""
        with self._write() as db:
            query = "SELECT 1 FROM version WHERE article_id = ? AND version = ?"
            if db.execute(query, (article.id, article.version)).fetchone():
                return
            values = {**stored(article), "seen": now()}
            values["article_id"] = values.pop("id")
            names = ", ".join(values)
            db.execute(
                f"INSERT INTO version ({names}, number) VALUES ({placeholders(values)},"
                " (SELECT coalesce(min(number), 1) - 1 FROM version WHERE article_id = ?))",
                (*values.values(), article.id),
            )

    def earlier_counts(self) -> dict[str, int]:
        """The number of earlier versions by article id; articles without any are left out."""
        if self._is_of_old:
            return {}
        return dict(self._db().execute("SELECT article_id, count(*) FROM version GROUP BY article_id"))

    def seen(self) -> dict[str, str | None]:
        """When the current version of each article was stored, by id; None where not known."""
        if self._is_of_old:
            return {}
        return dict(self._db().execute("SELECT id, seen FROM article"))

    def history(self, article_id: str) -> list[Kept]:
        """All versions of an article, the earliest first, the present one last. Raises UnknownArticle."""
        present = self.article(article_id)  # type: ignore[attr-defined]  # of Catalog, which this is a part of
        db = self._db()
        if self._is_of_old:
            return [Kept(present, None)]
        query = f"SELECT {_KEPT}, seen FROM version WHERE article_id = ? ORDER BY number"
        names = (*_KEPT.replace("article_id", "id").split(", "), "seen")
        rows = [dict(zip(names, row, strict=True)) for row in db.execute(query, (article_id,))]
        (seen,) = db.execute("SELECT seen FROM article WHERE id = ?", (article_id,)).fetchone()
        return [*(Kept(_article(row), row["seen"]) for row in rows), Kept(present, seen)]

    def version(self, article_id: str, version: str) -> Article:
        """The article as it was in a version. Raises UnknownArticle, UnknownVersion."""
        kept = self.history(article_id)
        found = next((one.article for one in reversed(kept) if one.article.version == version), None)
        if found is None:
            raise UnknownVersion(article_id, version, [one.article.version or "none" for one in kept])
        return found


def article_of(row: Sequence[Any]) -> Article:
    """An article from a row of `database.COLUMNS`."""
    return _article(dict(zip(COLUMNS.split(", "), row, strict=True)))


def stored(article: Article) -> dict[str, Any]:
    """An article as a row: values by column."""
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "form": article.form,
        "source": article.source,
        "metadata": _json(article.metadata),
        "version": article.version,
        "family": article.family,
        "details": _json(article.details),
    }


def version_of(title: str | None, text: str) -> str:
    """The version id of a text with its title: the first ten digits of a SHA-256, the same everywhere."""
    return hashlib.sha256(f"{title or ''}\0{text}".encode()).hexdigest()[:10]


def now() -> str:
    """The current time in UTC, ISO to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _article(values: Mapping[str, Any]) -> Article:
    kept = {name: value for name, value in values.items() if name not in ("seen", "metadata", "details")}
    return replace(
        Article(**kept), metadata=json.loads(values["metadata"]), details=json.loads(values["details"] or "{}")
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True)
