"""Which sources, identities and texts the catalogue holds already, so that ingest stores no article twice. Floor 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.errors import UnknownArticle
from assistant.index.database import Part

_MOST_HOLDERS = 100  # articles that share one hash: beyond this it is a stock phrase and identifies no copy


class Identities(Part):
    """Looks stored articles up by source, by identity, by content and by shared runs of words."""

    def known_source(self, source: str) -> tuple[str, str] | None:
        """The digest of a source when it was last read, and the id of its article; None for a new source."""
        query = "SELECT raw_digest, article_id FROM source WHERE source = ?"
        row = self._db().execute(query, (source,)).fetchone()
        return (row[0], row[1]) if row else None

    def sources_of(self, article_id: str) -> list[str]:
        """The names of the sources of an article, sorted."""
        query = "SELECT source FROM source WHERE article_id = ? ORDER BY source"
        return [row[0] for row in self._db().execute(query, (article_id,))]

    def sources_under(self, prefix: str) -> dict[str, str]:
        """The article id of every source whose name begins with `prefix`."""
        query = "SELECT source, article_id FROM source WHERE substr(source, 1, ?) = ?"
        return dict(self._db().execute(query, (len(prefix), prefix)))

    def sourceless_under(self, prefix: str) -> list[str]:
        """The ids of articles without a source whose last source began with `prefix`."""
        query = (
            "SELECT id FROM article WHERE substr(source, 1, ?) = ?"
            " AND NOT EXISTS (SELECT 1 FROM source WHERE source.article_id = article.id) ORDER BY id"
        )
        return [row[0] for row in self._db().execute(query, (len(prefix), prefix))]

    def identity(self, article_id: str) -> str:
        """The identity of an article. Raises UnknownArticle."""
        row = self._db().execute("SELECT identity FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise UnknownArticle(article_id)
        return str(row[0])

    def ids_by_identity(self, identity: str) -> list[str]:
        """The ids of the article of that identity, and of others that share its outlet and address."""
        query = "SELECT id FROM article WHERE identity = ? OR (identity > ? AND identity < ?) ORDER BY identity"
        rows = self._db().execute(query, (identity, f"{identity}\n", f"{identity}\x0b"))
        return [row[0] for row in rows]

    def id_by_content(self, content_digest: str) -> str | None:
        """The id of an article with exactly that content, or None."""
        query = "SELECT id FROM article WHERE content_digest = ? ORDER BY id"
        row = self._db().execute(query, (content_digest,)).fetchone()
        return row[0] if row else None

    def sharing(self, fingerprint: Sequence[int], top: int = 10) -> list[tuple[str, int, int]]:
        """The `top` articles that share most hashes of a fingerprint: id, number of shared hashes, size of its own.

        Hashes that more than 100 articles share are ignored. The most similar comes first, ties by id.
        """
        counts: Counter[str] = Counter()
        db, query = self._db(), "SELECT article_id FROM fingerprint WHERE hash = ? LIMIT ?"
        for one in fingerprint:
            holders = db.execute(query, (one, _MOST_HOLDERS + 1)).fetchall()
            if len(holders) <= _MOST_HOLDERS:
                counts.update(row[0] for row in holders)
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:top]
        query = "SELECT count(*) FROM fingerprint WHERE article_id = ?"
        return [(id_, shared, int(self._db().execute(query, (id_,)).fetchone()[0])) for id_, shared in best]
