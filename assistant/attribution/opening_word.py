"""Tells the word that opens a sentence from the name behind it: "Asking Holt", "Loading Meridian". Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.tokens import Token

_PARTICIPLE = re.compile(r"\w{3,}(?:ing|ed)")


def with_small_openings(sentences: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    """The sentences of an article, an opening word that is no part of the name behind it in small letters.

    It is none where the article names the same without it before, writes it with a capital nowhere inside a sentence,
    and the word is a participle or stands in small letters elsewhere. A given name comes with the first mention.
    """
    inside = {token.text for tokens in sentences for token in tokens[1:] if token.capital}
    small = {token.text for tokens in sentences for token in tokens if token.kind == "w" and not token.capital}
    named: dict[str, set[str]] = {}
    read: list[Sequence[Token]] = []
    for tokens in sentences:
        first = tokens[0] if len(tokens) > 1 and tokens[0].capital and tokens[1].capital else None
        if first and first.text not in inside and named.get(tokens[1].small, set()) - {first.small}:
            word = first.text.lower()
            if word in small or _PARTICIPLE.fullmatch(word):
                tokens = [first._replace(text=word), *tokens[1:]]
        read.append(tokens)
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.capital and not (before and before.capital):
                named.setdefault(token.small, set()).add(before.small if before else ".")
    return read
