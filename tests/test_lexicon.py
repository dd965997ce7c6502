"""What `assistant.language.lexicon` promises: word data in folders, read once, and checked line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from assistant.attribution.ladders import ladders
from assistant.errors import BadWordData
from assistant.language import lexicon as lexicons
from assistant.language.days import dates
from assistant.language.detect import detect_supported
from assistant.language.figures import figures
from assistant.language.lexicon import Lexicon, languages, lexicon
from assistant.language.negation import has_denial
from assistant.language.sentences import sentence_spans
from assistant.language.terms import stop_words

SPANISH = """
[stop_words]
el la los las un una de que y en por para con no se su al del es fue lo más según

[writing: table]
months = small

[months: table]
enero = 1
mayo = 5

[full_months]
enero mayo

[year: patterns]
20\\d\\d

[day: patterns]
3[01]|[12]\\d|[1-9]

[day_forms: patterns]
\\b(?P<day>{day}) de (?P<month>{full_months})\\b(?: de (?P<year>{year})\\b)?

[relative_forms: patterns]
\\b(?P<relative>ayer)\\b

[relative_meanings: table]
ayer = yesterday

[number_marks: table]
thousands = .
decimals = ,

[small: table]
dos = 2
treinta = 30

[tens_and]
y

[scales: table]
mil = 1000

[denials: patterns]
neg(?:ó|aron)

[said]
dijo dijeron negó

[according: patterns]
según

[determiners]
el la un una

[definite]
el la

[bodies]
policía

[people]
alcaldesa
"""
"""A language in a few lines, as somebody who adds one may begin."""


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


def test_a_folder_is_all_that_a_language_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code, told in (("en", None), ("es", SPANISH)):
        (tmp_path / code).mkdir()
        for file in (lexicons._FOLDERS / code).glob("*.txt") if told is None else ():
            (tmp_path / code / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        if told is not None:
            (tmp_path / code / "speech.txt").write_text(told, encoding="utf-8")
    monkeypatch.setattr(lexicons, "_FOLDERS", tmp_path)
    cached = (lexicon, languages, stop_words, detect_supported)
    for one in cached:
        one.cache_clear()
    try:
        text = "La alcaldesa Ana Ruiz dijo que el puente no es seguro. Según la policía, se cerró el 3 de mayo de 2021."
        spans = sentence_spans(text)

        assert detect_supported(text) == "es"
        assert [rungs[1:][0].name for rungs in ladders(text, "El Faro", spans)] == ["Ana Ruiz", "la policía"]
        assert [(day.year, day.month, day.day) for day in dates(text, "es")] == [(2021, 5, 3)]
        assert [one.value for one in figures("1.200 casas, 2,5 metros y treinta y dos mil personas", "es")] == [
            1200, 2.5, 32000,
        ]  # fmt: skip
        assert has_denial("El alcalde lo negó.", "es")
    finally:
        for one in cached:
            one.cache_clear()
