"""The reader model: scores how well a unit of an article answers a question. Floor 1.

The built-in reader is a cross-encoder with 12 small layers, fine-tuned for this project (see training/README.md for
data, method and results). It selects evidence; it is too small to judge whether a claim is supported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import BadPlugin, BadSetting, ReaderUnavailable
from assistant.plugins import find_maker, make
from assistant.reading.reader_input import CONTEXT_TOKENS, QUESTION_TOKENS, UNIT_TOKENS, reader_tokens
from assistant.weights.network import Network, WrongWeights

_FILE = ("reader.onnx", "199b248019263af116273d1cebdc0d60718273406a0f88b8bef6db40c4a8be20")


@dataclass(frozen=True, slots=True)
class Unit:
    """One to three adjacent sentences, with context that resolves references such as "he"."""

    text: str
    context: str = ""


class Reader(Protocol):
    """The interface of a reader."""

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        """One logit for each unit, in order: higher means a more likely answer. Raises ReaderUnavailable."""
        ...


class BuiltinReader:
    """The cross-encoder bundled with the package; its weights load on first use. Safe to share between threads."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or Network(*_FILE)

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        """See `Reader`. About 8 ms for a unit of 80 tokens on two cores; no units give an empty list at once."""
        if not units:
            return []
        try:
            return self._scores(question, units)
        except WrongWeights as error:
            raise ReaderUnavailable(str(error)) from error

    def _scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        (asked,) = self._network.tokens([question], QUESTION_TOKENS)
        texts = self._network.tokens([unit.text for unit in units], UNIT_TOKENS)
        beside = self._network.tokens([unit.context for unit in units], CONTEXT_TOKENS)
        rows = [reader_tokens(asked, text, context) for text, context in zip(texts, beside, strict=True)]
        found = [0.0] * len(rows)
        for batch, _, logits in self._network.run(rows, [len(asked) + 2] * len(rows)):
            for at, logit in zip(batch, logits.reshape(-1).tolist(), strict=True):
                found[at] = logit
        return found


def open_reader(name: str | None) -> Reader:
    """The reader of that name: `module:Class` or an entry point; None is the built-in. Raises BadSetting, BadPlugin.

    `calibration.json` was fitted to the built-in reader's logits: another reader needs its own calibration.
    """
    if name is None:
        return BuiltinReader()
    kind, _, rest = name.partition(":")
    found = find_maker("sayso.readers", kind, rest)
    if found is None:
        raise BadSetting("SAYSO_READER", name, "module:Class of a reader, or a name that a package offers")
    made = make(name, found[0], *found[1])
    if not hasattr(made, "scores"):
        raise BadPlugin(name, f"it gives no reader, but {type(made).__name__}")
    reader: Reader = made
    return reader
