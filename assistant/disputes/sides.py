"""Writes the heading of a dispute, and each side with its source, outlet, day and exact words. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import DisputeKind, Evidence, Side

_QUOTED = 2  # sentences of a side
_LONGEST = 34  # words of a quoted sentence; a longer one is truncated at whole words, marked by an ellipsis
_TURN = 10  # words of each side in a heading
_LEADS: dict[DisputeKind, str] = {
    "denial": "A claim and its denial",
    "number": "Different figures",
    "date": "Different days",
    "superseded": "An earlier and a later account",
    "scope": "Different extent",
    "interpretation": "Different accounts",
}


def about(kind: DisputeKind, topic: str) -> str:
    """A heading such as `Different figures: “900 looms” against “a few dozen looms”`; only the kind without a topic."""
    return f"{_LEADS[kind]}: {topic}" if topic else _LEADS[kind]


def against(words: Sequence[str]) -> str:
    """The conflicting words of each side in quotation marks, long ones truncated; empty ones are left out."""
    return " against ".join(f"“{_truncated(one)}”" for one in words if one)


def side_of(pieces: Sequence[Evidence], words: str = "") -> Side:
    """One side, such as `The Wall Street Journal, via The Moscow Times (2019-06-03): “...”`.

    The first two sources are quoted, further ones only named. `words` are the conflicting words, around which a long
    sentence is truncated.
    """
    voices: dict[str, Evidence] = {}
    for piece in pieces:
        voices.setdefault(source_line(piece), piece)
    quotes = [f"{who}: {quoted(piece.quote, words)}" for who, piece in list(voices.items())[:_QUOTED]]
    label, more = "; ".join(quotes), list(voices)[_QUOTED:]
    claim = f"{label} (also {'; '.join(more)})" if more else label
    return Side(claim, tuple(piece.key for piece in pieces))


def source_line(piece: Evidence) -> str:
    """Who says it, through whom and where, and the day of publication: the attribution ladder, speaker first."""
    outlet = piece.article.outlet or ""
    rungs = [rung.name for rung in piece.ladder if rung.name != outlet]
    printed = outlet or piece.article.title or "an unnamed article"
    day = f" ({piece.article.published[:10]})" if piece.article.published else ""
    if not rungs:
        return f"{printed}{day}"
    *through, said = rungs
    by = "".join(f", to {name}" for name in reversed(through))
    return f"{said}{by}, via {printed}{day}"


def quoted(text: str, words: str = "") -> str:
    """The sentence in quotation marks; a long one truncated to the text around `words`."""
    pieces = text.split()
    if len(pieces) <= _LONGEST:
        return f"“{' '.join(pieces)}”"
    at = len(text[: max(0, text.find(words))].split()) if words else 0
    start = max(0, min(at - _LONGEST // 2, len(pieces) - _LONGEST))
    end = start + _LONGEST
    return f"“{'… ' if start else ''}{' '.join(pieces[start:end])}{' …' if end < len(pieces) else ''}”"


def _truncated(words: str) -> str:
    pieces = words.split()
    return " ".join(pieces[:_TURN]) + (" …" if len(pieces) > _TURN else "")
