"""What counts as a report of the same, what is only related, and what leads: over sentences written for these tests."""

from __future__ import annotations

import pytest

from assistant.briefing.compose import Composer
from assistant.briefing.corroboration import Corroboration, is_prospective
from assistant.briefing.events import events
from assistant.briefing.group import group, needs_context
from assistant.briefing.sections.timeline import timeline
from assistant.briefing.sections.unknown import derived_points
from assistant.briefing.sections.voices import Speakers
from assistant.briefing.wording import citation_marks, tail
from assistant.types import Article, Attribution, Evidence


def piece(key: int, text: str, outlet: str, published: str | None = None, speaker: str = "") -> Evidence:
    """A sentence that is a whole article, in the mouth of a speaker where one is named."""
    found = Article(id=f"a{key}", text=text, outlet=outlet, published=published)
    below = (Attribution(speaker, "person"),) if speaker else ()
    return Evidence(key, found, 0, len(text), (Attribution(outlet, "outlet"), *below), 0.5)


def borne_out(claim: str, other: str, *beside: str) -> bool:
    """Whether the other sentence bears the claim out, in a briefing that holds more sentences."""
    sentences = [piece(at, text, f"outlet {at}") for at, text in enumerate((claim, other, *beside), 1)]
    return Corroboration(sentences).supports(sentences[0], sentences[1])


TRIAL = "Ilse Marn, the owner of the Torvald mill, is on trial for fraud and perjury over the river."
GUILTY = "Ilse Marn, the owner of the Torvald mill, has been found guilty of fraud and perjury over the river."


def test_who_is_on_trial_was_not_found_guilty() -> None:
    assert not borne_out(GUILTY, TRIAL)
    assert not borne_out(TRIAL, GUILTY)


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        (GUILTY, "A court found Ilse Marn guilty of fraud and perjury over the river on Friday."),
        ("The council closed the bridge.", "After rust was found, the council closed the old bridge to all."),
        ("The mill dumped dye in the river, an owner said.", "For years the mill dumped dye in the river of an owner."),
    ],
)
def test_a_sentence_that_tells_all_that_is_new_in_a_claim_bears_it_out(claim: str, other: str) -> None:
    assert borne_out(claim, other)


def test_a_sentence_that_tells_less_does_not_bear_out_one_that_tells_more() -> None:
    less, more = (
        "The council closed the bridge.",
        "The council closed the bridge, fined its builder and sued the state.",
    )

    assert borne_out(less, more)
    assert not borne_out(more, less)


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("On Monday Anna Berg resigned as head of the port.", "On Monday Jon Falk resigned as head of the port."),
        ("The port was closed to ships, boats and rafts.", "The port was open to ships, boats and rafts of all kinds."),
        ("The fire at the port killed 12 people.", "The fire at the port killed people."),
        ("The port was closed to ships of the line.", "The port may be closed to ships of the line."),
        ("“What was said at the port.”", "Something else entirely was told at the harbour."),
    ],
)
def test_another_person_a_missing_figure_and_a_plan_bear_nothing_out(claim: str, other: str) -> None:
    assert not borne_out(claim, other, "Then Anna Berg met Jon Falk.")


def test_only_what_bears_a_claim_out_is_counted_among_its_origins() -> None:
    sentences = [
        piece(1, GUILTY, "Lakeside Courier", "2022-06-03"),
        piece(2, TRIAL, "Northern Dispatch", "2022-05-02"),
        piece(3, TRIAL, "Sporting Eye", "2022-05-03"),
    ]

    claim = group(sentences, None).claims[0]

    assert claim.lead.key == 1
    assert [one.key for one in claim.members] == [1]
    assert {one.key for one in claim.related} == {2, 3}
    assert len(claim.origins) == 1


def test_related_sentences_are_marked_apart_and_add_no_report() -> None:
    sentences = [piece(1, GUILTY, "Lakeside Courier"), piece(2, TRIAL, "Northern Dispatch")]
    composer = Composer(sentences, ())

    line = composer.quote(sentences[:1], "report", sentences[1:])

    assert (line.citations, line.related) == ((1,), (2,))
    assert citation_marks(line.citations, line.related) == "[1] (see also [2])"
    assert tail(line) == ""
    assert [row.stance for row in composer.ledger()] == ["carries", "related"]


def test_two_outlets_that_say_the_same_are_two_reports_of_it() -> None:
    sentences = [piece(1, GUILTY, "Lakeside Courier"), piece(2, GUILTY.replace("has been", "was"), "Northern Dispatch")]
    composer = Composer(sentences, ())

    line = composer.line(group(sentences, None).claims[0], "report")

    assert len(line.citations) == 2
    assert tail(line).startswith("2 reports of this")


def test_what_an_older_article_expects_does_not_lead_once_a_later_one_tells_of_it() -> None:
    sentences = [
        piece(
            1, "The valley team must win on Sunday if it is to stay in the harbour cup this season.", "A", "2022-05-01"
        ),
        piece(2, "The valley team lost and went out of the harbour cup this season on Sunday.", "B", "2022-05-08"),
    ]

    assert group(sentences, None).claims[0].lead.key == 2
    assert is_prospective(sentences[0].quote)
    assert not is_prospective(sentences[1].quote)


def test_a_name_with_an_aside_says_nothing_alone() -> None:
    assert needs_context("Ana Prieto, the director of the mill and a neighbour.")
    assert needs_context("He owned it.")
    assert not needs_context("Ana Prieto, the director of the mill, resigned on Friday.")


def test_a_happening_is_what_two_outlets_put_on_one_day() -> None:
    sentences = [
        piece(1, "The Torvald mill went bankrupt on 3 June 2022.", "Lakeside Courier", "2022-09-01"),
        piece(2, "On June 3 the Torvald mill declared itself bankrupt.", "Northern Dispatch", "2022-09-02"),
        piece(3, "The Torvald mill opened a canteen on 9 July 2021.", "Lakeside Courier", "2022-09-01"),
        piece(4, "The Torvald mill went bankrupt, as many mills do.", "Sporting Eye", "2022-09-01"),
    ]

    found = events(group(sentences, None), sentences)

    assert [claim.lead.key for claim in found] == [1]


def test_one_person_is_counted_once_however_he_is_called() -> None:
    text = "Sam Orsk-Falk spoke."
    sentences = [piece(at, text, f"outlet {at}", speaker=name) for at, name in enumerate(
        ("Sam Orsk-Falk", "Orsk-Falk", "SOF", "Sam Orsk-Falk"), 1)]  # fmt: skip

    assert Speakers(sentences).most(3) == (("Sam Orsk-Falk", 4),)


def test_a_surname_of_two_is_his_whose_full_name_the_article_prints() -> None:
    sentences = [
        piece(1, "Anna Berg spoke.", "A", speaker="Anna Berg"),
        piece(2, "Jon Berg spoke.", "B", speaker="Jon Berg"),
        piece(3, "Jon Berg came. Berg spoke.", "C", speaker="Berg"),
        piece(4, "Berg spoke.", "D", speaker="Berg"),
    ]

    assert Speakers(sentences).most(3) == (("Jon Berg", 2),)


def test_who_has_no_name_is_not_among_the_most_quoted() -> None:
    sentences = [piece(at, "It spoke.", "A", speaker=name) for at, name in enumerate(("the company", "Another") * 2, 1)]

    assert Speakers(sentences).most(3) == ()
    assert Speakers(sentences).heard(sentences[0]) == 1


def test_a_number_within_a_name_is_no_figure_that_rests_on_one_origin() -> None:
    sentences = [piece(1, "The Torvald mill filed for Chapter 11 and owes 40 million.", "A", "2022-05-08")]
    composer = Composer(sentences, ())
    line = composer.quote(sentences, "report")

    points = derived_points([line], composer.behind, sentences, "long")

    assert [point.text for point in points if point.kind == "figure"] == [
        "The figure “40 million” rests on one origin only, A:"
    ]


def test_an_undated_claim_of_the_summary_is_listed_on_the_day_it_was_reported() -> None:
    sentences = [piece(1, "The valley team went out of the harbour cup.", "A", "2022-05-08")]
    composer = Composer(sentences, ())
    claim = group(sentences, None).claims[0]

    (entry,) = timeline(composer, [(claim, composer.line(claim, "summary"))], ())

    assert entry.when == "reported 8 May 2022"
    assert entry.first is None
