"""The word data of the supported languages: one folder each beside this file, checked when loaded. Floor 1.

Each file is divided into sections, whose headings give a name and a kind:

    [titles] a remark                  words, any number to a line
    [bounds: phrases]                  one phrase to a line
    [months: table]                    words, "=" and their value: "june jun = 6"
    [denials: patterns]                one regular expression to a line; {name} inserts the words of a section
    # a remark

To add a language, add a folder: see docs/languages.md.
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
    """The sections of one language. A section that only English has is empty; an unknown name raises KeyError."""

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
        """The lower-case words of one or several sections; of a table, its keys."""
        if names not in self._words:
            self._words[names] = frozenset(
                word for name in names for line in self._lines(name) for word in self._entries(name, line)
            )
        return self._words[names]

    def phrases(self, name: str) -> tuple[str, ...]:
        """The lines of a section, in order."""
        return tuple(self._lines(name))

    def patterns(self, name: str) -> tuple[str, ...]:
        """The regular expressions of a section in order, their slots filled with the words of other sections."""
        return tuple(self._filled(line, place) for line, place in self._lines(name).items())

    def table(self, name: str) -> Mapping[str, str]:
        """The value of each key of a table; of two lines with one key the first counts."""
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
        """The words, phrases or patterns of sections as alternatives of a regular expression.

        Patterns keep their order; words and phrases are escaped, longest first. An empty section matches nothing.
        """
        parts: list[str] = []
        for name in names:
            if self._kind(name) == "patterns":
                parts += self.patterns(name)
            else:
                entries = {word for line in self._lines(name) for word in self._entries(name, line)}
                parts += [
                    re.escape(word).replace(r"\ ", " ") for word in sorted(entries, key=lambda one: (-len(one), one))
                ]
        return "|".join(parts) or r"(?!)"

    def pattern(self, name: str, form: str = "{}") -> re.Pattern[str]:
        """A compiled, case-insensitive pattern for any entry of a section, put in the place of {} in `form`."""
        key = (name, form)
        if key not in self._compiled:
            self._compiled[key] = re.compile(form.replace("{}", f"(?:{self.one_of(name)})"), re.IGNORECASE)
        return self._compiled[key]

    @property
    def sections(self) -> frozenset[str]:
        """The names of all sections in the folder."""
        return frozenset(self._sections)

    def _kind(self, name: str) -> str:
        return self._sections[name][0] if name in self._sections else "words"

    def _lines(self, name: str) -> Mapping[str, str]:
        if name in self._sections:
            return self._sections[name][1]
        if self.code == ENGLISH or name not in lexicon(ENGLISH).sections:
            raise KeyError(name)
        return {}

    def _entries(self, name: str, line: str) -> list[str]:
        kind = self._kind(name)
        return line.split() if kind == "words" else _keys(line.partition("=")[0]) if kind == "table" else [line]

    def _filled(self, pattern: str, place: str) -> str:
        """A pattern with its slots filled with the words of other sections."""

        def words_of(slot: re.Match[str]) -> str:
            if slot[1] not in self._sections:
                raise BadWordData(place, pattern, f"the name of a section in {slot.group()}")
            return f"(?:{self.one_of(slot[1])})"

        return _SLOT.sub(words_of, pattern)


@cache
def lexicon(language: str = ENGLISH) -> Lexicon:
    """The word data of a language by its two-letter code. Raises KeyError for one without a folder."""
    if language not in languages():
        raise KeyError(language)
    return Lexicon(_FOLDERS / language)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have word data, English first."""
    found = sorted(folder.name for folder in _FOLDERS.iterdir() if (folder / "speech.txt").is_file())
    return (ENGLISH, *(code for code in found if code != ENGLISH))


def _keys(entry: str) -> list[str]:
    """The keys before the "=" of a table row: words, or phrases separated by commas."""
    return [key.strip() for key in entry.split(",") if key.strip()] if "," in entry else entry.split()


def _read(file: Path, sections: dict[str, tuple[str, dict[str, str]]]) -> None:
    """Add the sections of a file: kind, and lines with their places. Raises BadWordData for a malformed line."""
    kind, lines = "", dict[str, str]()
    for place, line in _content_lines(file):
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


def _content_lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that are neither blank nor comments, each with its place ("en/days.txt, line 3")."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{file.parent.name}/{file.name}, line {number}", line.strip()
