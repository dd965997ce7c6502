"""People's names: one person under several spellings."""

from __future__ import annotations

import pytest

from assistant.language.names import same_person, surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Zayemsky", "Vladimir Zaemsky"),
        ("Zaemskiy", "Ambassador Vladimir Zayemsky"),
        ("Nicolás Maduro", "Nicholas Maduro"),
        ("Juan Guaidó", "Juan Guaido"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Holmes", "Carlos Holmes Trujillo"),
        ("Ten Hag", "Erik ten Hag"),
        ("George Bush", "George W. Bush"),
        ("Bill Noakes", "William Noakes"),
        ("V. Zayemsky", "Vladimir Zayemsky"),
        ("Kim Jong Un", "Kim Jong-un"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Silva", "Mario Silva"),
        ("Joe Biden", "Hunter Biden"),
        ("Anna Brand", "Anna Brandt"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Vladimir Zayemsky", "Vladimir Zelensky"),
        ("Donald Trump Jr.", "Donald Trump Sr."),
        ("", "Anna Brand"),
        ("", ""),
        ("President", "President"),
    ],
)
def test_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("name", "family"),
    [("Ursula von der Leyen", "von der Leyen"), ("Chuck Hoskin Jr.", "Hoskin"), ("Lula", "Lula"), ("", "")],
)
def test_the_surname_keeps_its_particles(name: str, family: str) -> None:
    assert surname(name) == family
