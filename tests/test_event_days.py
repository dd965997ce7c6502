"""The days that sentences tell of: by tense, by the article's day, by headings and posts."""

from __future__ import annotations

import pytest

from assistant.finding.event_date import event_date, is_background
from assistant.language.event_days import event_days, names_event
from assistant.types import Article, Evidence


def days(sentence: str, published: str | None) -> list[tuple[str, str]]:
    return [(one.first.isoformat(), one.last.isoformat()) for one in event_days(sentence, published)]


@pytest.mark.parametrize(
    ("sentence", "published", "first", "last"),
    [
        ("The hearing begins on Tuesday, the clerk said.", "2024-03-04", "2024-03-05", "2024-03-05"),
        ("She told the hearing on Tuesday that she was ill.", "2024-03-07", "2024-03-05", "2024-03-05"),
        ("Come Friday, the ferries will stop.", "2024-03-06", "2024-03-08", "2024-03-08"),
        ("He is to be sentenced on Thursday.", "2024-03-06", "2024-03-07", "2024-03-07"),
        ("The board, which plans to close the pit, met on Monday.", "2024-03-06", "2024-03-04", "2024-03-04"),
        ("They meet again next Friday.", "2024-03-06", "2024-03-15", "2024-03-15"),
        ("The boiler burst last Wednesday.", "2024-03-06", "2024-02-28", "2024-02-28"),
        ("The mayor resigned two days ago.", "2024-03-06", "2024-03-04", "2024-03-04"),
        ("The mill shut three years ago.", "2024-03-06", "2021-01-01", "2021-12-31"),
        ("It reopens in May, the council said.", "2024-03-01", "2024-05-01", "2024-05-31"),
        ("It was shut in November, the council said.", "2024-03-01", "2023-11-01", "2023-11-30"),
        ("The bridge was closed from Monday to Wednesday.", "2024-03-08", "2024-03-04", "2024-03-06"),
        ("Sales fell in the third quarter.", "2024-03-06", "2023-07-01", "2023-09-30"),
        ("Sales fell in Q2 2022.", None, "2022-04-01", "2022-06-30"),
        ("The pier was repaired this spring.", "2024-06-06", "2024-03-01", "2024-05-31"),
        ("The vote took place on Wednesday (Feb. 28).", "2024-03-08", "2024-02-28", "2024-02-28"),
        ("The law passed last October.", "2024-10-08", "2023-10-01", "2023-10-31"),
        ("Storms are expected to hit over the weekend.", "2024-03-06", "2024-03-09", "2024-03-10"),
        ("Three weeks later, on Nov. 21, the baker pleaded guilty.", "2023-11-30", "2023-11-21", "2023-11-21"),
        ("By June the paint had begun to peel.", "2023-11-30", "2023-06-01", "2023-06-30"),
        ("In March the mayor, as well as his brother, signed the letter.", "2023-11-30", "2023-03-01", "2023-03-31"),
        ("The mill failed in November, days after the audit.", "2023-10-26", "2022-11-01", "2022-11-30"),
        ("She kept the books from January to October of 2021.", "2023-10-06", "2021-01-01", "2021-10-31"),
        ("If the hosts win the ball in Sunday’s game, they have a chance.", "2023-10-28", "2023-10-29", "2023-10-29"),
        ("The court gave them until the end of October.", "2023-12-18", "2023-10-21", "2023-10-31"),
        ("It came too late for the mayor’s visit on 2 October.", "2023-10-20", "2023-10-02", "2023-10-02"),
        ("Protests are planned for Sunday’s game.", "2023-11-24", "2023-11-26", "2023-11-26"),
        ("Storms hit the coast over the weekend.", "2024-03-06", "2024-03-02", "2024-03-03"),
    ],
)
def test_a_day_is_worked_out_from_tense_and_publication(sentence: str, published: str, first: str, last: str) -> None:
    assert days(sentence, published) == [(first, last)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The shop has offers for Black Friday.",
        "The bins are emptied every Tuesday.",
        "The hosts led after the first quarter.",
        "“The bank is closed today,” she recalled him saying.",
        "The mill shut several years ago.",
        "The pier became what it is today.",
        "It was the best Sunday FCP game of all.",
    ],
)
def test_what_names_no_day_of_the_story_is_left_out(sentence: str) -> None:
    assert days(sentence, "2024-03-06") == []


def test_how_a_day_was_found_is_told() -> None:
    (day,) = event_days("The hearing begins on Tuesday.", "2024-03-04")

    assert day.how == "“Tuesday” in an article of 4 March 2024, still to come"
    assert day.coming


TITLED = "The pier.\n\nMarch 4: Painters come\n\nThey painted it blue.\n\nMarch 6: A storm\n\nThe paint came off."
CHRONICLE = "How the strike went.\n\nMarch 4\n\nThe dockers walked out at dawn.\n\nMarch 6\n\nThe port agreed to talk."
LIVE = (
    "Fire at the mill\n\n18:20 Two people are hurt, the brigade says.\n\n17:05 Five are hurt.\n\n16:40 Smoke is seen."
)


def told(text: str, words: str, published: str | None = "2024-03-07", *, lead: bool = False) -> str | None:
    start = text.index(words)
    found = event_date(Evidence(1, Article("a", text, published=published), start, start + len(words)), lead=lead)
    return found.shown if found else None


def test_a_day_that_only_names_an_event_is_not_that_of_the_sentence() -> None:
    text = "The port has paid the widows of the March 4 fire ever since."

    assert told(text, text) is None


def test_a_heading_may_have_a_title_behind_its_day() -> None:
    assert told(TITLED, "The paint came off.") == "6 March 2024"


def test_a_sentence_under_a_heading_has_the_heading_for_its_day() -> None:
    assert told(CHRONICLE, "The dockers walked out at dawn.") == "4 March 2024"
    assert told(CHRONICLE, "The port agreed to talk.") == "6 March 2024"


def test_under_a_heading_a_weekday_counts_from_the_day_of_the_heading() -> None:
    text = "The strike.\n\nMarch 6\n\nThe port agreed to talk.\n\nMarch 14\n\nOn Tuesday the gates were opened."

    assert told(text, "On Tuesday the gates were opened.") == "12 March 2024"


def test_an_article_that_was_written_on_after_its_day_has_no_weekdays() -> None:
    text = "The trial was adjourned on March 20, 2024. The clerk told the court on Tuesday that he was ill."

    assert told(text, "The clerk told the court on Tuesday that he was ill.") is None
    assert told(text, "The trial was adjourned on March 20, 2024.") == "20 March 2024"


def test_an_article_that_opens_with_the_day_after_its_own_has_no_weekdays() -> None:
    # 5 March 2024 was a Tuesday: its "Wednesday" is the next day, on which the page was written on.
    page = "Shares rose on Wednesday. Oil had fallen on Monday."

    assert told(page, "Shares rose on Wednesday.", "2024-03-05") is None
    assert told(page, "Oil had fallen on Monday.", "2024-03-05") is None
    assert told(page, "Oil had fallen on Monday.", "2024-03-07") == "4 March 2024"


def test_a_page_that_says_it_was_updated_later_has_no_weekdays() -> None:
    page = "Updated 9 March 2024\nShares rose on Monday."

    assert told(page, "Shares rose on Monday.", "2024-03-05") is None
    assert told(page.replace("9 March", "5 March"), "Shares rose on Monday.", "2024-03-05") == "4 March 2024"


def test_a_page_with_the_heading_of_a_later_month_has_no_days_that_may_be_of_that_month() -> None:
    page = (
        "The port in short.\n\nApril 2024\n\nOn April 6, the port opened a quay.\n\nOn January 6, it closed one."
        " The clerk resigned on Monday."
    )

    assert told(page, "On April 6, the port opened a quay.", "2024-03-05") == "April 2024"
    assert told(page, "On January 6, it closed one.", "2024-03-05") == "6 January 2024"
    assert "4 March" not in str(told(page, "The clerk resigned on Monday.", "2024-03-05"))


def test_a_weekday_without_a_verb_that_is_nearer_ahead_has_no_day() -> None:
    assert days("The squad for Saturday's final.", "2024-03-07") == []


def test_the_day_within_a_name_is_none() -> None:
    assert days("He told Harbour Tonight that it was over.", "2024-03-07") == []


def test_a_past_day_that_is_a_year_ago_or_soon_has_no_year() -> None:
    assert days("The court saw an email of November 9.", "2023-10-31") == []
    assert days("The court saw an email of November 29.", "2023-10-31") == [("2022-11-29", "2022-11-29")]


def test_tomorrow_is_still_to_come_whatever_the_tense() -> None:
    (day,) = event_days("He was shown the pier, of which more tomorrow.", "2024-03-04")

    assert day.coming


def test_a_post_of_a_live_blog_has_its_clock_time() -> None:
    assert told(LIVE, "Five are hurt.") == "7 March 2024, 17:05"


def test_an_article_without_a_day_counts_from_its_dateline_or_its_only_year() -> None:
    assert (
        told("PORT ELLERY, March 7, 2024 — The mill shut on Monday.", "The mill shut on Monday.", None)
        == "4 March 2024"
    )
    text = "A photograph is dated June 24, 2019. The plane left on June 26."
    assert told(text, "The plane left on June 26.", None) == "26 June 2019"


def test_without_any_sign_only_the_opening_is_of_the_day_of_publication() -> None:
    text = "The mill has shut. Nobody was hurt."
    assert told(text, "The mill has shut.", lead=True) == "7 March 2024"
    assert told(text, "Nobody was hurt.") is None


def test_a_part_of_a_larger_number_counts_no_days() -> None:
    assert [one.shown for one in event_days("The lamp has burnt since it was lit 10,353 days ago.", "2023-10-20")] == []


def test_the_past_summer_is_the_one_that_was_last() -> None:
    assert days("She left the mill this past summer.", "2023-12-13") == [("2023-06-01", "2023-08-31")]
    assert days("She left the mill this past summer.", "2023-05-13") == [("2022-06-01", "2022-08-31")]


def test_months_that_come_every_year_are_no_days_of_the_story() -> None:
    assert days("Boats crowd the bay in June and July.", "2023-11-17") == []
    assert days("The yard was shut in June and July.", "2023-11-17") != []


def test_a_first_name_is_no_month() -> None:
    assert days("He called on April Orsk, or on her brother.", "2023-10-20") == []
    assert days("In April Orsk called on him.", "2023-10-20") == [("2023-04-01", "2023-04-30")]


def test_a_month_of_a_year_that_stands_elsewhere_has_no_day_here() -> None:
    assert days("That June, they sold the yard.", "2023-10-18") == []
    assert days("In February of that year she became the harbour master.", "2023-10-20") == []
    assert days("He was born on March 28 in a lighthouse.", "2023-10-20") == []


def test_years_since_something_put_it_so_many_years_back() -> None:
    assert days("It is 30 years since the yard burnt.", "2023-11-27") == [("1993-01-01", "1993-12-31")]
    assert days("She lived there in the 30 years since the fire.", "2023-11-27") == []


def test_the_day_of_a_balance_is_not_that_of_the_news() -> None:
    assert (
        told(
            "The mill owed 9 million crowns as of March 3, 2024.", "The mill owed 9 million crowns as of March 3, 2024."
        )
        is None
    )


def test_what_goes_on_from_what_was_long_over_is_of_long_ago() -> None:
    text = "It is 30 years since the yard burnt. The crew came too late. The yard is shut. A wall fell."
    article = Article(id="a", text=text, outlet="Lakeside Courier", published="2023-11-27")

    def long_ago(sentence: str) -> bool:
        at = text.index(sentence)
        return is_background(Evidence(1, article, at, at + len(sentence), (), 0.5))

    assert long_ago("The crew came too late.")
    assert not long_ago("The yard is shut.")
    assert not long_ago("A wall fell.")


def test_what_did_not_happen_today_and_somebody_s_own_today_have_no_day() -> None:
    assert days("The change did not happen today.", "2024-03-07") == []
    page = "March 4\n\nThe port fell silent.\n\nWe are sad about what the port did today."

    assert told(page, "We are sad about what the port did today.") != "4 March 2024"


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The sale would be announced with the figures on May 4.", ("2023-05-04", "2023-05-04")),
        ("Under the deal he will pay a fine, according to a filing from Monday.", ("2023-10-02", "2023-10-02")),
        ("The fleet lost money in the six months to the end of March.", None),
        ("Today, the port of Ellery is one of the largest on the coast.", None),
        ("They met during the firm's last days.", None),
        ("After he tried to run away in July, the gate was locked.", ("2023-07-01", "2023-07-31")),
    ],
)
def test_a_day_of_a_plan_of_then_a_text_a_balance_or_these_times_is_read_as_such(
    sentence: str, days: tuple[str, str] | None
) -> None:
    found = event_days(sentence, "2023-10-03")
    found = [one for one in found if not names_event(sentence, one.span)]

    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == ([days] if days else [])
