"""The stories of a page that holds several: a front page, a round-up, a newsletter. Floor 2.

A story is known by its heading, which is marked as a story's own: it links to an address of the same site that no
other heading links to, or a byline or a day stands below it. The subheadings of one story have no such marks.
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
_FRAME = ("nav", "footer", "aside", "form", "script", "style", "noscript", "template")
_BLOCKS = ("p", "li", "blockquote", "td", "dd", "time")
_LEAST_WORDS = 15
"""Of a story's text: what is shorter is a headline with its picture."""
_LEAST_SHARE = 0.7
"""Of the words of prose on the page that are the stories': where they hold fewer, they stand beside another story."""
_LARGEST_SHARE = 0.7
"""Of the stories' words that one of them may hold: beyond that the others are what is linked below it."""
_WHOLE_WORDS = 150
"""From which a text that links to an address of its own counts as the whole story, not as its beginning."""
_MARKED_BELOW = 4  # blocks below a heading among which its byline or its day stands


@dataclass(frozen=True, slots=True)
class PageStory:
    """One of the stories of a page.

    `stub`: it is only the beginning of what lies at its own address. `beside`: the words of prose on its page that are
    no story's.
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
    """The stories of a page in its order, each with its title, address, day and byline; none for a page of one story.

    `address` is that of the page, "" where it is not known.
    """
    if _is_one_story(tree):
        return []
    elements = list(_text_elements(tree))
    # Which headings are the stories' and which theirs is not known: the shallowest reading of those that give the most.
    return max((_parted(list(_sections(elements, address, depth)), address) for depth in (1, 2, 3, 4)), key=len)


def _parted(sections: Sequence[_Section], address: str) -> list[PageStory]:
    """The stories among the sections of a page; none where these are the parts of one story, or stand beside one."""
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
    """The stories of a page as articles, each called `name#title`; `page` is what the page tells of itself.

    Of that a story has the outlet and the language, the address where it has none of its own, and the day, inferred.
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
    """Whether a page calls itself one article."""
    kinds = tree.xpath('//meta[@property="og:type" or @name="og:type"]/@content')
    if any(kind.strip().lower() == "article" for kind in kinds):
        return True
    title = single_line(tree.findtext(".//title") or "")
    return any(same_title(jsonld_text(one.get("headline")), title) for one in linked_data(tree) if is_story(one))


def _sections(elements: Sequence[HtmlElement], address: str, depth: int) -> Iterator[_Section]:
    """What stands below each heading, up to the next: those of a level down to `depth`, and those that link elsewhere.

    The first holds what stands before any heading, and has none itself.
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
    """The headings and the innermost blocks of text outside a page's frame, in order."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _FRAME:
            continue
        inner = element.tag in _BLOCKS and not element.xpath(".//p | .//li | .//h2 | .//h3 | .//h4 | .//td")
        if element.tag in _HEADINGS or inner:
            yield element
        else:
            waiting += reversed(element)


def _link_of(heading: HtmlElement, address: str) -> str:
    """Where a heading links to, within it or around it; "" for nowhere, or for a place in its own page."""
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
    """The site whose stories these are: that of the page, else the one that most headings link to."""
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
