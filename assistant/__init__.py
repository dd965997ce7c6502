"""Sayso: answers questions from news articles, and tells you on whose say-so.

    from assistant import Desk, Settings, ingest

What stands in `__all__` is public; each name is loaded when it is first asked for. docs/api.md shows how to use them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.version import __version__

if TYPE_CHECKING:
    from assistant.checking.drafts import CheckedSentence, UncheckedSentence
    from assistant.desk import Desk
    from assistant.errors import SaysoError
    from assistant.settings import Settings, read_settings
    from assistant.types import Answer, Filters, Turn
    from ingest.run import ingest

__all__ = [
    "Answer",
    "CheckedSentence",
    "Desk",
    "Filters",
    "SaysoError",
    "Settings",
    "Turn",
    "UncheckedSentence",
    "__version__",
    "ingest",
    "read_settings",
]
_HOMES = {
    "Answer": "assistant.types",
    "CheckedSentence": "assistant.checking.drafts",
    "UncheckedSentence": "assistant.checking.drafts",
    "Desk": "assistant.desk",
    "Filters": "assistant.types",
    "SaysoError": "assistant.errors",
    "Settings": "assistant.settings",
    "Turn": "assistant.types",
    "ingest": "ingest.run",
    "read_settings": "assistant.settings",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
