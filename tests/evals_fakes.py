"""Real small stand-ins for the evals' tests: two articles, answers about them, scripted solvers and models."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from assistant.errors import ModelUnavailable
from assistant.models.types import Message, Model, Reply, Schema
from assistant.types import Answer, Article, Attribution, Citation, Dispute, Sentence, Side
from evals.items import GoldItem, GoldSide
from evals.score import Context
from evals.solve import Corpus, Solution

HARBOUR = Article(
    id="harbour",
    outlet="The Harbour Post",
    title="Ferry firm lays off crews",
    published="2021-05-02",
    text=(
        "The ferry firm Nordline dismissed 40 sailors in April, a person close to its board told Reuters. "
        "Nordline's harbour master, Ada Quist, denied the report as “pure invention”. "
        "The firm runs six ferries."
    ),
)
GAZETTE = Article(
    id="gazette",
    outlet="Island Gazette",
    title="Nordline: nobody was dismissed",
    published="2021-05-04",
    text="Nobody was dismissed at Nordline, the firm said on Monday. Its fleet counts six ferries.",
)
ARTICLES = {article.id: article for article in (HARBOUR, GAZETTE)}
CORPUS = Corpus(ARTICLES)
CONTEXT = Context(ARTICLES, ("harbour", "gazette", "harbour"))

REUTERS = Attribution("Reuters", "outlet", "told")
BOARD = Attribution("a person close to its board", "anonymous", "told")
QUIST = Attribution("Ada Quist", "person", "denied")


def cite(number: int, article: Article, quote: str, *rungs: Attribution) -> Citation:
    """A true citation of a quote that stands in the article."""
    start = article.text.index(quote)
    return Citation(
        number,
        article.id,
        article.outlet,
        article.title,
        article.published,
        article.url,
        quote,
        start,
        start + len(quote),
        (Attribution(article.outlet or "", "outlet"), *rungs),
    )


DISMISSED = "The ferry firm Nordline dismissed 40 sailors in April, a person close to its board told Reuters."
DENIED = "Nordline's harbour master, Ada Quist, denied the report as “pure invention”."
NOBODY = "Nobody was dismissed at Nordline, the firm said on Monday."
FERRIES = "The firm runs six ferries."


def quoted(number: int, lead: str, text: str) -> str:
    """A line of an answer by the quotes writer."""
    return f"{lead}: “{text}” [{number}]"


DISPUTED = Answer(
    question="Did Nordline dismiss sailors?",
    status="disputed",
    text="\n".join(
        (
            quoted(1, "The Harbour Post, citing Reuters, citing a person close to its board", DISMISSED),
            quoted(2, "The Harbour Post, citing Ada Quist", DENIED),
            quoted(3, "Island Gazette", NOBODY),
        )
    ),
    sentences=(
        Sentence(DISMISSED, (1,), "verbatim", ""),
        Sentence(DENIED, (2,), "verbatim", ""),
        Sentence(NOBODY, (3,), "verbatim", ""),
    ),
    citations=(
        cite(1, HARBOUR, DISMISSED, REUTERS, BOARD),
        cite(2, HARBOUR, DENIED, QUIST),
        cite(3, GAZETTE, NOBODY),
    ),
    disputes=(Dispute("dismissals", "denial", (Side(DISMISSED, (1,)), Side(NOBODY, (3,)))),),
)
DISPUTED_ITEM = GoldItem(
    id="dismissals",
    question=DISPUTED.question,
    kind="dispute",
    facts=((r"\b40\b",), ("April",)),
    outlets=(("The Harbour Post",), ("Island Gazette",)),
    sides=(GoldSide(("dismissed 40",), ("The Harbour Post",)), GoldSide(("nobody was",), ("Island Gazette",))),
    forbid=("cookie",),
    split="dev",
)

PLAIN = Answer(
    question="How many ferries does Nordline run?",
    status="answered",
    text=quoted(1, "The Harbour Post", FERRIES),
    sentences=(Sentence(FERRIES, (1,), "verbatim", ""),),
    citations=(cite(1, HARBOUR, FERRIES),),
)
PLAIN_ITEM = GoldItem(
    id="ferries", question=PLAIN.question, kind="fact", facts=(("six",),), outlets=(("Harbour Post",),), split="test"
)

REFUSAL = Answer("Who owns Nordline?", "not_in_corpus", "The articles in the index do not answer this.")
REFUSAL_ITEM = GoldItem(id="owner", question=REFUSAL.question, kind="unanswerable", abstain=True, split="dev")

ITEMS = [DISPUTED_ITEM, PLAIN_ITEM, REFUSAL_ITEM]
ANSWERS = {item.question: answer for item, answer in zip(ITEMS, (DISPUTED, PLAIN, REFUSAL), strict=True)}


class ScriptedSolver:
    """Gives the answer prepared for a question; None stands for a model that is down. Remembers what it was asked."""

    def __init__(self, answers: Mapping[str, Answer | None]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def solve(self, item: GoldItem) -> Solution:
        self.asked.append(item.id)
        answer = self._answers[item.question]
        if answer is None:
            raise ModelUnavailable("scripted", "did not answer in time", "Try again.")
        return Solution(replace(answer), ("harbour", "gazette"))


class ScriptedModel(Model):
    """Gives prepared replies in order, in two pieces each; None stands for a model that is down.

    Remembers what it was asked, and complains when its script runs out.
    """

    name, window_tokens, structured, strong, thinking_tokens = "scripted", 4096, False, False, 0

    def __init__(self, replies: Sequence[str | None]) -> None:
        self._replies = list(replies)
        self.asked: list[tuple[list[Message], int, Schema | None]] = []

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        self.asked.append((list(messages), max_tokens, schema))
        assert self._replies, "the script has run out"
        reply = self._replies.pop(0)
        if reply is None:
            raise ModelUnavailable("scripted", "is down", "Start it.")
        yield reply[:3]
        yield reply[3:]
        return Reply(reply, prompt_tokens=7, completion_tokens=2)
