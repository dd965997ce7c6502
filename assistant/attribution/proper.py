"""Proper names in a phrase: where a name begins, and whether it looks like a person's or an organisation's. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.language.lexicon import lexicon
from assistant.language.speech import is_people, listed, noun, plural
from assistant.language.tokens import Token

_ENDS_NAMES = ("man", "woman", "ian")  # of trades and of family names alike: Freeman, Fabian


def name_kind(name: str, *, article: bool = False) -> Literal["person", "organisation", "unknown"]:
    """The kind of a proper name by its form. `article`: "the" precedes it."""
    shown = re.sub(r"['’]s$", "", name).split()
    parts = [part.strip(".").lower() for part in shown]
    if any(part in listed("proper_bodies") for part in parts) or name.lower() in listed("places"):
        return "organisation"
    if article or (len(parts) == 1 and _branded(name)):
        return "organisation"
    if any(len(part.strip(".")) > 2 and _branded(part) for part in shown) or re.search(r"[\d&/]", name):
        return "organisation"
    if 2 <= len(parts) <= 4 and not any(part in listed("places", "nationalities") for part in parts):
        return "person"
    return "unknown"


def name_start(run: Sequence[Token]) -> int:
    """The token at which the proper name at the end of a phrase begins; the length of the run where there is none."""
    at = len(run)
    while at > 0:
        token = run[at - 1]
        within = at < len(run)
        particle = within and at > 1 and token.small in listed("particles") and run[at].capital
        if not (token.capital or particle or (within and token.text[0].isdigit())):
            break
        if (token.possessive and within) or (at == 1 and token.small in listed("determiners")):
            break
        at -= 1
    at = max((i + 1 for i in range(at, len(run)) if _titled(run, i)), default=at)
    alone = run[at:] if at == len(run) - 1 else ()
    if alone and alone[0].small in listed("nationalities"):
        return len(run)
    spelled = alone and alone[0].text.isupper() and not noun("people", alone[0].small)
    return len(run) if alone and at <= 1 and not spelled and is_common(alone[0]) else at


def _titled(run: Sequence[Token], at: int) -> bool:
    """Whether a word before a name is a title or a role: Foreign *Minister* Lavrov, *Chipmaker* Silvanor."""
    token, small = run[at], run[at].small.rstrip(".")
    if small in listed("titles") or (small in listed("dotted_titles") and token.text.endswith(".")):
        return True
    if at == 0 and len(run) > 1 and lexicon().pattern("trades").fullmatch(small):
        return True
    by_ending = is_people(small) and not small.endswith(_ENDS_NAMES)
    known = (noun("people", small) or by_ending) and not plural(small) if token.capital else is_people(small)
    return known and (at + 1 < len(run) or at == 0 or run[at - 1].small in listed("nationalities"))


def _branded(name: str) -> bool:
    """Whether a word is capitalised like an organisation: NASA, OpenAI; but McCarthy and O'Brien are people."""
    inner = re.sub(r"^(?:Mc|Mac|De|Di|Du|La|Le|O['’]|Fitz|Van)(?=[A-Z])", "", name)
    return len(inner) > 1 and (inner.isupper() or any(char.isupper() for char in inner.split("-")[0][1:]))


def is_common(token: Token) -> bool:
    """Whether a word is a common noun for a source, capitalised or not."""
    return is_people(token.small) or any(noun(section, token.small) for section in ("bodies", "press", "reports"))
