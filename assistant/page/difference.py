"""The sentences removed and added between two versions of an article, as HTML. Floor 2. A pure function."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.index.showing import changes
from assistant.markup import plain
from assistant.types import Article


def difference_rows(before: Article, now: Article) -> Iterator[str]:
    """List items of removed, then added sentences, labelled for screen readers."""
    gone, new = changes(before, now)
    yield from (f'<li class="gone" dir="auto"><span class="unseen">Removed: </span>{plain(one)}</li>' for one in gone)
    yield from (f'<li class="new" dir="auto"><span class="unseen">Added: </span>{plain(one)}</li>' for one in new)
