"""The reader: how surely a unit of an article answers a question, both read together. Floor 1.

The built-in reader is a cross-encoder of 12 small layers, fine-tuned for this project (training/README.md tells how,
from what, and how well it does). It chooses; it does not check: borne out or not is beyond its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import BadPlugin, BadSetting, ReaderUnavailable
from assistant.plugins import find_maker, make
from assistant.reading.reader_input import CONTEXT_TOKENS, QUESTION_TOKENS, UNIT_TOKENS, laid_out
from assistant.weights.network import Network, WrongWeights

_FILE = ("reader.onnx", "199b248019263af116273d1cebdc0d60718273406a0f88b8bef6db40c4a8be20")


@dataclass(frozen=True, slots=True)
class Unit:
    """One to three neighbouring sentences, and what is read beside them so that "he" means someone."""

    text: str
    context: str = ""


class Reader(Protocol):
    """What the rest of the house knows of a reader."""

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        """One logit a unit, in the order given: the higher, the more surely it answers. Raises ReaderUnavailable."""
        ...


class BuiltinReader:
    """The cross-encoder that ships with the package. Opening it reads nothing. Safe to share between threads."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or Network(*_FILE)

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        """One logit a unit. About 8 ms a unit of 80 tokens on two cores; no units take no time."""
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
        rows = [laid_out(asked, text, context) for text, context in zip(texts, beside, strict=True)]
        found = [0.0] * len(rows)
        for batch, _, logits in self._network.run(rows, [len(asked) + 2] * len(rows)):
            for at, logit in zip(batch, logits.reshape(-1).tolist(), strict=True):
                found[at] = logit
        return found


def open_reader(name: str | None) -> Reader:
    """The built-in reader, or what `module:Class` or a package's name for it makes. Raises BadSetting, BadPlugin.

    Whatever it is, its logits mean what `calibration.json` was learned on: another reader has to be calibrated anew.
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
