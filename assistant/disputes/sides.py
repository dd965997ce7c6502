"""Words a dispute: what it is about, and each side as who says it, where and when, in their exact words. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from assistant.disputes.claims import Claim
from assistant.disputes.concepts import Word, concepts, read_words
from assistant.disputes.matter import Matter
from assistant.language.claim_words import DENIAL, GENERIC, REPORTING, VERB, concept
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
_IDLE = 0.4
_THIN = 0.6
"""What a word costs a heading that is neither shared by the sides nor asked about, and a heading of one word."""
_LINKS = frozenset({"in", "of", "on", "at", "for", "from", "with", "between", "to"})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})
_BEFORE_VERB = frozenset(
    "who which that to would will not has have had can could may might must should he she they it we i".split()
)
_NO_NOUNS = frozenset(
    {"worth", "due", "abl", "alleg", "ago", "later", "earlier", "alreadi", "clean", "want", "make", "compar"}
)
_PARTS = 3
_LONG = 8
"""A heading has at most so many words, and so many parts joined by `of`, `in` and the like."""
_PLAIN = frozenset(
    concept(word)
    for word in (
        "newspaper daily paper agency tabloid journal broadcaster alleged look contractor state head amid"
        " deny denial reject rejection dismiss dispute"
    ).split()
)


def about(kind: DisputeKind, sides: Sequence[Sequence[Claim]], matter: Matter, question: str = "") -> str:
    """A heading such as `Different figures: Russian officers in Venezuela`: a phrase as it stands in a side's sentence.

    It is the noun phrase that holds most of what the sides share and the question asks about; the speakers, unless they
    are asked about, and words of reporting are left out. Where it has nothing that is asked about, the question's own
    phrase stands in.
    """
    lead = (
        _YET if kind == "date" and not all(any(t.day for t in c.told) for side in sides for c in side) else _LEADS[kind]
    )
    claims = [claim for side in sides for claim in side]
    told = [frozenset().union(*(claim.terms | claim.context for claim in side)) for side in sides]
    shared = told[0].intersection(*told[1:]) - GENERIC
    outlets = {word for claim in claims for word in concepts(claim.evidence.article.outlet or "")}
    tellers = {word for claim in claims for rung in claim.evidence.ladder for word in concepts(rung.name)}
    barred = frozenset(outlets | (tellers - matter.asked)) | _PLAIN
    asked = {term: matter.weight(term) for term in matter.asked - barred}
    wanted = {term: matter.weight(term) for term in shared - barred}
    wanted = {term: wanted.get(term, 0.0) + asked.get(term, 0.0) for term in wanted.keys() | asked.keys()}
    best = _best([claim.words for claim in claims], wanted, barred, asked.keys())
    if not concepts(best) & asked.keys():
        best = _best([read_words(question)], asked, barred, asked.keys()) or best
    return f"{lead}: {best}" if best else lead


def _best(texts: Sequence[Sequence[Word]], wanted: Mapping[str, float], barred: frozenset[str], asked: Set[str]) -> str:
    """The noun phrase of some texts that holds most of what is wanted, by weight, and little else; "" without one.

    One with anything that is asked about comes before all others.
    """
    found: dict[str, tuple[bool, float]] = {}
    for words in texts:
        for run in _phrases(words, barred):
            met = {word.concept for word in run} & wanted.keys()
            idle = sum(bool(word.concept) and word.concept not in met for word in run)
            if met:
                alone = _THIN if len(run) == 1 else 0.0
                worth = sum(wanted[term] for term in met) - _IDLE * idle - alone
                found[_shown(run)] = (bool(met & asked), worth)
    return max(found, key=lambda phrase: (found[phrase], -len(phrase)), default="")


def _phrases(words: Sequence[Word], barred: frozenset[str]) -> Iterator[list[Word]]:
    """The noun phrases of a text as they stand: `soft cheese from the Halvard Creamery`, and each of its parts."""
    parts: list[list[Word]] = []
    links: list[list[Word]] = []
    current: list[Word] = []
    link: list[Word] = []
    for at, word in enumerate([*words, Word(".", "", 0, named=False)]):
        lower = word.text.lower()
        if _nominal(words, at, barred):
            current.append(word)
            continue
        if current:
            parts.append(current)
            links.append(link)
            current, link = [], []
        if lower in _LINKS and parts and not link:
            link = [word]
        elif lower in _ARTICLES and link:
            link.append(word)
        else:
            yield from _joined(parts, links)
            parts, links, link = [], [], []


def _joined(parts: Sequence[list[Word]], links: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """Each run of up to three parts with what links them, if it is short enough for a heading."""
    for first in range(len(parts)):
        run: list[Word] = []
        for at in range(first, min(len(parts), first + _PARTS)):
            run = [*run, *(links[at] if at > first else ()), *parts[at]]
            if len(run) <= _LONG:
                yield run


def _nominal(words: Sequence[Word], at: int, barred: frozenset[str]) -> bool:
    """Whether a word can stand in a noun phrase: a name, a noun or an adjective, as far as its looks tell."""
    if at >= len(words):
        return False
    word = words[at]
    lower = word.text.lower()
    if word.named and at and words[at - 1].named:
        return True  # a name is not cut in two
    if not word.concept or word.concept in barred | REPORTING | _NO_NOUNS:
        return False
    if word.named:
        return True
    before = words[at - 1].text.lower() if at else ""
    if re.search(r"[a-z]{3}(?<!s)s$", before) and not lower.endswith("s"):
        return False  # "weavers work"
    verb = word.concept in VERB or lower.endswith(("ed", "ing", "ly")) or before in _BEFORE_VERB
    return not verb or (word.concept in VERB and before in _ARTICLES | {"of", "any"} and not lower.endswith("ed"))


def _shown(run: Sequence[Word]) -> str:
    """A phrase as printed, a possessive at its end left off."""
    text = " ".join(word.text for word in run)
    return re.sub(r"['’]s?$", "", text)


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
