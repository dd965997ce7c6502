"""Reads a language model's reply into sentences with the keys they rest on, while it comes. Floor 3."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.language.sentences import sentence_spans

_LONGEST = 600  # characters of a sentence; what is longer is cut, and the cut is shown
_KEY = r"[A-Za-z]?\d{1,3}"
# One way to read each run of keys and no other: a small model's endless "[L5] [L7] [L8] ..." is read in no time.
_ONE = rf"[\[(【]\s*{_KEY}(?:\s*(?:,|;|and|&)\s*{_KEY}){{0,40}}\s*[\])】]"
_GROUP = rf"{_ONE}(?:(?:\s*(?:,|and|or)\s*|\s*){_ONE}){{0,40}}"
# A key that a small letter follows opens the next sentence: "... [R1]. [R4] says that".
_BEHIND = re.compile(rf"([.!?…][\"'”’)]*)(\s*{_GROUP})(?!,?\s*[a-z\[(【])")
_LEADING = re.compile(rf"{_GROUP}\s*(?=\S)")
# A full stop with a key next to it, and then a new beginning: surely the end of a sentence.
_END = re.compile(rf"(?:{_GROUP}\s*[.!?…][\"'”’)]*|[.!?…][\"'”’)]*\s*{_GROUP})\s+(?=[A-Z0-9\"“‘])", re.DOTALL)
# Behind these a key stands for a name.
_AFTER = re.compile(r"\b(?:according to|by|from|per|in|contradict(?:s|ed)?|disagrees? with)\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_IMAGE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)?")
_TAG = re.compile(r"</?[A-Za-z!][^>]{0,300}>|<[^>\s][^>]*$")
_ADDRESS = re.compile(r"\b(?:(?:https?|ftp|file)://?|www\.|(?:data|javascript):)\S+", re.IGNORECASE)
_NO_ANSWER = re.compile(r"\W*(?:no[ _-]?answer(?: found)?|none found|not found|n/a)\b\W*", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?<=[.!?…])\s+(?={_GROUP}\s*[a-z])")  # behind it a key stands for its outlet
_SAYS_NOTHING = re.compile(r"\W*(?:(?:against|and|or|vs|contradicts?|versus)\b\W*)+")  # of the keys about it
_THOUGHT = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of a reply, clean of markup; its keys as they were written; what was taken out of it."""

    text: str
    keys: tuple[str, ...]
    stripped: tuple[str, ...] = ()


class ProseReader:
    """Takes prose with inline keys in pieces and gives its sentences as soon as each is surely whole."""

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`names` are the outlets behind the keys, for a sentence in which a key stands in place of one."""
        self._letter, self._names = letter, names or {}
        self._text = ""
        self._given = 0  # characters of the text that were read

    def feed(self, piece: str) -> Iterator[Marked]:
        """The sentences that became whole."""
        self._text += piece
        if "<think>" in self._text:
            if "</think>" not in self._text:
                return
            self._text = _THOUGHT.sub("", self._text)
        while (at := self._text.find("\n", self._given)) >= 0:
            yield from self._read(at + 1)
        rest = self._text[self._given :]
        if not _LEADING.match(_BULLET.sub("", rest)) and (ends := list(_END.finditer(rest))):
            yield from self._read(self._given + ends[-1].end())

    def end(self) -> Iterator[Marked]:
        """What is left."""
        self._text = _THOUGHT.sub("", self._text)
        yield from self._read(len(self._text))

    @property
    def declined(self) -> bool:
        """Whether the reply says that the evidence holds no answer, and nothing else."""
        return bool(_NO_ANSWER.fullmatch(_THOUGHT.sub("", self._text)[:40]))

    def _read(self, upto: int) -> Iterator[Marked]:
        line, self._given = self._text[self._given : upto], upto
        line = _BULLET.sub("", line).strip().strip("*#").strip()
        for keys, run in _runs(line, self._letter):
            for sentence in _whole(run):
                text, stripped = clean(_without_keys(sentence, self._letter, self._names))
                if _NO_ANSWER.fullmatch(text) or _SAYS_NOTHING.fullmatch(re.sub(_GROUP, " ", sentence)):
                    continue
                if re.search(r"\w", text) or stripped:
                    yield Marked(text, _keys(sentence, self._letter) or keys, stripped)


class JsonReader:
    """Takes `{"sentences": [{"text", "keys"}]}` in pieces and gives each sentence as soon as its object is whole."""

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`names` are the outlets behind the keys, for a sentence in which a key stands in place of one."""
        self._letter, self._names = letter, names or {}
        self._text = ""
        self._at = -1  # where the next object may begin; -1 before the list

    def feed(self, piece: str) -> Iterator[Marked]:
        """The sentences that became whole."""
        self._text += piece
        if self._at < 0:
            found = re.search(r'"sentences"\s*:\s*\[', self._text)
            if not found:
                return
            self._at = found.end()
        while (start := self._text.find("{", self._at)) >= 0:
            try:
                row, self._at = json.JSONDecoder().raw_decode(self._text, start)
            except (ValueError, RecursionError):
                return
            if isinstance(row, dict) and isinstance(row.get("text"), str):
                text, stripped = clean(_without_keys(row["text"], self._letter, self._names))
                if re.search(r"\w", text) or stripped:
                    yield Marked(text, self._named(row.get("keys")) or _keys(row["text"], self._letter), stripped)

    def end(self) -> Iterator[Marked]:
        """Half an object is no sentence; but a server that ignores the schema may have sent prose."""
        if self._at < 0 and not self._text.lstrip().startswith(("{", "[", "`")):
            prose = ProseReader(self._letter, self._names)
            yield from prose.feed(self._text)
            yield from prose.end()

    @property
    def declined(self) -> bool:
        """Whether the reply says that the evidence holds no answer."""
        return bool(re.search(r'"answerable"\s*:\s*false', self._text) or _NO_ANSWER.fullmatch(self._text[:40]))

    def _named(self, keys: object) -> tuple[str, ...]:
        listed = keys if isinstance(keys, list) else []
        return tuple(dict.fromkeys(key for one in listed for key in _keys(f"[{str(one).strip('[] ')}]", self._letter)))


def _runs(line: str, letter: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The line, or, where it sets keys before what they are for, its parts with the keys of each."""
    first = _LEADING.match(line)
    if not first or not _keys(first[0], letter) or line[first.end()].islower():
        yield (), _BEHIND.sub(lambda found: f"{found[2].rstrip()}{found[1]}", line)
        return
    leads = [lead for lead in _LEADING.finditer(line) if _keys(lead[0], letter)]
    for lead, after in zip(leads, [*leads[1:], None], strict=True):
        yield _keys(lead[0], letter), line[lead.end() : after.start() if after else len(line)]


def _whole(run: str) -> list[str]:
    """The sentences of a run of text; one that ends inside a quotation goes on with the next."""
    sentences: list[str] = []
    for part in _SUBJECT.split(run):
        for start, end in sentence_spans(part):
            before = sentences[-1] if sentences else ""
            if before.count("“") > before.count("”") or before.count('"') % 2:
                sentences[-1] += f" {part[start:end]}"
            else:
                sentences.append(part[start:end])
    return sentences


def _keys(text: str, letter: str) -> tuple[str, ...]:
    """The keys in brackets: `[R3]`, `(R3, R5)`, and `[3]`, but no year or figure in round brackets."""
    found: list[str] = []
    for group in re.finditer(_GROUP, text):
        for key in re.findall(_KEY, group[0].replace("and", " ")):
            if key[0].isalpha() or group[0][0] != "(":
                found.append(key.upper() if key[0].isalpha() else f"{letter}{key}")
    return tuple(dict.fromkeys(found))


def _without_keys(text: str, letter: str, names: Mapping[str, str]) -> str:
    """The text without its keys, but with the outlet's name where a key stands for it ("[R1] and [R4] both say")."""

    def instead(group: re.Match[str]) -> str:
        keys = _keys(group[0], letter)
        subject = not text[: group.start()].strip() and text[group.end() :].lstrip()[:1].islower()
        if keys and (subject or _AFTER.search(text[: group.start()])):
            return " and ".join(dict.fromkeys(names[key] for key in keys if key in names)) or " "
        return " " if keys else group[0]

    bare = re.sub(_GROUP, instead, text)
    return re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(bare.split())).strip()


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """A sentence without images, links, tags, addresses and unseen characters, and what kinds of them it had."""
    stripped: list[str] = []
    for kind, pattern, instead in (
        ("an image", _IMAGE, ""),
        ("a link", _LINK, r"\1"),
        ("an HTML tag", _TAG, ""),
        ("an address", _ADDRESS, ""),
    ):
        text, count = pattern.subn(instead, text)
        if count:
            stripped.append(kind)
    seen = "".join(char if char.isprintable() else " " for char in text)
    text = " ".join(seen.replace("**", "").replace("`", "").split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return text, tuple(stripped)
