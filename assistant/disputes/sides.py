"""Words a dispute: what it turns on, and each side as who says it, where and when, in their exact words. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import DisputeKind, Evidence, Side

_QUOTED = 2
_LONGEST = 34  # words of a quoted side; a longer sentence is cut at whole words and says so with an ellipsis
_TURN = 10  # words of a heading that each side gives
_LEADS: dict[DisputeKind, str] = {
    "denial": "A claim and its denial",
    "number": "Different figures",
    "date": "Different days",
    "superseded": "An earlier and a later account",
    "scope": "Different extent",
    "interpretation": "Different accounts",
}


def about(kind: DisputeKind, matter: str) -> str:
    """A heading such as `Different figures: 900 looms / a few dozen looms`; the bare kind without a matter."""
    return f"{_LEADS[kind]}: {matter}" if matter else _LEADS[kind]


def against(words: Sequence[str]) -> str:
    """The words on which a dispute turns, each side's in quotation marks, long ones cut."""
    return " against ".join(f"“{_cut(one)}”" for one in words if one)


def side_of(pieces: Sequence[Evidence], words: str = "") -> Side:
    """`The Wall Street Journal, via The Moscow Times (2019-06-03): “...”`, a second teller so as well, others named.

    `words` are those on which the dispute turns: a long sentence is cut around them.
    """
    voices: dict[str, Evidence] = {}
    for piece in pieces:
        voices.setdefault(teller(piece), piece)
    told = [f"{who}: {quoted(piece.quote, words)}" for who, piece in list(voices.items())[:_QUOTED]]
    label, more = "; ".join(told), list(voices)[_QUOTED:]
    claim = f"{label} (also {'; '.join(more)})" if more else label
    return Side(claim, tuple(piece.key for piece in pieces))


def teller(piece: Evidence) -> str:
    """Who says it, through whom, and when it was printed: the ladder from its foot, as far as it is known."""
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
    """The sentence in quotation marks; a long one cut to the words around those on which the dispute turns."""
    pieces = text.split()
    if len(pieces) <= _LONGEST:
        return f"“{' '.join(pieces)}”"
    at = len(text[: max(0, text.find(words))].split()) if words else 0
    start = max(0, min(at - _LONGEST // 2, len(pieces) - _LONGEST))
    end = start + _LONGEST
    return f"“{'… ' if start else ''}{' '.join(pieces[start:end])}{' …' if end < len(pieces) else ''}”"


def _cut(words: str) -> str:
    pieces = words.split()
    return " ".join(pieces[:_TURN]) + (" …" if len(pieces) > _TURN else "")
