"""The word data of the languages that are read: one folder each beside this file, loaded once and checked. Floor 1.

A file of a folder holds sections. What a section holds stands in its heading, behind its name:

    [titles] a remark                  words, as many to a line as one likes
    [bounds: phrases]                  one phrase to a line
    [months: table]                    words, "=", and what they stand for: "june jun = 6"
    [denials: patterns]                one regular expression to a line; {name} stands for the words of a section
    # a remark

Adding a language is adding a folder; docs/languages.md tells the steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assistant.errors import BadWordData

ENGLISH = "en"
_FOLDERS = Path(__file__).parent
_HEADING = re.compile(r"\[(?P<name>[a-z_]+)(?:: (?P<kind>[a-z]+))?\](?:\s.*)?")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_KINDS = ("words", "phrases", "table", "patterns")


class Lexicon:
    """The sections of one language. Asking for one that the language lacks gives an empty one, if English has it.

    A name that English lacks too is a mistake of whoever wrote it, and raises KeyError.
    """

    def __init__(self, folder: Path) -> None:
        self.code = folder.name
        self._sections: dict[str, tuple[str, dict[str, str]]] = {}
        self._words: dict[tuple[str, ...], frozenset[str]] = {}
        self._tables: dict[str, Mapping[str, str]] = {}
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}
        for file in sorted(folder.glob("*.txt")):
            _read(file, self._sections)
        for name, (kind, lines) in self._sections.items():
            for pattern, place in lines.items() if kind == "patterns" else ():
                try:
                    re.compile(self._filled(pattern, place))
                except re.error as error:
                    raise BadWordData(place, pattern, f"a regular expression in [{name}] ({error})") from error

    def words(self, *names: str) -> frozenset[str]:
        """The words of one or several sections, in small letters; of a table those before its "="."""
        if names not in self._words:
            told = (word for name in names for line in self._lines(name) for word in self._of_line(name, line))
            self._words[names] = frozenset(told)
        return self._words[names]

    def phrases(self, name: str) -> tuple[str, ...]:
        """The lines of a section as they stand, in their order."""
        return tuple(self._lines(name))

    def patterns(self, name: str) -> tuple[str, ...]:
        """The regular expressions of a section in their order, the words of other sections in the place of slots."""
        return tuple(self._filled(line, place) for line, place in self._lines(name).items())

    def table(self, name: str) -> Mapping[str, str]:
        """What each word of a table stands for; a later line does not change an earlier one."""
        if name not in self._tables:
            found: dict[str, str] = {}
            for line in self._lines(name):
                keys, _, value = line.partition("=")
                found |= {key: value.strip() for key in _keys(keys) if key not in found}
            self._tables[name] = found
        return self._tables[name]

    def numbers(self, name: str) -> Mapping[str, float]:
        """A table whose values are numbers."""
        return {word: float(value) for word, value in self.table(name).items()}

    def one_of(self, *names: str) -> str:
        """The words, phrases or patterns of sections as the alternatives of a regular expression.

        Patterns keep their order; words and phrases are escaped, the longest first. An empty section matches nothing.
        """
        parts: list[str] = []
        for name in names:
            if self._kind(name) == "patterns":
                parts += self.patterns(name)
            else:
                told = {word for line in self._lines(name) for word in self._of_line(name, line)}
                parts += [
                    re.escape(word).replace(r"\ ", " ") for word in sorted(told, key=lambda one: (-len(one), one))
                ]
        return "|".join(parts) or r"(?!)"

    def pattern(self, name: str, form: str = "{}") -> re.Pattern[str]:
        """One of the words, phrases or patterns of a section, whatever its case; `form` tells what stands around it."""
        key = (name, form)
        if key not in self._compiled:
            self._compiled[key] = re.compile(form.replace("{}", f"(?:{self.one_of(name)})"), re.IGNORECASE)
        return self._compiled[key]

    @property
    def sections(self) -> frozenset[str]:
        """The names of all sections that the folder has."""
        return frozenset(self._sections)

    def _kind(self, name: str) -> str:
        return self._sections[name][0] if name in self._sections else "words"

    def _lines(self, name: str) -> Mapping[str, str]:
        if name in self._sections:
            return self._sections[name][1]
        if self.code == ENGLISH or name not in lexicon(ENGLISH).sections:
            raise KeyError(name)
        return {}

    def _of_line(self, name: str, line: str) -> list[str]:
        kind = self._kind(name)
        return line.split() if kind == "words" else _keys(line.partition("=")[0]) if kind == "table" else [line]

    def _filled(self, pattern: str, place: str) -> str:
        """A pattern with the words of other sections in the place of its slots."""

        def words_of(slot: re.Match[str]) -> str:
            if slot[1] not in self._sections:
                raise BadWordData(place, pattern, f"the name of a section in {slot.group()}")
            return f"(?:{self.one_of(slot[1])})"

        return _SLOT.sub(words_of, pattern)


@cache
def lexicon(language: str = ENGLISH) -> Lexicon:
    """The word data of a language by its two-letter code. Raises KeyError for one that has no folder."""
    if language not in languages():
        raise KeyError(language)
    return Lexicon(_FOLDERS / language)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have word data, English first."""
    found = sorted(folder.name for folder in _FOLDERS.iterdir() if (folder / "speech.txt").is_file())
    return (ENGLISH, *(code for code in found if code != ENGLISH))


def _keys(told: str) -> list[str]:
    """The keys before the "=" of a table: words, or phrases with commas between them."""
    return [key.strip() for key in told.split(",") if key.strip()] if "," in told else told.split()


def _read(file: Path, sections: dict[str, tuple[str, dict[str, str]]]) -> None:
    """Add the sections of a file: kind, and the lines with their places. Raises BadWordData for what it cannot read."""
    kind, lines = "", dict[str, str]()
    for place, line in _told(file):
        heading = _HEADING.fullmatch(line)
        if heading:
            kind = heading["kind"] or "words"
            if kind not in _KINDS or heading["name"] in sections:
                raise BadWordData(place, line, f"a new name and one of the kinds {', '.join(_KINDS)}")
            lines = {}
            sections[heading["name"]] = (kind, lines)
        elif not kind or (line.startswith("[") and kind != "patterns"):
            raise BadWordData(place, line, "[name] or [name: kind] above it")
        elif kind == "table" and not all(part.strip() for part in (line.partition("=")[0], line.partition("=")[2])):
            raise BadWordData(place, line, "words = what they stand for")
        elif kind != "patterns" and (keys := line.partition("=")[0]) != keys.lower():
            raise BadWordData(place, line, "small letters")
        else:
            lines.setdefault(line, place)


def _told(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that tell something, each with its place ("en/days.txt, line 3")."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{file.parent.name}/{file.name}, line {number}", line.strip()
