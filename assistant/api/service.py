"""The operations of every program interface, in CONTRACT.md's JSON: ask, search, brief, corpus, check. Floor 3."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from assistant.checking.drafts import UncheckedSentence
from assistant.desk import Desk
from assistant.drafts.read import read_bytes
from assistant.drafts.report import checked_json
from assistant.errors import BadQuestion
from assistant.types import Answer, Filters, Turn
from assistant.version import __version__
from assistant.writing.render import answer_json, search_json

Json = dict[str, Any]
_AT_ONCE = 4  # questions answered at the same time; others wait
_CHECKED_AT_ONCE = 12  # sentences per call of a model
_MOST_SENTENCES = 2_000
_FORMS = {"text": ".txt", "markdown": ".md", "html": ".html"}


class Service:
    """One desk shared by many users. Methods return the command line's JSON, and raise as the desk does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    def health(self) -> Json:
        """Status, version, model, and the number of articles."""
        articles = self.desk.catalog.article_count()
        return {"status": "ok", "version": __version__, "model": self.desk.settings.model, "articles": articles}

    def answer(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Answer:
        """The whole answer; its citations are recorded in the home."""
        *_, answer = self.stream(question, filters, talk)
        return answer

    def stream(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The growing answer, the last one complete. Closing the iterator frees the slot for the next question."""
        with self._slots:
            answer = None
            for answer in self.desk.stream(question, filters, talk):
                yield answer
            if answer:
                self.desk.keep("answer", answer.question, answer.citations)

    def ask(self, question: str, filters: Filters | None = None, talk: Sequence[Turn] = ()) -> Json:
        """An Answer as JSON."""
        return answer_json(self.answer(question, filters, talk))

    def search(self, query: str, filters: Filters | None = None, top: int = 10) -> Json:
        """The best passages, best first, as JSON."""
        with self._slots:
            return search_json(*self.desk.search(query, filters, top))

    def brief(self, topic: str, filters: Filters | None = None, length: str = "standard") -> Json:
        """A briefing as `sayso brief --json` prints it. Raises BadQuestion for an empty topic."""
        from assistant.briefing.forms.data import briefing_json
        from assistant.briefing.types import Length

        if not topic.strip():
            raise BadQuestion("The topic is empty.", "Name one.")
        with self._slots:
            made = self.desk.brief(topic, filters, cast(Length, length))
            self.desk.keep("briefing", topic, made.citations)
            return briefing_json(made)

    def corpus(self, filters: Filters | None = None) -> list[Json]:
        """The articles of the index, as `sayso corpus --json` lists them."""
        return [asdict(row) for row in self.desk.listing(filters)]

    def article(self, article_id: str, version: str | None = None) -> Json:
        """An article with its text, by default in its current version. Raises UnknownArticle, UnknownVersion."""
        from assistant.index.showing import article_json

        catalog = self.desk.catalog
        present = catalog.article(article_id)
        article = catalog.version(article_id, version) if version else present
        passages = len(catalog.passages_of(article_id)) if article.version == present.version else 0
        return article_json(article, passages, catalog.relatives(present))

    def check_text(self, text: str, filters: Filters | None = None, form: str = "text") -> Json:
        """Check the sentences of a draft; `form` is text, markdown or html."""
        draft = read_bytes(text.encode("utf-8", "replace"), _FORMS[form], "given")
        return self.check([UncheckedSentence(sentence) for sentence in draft.sentences()], filters)

    def check(self, sentences: Sequence[UncheckedSentence], filters: Filters | None = None) -> Json:
        """Check sentences, one result each in their order. Raises BadQuestion for too many."""
        if len(sentences) > _MOST_SENTENCES:
            raise BadQuestion(f"{len(sentences)} sentences are more than {_MOST_SENTENCES} at once.", "Send fewer.")
        found: list[Json] = []
        for start in range(0, len(sentences), _CHECKED_AT_ONCE):
            with self._slots:
                some = self.desk.check(sentences[start : start + _CHECKED_AT_ONCE], filters)
            found += map(checked_json, some)
        return {"sentences": found}


def turns_of(messages: Sequence[Mapping[str, str]]) -> tuple[Turn, ...]:
    """The turns of a conversation given as `{"question", "answer"}`."""
    return tuple(Turn(one["question"], one["answer"]) for one in messages)
