"""The parts of a briefing alone: days, grouping, wording, the tab."""

from __future__ import annotations

import pytest

from assistant.briefing.choose import _leaves_open
from assistant.briefing.group import Stated, group
from assistant.briefing.when import when
from assistant.briefing.wording import clean, marks, runs
from assistant.page.briefing import progress_html
from assistant.types import Article, Attribution, Evidence


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
    assert _leaves_open(text) is is_open


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
