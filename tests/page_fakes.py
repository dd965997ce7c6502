"""What the tests of the web page share: an article, an answer on it, a scripted desk, and a reader of HTML."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

from assistant.errors import UnknownArticle
from assistant.index.catalog import Listing
from assistant.index.versions import Kept
from assistant.settings import Settings
from assistant.stages import stop_if_asked
from assistant.types import Answer, Article, Attribution, Citation, Filters, Sentence, Turn, Usage

HOSTILE = (
    '<img src=x onerror="alert(1)"><script>alert(1)</script> ![i](http://evil.example/i.png) [a](javascript:alert(1)) '
    "</section></div><style>*{display:none}</style> ${alert(1)} {{alert}} $$\\href{javascript:a}{x}$$ & \u202egnp"
)
ELEMENTS = {
    "a", "article", "b", "blockquote", "br", "button", "details", "div", "em", "h2", "h3", "h4", "header", "li", "mark",
    "p", "section", "span", "summary", "ul",
}  # fmt: skip
"""The only elements that the page writes for talks, evidence and articles."""
TEXT = "The first paragraph.\n\nRain fell in the north. The dam held, an engineer said. Nobody was hurt.\n\nThe end."
QUOTE = "The dam held, an engineer said."
ARTICLE = Article("a1", TEXT, "Dam holds", "The Valley Post", "2024-05-03", "https://valley.example/dam", version="v1")
READER, OTHER = "r" * 32, "o" * 32


def cite(article: Article, quote: str, number: int = 1, ladder: Sequence[Attribution] = ()) -> Citation:
    start = article.text.index(quote)
    return Citation(
        number, article.id, article.outlet, article.title, article.published, article.url, quote, start,
        start + len(quote), tuple(ladder), article.version,
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
        if tag not in ("br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    @property
    def handlers(self) -> list[str]:
        """Attributes that would run a script."""
        return [name for _, attributes in self.found for name in attributes if name.startswith("on")]


class Shelves:
    """A catalogue of some articles, with the earlier versions of some."""

    def __init__(self, articles: Sequence[Article], earlier: Sequence[Article] = ()) -> None:
        self.held = {article.id: article for article in articles}
        self.earlier = list(earlier)

    def article(self, article_id: str) -> Article:
        if article_id not in self.held:
            raise UnknownArticle(article_id)
        return self.held[article_id]

    def version(self, article_id: str, version: str) -> Article:
        return next(kept.article for kept in self.history(article_id) if kept.article.version == version)

    def history(self, article_id: str) -> list[Kept]:
        before = [Kept(one, "2024-05-03T08:00:00") for one in self.earlier if one.id == article_id]
        return [*before, Kept(self.article(article_id), "2024-05-04T08:00:00")]

    def relatives(self, article: Article) -> list[Article]:
        return []

    def articles_of(self, ids: Sequence[str]) -> dict[str, Article]:
        return {id_: self.held[id_] for id_ in ids if id_ in self.held}

    def seen(self) -> dict[str, str | None]:
        return {}

    def meta(self, key: str) -> str | None:
        return "testhome"

    def gone(self, since: str) -> list[object]:
        return []

    def feeds(self) -> list[object]:
        return []

    def kept_quotes(self) -> Iterator[object]:
        return iter(())


class ScriptedDesk:
    """Gives the scripted answers in turn, remembers what it was asked, and complains when its script runs out.

    A `threading.Event` in a script is waited for: an answer that takes its time, and may be stopped meanwhile.
    """

    def __init__(
        self,
        home: Path,
        *script: Sequence[Answer | threading.Event | Exception] | Exception,
        articles: Sequence[Article] = (ARTICLE,),
    ) -> None:
        self.script = list(script)
        self.asked: list[tuple[str, Filters | None, tuple[Turn, ...]]] = []
        self.settings = Settings(home=home)
        self.checked_by: str | None = None
        self.catalog = Shelves(articles)
        self.worded: list[bool] = []
        self.kept: list[tuple[str, str]] = []
        self._articles = articles

    def listing(self, filters: Filters | None = None) -> list[Listing]:
        return [Listing(a.id, a.outlet, a.title, a.published, a.url, "en", 100, 1, 1) for a in self._articles]

    def keep(self, kind: str, asked: str, citations: Sequence[Citation]) -> None:
        self.kept.append((kind, asked))

    def stream(
        self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = (), *, as_worded: bool = False
    ) -> Iterator[Answer]:
        self.asked.append((question, filters, tuple(talk)))
        self.worded.append(as_worded)
        assert self.script, f"the script has nothing for {question!r}"
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        for one in step:
            if isinstance(one, threading.Event):
                while not one.wait(0.02):
                    stop_if_asked()
            elif isinstance(one, Exception):
                raise one
            else:
                yield one
