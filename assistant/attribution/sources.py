"""Classifies source phrases: a name, a role ("the ambassador"), an unnamed source ("an official"). Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.attribution.proper import is_common, name_kind, name_start
from assistant.language.speech import is_people, listed, noun, plural, plural_body
from assistant.language.tokens import Token

PhraseKind = Literal["outlet", "person", "organisation", "anonymous", "role", "body", "press", "document", "pronoun"]
Outlets = dict[int, tuple[int, str]]
"""By the offset at which an outlet's name begins: where it ends, and its canonical name."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source as printed, from token `start` to token `end` of its sentence."""

    kind: PhraseKind
    text: str
    start: int
    end: int
    name: str = ""
    """The proper name in it."""
    head: str = ""
    """Its main noun in lower case; `?` for a name of unknown kind."""
    outlet: str = ""
    """The outlet that it is, or that the source belongs to: `WSJ's sources`."""
    owner: str = ""
    """The press noun that the source belongs to: `the Journal's source`."""
    definite: bool = False
    words: frozenset[str] = field(default_factory=frozenset)


def read_phrase(tokens: Sequence[Token], start: int, end: int, outlets: Outlets) -> Phrase | None:
    """The source that the tokens from `start` to `end` name; None where they name none."""
    stop = end
    start, end = _without_time(tokens, start, end)
    if start >= end:
        return None
    run = tokens[start:end]
    first = run[0].small
    apart = first in listed("anybody") and len(run) > 1 and run[1].small in listed("prepositions", "joints")
    if apart or (first in listed("someone") and (len(run) == 1 or run[-1].small == "else")):
        return Phrase("anonymous", printed(run), start, end, head="person")
    if len(run) == 1 and first in listed("pronouns"):
        return Phrase("pronoun", run[0].text, start, end, head=first)
    cut = next((i for i in range(1, len(run)) if _cuts(run[i].small)), len(run))
    outlet, owns = _outlet_in(run, outlets)
    if outlet and not owns:
        return Phrase("outlet", printed(run), start, end, name=outlet, head=run[-1].small, outlet=outlet)
    if any(token.kind == "q" for token in run) or (end < stop and run[-1].capital and tokens[end].text.isdigit()):
        return None  # "Section 230", "Psalm 23": a place in a document
    if (
        first in {"one", "some", "many", "several", "most", "two", "three"}
        and cut < len(run)
        and run[cut].small == "of"
    ):
        group = [token for token in run[cut + 1 :] if token.small not in listed("determiners")]
        several = any(is_people(token.small) for token in group)
        several = several or (bool(group) and all(token.capital and not token.possessive for token in group))
        return Phrase("anonymous", printed(run), start, end, head="source", outlet=outlet) if several else None
    office = _office_holder(run, cut, start, end)
    if office:
        return office
    head_run = run[:cut]
    last = head_run[-1].small
    trade = noun("people", last) or ("-" in last and is_people(last))  # not by its ending alone: "Freeman"
    role = len(head_run) > 1 and all(token.capital for token in head_run) and trade
    if role and not _guards(head_run):
        marks = frozenset(token.small for token in run)
        return Phrase("role", printed(run), start, end, head=head_run[-1].small, words=marks)
    name_at = name_start(head_run)
    if name_at < len(head_run):
        return _named(run, head_run, name_at, start, end, outlet)
    return _unnamed(run, head_run, start, end, outlet)


def printed(run: Sequence[Token]) -> str:
    """The words of a phrase as printed, with a leading article or common noun in lower case."""
    text = " ".join(token.text for token in run)
    first = run[0]
    common = first.small in listed("determiners", "indefinite", "someone")
    common = common or ((len(run) == 1 or not run[1].capital) and is_common(first))
    return text[0].lower() + text[1:] if common and not (len(first.text) > 1 and first.text.isupper()) else text


# ---- named sources


def _named(
    run: Sequence[Token], head_run: Sequence[Token], name_at: int, start: int, end: int, owner: str
) -> Phrase | None:
    """A phrase with a proper name, classified by the words before the name, else by the name itself."""
    name = " ".join(token.text for token in head_run[name_at:])
    before, tail = head_run[:name_at], run[len(head_run) :]
    role = frozenset(token.small.rstrip(".") for token in before) - listed("determiners")
    last = before[-1].small.rstrip(".") if before else ""
    if last and (last in listed("titles", "dotted_titles") or is_people(last)):
        return Phrase("person", name, start, end, name=name, head=last, outlet=owner, words=role)
    if last and noun("press", last) and last != "agency":
        return Phrase("outlet", name, start, end, name=name, outlet=name, words=role)
    if last and noun("bodies", last):
        full = " ".join(token.text for token in run[name_at:]) if tail[:1] and tail[0].small == "of" else name
        return Phrase("organisation", full, start, end, name=name, head=last, words=role)
    article = last == "the"
    kind = name_kind(name, article=article)
    if kind == "person" and any(token.small in {"of", "for"} for token in tail[:1]):
        return Phrase("organisation", printed(run), start, end, name=name)
    if kind == "person":
        return Phrase("person", name, start, end, name=name, outlet=owner, words=role)
    if kind == "organisation":
        full = printed(run) if article or tail else name
        return Phrase("organisation", full, start, end, name=name, head=name.split()[-1].lower(), words=role)
    if any(part in listed("nationalities") for part in name.lower().split()):
        return None
    return Phrase("organisation", name, start, end, name=name, head="?", words=role)


def _office_holder(run: Sequence[Token], cut: int, start: int, end: int) -> Phrase | None:
    """`U.S. Secretary of State Mike Pompeo`, `University of Arden Dean Mary Holt`: the name follows the office."""
    joint = next((i for i in range(cut + 1, len(run) - 1) if run[i].capital and noun("people", run[i].small)), 0)
    if joint and all(token.capital for token in run[joint:]) and not plural(run[joint].small):
        name = " ".join(token.text for token in run[joint + 1 :])
        about = frozenset(token.small for token in run[:joint])
        return Phrase("person", name, start, end, name=name, head=run[joint].small, words=about)
    if cut + 2 >= len(run) or run[cut].small != "of" or run[cut + 1].small not in listed("offices"):
        return None
    name_at = cut + 2 + (run[cut + 2].small in listed("offices"))
    if not is_people(run[cut - 1].small) or name_at >= len(run) or not all(token.capital for token in run[name_at:]):
        return None
    name = " ".join(token.text for token in run[name_at:])
    about = frozenset(token.small for token in run[:name_at])
    return Phrase("person", name, start, end, name=name, head=run[cut - 1].small, words=about)


# ---- sources without a name


def _unnamed(run: Sequence[Token], head_run: Sequence[Token], start: int, end: int, outlet: str) -> Phrase | None:
    """A phrase without a proper name, classified by its noun and by whether it is definite."""
    joint = next((token for token in head_run if is_people(token.small)), None)
    head = joint if joint and head_run[-1].small in listed("joints") else head_run[-1]
    small, shown = head.small, printed(run)
    owners = [token for token in head_run[:-1] if token.possessive]
    definite = run[0].small in listed("definite") or bool(owners)
    marks = frozenset(token.small for token in run) - listed("determiners") - listed("prepositions") - {small}
    guard = _guards(head_run)
    if noun("reports", small) and len(run) <= 4 and not (definite and not owners and small == "report"):
        if small in {"outlet", "newspaper", "tabloid"}:
            return Phrase("press", shown, start, end, head=small, definite=True, words=marks) if definite else None
        return Phrase("anonymous", shown, start, end, head=small, outlet=outlet)
    if is_people(small) and not guard:
        return _person_unnamed(run, shown, small, start, end, marks, definite, outlet, owners)
    if small in listed("documents") and definite:
        return Phrase("document", shown, start, end, head=small, definite=True, words=marks)
    if noun("press", small) and definite and small not in {"agency", "service", "group", "station"}:
        return Phrase("press", shown, start, end, head=small, definite=True, words=marks)
    body = noun("bodies", small) or noun("press", small) or guard or (definite and small in listed("proper_bodies"))
    if not body or (run[0].small in listed("indefinite") and not owners):
        return None
    if plural_body(small) and not definite:
        return Phrase("anonymous", shown, start, end, head=small, words=marks)
    if not definite and small not in {"police", "parliament", "congress"} and not head_run[0].capital:
        return None
    alone = head.text if len(run) == 1 and head.capital else ""
    return Phrase("body", shown, start, end, name=alone, head=small, definite=definite, words=marks)


def _person_unnamed(
    run: Sequence[Token],
    shown: str,
    small: str,
    start: int,
    end: int,
    marks: frozenset[str],
    definite: bool,
    outlet: str,
    owners: Sequence[Token],
) -> Phrase | None:
    """People by role: a spokesman speaks for an organisation, `the ambassador` is a role, others are unnamed."""
    if re.match(r"spokes|representative", small):
        return Phrase("organisation", shown, start, end, head=small, words=marks)
    singular = re.sub(r"s$", "", small)
    source = singular in {"source", "insider", "official", "person", "diplomat", "witness", "witnesse"}
    press = next((token.small for token in owners if noun("press", token.small)), "")
    if run[0].small in listed("indefinite") or plural(small) or source:
        if definite or run[0].small in listed("indefinite") or plural(small):
            return Phrase(
                "anonymous",
                shown,
                start,
                end,
                head=singular,
                outlet=outlet,
                owner=press,
                definite=definite,
                words=marks,
            )
        return None
    return (
        Phrase("role", shown, start, end, head=small, definite=True, words=marks, outlet=outlet) if definite else None
    )


# ---- words


def _guards(head_run: Sequence[Token]) -> bool:
    """Whether a noun for people means an organisation here: the coast guard, the Health Service Executive."""
    pair = [token.small for token in head_run[-2:]]
    return pair[-1] in {"guard", "executive"} and pair[0] in {"coast", "national", "border", "home", "service"}


def _without_time(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The range without leading or trailing adverbs and names of days."""
    loose = listed("adverbs", "days", "hedges")
    while start < end and tokens[start].small in loose:
        start += 1
    while start < end and (tokens[end - 1].small in loose or tokens[end - 1].text.isdigit()):
        end -= 1
    return start, end


def _cuts(small: str) -> bool:
    return small in listed("prepositions") and small not in listed("particles")


def _outlet_in(run: Sequence[Token], outlets: Outlets) -> tuple[str, bool]:
    """The outlet in a phrase ("" for none), and whether it only modifies the head: `WSJ's sources`."""
    for at, token in enumerate(run):
        if token.start not in outlets:
            continue
        stop, name = outlets[token.start]
        rest = [other for other in run[at:] if other.start >= stop]
        if any(is_people(other.small) for other in rest) or (rest and rest[-1].small in {"reports", "outlets"}):
            return name, True
        owned = any(other.start < stop < other.end and other.possessive for other in run)
        if (
            owned
            and rest
            and not noun("press", rest[-1].small)
            and rest[-1].small not in {"report", "story", "article"}
        ):
            return name, True
        of_people = any(is_people(other.small) for other in run[:at])
        return name, of_people and not any(noun("press", other.small) for other in run[:at])
    return "", False
