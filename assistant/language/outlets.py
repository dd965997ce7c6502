"""Names of outlets: whether two are the same, who owns an address, and where a text names one. Floor 1.

Outlets that are not in the table are compared by their printed names.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from assistant.language.lexicon import lexicon
from assistant.language.outlet_table import by_domain, by_key, generation, identity, key, parts, rows
from assistant.types import Span

_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]*/(?=https?://)")
_GAP = re.compile(r"[ \t]*(?:\n|[|:&–—-]|\([A-Za-z]*)?[ \t]*")  # between the words of one name: "FOX News - Health"
_WORD = re.compile(r"[^\W_]+(?:[./&'’+!-][^\W_]+)*\.?", re.UNICODE)

_SENTENCE_START = re.compile(r"(?:^|[.!?…:]['’\"”)\]]*\s+|\n\s*|[“\"‘]\s*)$")
_TRIM = re.compile(r"['’]s$|['’]$|(?<=\w\w)\.$")


@dataclass(frozen=True, slots=True)
class _Alias:
    """One printed form of an outlet's name. An `ordinary` word needs a cue; an `expected` one needs less of one."""

    words: tuple[str, ...]
    outlet: str
    ordinary: bool
    expected: bool = False


def canonical(name: str) -> str:
    """The usual name of an outlet (WSJ: The Wall Street Journal), its section kept: `Fox News - Health`.

    Taglines (after `|` or `: `) and bracketed parts are dropped. An outlet that is not in the table keeps its spelling.
    """
    base, section = parts(name)
    known = by_key().get(key(base), base)
    return f"{known} - {section}" if section else known


def same_outlet(a: str, b: str) -> bool:
    """Whether two names are the same outlet. A name without a section matches all sections; two sections differ."""
    (base_a, section_a), (base_b, section_b) = parts(a), parts(b)
    if not key(base_a) or identity(base_a) != identity(base_b):
        return False
    return not section_a or not section_b or key(section_a) == key(section_b)


def matching(name: str, known: Iterable[str]) -> list[str]:
    """Those of the known outlet names that `name` can mean, in their order; empty where there are none."""
    return [one for one in known if same_outlet(name, one)]


def outlet_of_address(url: str) -> str | None:
    """The outlet that owns a web address, by its domain or a parent domain; None where the table has neither."""
    address = url.strip()
    address = _ARCHIVED.sub("", address)
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:  # an unclosed bracket and the like: not an address
        return None
    labels = (host or "").lower().rstrip(".").split(".")
    for start in range(len(labels) - 1):
        found = by_domain().get(".".join(labels[start:]))
        if found:
            return found
    return None


def mentions(text: str, known: Sequence[str] = ()) -> list[tuple[Span, str]]:
    """The spans at which a text names an outlet, each with its canonical name, in order, not overlapping.

    Capitals are required. A name that is an ordinary word (Time, Fortune, The Age) needs a cue beside it: "'s report",
    "according to", quotation marks, a capital "The" within a sentence. `known` adds names that are not in the table,
    such as the outlets of an index; these are returned as given.
    """
    found: list[tuple[Span, str]] = []
    unsure: list[tuple[Span, str]] = []
    people: set[str] = set()
    shouted = text.isupper()
    index = _extended(tuple(known), generation()) if known else _index(generation())
    tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        alias, end = _longest(tokens, at, index, text)
        if alias is None:
            at += 1
            continue
        span = (tokens[at][1], end)
        if not alias.ordinary:
            found.append((span, alias.outlet))
        elif _follows_given_name(tokens, at, text):
            people.add(text[span[0] : span[1]])
        elif not shouted:
            sure = _cued(text, span, alias)
            (found if sure else unsure).append((span, alias.outlet))
            if not sure:  # "The Australian" of The Australian Broadcasting Corporation
                at += 1
                continue
        at += len(alias.words)
    kept = [(span, name) for span, name in found if text[span[0] : span[1]] not in people]
    kept += [one for one in unsure if _listed(text, one[0], [span for span, _ in kept])]
    return sorted(kept)


@cache
def _index(_generation: int) -> dict[str, tuple[_Alias, ...]]:
    aliases = [
        _Alias(tuple(_WORD.findall(one.rstrip("?"))), row.name.rstrip("?"), one.endswith("?"))
        for row in rows()
        for one in (row.name, *row.others)
    ]
    return _indexed(aliases)


@cache
def _extended(known: tuple[str, ...], generation: int) -> dict[str, tuple[_Alias, ...]]:
    """The table's aliases, those of known outlets marked as expected, with the known outlets that it lacks."""
    expected = {identity(parts(name)[0]) for name in known}
    table = [alias for group in _index(generation).values() for alias in group]
    aliases = [replace(alias, expected=identity(alias.outlet) in expected) for alias in table]
    printed = {alias.words for alias in aliases}
    for name in known:
        for form in (name, parts(name)[0]):
            words = tuple(_WORD.findall(form))
            if words and words not in printed:
                aliases.append(_Alias(words, name, len(words) == 1, expected=True))
                printed.add(words)
    return _indexed(aliases)


def _indexed(aliases: Iterable[_Alias]) -> dict[str, tuple[_Alias, ...]]:
    index: dict[str, list[_Alias]] = {}
    for alias in aliases:
        index.setdefault(_entry(alias.words), []).append(alias)
    return {first: tuple(sorted(group, key=lambda a: -len(a.words))) for first, group in index.items()}


def _entry(words: Sequence[str]) -> str:
    """The key of an alias in an index: its first word, or "the" and the second."""
    return " ".join(words[: 1 + (words[0].lower() == "the")]).lower()


# ---- names in running text


def _longest(
    tokens: Sequence[tuple[str, int, int]], at: int, index: dict[str, tuple[_Alias, ...]], text: str
) -> tuple[_Alias | None, int]:
    """The longest alias that begins at a token, and where it ends in the text."""
    entry = _entry([_bare(word) for word, _, _ in tokens[at : at + 2]])
    for alias in index.get(entry, ()):
        run = tokens[at : at + len(alias.words)]
        if len(run) < len(alias.words):
            continue
        printed = [word for word, _, _ in run]
        printed[-1] = _bare(printed[-1])
        fits = all(_fits(word, wanted, len(alias.words)) for word, wanted in zip(printed, alias.words, strict=True))
        if fits and all(_GAP.fullmatch(text[before[2] : after[1]]) for before, after in pairwise(run)):
            return alias, run[-1][1] + len(printed[-1])
    return None, 0


def _bare(word: str) -> str:
    """A token without a possessive ending or final full stop."""
    return word if word[-1:].isalnum() and word[-2:] not in {"'s", "’s"} else _TRIM.sub("", word)


def _fits(word: str, wanted: str, words: int) -> bool:
    """Whether a printed word is that of the table, capitals included: `CNN` is not `cnn`.

    The leading article of a longer name may be in lower case ("the Wall Street Journal").
    """
    if word == wanted or (word.isupper() and len(wanted) > 3 and word == wanted.upper()):
        return True
    return words > 2 and wanted == "The" and word == "the"


def _follows_given_name(tokens: Sequence[tuple[str, int, int]], at: int, text: str) -> bool:
    """Whether a given name before the token makes it a surname: Michael Bloomberg, Steve Forbes."""
    if at == 0:
        return False
    before, _, end = tokens[at - 1]
    return (
        text[end : tokens[at][1]] == " "
        and before[0].isupper()
        and before[1:].islower()
        and before.lower() not in lexicon().words("no_given_names")
    )


def _cued(text: str, span: Span, alias: _Alias) -> bool:
    """Whether the context of an ordinary word shows that it is an outlet here."""
    start, end = span
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    quoted = before[-1:] in tuple("'‘\"“") and before and after[:1] in tuple("'’\"”,")
    if quoted and not after.startswith(("'s", "’s")):
        return True
    if lexicon().pattern("before_outlet", r"{}\s(?:the\s)?['‘\"“]?$").search(before):
        return True
    opens = bool(_SENTENCE_START.search(before)) or not before
    if re.match(r"\s(?:of|in)\b|[-–]\w", after):
        return False
    if lexicon().pattern("after_outlet", r"{}\b").match(after):
        return True
    if opens:
        return False
    if alias.expected:
        return not re.match(r"\s[A-Z]", after)
    names_follow = re.match(r"\s[A-Z]", after)
    if alias.words[0] == "The":
        return not names_follow
    return bool(re.match(r"['’]s?\s", after))


def _listed(text: str, span: Span, sure: Sequence[Span]) -> bool:
    """Whether a name is in a list with a sure one: "TechCrunch and The Age". `sure` is in order of place."""
    after = bisect(sure, span)
    gaps = [text[end : span[0]] for _, end in sure[max(0, after - 1) : after]]
    gaps += [text[span[1] : start] for start, _ in sure[after : after + 1]]
    return any(lexicon().pattern("between_outlets").fullmatch(gap) for gap in gaps)
