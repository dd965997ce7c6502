"""Who speaks in interviews and transcripts, by the labels of their paragraphs."""

from __future__ import annotations

import pytest

from assistant.attribution.ladders import ladders
from assistant.language.sentences import sentence_spans


def _speakers(text: str) -> dict[str, list[str]]:
    spans = sentence_spans(text)
    told = zip(spans, ladders(text, "Orsova Post", spans), strict=True)
    return {text[start:end]: [rung.name for rung in ladder[1:]] for (start, end), ladder in told}


def test_the_answers_of_an_interview_are_the_guests_and_the_questions_nobodys() -> None:
    told = _speakers(
        "Ilie Banu led the harbour until May. We met him in his garden.\n\n"
        "Q: Did the company pour 40 tonnes into the river?\n\nA: Never. It was 14 tonnes.\n\nQ: Why?\n\n"
        "A: Nobody asked."
    )

    assert told["Q: Did the company pour 40 tonnes into the river?"] == []
    assert [told[one] for one in ("A: Never.", "It was 14 tonnes.", "A: Nobody asked.")] == [["Ilie Banu"]] * 3


def test_a_speaker_of_a_transcript_is_named_by_the_label_of_the_paragraph() -> None:
    told = _speakers(
        "The council met with Anna Berg in the chair.\n\nANNA BERG: The first matter is the bridge. It is old.\n\n"
        "JAN KOS: I say close it.\n\nANNA BERG: We will vote.\n\nThe vote was put off."
    )

    assert [told[one] for one in ("It is old.", "JAN KOS: I say close it.", "The vote was put off.")] == [
        ["Anna Berg"],
        ["Jan Kos"],
        [],
    ]


def test_a_label_may_have_a_clock_and_a_role_and_stands_for_the_full_name() -> None:
    told = _speakers(
        "We spoke to Mira Holt about the mill.\n\n[00:12] HOLT (mayor of Kresk): The mill will not reopen.\n\n"
        "[00:40] JON PIKE, UNION LEADER: That is wrong.\n\n[01:02] HOLT: We have no money for it."
    )

    assert list(told.values()) == [[], ["Mira Holt"], ["Jon Pike"], ["Mira Holt"]]


def test_what_an_outlet_asks_in_its_own_interview_is_said_by_nobody() -> None:
    text = (
        "Quay Review: Will it reopen?\n\nHolt: We have no money for it.\n\nQuay Review: And the dam?\n\nHolt: It holds."
    )
    found = ladders(text, "The Quay Review", sentence_spans(text))

    assert [[rung.name for rung in one[1:]] for one in found] == [[], ["Holt"], [], ["Holt"]]


TALK = (
    "Jan Kos met Mira Holt on stage. Ada Vold asked too.\n\nJan Kos: I hear you will close it?\n\n"
    "MH: We will, if we must.\n\nAda Vold: I am from the mill. What of us?\n\nIt is our life.\n\n"
    "MH: You will be paid.\n\nZQ: I doubt it.\n\nJK: We must stop here. Thank you."
)


def test_a_label_holds_until_the_next_and_initials_are_the_one_person_who_has_them() -> None:
    assert list(_speakers(TALK).values()) == [
        [],
        [],
        [],
        ["Mira Holt"],
        ["Ada Vold"],
        ["Ada Vold"],
        ["Ada Vold"],
        ["Mira Holt"],
        [],
        ["Jan Kos"],
        ["Jan Kos"],
    ]


def test_what_leads_up_to_a_question_is_no_statement_of_who_asks_it() -> None:
    told = _speakers(
        "ANNA BERG: You have me looking up the Kestrel Nine, Tom. What is it?\n\nTOM HOLT: We call our boat that.\n\n"
        "ANNA BERG: I see that you like it.\n\nTOM HOLT: We do. You know me?"
    )

    assert told["ANNA BERG: You have me looking up the Kestrel Nine, Tom."] == []
    assert told["ANNA BERG: I see that you like it."] == ["Anna Berg"]
    assert told["TOM HOLT: We do."] == ["Tom Holt"]


def test_initials_that_two_people_have_are_nobody_s() -> None:
    told = _speakers(TALK.replace("Ada Vold asked too.", "Ada Vold and Marc Hale asked too."))

    assert told["MH: You will be paid."] == []


def test_a_heading_that_comes_again_is_no_speaker() -> None:
    text = "The guide is here.\n\nPerks: You get a boat, and we like it.\n\nIt is red.\n\nPerks: You get my nets."

    assert not any(_speakers(text).values())


def test_labels_of_notes_are_no_speakers() -> None:
    told = _speakers("The dam held.\n\nCorrection: It held on Monday.\n\nCorrection: The mayor is Ana Reyes.")

    assert told["Correction: It held on Monday."] == []


@pytest.mark.parametrize(
    "text",
    [
        "The dam held.\n\nOFFICIAL: Nobody was hurt.\n\nAn official told us.\n\nOFFICIAL: We are glad.",
        "The dam held.\n\nBERG: Why we forgot the river\n\nIt rained.\n\nBERG: What you can do\n\nIt rained again.",
        "Form guide.\n\nHOLT: Has scored in 4 of 5.\n\nPIKE: Missed his last 3.\n\nHOLT: Rests his left foot.",
    ],
)
def test_capitals_before_a_colon_are_no_speaker_of_a_word_a_headline_or_a_column(text: str) -> None:
    assert [some for some in _speakers(text).values() if some and some != ["an official"]] == []
