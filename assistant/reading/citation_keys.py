"""The evidence keys in a model's reply: all the forms in which models write `[R1]`. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEY = r"[A-Za-z]?\d{1,3}"
# Unambiguous, so that a small model's endless "[L5] [L7] [L8] ..." causes no backtracking.
_ONE = rf"[\[(【]\s*{_KEY}(?:\s*(?:,|;|and|&)\s*{_KEY}){{0,40}}\s*[\])】]"
KEYS = rf"{_ONE}(?:(?:\s*(?:,|and|or)\s*|\s*){_ONE}){{0,40}}"
"""A pattern for adjacent keys in brackets: "[R1]", "[R1, R3] and [R4]"."""
# After these words, a key takes the place of a name.
_AFTER = re.compile(r"\b(?:according to|by|from|per|in|contradict(?:s|ed)?|disagrees? with)\s*$", re.IGNORECASE)

# The other forms in which models write `[R1]`, each with its replacement.
_PART = rf"{_KEY}(?:\s*(?:[-–—]|to)\s*{_KEY})?"
_LIST = re.compile(rf"\[\s*{_PART}(?:\s*(?:,|;|and|&)\s*{_PART}){{0,40}}\s*\]")  # [R1-R3, R5]
_RANGE = re.compile(r"([A-Za-z]?)(\d{1,3})\s*(?:[-–—]|to)\s*\1?(\d{1,3})")
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\([\[\]])"), r"\1"),  # \[R1\]
    (re.compile(rf"^[ \t]*\[\^{_KEY}\]:.*$", re.MULTILINE), ""),  # the list of footnotes for [^R1]
    (re.compile(rf"\[\s*[\[`]\s*({_KEY})\s*[\]`]\s*\]"), r"[\1]"),  # [[R1]]
    (re.compile(rf"［\s*({_KEY}(?:\s*[,;]\s*{_KEY})*)\s*］"), r"[\1]"),
    (re.compile(rf"\[\s*\^?\s*({_KEY})\s*\]\((?:https?:)?[^)\s]*\)"), r"[\1]"),  # [R1](https://...)
    (re.compile(rf"\[\s*\^\s*({_KEY})\s*\]"), r"[\1]"),  # [^R1]
    (re.compile(rf"【\s*({_KEY})\s*[†:|][^】]{{0,80}}】"), r"[\1]"),  # 【R1†source】
    (re.compile(rf"\[\s*({_KEY})\s*[:|†][^\]\[]{{1,80}}\]"), r"[\1]"),  # [R1: The Herald]
    (re.compile(rf"\[\s*(?:source|line|key|see)s?\s*:?\s*({_KEY}(?:\s*[,;]\s*{_KEY})*)\s*\]", re.I), r"[\1]"),
    (re.compile(rf"\[\s*({_KEY})\s*\]([-–])\[\s*({_KEY})\s*\]"), r"[\1\2\3]"),  # [R1]-[R3]
    (re.compile(rf"(\*\*|`)({KEYS})\1"), r"\2"),  # **[R1]**
)  # fmt: skip
_MOST_IN_RANGE = 20


def normalised_keys(text: str) -> str:
    """The text with all forms of keys as `[R1]`, and ranges written out."""
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    return _LIST.sub(lambda found: _RANGE.sub(_written_out, found[0]), text)


def _written_out(run: re.Match[str]) -> str:
    letter, first, last = run[1], int(run[2]), int(run[3])
    if not first <= last <= first + _MOST_IN_RANGE:
        return f"{letter}{first}, {letter}{last}"
    return ", ".join(f"{letter}{number}" for number in range(first, last + 1))


def keys_in(text: str, letter: str) -> tuple[str, ...]:
    """The keys in brackets, in order, without repeats: `[R3]`, `(R3, R5)` and `[3]`, but not numbers in round ones."""
    found: list[str] = []
    for group in re.finditer(KEYS, text):
        for key in re.findall(_KEY, group[0].replace("and", " ")):
            if key[0].isalpha() or group[0][0] != "(":
                found.append(key.upper() if key[0].isalpha() else f"{letter}{key}")
    return tuple(dict.fromkeys(found))


def without_keys(text: str, letter: str, names: Mapping[str, str]) -> str:
    """The text without keys; a key used in place of a name becomes the outlet ("[R1] and [R4] both say")."""

    def instead(group: re.Match[str]) -> str:
        keys = keys_in(group[0], letter)
        subject = not text[: group.start()].strip() and text[group.end() :].lstrip()[:1].islower()
        if keys and (subject or _AFTER.search(text[: group.start()])):
            return " and ".join(dict.fromkeys(names[key] for key in keys if key in names)) or " "
        return " " if keys else group[0]

    bare = re.sub(KEYS, instead, text)
    return re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(bare.split())).strip()
