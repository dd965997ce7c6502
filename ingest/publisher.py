"""Finds the outlet that a page names as its own, in its footer, appeals, calls to follow and dateline. Floor 2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.language.outlet_table import by_key, key
from assistant.language.outlets import canonical
from ingest.boilerplate import describes_outlet, ends_sentence, is_network, kind_of, line_words, word_list
from ingest.plain import PageLine

_NAME = r"(?:The )?[A-Z][\w.&'’/-]*(?: (?:(?:of|the|and|for|de|la|y) )?[A-Z0-9&][\w.&'’/-]*){0,5}"
# Places where a page names its outlet, and their weights; a sum of 3 is enough.
_NAMES_ITSELF = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (3, rf"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[ ©]*(?:[\d–-]{{4,9}},?)? *(?:[Bb]y )?(?P<name>{_NAME})"),
        (2, rf"^\W*(?:Follow|FOLLOW) (?P<name>{_NAME})"),
        (2, rf"\b(?i:people are reading|readers of|support|(?:donate|subscribe|sign up) (?:to|for)) (?P<name>{_NAME})"),
        (2, rf"^(?P<name>{_NAME}) is (?:an?|the|part of|published by|owned by|funded)\b"),
        (1, rf"\b(?P<name>{_NAME})(?:'s|’s|’|') (?:\w+, )?(?:\w+ )?(?:journalism|newsroom|newsletters?|reporting)\b"),
    )
)
_COMPANY = re.compile(r"\b(?:Limited|Ltd|Inc|LLC|GmbH|plc|PLC|Corp|Group|Holdings)\b\.?(?: \d+)?$")
_WIRE = re.compile(r"[A-Z][^()\n.!?]{2,60}\((?P<name>[A-Z][\w ./&-]{1,40})\)\s?(?:--|[–—:-])")


def outlet_named(
    lines: Sequence[PageLine], head: Sequence[PageLine], tail: Sequence[PageLine], opening: str
) -> str | None:
    """The outlet that the lines around a story name as their own; None for none or a tie.

    `head` and `tail` are the lines above and below the story, `opening` is its first paragraph, of which only the
    dateline is read.
    """
    votes: Counter[str] = Counter()
    names: dict[str, str] = {}
    boilerplate = [line for line in lines if kind_of(line) not in (None, "credit", "caption", "related")]
    low = [line for line in lines[len(lines) * 2 // 3 :] if is_outlet(line.text) or describes_outlet(line.text)]
    around = [line for line in (*head, *tail) if kind_of(line) not in ("credit", "caption", "related")]
    asked = list({id(line): line for line in (*around, *boilerplate, *low)}.values())
    found: list[tuple[int, str]] = []
    for line in asked:
        if len(line.text) <= 1500:
            found += [(weight, m["name"]) for weight, p in _NAMES_ITSELF for m in p.finditer(line.text)]
    alone = {canonical(line.text) for line in asked if is_outlet(line.text)}
    found += [(3 if len(alone) == 1 else 1, name) for name in alone]  # several may be a list of sister papers
    signature = next((line for line in reversed(tail) if not line.address and kind_of(line) in (None, "related")), None)
    if signature and signature.bold and len(line_words(signature.text)) <= 5 and not ends_sentence(signature.text):
        found.append((3, signature.text))
    for weight, name in found:
        name = re.sub(r"['’]s?$|[.,]$|\.? All$", "", name.strip())
        if "/" in name and kind_of(PageLine(name)) == "credit":
            continue
        if key(name) and not _COMPANY.search(name) and not is_network(name) and not _is_generic(name):
            votes[key(canonical(name))] += weight
            names.setdefault(key(canonical(name)), canonical(name))
    best = [*votes.most_common(2), ("", 0)]
    if best[0][1] >= 3 and best[0][1] > best[1][1]:
        return names[best[0][0]]
    wire = _WIRE.match(opening)
    return canonical(wire["name"]) if wire and is_outlet(wire["name"]) else None


def is_outlet(text: str) -> bool:
    """Whether a text is the name of a well-known outlet and nothing else."""
    return len(text) <= 60 and key(text) in by_key() and text[0].isupper() and not _is_generic(text)


def _is_generic(name: str) -> bool:
    """Whether a name consists of menu words and pronouns: World News, Register, Our Newsletter."""
    common = word_list("sections") | word_list("controls") | word_list("fillers") | {"we", "it"}
    return all(word.lower() in common for word in line_words(name))
