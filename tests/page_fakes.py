"""What the tests of the web page share: an article, an answer on it, a scripted desk, and a reader of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from types import SimpleNamespace

from assistant.errors import UnknownArticle
from assistant.index.catalog import Listing
from assistant.page import talk as page
from assistant.settings import Settings
from assistant.types import Answer, Article, Attribution, Citation, Filters, Sentence, Turn, Usage

HOSTILE = (
    '<img src=x onerror="alert(1)"><script>alert(1)</script> ![i](http://evil.example/i.png) [a](javascript:alert(1)) '
    "</section></div><style>*{display:none}</style> ${alert(1)} {{alert}} $$\\href{javascript:a}{x}$$ & \u202egnp"
)
ELEMENTS = {
    "article", "b", "blockquote", "a", "details", "div", "em", "h1", "h2", "h3", "header", "li", "mark", "p", "section",
    "span", "summary", "ul",
}  # fmt: skip
"""The only elements that page.py writes."""
TEXT = "The first paragraph.\n\nRain fell in the north. The dam held, an engineer said. Nobody was hurt.\n\nThe end."
QUOTE = "The dam held, an engineer said."
ARTICLE = Article("a1", TEXT, "Dam holds", "The Valley Post", "2024-05-03", "https://valley.example/dam")


def cite(article: Article, quote: str, number: int = 1, ladder: Sequence[Attribution] = ()) -> Citation:
    start = article.text.index(quote)
    return Citation(
        number, article.id, article.outlet, article.title, article.published, article.url, quote, start,
        start + len(quote), tuple(ladder),
    )  # fmt: skip


def answer_of(article: Article = ARTICLE, quote: str = QUOTE, ladder: Sequence[Attribution] = ()) -> Answer:
    return Answer(
        "Did the dam hold?",
        "answered",
        f"“{quote}” [1]",
        (Sentence(quote, (1,), "verbatim", "word for word"),),
        (cite(article, quote, 1, ladder),),
        usage=Usage(seconds=0.2),
    )


def find(*articles: Article) -> page.FindArticle:
    held = {article.id: article for article in articles}

    def find_article(article_id: str) -> Article:
        if article_id not in held:
            raise UnknownArticle(article_id)
        return held[article_id]

    return find_article


class Elements(HTMLParser):
    """Every element of a piece of HTML with its attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


class ScriptedDesk:
    """Gives the scripted answers in turn, remembers what it was asked, and complains when its script runs out."""

    def __init__(self, *script: Sequence[Answer] | Exception, articles: Sequence[Article] = (ARTICLE,)) -> None:
        self.script = list(script)
        self.asked: list[tuple[str, Filters | None, tuple[Turn, ...]]] = []
        self.settings = Settings()
        self.checked_by: str | None = None
        self.catalog = SimpleNamespace(article=find(*articles), kept_quotes=lambda: iter(()))
        self.kept: list[tuple[str, str]] = []
        self._articles = articles

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        return [Listing(a.id, a.outlet, a.title, a.published, a.url, "en", 100, 1, 1) for a in self._articles]

    def keep(self, kind: str, asked: str, citations: Sequence[Citation]) -> None:
        self.kept.append((kind, asked))

    def stream(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Iterator[Answer]:
        self.asked.append((question, filters, tuple(talk)))
        assert self.script, f"the script has nothing for {question!r}"
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        yield from step
