"""Reads a language model's reply into sentences with the keys they rest on, while it comes. Floor 2.

Readers are fed pieces and hold what is known so far. A piece can take back what was read before: a model may end with
`</think>` what began as its answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.language.sentences import sentence_spans

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
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ADDRESS = re.compile(r"\b(?:(?:https?|ftp|file)://?|www\.|(?:data|javascript):)\S+", re.IGNORECASE)
_NO_ANSWER = re.compile(r"\W*(?:no[ _-]?answer(?: found)?|none found|not found|n/a)\b\W*", re.IGNORECASE)
# In capitals, or with a mark behind: "No answer came from the ministry" is no refusal.
_REFUSAL = re.compile(r"\W*(?:NO[ _-]?ANSWER\b|(?i:no[ _-]?answer(?: found)?)\s*(?:[.:*–—-]|\Z))\W*")
_SUBJECT = re.compile(rf"(?<=[.!?…])\s+(?={_GROUP}\s*[a-z])")  # behind it a key stands for its outlet
_SAYS_NOTHING = re.compile(r"\W*(?:(?:against|and|or|vs|contradicts?|versus)\b\W*)+")  # of the keys about it

# The forms that models give to a key besides `[R1]`, each with what stands for it.
_PART = rf"{_KEY}(?:\s*(?:[-–—]|to)\s*{_KEY})?"
_LIST = re.compile(rf"\[\s*{_PART}(?:\s*(?:,|;|and|&)\s*{_PART}){{0,40}}\s*\]")  # [R1-R3, R5]
_RANGE = re.compile(r"([A-Za-z]?)(\d{1,3})\s*(?:[-–—]|to)\s*\1?(\d{1,3})")
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\([\[\]])"), r"\1"),  # \[R1\]
    (re.compile(rf"^[ \t]*\[\^{_KEY}\]:.*$", re.MULTILINE), ""),  # the list of footnotes behind [^R1]
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
# With no beginning: the template wrote it.
_THOUGHT_END = re.compile(rf"\A.*(?:</{_THOUGHT}>|◁/think▷|(?-i:\[/THINK\]))", re.DOTALL | re.IGNORECASE)
_FINAL = re.compile(r"\A.*<\|channel\|>\s*final\s*(?:<\|constrain\|>\s*\w+\s*)?<\|message\|>", re.DOTALL)  # harmony
_CHANNEL = re.compile(r"<\|channel\|>\s*(?:analysis|commentary)\b.*", re.DOTALL)
_TEMPLATE = re.compile(r"<\|(?:start|end|return|im_end|eot_id)\|>(?:assistant)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence of a reply, clean of markup; its keys as they were written; what was taken out of it.

    `words` are those of each key's line on which the sentence rests, in the order of the keys; "" where none are given.
    """

    text: str
    keys: tuple[str, ...]
    stripped: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSide:
    """One side of a disagreement that a model sees: a key, and the words of its line that tell it."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class MarkedDispute:
    """A disagreement that a model sees."""

    about: str
    kind: str
    sides: tuple[MarkedSide, ...]


class ReplyReader(Protocol):
    """Takes a reply in pieces and holds what it says so far."""

    @property
    def sentences(self) -> list[Marked]:
        """Those that are whole; none where the reply says that there is no answer."""
        ...

    def feed(self, piece: str) -> None:
        """Take in the next piece."""
        ...

    def end(self) -> None:
        """Take in that nothing more comes."""
        ...

    @property
    def pending(self) -> str:
        """The words of the sentence that is being written, as far as it is there; empty between two."""
        ...

    @property
    def declined(self) -> str | None:
        """Why the model says that the evidence holds no answer, "" without a reason; None where it does not say so."""
        ...

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists."""
        ...


class ProseReader:
    """Reads prose with inline keys; a sentence is given as soon as it is surely whole."""

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`names` are the outlets behind the keys, for a sentence in which a key stands in place of one."""
        self._letter, self._names = letter, names or {}
        self._raw = self._text = ""
        self._given = 0  # characters of the text that were read
        self._read_so_far: list[Marked] = []

    def feed(self, piece: str) -> None:
        """Take in the next piece."""
        self._raw += piece
        self._renew()
        while (at := self._text.find("\n", self._given)) >= 0:
            self._read(at + 1)
        rest = self._text[self._given :]
        if not _LEADING.match(_BULLET.sub("", rest)) and (ends := list(_END.finditer(rest))):
            self._read(self._given + ends[-1].end())

    def end(self) -> None:
        """Read what is left."""
        self._renew()
        self._read(len(self._text))

    @property
    def sentences(self) -> list[Marked]:
        """Those that are whole; what is said after a refusal is its reason, and no sentence of an answer."""
        return [] if self.declined is not None else self._read_so_far

    @property
    def pending(self) -> str:
        """The words of the sentence that is being written."""
        if self.declined is not None or "NO ANSWER".startswith(self._text):
            return ""
        rest = re.split(r"[\[【<]", self._text[self._given :])[0]  # a key or a tag begins
        return clean(_EMPHASIS.sub(r"\2", _BULLET.sub("", rest)).strip("*# \n"))[0]

    @property
    def declined(self) -> str | None:
        """The reason behind the two words, where the reply begins with them and nothing behind rests on a key."""
        refused = _REFUSAL.match(self._text[:40]) or _NO_ANSWER.fullmatch(self._text[:40])
        if not refused or any(one.keys for one in self._read_so_far):
            return None
        return clean(self._text[refused.end() :].strip())[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """None: prose lists no disagreements."""
        return []

    def _renew(self) -> None:
        """Take out what the model thought, and bring keys into one form; read anew where that changed the beginning."""
        text = _known_keys(without_thoughts(self._raw))
        if text[: self._given] != self._text[: self._given]:
            self._read_so_far, self._given = [], 0
        self._text = text

    def _read(self, upto: int) -> None:
        line, self._given = self._text[self._given : upto], upto
        line = _EMPHASIS.sub(r"\2", _BULLET.sub("", line)).strip().strip("*#").strip()
        for keys, run in _runs(line, self._letter):
            for sentence in _whole(run):
                text, stripped = clean(_without_keys(sentence, self._letter, self._names))
                if _NO_ANSWER.fullmatch(text) or _SAYS_NOTHING.fullmatch(re.sub(_GROUP, " ", sentence)):
                    continue
                if re.search(r"\w", text) or stripped:
                    self._read_so_far.append(Marked(text, _keys(sentence, self._letter) or keys, stripped))


class JsonReader:
    """Reads `{"answerable", "missing", "sentences": [{"text", "rests_on": [{"key", "words"}]}], "disagreements"}`.

    Each sentence is given as soon as its object is whole. A server that ignores the schema may have sent prose: then
    it is read as prose, at the end.
    """

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`names` are the outlets behind the keys, for a sentence in which a key stands in place of one."""
        self.sentences: list[Marked] = []
        self._letter, self._names = letter, names or {}
        self._raw = self._text = ""
        self._at = -1  # where the next object may begin; -1 before the list
        self._prose: ProseReader | None = None

    def feed(self, piece: str) -> None:
        """Take in the next piece."""
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
        """Half an object is no sentence; but prose is read as such."""
        if self._at < 0 and not re.match(r"\s*(?:[{`]|\[\s*[{\"\]])", self._text):
            self._prose = ProseReader(self._letter, self._names)
            self._prose.feed(self._text)
            self._prose.end()
            self.sentences = self._prose.sentences

    @property
    def pending(self) -> str:
        """The words of the sentence that is being written."""
        if self._at < 0:
            return ""
        begun = re.search(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)', self._text[self._at :], re.DOTALL)
        if not begun:
            return ""
        try:
            return clean(str(json.loads(f'"{begun[1]}"', strict=False)))[0]
        except ValueError:  # it ends in the middle of an escape
            return ""

    @property
    def declined(self) -> str | None:
        """What is missing, where the reply says that the evidence holds no answer."""
        if self._prose:
            return self._prose.declined
        if _NO_ANSWER.fullmatch(self._text[:40]):
            return ""
        if self.sentences or not re.search(r'"answerable"\s*:\s*false', self._text):
            return None
        return clean(str(self._whole().get("missing") or ""))[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists; those out of shape are left out."""
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
        return MarkedDispute(clean(str(row.get("about") or ""))[0], str(row.get("kind") or ""), tuple(read))

    def _opening(self) -> int:
        """Where the next object of the list begins; -1 where none has, or the list has ended."""
        start, end = self._text.find("{", self._at), self._text.find("]", self._at)
        return start if end < 0 or start < end else -1

    def read_row(self, row: Mapping[str, Any]) -> None:
        """Take in one sentence's object: its text, and `rests_on` or the keys in it."""
        own = _known_keys(str(row.get("text") or ""))
        text, stripped = clean(_without_keys(own, self._letter, self._names))
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
        """The reply as an object; empty where it is none."""
        found = first_object(self._text)
        return found if isinstance(found, dict) else {}


def first_object(text: str) -> Any:
    """The first JSON object in a text, whatever stands around it; None where there is none that is whole."""
    decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(strict=False).raw_decode
    start = text.find("{")
    try:
        return decode(text, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None


def rows_so_far(text: str, name: str) -> list[Any]:
    """The objects of the list of that name in a JSON reply, as far as it has come; none where there is no such list."""
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
    """A reply without what its model thought aloud, in any of the forms in which servers pass that on."""
    text = _THOUGHTS.sub("", text)
    text = _THOUGHT_END.sub("", text)
    text = _CHANNEL.sub("", _FINAL.sub("", text))
    return _TEMPLATE.sub("", text).lstrip()


def _known_keys(text: str) -> str:
    """The text with every form of key as `[R1]`, runs written out."""
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    return _LIST.sub(lambda found: _RANGE.sub(_written_out, found[0]), text)


def _written_out(run: re.Match[str]) -> str:
    letter, first, last = run[1], int(run[2]), int(run[3])
    if not first <= last <= first + _MOST_IN_RANGE:
        return f"{letter}{first}, {letter}{last}"
    return ", ".join(f"{letter}{number}" for number in range(first, last + 1))


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
    return " ".join(_EMPHASIS.sub(r"\2", seen).replace("`", "").split()), tuple(stripped)
