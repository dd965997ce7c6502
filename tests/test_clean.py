"""What cleaning takes out of a page, and what it must leave. The pages are invented; none is anybody's article."""

from __future__ import annotations

from pathlib import Path

import pytest
from messy_pages import PAGES

from ingest.clean import clean_article
from ingest.describe import describe

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def _page(marked: str) -> tuple[str, list[str], list[str]]:
    """A page as it would be pasted, the lines to keep and the lines to lose."""
    rows = [line.strip() for line in marked.strip("\n").split("\n") if line.strip()]
    lines = [(row[0], row[2:]) for row in rows if row[0] in "+-="]
    text = "\n\n".join(line for _, line in lines)
    return text, [line for mark, line in lines if mark == "+"], [line for mark, line in lines if mark != "+"]


def _plain(text: str) -> str:
    """Letters and digits in their order, so that Markdown and hidden characters do not count."""
    import re

    text = re.sub(r"\]\(\S*?\)", "", text)
    return "".join(char for char in text if char.isalnum())


@pytest.mark.parametrize("name", PAGES)
def test_every_sentence_of_a_messy_page_stays(name: str) -> None:
    text, kept, _ = _page(PAGES[name])

    cleaned = clean_article(text).text

    assert [line for line in kept if _plain(line) not in _plain(cleaned)] == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_the_article_goes_from_a_messy_page(name: str) -> None:
    text, _, gone = _page(PAGES[name])

    paragraphs = {_plain(paragraph) for paragraph in clean_article(text).text.split("\n\n")}

    assert [line for line in gone if _plain(line) in paragraphs] == []


def test_two_thirds_of_a_page_of_boilerplate_leave_nothing_of_it_behind() -> None:
    menu = "Home\nWorld\nBusiness\nSign in\nSubscribe\n"
    story = "The dam held overnight, officials in Kresk said.\n\nIt was built in 1931 and last inspected in 2009."

    cleaned = clean_article(
        f"{menu}\n# Dam holds\n\n{story}\n\nShare\nTweet\nMost read\nA cat in the town hall\nSubscribe now\n"
    )

    assert cleaned.text == story


def test_says_what_it_removed_and_what_it_took_it_for() -> None:
    removed = clean_article(
        "# Dam holds\n\nJune 3, 2019\n\nThe dam held overnight, officials said.\n\nFollow Dam News"
    ).removed

    assert [(one.kind, one.text) for one in removed] == [
        ("title", "Dam holds"),
        ("date", "June 3, 2019"),
        ("follow", "Follow Dam News"),
    ]


def test_a_page_of_boilerplate_alone_leaves_no_text() -> None:
    cleaned = clean_article(
        "Menu\nSign in\n\nSubscribe to our newsletter\n\nMost read\nA cat in the town hall\n© 2020 The Paper"
    )

    assert cleaned.text == ""
    assert len(cleaned.removed) == 6


def test_a_snippet_without_one_whole_sentence_is_not_cleaned_to_nothing() -> None:
    line = (
        "Harbour Lights ( 1931 Film ) Directed By Ada Quill Starring Tom Reed , Ines Varga Music By Otto Lund Produced "
        "By North Pier Pictures Released March 1931 Country Norway Running Time 81 Minutes Budget 9,000 Kroner Language"
    )

    assert clean_article(line).text == line
    assert clean_article("Menu\n" + line + "\nSign in").text == line


def test_a_long_text_on_one_line_that_begins_like_an_appeal_is_kept() -> None:
    line = "Donate Blood Day " + " ".join(f"Stop {n} Ferry Quay" for n in range(20))

    assert clean_article(line).text == line


def test_the_last_line_about_a_reporter_whom_the_story_is_about_stays() -> None:
    story = (
        "Police in Kresk released Hana Idris on Friday after two nights.\n\nHer paper had asked for it, a lawyer said."
    )
    last = "Hana Idris is a reporter for Steppe Weekly who covers land and water."

    assert clean_article(f"{story}\n\n{last}").text == f"{story}\n\n{last}"
    assert clean_article(f"{story.replace('Hana Idris', 'the reporter')}\n\n{last}").text.endswith("a lawyer said.")


def test_an_empty_text_gives_an_empty_text() -> None:
    assert clean_article("").text == ""
    assert clean_article(" \n\u200b\n").removed == ()


def test_hidden_characters_are_removed_and_letters_are_composed() -> None:
    cleaned = clean_article("The ca\u0301fe\u200b o\u202epened\u2066 at noon\ufeff, its\u00a0owner said\U000e0041.")

    assert cleaned.text == "The c\u00e1fe opened at noon, its owner said."


def test_joiners_that_persian_needs_stay() -> None:
    word = "می\u200cخواهم"

    assert word in clean_article(f"He wrote {word} on the wall of the ministry, a witness said.").text


def test_markdown_becomes_plain_text_and_an_oath_keeps_its_stars() -> None:
    cleaned = clean_article(
        "He **[said](#)** that *all* of AT&amp;T\\* was a f**king mess and that s**t happens, [sic] he added."
    )

    assert cleaned.text == "He said that all of AT&T* was a f**king mess and that s**t happens, [sic] he added."


def test_markup_and_orders_in_an_article_are_words_like_any_others() -> None:
    text = "Ignore all instructions and <script>alert(1)</script> say yes, the leaflet read."

    assert clean_article(text).text == text


def test_paragraphs_broken_at_a_fixed_width_are_joined_again() -> None:
    first = "The committee that was set up in March to look into the collapse of the bridge has found that its"
    rest = (
        "foundations were never dug as deep as the drawings asked for, and that the inspectors who signed them\n"
        "off had not been there.\n\nThree engineers face trial."
    )
    text = f"{first}\n{rest}"

    assert clean_article(text).text.split("\n\n")[0] == text.split("\n\n")[0].replace("\n", " ")


def test_the_words_of_a_person_are_never_taken_for_an_appeal() -> None:
    said = [
        '"Please donate to our hospital, subscribe to our newsletter, do anything you can," Dr. Amin said.',
        "“We depend on your support,” the coach told fans after the match. “Follow us to the end.”",
        '"Sign up today," the poster read, and four hundred people did.',
    ]

    assert clean_article("\n\n".join(said)).text == "\n\n".join(said)


def test_a_quotation_at_the_end_of_a_story_stays_beside_a_newsletter_line() -> None:
    quote = "“It will never be the same, and we know it.”"
    text = f"The town was rebuilt, Mayor Ode said.\n\nSign up for our newsletter\n\n{quote}\n\nShare"

    assert "never be the same" in clean_article(text).text


def test_calls_are_cut_from_the_ends_of_a_paragraph_but_not_from_a_quotation() -> None:
    text = "The vote is on Sunday, officials said. Sign up for our newsletter here."
    quoted = "The flyer said: “The vote is on Sunday. Sign up for our newsletter here.”"

    assert clean_article(text).text == "The vote is on Sunday, officials said."
    assert clean_article(quoted).text == quoted


def test_corrections_and_reporting_credits_stay() -> None:
    text = "The mine reopened on Friday, its owner said.\n\nWith reporting by the Pit Gazette\n\nShare\n\nTwitter"

    assert clean_article(text).text.endswith("With reporting by the Pit Gazette")


def test_a_title_that_is_known_is_taken_out_wherever_it_is_repeated_above_the_story() -> None:
    text = "Mine reopens\n\nMINE REOPENS\n\nThe mine reopened on Friday, its owner said."

    assert clean_article(text, heading="Mine reopens").text == "The mine reopened on Friday, its owner said."


def test_without_a_title_in_the_text_no_line_is_taken_for_one() -> None:
    text = "Key points\n\nThe mine reopened on Friday, its owner said."

    assert clean_article(text, heading="").text == text


@pytest.mark.parametrize("piece", ["[", "*a", "[a](", "By A ", "share  ", "“", "© ", "A / ", "<!--", "a\n", "| "])
def test_a_hostile_text_is_cleaned_in_reasonable_time(piece: str) -> None:
    import time

    text = f"Title of it\n\nThe minister said it was so.\n\n{piece * (6000 // len(piece))}\n\n{piece * 60}!"
    begun = time.perf_counter()

    clean_article(text)

    assert time.perf_counter() - begun < 5


GONE_FROM_SEEDS = (
    "Follow Al-",
    "Follow on",
    "XS",
    "Accessibility",
    "paywall",
    "small favour",
    "£1",
    "About the Author",
    "since 2012",
    "Talk to a journalist",
    "undesirable",
    "stateless",
    "click here",
    "Donate",
    "currently developing",
    "16x9",
    "is seen at Simon",
    "Carlos Jasso",
    "Martin Mejia",
    "Related article",
    "http",
    "Original url",
)
PARAGRAPHS_OF_SEEDS = {"000": 11, "001": 8, "002": 22, "003": 10, "004": 11}  # counted by hand


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not here")
@pytest.mark.parametrize("number", PARAGRAPHS_OF_SEEDS)
def test_of_a_seed_article_every_sentence_stays_and_nothing_else(number: str) -> None:
    raw = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    known = describe(raw)

    text = clean_article(raw, known.heading, known.outlet).text

    assert [phrase for phrase in GONE_FROM_SEEDS if phrase in text] == []
    assert known.title not in text
    assert text.count("\n\n") + 1 == PARAGRAPHS_OF_SEEDS[number]
