"""Checks that a text says yes and no to the same things as another. Floor 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.terms import is_stop, stem
from assistant.verification.grounds import listed

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:()!?\n–—]")
_QUANTIFIERS = listed(
    """
    no none nobody neither nor without nothing nowhere unless
    """
)
_GRAMMAR = frozenset(["not", "never", "cannot", "hardly"]) | _QUANTIFIERS
_IDLE = re.compile(
    r"\b(?:asked not to be (?:named|identified)|declined to be (?:named|identified)|not (?:only|just|least|to mention)"
    r"|not authori[sz]ed to speak|no (?:fewer|less|more|later|doubt|matter)(?: than)?)\b",
    re.IGNORECASE,
)
_DENIALS = listed(
    """
    deny denied denies denying denial reject rejected rejects rejecting rejection refuse refused
    refuses refusing refusal dismiss dismissed dismisses dismissing refute refuted refutes dispute
    disputed disputes disputing contradict contradicted contradicts exclude excluded excludes lack
    lacks lacked prevent prevented prevents contest contested decline declined declines fail failed
    fails
    """
)
_PHRASES = {
    ("voted", "against"),
    ("votes", "against"),
    ("vote", "against"),
    ("turned", "down"),
    ("turn", "down"),
    ("ruled", "out"),
    ("rules", "out"),
    ("rule", "out"),
    ("ruling", "out"),
}
_PREDICATES = listed(
    """
    false untrue impossible unlikely baseless unfounded unvaccinated wrong incorrect fake nonsense
    lie
    """
)
_BOUNDARIES = {"\n"} | listed(
    """
    . , ; : ( ) ! ?   – — but while although though whereas because who which however and after
    before when until since if
    """
)
_LIGHT = listed(
    """
    longer only yet ever also a an the to of one been be was were is are
    """
)
_BE = listed(
    """
    is are was were be been being
    """
)
_REACH = 14  # tokens a negation reaches over, before a clause ends


NegationKind = Literal["not", "denial"]


@dataclass(frozen=True, slots=True)
class Negation:
    """One negating word, and the stems it bears on in order."""

    word: str
    kind: NegationKind
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The negations of a text, and for each stem whether it is affirmed (+1), negated (-1), or both in turn."""

    negations: tuple[Negation, ...]
    signs: dict[str, frozenset[int]]


def read_polarity(text: str) -> Reading:
    """Which words a text negates. A denial under a not affirms ("nobody disputes"); time linear in length."""
    printed = [token.replace("’", "'") for token in _TOKEN.findall(_IDLE.sub(" ", text))]
    tokens = [token.lower() for token in printed]
    marked = {"not": [False] * len(tokens), "denial": [False] * len(tokens)}
    negations: list[Negation] = []
    signs: dict[str, set[int]] = {}
    for at, token in enumerate(tokens):
        if token.startswith("un") and len(token) > 5 and token not in _QUANTIFIERS and token not in _PREDICATES:
            # "unsafe" negates "safe"; what is left of "under" is no word and meets none
            negations.append(Negation(token, "not", (stem(token[2:]),)))
            signs.setdefault(stem(token[2:]), set()).add(-1)
            continue
        kind, reach = _bearing(tokens, at)
        if kind is None:
            continue
        for place in reach:
            marked[kind][place] = True
        scope = tuple(matter_of(tokens[place]) for place in reach if _bears(printed[place]))
        negations.append(Negation(token, kind, scope))
    for place, token in enumerate(tokens):
        signs.setdefault(matter_of(token), set()).add(-1 if marked["not"][place] != marked["denial"][place] else 1)
    return Reading(tuple(negations), {word: frozenset(found) for word, found in signs.items()})


def _bearing(tokens: list[str], at: int) -> tuple[NegationKind | None, list[int]]:
    """What kind of negation a token is, and the places of the tokens it bears on."""
    token = tokens[at]
    pair = (token, tokens[at + 1] if at + 1 < len(tokens) else "")
    if token in _GRAMMAR or token.endswith("n't") or pair in (("no", "one"), ("yet", "to"), ("free", "of")):
        return "not", list(_forward(tokens, at))
    if token in _DENIALS or pair in _PHRASES:
        passive = any(before in _BE for before in tokens[max(0, at - 2) : at])
        return "denial", [*(_backward(tokens, at) if passive else ()), *_forward(tokens, at)]
    if token in _PREDICATES:
        return "denial", [*_backward(tokens, at), *_forward(tokens, at)]
    return None, []


def negation_differs(claim: Reading, source: Reading) -> str | None:
    """Why the two cannot both hold, or None: a negation on words that the other affirms."""
    for negation in claim.negations:
        shared = _shared(negation, source)
        head = next((word for word in negation.scope if not is_stop(word)), None)
        if negation.kind == "not" and head and head not in shared:
            continue  # "nobody was hurt" has other words for what the source says
        if shared and _all_differ(negation, shared, claim, source):
            return f"says “{negation.word}” where the source has no negation"
    # "..., which Steiner rejects": what is denied stands before it
    bare_denial = any(one.kind == "denial" and all(map(is_stop, one.scope)) for one in claim.negations)
    for negation in source.negations:
        if (negation.kind == "denial" and bare_denial) or negation.word == "unless":
            continue
        shared = _shared(negation, claim)
        matter = [word for word in negation.scope if not is_stop(word)] or list(negation.scope)
        near = matter and (matter[0] in shared or 2 * len(shared) >= len(matter))
        if near and shared and _all_differ(negation, shared, claim, source):
            return f"“{negation.word}” is missing: the source negates"
    return None


def _all_differ(negation: Negation, shared: list[str], claim: Reading, source: Reading) -> bool:
    """Whether the texts disagree on what is negated: by the first word behind "not", else by all that they share."""
    differing = [word for word in shared if not claim.signs[word] & source.signs[word]]
    head = next((word for word in negation.scope if not is_stop(word)), None)
    if head in differing and (negation.word in ("not", "never", "cannot") or negation.word.endswith("n't")):
        other = source if negation in claim.negations else claim
        elsewhere = {word for one in other.negations if one.kind == "not" for word in one.scope}
        return not elsewhere & set(shared)  # "had not fired a shot" and "fired no shots" agree
    return len(differing) == len(shared)


def _shared(negation: Negation, other: Reading) -> list[str]:
    """The words of a scope that the other text has: those of matter; little words count where at least two meet."""
    matter = [word for word in negation.scope if not is_stop(word)]
    if matter:
        return [word for word in matter if word in other.signs]
    little = [word for word in negation.scope if word in other.signs and word not in ("had", "has", "have", "it")]
    return little if len(little) > 1 else []


def _forward(tokens: list[str], at: int) -> range:
    end = at + 1
    while end < len(tokens) and end <= at + _REACH and tokens[end] not in _BOUNDARIES:
        end += 1
    return range(at + 1, end)


def _backward(tokens: list[str], at: int) -> range:
    start = at
    while start > 0 and start > at - _REACH and tokens[start - 1] not in _BOUNDARIES:
        start -= 1
    return range(start, at)


def _bears(token: str) -> bool:
    """Whether a token under a negation can tell what is negated: no little verb, and no name."""
    light = token.lower() in _LIGHT or stem(token.lower()) in ("expect", "believ", "known", "say", "said")
    return token[0].isalnum() and not token[0].isupper() and not light


def matter_of(token: str) -> str:
    """The stem of a lower-case word; little words stay as they are."""
    return stem(token.removesuffix("'s")) if not is_stop(token) else token
