"""An article as HTML: the text of one of its versions, with cited spans marked. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.index.versions import Kept
from assistant.markup import day_name, link, plain
from assistant.page.difference import difference_rows
from assistant.types import Article, Citation


def article_html(
    article: Article, kept: Sequence[Kept], relatives: Sequence[Article], cited: Sequence[Citation] = ()
) -> str:
    """The article for reading. `kept` are all its versions, earliest first; `cited` the citations to mark, if this
    version has their exact text.
    """
    here = [one for one in cited if article.text[one.start : one.end] == one.quote]
    turning = (
        '<div class="turning"><button type="button" data-do="previous-mark">Previous</button>'
        f'<span class="soft" role="status" data-place>{len(here)} marked</span>'
        '<button type="button" data-do="next-mark">Next</button></div>'
        if here
        else ""
    )
    about = " · ".join(
        part for part in (article.outlet or "outlet unknown", _day(article), article.author or "") if part
    )
    live = link(article.url, "The live page")
    live = f'<p class="card-links">{live}</p>' if article.url and live.startswith("<a ") else ""
    return (
        f'<article class="opened" data-article="{plain(article.id)}"><p class="from soft" dir="auto">{plain(about)}</p>'
        f'<h2 dir="auto" tabindex="-1">{plain(article.title or "Untitled")}</h2>{live}{_notices(article, relatives)}'
        f"{_versions(article, kept)}{turning}"
        f'<div class="text" dir="auto">{marked_text(article.text, here)}</div></article>'
    )


def marked_text(text: str, cited: Sequence[Citation]) -> str:
    """The text in paragraphs, each cited span in a `mark` with its number; overlapping spans share marks."""
    bounds = sorted({0, len(text), *(one.start for one in cited), *(one.end for one in cited)})
    bounds = sorted({*bounds, *(at for found in re.finditer(r"\n\s*\n|\n", text) for at in found.span())})
    parts, begun = ["<p>"], set[int]()
    for start, end in pairwise(bounds):
        piece = text[start:end]
        if not piece.strip() and "\n" in piece:
            parts.append("</p><p>")
            continue
        numbers = [one.number for one in cited if one.start <= start and end <= one.end]
        if not numbers:
            parts.append(plain(piece))
            continue
        new = [number for number in numbers if number not in begun]
        begun.update(new)
        first = f' data-first="{new[0]}" tabindex="-1"' if new else ""
        parts.append(f'<mark data-spans="{" ".join(map(str, numbers))}"{first}>{plain(piece)}</mark>')
    return "".join([*parts, "</p>"]).replace("<p></p>", "")


def _day(article: Article) -> str:
    whence = article.metadata.get("published", "")
    inferred = " (inferred)" if whence in ("inferred", "address") and article.published else ""
    return f"{day_name(article.published)}{inferred}"


def _notices(article: Article, relatives: Sequence[Article]) -> str:
    notes = [f"{one['kind']}: {one['text']}" for one in article.details.get("corrections", [])]
    notes += ["Only the beginning of the article: its source cuts it off."] if article.details.get("stub") else []
    notes += [f"The same report was printed by {one.outlet or one.title or 'another outlet'}." for one in relatives]
    return "".join(f'<p class="note soft" dir="auto">{plain(note)}</p>' for note in notes)


def _versions(article: Article, kept: Sequence[Kept]) -> str:
    """The versions to choose from, and the changes of the one shown; "" if there is only one."""
    if len(kept) < 2:
        return ""
    items, changed = [], ""
    for at, one in enumerate(kept, 1):
        shown = one.article.version == article.version
        label = f"Version {at}" + (f", stored {day_name(one.seen[:10])}" if one.seen else "")
        label += " (latest)" if at == len(kept) else ""
        current = ' aria-current="true"' if shown else ""
        items.append(
            f'<li><button type="button" data-do="article" data-article="{plain(article.id)}" '
            f'data-version="{plain(one.article.version or "")}"{current}>{plain(label)}</button></li>'
        )
        if shown and at > 1:
            rows = difference_rows(kept[at - 2].article, one.article)
            listed = f'<ul class="changes">{"".join(rows)}</ul>'
            changed = f"<details><summary>What this version changed</summary>{listed}</details>"
    return f'<ul class="versions" aria-label="Versions">{"".join(items)}</ul>{changed}'
