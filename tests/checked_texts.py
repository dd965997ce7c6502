"""Texts and an index for the tests of `assistant.checking`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.index.catalog import Catalog
from assistant.index.writing import Entry
from assistant.types import Article, Attribution, Evidence, RungKind
from ingest.split import split


def piece(
    text: str, *rungs: tuple[str, RungKind], outlet: str = "Fen Courier", day: str | None = "2022-03-16"
) -> Evidence:
    article = Article(f"{outlet} {text[:40]}", text, title="Works at Orvik", outlet=outlet, published=day)
    ladder = (Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in rungs))
    return Evidence(1, article, 0, len(text), ladder)


class Held:
    """What an index holds: some texts, and the outlets that printed them."""

    def __init__(self, *texts: str, outlets: Sequence[str] = ()) -> None:
        self._words, self._outlets = " ".join(texts).lower(), outlets

    def has_words(self, phrase: str) -> bool:
        return phrase.lower() in self._words

    def has_like(self, word: str) -> bool:
        return word.lower()[:4] in self._words

    def has_outlet(self, name: str) -> bool:
        return name in self._outlets


def article(text: str, day: str | None = None, title: str | None = None) -> Article:
    return Article("a", text, title=title, outlet="Fen Courier", published=day)


def indexed(folder: Path, articles: Sequence[Article]) -> Catalog:
    """A catalogue of some articles, without vectors."""
    made = Catalog(folder)
    made.create()
    sources = [replace(one, source=f"/{one.id}") for one in articles]
    made.put([Entry(one, split(one.id, one.text), f"/{one.id}", one.text, "raw") for one in sources])
    made.mark_indexed([one.id for one in articles])
    return made
