"""Words a dispute: what it is about, and each side as who says it, where and when, in their exact words. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claim_words import DENIAL
from assistant.claims import Claim
from assistant.matter import Matter
from assistant.types import DisputeKind, Evidence

_LONGEST = 34
"""Words of a quoted side; a longer sentence is cut at whole words and says so with an ellipsis."""
_LEADS: dict[str, str] = {
    "denial": "Whether it is so",
    "number": "How much or how many",
    "date": "When, or whether yet",
    "superseded": "Earlier and later account",
    "scope": "Who or what is meant",
}


def about(kind: DisputeKind, sides: Sequence[Sequence[Claim]], matter: Matter) -> str:
    """A heading in the words of the evidence: what the first claims of the sides share."""
    first, second = sides[0][0], sides[1][0]
    shared = first.terms & (second.terms | second.context)
    printed: dict[str, str] = {}
    for word in first.words:
        if word.concept in shared and word.text.lower() not in (p.lower() for p in printed.values()):
            printed.setdefault(word.concept, word.text)
    telling = sorted(printed, key=lambda term: (term not in matter.asked, -matter.weight(term)))[:5]
    ordered = [text for term, text in printed.items() if term in telling]
    return f"{_LEADS[kind]}: {' '.join(ordered)}" if ordered else _LEADS[kind]


def side_claim(side: Sequence[Claim], kind: DisputeKind) -> str:
    """`The Wall Street Journal, via The Moscow Times (2019-06-03): “...”`, and who else says so."""
    first, *others = (claim.evidence for claim in side)
    label = f"{teller(first)}: {_quoted(first.quote, _turns_on(side[0], kind))}"
    more = list(dict.fromkeys(who for one in others if (who := teller(one)) != teller(first)))
    return f"{label} (also {'; '.join(more)})" if more else label


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


def _turns_on(claim: Claim, kind: DisputeKind) -> int:
    """Where in its sentence a claim has what the dispute turns on; 0 where that cannot be told."""
    if claim.denied is not None:
        denial = DENIAL.search(claim.evidence.quote)
        return denial.start() if denial else 0
    spans = [mention.span for told in claim.told if (mention := told.figure or told.day) is not None]
    return spans[0][0] if kind in ("number", "date", "superseded") and spans else 0


def _quoted(text: str, turns_on: int) -> str:
    """The sentence in quotation marks; a long one cut to the words around what the dispute turns on."""
    pieces = text.split()
    if len(pieces) <= _LONGEST:
        return f"“{' '.join(pieces)}”"
    at = len(text[:turns_on].split())
    start = max(0, min(at - _LONGEST // 2, len(pieces) - _LONGEST))
    end = start + _LONGEST
    shown = " ".join(pieces[start:end])
    return f"“{'… ' if start else ''}{shown}{' …' if end < len(pieces) else ''}”"
