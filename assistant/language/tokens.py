"""Tokens of a sentence: words, punctuation, and each quotation whole, so that its inside is never analysed. Floor 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.language.quotations import Quotation
from assistant.language.speech import listed, noun
from assistant.types import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr|Capt|Rev)\."
    r"|\d+(?:[.,]\d+)+"
    r"|[A-Z]\w* & [A-Z]\w*"  # Ernst & Young
    r"|[A-Z]\.(?= [A-Z])"  # George W. Bush
    r"|[^\W_]+(?:[.'’/&-][^\W_]+)*['’]?|[^\s\w]|_"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_CONTRACTED = re.compile(r"(i|you|he|she|it|we|they)['’](?:d|ll|m|re|ve)")


class Token(NamedTuple):
    """A word ("w"), a punctuation mark ("p") or a whole quotation with its marks ("q"), with its span in the text."""

    text: str
    start: int
    end: int
    kind: str
    small: str
    """The word in lower case, without a possessive ending; of a contraction its pronoun: "we" of `we've`."""

    @property
    def possessive(self) -> bool:
        """Whether the word ends in 's or a plural's apostrophe."""
        return self.text.endswith(("'s", "’s", "s'", "s’"))

    @property
    def capital(self) -> bool:
        """Whether this is a capitalised word."""
        return self.kind == "w" and self.text[0].isupper()


def tokens(text: str, span: Span, quoted: Sequence[Quotation]) -> list[Token]:
    """The tokens of the sentence at `span`, in order. `quoted` holds the quotations that overlap it, in order."""
    read: list[Token] = []
    at, end = span
    for quotation in quoted:
        start, stop = max(at, quotation.start), min(end, quotation.end)
        read += _plain(text, at, start)
        read.append(Token(text[start:stop], start, stop, "q", ""))
        at = max(at, stop)
    read += _plain(text, at, end)
    return [token._replace(small="&") if _joins_name(read, at) else token for at, token in enumerate(read)]


def _joins_name(read: Sequence[Token], at: int) -> bool:
    """Whether an "and" is part of a name: the Securities and Exchange Commission, Ministry of Trade and Industry.

    The words before it are not a name by themselves: they follow a body and "of"; or they follow an article or a
    country without ending in a body, and the words after the "and" end in one.
    """
    if read[at].small != "and" or not 0 < at < len(read) - 1 or not (read[at - 1].capital and read[at + 1].capital):
        return False
    first, last = at, at + 1
    while first and (read[first - 1].capital or read[first - 1].text in {"of", "for"}):
        first -= 1
    while last < len(read) and read[last].capital:
        last += 1
    before, after = read[first:at], read[at + 1 : last]
    bodies = [place for place, token in enumerate(before) if _is_body(token.small)]
    if bodies and any(token.text in {"of", "for"} for token in before[bodies[0] :]):
        return not after[0].text.isupper()
    determined = before[0].small in listed("determiners", "places", "nationalities") or (
        first > 0 and read[first - 1].small in listed("determiners")
    )
    alone = before[-1].text.isupper() or before[-1].small in listed("bodies", "proper_bodies")
    return determined and _is_body(after[-1].small) and not alone


def _is_body(small: str) -> bool:
    return noun("bodies", small) or noun("proper_bodies", small)


def _plain(text: str, start: int, end: int) -> list[Token]:
    read = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        contracted = _CONTRACTED.fullmatch(word.lower())
        small = contracted[1] if contracted else _POSSESSIVE.sub("", word.lower())
        read.append(Token(word, match.start(), match.end(), "w" if word[0].isalnum() else "p", small))
    return read
