"""Opens the language model of a run: live, live and recorded, or replayed. Floor 4."""

from __future__ import annotations

from pathlib import Path

from assistant.models.registry import open_model as open_live
from assistant.models.types import Model
from assistant.settings import Settings
from evals.replay import Player, Recorder


def open_recorded(settings: Settings, *, record: Path | None = None, replay: Path | None = None) -> Model | None:
    """The model that the settings name, or None for `quotes`, which is none. Replayed, it needs no key or network."""
    model = open_live(settings)
    if model is None:
        return None
    if replay is not None:
        return Player(model, replay)
    return Recorder(model, record) if record is not None else model
