"""Which names and outlets of a sentence are in no article: holds `assistant.checking.absent`."""

from __future__ import annotations

import pytest
from checked_texts import Held, article

from assistant.checking.absent import absent_name, absent_outlet


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The works were led by Wenche Aasgaard.", "Wenche Aasgaard"),
        ("The works were led by Marit Solberg.", None),
        ("The works were led by Kari Solberg.", "Kari Solberg"),
        ("The works were led by Mayor Solberg.", None),
        ("Wool comes from Brakstad too.", "Brakstad"),
        ("Wool comes from Orvik too.", None),
        ("Brakstad has wool.", None),
        ("Wool comes from Brak too.", "Brak"),
        ("Wool comes from Bra too.", None),
        ("She saw “Brakstad” there.", None),
        ("Wool Comes From Brakstad Town", None),
        ("Wool comes from Brakstad Town and Hamar", None),
        ("Wool from Brakstad Works went to Brakstad by cart today", "Brakstad Works"),
        ("Wool was dear on Monday in May.", None),
        ("He met the Norwegian Parliament.", None),
    ],
)
def test_a_name_that_stands_nowhere_is_absent(text: str, absent: str | None) -> None:
    source = article("The bridge at Orvik is led by Marit Solberg. Wool was dear for the mayor.")
    found = absent_name(text, [source], Held(source.text))

    assert (found and found.words) == absent


@pytest.mark.parametrize(
    "opener", "unlike despite besides amid alongside including regarding even yesterday today after for".split()
)
def test_a_common_word_that_opens_a_sentence_is_no_part_of_the_name_behind_it(opener: str) -> None:
    source = article("The bridge at Orvik is led by Marit Solberg.")
    text = f"{opener.capitalize()} Solberg, nobody spoke."

    assert absent_name(text, [source], Held(source.text)) is None


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("It fell, The Moscow Times wrote.", True),
        ("It fell, “The Moscow Times” wrote.", False),
        ("It fell, Reuters wrote.", False),
        ("It fell, Le Monde wrote.", False),
    ],
)
def test_an_outlet_is_absent_that_printed_nothing_and_that_none_names(text: str, absent: bool) -> None:
    held = Held("As Le Monde wrote, it fell.", outlets=["Reuters"])

    assert bool(absent_outlet(text, held)) is absent


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Wool went to Brakstad Works now.", "Brakstad Works"),
        ("Wool went to Brakstad Ministry now.", None),
        ("Wool went to President Brakstad now.", None),
        ("Wool went to German Brakstad now.", None),
        ("Wool went to the Brakstad now.", None),
        ("Wool went to Brakstad now.", "Brakstad"),
        *((f"Wool went to {word} Brakstad now.", None) for word in "a an this that its their".split()),
    ],
)
def test_a_body_an_office_and_a_people_may_be_called_otherwise_in_an_article(text: str, absent: str | None) -> None:
    source = article("Wool is dear.")
    found = absent_name(text, [source], Held(source.text))

    assert (found and found.words) == absent


def test_a_name_in_a_title_counts() -> None:
    source = article("Wool is dear.", title="Orvik honours Marit Solberg today")
    held = Held(source.text, source.title or "")

    found = absent_name("The works were led by Kari Solberg.", [source], held)
    assert found is not None
    assert "Marit Solberg" in found.reason
    assert absent_name("The works were led by Marit Solberg.", [source], held) is None
