"""A saved web page: its article, and what it tells of itself. Floor 2: sole owner of trafilatura and htmldate.

The library finds the body; our own rules for lines (`clean`) stand on top of what it gives. No script of a page is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ingest.datelines import read_date_line
from ingest.plain import one_line
from ingest.published import day_in_address, printed_day
from ingest.sources.decode import mended
from ingest.sources.found import Blob, Fact, Found, RawArticle, ReadFailure, digest_of
from ingest.sources.live_blog import live_blog_text
from ingest.sources.page_facts import linked_data, page_facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PRECISE_SHARE = 0.6
"""The precise reading counts unless it holds less than this of the words of the usual one: then it has lost the story
(129 pages of two benchmarks, half of them read: shingle F1 .945 -> .958 and .956 -> .962 before `clean`)."""
_LINK_LINE = re.compile(r"^(?:- )?\[(?P<words>[^\]\n]+)\]\([^)\s]*\)$", re.MULTILINE)
_CAPTIONS = ["//figcaption"]
_BELOW_HEADLINE = 60  # elements: farther down stand the dates of other stories
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
    """The one article of the page."""
    raw = blob.read()
    if not raw.strip():
        yield ReadFailure(blob.name, "is empty")
        return
    yield page_of(blob.name, raw)


def page_of(name: str, raw: bytes, address: str = "", facts: tuple[Fact, ...] = ()) -> RawArticle | ReadFailure:
    """The article of a page's bytes, read from `address`; `facts` are believed before the page's own."""
    tree = _parsed(raw)
    if tree is None:
        return ReadFailure(name, "is not a web page that can be read")
    told = (*facts, *page_facts(tree, address))
    body = _body(raw)
    text, note = mended(live_blog_text(linked_data(tree), body) or body)
    if wall := _wall(text, tree):
        return ReadFailure(name, wall)
    if not text.strip():
        return ReadFailure(name, "no article is in it")
    found = (*told, *_dates_found(tree, told, _address_in(told)), *_byline(raw, told))
    return RawArticle(name, text, {}, digest_of(raw), note, found, extracted=True)


def letter_of(name: str, page: str) -> RawArticle | None:
    """The text of a letter laid out as a page; None where it has none. A letter is all body, so little is cut."""
    from trafilatura import html2txt

    raw = page.encode("utf-8", "replace")
    tree = _parsed(raw)
    body, whole = _body(raw), html2txt(page)
    text = body if len(body.split()) >= 0.5 * len(whole.split()) else whole
    if not text.strip():
        return None
    facts = tuple(fact for fact in page_facts(tree) if fact.name == "url") if tree is not None else ()
    mended_text, note = mended(text)
    return RawArticle(name, mended_text, {}, "", note, facts, extracted=text is body)


def _parsed(raw: bytes) -> HtmlElement | None:
    from trafilatura import load_html

    tree = load_html(raw)
    return tree if tree is not None and len(tree) else None


def _body(raw: bytes) -> str:
    """The article's text; a line that is nothing but a link is marked as one, as in Markdown."""
    from trafilatura import extract

    def reading(**more: Any) -> str:
        return extract(raw, include_comments=False, prune_xpath=_CAPTIONS, **more) or ""

    usual, precise = reading(), reading(favor_precision=True)
    body = precise if len(precise.split()) >= _PRECISE_SHARE * len(usual.split()) else usual
    # Read with its links the page may yield another body; only which lines are links is taken from that reading.
    linked = reading(include_links=True)
    links = {" ".join(found["words"].split()) for found in _LINK_LINE.finditer(linked)}
    lines = body.split("\n")
    return "\n".join(f"[{line}](link)" if _unmarked(line) in links else line for line in lines)


def _unmarked(line: str) -> str:
    return " ".join(line.removeprefix("- ").split())


def _wall(text: str, tree: HtmlElement) -> str:
    """Why a page holds no article but a demand (consent, login) or an error; "" where it holds one."""
    words = len(text.split())
    if words >= _WALL_WORDS or len(re.findall(r"[\u3040-\u9fff]", text)) >= _WALL_WORDS:
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


def _dates_found(tree: HtmlElement, told: tuple[Fact, ...], address: str) -> Iterator[Fact]:
    """Days that the page shows its readers, where its own facts name none: date lines, else what htmldate finds."""
    if any(fact.name == "published" for fact in told):
        return
    shown = list(_date_lines(tree))
    yield from shown
    if shown or day_in_address(address):  # surer than any day that stands somewhere on the page
        return
    from htmldate import find_date

    latest = (date.today() + timedelta(days=1)).isoformat()
    options = {"original_date": True, "max_date": latest, "verbose": False}
    if sure := find_date(tree, extensive_search=False, **options):
        yield Fact("published", sure, "page", "marked up as a date")
    elif (guessed := find_date(tree, extensive_search=True, **options)) and _may_be(guessed, address):
        yield Fact("published", guessed, "inferred", "the page's text names this day (found by htmldate)")


def _date_lines(tree: HtmlElement) -> Iterator[Fact]:
    """The first date line below the page's headline."""
    heads = tree.xpath("//h1")
    if not heads:
        return
    language = (tree.get("lang") or "")[:2].lower() or None
    below = heads[0].xpath("following::*[not(self::script or self::style)]")
    for element in below[:_BELOW_HEADLINE]:
        line = one_line(element.text_content()) if len(element) <= 3 else ""
        if not 6 <= len(line) <= 120:
            continue
        read = read_date_line(line, language)
        if day := printed_day(line) or (read.day if read else None):
            yield Fact("published", day, "printed", f"the line {line[:60]!r}")
            return


def _address_in(told: tuple[Fact, ...]) -> str:
    return next((fact.value for fact in told if fact.name == "url"), "")


def _may_be(guessed: str, address: str) -> bool:
    """Whether a guessed day is worth telling: a year alone gives its first day, and a front page has no day."""
    return not guessed.endswith("-01-01") and not re.fullmatch(r"https?://[^/]+/?", address)


def _byline(raw: bytes, told: tuple[Fact, ...]) -> Iterator[Fact]:
    """Whom trafilatura reads off the page's byline."""
    if any(fact.name == "author" for fact in told):
        return
    from trafilatura.metadata import extract_metadata

    author = extract_metadata(raw).author
    if author:
        yield Fact("author", author, "printed", "byline")
