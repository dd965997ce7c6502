"""Outlets: one outlet under its many names, addresses, and names in running text."""

from __future__ import annotations

import pytest

from assistant.language.outlets import canonical, matching, mentions, outlet_of_address, same_outlet
from tests.work import calls_of


def found(text: str, known: tuple[str, ...] = ()) -> list[str]:
    return [name for _, name in mentions(text, known)]


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("WSJ", "The Wall Street Journal"),
        ("the wall street journal", "The Wall Street Journal"),
        ("AP", "The Associated Press"),
        ("Associated Press News", "The Associated Press"),
        ("Tass", "TASS"),
        ("Radio Free Europe/Radio Liberty", "RFE/RL"),
        ("RHC", "Radio Habana Cuba"),
        ("Cnbc | World Business News Leader", "CNBC"),
        ("FOX News - Health", "Fox News - Health"),
        ("The Oakdale Courier", "The Oakdale Courier"),
    ],
)
def test_printed_names_have_one_usual_form(printed: str, usual: str) -> None:
    assert canonical(printed) == usual


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fox News", "FOX News - Health"),
        ("Guardian", "The Guardian"),
        ("CBS Sports", "CBSSports.com"),
        ("The Roar", "The Roar | Sports Writers Blog"),
        ("Live Science", "Live Science: The Most Interesting Articles"),
        ("The Oakdale Courier", "oakdale courier (online)"),
        ("Euronews", "Euronews (EN)"),
    ],
)
def test_names_that_differ_in_trimmings_are_one_outlet(one: str, other: str) -> None:
    assert same_outlet(one, other)
    assert same_outlet(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FOX News - Health", "FOX News - Lifestyle"),
        ("The Times", "The Moscow Times"),
        ("The Independent", "Kyiv Independent"),
        ("", ""),
        ("News", "The"),
    ],
)
def test_different_outlets_and_sections_stay_apart(one: str, other: str) -> None:
    assert not same_outlet(one, other)


def test_a_name_matches_each_section_of_its_outlet_in_the_given_order() -> None:
    known = ["FOX News - Lifestyle", "TASS", "FOX News - Health"]

    assert matching("fox news", known) == ["FOX News - Lifestyle", "FOX News - Health"]
    assert matching("FOX News - Health", known) == ["FOX News - Health"]
    assert matching("The Oakdale Courier", known) == []


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("https://www.themoscowtimes.com/2019/06/03/x", "The Moscow Times"),
        ("http://www.radiohc.cu/en/noticias", "Radio Habana Cuba"),
        ("arizona.rivals.com/story", "Rivals"),
        ("https://web.archive.org/web/20190604/https://www.wsj.com/articles/x", "The Wall Street Journal"),
        ("https://news.example.org/", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_an_address_tells_its_outlet_or_nothing(address: str, outlet: str | None) -> None:
    assert outlet_of_address(address) == outlet


def test_a_mention_comes_with_its_exact_span() -> None:
    text = "As WSJ and the Associated Press put it."

    assert [text[start:end] for (start, end), _ in mentions(text)] == ["WSJ", "the Associated Press"]


@pytest.mark.parametrize(
    "text",
    [
        "Time flies, and fortune favours the brave.",
        "Nature is healing. Fortune smiled. Wired houses burn.",
        "The Age of Sail ended long ago.",
        "The Sun rose over the polygon.",
        "Sputnik V was approved in August.",
        "Michael Bloomberg spoke first. Bloomberg said he would not run.",
        "TIME AND FORTUNE WAIT FOR NO ONE",
    ],
)
def test_ordinary_words_are_no_outlets(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Time magazine named her last year.", "Time"),
        ("She told Fortune about the deal.", "Fortune"),
        ("According to Wired, the chip is slow.", "Wired"),
        ("The team published in Nature last week.", "Nature"),
        ("It is, The Age understands, a done deal.", "The Age"),
        ("The 'Polygon' piece disagrees.", "Polygon"),
        ("The state-funded Sputnik news agency was first.", "Sputnik"),
    ],
)
def test_a_cue_makes_an_ordinary_word_an_outlet(text: str, outlet: str) -> None:
    assert found(text) == [outlet]


def test_a_name_listed_beside_a_sure_outlet_is_one_too() -> None:
    assert found("as reported by both TechCrunch and The Age?") == ["TechCrunch", "The Age"]


def test_outlets_of_an_index_are_recognised_as_they_are_named_there() -> None:
    known = ("FOX News - Health", "The Oakdale Courier")

    assert found("What did FOX News - Health and The Oakdale Courier say?", known) == list(known)
    assert found("What did The Oakdale Courier say?") == []


def test_finding_names_takes_work_in_proportion_to_the_text() -> None:
    text = "He told Fortune, The Age and Time so. The Sun and TASS and Polygon said Nature was Wired. "

    def calls(times: int) -> int:
        return calls_of(lambda: mentions(text * times))

    calls(1)  # the table is read once

    assert calls(800) < 8 * calls(100) * 1.1
