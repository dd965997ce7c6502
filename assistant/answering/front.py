"""Handles messages that are no plain question: small talk, typed requests, changes of the last answer. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.agreement import disputed_anywhere
from assistant.answering.changes import NEEDS_MODEL, NOTHING_YET, changed
from assistant.answering.material import UNSURE, Material
from assistant.answering.pools import Pools
from assistant.answering.requests import Requests, Understand
from assistant.index.catalog import Catalog
from assistant.language.terms import content_words
from assistant.question.account_questions import asks_of_all_accounts, topic_of_agreement
from assistant.question.change import Change, read_change
from assistant.question.followups import topic_of_talk, topic_so_far
from assistant.question.pronouns import ambiguous_pronoun
from assistant.question.request import Request, read_request
from assistant.types import Answer, Filters, Query, Turn

Again = Callable[[str, Filters, Sequence[Turn]], Answer]
"""Answers a question of the conversation again, within filters and after the turns before it."""
_WHOLE = re.compile(r"\b(?:everything|all|articles|here|index|corpus|overall|outlets)\b", re.IGNORECASE)
_NO_DISPUTE = "No account that was read clearly contradicts another. What each outlet says:"
_RELEVANT = 0.1  # chance of answering from which a sentence may lengthen an answer
_STANDALONE = (  # kinds whose missing subject is not taken from the conversation
    "greeting",
    "help",
    "outside",
    "holdings",
    "question",
    "change",
    "comparison",
    "outlets",
)


class Front:
    """Classifies a message, and answers it if it is not a plain question."""

    def __init__(self, catalog: Catalog, pools: Pools, understand: Understand, again: Again, today: str | None) -> None:
        self._catalog, self._pools, self._understand, self._again = catalog, pools, understand, again
        self._requests = Requests(catalog, pools, understand, today)

    def take(
        self, question: str, filters: Filters, talk: Sequence[Turn], *, writes: bool
    ) -> Answer | tuple[Query, Material] | None:
        """A whole answer, or the query and material of one; None for a plain question.

        `writes`: a language model is available that changes answers itself.
        """
        known = self._catalog.outlets()
        change = read_change(question, known)
        if change and not writes:
            return self._changed(question, change, filters, talk)
        if asks_of_all_accounts(question) and not talk:
            return self._of_all_accounts(question, filters)
        request = _carried(read_request(question, known), question, talk)
        if request.kind == "question" and not talk and not content_words(question):
            return _reply(question, replies.not_understood(self._pools))
        topic = topic_of_agreement(question)
        if topic and not talk and not any(map(self._pools.knows, content_words(topic))):
            return self._of_all_accounts(question, filters)
        if request.kind == "question" or topic:  # compares two accounts, not outlets
            return self._asked_back(question, talk)
        if (text := self._requests.reply(request, filters)) is not None:
            return _reply(question, text)
        found = self._requests.material(request, filters)
        if found is None:
            return None
        query, material = found
        if request.subject and request.subject not in question and talk:
            material = replace(
                material, notes=(f"Read with “{request.subject}” from the talk so far.", *material.notes)
            )
        return replace(query, asked=question), material

    def _of_all_accounts(self, question: str, filters: Filters) -> Answer | tuple[Query, Material] | None:
        """Where the accounts contradict each other; if they certainly do nowhere, what each outlet says."""
        found = self._requests.material(Request("comparison", ""), filters)
        if found is None:
            return None
        query, material = found
        if answer := disputed_anywhere(self._pools, query):
            return replace(answer, question=question)
        return replace(query, asked=question), replace(
            material, opening=_NO_DISPUTE, chance=min(material.chance, UNSURE)
        )

    def _asked_back(self, question: str, talk: Sequence[Turn]) -> Answer | None:
        """A question back if a pronoun refers to nobody or to either of two people; None if it is clear."""
        if not (doubt := ambiguous_pronoun(question, talk)):
            return None
        pronoun, names = doubt
        people = [name for name in names if self._pools.is_person(name)]
        return _reply(question, replies.ask_whom(pronoun, people)) if not names or len(people) == 2 else None

    def _changed(self, question: str, change: Change, filters: Filters, talk: Sequence[Turn]) -> Answer:
        if "model" in change.wishes:
            return _reply(question, NEEDS_MODEL)
        known = self._catalog.outlets()
        at = next((at for at in reversed(range(len(talk))) if not read_change(talk[at].question, known)), None)
        if at is None:
            return _reply(question, NOTHING_YET)
        last = talk[at].question
        filters = replace(filters, outlets=change.outlets or filters.outlets)
        answer = self._again(last, filters, talk[:at])
        query = replace(self._understand(last, filters), asked=question)
        more = (
            [one for one in self._pools.weighed(query) if one.score >= _RELEVANT] if "longer" in change.wishes else ()
        )
        answer = changed(self._catalog, answer, change, query, more)
        return replace(answer, question=question, notes=(f"Asked again: {last}", *answer.notes))


def _reply(question: str, text: str) -> Answer:
    return Answer(question, "reply", text)


def _carried(request: Request, question: str, talk: Sequence[Turn]) -> Request:
    """The request, with the topic of the conversation as its subject if it has none of its own."""
    if not talk or request.subject or request.kind in _STANDALONE or _WHOLE.search(question):
        return request
    return replace(request, subject=topic_of_talk(talk) if request.kind == "timeline" else topic_so_far(talk))
