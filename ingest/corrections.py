"""Finds correction notices in an article, by the words in `corrections.tsv`. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.language.sentences import sentence_spans

_DATE = r"(?:\s*[,(–—-]?\s*(?:[^\W\d_]+\.?,?\s+)?\d{1,4}[^:\n]{0,30})?"


def corrections_in(text: str) -> list[dict[str, str]]:
    """The notices in order, each with `kind` (correction, clarification, update, retraction) and its exact `text`."""
    found = []
    for paragraph in text.split("\n"):
        line = paragraph.strip()
        kind = _kind(line) if line else None
        if kind:
            found.append({"kind": kind, "text": line})
        elif line:
            found += [{"kind": "correction", "text": sentence} for sentence in _sentences(line)]
    return found


def _kind(line: str) -> str | None:
    """The kind that the label of a paragraph names; None without a label."""
    for kind, pattern in _labels():
        if pattern.match(line):
            return kind
    return None


def _sentences(line: str) -> Iterator[str]:
    """Sentences that state without a label that an earlier version was wrong."""
    if not _unlabelled().search(line):
        return
    for start, end in sentence_spans(line):
        if _unlabelled().search(line[start:end]):
            yield line[start:end]


@cache
def _rows() -> list[list[str]]:
    rows = Path(__file__).with_name("corrections.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t") for row in rows if row and not row.startswith("#")]


@cache
def _labels() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (kind, re.compile(rf"\W{{0,3}}(?:{words}){_DATE}\s*[:：—–]", re.IGNORECASE))
        for kind, _, words in _rows()
        if kind != "sentence"
    ]


@cache
def _unlabelled() -> re.Pattern[str]:
    return re.compile("|".join(words for kind, _, words in _rows() if kind == "sentence"), re.IGNORECASE)
