"""The parts of a briefing alone: days, grouping, wording, the tab."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.briefing.compose import _is_phrase
from assistant.briefing.coverage import _label
from assistant.briefing.differ import _with_bare_denials
from assistant.briefing.gather import _in_context
from assistant.briefing.group import Stated, group
from assistant.briefing.when import when
from assistant.briefing.wording import clean, marks, runs
from assistant.language.furniture import is_furniture
from assistant.language.untold import says_unknown
from assistant.page.briefing import progress_html
from assistant.types import Article, Attribution, Dispute, Evidence, Side


def piece(key: int, text: str, outlet: str = "Lakeside Courier", published: str | None = None) -> Evidence:
    """A sentence that is a whole article."""
    found = Article(id=f"a{key}", text=text, outlet=outlet, published=published)
    return Evidence(key, found, 0, len(text), (Attribution(outlet, "outlet"),), 0.5)


@pytest.mark.parametrize(
    ("text", "published", "shown", "first"),
    [
        ("The bridge opened on 3 June 2019.", None, "3 June 2019", "2019-06-03"),
        ("The bridge opened on June 3.", "2019-06-10", "3 June 2019 (“June 3”)", "2019-06-03"),
        ("The bridge opened on June 3.", None, "“June 3” (no year printed)", None),
        ("The bridge opened on Monday.", "2019-06-05", "3 June 2019 (“Monday”)", "2019-06-03"),
        ("The bridge opened on Monday.", None, "“Monday” (article undated)", None),
        ("The bridge opened in March 2018, before June 2 2019.", None, "2 June 2019", "2019-06-02"),
    ],
)
def test_a_day_is_resolved_only_as_far_as_the_article_allows(
    text: str, published: str | None, shown: str, first: str | None
) -> None:
    found = when(piece(1, text, published=published))

    assert found is not None
    assert (found.shown, found.first) == (shown, first)


def test_a_sentence_without_a_day_is_no_event() -> None:
    assert when(piece(1, "The bridge is long.", published="2019-06-05")) is None


def test_sentences_of_two_outlets_that_say_the_same_are_one_claim() -> None:
    told = [
        piece(1, "The council closed the old harbour bridge after inspectors found rust."),
        piece(2, "After inspectors found rust, the council closed the old harbour bridge.", "Northern Dispatch"),
        piece(3, "Tickets for the winter fair went on sale.", "Sporting Eye"),
    ]

    claims = group(told, None).claims

    assert [len(claim.members) for claim in claims] == [2, 1]


def test_another_figure_is_another_claim() -> None:
    one, other = (
        piece(1, "The fire killed 12 people in the harbour."),
        piece(2, "The fire killed 19 people in the harbour."),
    )

    assert not Stated.of(one).fits(Stated.of(other))


def test_a_denial_is_another_claim_than_what_it_denies() -> None:
    one = piece(1, "The mill dumped chemicals in the river.")
    other = piece(2, "The mill did not dump chemicals in the river.")

    assert not Stated.of(one).fits(Stated.of(other))


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("It is unclear who gave the order.", True),
        ("The ministry declined to comment on the sale.", True),
        ("It is very clear that we want them out.", False),
        ("The clear water of the lake drew crowds.", False),
    ],
)
def test_only_what_is_said_to_be_unknown_counts_as_open(text: str, is_open: bool) -> None:
    assert says_unknown(text) is is_open


def test_runs_of_citations_are_drawn_together() -> None:
    assert runs([4, 7, 8, 9, 1]) == ["[1]", "[4]", "[7]–[9]"]
    assert marks([3, 5, 6]) == "[3] (also [5], [6])"


def test_marks_that_reorder_text_are_taken_away() -> None:
    assert clean("a\u202eb\x00c") == "abc"


def test_progress_never_becomes_markup() -> None:
    assert "<b>" not in progress_html("<b>reading", 0.5)


def test_the_tab_sets_the_document_out_with_ids_of_its_own() -> None:
    from assistant.briefing.types import Briefing, Receipt
    from assistant.page.briefing import document_html
    from assistant.types import Filters, Usage

    receipt = Receipt("2026-01-02T03:04:05+00:00", "0", "0" * 64, 0, (), "quotes", None, "none", Usage(), 0)
    told = document_html(Briefing("<b>mills</b>", "not_in_corpus", "short", Filters(), receipt, notes=("Nothing.",)))

    assert "&lt;b&gt;mills" in told
    assert "<b>mills" not in told


def sentences(text: str, *rungs: Attribution, outlet: str = "Lakeside Courier") -> list[Evidence]:
    """The sentences of one article, keys from 1, each in the mouth of the rung of its place."""
    found = Article(id=outlet, text=text, outlet=outlet)
    pieces, at = [], 0
    for key, sentence in enumerate(text.split(". "), 1):
        end = at + len(sentence.rstrip(".")) + 1
        ladder = (Attribution(outlet, "outlet"), *rungs[key - 1 : key])
        pieces.append(Evidence(key, found, at, end, ladder, 1.0 if key == 1 else 0.1))
        at = end + 1
    return pieces


def test_a_sentence_that_goes_on_from_one_on_the_topic_is_raised_and_no_other_is() -> None:
    first, second, third = sentences("The mill burned down. Nobody slept there. The mayor likes roses.")
    apart = piece(9, "A fair was held in the valley.", "Sporting Eye")

    raised = _in_context([first, second, third, apart])

    assert [one.score for one in raised[:2]] == pytest.approx([1.0, 0.55])
    assert raised[2].score == third.score
    assert raised[3].score == apart.score


def test_a_paragraph_break_ends_what_goes_on() -> None:
    text = "The mill burned down.\n\nThe mayor likes roses."
    found = Article(id="a", text=text, outlet="Lakeside Courier")
    one, other = Evidence(1, found, 0, 21, (), 1.0), Evidence(2, found, 23, len(text), (), 0.1)

    assert _in_context([one, other])[1].score == 0.1


@pytest.mark.parametrize(
    "text",
    ["Reuters contributed to this report.", "The piece carries the credit “With reporting by the valley desk”."],
)
def test_what_a_page_says_of_its_own_making_is_no_statement(text: str) -> None:
    assert is_furniture(text)


def test_a_sentence_on_a_contribution_is_a_statement() -> None:
    assert not is_furniture("The leak contributed to the death of fish in the river.")


PRIETO = Attribution("Ana Prieto", "person", "said")


def test_a_denial_of_the_report_joins_the_denials_of_what_its_article_reports() -> None:
    claim, denial, more, other = sentences(
        "The mill dumped chemicals in the river. Ana Prieto denied the report as false. "
        "There was no talk of any spill, Prieto said. The fair was no success, Prieto said.",
        Attribution("a foreman", "anonymous", "said"), PRIETO, PRIETO, PRIETO,
    )  # fmt: skip
    earlier = replace(piece(8, "The mill did not dump chemicals.", "Northern Dispatch"), key=8)
    dispute = Dispute("the mill", "denial", (Side("it did", (1,)), Side("it did not", (8,))))

    joined = _with_bare_denials([dispute], [claim, denial, more, other, earlier], [2, 3, 8])

    assert joined[0].sides[1].citations == (8, 2, 3)
    assert joined[0].sides[0] == dispute.sides[0]


def test_a_denial_of_the_report_in_another_article_joins_nothing() -> None:
    claim, denial = piece(1, "The mill dumped chemicals."), piece(2, "Ana Prieto denied the report.", "Sporting Eye")
    earlier = piece(3, "The mill did not dump chemicals.", "Northern Dispatch")
    dispute = Dispute("the mill", "denial", (Side("it did", (1,)), Side("it did not", (3,))))

    assert _with_bare_denials([dispute], [claim, denial, earlier], [2, 3]) == [dispute]


@pytest.mark.parametrize(
    ("matter", "is_phrase"),
    [
        ("mill workers in the valley", True),
        ("inspectors of Torvald", True),
        ("Torvald valley", False),
        ("dumped sealed Torvald in valley", False),
    ],
)
def test_shared_words_are_a_heading_only_where_they_make_a_phrase(matter: str, is_phrase: bool) -> None:
    assert _is_phrase(matter, ["The Torvald mill workers in the valley went home."]) is is_phrase


def test_a_claim_is_known_by_the_first_words_of_what_is_told() -> None:
    told = _label("The regional office said on Monday that two pipes of the Torvald mill were sealed for good and all.")

    assert told == "two pipes of the Torvald mill were sealed for …"


def test_a_dispute_without_a_phrase_is_headed_by_who_is_against_whom() -> None:
    from assistant.briefing.compose import _heading
    from assistant.briefing.types import CardSide

    dispute = Dispute("Different figures: Torvald valley", "number", ())
    sides = [CardSide(f"{who}, via Sporting Eye", ()) for who in ("Ana Prieto", "a foreman", "the council")]

    assert _heading(dispute, sides, []) == "Different figures: Ana Prieto, a foreman and the council"
