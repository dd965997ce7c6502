"""Attribution without a plain reporting verb: according to, citing, was quoted as saying, told Reuters. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.edges import right_edge
from assistant.attribution.sources import Outlets, Phrase, read_phrase
from assistant.attribution.subjects import Form, apposed, subject
from assistant.language.speech import listed
from assistant.language.tokens import Token

_SAYING_FAR = 30  # tokens between "quoted" and "as saying"
_RELAY_FAR = 30  # tokens between a reporting verb and the outlet that was spoken to
_TO_OUTLET = re.compile(
    r"(?:interview|talk|conversation) with(?: the)?$"
    r"|(?:email|message|statement|comments|remarks|letter|speaking|talking|interview) to(?: the)?$"
)


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """One attribution of a sentence. `relayed_by`: the outlets that the source spoke to or that quote it."""

    source: Phrase
    verb: str
    form: Form
    relayed_by: tuple[Phrase, ...] = ()
    relay_verb: str = ""


def according(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    """`according to X`, `according to one of his opponents, Rep. Don Bacon`; None for a plan or document."""
    end = right_edge(tokens, at + 2)
    phrase = read_phrase(tokens, at + 2, end, outlets)
    if phrase is None or phrase.kind in {"document", "pronoun"}:
        return None
    if end < len(tokens) and tokens[end].text == ",":
        phrase = apposed(tokens, phrase, end + 1, outlets) or phrase
    return SpeechAct(phrase, f"{tokens[at].text.lower()} to", "tag")


def quoting(tokens: Sequence[Token], at: int, begin: int, outlets: Outlets) -> SpeechAct | None:
    """`X was quoted as saying (by Y)`, `Y quoted X as saying`, `citing X`; None where no source can be read."""
    reach = range(at + 1, min(len(tokens), at + _SAYING_FAR))
    saying = next((i for i in reach if tokens[i].small in {"saying", "telling"} and tokens[i - 1].small == "as"), None)
    be = next((i for i in range(at - 1, begin - 1, -1) if tokens[i].small in listed("be")), None)
    if be is not None:
        phrase, form = subject(tokens, begin, outlets)
        if saying is None or phrase is None:
            return None
        places = [*range(at + 1, saying - 1), saying + 1]
        by = [
            _outlet_from(tokens, i + 1, outlets) for i in places if i < len(tokens) and tokens[i].small in {"by", "in"}
        ]
        shown = (*tokens[be : at + 1], *tokens[saying - 1 : saying + 1])
        return SpeechAct(phrase, " ".join(token.text for token in shown), form, tuple(one for one in by if one))
    cited = _cited(tokens, at, outlets)
    if cited is None or (cited.kind in {"pronoun", "document"} and saying is None):
        return None
    if tokens[at].small in {"citing", "quoting"}:
        return SpeechAct(cited, "as saying" if saying else tokens[at].text.lower(), "citing")
    quoter, form = subject(tokens, begin, outlets)
    if quoter and cited.kind == "anonymous" and quoter.kind in {"outlet", "press", "document"}:
        return SpeechAct(cited, "as saying" if saying else tokens[at].text, form, (quoter,), tokens[at].text)
    return SpeechAct(cited, "as saying", form, (quoter,), tokens[at].text) if saying and quoter else None


def reported_by(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    """`was first reported by Bloomberg`, `as reported by TASS`; None unless it is an outlet."""
    phrase = _outlet_from(tokens, at + 1, outlets)
    return SpeechAct(phrase, "reported by", "tag") if phrase and phrase.kind == "outlet" else None


def claim_by(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    """`a claim by The Wall Street Journal that`: a noun instead of a verb; None unless it is an outlet."""
    if at + 1 >= len(tokens) or tokens[at + 1].small not in {"by", "from"}:
        return None
    phrase = _outlet_from(tokens, at + 2, outlets)
    if phrase is None or phrase.kind != "outlet" or phrase.end >= len(tokens):
        return None
    follows = tokens[phrase.end].small in {"that", "saying", "claiming"}
    return SpeechAct(phrase, f"{tokens[at].text} {tokens[at + 1].text}", "citing") if follows else None


def relaying_outlets(tokens: Sequence[Token], at: int, outlets: Outlets) -> tuple[Phrase, ...]:
    """The outlets that a speaker spoke to or wrote in: `told Reuters`, `in an interview with Le Monde`."""
    found: list[Phrase] = []
    verb = tokens[at].text.lower()
    if verb in {"told", "tells", "tell"}:
        phrase = _outlet_from(tokens, at + 1, outlets)
        if phrase and phrase.kind != "body":
            found.append(phrase)
    for i in range(at + 1, min(len(tokens), at + _RELAY_FAR)):
        if tokens[i].start not in outlets or (found and i < found[-1].end):
            continue
        between = " ".join(token.small for token in tokens[max(at + 1, i - 4) : i])
        direct = i - at <= 3 and re.fullmatch(r"to(?: the)?", between)
        direct = direct or (i - at <= 7 and verb in listed("confided") and re.search(r"\bto(?: the)?$", between))
        inside = (
            i - at <= 4
            and re.search(r"\b(?:in|for)(?: the)?$", between)
            and re.match(r"report|wr[io]t|publish|said", verb)
        )
        if direct or inside or _TO_OUTLET.search(between):
            name = outlets[tokens[i].start][1]
            found.append(Phrase("outlet", name, i, i + 1, name=name, outlet=name))
    return tuple(found)


def _cited(tokens: Sequence[Token], at: int, outlets: Outlets) -> Phrase | None:
    """The source cited or quoted after the verb; `him` and `her` are pronouns."""
    after = tokens[at + 1].small if at + 1 < len(tokens) else ""
    if after in {"him", "her"}:
        return Phrase("pronoun", after, at + 1, at + 2, head="he" if after == "him" else "she")
    phrase = read_phrase(tokens, at + 1, right_edge(tokens, at + 1), outlets)
    return None if phrase and phrase.kind == "pronoun" and phrase.head not in listed("pronouns") else phrase


def _outlet_from(tokens: Sequence[Token], at: int, outlets: Outlets) -> Phrase | None:
    """The outlet, or a phrase that may mean one (`the agency`), that begins at token `at`."""
    for end in range(right_edge(tokens, at), at, -1):
        phrase = read_phrase(tokens, at, end, outlets)
        if phrase and phrase.kind in {"outlet", "press", "body"}:
            return phrase
    return None
