"""Finds which sentences of two origins may be accounts of one matter. Floor 2."""

from __future__ import annotations

from assistant.disputes.told import Told, share, stems_of

_BEARS = 0.5
"""Of the question's stems, those that the two sentences, with their headlines, must have."""


def bears(one: Told, other: Told, question: str) -> bool:
    """Whether two sentences are about what is asked; always where nothing is."""
    asked = stems_of(question)
    if not asked:
        return True
    titles = " ".join(told.evidence.article.title or "" for told in (one, other))
    return share(asked, one.stems | other.stems | stems_of(titles)) >= _BEARS and bool(
        asked & one.stems and asked & other.stems
    )
