"""Reads the last message of a conversation: a question, or a request to change the last answer. Floor 3."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.terms import PRINTED_WORD, is_stop, stem, stems
from assistant.models.types import Message, Model
from assistant.reading.layout import harmless
from assistant.reading.reply_text import without_thoughts
from assistant.types import Turn
from prompts import render

_TURNS = 3  # of the conversation, shown to a model
_ANSWER_CHARACTERS = 700
_LONGEST_QUESTION = 400
_REPLY_TOKENS = 160
_AROUND = " \t\"'“”*"
_NO_CHANGE = re.compile(r"\W*(?:no|(?:none|nothing|no change|not applicable|n/a)\b.*)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a message asks. `wish` is the message itself if it wants the last answer in another form, else empty."""

    question: str
    wish: str = ""


def read_follow_up(model: Model, question: str, talk: Sequence[Turn]) -> FollowUp:
    """The message as a standalone question, or unchanged if the model's proposal cannot be trusted.

    Earlier answers quote articles, and an article must not be able to inject a question: a proposal is accepted only if
    it keeps the words of the message, a third of its words are from the reader's questions, and its names and figures
    are from the conversation. A wish is always in the reader's own words, for a question asked before. Without `talk`
    the model is not called. Raises ModelUnavailable.
    """
    if not talk:
        return FollowUp(question)
    recent = talk[-_TURNS:]
    record = printed_talk(recent, _ANSWER_CHARACTERS)
    fence = hashlib.sha256(f"{question}\0{record}".encode()).hexdigest()[:12]
    system, user = render("condense", fence=fence, talk=record, question=harmless(question))
    reply = model.complete([Message("system", system), Message("user", user)], max_tokens=_REPLY_TOKENS)
    proposal, change = _lines(without_thoughts(reply.text))
    if change:
        earlier = _asked_before(proposal, recent)
        return FollowUp(proposal if _trusted(proposal, earlier, record, recent) else earlier, question)
    return FollowUp(proposal if _trusted(proposal, question, record, recent) else question)


def printed_talk(talk: Sequence[Turn], answer_characters: int) -> str:
    """The last turns for a prompt, answers truncated."""
    return "\n".join(
        f"Reader: {harmless(turn.question)}\nSayso: {harmless(turn.answer)[:answer_characters]}"
        for turn in talk[-_TURNS:]
    )


def _lines(reply: str) -> tuple[str, str]:
    """The proposed question and the change, each "" if there is none."""
    lines = [line.strip(_AROUND) for line in reply.splitlines() if line.strip(_AROUND)]
    change = next((line for line in lines if line.upper().startswith("CHANGE:")), "")
    asked = next((line for line in lines if line.upper().startswith("QUESTION:")), lines[0] if lines else "")
    change = change[7:].strip(_AROUND)
    asked = re.sub(r"^(?:QUESTION|Last (?:question|message)):\s*", "", asked, flags=re.IGNORECASE).strip(_AROUND)
    return harmless(asked), "" if _NO_CHANGE.fullmatch(change) else change


def _asked_before(proposal: str, talk: Sequence[Turn]) -> str:
    """The reader's earlier question that shares most words with the proposal; the latest of several."""
    own = set(stems(proposal))
    return max(reversed(talk), key=lambda turn: len(own & set(stems(turn.question)))).question


def _trusted(proposal: str, question: str, record: str, talk: Sequence[Turn]) -> bool:
    asked = set(stems(" ".join([question, *(turn.question for turn in talk)])))
    known = asked | set(stems(record))
    said = {word.lower() for word in PRINTED_WORD.findall(f"{question} {record}")}
    own = set(stems(proposal))
    if not own or len(proposal) > _LONGEST_QUESTION:
        return False
    first, *others = PRINTED_WORD.findall(proposal)
    # The first word is always capitalised: a stop word ("Did") is no name.
    names = [word for word in others if not word[0].islower()] + ([] if is_stop(first.lower()) else [first])
    kept = set(stems(question)) <= own and 3 * len(own & asked) >= len(own)
    return kept and all(_comes_from(word, said, known) for word in names)


def _comes_from(name: str, said: set[str], known: set[str]) -> bool:
    """Whether a name or figure is among the words said or the known stems ("May" has no stem: it is a stop word)."""
    own = set(stems(name))
    return name.lower() in said or (bool(own) and own <= known) or stem(name.lower()) in known
