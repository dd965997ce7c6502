"""Changes of the corpus since a day or the reader's last visit, as HTML. Floor 4."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from assistant.desk import Desk
from assistant.errors import NoIndex
from assistant.index.changed import Changed, changed_since, how_many_since
from assistant.index.gone import Gone
from assistant.markup import count, day_name, plain
from assistant.page.difference import difference_rows
from assistant.page.given import Given, PageReply, text
from assistant.page.wording import day_in
from assistant.talks.store import TalkBook
from assistant.types import Article

_WITHOUT_VISIT = timedelta(days=7)
_SHOWN = 100  # of each kind


class CorpusNews:
    """Changes of one index for its readers."""

    def __init__(self, desk: Desk, talks: TalkBook) -> None:
        self._desk, self._talks = desk, talks

    def number(self, reader: str) -> int:
        """The number of articles added, changed or removed since the reader's last visit; 0 on the first."""
        before = self._talks.visit(reader)
        try:
            return how_many_since(self._desk.catalog, before) if before else 0
        except NoIndex:
            return 0

    def changed(self, reader: str, given: Given) -> PageReply:
        """Changes since the day `since`, or else the reader's last visit, or else a week ago."""
        day, before = day_in("Since", text(given, "since", 40)), self._talks.visit(reader)
        week = (datetime.now(timezone.utc) - _WITHOUT_VISIT).date().isoformat()
        since = day or before or week
        period = f"since {day_name(since[:10])}" + (
            "" if day or not before else f", {since[11:16]} UTC, your last visit"
        )
        try:
            found = changed_since(self._desk.catalog, since)
        except NoIndex:
            found = Changed()
        return {"html": changed_html(found, period)}


def changed_html(found: Changed, period: str) -> str:
    """Added, updated and removed articles; for updated ones the sentences removed and added."""
    if not len(found):
        return f'<p class="hint">Nothing was added, updated or removed {plain(period)}.</p>'
    parts = [
        _part("Added", len(found.added), map(_titled, found.added)),
        _part("Updated", len(found.updated), (_updated(*pair) for pair in found.updated)),
        _part(
            "Removed",
            len(found.gone),
            map(_left, found.gone),
        ),
    ]
    return f'<p class="soft" role="status">{count(len(found), "change")} {plain(period)}</p>{"".join(parts)}'


def _part(name: str, number: int, lines: Iterable[str]) -> str:
    if not number:
        return ""
    rows = "".join(f"<li>{line}</li>" for line, _ in zip(lines, range(_SHOWN), strict=False))
    more = f'<p class="soft">and {number - _SHOWN:,} more</p>' if number > _SHOWN else ""
    return f'<section class="news"><h3>{name} <span class="soft">{number:,}</span></h3><ul>{rows}</ul>{more}</section>'


def _titled(article: Article) -> str:
    return (
        f'<button type="button" class="link" data-do="article" data-article="{plain(article.id)}">'
        f'<span class="headline" dir="auto">{plain(article.title or "Untitled")}</span></button> '
        f'<span class="soft">{_whose(article.outlet, article.published)}</span>'
    )


def _left(one: Gone) -> str:
    when = f"{_whose(one.outlet, one.published)}; removed {plain(day_name(one.removed[:10]))}"
    return f'<span class="headline" dir="auto">{plain(one.title or "Untitled")}</span> <span class="soft">{when}</span>'


def _whose(outlet: str | None, published: str | None) -> str:
    return f"{plain(outlet or 'outlet unknown')}, {plain(day_name(published))}"


def _updated(before: Article, now: Article) -> str:
    rows = "".join(difference_rows(before, now))
    lost = f'<ul class="changes">{rows}</ul>' if rows else '<p class="soft">Its text is the same.</p>'
    return f"{_titled(now)}<details><summary>What was changed in it</summary>{lost}</details>"
