"""An invented port, and models that write about it from a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from scripted_model import ScriptedModel

from assistant.language.sentences import sentence_spans
from assistant.models.types import Message, Model
from assistant.settings import Style
from assistant.types import Article, Dispute, Evidence, Query, Side, Turn
from assistant.writing.fluent import FluentWriter, PartialReply

PORT = Article(
    "port",
    "The port of Halvard closed on Monday. A crane had fallen, Ida Brandt said. The pilots had left.",
    title="Crane falls in Halvard",
    outlet="The Harbour Post",
    published="2024-05-06",
)
UNION = Article(
    "union", "No crane fell, the dockers' union said. It will open on “Friday [at noon]”.", outlet="Island Gazette"
)
QUESTION = Query("Why did the port close?", "Why did the port of Halvard close?")
Reply = Callable[[Sequence[Message]], str]


def evidence_of(*articles: Article) -> list[Evidence]:
    """Every sentence of the articles, numbered from 1."""
    spans = [(article, span) for article in articles for span in sentence_spans(article.text)]
    return [Evidence(key, article, *span) for key, (article, span) in enumerate(spans, 1)]


EVIDENCE = evidence_of(PORT, UNION)
CLOSED, CRANE, PILOTS, NO_CRANE, OPENS = EVIDENCE
DENIAL = Dispute("whether a crane fell", "denial", (Side("it fell", (2,)), Side("it did not", (4,))))


def letter_in(messages: Sequence[Message]) -> str:
    found = re.search(r"\[([A-Z])\d+\]", messages[-1].text)
    assert found
    return found[1]


def keyed(text: str) -> Reply:
    """A reply with keys written as {1}, in the letter that the prompt shows."""
    return lambda messages: re.sub(r"\{(\d+)\}", rf"[{letter_in(messages)}\1]", text)


def rows(*sentences: tuple[str, dict[int, str]], disagreements: Sequence[object] = (), **more: object) -> Reply:
    """A reply under the schema: each sentence with the words of the lines that it rests on, by number."""

    def reply(messages: Sequence[Message]) -> str:
        letter = letter_in(messages)
        listed = [
            {"number": at, "text": text, "rests_on": [{"key": f"{letter}{key}", "words": lines[key]} for key in lines]}
            for at, (text, lines) in enumerate(sentences, 1)
        ]
        told = json.loads(re.sub(r"\{(\d+)\}", rf"{letter}\1", json.dumps(disagreements)))
        return json.dumps({"answerable": True, "missing": "", "sentences": listed, "disagreements": told, **more})

    return reply


def strong(*script: str | Exception | Reply, structured: bool = False, **more: int) -> ScriptedModel:
    return ScriptedModel(script, strong=True, structured=structured, **more)


def written(
    model: Model,
    evidence: Sequence[Evidence] = EVIDENCE,
    *,
    style: Style = "auto",
    disputes: Sequence[Dispute] = (),
    talk: Sequence[Turn] = (),
    wish: str = "",
) -> tuple[list[PartialReply], FluentWriter]:
    """Every state of what a model writes, and its writer."""
    writer = FluentWriter(model, style)
    return list(writer.write(QUESTION, evidence, disputes, talk, wish)), writer


def last(states: Sequence[PartialReply]) -> list[tuple[str, tuple[int, ...]]]:
    return [(draft.text, draft.keys) for draft in states[-1].sentences] if states else []
