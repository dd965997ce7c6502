"""Asks a language model which sentences of a draft are supported by the cited articles. Floor 2.

Verdicts are verified: words that the model objects to must occur in the sentence, and each call begins with two control
sentences whose verdict is known (a printed line, and one with a changed figure). If it gets a control wrong, the whole
call is discarded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model
from assistant.reading.checked_context import CitedSentence, context_tokens, with_context
from assistant.reading.layout import Layout, harmless, lay_out_passages
from assistant.reading.reply_objects import INTEGER, TEXT, choice_schema, list_schema, object_schema, rows_so_far
from prompts import render

Reading = Literal["borne out", "not borne out", "claims nothing", "says what is not told", "unread"]

VERDICTS = ("borne out", "not borne out", "claims nothing", "says what is not told")

FAULTS = (
    "none",
    "who says it",
    "how sure",
    "when",
    "how much of what",
    "because of what",
    "all or some",
    "what happened",
    "not in the source",
    "loaded word",
)
_MOST_AT_ONCE = 12  # sentences checked in one call
_EVIDENCE_TOKENS = 10_000  # evidence in one call; further sentences go into another
_PROMPT_TOKENS = 900  # of prompts/check.md
_REPLY_TOKENS = (120, 70)  # reply limit: base, and for each sentence
_MARGIN = 0.9  # usable share of the context window: other models count tokens differently
_INVENTED = "The lighthouse keepers of Tristan da Cunha confirmed all of this on Sunday."
_MARKS = str.maketrans("“”„«»‘’‚–—\u00a0[]{}<>", '"""""\'\'\'-- ()()()')  # one for one, as in the output of `harmless`


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one sentence.

    `words` are the unsupported words of the sentence; `against` is what the source says instead, "" if it says
    nothing on the point; `reason` says why a sentence is unread.
    """

    reading: Reading
    fault: str = ""
    words: tuple[str, ...] = ()
    against: str = ""
    reason: str = ""


class Checker(Protocol):
    """Checks sentences against the evidence they cite."""

    name: str

    def findings(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """The index and finding of each sentence, as soon as it is known, every index exactly once.

        Never raises if the model is unavailable: its sentences are unread.
        """
        ...


class ModelChecker:
    """A checker that makes one structured model call for up to twelve sentences."""

    def __init__(self, model: Model, question: str = "") -> None:
        """`question` is the question that the sentences answer, if there is one."""
        self.name = model.name
        self._model = model
        self._question = question

    def read(self, sentences: Sequence[CitedSentence]) -> list[Finding]:
        """One finding for each sentence, in order; no sentences, no call."""
        found = dict(self.findings(sentences))
        return [found[at] for at in range(len(sentences))]

    def findings(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """See `Checker`; findings are streamed row by row. After a failure, the remaining sentences are unread."""
        first, failure = 0, ""
        for batch in self._batches(sentences):
            found: set[int] = set()
            if not failure:
                try:
                    for at, finding in self._read(batch):
                        found.add(at)
                        yield first + at, finding
                except (ModelUnavailable, BudgetSpent) as error:
                    failure = str(error)
            why = failure or f"{self.name} gave no verdict on it"
            for at in range(len(batch)):
                if at not in found:
                    yield first + at, Finding("unread", reason=why)
            first += len(batch)

    def _batches(self, sentences: Sequence[CitedSentence]) -> Iterator[list[CitedSentence]]:
        """The sentences in batches that fit into one call with their evidence."""
        budget_tokens = min(_EVIDENCE_TOKENS, int(self._model.window_tokens * _MARGIN) - _PROMPT_TOKENS - 600)
        batch: list[CitedSentence] = []
        for sentence in sentences:
            if batch and (len(batch) == _MOST_AT_ONCE or context_tokens([*batch, sentence]) > budget_tokens):
                yield batch
                batch = []
            batch.append(sentence)
        if batch:
            yield batch

    def _read(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """The index in the batch and finding of each sentence, streamed. Raises ModelUnavailable, BudgetSpent.

        The control sentences come first: no finding is yielded before both have the right verdict.
        """
        evidence, own = with_context(sentences)
        budget_tokens = int(self._model.window_tokens * _MARGIN) - _PROMPT_TOKENS - 50 * len(sentences)
        layout = lay_out_passages("\n".join(one.text for one in sentences), evidence, max(300, budget_tokens))
        controls = _controls(layout, own)
        asked = [(text, [key]) for text, key, _ in controls] + [
            (one.text, own[place]) for place, one in enumerate(sentences)
        ]
        system, user = render(
            "check",
            fence=layout.fence,
            evidence=layout.text or "(no article)",
            question=f"They answer this question: {harmless(self._question)}\n" if self._question else "",
            sentences="\n".join(_numbered(number, text, keys, layout) for number, (text, keys) in enumerate(asked, 1)),
            verdicts=", ".join(f'"{one}"' for one in VERDICTS),
            faults=", ".join(f'"{one}"' for one in FAULTS),
        )
        least, each = _REPLY_TOKENS
        limit = least + sum(each + count_tokens(text) for text, _ in asked)
        messages = [Message("system", system), Message("user", user)]
        expected = {number: verdict for number, (_, _, verdict) in enumerate(controls, 1)}
        found: set[int] = set()
        for rows, whole in self._rows_as_they_come(messages, limit):
            judged = [number for number in expected if number in rows]
            wrong = any(rows[number].get("verdict") != expected[number] for number in judged)
            if wrong or (whole and rows and len(judged) < len(expected)):
                why = f"{self.name} misjudged a sentence whose verdict is known, so nothing it says of these is used"
                yield from ((at, Finding("unread", reason=why)) for at in range(len(sentences)) if at not in found)
                return
            if len(judged) < len(expected):
                continue
            for at, one in enumerate(sentences):
                row = rows.get(len(controls) + at + 1)
                if row is not None and at not in found:
                    found.add(at)
                    yield at, self._finding(one.text, row, layout)

    def _rows_as_they_come(
        self, messages: Sequence[Message], limit: int
    ) -> Iterator[tuple[dict[int, Mapping[str, Any]], bool]]:
        """The rows so far by number, with False, after each new row; finally all rows, with True."""
        pieces = self._model.stream(messages, max_tokens=limit, schema=_SCHEMA)
        text, known = "", 0
        try:
            while True:
                try:
                    text += next(pieces)
                except StopIteration as end:
                    yield rows_so_far(end.value.text if end.value else text, "sentences"), True
                    return
                rows = rows_so_far(text, "sentences")
                if len(rows) > known:
                    known = len(rows)
                    yield rows, False
        finally:
            pieces.close()

    def _finding(self, sentence: str, row: Mapping[str, Any], layout: Layout) -> Finding:
        verdict = row.get("verdict")
        if verdict not in VERDICTS:
            return Finding("unread", reason=f"{self.name} gave no verdict on it")
        if verdict != "not borne out":
            return Finding(cast(Reading, verdict))
        listed = row.get("words")
        words = tuple(
            found
            for one in (listed if isinstance(listed, list) else [listed])
            if (found := _within(str(one), sentence))
        )
        if not words:
            return Finding("unread", reason=f"{self.name} objects, but to words that are not in it")
        fault = str(row.get("fault") or "")
        return Finding(
            "not borne out", fault if fault in FAULTS[1:] else "", words, _printed(row.get("against"), layout)
        )


def _numbered(number: int, text: str, cited: Sequence[int], layout: Layout) -> str:
    return f"{number}. {harmless(text)} (cites {' '.join(layout.marks(cited)) or 'nothing'})"


def _controls(layout: Layout, own: Sequence[Sequence[int]]) -> list[tuple[str, int, str]]:
    """Two control sentences with their citation and verdict: a printed line, and one with a changed figure."""
    cited = {number for numbers in own for number in numbers}
    shown = list(layout.keys.values())
    pieces = [piece for piece in shown if piece.key in cited] or shown
    if not pieces:
        return []
    figured = [piece for piece in pieces if re.search(r"\b[1-9]\d*\b", piece.quote)]
    line = min(figured or pieces, key=lambda piece: (abs(len(piece.quote) - 120), piece.key))
    # Far enough from the figure not to be a rounding of it.
    changed = re.sub(r"\b[1-9]\d*\b", lambda found: str(3 * int(found[0]) + 4), line.quote, count=1)
    false = changed if changed != line.quote else _INVENTED
    return [(line.quote, line.key, "borne out"), (false, line.key, "not borne out")]


def _within(words: str, sentence: str) -> str:
    """The words as they occur in the sentence, ignoring typography and case; "" if they do not occur."""
    wanted = " ".join(words.translate(_MARKS).strip(" .\"'").split())
    at = sentence.translate(_MARKS).casefold().find(wanted.casefold()) if wanted else -1
    return sentence[at : at + len(wanted)] if at >= 0 else ""


def _printed(words: object, layout: Layout) -> str:
    """The words, if a line of the layout contains them; else ""."""
    wanted = " ".join(str(words or "").translate(_MARKS).strip(" .\"'").split()).casefold()
    shown = (harmless(piece.quote).translate(_MARKS).casefold() for piece in layout.keys.values())
    return str(words).strip() if len(wanted) > 1 and any(wanted in line for line in shown) else ""


_SCHEMA = object_schema(
    sentences=list_schema(
        object_schema(
            number=INTEGER,
            verdict=choice_schema(VERDICTS),
            fault=choice_schema(FAULTS),
            words=list_schema(TEXT),
            against=TEXT,
        )
    )
)
