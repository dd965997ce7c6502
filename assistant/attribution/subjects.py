"""Finds the speaker of a reporting verb: before it, after it, or across an aside. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assistant.attribution.edges import ends_in_possessive, left_edge, right_edge
from assistant.attribution.proper import name_kind
from assistant.attribution.sources import Outlets, Phrase, PhraseKind, printed, read_phrase
from assistant.language.speech import is_people, listed, noun
from assistant.language.tokens import Token

Form = Literal["tag", "lead", "citing", "relative"]
"""`..., Falk said` is a tag, `Falk said that` leads; `citing Falk`; `Falk, who said`."""

_DASHES = frozenset([",", "–", "—"])
_ASIDE_FAR = 60  # most tokens in an aside between a subject and its verb
_ASIDE_COMMAS = 4
_CLAUSE_FAR = 16  # most tokens in a "who" clause between a subject and its verb


def subject(tokens: Sequence[Token], begin: int, outlets: Outlets) -> tuple[Phrase | None, Form]:
    """The speaker before a verb group that begins at token `begin`, and the form of the attribution."""
    last = begin - 1
    if last < 0 or tokens[last].kind == "q":
        return None, "lead"
    if tokens[last].small in {"who", "which"}:
        return phrase_to(tokens, last - 1 - (tokens[last - 1].text == ","), outlets), "relative"
    described = _described(tokens, last, outlets)
    if described:
        return described, _form(tokens, described.start)
    if tokens[last].text == ")":
        opening = next((i for i in range(last - 1, max(-1, last - 20), -1) if tokens[i].text == "("), 0)
        phrase = phrase_to(tokens, opening - 1, outlets)
    elif tokens[last].text in _DASHES:
        phrase = _across(tokens, last, outlets)
    else:
        phrase = phrase_to(tokens, last, outlets)
        phrase = _joined(tokens, phrase, outlets) if phrase else None
    return phrase, _form(tokens, phrase.start) if phrase else "lead"


def speaker_after(tokens: Sequence[Token], at: int, begin: int, outlets: Outlets) -> Phrase | None:
    """The speaker after the verb: `"...," said Dr. Lena Ortiz`; None where the statement follows the verb."""
    if begin == 0 or tokens[at].text.lower() not in listed("inverting"):
        return None
    before = tokens[begin - 1]
    if before.kind != "q" and before.text not in _DASHES:
        return None
    end = right_edge(tokens, at + 1)
    phrase = read_phrase(tokens, at + 1, end, outlets)
    if phrase is None and end > at + 2 and tokens[at].text.lower() in {"said", "says"}:
        head = tokens[end - 1].small  # whatever the noun: "said a pattern cutter in Arden"
        if tokens[at + 1].small in {"a", "an"} and head not in listed("documents"):
            phrase = Phrase("anonymous", printed(tokens[at + 1 : end]), at + 1, end, head=head)
    if phrase is None or (phrase.kind == "pronoun" and before.kind != "q"):
        return None
    if end < len(tokens) and tokens[end].kind == "w" and tokens[end].small not in listed("after_tag", "days"):
        return None
    if end < len(tokens) and tokens[end].text == ",":
        return apposed(tokens, phrase, end + 1, outlets) or phrase
    return phrase


def phrase_to(tokens: Sequence[Token], last: int, outlets: Outlets) -> Phrase | None:
    """The source whose last word is token `last`; None where there is none."""
    if last < 0 or tokens[last].kind != "w":
        return None
    if tokens[last].possessive and tokens[last].start not in outlets and not ends_in_possessive(tokens, last):
        return None
    if tokens[last].small in listed("pronouns"):
        return read_phrase(tokens, last, last + 1, outlets)
    start = left_edge(tokens, last)
    posted = _posted(tokens, start, last)
    if posted:
        return posted
    phrase = read_phrase(tokens, start, last + 1, outlets)
    if phrase or not tokens[last].capital:
        return phrase
    capitals = last
    while capitals > start and tokens[capitals - 1].capital:
        capitals -= 1
    free = capitals > start and tokens[capitals - 1].small not in listed("before_object")
    return read_phrase(tokens, capitals, last + 1, outlets) if free else None


def _posted(tokens: Sequence[Token], start: int, last: int) -> Phrase | None:
    """`Russian ambassador to Caracas Vladimir Zaemsky`: a name after a role and its place; None elsewhere."""
    if start < 2 or last - start < 1 or tokens[start].small not in listed("places", "offices"):
        return None
    role, between, name = tokens[start - 2], tokens[start - 1], tokens[start + 1 : last + 1]
    if not is_people(role.small) or between.small not in {"to", "of", "for", "in"} or not all(t.capital for t in name):
        return None
    shown = " ".join(token.text for token in name)
    first = left_edge(tokens, start - 2)
    about = frozenset(token.small for token in tokens[first : start + 1])
    return Phrase("person", shown, min(first, start - 2), last + 1, name=shown, head=role.small, words=about)


def apposed(
    tokens: Sequence[Token], role: Phrase, start: int, outlets: Outlets, end: int | None = None
) -> Phrase | None:
    """The name after a role: `the minister, Clara Voss`; None where no name begins at `start` (and ends at `end`)."""
    if role.kind not in {"role", "body", "press", "anonymous"} or start >= len(tokens) or not tokens[start].capital:
        return None
    stop = right_edge(tokens, start)
    if stop != end and (end is not None or (stop < len(tokens) and tokens[stop].kind == "w")):
        return None
    named = read_phrase(tokens, start, stop, outlets)
    if named is None or not named.name:
        return None
    if role.kind == "anonymous" and (named.kind != "person" or not noun("people", role.head)):
        return None
    person = role.kind in {"role", "anonymous"} and named.kind != "outlet" and name_kind(named.name) != "organisation"
    if named.kind == "outlet" and role.kind == "role":
        return None
    kind: PhraseKind = "outlet" if named.kind == "outlet" else "person" if person else "organisation"
    return replace(named, kind=kind, text=named.name, start=role.start, head=role.head, words=role.words | {role.head})


def _joined(tokens: Sequence[Token], phrase: Phrase, outlets: Outlets) -> Phrase | None:
    """The phrase with what is joined to it: `Vance and his colleague`, `Rick Smith, Managing Director of Burton`."""
    if phrase.start < 2:
        return phrase
    before = tokens[phrase.start - 1]
    first = phrase_to(tokens, phrase.start - 2, outlets) if before.small == "and" or before.text == "," else None
    bare = before.small == "and" and tokens[phrase.start].capital and phrase.name and phrase.kind != "person"
    cut = bare and phrase.head == "?" and tokens[phrase.start - 2].capital
    opens = first is not None and (first.start == 0 or tokens[first.start - 1].kind != "w")
    opens = opens or (first is not None and tokens[first.start - 1].small == "both")
    if cut and not opens and (first is None or first.kind != "anonymous"):
        return None  # the end of a longer name: in the Journal of Teaching and Learning
    if first is None:
        return phrase
    if bare and is_people(first.head) and first.kind == "anonymous" and tokens[phrase.start - 2].capital:
        text = f"{first.text} and {phrase.text}"  # the heads of Arden Air and Kresk Rail
        return replace(first, text=text, end=phrase.end)
    if before.text == ",":
        glued = phrase.kind in {"role", "anonymous"} and not phrase.text.startswith(("the ", "a ", "an "))
        return first if glued and first.kind == "person" else phrase
    if first.kind == phrase.kind == "anonymous":
        return replace(phrase, text=f"{first.text} and {phrase.text}", start=first.start)
    return replace(first, end=phrase.end) if first.name and opens else phrase


def _described(tokens: Sequence[Token], last: int, outlets: Outlets) -> Phrase | None:
    """The subject before a clause without commas: `An official who asked not to be named confirmed`; None elsewhere."""
    for at in range(last, max(0, last - _CLAUSE_FAR), -1):
        token = tokens[at]
        if token.kind != "w" or token.text in _DASHES:
            return None
        if token.small not in {"who", "that", "which"}:
            continue
        before, after = tokens[at - 1], tokens[at + 1]
        if before.kind != "w" or after.capital or after.small in listed("determiners", "pronouns"):
            return None
        phrase = phrase_to(tokens, at - 1, outlets)
        who = phrase is not None and phrase.kind in {"anonymous", "role", "body", "person", "organisation"}
        return phrase if who and _fits_relative(token.small, phrase) else None
    return None


def _fits_relative(relative: str, phrase: Phrase | None) -> bool:
    """Whether a relative pronoun fits its antecedent: `that` for a body, not for a claim or a law."""
    if phrase is None:
        return False
    return relative == "who" or phrase.kind in {"body", "organisation"} or phrase.kind == "anonymous"


def _across(tokens: Sequence[Token], mark: int, outlets: Outlets) -> Phrase | None:
    """The subject before an aside: `Karl Brun, who was not involved, said`; `The maker, Aeterna Bio, says`."""
    commas = 0
    for at in range(mark - 1, max(0, mark - _ASIDE_FAR), -1):
        if tokens[at].text != tokens[mark].text:
            continue
        commas += 1
        if commas > _ASIDE_COMMAS:
            break
        phrase = phrase_to(tokens, at - 1, outlets)
        if phrase is None or phrase.kind == "pronoun" or at + 1 == mark:
            continue
        if phrase.kind != "anonymous" or phrase.definite:
            name = apposed(tokens, phrase, at + 1, outlets, mark)
            if name:
                return name
        if _opens_aside(tokens[at + 1 : mark]):
            return _outer(tokens, phrase, outlets) or phrase
    return None


def _outer(tokens: Sequence[Token], inner: Phrase, outlets: Outlets) -> Phrase | None:
    """The person before another aside that ends in an organisation: `Mara Voss, founder of Arden Air, an airline,`."""
    before = tokens[inner.start - 1]
    within = before.small in listed("prepositions") or before.small in listed("determiners")
    if inner.start < 2 or not (within or (before.text == "," and inner.kind == "organisation")):
        return None
    mark = inner.end if within else inner.start - 1
    for at in range(mark - 1, max(0, mark - _CLAUSE_FAR), -1):
        if tokens[at].text == ",":
            person = phrase_to(tokens, at - 1, outlets)
            if person and person.kind == "person" and _opens_aside(tokens[at + 1 : mark]):
                return person
    return None


def _opens_aside(inner: Sequence[Token]) -> bool:
    """Whether words between commas can be an aside after a subject: a relative clause, an age, an apposition."""
    first = inner[0]
    if first.small in listed("opens_aside") or first.text[0].isdigit() or re.search(r"(?:ing|ed|en)$", first.small):
        return True
    if len(inner) == 1 or first.capital:
        return first.capital or first.kind == "q"
    return not any(token.small in listed("be") | {"has", "have", "had"} for token in inner)


def _form(tokens: Sequence[Token], start: int) -> Form:
    if start == 0:
        return "lead"
    before = tokens[start - 1]
    return "tag" if before.kind == "q" or before.text in {*_DASHES, "-"} else "lead"
