"""Asks a language model which sentences of a draft the cited articles bear out. Floor 2.

A checker is not believed blindly. Words that it points to must stand in the sentence; and each call begins with two
sentences whose verdict is known (a line as it is printed, and a line with a figure changed): who gets one of them
wrong has read nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, cast

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.language.sentences import sentence_spans
from assistant.models.tokens import count_tokens
from assistant.models.types import Message, Model, Schema
from assistant.reading.layout import Layout, harmless, lay_out_passages
from assistant.reading.replies import rows_so_far
from assistant.types import Evidence
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
_AROUND = (3, 2)  # sentences shown before and after a cited one, besides its paragraph
_OPENING = 2  # sentences of an article that say what it is about
_MOST_AT_ONCE = 12  # sentences of one call
_EVIDENCE_TOKENS = 10_000  # of one call (what a writer read, and what its sentences cite); more go into another
_PROMPT_TOKENS = 900  # of prompts/check.md
_REPLY_TOKENS = (120, 70)  # of a reply: at least, and for each sentence
_MARGIN = 0.9  # of a window: other models count other tokens
_INVENTED = "The lighthouse keepers of Tristan da Cunha confirmed all of this on Sunday."
_MARKS = str.maketrans("“”„«»‘’‚–—\u00a0[]{}<>", '"""""\'\'\'-- ()()()')  # as `harmless` leaves a line, one for one


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence with the evidence that it cites.

    `beside` is shown to a checker with it: what its writer had read, where it says that nothing of this tells a thing.
    """

    text: str
    cited: tuple[Evidence, ...] = ()
    beside: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a checker read of one sentence.

    `words` are those of the sentence that are not borne out; `against` is what the source has in their place, ""
    where it does not speak of it; `reason` says why a sentence is unread.
    """

    reading: Reading
    fault: str = ""
    words: tuple[str, ...] = ()
    against: str = ""
    reason: str = ""


class Checker(Protocol):
    """Reads sentences against what they cite."""

    name: str

    def findings(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """The place of each sentence with its finding, as soon as that is known; in the end every place came once.

        Never raises for a model that is down: its sentences are unread.
        """
        ...


class ModelChecker:
    """A language model as the checker: one structured call for up to twelve sentences."""

    def __init__(self, model: Model, question: str = "") -> None:
        """`question` is what the sentences answer, where they answer one."""
        self.name = model.name
        self._model = model
        self._question = question

    def read(self, sentences: Sequence[CitedSentence]) -> list[Finding]:
        """One finding a sentence, in their order; no sentences, no call."""
        found = dict(self.findings(sentences))
        return [found[at] for at in range(len(sentences))]

    def findings(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """As the protocol says, each as its row of the reply comes. A model that fails is not asked again."""
        first, failure = 0, ""
        for batch in self._batches(sentences):
            told: set[int] = set()
            if not failure:
                try:
                    for at, finding in self._read(batch):
                        told.add(at)
                        yield first + at, finding
                except (ModelUnavailable, BudgetSpent) as error:
                    failure = str(error)
            why = failure or f"{self.name} gave no verdict on it"
            for at in range(len(batch)):
                if at not in told:
                    yield first + at, Finding("unread", reason=why)
            first += len(batch)

    def _batches(self, sentences: Sequence[CitedSentence]) -> Iterator[list[CitedSentence]]:
        """The sentences, as many at a time as one call holds with their evidence."""
        room = min(_EVIDENCE_TOKENS, int(self._model.window_tokens * _MARGIN) - _PROMPT_TOKENS - 600)
        batch: list[CitedSentence] = []
        for sentence in sentences:
            if batch and (len(batch) == _MOST_AT_ONCE or _tokens([*batch, sentence]) > room):
                yield batch
                batch = []
            batch.append(sentence)
        if batch:
            yield batch

    def _read(self, sentences: Sequence[CitedSentence]) -> Iterator[tuple[int, Finding]]:
        """The findings of one call, as they come. Raises ModelUnavailable, BudgetSpent.

        The sentences whose verdict is known come first: nothing is told before they are read rightly.
        """
        surrounded, own = _surrounded(sentences)
        room = int(self._model.window_tokens * _MARGIN) - _PROMPT_TOKENS - 50 * len(sentences)
        layout = lay_out_passages("\n".join(one.text for one in sentences), surrounded, max(300, room))
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
        told: set[int] = set()
        for rows, whole in self._rows_as_they_come(messages, limit):
            judged = [number for number in expected if number in rows]
            wrong = any(rows[number].get("verdict") != expected[number] for number in judged)
            if wrong or (whole and rows and len(judged) < len(expected)):
                why = f"{self.name} misjudged a sentence whose verdict is known, so nothing it says of these is used"
                yield from ((at, Finding("unread", reason=why)) for at in range(len(sentences)) if at not in told)
                return
            if len(judged) < len(expected):
                continue
            for at, one in enumerate(sentences):
                row = rows.get(len(controls) + at + 1)
                if row is not None and at not in told:
                    told.add(at)
                    yield at, self._finding(one.text, row, layout)

    def _rows_as_they_come(
        self, messages: Sequence[Message], limit: int
    ) -> Iterator[tuple[dict[int, Mapping[str, Any]], bool]]:
        """The rows of a reply by number each time that there is one more, and last all of them, with True."""
        pieces = self._model.stream(messages, max_tokens=limit, schema=_SCHEMA)
        text, known = "", 0
        try:
            while True:
                try:
                    text += next(pieces)
                except StopIteration as end:
                    yield _by_number(rows_so_far(end.value.text if end.value else text, "sentences")), True
                    return
                rows = rows_so_far(text, "sentences")
                if len(rows) > known:
                    known = len(rows)
                    yield _by_number(rows), False
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


def surroundings(piece: Evidence) -> list[Evidence]:
    """The opening of a piece's article, its paragraph, and the sentences around it, in order; all with its number."""
    text, before, after = piece.article.text, *_AROUND
    opening = text.rfind("\n", 0, piece.start) + 1
    closing = text.find("\n", piece.end)
    spans = sentence_spans(text)
    own = [at for at, (start, end) in enumerate(spans) if start < piece.end and end > piece.start]
    if not own:
        return [piece]
    closing = len(text) if closing < 0 else closing
    shown = [
        span
        for at, span in enumerate(spans)
        if at < _OPENING or own[0] - before <= at <= own[-1] + after or (opening <= span[0] and span[1] <= closing)
    ]
    return [replace(piece, start=start, end=end) for start, end in shown]


def _surrounded(sentences: Sequence[CitedSentence]) -> tuple[list[Evidence], list[list[int]]]:
    """All cited passages numbered from 1, each sentence of them once; and which numbers each draft sentence cites."""
    spans: dict[tuple[str, int, int], Evidence] = {}
    for sentence in sentences:
        shown = [one for piece in sentence.cited for one in surroundings(piece)]
        for one in (*shown, *sentence.beside):
            spans.setdefault((one.article.id, one.start, one.end), one)
    ordered = [replace(one, key=number) for number, one in enumerate(spans.values(), 1)]
    own = [
        [
            one.key
            for one in ordered
            if any(
                one.article.id == piece.article.id and one.start < piece.end and one.end > piece.start
                for piece in sentence.cited
            )
        ]
        for sentence in sentences
    ]
    return ordered, own


def _tokens(sentences: Sequence[CitedSentence]) -> int:
    return sum(count_tokens(one.quote) + 8 for one in _surrounded(sentences)[0])


def _numbered(number: int, text: str, cited: Sequence[int], layout: Layout) -> str:
    keys = " ".join(f"[{key}]" for one in cited if (key := layout.key_of(one)))
    return f"{number}. {harmless(text)} (cites {keys or 'nothing'})"


def _controls(layout: Layout, own: Sequence[Sequence[int]]) -> list[tuple[str, int, str]]:
    """Two sentences, what they cite and the only right verdict: a printed line, and one with a changed figure."""
    cited = {number for numbers in own for number in numbers}
    shown = list(layout.keys.values())
    pieces = [piece for piece in shown if piece.key in cited] or shown
    if not pieces:
        return []
    figured = [piece for piece in pieces if re.search(r"\b[1-9]\d*\b", piece.quote)]
    line = min(figured or pieces, key=lambda piece: (abs(len(piece.quote) - 120), piece.key))
    # Thrice the figure and a bit more: no rounding of it, and no other figure of the line.
    changed = re.sub(r"\b[1-9]\d*\b", lambda found: str(3 * int(found[0]) + 4), line.quote, count=1)
    false = changed if changed != line.quote else _INVENTED
    return [(line.quote, line.key, "borne out"), (false, line.key, "not borne out")]


def _by_number(rows: Sequence[Any]) -> dict[int, Mapping[str, Any]]:
    """The objects among the rows of a reply by number, the first of each."""
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("number"), int):
            found.setdefault(row["number"], row)
    return found


def _within(words: str, sentence: str) -> str:
    """The words as they stand in the sentence, typography and case aside; "" where they do not."""
    wanted = " ".join(words.translate(_MARKS).strip(" .\"'").split())
    at = sentence.translate(_MARKS).casefold().find(wanted.casefold()) if wanted else -1
    return sentence[at : at + len(wanted)] if at >= 0 else ""


def _printed(words: object, layout: Layout) -> str:
    """The words, if a line that was shown has them."""
    wanted = " ".join(str(words or "").translate(_MARKS).strip(" .\"'").split()).casefold()
    shown = (harmless(piece.quote).translate(_MARKS).casefold() for piece in layout.keys.values())
    return str(words).strip() if len(wanted) > 1 and any(wanted in line for line in shown) else ""


_SCHEMA: Schema = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer"},
                    "verdict": {"type": "string", "enum": list(VERDICTS)},
                    "fault": {"type": "string", "enum": list(FAULTS)},
                    "words": {"type": "array", "items": {"type": "string"}},
                    "against": {"type": "string"},
                },
                "required": ["number", "verdict", "fault", "words", "against"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
