"""Records the calls of a language model and plays them back, byte for byte, with no key and no network. Floor 4.

One JSON file a call, named by the digest of what was asked: model, messages, limit, schema. A recording may be read,
and kept under version control; it holds no key.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Generator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import BadTarget, ModelUnavailable, ReplayMiss
from assistant.models.types import Message, Model, Reply, Schema, WrappedModel


class _RecordedModel(WrappedModel):
    """A model with a folder of its recorded calls."""

    def __init__(self, model: Model, folder: Path) -> None:
        super().__init__(model)
        self._folder = folder


class Player(_RecordedModel):
    """Answers from a recording, with the attributes of the live model, which is never called."""

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The recorded reply or failure of this call. Raises ReplayMiss if it is not recorded."""
        call = _call(self.name, messages, max_tokens, schema)
        found = _read(self._folder, call)
        if found is None:
            ending = " ".join(messages[-1].text.split())[-120:] if messages else ""
            raise ReplayMiss(self._folder, f"the call {call_digest(call)[:12]} to {self.name}, which ends “{ending}”")
        yield from found["pieces"]
        if found["failed"]:
            raise ModelUnavailable(self.name, *found["failed"])
        return Reply(**found["reply"])


class Recorder(_RecordedModel):
    """Passes each call on to the model and writes down what came back; a call that is on record is not made again.

    So that the same question has one answer throughout a run, and in every replay of it. A failure is written down
    too, as part of what happened, but the call is made again when it comes up again.
    """

    def __init__(self, model: Model, folder: Path) -> None:
        super().__init__(model, folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadTarget(folder, error.strerror or str(error)) from error

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Schema | None = None
    ) -> Generator[str, None, Reply]:
        """The model's reply as it comes. One that the caller leaves before its end is recorded as far as it came."""
        call = _call(self.name, messages, max_tokens, schema)
        known = _read(self._folder, call)
        if known is not None and not known["failed"]:
            yield from known["pieces"]
            return Reply(**known["reply"])
        pieces: list[str] = []
        live = self._model.stream(messages, max_tokens=max_tokens, schema=schema)
        try:
            while True:
                try:
                    piece = next(live)
                except StopIteration as end:
                    reply: Reply = end.value
                    self._keep(call, pieces, reply)
                    return reply
                pieces.append(piece)
                yield piece
        except ModelUnavailable as error:
            self._keep(call, pieces, Reply(""), [error.problem, error.remedy])
            raise
        except GeneratorExit:
            live.close()
            self._keep(call, pieces, Reply("".join(pieces), cut=True))
            raise

    def _keep(self, call: dict[str, Any], pieces: list[str], reply: Reply, failed: list[str] | None = None) -> None:
        _write(
            self._folder / f"{call_digest(call)}.json",
            {**call, "pieces": pieces, "reply": asdict(reply), "failed": failed},
        )


def call_digest(call: dict[str, Any]) -> str:
    """SHA-256 of everything that determines a reply."""
    return hashlib.sha256(json.dumps(call, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _call(model: str, messages: Sequence[Message], max_tokens: int, schema: Schema | None) -> dict[str, Any]:
    asked = [[message.role, message.text] for message in messages]
    return {"model": model, "messages": asked, "max_tokens": max_tokens, "schema": dict(schema) if schema else None}


def _read(folder: Path, call: dict[str, Any]) -> dict[str, Any] | None:
    """A recorded call with its reply, or None."""
    path = folder / f"{call_digest(call)}.json"
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, call: dict[str, Any]) -> None:
    """Write a call atomically: a run may be stopped at any moment."""
    half = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    half.write_text(json.dumps(call, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    half.replace(path)
