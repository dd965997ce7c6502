"""The language-model writer: evidence in, sentences with their keys out, as they stream. Floor 3.

One FluentWriter serves one question: it keeps what it noticed about the replies in `notes`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from assistant.errors import BadSetting
from assistant.language.terms import stems
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Schema
from assistant.settings import Style
from assistant.types import Dispute, DraftSentence, Evidence, Query, Turn
from assistant.writing.dossier import Dossier, harmless, lay_out
from assistant.writing.marks import JsonReader, Marked, ProseReader
from prompts import render

"""The form of a reply; `auto` is JSON where a model does it well (`Model.structured`), else prose."""

_MOST_SENTENCES = 5
# Only for a strong model: a 1.5-billion one says so too where the answer is there (1 of 2; the judge has let it pass).
_REFUSAL = "If no line has to do with the question, reply with the two words NO ANSWER."
_PROMPT_TOKENS = 500  # of prompts/write*.md and the lines that contradict each other
_REPLY_TOKENS = 500
_REPAIR_TOKENS = 160
_EVIDENCE_TOKENS = {True: 4000, False: 700}  # for a strong model and a weak one, which reads 75 tokens a second
_LEAST_EVIDENCE_TOKENS = 200
_MARGIN = 0.9  # of a window: other models count other tokens
_NEIGHBOURS = 4  # lines shown with a repair besides those it cites
_ANSWER_CHARACTERS = 700
_TURNS = 3
_LONGEST_QUESTION = 400


class FluentWriter:
    """Writes one answer with a language model. Raises ModelUnavailable, also after some sentences."""

    def __init__(self, model: Model, style: Style = "auto") -> None:
        if style not in get_args(Style):
            raise BadSetting("--style or SAYSO_STYLE", style, "auto, prose or json")
        self.name = model.name
        self.notes: list[str] = []
        self.declined = False
        """Whether the model said that the evidence holds no answer."""
        self.trusted = model.structured
        """Whether to believe it then: small models say so where the answer is there."""
        self._model = model
        self._json = model.structured if style == "auto" else style == "json"
        self._dossier: Dossier | None = None
        self._question = ""

    def write(self, query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]) -> Iterator[DraftSentence]:
        """The model's sentences as they come; what is dropped of them is noted."""
        prompt = "write_json" if self._json else "write"
        self._question = harmless(query.text)
        dossier = self._dossier = lay_out(query.text, evidence, disputes, self._room())
        if dossier.withheld:
            lines = "1 line" if dossier.withheld == 1 else f"{dossier.withheld} lines"
            self._note(f"Kept from the model: {lines} of the articles that read like an order to a machine.")
        if not dossier.keys:
            return
        messages = self._messages(
            prompt,
            fence=dossier.fence,
            evidence=dossier.text,
            disputes=dossier.disputes,
            question=self._question,
            sample=next(iter(dossier.keys)),
            most=str(_MOST_SENTENCES),
            **({} if self._json else {"refusal": _REFUSAL if self._model.structured else ""}),
        )
        letter = next(iter(dossier.keys))[0]
        names = dossier.outlets()
        reader = JsonReader(letter, names) if self._json else ProseReader(letter, names)
        # Free to choose, a 1.5-billion model gives outlets for keys; but a provider builds a new schema for seconds.
        schema = _schema(() if self._model.structured else tuple(dossier.keys)) if self._json else None
        pieces = self._model.stream(messages, max_tokens=_REPLY_TOKENS, schema=schema)
        given = 0
        for marked in _read(pieces, reader, self.notes):
            if given == _MOST_SENTENCES:
                self._note(f"The model wrote more than {_MOST_SENTENCES} sentences; the rest was left out.")
                break
            draft = self._draft(marked, dossier)
            if draft.text:
                given += 1
                yield draft
        pieces.close()
        self.declined = reader.declined

    def repair(self, draft: DraftSentence, reason: str) -> DraftSentence | None:
        """The sentence as the model corrects it, told the reason; None where no such sentence came back.

        It keeps the keys that the model gave it before where the correction has none.
        """
        dossier = self._dossier
        if dossier is None:
            raise RuntimeError("repair was called before write")
        numbers = {*draft.keys, *_nearest(draft.text, dossier)}
        messages = self._messages(
            "repair",
            fence=dossier.fence,
            evidence=dossier.of(numbers),
            question=self._question,
            sentence=harmless(draft.text),
            reason=harmless(reason),
            sample=next(iter(dossier.keys)),
        )
        reply = self._model.complete(messages, max_tokens=_REPAIR_TOKENS)
        reader = ProseReader(next(iter(dossier.keys))[0], dossier.outlets())
        for marked in (*reader.feed(reply.text), *reader.end()):
            corrected = self._draft(marked, dossier)
            if corrected.text and _same_matter(corrected.text, draft.text):
                return corrected if marked.keys else replace(corrected, keys=draft.keys)
        return None

    def near(self, text: str) -> list[int]:
        """The evidence shown to the model that shares most words with a sentence, best first."""
        return _nearest(text, self._dossier) if self._dossier else []

    def _room(self) -> int:
        """Tokens for the evidence: what a model of its kind reads well, and no more than its window leaves."""
        taken = _PROMPT_TOKENS + 2 * count_tokens(self._question) + _REPLY_TOKENS + self._model.thinking_tokens
        left = int(self._model.window_tokens * _MARGIN) - taken
        return max(_LEAST_EVIDENCE_TOKENS, min(_EVIDENCE_TOKENS[self._model.structured], left))

    def _draft(self, marked: Marked, dossier: Dossier) -> DraftSentence:
        unknown = [key for key in marked.keys if key not in dossier.keys]
        keys = tuple(dossier.keys[key].key for key in marked.keys if key in dossier.keys)
        copied = dossier.copied(marked.text)
        if unknown:
            self._note(f"The model cited {', '.join(unknown)}, which is no line of the evidence; dropped.")
        for kind in marked.stripped:
            self._note(f"The model's reply held {kind}; taken out.")
        if copied:  # word for word, so that what it rests on is surer than by the key
            if keys and copied.key not in keys:
                self._note("The model cited another line than the one it copied; set right.")
            return DraftSentence(copied.quote, (copied.key,))
        return DraftSentence(marked.text, keys)

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _messages(self, prompt: str, **slots: str) -> list[Message]:
        system, user = render(prompt, **slots)
        return [Message("system", system), Message("user", user)]


def condense(model: Model, question: str, talk: Sequence[Turn]) -> str:
    """A follow-up as a question that stands alone, or as it is where the model's proposal cannot be trusted.

    An earlier answer quotes articles, and an article must not be able to put a question of its own: so a proposal is
    taken only if it keeps the words of the question, and adds words of the talk alone. Raises ModelUnavailable.
    """
    if not talk:
        return question
    record = "\n".join(
        f"Reader: {harmless(turn.question)}\nSayso: {harmless(turn.answer)[:_ANSWER_CHARACTERS]}"
        for turn in talk[-_TURNS:]
    )
    fence = hashlib.sha256(f"{question}\0{record}".encode()).hexdigest()[:12]
    system, user = render("condense", fence=fence, talk=record, question=harmless(question))
    reply = model.complete([Message("system", system), Message("user", user)], max_tokens=120)
    lines = [line.strip().strip("\"'“”*").strip() for line in reply.text.strip().splitlines() if line.strip()]
    proposal = harmless(lines[0].removeprefix("Last question:")) if lines else ""
    asked = set(stems(" ".join([question, *(turn.question for turn in talk[-_TURNS:])])))
    told = set(stems(record))
    own = set(stems(proposal))
    kept = own and set(stems(question)) <= own and 3 * len(own & asked) >= len(own)
    return proposal if kept and own <= asked | told and len(proposal) <= _LONGEST_QUESTION else question


def _schema(keys: Sequence[str]) -> Schema:
    """The shape of a JSON reply; with `keys`, no others can be cited."""
    key: Schema = {"type": "string", "enum": list(keys)} if keys else {"type": "string"}
    sentence: Schema = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "keys": {"type": "array", "minItems": 1, "items": key}},
        "required": ["text", "keys"],
        "additionalProperties": False,
    }
    # An empty list is not allowed: a 1.5-billion model gave one for 10 of 12 questions that it could have answered.
    several: Schema = {"type": "array", "minItems": 1, "maxItems": _MOST_SENTENCES, "items": sentence}
    return {
        "type": "object",
        "properties": {"answerable": {"type": "boolean"}, "sentences": several},
        "required": ["answerable", "sentences"],
        "additionalProperties": False,
    }


def _read(pieces: Iterator[str], reader: ProseReader | JsonReader, notes: list[str]) -> Iterator[Marked]:
    """The sentences of a streamed reply; whether it was cut at the limit is noted."""
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            if end.value is not None and end.value.cut:
                notes.append("The model's reply was cut at its limit of tokens.")
            break
        yield from reader.feed(piece)
    yield from reader.end()


def _same_matter(corrected: str, sentence: str) -> bool:
    """Whether a correction is still about what the sentence was: a model may offer any line that holds instead."""
    new, old = set(stems(corrected)), set(stems(sentence))
    return 3 * len(new & old) >= min(len(new), len(old)) > 0


def _nearest(text: str, dossier: Dossier) -> list[int]:
    """The evidence that shares most words with a sentence, best first."""
    own = set(stems(text))
    shared = {piece.key: len(own & set(stems(piece.quote))) for piece in dossier.keys.values()}
    return sorted(shared, key=lambda key: -shared[key])[:_NEIGHBOURS]
