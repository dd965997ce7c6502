"""Finds the names of a sentence, and those that its sources do not name. Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.days import dates
from assistant.language.names import same_person
from assistant.language.outlets import canonical, mentions, same_outlet
from assistant.language.terms import is_stop, stem, words
from assistant.verification.grounds import Claim, Grounds, listed, short

_TOKEN = re.compile(r"[^\W_]+(?:[-.’'&/][^\W_]+)*|[^\w\s]")
_ENDS = frozenset('.!?:"“')
OFFICES = listed(
    """
    president minister prime foreign deputy senator governor sheriff judge justice dr mr mrs ms prof
    professor general colonel captain secretary chairman chairwoman chair king queen prince princess
    pope lord lady sir sen gov rep chief spokesman spokeswoman spokesperson ambassador analyst
    economist physicist lawyer prosecutor former vice acting leader striker coach manager mayor
    opposition defence defense state union researcher scientist
    """
)
# One country under its names; news puts the capital or the palace for the government.
ALIKE = [
    frozenset(group.split())
    for group in (
        "us usa america american americans states washington",
        "uk britain british briton britons kingdom london",
        "russia russian russians moscow kremlin",
        "china chinese beijing",
        "france french paris",
        "germany german germans berlin",
        "eu brussels european",
        "venezuela venezuelan venezuelans caracas",
        "colombia colombian colombians bogota",
        "cuba cuban cubans havana",
        "ukraine ukrainian ukrainians kyiv kiev",
        "israel israeli israelis jerusalem",
        "iran iranian iranians tehran",
        "spain spanish madrid",
        "netherlands dutch hague",
        "switzerland swiss bern",
        "poland polish poles warsaw",
        "turkey turkish turks ankara",
        "un nations",
        "brazil brazilian brazilians brasilia",
    )
]
_COMMON = listed(
    """
    Civilian Pedestrian Librarian Historian Comedian Guardian These Publish Finish Ocean Median
    """
)
_PLACES = frozenset().union(*ALIKE)
_ENDINGS = ("ians", "ian", "ans", "an", "ns", "n", "ese", "ish", "s", "a", "e", "y", "i")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words of a text, with the numbers of its first token and of the token after its last."""

    words: tuple[str, ...]
    first: int
    end: int
    opens: bool
    """Whether it opens a sentence, where a capital tells nothing."""

    @property
    def text(self) -> str:
        """The run as printed, single-spaced."""
        return " ".join(self.words)


def names_in(text: str) -> list[Name]:
    """The capitalised runs of a text in order, days and months left out; titles of office stay in."""
    return names_among(tokens_of(text))


def foreign_name(claim: Claim, grounds: Grounds) -> str | None:
    """Why a name of the sentence is not its sources', or None. Spellings, demonyms and acronyms may differ."""
    if claim.shouted:
        return None
    for _, outlet in mentions(claim.text):
        if not _names_outlet(outlet, grounds):
            return f"“{outlet}” is not in what it cites ({grounds.named})"
    for name in names_in(claim.text):
        parts = [word for word in name.words if word.lower() not in OFFICES]
        opening = name.opens and bool(parts) and parts[0] == name.words[0]
        if opening and parts[0].lower() not in _PLACES and not _could_be_name(parts[0]):
            parts = parts[1:]
        strange = next((part for part in parts if not _known(part, grounds)), None)
        if strange and not _known_in_full(name, grounds):
            return f"“{short(' '.join(parts))}” is not in what it cites ({grounds.named})"
    return None


def tokens_of(text: str) -> list[str]:
    """The words and marks of a text in order; days and months become commas."""
    struck = list(text)
    for day in dates(text):
        struck[day.span[0] : day.span[1]] = "," * (day.span[1] - day.span[0])
    return _TOKEN.findall("".join(struck).replace("’", "'"))


def names_among(tokens: list[str]) -> list[Name]:
    """The capitalised runs of a token list."""
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end][0].isupper() and tokens[end] != "I":
            end += 1
        if end == at:
            at += 1
            continue
        run = [re.sub(r"'s?$", "", token) for token in tokens[at:end]]
        opens = at == 0 or tokens[at - 1] in _ENDS
        while run and opens and is_stop(run[0].lower()):
            run, at, opens = run[1:], at + 1, False
        if run:
            found.append(Name(tuple(run), at, end, opens))
        at = end
    return found


def _could_be_name(word: str) -> bool:
    """Whether a capitalised word that opens a sentence is a name: `Il-62`, `BBC`, `Belgian`; not `Nurses`, `Output`."""
    if any(char.isdigit() for char in word) or (len(word) > 1 and word.isupper()):
        return True
    return bool(re.search(r"(?:[^c]ian|ean|ese|[a-z]{4}ish|[a-z]{3}yan)$", word)) and word not in _COMMON


def _known(word: str, grounds: Grounds) -> bool:
    """Whether a word of a name occurs in the sources, in this form, as a demonym, an acronym or under another name."""
    pieces = words(word)
    if all(piece in grounds.words or is_stop(piece) for piece in pieces):
        return True
    plain = re.sub(r"(?<=\w{4})(?:wo)?m[ae]n$", "", "".join(pieces))  # Dutchman
    if plain in grounds.words or stem(plain) in grounds.stems:
        return True
    if any(plain in group and group & grounds.words for group in ALIKE):
        return True
    if len(plain) > 4 and any(roots(plain) & roots(other) for other in grounds.words if other[:3] == plain[:3]):
        return True
    if word.isupper() and 2 <= len(plain) <= 6:
        return plain in _acronyms(grounds) or _names_outlet(word, grounds)
    if len(plain) >= 4:
        return any(same_person(word, other) for other in grounds.words if other[0] == plain[0] and len(other) >= 4)
    return False


def _known_in_full(name: Name, grounds: Grounds) -> bool:
    """Whether the sources have the surname, and their articles the whole name; or have the name's acronym."""
    acronym = "".join(word[0] for word in name.words if not is_stop(word.lower())).lower()
    if len(acronym) > 1 and acronym in grounds.words:
        return True
    whole = [word for word in name.words if word.lower() not in OFFICES]
    if len(whole) < 2 or not _known(whole[-1], grounds):
        return False
    printed = " ".join(whole)
    return any(printed in piece.article.text for piece in grounds.cited)


def roots(word: str) -> set[str]:
    """A word and what is left of it without endings that make a people of a country."""
    return {word} | {word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 4}


def _acronyms(grounds: Grounds) -> set[str]:
    """The initials of the capitalised runs of the sources."""
    found = set()
    for name in names_in(grounds.everything):
        initials = "".join(word[0] for word in name.words if word.lower() not in ("the", "of"))
        found |= {initials[start:].lower() for start in range(max(1, len(initials) - 1))}
    return found


def _names_outlet(name: str, grounds: Grounds) -> bool:
    """Whether an outlet is one that prints, that is cited, or that the quotes name."""
    known = [piece.article.outlet or "" for piece in grounds.cited]
    known += [rung.name for piece in grounds.cited for rung in piece.ladder]
    known += [outlet for _, outlet in mentions(grounds.everything)]
    if any(same_outlet(name, other) for other in known if other):
        return True
    told = {word for word in words(canonical(name)) if not is_stop(word)}
    return bool(told) and told <= grounds.words
