"""Web pages: the article and its metadata. Floor 2: sole owner of trafilatura.

trafilatura extracts the body; `clean_article` then removes remaining boilerplate. Scripts of a page are not run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.index.grams import UNSPACED
from ingest.sources.decode import repair_mojibake
from ingest.sources.found import Blob, Fact, Found, RawArticle, ReadFailure, bytes_digest
from ingest.sources.linked_data import linked_data
from ingest.sources.live_blog import live_blog_text
from ingest.sources.page_dates import days_shown
from ingest.sources.page_facts import page_facts
from ingest.sources.stories import articles_of, stories_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PRECISE_SHARE = 0.6
"""trafilatura's precise mode is used unless it keeps less than this share of the words of its usual mode: then it has
lost the story (129 pages of two benchmarks: shingle F1 .945 -> .958 and .956 -> .962 before cleaning)."""
_LINK_LINE = re.compile(r"^(?:- )?\[(?P<words>[^\]\n]+)\]\([^)\s]*\)$", re.MULTILINE)
_CAPTIONS = ["//figcaption"]
_WALL_WORDS = 60
_WALL = re.compile(
    r"\b(?:cookies?|consent|privacy (?:policy|settings|choices)|we (?:and our partners )?value your privacy|"
    r"log ?in|sign ?in|subscribe|subscription|subscribers?|register|create (?:an )?account|enable javascript|"
    r"verify (?:that )?you are|captcha|are you a robot|access denied|einwilligung|zustimm\w+|anmelden|abonnieren|"
    r"connectez|abonn\w+)\b",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(r"^\W*(?:404|403|410|page not found|not found|access denied|error)\b", re.IGNORECASE)


def read(blob: Blob) -> Iterator[Found]:
    """The article of the page, or the stories of a page with several."""
    raw = blob.read()
    if not raw.strip():
        yield ReadFailure(blob.name, "is empty")
        return
    yield from found_in(blob.name, raw)


def found_in(name: str, raw: bytes, address: str = "") -> Iterator[Found]:
    """The article in a page's bytes, or the stories of a page with several; `address` is "" if unknown."""
    tree = _parsed(raw)
    if tree is None:
        yield ReadFailure(name, "is not a web page that can be read")
        return
    facts, objects = page_facts(tree, address), linked_data(tree)
    is_blog = live_blog_text(objects, "") is not None
    if stories := [] if is_blog else stories_of(tree, address or _address_in(facts)):
        yield from articles_of(name, stories, facts)
        return
    body = _body(raw)
    text, note = repair_mojibake(live_blog_text(objects, body) or body)
    if reason := _wall(text, tree) or ("" if text.strip() else "no article is in it"):
        yield ReadFailure(name, reason)
        return
    facts = (*facts, *days_shown(tree, facts, _address_in(facts)), *_byline(raw, facts))
    yield RawArticle(name, text, {}, bytes_digest(raw), note, facts, extracted=True)


def letters_in(name: str, page: str, facts: Sequence[Fact]) -> list[RawArticle]:
    """The stories of an HTML newsletter; empty for a letter with one. `facts` is the metadata of its message."""
    tree = _parsed(page.encode("utf-8", "replace"))
    return list(articles_of(name, stories_of(tree, ""), facts)) if tree is not None else []


def letter_of(name: str, page: str) -> RawArticle | None:
    """The text of an HTML letter, None for none. All of it is taken where extraction drops more than half."""
    from trafilatura import html2txt

    raw = page.encode("utf-8", "replace")
    tree = _parsed(raw)
    body, whole = _body(raw), html2txt(page)
    text = body if len(body.split()) >= 0.5 * len(whole.split()) else whole
    if not text.strip():
        return None
    facts = tuple(fact for fact in page_facts(tree) if fact.name == "url") if tree is not None else ()
    repaired, note = repair_mojibake(text)
    return RawArticle(name, repaired, {}, "", note, facts, extracted=text is body)


def _parsed(raw: bytes) -> HtmlElement | None:
    from trafilatura import load_html

    tree = load_html(raw)
    return tree if tree is not None and len(tree) else None


def _body(raw: bytes) -> str:
    """The article's text; a line that consists of a link is marked as a Markdown link."""
    from trafilatura import extract

    def reading(**more: Any) -> str:
        return extract(raw, include_comments=False, prune_xpath=_CAPTIONS, **more) or ""

    usual, precise = reading(), reading(favor_precision=True)
    body = precise if len(precise.split()) >= _PRECISE_SHARE * len(usual.split()) else usual
    # With links the library may extract another body; only which lines are links is taken from it.
    linked = reading(include_links=True)
    links = {" ".join(found["words"].split()) for found in _LINK_LINE.finditer(linked)}
    lines = body.split("\n")
    return "\n".join(f"[{line}](link)" if _unmarked(line) in links else line for line in lines)


def _unmarked(line: str) -> str:
    return " ".join(line.removeprefix("- ").split())


def _wall(text: str, tree: HtmlElement) -> str:
    """Why a page holds no article: a consent or login wall, or an error page; "" where it holds one."""
    words = len(text.split())
    if words >= _WALL_WORDS or len(re.findall(f"[{UNSPACED}]", text)) >= _WALL_WORDS:
        return ""
    seen = text or " ".join(tree.text_content().split())[:3000]
    title = tree.findtext(".//title") or ""
    if _NOT_THERE.match(title):
        return f"only {words} words, looks like an error page ({title.strip()[:60]})"
    demands = {found.group().lower() for found in _WALL.finditer(seen)}
    if len(demands) >= 2 or (demands and words < 20):
        kind = "consent" if any("cookie" in one or "consent" in one or "privacy" in one for one in demands) else "login"
        return f"only {words} words, looks like a {kind} page"
    return ""


def _address_in(facts: tuple[Fact, ...]) -> str:
    return next((fact.value for fact in facts if fact.name == "url"), "")


def _byline(raw: bytes, facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """The author that trafilatura finds in the page's byline, where the metadata has none."""
    if any(fact.name == "author" for fact in facts):
        return
    from trafilatura.metadata import extract_metadata

    author = extract_metadata(raw).author
    if author:
        yield Fact("author", author, "printed", "byline")
