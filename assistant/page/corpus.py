"""The table of articles, searched and sorted, and the chart of outlets over time. Floor 4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.desk import Desk
from assistant.errors import NoIndex
from assistant.index.catalog import Listing
from assistant.markup import count, day_name, plain
from assistant.page.chart import chart_html
from assistant.page.given import Given, PageReply, number, text
from assistant.types import Article

_A_PAGE = 50
_WHENCE = {
    "printed": "printed", "page": "printed", "address": "from its address", "inferred": "inferred",
    "manifest": "corrected", "record": "from its record",
}  # fmt: skip
_COLUMNS: dict[str, tuple[str, Callable[[Listing, dict[str, str | None]], Any]]] = {
    "outlet": ("Outlet", lambda line, seen: (line.outlet or "\uffff").casefold()),
    "title": ("Title", lambda line, seen: (line.title or "\uffff").casefold()),
    "published": ("Date", lambda line, seen: line.published or ""),
    "language": ("Language", lambda line, seen: line.language or ""),
    "passages": ("Passages", lambda line, seen: line.passages),
    "versions": ("Versions", lambda line, seen: line.versions),
    "stored": ("Stored", lambda line, seen: seen.get(line.id) or ""),
}


class CorpusTable:
    """The articles of the index, for the page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def table(self, reader: str, given: Given) -> PageReply:
        """Page `page` of the articles with the words `wanted`, sorted by column `sort`, descending if `down`."""
        try:
            listing, seen = self._desk.listing(), self._desk.catalog.seen()
        except NoIndex:
            listing, seen = [], {}
        wanted = text(given, "wanted").casefold().split()
        found = [line for line in listing if all(word in _words_of(line, seen) for word in wanted)]
        column = text(given, "sort") if text(given, "sort") in _COLUMNS else "published"
        down = given.get("down", True) is True
        found.sort(key=lambda line: _COLUMNS[column][1](line, seen), reverse=down)
        pages = max(1, -(-len(found) // _A_PAGE))
        page = min(number(given, "page"), pages - 1)
        shown = found[page * _A_PAGE : (page + 1) * _A_PAGE]
        articles = self._desk.catalog.articles_of([line.id for line in shown]) if shown else {}
        return {
            "chart": chart_html(listing),
            "html": _table(shown, articles, seen, column, down, len(found), len(listing), page, pages),
        }

    def details(self, reader: str, given: Given) -> PageReply:
        """The fields of an article that can be corrected, and where each came from."""
        article = self._desk.catalog.article(text(given, "id"))
        fields = {name: getattr(article, name) or "" for name in ("title", "outlet", "published", "url", "author")}
        return {
            "fields": fields,
            "whence": {name: _WHENCE.get(article.metadata.get(name, ""), "not known") for name in fields},
        }


def _words_of(line: Listing, seen: dict[str, str | None]) -> str:
    known = (
        line.outlet,
        line.title,
        line.published,
        day_name(line.published),
        line.language,
        line.url,
        seen.get(line.id),
    )
    return " ".join(word for word in known if word).casefold()


def _table(
    shown: Sequence[Listing], articles: dict[str, Article], seen: dict[str, str | None], column: str, down: bool,
    found: int, all_: int, page: int, pages: int,
) -> str:  # fmt: skip
    if not all_:
        return '<p class="hint">No articles yet. Drop some above, or name an address.</p>'
    heads = "".join(_head(name, label, column, down) for name, (label, _) in _COLUMNS.items())
    rows = "".join(_row(line, articles.get(line.id), seen.get(line.id)) for line in shown)
    counted = count(all_, "article") if found == all_ else f"{found:,} of {count(all_, 'article')}"
    turning = ""
    if pages > 1:
        turning = (
            f'<p class="turning"><button type="button" data-page="{page - 1}"{" disabled" if not page else ""}>Previous'
            f'</button> <span class="soft">Page {page + 1} of {pages}</span> '
            f'<button type="button" data-page="{page + 1}"'
            f"{' disabled' if page + 1 == pages else ''}>Next</button></p>"
        )
    return (
        f'<p class="soft" role="status">{counted}</p><div class="scroll" tabindex="0" role="region" '
        f'aria-label="Articles"><table><thead><tr>{heads}<th><span class="unseen">Change</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{turning}"
    )


def _head(name: str, label: str, column: str, down: bool) -> str:
    sorted_ = f' aria-sort="{"descending" if down else "ascending"}"' if name == column else ""
    sign = f'<span aria-hidden="true">{" ▾" if down else " ▴"}</span>' if name == column else ""
    return f'<th scope="col"{sorted_}><button type="button" data-sort="{name}">{label}{sign}</button></th>'


def _row(line: Listing, article: Article | None, seen: str | None) -> str:
    whence = _WHENCE.get(article.metadata.get("published", ""), "") if article and line.published else ""
    from_where = f' <span class="soft">{whence}</span>' if whence else ""
    title = plain(line.title or "Untitled")
    cells = (
        f'<td dir="auto">{plain(line.outlet or "unknown")}</td>'
        f'<td class="title" dir="auto"><button type="button" class="link" data-do="article" '
        f'data-article="{plain(line.id)}">{title}</button></td>'
        f'<td class="when">{plain(day_name(line.published))}{from_where}</td>'
        f"<td>{plain(line.language or '–')}</td><td>{line.passages}</td><td>{line.versions}</td>"
        f'<td class="when">{plain(day_name(seen[:10])) if seen else "–"}</td>'
    )
    return (
        f'<tr data-article="{plain(line.id)}">{cells}<td class="row-actions">'
        f'<button type="button" data-do="correct" aria-label="Correct {title}">Correct</button>'
        f'<button type="button" data-do="remove-article" aria-label="Remove {title}">Remove</button></td></tr>'
    )
