"""Which names and outlets of a sentence are in no article: holds `assistant.checking.absent`."""

from __future__ import annotations

import pytest
from checked_texts import Held, article, indexed

from assistant.checking.absent import Holdings, absent_name, absent_outlet
from assistant.index.catalog import Catalog
from assistant.types import Article, Filters


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
        ("Wool went to Brakstad Watchdog now.", None),
        ("Wool went to Brakstad Magazine now.", None),
        ("Wool went to Brakstad Press now.", None),
        ("Brakstad Works has wool.", "Brakstad Works"),
        ("The Brakstad Works has wool.", "Brakstad Works"),
        ("Wool Went Brakstad", None),
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


@pytest.mark.parametrize(
    ("printed", "absent"),
    [
        ("Marit Solberg", "Kari Solberg"),
        ("General Marit Solberg", "Kari Solberg"),
        ("General Solberg", None),
        ("Senator Solberg", None),
        ("Norwegian Solberg", None),
        ("Marit Solbergsen", None),
    ],
)
def test_another_given_name_is_absent_but_who_is_named_without_one_may_be_anybody(
    printed: str, absent: str | None
) -> None:
    source = article(f"The bridge at Orvik was built when {printed} led the works.")
    found = absent_name("The works were led by Kari Solberg.", [source], Held(source.text))

    assert (found and found.words) == absent


def test_a_name_in_a_title_counts() -> None:
    source = article("Wool is dear.", title="Orvik honours Marit Solberg today")
    held = Held(source.text, source.title or "")

    found = absent_name("The works were led by Kari Solberg.", [source], held)
    assert found is not None
    assert "Marit Solberg" in found.reason
    assert absent_name("The works were led by Marit Solberg.", [source], held) is None


# ---- what an index holds


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    texts = {
        "Fen Courier": "Marit Solberg opened the bridges at Dunmar. Chilean traders and dealers of corkcutlery crossed "
        "the Ellinor river in March.",
        "Mist Weekly": "Jonas Lie sold wool. Peruvian dealers bought it.",
    }
    return indexed(tmp_path_factory.mktemp("absent"), [Article(one, text, outlet=one) for one, text in texts.items()])


COURIER = Filters(outlets=("Fen Courier",))


@pytest.mark.parametrize(
    ("phrase", "filters", "expected"),
    [
        ("Marit Solberg", Filters(), True),
        ("Solberg Marit", Filters(), False),
        ("Marit Lie", Filters(), False),
        ("the bridge at Dunmar", Filters(), True),
        ("Jonas Lie", Filters(), True),
        ("Jonas Lie", COURIER, False),
        ("", Filters(), False),
        ("–", Filters(), False),
    ],
)
def test_words_are_held_where_they_stand_next_to_each_other(
    catalog: Catalog, phrase: str, filters: Filters, expected: bool
) -> None:
    assert Holdings(catalog, filters).has_words(phrase) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Solberg", True),
        ("Chile", True),
        ("Peru", True),
        ("Dunmarish", True),
        ("Dunmarista", False),
        ("Marchand", True),
        ("Marchenko", False),
        ("Cork", False),  # is less than half of "corkcutlery"
        ("Elinor", True),
        ("Solberg-Dahl", True),
        ("Dahl-Solberg", False),
        ("Brakstad", False),
        ("Solveig", False),
    ],
)
def test_a_word_is_held_in_another_form_or_spelling(catalog: Catalog, word: str, expected: bool) -> None:
    assert Holdings(catalog, Filters()).has_like(word) is expected


def test_a_word_is_held_within_the_filters_alone(catalog: Catalog) -> None:
    assert not Holdings(catalog, COURIER).has_like("Jonas")
    assert Holdings(catalog, COURIER).has_like("Marit")


def test_the_outlets_held_are_those_within_the_filters(catalog: Catalog) -> None:
    assert Holdings(catalog, Filters()).has_outlet("The Mist Weekly")
    assert not Holdings(catalog, COURIER).has_outlet("Mist Weekly")
    assert not Holdings(catalog, Filters()).has_outlet("Reuters")
