"""Words a dispute: what it is about, and each side as who says it, where and when, in their exact words. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.disputes.claims import Claim
from assistant.disputes.concepts import Word, concepts, read_words
from assistant.disputes.matter import Matter
from assistant.language.claim_words import DENIAL, GENERIC, VERB, concept
from assistant.types import DisputeKind, Evidence

_QUOTED = 2
_LONGEST = 34
"""Words of a quoted side; a longer sentence is cut at whole words and says so with an ellipsis."""
_LEADS: dict[str, str] = {
    "denial": "A claim and its denial",
    "number": "Different figures",
    "date": "Different dates",
    "superseded": "An earlier and a later account",
    "scope": "Different accounts",
}
_YET = "Done or still to come"
_MOST = 4
_LINKS = frozenset({"in", "of", "on", "at", "for", "from", "with", "between"})
_PLAIN = frozenset(
    concept(word)
    for word in (
        "newspaper daily paper agency tabloid journal broadcaster alleged look contractor state head amid"
        " deny denial reject rejection dismiss dispute"
    ).split()
)
_SKIPPED = frozenset({"the", "a", "an", "its", "his", "her", "their"})


def about(kind: DisputeKind, sides: Sequence[Sequence[Claim]], matter: Matter, question: str = "") -> str:
    """A heading such as `Different figures: Russian officers in Venezuela`: what the sides share, in their words.

    Outlets, words of reporting and events are left out, at most four of them kept; the question's own words stand in
    where the sides share too little.
    """
    lead = (
        _YET if kind == "date" and not all(any(t.day for t in c.told) for side in sides for c in side) else _LEADS[kind]
    )
    claims = [claim for side in sides for claim in side]
    told = [frozenset().union(*(claim.terms | claim.context for claim in side)) for side in sides]
    shared = told[0].intersection(*told[1:]) - GENERIC
    named = {word for claim in claims for word in concepts(claim.evidence.article.outlet or "")}
    named |= {
        word for claim in claims for r in claim.evidence.ladder if r.kind == "outlet" for word in concepts(r.name)
    }
    telling = {term for term in shared - named - VERB - _PLAIN if len(term) > 1}
    asked = telling & matter.asked
    kept = sorted(asked if len(asked) > 1 else telling, key=lambda t: (t not in asked, -matter.weight(t), t))[:_MOST]
    phrases = [phrase for claim in claims if (phrase := _phrase(claim.words, frozenset(kept)))]
    best = max(phrases, key=lambda phrase: (len(set(phrase.split()) - _LINKS), " in " in phrase), default="")
    if len(best.split()) < 2:
        best = _phrase(read_words(question), matter.asked - named) or best
    return f"{lead}: {best}" if best else lead


def _phrase(words: Sequence[Word], kept: frozenset[str]) -> str:
    """The words of the kept concepts as printed, in order, each once, with the link words that stand before them."""
    said: list[str] = []
    seen: set[str] = set()
    link = ""
    last: Word | None = None
    for at, word in enumerate(words):
        lower = word.text.lower()
        if word.concept in kept and word.concept not in seen and len(seen) < _MOST:
            seen.add(word.concept)
            said += [link] if link and said else []
            said.append(re.sub(r"['’]s?$", "", word.text))
            last, link = word, ""
        elif lower in _LINKS:
            link = lower if lower != "of" or (at and words[at - 1] is last) else ""
        elif lower not in _SKIPPED:
            link = ""
    return " ".join(said)


def side_claim(side: Sequence[Claim], kind: DisputeKind) -> str:
    """`The Wall Street Journal, via The Moscow Times (2019-06-03): “...”`, a second teller so as well, others named."""
    voices: dict[str, Claim] = {}
    for claim in side:
        voices.setdefault(teller(claim.evidence), claim)
    told = [f"{who}: {_quoted(c.evidence.quote, _turns_on(c, kind))}" for who, c in list(voices.items())[:_QUOTED]]
    label, more = "; ".join(told), list(voices)[_QUOTED:]
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
