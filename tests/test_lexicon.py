"""What `assistant.language.lexicon` promises: word data in folders, read once, and checked line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from assistant.errors import BadWordData
from assistant.language.lexicon import Lexicon, languages, lexicon


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "speech.txt").write_text(text, encoding="utf-8")
    return tmp_path / "xx"


def test_a_section_holds_words_phrases_a_table_or_patterns(tmp_path: Path) -> None:
    told = Lexicon(
        folder(
            tmp_path,
            "# a remark\n[little] words\nof the\nin\n[bounds: phrases]\nmore than\nat least\n"
            "[months: table]\njune jun = 6\nat noon, at night = 12\n[seen: patterns]\n{little} \\d+\n",
        )
    )

    assert told.words("little") == {"of", "the", "in"}
    assert told.phrases("bounds") == ("more than", "at least")
    assert told.table("months") == {"june": "6", "jun": "6", "at noon": "12", "at night": "12"}
    assert told.pattern("seen").fullmatch("IN 7")
    assert not told.pattern("seen").fullmatch("on 7")


def test_a_longer_phrase_is_found_before_one_that_it_begins_with(tmp_path: Path) -> None:
    told = Lexicon(folder(tmp_path, "[bounds: phrases]\nmore\nmore than\n"))

    found = told.pattern("bounds").match("more than ten")

    assert found is not None
    assert found.group() == "more than"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("loose words\n", 1),
        ("[good]\nword\n[good]\nagain\n", 3),
        ("[odd: kind]\n", 1),
        ("[months: table]\njune 6\n", 2),
        ("[titles]\nmr\nDr\n", 3),
        ("[seen: patterns]\n# a remark\n(open\n", 3),
        ("[seen: patterns]\n{nowhere}\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_file(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BadWordData, match=rf"^xx/speech\.txt, line {line} of the word data is "):
        Lexicon(folder(tmp_path, text))


def test_what_a_language_lacks_is_empty_and_what_english_lacks_too_is_a_mistake(tmp_path: Path) -> None:
    told = Lexicon(folder(tmp_path, "[said]\nsprak\n"))

    assert told.words("titles") == frozenset()
    assert not told.pattern("denials").search("he denied it")
    with pytest.raises(KeyError):
        told.words("no_such_section")


def test_every_language_has_only_sections_that_english_has() -> None:
    own = {code: lexicon(code).sections - lexicon().sections for code in languages()}
    slots = {"turn_names", "relative_names"}  # used only within other sections of the same file

    assert {code: sections - slots for code, sections in own.items()} == {code: frozenset() for code in languages()}


@pytest.mark.parametrize("code", languages())
def test_months_and_weekdays_are_those_of_the_unicode_locale_data(code: str) -> None:
    told, locale = lexicon(code), Locale(code)

    months = {name.lower(): str(at) for at, name in locale.months["format"]["wide"].items()}
    weekdays = {name.lower(): str(at) for at, name in locale.days["format"]["wide"].items()}

    assert months.items() <= told.table("months").items()
    assert weekdays.items() <= told.table("weekdays").items()
    assert months.keys() <= told.words("full_months")
