"""Splits a page with several stories (front page, round-up, newsletter) into these. Floor 2.

The heading of a story links to an address of the same site that no other heading links to, or has a byline or a date
below it. Subheadings within one story have neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ingest.boilerplate import ends_sentence, is_prose, kind_of, line_words
from ingest.datelines import read_date_line
from ingest.plain import PageLine, single_line
from ingest.published import day_in_address, printed_day
from ingest.sources.found import Fact, RawArticle, bytes_digest, escape_unprintable
from ingest.sources.linked_data import is_story, jsonld_text, linked_data
from ingest.sources.page_titles import same_title

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = ("h1", "h2", "h3", "h4")
_NOT_CONTENT = ("nav", "footer", "aside", "form", "script", "style", "noscript", "template")
_BLOCKS = ("p", "li", "blockquote", "td", "dd", "time")
_LEAST_WORDS = 15
"""Fewest words of a story; less is a headline with its picture."""
_LEAST_SHARE = 0.7
"""Share of the page's prose that the stories must hold; with less, they are teasers beside another story."""
_LARGEST_SHARE = 0.7
"""Largest share of the stories' words in one of them; with more, the others are links below it."""
_WHOLE_WORDS = 150
"""Words from which a text with an address of its own counts as the whole story, not as a stub."""
_MARKED_BELOW = 4  # blocks below a heading that are searched for a byline or a date


@dataclass(frozen=True, slots=True)
class PageStory:
    """One of the stories of a page.

    `stub`: it is only the beginning of the article at its own address. `beside`: words of prose on the page that belong
    to no story.
    """

    title: str
    text: str
    facts: tuple[Fact, ...]
    stub: bool
    beside: int = 0


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    address: str
    blocks: tuple[str, ...]

    @property
    def prose(self) -> list[str]:
        return [text for text in self.blocks if is_prose(text)]

    @property
    def length(self) -> int:
        return sum(len(line_words(text)) for text in self.prose)


def stories_of(tree: HtmlElement, address: str) -> list[PageStory]:
    """The stories of a page in order, with title, address, day and byline; empty for a page of one story.

    `address` is that of the page, "" if unknown.
    """
    if _is_one_story(tree):
        return []
    elements = list(_text_elements(tree))
    # Which level of headings separates the stories is unknown: take the shallowest level that gives the most.
    return max((_stories_among(list(_sections(elements, address, depth)), address) for depth in (1, 2, 3, 4)), key=len)


def _stories_among(sections: Sequence[_Section], address: str) -> list[PageStory]:
    """The stories among the sections of a page; empty where they are parts of one story, or teasers beside one."""
    whole = sum(section.length for section in sections)
    host = _host_of(sections, address)
    seen = Counter(section.address for section in sections)
    page = address.partition("#")[0]
    stories: list[tuple[int, PageStory]] = []
    for section in sections:
        own = section.address if section.address != page and seen[section.address] == 1 else ""
        own = own if own and urlsplit(own).hostname == host else ""
        facts = tuple(_facts(section, own))
        if section.heading and section.length >= _LEAST_WORDS and len(facts) > 1:
            stub = bool(own) and section.length < _WHOLE_WORDS
            stories.append((section.length, PageStory(section.heading, "\n\n".join(section.blocks), facts, stub)))
    lengths = [length for length, _ in stories]
    if len(stories) < 2 or sum(lengths) < _LEAST_SHARE * whole or max(lengths) > _LARGEST_SHARE * sum(lengths):
        return []
    return [replace(story, beside=whole - sum(lengths)) for _, story in stories]


def articles_of(name: str, stories: Sequence[PageStory], page: Sequence[Fact]) -> Iterator[RawArticle]:
    """The stories of a page as articles named `name#title`; `page` is the metadata of the page.

    A story inherits outlet and language, the address unless it has its own, and the day as an inferred one.
    """
    shared = [fact for fact in page if fact.name in ("outlet", "language")]
    places = [fact for fact in page if fact.name == "url"]
    days = [
        Fact("published", fact.value, "inferred", f"the day of the page that holds it ({fact.where})")
        for fact in page
        if fact.name == "published"
    ]
    titles: Counter[str] = Counter()
    for story in stories:
        titles[story.title] += 1
        called = story.title if titles[story.title] == 1 else f"{story.title} ({titles[story.title]})"
        has = {fact.name for fact in story.facts}
        has |= {"published" for fact in story.facts if fact.name == "url" and day_in_address(fact.value)}
        facts = [*story.facts, *shared, *([] if "url" in has else places), *([] if "published" in has else days)]
        digest = bytes_digest("\0".join([story.title, story.text, *(fact.value for fact in facts)]).encode())
        note = f"one of {len(stories)} stories of its page"
        note += f", {story.beside} words of which are no story's" if story.beside else ""
        yield RawArticle(
            escape_unprintable(f"{name}#{called}"),
            story.text,
            {},
            digest,
            note,
            tuple(facts),
            extracted=True,
            stub=story.stub,
        )


def _is_one_story(tree: HtmlElement) -> bool:
    """Whether the metadata of a page declares it to be one article."""
    kinds = tree.xpath('//meta[@property="og:type" or @name="og:type"]/@content')
    if any(kind.strip().lower() == "article" for kind in kinds):
        return True
    title = single_line(tree.findtext(".//title") or "")
    return any(same_title(jsonld_text(one.get("headline")), title) for one in linked_data(tree) if is_story(one))


def _sections(elements: Sequence[HtmlElement], address: str, depth: int) -> Iterator[_Section]:
    """The sections of a page, divided by headings down to level `depth` and by headings that link elsewhere.

    The first section holds what precedes any heading, and has an empty heading.
    """
    heading, link, blocks = "", "", list[str]()
    for element in elements:
        if element.tag not in _HEADINGS:
            if (text := single_line(element.text_content(), 20_000)) and text != heading:
                blocks.append(text)
            continue
        own_link, text = _link_of(element, address), single_line(element.text_content())
        if not own_link and int(element.tag[1]) > depth:
            blocks.append(text)
            continue
        yield _Section(heading, link, tuple(blocks))
        heading, link, blocks = text, own_link, []
    yield _Section(heading, link, tuple(blocks))


def _text_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Headings and innermost text blocks, in order, without navigation, footers and the like."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _NOT_CONTENT:
            continue
        inner = element.tag in _BLOCKS and not element.xpath(".//p | .//li | .//h2 | .//h3 | .//h4 | .//td")
        if element.tag in _HEADINGS or inner:
            yield element
        else:
            waiting += reversed(element)


def _link_of(heading: HtmlElement, address: str) -> str:
    """The address that a heading links to, by a link in it or around it; "" for none or one in the same page."""
    around = heading.getparent()
    links = heading.xpath(".//a/@href") or (around.xpath("@href") if around is not None and around.tag == "a" else [])
    if not links or links[0].startswith(("#", "javascript:", "mailto:")):
        return ""
    try:
        found = urljoin(address, links[0].strip()).partition("#")[0]
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def _host_of(sections: Sequence[_Section], address: str) -> str | None:
    """The host of the stories: that of the page, else the one that most headings link to."""
    hosts = Counter(urlsplit(section.address).hostname for section in sections if section.address)
    if address and urlsplit(address).hostname in hosts:
        return urlsplit(address).hostname
    return hosts.most_common(1)[0][0] if hosts else None


def _facts(section: _Section, own: str) -> Iterator[Fact]:
    yield Fact("title", section.heading, "page", "its heading")
    if own:
        yield Fact("url", own, "page", "the link of its heading")
    for text in [*section.blocks[:_MARKED_BELOW], *section.blocks[-1:]]:
        read = read_date_line(text, None) if len(text) <= 120 else None
        if day := printed_day(text) or (read.day if read else None):
            yield Fact("published", day, "printed", f"the line {text[:60]!r}")
        elif kind_of(PageLine(text)) == "byline" and not ends_sentence(text):
            yield Fact("author", text, "printed", "byline")
