"""Reads a reply in prose with inline keys, as it streams. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.language.sentences import sentence_spans
from assistant.reading.citation_keys import KEYS, keys_in, normalised_keys, without_keys
from assistant.reading.replies import Marked, MarkedDispute
from assistant.reading.reply_text import EMPHASIS, strip_markup, without_thoughts

# A key followed by a lower-case letter begins the next sentence: "... [R1]. [R4] says that".
_BEHIND = re.compile(rf"([.!?…][\"'”’)]*)(\s*{KEYS})(?!,?\s*[a-z\[(【])")
_LEADING = re.compile(rf"{KEYS}\s*(?=\S)")
# A full stop next to a key, followed by a sentence start, certainly ends a sentence.
_END = re.compile(rf"(?:{KEYS}\s*[.!?…][\"'”’)]*|[.!?…][\"'”’)]*\s*{KEYS})\s+(?=[A-Z0-9\"“‘])", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
NO_ANSWER = re.compile(r"\W*(?:no[ _-]?answer(?: found)?|none found|not found|n/a)\b\W*", re.IGNORECASE)
# In capitals, or followed by punctuation: "No answer came from the ministry" is not a refusal.
_REFUSAL = re.compile(r"\W*(?:NO[ _-]?ANSWER\b|(?i:no[ _-]?answer(?: found)?)\s*(?:[.:*–—-]|\Z))\W*")
_SUBJECT = re.compile(rf"(?<=[.!?…])\s+(?={KEYS}\s*[a-z])")  # before a key that takes the place of its outlet
_SAYS_NOTHING = re.compile(r"\W*(?:(?:against|and|or|vs|contradicts?|versus)\b\W*)+")  # only words that connect keys


class ProseReader:
    """Parses prose with inline keys; a sentence is added as soon as it is certainly complete."""

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`letter` completes bare keys: "[3]". `names` are the outlets by key, for keys used in place of a name."""
        self._letter, self._names = letter, names or {}
        self._raw = self._text = ""
        self._given = 0  # characters of the text parsed so far
        self._read_so_far: list[Marked] = []

    def feed(self, piece: str) -> None:
        """Parse the next piece."""
        self._raw += piece
        self._renew()
        while (at := self._text.find("\n", self._given)) >= 0:
            self._read(at + 1)
        rest = self._text[self._given :]
        if not _LEADING.match(_BULLET.sub("", rest)) and (ends := list(_END.finditer(rest))):
            self._read(self._given + ends[-1].end())

    def end(self) -> None:
        """Parse the rest."""
        self._renew()
        self._read(len(self._text))

    @property
    def sentences(self) -> list[Marked]:
        """The complete sentences; none after a refusal, whose text is the reason."""
        return [] if self.declined is not None else self._read_so_far

    @property
    def pending(self) -> str:
        """The incomplete sentence at the end, so far."""
        if self.declined is not None or "NO ANSWER".startswith(self._text):
            return ""
        rest = re.split(r"[\[【<]", self._text[self._given :])[0]  # a key or a tag begins
        return strip_markup(EMPHASIS.sub(r"\2", _BULLET.sub("", rest)).strip("*# \n"))[0]

    @property
    def declined(self) -> str | None:
        """The text after "NO ANSWER", if the reply begins with it and cites no key; else None."""
        refused = _REFUSAL.match(self._text[:40]) or NO_ANSWER.fullmatch(self._text[:40])
        if not refused or any(one.keys for one in self._read_so_far):
            return None
        return strip_markup(self._text[refused.end() :].strip())[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """Always empty: prose lists no disagreements."""
        return []

    def _renew(self) -> None:
        """Remove reasoning and normalise keys; start over if that changed text already parsed."""
        text = normalised_keys(without_thoughts(self._raw))
        if text[: self._given] != self._text[: self._given]:
            self._read_so_far, self._given = [], 0
        self._text = text

    def _read(self, upto: int) -> None:
        line, self._given = self._text[self._given : upto], upto
        line = EMPHASIS.sub(r"\2", _BULLET.sub("", line)).strip().strip("*#").strip()
        for keys, run in _runs(line, self._letter):
            for sentence in _whole(run):
                text, stripped = strip_markup(without_keys(sentence, self._letter, self._names))
                if NO_ANSWER.fullmatch(text) or _SAYS_NOTHING.fullmatch(re.sub(KEYS, " ", sentence)):
                    continue
                if re.search(r"\w", text) or stripped:
                    self._read_so_far.append(Marked(text, keys_in(sentence, self._letter) or keys, stripped))


def _runs(line: str, letter: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The line; or, if keys precede the text they belong to, its parts, each with its keys."""
    first = _LEADING.match(line)
    if not first or not keys_in(first[0], letter) or line[first.end()].islower():
        yield (), _BEHIND.sub(lambda found: f"{found[2].rstrip()}{found[1]}", line)
        return
    leads = [lead for lead in _LEADING.finditer(line) if keys_in(lead[0], letter)]
    for lead, after in zip(leads, [*leads[1:], None], strict=True):
        yield keys_in(lead[0], letter), line[lead.end() : after.start() if after else len(line)]


def _whole(run: str) -> list[str]:
    """The sentences of a text; one that ends inside a quotation is joined with the next."""
    sentences: list[str] = []
    for part in _SUBJECT.split(run):
        for start, end in sentence_spans(part):
            before = sentences[-1] if sentences else ""
            if before.count("“") > before.count("”") or before.count('"') % 2:
                sentences[-1] += f" {part[start:end]}"
            else:
                sentences.append(part[start:end])
    return sentences
