"""The result of a scorer, and the context that a scorer may use. Floor 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.types import Answer, Article, Citation, Evidence
from evals.items import GoldItem


@dataclass(frozen=True, slots=True)
class Score:
    """A value from 0 (worst) to 1 (best), or None if it cannot be scored, with a reason that a reader can check."""

    value: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a scorer may use besides the gold item and the answer.

    `articles` are the stored articles by id: what is really there. `ranked` are the article ids of the passages that
    a search for the question found, best first and with repeats, or None where there was no search.
    """

    articles: Mapping[str, Article] = field(default_factory=dict)
    ranked: tuple[str, ...] | None = None

    def outlet_of(self, citation: Citation) -> str | None:
        """The outlet of the stored article of a citation, whatever outlet the citation names."""
        article = self.articles.get(citation.article_id)
        return article.outlet if article else None

    def evidence(self, citation: Citation) -> Evidence | None:
        """The stored text at the place of a citation, whatever it quotes; None if there is none."""
        article = self.articles.get(citation.article_id)
        if article is None or not 0 <= citation.start < citation.end <= len(article.text):
            return None
        return Evidence(citation.number, article, citation.start, citation.end, citation.attribution)


Scorer = Callable[[GoldItem, Answer, Context], Score]


@dataclass(frozen=True, slots=True)
class ListedScorer:
    """A scorer with everything that reports need to show it.

    `title` and `explained` are its words on the HTML page. `column` heads it in the tables by kind, "" leaves it out of
    them. `criterion` is the line of the newsroom scorecard (`evals.scorecard.ASKS`) that it counts for. `of_search`:
    it measures what the answer was made from, so that a low score does not make the answer a bad one.
    """

    score: Scorer
    title: str
    explained: str
    column: str = ""
    criterion: str = ""
    of_search: bool = False


def refused(answer: Answer) -> bool:
    """Whether the answer is a refusal."""
    return answer.status == "not_in_corpus"


def held_back(answer: Answer) -> bool:
    """Whether the answer claims nothing: a refusal, or only the closest quotes."""
    return answer.status in ("not_in_corpus", "closest")


def short(text: str, length: int = 90) -> str:
    """The text on one line, truncated at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"
