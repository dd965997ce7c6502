"""A language model for tests: it says what its script has, remembers what it was asked, and complains at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence

from assistant.models.types import Message, Model, Reply, Schema

Line = str | Exception | Callable[[Sequence[Message]], str]


class ScriptedModel(Model):
    """Replies with the lines of a script in turn: a text, an error to raise, or a function of the messages.

    A text comes in pieces of a few characters, as from a server.
    """

    def __init__(
        self,
        script: Sequence[Line],
        *,
        structured: bool = False,
        strong: bool | None = None,
        window_tokens: int = 8192,
        name: str = "scripted",
        piece: int = 7,
    ) -> None:
        self.name, self.window_tokens = name, window_tokens
        self.strong = structured if strong is None else strong
        self._structured = structured
        self.thinking_tokens = 0
        self.asked: list[list[Message]] = []
        self.schemas: list[Schema | None] = []
        self.limits: list[int] = []
        self._script = list(script)
        self._piece = piece

    @property
    def structured(self) -> bool:
        """Whether it takes a schema."""
        return self._structured

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The next line of the script in pieces."""
        self.asked.append(list(messages))
        self.schemas.append(schema)
        self.limits.append(max_tokens)
        if not self._script:
            raise AssertionError(f"the script has run out; asked: {messages[-1].text[:300]}")
        line = self._script.pop(0)
        text = "" if isinstance(line, Exception) else line if isinstance(line, str) else line(messages)
        for start in range(0, len(text), self._piece):
            yield text[start : start + self._piece]
        if isinstance(line, Exception):
            raise line
        return Reply(text, 100, len(text) // 4)


class BreaksOff(ScriptedModel):
    """A model whose first reply ends with an error after its text."""

    def __init__(self, text: Line, error: Exception, then: Sequence[Line] = ()) -> None:
        super().__init__([text, *then])
        self._error: Exception | None = error

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The text, then the error; after that the rest of the script."""
        reply = yield from super().stream(messages, max_tokens=max_tokens, schema=schema)
        if self._error:
            error, self._error = self._error, None
            raise error
        return reply


class SelfChecker(ScriptedModel):
    """A strong model that writes from its script and checks by itself, without a line of the script.

    All is borne out but sentences with words of `objections` (each with what the source has instead) and those with a
    figure that no line has. `checked` remembers what it was asked to check.
    """

    def __init__(self, script: Sequence[Line], objections: Mapping[str, str] | None = None, **more: object) -> None:
        super().__init__(script, strong=True, **more)  # type: ignore[arg-type]
        self._objections = objections or {}
        self.checked: list[list[Message]] = []

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """Verdicts where sentences are to be checked, else the next line of the script."""
        if "Sentences to check" not in messages[-1].text:
            return (yield from super().stream(messages, max_tokens=max_tokens, schema=schema))
        self.checked.append(list(messages))
        text = self._verdicts(messages[-1].text)
        yield text
        return Reply(text, 100, len(text) // 4)

    def _verdicts(self, prompt: str) -> str:
        printed, _, drafts = prompt.partition("Sentences to check")
        sentences = re.findall(r"^(\d+)\. (.*) \(cites .*\)$", drafts, re.MULTILINE)
        return json.dumps({"sentences": [self._verdict(int(number), text, printed) for number, text in sentences]})

    def _verdict(self, number: int, text: str, printed: str) -> dict[str, object]:
        words = next((words for words in self._objections if words in text), "")
        found = [figure for figure in re.findall(r"\d+", text) if not re.search(rf"\b{figure}\b", printed)]
        false = [words] if words else found or re.findall("lighthouse keepers", text)
        verdict = "not borne out" if false else "borne out"
        against = self._objections.get(words, "nowhere") if false else ""
        return {"number": number, "verdict": verdict, "fault": "none", "words": false, "against": against}
