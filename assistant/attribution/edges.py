"""Finds the edges of the noun phrase next to a reporting verb, without a parser. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.speech import is_people, listed, noun
from assistant.language.tokens import Token

_FAR = 24  # the longest phrase, in tokens


def left_edge(tokens: Sequence[Token], last: int) -> int:
    """The token at which the phrase that ends with token `last` begins; `last + 1` where there is none."""
    at = last
    while at >= 0 and last - at < _FAR:
        token = tokens[at]
        small = token.small
        if small in listed("days") or (token.possessive and at == last and not ends_in_possessive(tokens, at)):
            if at == last:
                return last + 1
            break
        if _mocked(tokens, at, last):
            at -= 1
            continue
        if token.kind != "w" or (_stops(token) and not _inside(tokens, at)):
            break
        if small in listed("prepositions") and not _bound(tokens, at, subject=True):
            break
        if small in listed("determiners") and not (at and _bound(tokens, at - 1, subject=True)):
            return at
        if at != last and not token.capital and _speaks(token) and not _is_noun(tokens, at):
            break
        at -= 1
    start = at + 1
    while start <= last and (tokens[start].small in listed("prepositions") or tokens[start].small in listed("adverbs")):
        start += 1
    return start


def right_edge(tokens: Sequence[Token], first: int) -> int:
    """The token after the phrase that begins with token `first`; `first` where there is none."""
    at = first
    while at < len(tokens) and at - first < _FAR:
        token = tokens[at]
        small = token.small
        preposition = small in listed("prepositions")
        if token.kind != "w" or small in listed("days") or (_stops(token) and not preposition):
            break
        if preposition and (at == first or not _bound(tokens, at, subject=False)):
            break
        if at > first:
            if small in listed("determiners") and tokens[at - 1].small not in listed("prepositions"):
                break
            if small in listed("adverbs") or (not token.capital and _speaks(token) and not _is_noun(tokens, at)):
                break
        at += 1
    while at > first and tokens[at - 1].small in listed("prepositions", "determiners"):
        at -= 1
    return at


def _stops(token: Token) -> bool:
    """Whether a word ends any source phrase; "US" is a country, "us" is not."""
    return token.small in listed("stops") and token.text != "US"


def ends_in_possessive(tokens: Sequence[Token], at: int) -> bool:
    """Whether a possessive is the end of a name: `nurses at St Anne's`."""
    first = at
    while first > 0 and at - first < 3 and tokens[first - 1].capital:
        first -= 1
    return tokens[at].capital and first > 1 and tokens[first - 1].small == "at" and is_people(tokens[first - 2].small)


def _mocked(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a quotation is an aside on a report: `The Wall Street Journal 'fake news' story`."""
    short = tokens[at].kind == "q" and len(tokens[at].text.split()) <= 4
    return short and 0 < at < last and tokens[at - 1].kind == "w" and tokens[at + 1].small in listed("documents")


def _speaks(token: Token) -> bool:
    small = token.text.lower()
    return small in listed("said") or small in listed("claim") or small in listed("weak")


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that could be a reporting verb is a noun here: `media reports`, `the Facebook post`."""
    before = tokens[at - 1] if at else None
    return (
        tokens[at].text.lower() in listed("also_nouns")
        and before is not None
        and before.kind == "w"
        and not _speaks(before)
    )


def _inside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that ends most phrases is part of this one: `close to`."""
    return at > 0 and tokens[at].small == "to" and tokens[at - 1].small == "close"


def _bound(tokens: Sequence[Token], at: int, *, subject: bool) -> bool:
    """Whether the preposition at `at` attaches what follows to the noun before it: `sources at the embassy`.

    After a verb (`said officials in the north`) a place may belong to the verb, so less is attached there.
    """
    if not 0 < at < len(tokens) - 1:
        return False
    small, before, after = tokens[at].small, tokens[at - 1], tokens[at + 1]
    if small not in listed("prepositions") or before.kind != "w" or after.kind != "w" or after.small in listed("days"):
        return False
    if after.text[0].isdigit() or (
        after.small in {"condition", "which", "whom", "recent", "an"} and small in {"on", "in", "at"}
    ):
        return False
    people = is_people(before.small) or before.small in {"someone", "somebody"}
    if before.small in listed("joints") or small in {"close", "familiar"}:
        return True
    if small == "with":
        return people and (after.capital or after.small in {"knowledge", "direct", "ties", "links", "experience"})
    known = people or noun("bodies", before.small) or before.small == "reports"
    if small in {"of", "for"}:
        return known or before.capital
    named = after.capital or after.small == "the"
    if small in {"on", "near", "along", "across", "around"}:
        return subject and people and named
    return small in {"at", "from", "in", "inside", "within"} and known and named
