"""The language-model writer: turns evidence into sentences with citation keys, as they stream. Floor 3.

One FluentWriter serves one question, and collects remarks on the replies in `notes`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from assistant.disputes.listed import Listed
from assistant.errors import BadSetting
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Reply
from assistant.reading.json_reply import JsonReader
from assistant.reading.layout import Layout, harmless, lay_out_lines, lay_out_passages, printed_words
from assistant.reading.prose_reply import ProseReader
from assistant.reading.replies import Marked, MarkedDispute, ReplyReader
from assistant.reading.reply_objects import first_object, objects_in, rows_by_number
from assistant.settings import Style
from assistant.types import Dispute, DisputeKind, DraftSentence, Evidence, Query, Turn, Verdict
from assistant.writing.reply_schema import CORRECTIONS, answer_schema
from assistant.writing.talk import printed_talk
from prompts import render, render_part

_ANSWER_CHARACTERS = 1200  # shown of an earlier answer
_MARGIN = 0.9  # of a window, since other models count tokens differently
_LEAST_EVIDENCE_TOKENS = 200


@dataclass(frozen=True, slots=True)
class PartialReply:
    """What a model has written so far: whole sentences, and the start of the next one."""

    sentences: tuple[DraftSentence, ...]
    pending: str = ""


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """How many tokens of each part a model of some strength is given; `sentences` None for no limit."""

    evidence: int
    prompt: int
    reply: int
    sentences: int | None = None


# A strong model reads whole passages. A small one reads 75 tokens a second on two cores, and many lines confuse it:
# given the twelve best lines instead of those that `quotes` shows, a model of 1.5 billion lost .3 of the facts.
STRONG = TokenLimits(evidence=6400, prompt=1100, reply=1500)
SMALL = TokenLimits(evidence=700, prompt=500, reply=500, sentences=5)


class FluentWriter:
    """Writes one answer with a language model. Raises ModelUnavailable and BudgetSpent, also after some sentences."""

    def __init__(self, model: Model, style: Style = "auto") -> None:
        if style not in get_args(Style):
            raise BadSetting("--style or SAYSO_STYLE", style, "auto, prose or json")
        self.name = model.name
        self.notes: list[str] = []
        self.declined: str | None = None
        """What the model says is missing, if it found no answer; None if it found one."""
        self.listed: list[Listed] = []
        """The disagreements that the model reports, between lines that it quotes exactly; not checked yet."""
        self.strong = model.strong
        self._model = model
        self._length = STRONG if model.strong else SMALL
        self._json = model.strong and model.structured if style == "auto" else style == "json"
        self._question = ""
        self._layout = Layout("", "", {})

    @property
    def shown(self) -> tuple[Evidence, ...]:
        """The evidence that the model was shown, in the order of the prompt."""
        return tuple(self._layout.keys.values())

    def write(
        self,
        query: Query,
        evidence: Sequence[Evidence],
        disputes: Sequence[Dispute] = (),
        talk: Sequence[Turn] = (),
        wish: str = "",
    ) -> Iterator[PartialReply]:
        """The reply so far, whenever it has grown; what is dropped from it is noted in `notes`.

        `evidence` comes best first. A strong model is shown `talk` and `wish`, a small one `disputes`. Nothing is
        yielded if no line of the evidence can be shown.
        """
        self._question = harmless(query.text)
        lay_out = lay_out_passages if self.strong else lay_out_lines
        self._layout = layout = lay_out(query.text, evidence, self._room())
        if layout.withheld:
            lines = "1 line" if layout.withheld == 1 else f"{layout.withheld} lines"
            self._note(f"Kept from the model: {lines} of the articles that read like an order to a machine.")
        if not layout.keys:
            return
        messages = self._ask(layout, disputes, talk, wish)
        reader = self._reader(layout)
        # Without an enum, a model of 1.5 billion gives outlets for keys; but providers take seconds to build a schema.
        schema = answer_schema(() if self.strong else tuple(layout.keys)) if self._json else None
        pieces = self._model.stream(messages, max_tokens=self._length.reply, schema=schema)
        shown = PartialReply(())
        for _ in self._feed(reader, pieces):
            whole = self._drafts(reader.sentences, layout)
            if self._length.sentences and len(whole) > self._length.sentences:
                self._note(f"The model wrote more than {self._length.sentences} sentences; the rest was left out.")
                break
            now = PartialReply(whole, reader.pending)
            if now != shown:
                shown = now
                yield now
        pieces.close()
        self.declined = reader.declined
        self.listed = [found for one in reader.disputes if (found := self._listed(one, layout))]

    def correct(self, failed: Sequence[tuple[DraftSentence, Verdict]]) -> list[DraftSentence]:
        """The failed sentences as the model rewrites them in one call, given the reason why each failed.

        In the same order and number: a sentence that the model does not return, or returns without a key that was
        shown, stays as it was. Raises ModelUnavailable, BudgetSpent.
        """
        layout = self._layout
        system, user = render(
            "correct",
            fence=layout.fence,
            evidence=layout.text,
            question=self._question,
            sentences="\n".join(f"{at}. {_keyed(one, layout)}" for at, (one, _) in enumerate(failed, 1)),
            objections="\n".join(f"{at}. {harmless(verdict.reason)}" for at, (_, verdict) in enumerate(failed, 1)),
            sample=next(iter(layout.keys), ""),
        )
        limit = 200 + 2 * sum(count_tokens(one.text) + 60 for one, _ in failed)
        schema = CORRECTIONS if self._json else None
        reply = self._model.complete(
            [Message("system", system), Message("user", user)], max_tokens=limit, schema=schema
        )
        rows = rows_by_number(objects_in((first_object(reply.text) or {}).get("sentences")))
        corrected = [draft for draft, _ in failed]
        for at, row in rows.items():
            if 1 <= at <= len(corrected):
                reader = JsonReader(layout.letter, layout.outlets())
                reader.read_row(row)
                drafts = self._drafts(reader.sentences, layout)
                corrected[at - 1] = drafts[0] if drafts and drafts[0].keys else corrected[at - 1]
        return corrected

    def _ask(self, layout: Layout, disputes: Sequence[Dispute], talk: Sequence[Turn], wish: str) -> list[Message]:
        """The messages of the first call."""
        sample = next(iter(layout.keys))
        if not self.strong and not self._json:
            system, user = render(
                "write",
                fence=layout.fence,
                evidence=layout.text,
                disputes="; ".join(filter(None, (_contradicting(one, layout) for one in disputes))) or "none found",
                question=self._question,
                sample=sample,
                most=str(self._length.sentences),
            )
        else:
            system, user = render(
                "answer",
                fence=layout.fence,
                evidence=layout.text,
                talk=_shown_talk(talk, layout.fence),
                question=self._question,
                wish=f"The reader wants the last answer in another form: {harmless(wish)}\n" if wish else "",
                reply=render_part("reply_json" if self._json else "reply_prose", sample=sample),
            )
        return [Message("system", system), Message("user", user)]

    def _reader(self, layout: Layout) -> ReplyReader:
        reader = JsonReader if self._json else ProseReader
        return reader(layout.letter, layout.outlets())

    def _feed(self, reader: ReplyReader, pieces: Generator[str, None, Reply]) -> Iterator[None]:
        """Feed the reader, pausing after each piece and at the end; notes if the reply was truncated."""
        while True:
            try:
                reader.feed(next(pieces))
            except StopIteration as end:
                if end.value is not None and end.value.cut:
                    self._note("The model's reply was cut at its limit of tokens.")
                if end.value is not None and end.value.note:
                    self._note(end.value.note)
                break
            yield
        reader.end()
        yield

    def _room(self) -> int:
        """Tokens for the evidence: the limit for the model's strength, and no more than its window leaves."""
        length = self._length
        taken = length.prompt + 2 * count_tokens(self._question) + length.reply + self._model.thinking_tokens
        left = int(self._model.window_tokens * _MARGIN) - taken
        return max(_LEAST_EVIDENCE_TOKENS, min(length.evidence, left))

    def _drafts(self, sentences: Sequence[Marked], layout: Layout) -> tuple[DraftSentence, ...]:
        """The sentences of a reply with the keys of the evidence they cite, each text once."""
        drafts: dict[str, DraftSentence] = {}
        for marked in sentences:
            unknown = [key for key in marked.keys if key not in layout.keys]
            if unknown:
                self._note(f"The model cited {', '.join(unknown)}, which is no line of the evidence; dropped.")
            for kind in marked.stripped:
                self._note(f"The model's reply held {kind}; taken out.")
            words = dict(zip(marked.keys, marked.words, strict=False))
            known = [key for key in marked.keys if key not in unknown]
            if any(words.get(key) and not printed_words(words[key], layout.keys[key]) for key in known):
                self._note(
                    "For some lines the model gave words that they do not have; its sentences are checked all the same."
                )
            if marked.text:
                drafts.setdefault(marked.text, DraftSentence(marked.text, tuple(layout.keys[key].key for key in known)))
        return tuple(drafts.values())

    def _listed(self, marked: MarkedDispute, layout: Layout) -> Listed | None:
        """A disagreement between lines that were shown and are quoted exactly; None with fewer than two of them."""
        sides = [
            layout.keys[side.key]
            for side in marked.sides
            if side.key in layout.keys and printed_words(side.words, layout.keys[side.key])
        ]
        if len(sides) < 2 or marked.kind not in get_args(DisputeKind):
            return None
        return Listed(marked.about, cast(DisputeKind, marked.kind), tuple(sides))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _contradicting(dispute: Dispute, layout: Layout) -> str:
    """The keys of a dispute's sides that are shown: "[R1] against [R4]"; "" where a side is not."""
    sides = ["".join(layout.marks(side.citations)) for side in dispute.sides]
    return " against ".join(sides) if all(sides) else ""


def _shown_talk(talk: Sequence[Turn], fence: str) -> str:
    """The last exchanges between markers; empty if there are none."""
    if not talk:
        return ""
    record = printed_talk(talk, _ANSWER_CHARACTERS)
    return "\n" + render_part("talk", fence=fence, record=record) + "\n"


def _keyed(draft: DraftSentence, layout: Layout) -> str:
    return f"{harmless(draft.text)} {''.join(layout.marks(draft.keys))}".strip()
