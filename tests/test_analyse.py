"""What `assistant.language.analyse` promises: the parts of a sentence, each read once."""

from __future__ import annotations

from assistant.language.analyse import analyse
from assistant.language.detect import detect_supported, supported_language
from assistant.language.quotations import quotations, unquoted

SENTENCE = "On 3 May the mill denied that “nearly 900 looms” had stopped, Ilse Brandt said."


def test_a_sentence_is_taken_apart_into_what_it_tells() -> None:
    read = analyse(SENTENCE)

    assert [(one.value, one.bound, one.noun) for one in read.figures] == [(900, "below", "looms")]
    assert [(day.month, day.day) for day in read.days] == [(5, 3)]
    assert [SENTENCE[one.start : one.end] for one in read.quotations] == ["“nearly 900 looms”"]
    assert {"ilse", "brandt"} <= set(read.names)
    assert read.has_denial
    assert not read.has_negation
    assert not read.left_open


def test_a_part_is_read_once_however_often_it_is_asked_for() -> None:
    text = "Some 77 boats lay in the harbour of Orsk that was read for this test."

    assert analyse(text).figures
    assert analyse(text).figures is analyse(text).figures


def test_the_language_of_a_sentence_is_told_by_its_little_words() -> None:
    assert detect_supported("Die Werft hat im Mai nicht mehr als 90 Schiffe gebaut, sagte der Sprecher.") == "de"
    assert detect_supported("The yard built no more than 90 ships in May, the spokesman said.") == "en"
    assert detect_supported("Die Hard was shown in the war museum.") == "en"
    assert detect_supported("Orsk, 4 May") == "en"


def test_an_article_in_a_language_without_word_data_is_read_as_english() -> None:
    assert supported_language("fr", "Le chantier a construit des navires.") == "en"
    assert supported_language("de", "Nordlicht.") == "de"


def test_a_quotation_may_close_with_a_straight_mark_and_open_low_or_turned() -> None:
    for text in ('“It stands," he said.', "„Es steht“, sagte er.", "»Es steht«, sagte er.", "« Il tient », dit-il."):
        (found,) = quotations(text)
        assert found.closed
        assert text[found.end :].lstrip(", ").startswith(("he", "sagte", "dit"))


def test_what_is_quoted_can_be_blanked_without_moving_the_rest() -> None:
    text = "He called “the plan” mad."

    assert unquoted(text) == "He called            mad."
    assert len(unquoted(text)) == len(text)


def test_a_quotation_left_open_ends_with_its_paragraph_where_the_next_opens_one_of_its_own() -> None:
    text = '"It is dear, she said.\n\nBy the guild\'s count it costs 40 crowns. She would "borrow the rest" of it.'

    first, second = quotations(text)

    assert (first.closed, second.closed) == (False, True)
    assert text[second.start : second.end] == '"borrow the rest"'
