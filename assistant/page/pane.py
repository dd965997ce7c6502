"""The evidence pane as HTML: a card per cited article, with its quotes in their paragraphs. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from assistant.errors import UnknownArticle, UnknownVersion
from assistant.index.catalog import Catalog
from assistant.language.outlet_table import kinds_of
from assistant.markup import count, day_name, link, plain, surroundings
from assistant.types import Article, Attribution, Citation, Origin

Quoted = Callable[[Citation], tuple[Article | None, str]]
_FRAGMENT_WORDS = 6
_WHENCE = {"inferred": "inferred", "address": "from its address", "page": "printed", "printed": "printed"}


def quoted_in(catalog: Catalog) -> Quoted:
    """A function that finds the article version a citation quotes, with a note if it is not the current one."""

    def find(citation: Citation) -> tuple[Article | None, str]:
        try:
            present = catalog.article(citation.article_id)
        except UnknownArticle:
            return None, "The article is no longer in the index."
        if citation.version in (None, present.version):
            found, note = present, ""
        else:
            try:
                found = catalog.version(citation.article_id, str(citation.version))
                note = "The article has changed since; this is the text that was quoted."
            except UnknownVersion:
                found, note = present, ""
        if found.text[citation.start : citation.end] != citation.quote:
            return None, "The article has changed in the index since, and the text that was quoted is not kept."
        return found, note

    return find


def pane_html(heading: str, citations: Sequence[Citation], origins: Sequence[Origin], quoted: Quoted) -> str:
    """All citations by article, in order of first citation."""
    if not citations:
        return '<p class="hint">This cites nothing.</p>'
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    named = {number: origin.name for origin in origins for number in origin.citations}
    cards = "".join(_card(cited, named, quoted) for cited in by_article.values())
    counted = f"{count(len(citations), 'quote')} from {count(len(by_article), 'article')}"
    return (
        f'<p class="of soft" dir="auto"><b>{plain(heading)}</b><br>{counted}</p>'
        f'<div class="cards" tabindex="-1">{cards}</div>'
    )


def _card(cited: Sequence[Citation], origins: dict[int, str], quoted: Quoted) -> str:
    first = cited[0]
    article, note = quoted(first)
    outlet = first.outlet or "outlet unknown"
    kinds = ", ".join(kinds_of(first.outlet)) if first.outlet else ""
    whence = _WHENCE.get(article.metadata.get("published", ""), "") if article and first.published else ""
    day = day_name(first.published) + (f" ({whence})" if whence else "")
    quotes = "".join(_quote(one, quoted) for one in cited)
    from_where = list(dict.fromkeys(origins[one.number] for one in cited if one.number in origins))
    from_where = [name for name in from_where if name != first.outlet]
    origin = (
        f'<p class="soft origin" dir="auto">First reported by: {plain("; ".join(from_where))}</p>' if from_where else ""
    )
    live = link(live_address(first), "The live page, at these words")
    live = live if live.startswith("<a ") else '<span class="soft">No address is known</span>'
    opened = (
        f'<button type="button" data-do="article" data-article="{plain(first.article_id)}" '
        f'data-version="{plain(first.version or "")}">Open article</button>'
        if article
        else ""
    )
    return (
        f'<section class="card" aria-label="{plain(outlet)}">'
        f'<p class="from soft"><b>{plain(outlet)}</b>{f" · {plain(kinds)}" if kinds else ""} · {plain(day)}</p>'
        f'<h3 dir="auto">{plain(first.title or "Untitled")}</h3>'
        f"{quotes}{f'<p class=note>{plain(note)}</p>' if note else ''}{origin}"
        f'<p class="card-links">{opened} {live}</p></section>'
    )


def _quote(citation: Citation, quoted: Quoted) -> str:
    article, _ = quoted(citation)
    pieces = re.split(r"(\s*\n\s*)", citation.quote)  # do not mark empty lines
    mark = "".join(piece if at % 2 else f"<mark>{plain(piece)}</mark>" for at, piece in enumerate(pieces) if piece)
    if article:
        before, after = surroundings(article.text, citation.start, citation.end)
        mark = f"{plain(before)}{mark}{plain(after)}"
    return (
        f'<div class="quoted" data-quote="{citation.number}" tabindex="-1">'
        f'<p class="ladder" dir="auto"><span class="number">{citation.number}</span> '
        f"{ladder_html(citation.attribution)}</p>"
        f'<p class="paragraph" dir="auto">{mark}</p></div>'
    )


def ladder_html(rungs: Sequence[Attribution]) -> str:
    """The ladder from outlet to speaker, unnamed sources marked."""

    def steps() -> Iterator[str]:
        for rung in rungs:
            unnamed = " (unnamed)" if rung.kind == "anonymous" and "unnamed" not in rung.name else ""
            yield f'<span class="rung {rung.kind}">{plain(rung.name)}{unnamed}</span>'

    return ' <span class="arrow" aria-hidden="true">←</span> <span class="unseen">citing</span> '.join(steps())


def live_address(citation: Citation) -> str | None:
    """The article's address with a text fragment for the quote; None if no address is known."""
    if not citation.url or "#" in citation.url:
        return citation.url
    words = " ".join(citation.quote.split()).split(" ")
    first, last = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
    parts = [" ".join(words)] if len(words) <= 2 * _FRAGMENT_WORDS else [" ".join(first), " ".join(last)]
    return f"{citation.url}#:~:text={','.join(quote(part, safe='').replace('-', '%2D') for part in parts)}"
