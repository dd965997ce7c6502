"""What a text of an article lost and gained from one version to another, as HTML. Floor 2. A pure function."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.index.showing import changes
from assistant.markup import plain
from assistant.types import Article


def difference_rows(before: Article, now: Article) -> Iterator[str]:
    """What a text lost and what it gained, a sentence a line; said aloud as such, too."""
    gone, new = changes(before, now)
    yield from (f'<li class="gone" dir="auto"><span class="unseen">Removed: </span>{plain(one)}</li>' for one in gone)
    yield from (f'<li class="new" dir="auto"><span class="unseen">Added: </span>{plain(one)}</li>' for one in new)
