"""Parses a streamed model reply into sentences with the evidence keys they cite. Floor 2.

A parser is fed pieces and holds the result so far. A piece can invalidate earlier results: `</think>` may turn what
looked like an answer into reasoning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.language.sentences import sentence_spans

_KEY = r"[A-Za-z]?\d{1,3}"
# Unambiguous, so that a small model's endless "[L5] [L7] [L8] ..." causes no backtracking.
_ONE = rf"[\[(【]\s*{_KEY}(?:\s*(?:,|;|and|&)\s*{_KEY}){{0,40}}\s*[\])】]"
_GROUP = rf"{_ONE}(?:(?:\s*(?:,|and|or)\s*|\s*){_ONE}){{0,40}}"
# A key followed by a lower-case letter begins the next sentence: "... [R1]. [R4] says that".
_BEHIND = re.compile(rf"([.!?…][\"'”’)]*)(\s*{_GROUP})(?!,?\s*[a-z\[(【])")
_LEADING = re.compile(rf"{_GROUP}\s*(?=\S)")
# A full stop next to a key, followed by a sentence start, certainly ends a sentence.
_END = re.compile(rf"(?:{_GROUP}\s*[.!?…][\"'”’)]*|[.!?…][\"'”’)]*\s*{_GROUP})\s+(?=[A-Z0-9\"“‘])", re.DOTALL)
# After these words, a key takes the place of a name.
_AFTER = re.compile(r"\b(?:according to|by|from|per|in|contradict(?:s|ed)?|disagrees? with)\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_IMAGE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)?")
_TAG = re.compile(r"</?[A-Za-z!][^>]{0,300}>|<[^>\s][^>]*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ADDRESS = re.compile(r"\b(?:(?:https?|ftp|file)://?|www\.|(?:data|javascript):)\S+", re.IGNORECASE)
_NO_ANSWER = re.compile(r"\W*(?:no[ _-]?answer(?: found)?|none found|not found|n/a)\b\W*", re.IGNORECASE)
# In capitals, or followed by punctuation: "No answer came from the ministry" is not a refusal.
_REFUSAL = re.compile(r"\W*(?:NO[ _-]?ANSWER\b|(?i:no[ _-]?answer(?: found)?)\s*(?:[.:*–—-]|\Z))\W*")
_SUBJECT = re.compile(rf"(?<=[.!?…])\s+(?={_GROUP}\s*[a-z])")  # before a key that takes the place of its outlet
_SAYS_NOTHING = re.compile(r"\W*(?:(?:against|and|or|vs|contradicts?|versus)\b\W*)+")  # only words that connect keys

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
    (re.compile(rf"(\*\*|`)({_GROUP})\1"), r"\2"),  # **[R1]**
)  # fmt: skip
_MOST_IN_RANGE = 20

_THOUGHT = r"(?:think|thinking|thought|reasoning|reflection)"
_THOUGHTS = re.compile(
    rf"<({_THOUGHT})>.*?(?:</\1>|\Z)|◁think▷.*?(?:◁/think▷|\Z)|(?-i:\[THINK\].*?(?:\[/THINK\]|\Z))",
    re.DOTALL | re.IGNORECASE,
)
# Without an opening tag, which some templates write themselves.
_THOUGHT_END = re.compile(rf"\A.*(?:</{_THOUGHT}>|◁/think▷|(?-i:\[/THINK\]))", re.DOTALL | re.IGNORECASE)
_FINAL = re.compile(r"\A.*<\|channel\|>\s*final\s*(?:<\|constrain\|>\s*\w+\s*)?<\|message\|>", re.DOTALL)  # harmony
_CHANNEL = re.compile(r"<\|channel\|>\s*(?:analysis|commentary)\b.*", re.DOTALL)
_TEMPLATE = re.compile(r"<\|(?:start|end|return|im_end|eot_id)\|>(?:assistant)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of a reply without markup, its keys in order, and the kinds of markup stripped from it.

    `words` are the words of each key's line that support the sentence, in the order of the keys; "" if not given.
    """

    text: str
    keys: tuple[str, ...]
    stripped: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSide:
    """One side of a disagreement reported by a model: a key, and the words of its line that express it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class MarkedDispute:
    """A disagreement reported by a model."""

    about: str
    kind: str
    sides: tuple[MarkedSide, ...]


class ReplyReader(Protocol):
    """Parses a reply in pieces and holds the result so far."""

    @property
    def sentences(self) -> list[Marked]:
        """The complete sentences, in order; none if the reply says that there is no answer."""
        ...

    def feed(self, piece: str) -> None:
        """Parse the next piece."""
        ...

    def end(self) -> None:
        """Finish: no more pieces follow."""
        ...

    @property
    def pending(self) -> str:
        """The incomplete sentence at the end, so far; "" between sentences."""
        ...

    @property
    def declined(self) -> str | None:
        """The model's reason for finding no answer in the evidence, "" without one; None if it does answer."""
        ...

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists, in order."""
        ...


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
        return strip_markup(_EMPHASIS.sub(r"\2", _BULLET.sub("", rest)).strip("*# \n"))[0]

    @property
    def declined(self) -> str | None:
        """The text after "NO ANSWER", if the reply begins with it and cites no key; else None."""
        refused = _REFUSAL.match(self._text[:40]) or _NO_ANSWER.fullmatch(self._text[:40])
        if not refused or any(one.keys for one in self._read_so_far):
            return None
        return strip_markup(self._text[refused.end() :].strip())[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """Always empty: prose lists no disagreements."""
        return []

    def _renew(self) -> None:
        """Remove reasoning and normalise keys; start over if that changed text already parsed."""
        text = _known_keys(without_thoughts(self._raw))
        if text[: self._given] != self._text[: self._given]:
            self._read_so_far, self._given = [], 0
        self._text = text

    def _read(self, upto: int) -> None:
        line, self._given = self._text[self._given : upto], upto
        line = _EMPHASIS.sub(r"\2", _BULLET.sub("", line)).strip().strip("*#").strip()
        for keys, run in _runs(line, self._letter):
            for sentence in _whole(run):
                text, stripped = strip_markup(_without_keys(sentence, self._letter, self._names))
                if _NO_ANSWER.fullmatch(text) or _SAYS_NOTHING.fullmatch(re.sub(_GROUP, " ", sentence)):
                    continue
                if re.search(r"\w", text) or stripped:
                    self._read_so_far.append(Marked(text, _keys(sentence, self._letter) or keys, stripped))


class JsonReader:
    """Parses `{"answerable", "missing", "sentences": [{"text", "rests_on": [{"key", "words"}]}], "disagreements"}`.

    A sentence is added as soon as its object is complete. If the server ignored the schema and sent prose, the reply is
    parsed as prose at the end.
    """

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`letter` completes bare keys: "[3]". `names` are the outlets by key, for keys used in place of a name."""
        self.sentences: list[Marked] = []
        self._letter, self._names = letter, names or {}
        self._raw = self._text = ""
        self._at = -1  # position of the next object; -1 before the list
        self._prose: ProseReader | None = None

    def feed(self, piece: str) -> None:
        """Parse the next piece."""
        self._raw += piece
        text = without_thoughts(self._raw)
        if not text.startswith(self._text):
            self.sentences, self._at = [], -1
        self._text = text
        if self._at < 0:
            found = re.search(r'"sentences"\s*:\s*\[', text)
            if not found:
                return
            self._at = found.end()
        while (start := self._opening()) >= 0:
            try:
                row, self._at = json.JSONDecoder().raw_decode(text, start)
            except (ValueError, RecursionError):
                return
            if isinstance(row, dict) and isinstance(row.get("text"), str):
                self.read_row(row)

    def end(self) -> None:
        """Finish: an incomplete object is dropped, and prose is parsed as such."""
        if self._at < 0 and not re.match(r"\s*(?:[{`]|\[\s*[{\"\]])", self._text):
            self._prose = ProseReader(self._letter, self._names)
            self._prose.feed(self._text)
            self._prose.end()
            self.sentences = self._prose.sentences

    @property
    def pending(self) -> str:
        """The incomplete sentence at the end, so far."""
        if self._at < 0:
            return ""
        begun = re.search(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)', self._text[self._at :], re.DOTALL)
        if not begun:
            return ""
        try:
            return strip_markup(str(json.loads(f'"{begun[1]}"', strict=False)))[0]
        except ValueError:  # ends in the middle of an escape
            return ""

    @property
    def declined(self) -> str | None:
        """What is missing, if the reply says that the evidence holds no answer; else None."""
        if self._prose:
            return self._prose.declined
        if _NO_ANSWER.fullmatch(self._text[:40]):
            return ""
        if self.sentences or not re.search(r'"answerable"\s*:\s*false', self._text):
            return None
        return strip_markup(str(self._whole().get("missing") or ""))[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists, without malformed ones."""
        listed = self._whole().get("disagreements")
        rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        return [dispute for row in rows if (dispute := self._dispute(row))]

    def _dispute(self, row: Mapping[str, Any]) -> MarkedDispute | None:
        sides = row.get("sides")
        listed = [side for side in sides if isinstance(side, dict)] if isinstance(sides, list) else []
        read = [
            MarkedSide(keys[0], str(side.get("words") or ""))
            for side in listed
            if (keys := self._named(side.get("key")))
        ]
        if len(read) < 2:
            return None
        return MarkedDispute(strip_markup(str(row.get("about") or ""))[0], str(row.get("kind") or ""), tuple(read))

    def _opening(self) -> int:
        """The position of the next object of the list; -1 if there is none yet or the list has ended."""
        start, end = self._text.find("{", self._at), self._text.find("]", self._at)
        return start if end < 0 or start < end else -1

    def read_row(self, row: Mapping[str, Any]) -> None:
        """Add the sentence of one object: its text, and the keys in `rests_on`, `keys` or the text itself."""
        own = _known_keys(str(row.get("text") or ""))
        text, stripped = strip_markup(_without_keys(own, self._letter, self._names))
        if not re.search(r"\w", text) and not stripped:
            return
        rests = row.get("rests_on")
        pairs = [
            (key, str(one.get("words") or ""))
            for one in (rests if isinstance(rests, list) else [])
            if isinstance(one, dict)
            for key in self._named(one.get("key"))
        ]
        pairs = pairs or [(key, "") for key in self._named(row.get("keys")) or _keys(own, self._letter)]
        first: dict[str, str] = {}
        for key, words in pairs:
            first.setdefault(key, words)
        self.sentences.append(Marked(text, tuple(first), stripped, tuple(first.values())))

    def _named(self, keys: object) -> tuple[str, ...]:
        listed = keys if isinstance(keys, list) else [keys] if isinstance(keys, str) else []
        found = (key for one in listed for key in _keys(_known_keys(f"[{str(one).strip('[]^ ')}]"), self._letter))
        return tuple(dict.fromkeys(found))

    def _whole(self) -> Mapping[str, Any]:
        """The reply as an object; empty if it is not one."""
        found = first_object(self._text)
        return found if isinstance(found, dict) else {}


def first_object(text: str) -> Any:
    """The first JSON object in a text, ignoring what surrounds it; None if there is no complete one."""
    decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(strict=False).raw_decode
    start = text.find("{")
    try:
        return decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None


def rows_so_far(text: str, name: str) -> list[Any]:
    """The complete objects so far in the list of that name in a partial JSON reply; empty if there is no such list."""
    decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(strict=False).raw_decode
    text = without_thoughts(text)
    begun = re.search(rf'"{name}"\s*:\s*\[', text)
    rows: list[Any] = []
    at = begun.end() if begun else len(text)
    while opening := re.compile(r"[\s,]*(?=\{)").match(text, at):
        try:
            row, at = decode(text, opening.end())
        except (ValueError, RecursionError):
            break
        rows.append(row)
    return rows


def without_thoughts(text: str) -> str:
    """A reply without the model's reasoning, in any of the forms in which servers return it."""
    text = _THOUGHTS.sub("", text)
    text = _THOUGHT_END.sub("", text)
    text = _CHANNEL.sub("", _FINAL.sub("", text))
    return _TEMPLATE.sub("", text).lstrip()


def _known_keys(text: str) -> str:
    """The text with all forms of keys as `[R1]`, and ranges written out."""
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    return _LIST.sub(lambda found: _RANGE.sub(_written_out, found[0]), text)


def _written_out(run: re.Match[str]) -> str:
    letter, first, last = run[1], int(run[2]), int(run[3])
    if not first <= last <= first + _MOST_IN_RANGE:
        return f"{letter}{first}, {letter}{last}"
    return ", ".join(f"{letter}{number}" for number in range(first, last + 1))


def _runs(line: str, letter: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The line; or, if keys precede the text they belong to, its parts, each with its keys."""
    first = _LEADING.match(line)
    if not first or not _keys(first[0], letter) or line[first.end()].islower():
        yield (), _BEHIND.sub(lambda found: f"{found[2].rstrip()}{found[1]}", line)
        return
    leads = [lead for lead in _LEADING.finditer(line) if _keys(lead[0], letter)]
    for lead, after in zip(leads, [*leads[1:], None], strict=True):
        yield _keys(lead[0], letter), line[lead.end() : after.start() if after else len(line)]


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


def _keys(text: str, letter: str) -> tuple[str, ...]:
    """The keys in brackets, in order, without repeats: `[R3]`, `(R3, R5)` and `[3]`, but not numbers in round ones."""
    found: list[str] = []
    for group in re.finditer(_GROUP, text):
        for key in re.findall(_KEY, group[0].replace("and", " ")):
            if key[0].isalpha() or group[0][0] != "(":
                found.append(key.upper() if key[0].isalpha() else f"{letter}{key}")
    return tuple(dict.fromkeys(found))


def _without_keys(text: str, letter: str, names: Mapping[str, str]) -> str:
    """The text without keys; a key used in place of a name becomes the outlet ("[R1] and [R4] both say")."""

    def instead(group: re.Match[str]) -> str:
        keys = _keys(group[0], letter)
        subject = not text[: group.start()].strip() and text[group.end() :].lstrip()[:1].islower()
        if keys and (subject or _AFTER.search(text[: group.start()])):
            return " and ".join(dict.fromkeys(names[key] for key in keys if key in names)) or " "
        return " " if keys else group[0]

    bare = re.sub(_GROUP, instead, text)
    return re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(bare.split())).strip()


def strip_markup(text: str) -> tuple[str, tuple[str, ...]]:
    """A sentence without images, links, tags, addresses and invisible characters; and the kinds that were removed."""
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
    return " ".join(_EMPHASIS.sub(r"\2", seen).replace("`", "").split()), tuple(stripped)
