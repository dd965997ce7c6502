"""An article, its provenance and its history, as text and as JSON. Floor 1. Pure functions."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from assistant.index.grams import count_words
from assistant.index.versions import Kept
from assistant.language.sentences import sentence_spans
from assistant.types import Article


def article_json(article: Article, passages: int, relatives: Sequence[Article] = ()) -> dict[str, Any]:
    """An article as `sayso corpus show ID --json` prints it. `relatives` are its near-duplicates."""
    return {
        "id": article.id,
        "version": article.version,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "url": article.url,
        "author": article.author,
        "authors": list(article.details.get("authors", [])),
        "language": article.language,
        "form": article.form,
        "source": article.source,
        "words": count_words(article.text),
        "passages": passages,
        "metadata": dict(article.metadata),
        "details": {name: value for name, value in article.details.items() if name != "authors"},
        "copies": [{"id": one.id, "outlet": one.outlet, "title": one.title} for one in relatives],
        "text": article.text,
    }


def article_text(article: Article, relatives: Sequence[Article] = ()) -> str:
    """An article for the terminal: its fields with their provenance, its notes, its text."""
    details, where = article.details, article.details.get("where", {})
    lines = [f"{article.outlet or 'unknown outlet'}, {article.published or 'undated'}: {article.title or 'untitled'}"]
    if article.url:
        lines.append(article.url)
    lines.append(f"version {article.version}, {article.form}, language {article.language or 'unknown'}")
    for name in ("title", "outlet", "published", "url", "author"):
        origin = article.metadata.get(name, "unknown")
        place = f": {where[name]}" if name in where else ""
        value = getattr(article, name)
        lines.append(f"  {name}: {value if value is not None else '-'} ({origin}{place})")
    if kinds := details.get("outlet_kinds"):
        lines.append(f"  the outlet is: {', '.join(kinds)}")
    for name in ("updated", "section", "tags"):
        if details.get(name):
            lines.append(f"  {name}: {details[name]}")
    lines += [f"  also said: {one}" for one in details.get("conflicts", [])]
    if details.get("stub"):
        lines.append("  only the beginning of the article: its source cuts it off")
    lines += [f"  {one['kind']}: {one['text']}" for one in details.get("corrections", [])]
    lines += [f"  the same report: {one.id} ({one.outlet or 'unknown outlet'})" for one in relatives]
    return "\n".join([*map(_safe, lines), "", _safe(article.text)])


def history_json(kept: Sequence[Kept]) -> list[dict[str, Any]]:
    """The versions, the earliest first, each with the sentences that it removed and added."""
    rows = []
    for before, one in zip([None, *kept[:-1]], kept, strict=True):
        article = one.article
        gone, new = changes(before.article, article) if before else ([], [])
        rows.append(
            {
                "version": article.version,
                "seen": one.seen,
                "title": article.title,
                "published": article.published,
                "updated": article.details.get("updated"),
                "words": count_words(article.text),
                "removed": gone,
                "added": new,
                "corrections": list(article.details.get("corrections", [])),
            }
        )
    return rows


def history_text(kept: Sequence[Kept]) -> str:
    """The versions for the terminal, as a diff of sentences."""
    blocks = []
    for row in history_json(kept):
        lines = [
            f"version {row['version']}, stored {row['seen'] or 'at an unknown time'}: {row['title'] or 'untitled'}"
        ]
        lines += [f"- {sentence}" for sentence in row["removed"]] + [f"+ {sentence}" for sentence in row["added"]]
        lines += [f"{note['kind']}: {note['text']}" for note in row["corrections"]]
        blocks.append("\n".join(map(_safe, lines)))
    return "\n\n".join(blocks)


def changes(before: Article, after: Article) -> tuple[list[str], list[str]]:
    """The sentences removed and those added between two versions, in order; a title counts as a sentence."""
    a, b = _sentences(before), _sentences(after)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    gone: list[str] = []
    new: list[str] = []
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind != "equal":
            gone += a[a_start:a_end]
            new += b[b_start:b_end]
    return gone, new


def _sentences(article: Article) -> list[str]:
    spans = [article.text[start:end] for start, end in sentence_spans(article.text)]
    return [*([article.title] if article.title else []), *spans]


def _safe(text: str) -> str:
    """A text without terminal control characters."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
