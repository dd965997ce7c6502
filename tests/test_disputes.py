"""What `assistant.disputes` promises: only what is certain is called a dispute."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.disputes.candidates import candidate_pairs
from assistant.disputes.find import compare_accounts, find_disputes
from assistant.index.embedder import Vector
from assistant.types import Article, Attribution, Dispute, Evidence, RungKind

ASKED = "How many looms does the Ferrow mill run?"


def quote(
    key: int,
    outlet: str,
    text: str,
    *rungs: tuple[str, RungKind],
    day: str | None = "2020-05-05",
    title: str | None = None,
    before: str = "",
) -> Evidence:
    article = Article(id=f"{outlet} {day} {key}", text=before + text, outlet=outlet, published=day, title=title)
    ladder = (Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in rungs))
    return Evidence(key, article, len(before), len(before) + len(text), ladder, 1 / key)


def sides_of(dispute: Dispute) -> list[tuple[int, ...]]:
    return sorted(tuple(sorted(side.citations)) for side in dispute.sides)


def kinds(first: str, second: str, question: str = "", days: Sequence[str] = ("2020-05-05", "2020-05-05")) -> list[str]:
    one, other = quote(1, "Weft Post", first, day=days[0]), quote(2, "Warp News", second, day=days[1])
    return [dispute.kind for dispute in find_disputes([one, other], question)]


class NamesAlone:
    """An embedder for which all texts mean the same."""

    name = "alike"

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [[1.0] for _ in texts]

    def embed_query(self, text: str) -> Vector:
        return [1.0]


# ---- figures and days


def test_different_figures_for_one_thing_are_a_dispute_of_numbers() -> None:
    first = "The Ferrow mill runs 900 looms, its owner said."
    second = "Only 40 looms run at the Ferrow mill."

    assert kinds(first, second, ASKED) == ["number"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Ferrow mill runs 900 looms.", "The Ferrow mill runs nearly 900 looms."),
        ("The Ferrow mill burned 1,600 hectares of reed.", "The Ferrow mill burned 4,000 acres of reed."),
        ("The Ferrow mill runs 900 looms.", "The Ferrow mill sold 40 looms."),
        ("The Ferrow mill runs 900 looms.", "The Ferrow mill has 40 weavers."),
        ("The Ferrow mill runs 900 looms.", "The Dunmore mill runs 40 looms."),
        ("The Ferrow mill ran 900 looms in 2012.", "The Ferrow mill ran 40 looms in 1950."),
        ("The Ferrow mill pays 900 pounds a month.", "The Ferrow mill pays 40 pounds a week."),
        (
            "Five weavers died in the fire at the Ferrow mill.",
            "Sixty weavers were hurt in the fire at the Ferrow mill.",
        ),
        ("Of the Ferrow weavers 62 percent own a loom.", "45 percent of the Ferrow weavers, by one count, drink."),
        ("Cloth from the Ferrow mill rose 9 percent.", "Wool from the Ferrow mill rose 4 percent."),
    ],
    ids=[
        "hedged",
        "converted",
        "other event",
        "other thing",
        "other mill",
        "other year",
        "other rate",
        "harm",
        "share",
        "goods",
    ],
)
def test_figures_of_another_thing_scope_or_time_are_no_dispute(first: str, second: str) -> None:
    assert kinds(first, second) == []


@pytest.mark.parametrize(
    "other",
    ["The Ferrow mill owes 12 crowns per loom.", "The Ferrow mill owes a fee of 12 crowns."],
    ids=["rate", "order"],
)
def test_sums_of_another_rate_or_order_are_no_dispute_however_alike_their_sentences(other: str) -> None:
    owes = quote(1, "Weft Post", "The Ferrow mill owes 400 million crowns.")
    lower = quote(3, "Warp News", "The Ferrow mill owes a fee of 90 million crowns.")

    assert find_disputes([owes, quote(2, "Warp News", other)], "", NamesAlone()) == []
    assert [one.kind for one in find_disputes([owes, lower], "", NamesAlone())] == ["number"]


def test_a_higher_count_of_a_later_day_is_no_dispute_and_a_lower_one_is() -> None:
    low, high = "The Ferrow fire killed 12 weavers.", "The Ferrow fire killed 31 weavers."

    assert kinds(low, high, days=("2020-05-05", "2020-05-07")) == []
    assert kinds(high, low, days=("2020-05-05", "2020-05-07")) == ["number"]


def test_a_figure_that_a_later_account_corrects_is_superseded() -> None:
    first = "The growth of Norrmark in the spring was 2.1 percent, the bureau said."
    second = "The bureau revised the growth of Norrmark in the spring to 1.4 percent."

    assert kinds(first, second, days=("2020-05-05", "2020-06-20")) == ["superseded"]


def test_figures_that_agree_are_noted_as_agreement() -> None:
    evidence = [
        quote(1, "Weft Post", "The Ferrow moor burned on 1,600 hectares."),
        quote(2, "Warp News", "The Ferrow moor burned on 4,000 acres."),
    ]

    found = compare_accounts(evidence, "")

    assert found.agreements({1, 2}) == [
        "These agree: “1,600 hectares” (Weft Post, 2020-05-05), “4,000 acres” (Warp News, 2020-05-05)."
    ]
    assert found.agreements({1}) == []


def test_sums_of_sentences_that_mean_the_same_are_of_one_thing() -> None:
    evidence = [
        quote(1, "Weft Post", "The owners spent $200 million to acquire the Ferrow mill."),
        quote(2, "Warp News", "Ferrow cost its new masters about $45 million."),
    ]

    assert find_disputes(evidence, "") == []
    assert [dispute.kind for dispute in find_disputes(evidence, "", NamesAlone())] == ["number"]


def test_different_days_of_one_event_are_a_dispute_only_where_all_else_is_the_same() -> None:
    assert kinds("The ferry Calder sank on Friday.", "The ferry Calder sank on Saturday.") == ["date"]
    assert kinds("The ferry Calder sank on Friday.", "Divers reached the ferry Calder on Saturday.") == []
    assert (
        kinds("The envoy came to Karun in March.", "The envoy came to Karun in May.", days=("2020-03-09", "2020-06-01"))
        == []
    )


# ---- denials


@pytest.mark.parametrize(
    "denial",
    [
        "The Ferrow mill denied that it would sack its weavers.",
        "The Ferrow mill rejected claims that it would sack its weavers.",
        "It is not true that the Ferrow mill will sack its weavers, its owner said.",
        "“We will not sack our weavers,” a clerk of the Ferrow mill said.",
        "Reports that the Ferrow mill would sack its weavers are baseless, its owner said.",
    ],
)
def test_a_denial_is_set_against_what_it_denies(denial: str) -> None:
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill will sack its weavers, two foremen said."),
        quote(2, "Warp News", denial),
    ]

    (dispute,) = find_disputes(evidence, "Will the Ferrow mill sack its weavers?")

    assert (dispute.kind, [side.citations for side in dispute.sides]) == ("denial", [(1,), (2,)])


def test_a_denial_of_the_very_figure_stands_against_it_in_whatever_words() -> None:
    claim = "The Ferrow mill would shrink from around 1,000 weavers to a handful, a clerk said."

    assert kinds(claim, "The Ferrow mill called losing nearly 1,000 people impossible.") == ["denial"]
    assert kinds(claim, "The Ferrow mill called losing nearly 700 people impossible.") == []


def test_a_denial_that_points_back_is_read_by_its_headline() -> None:
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill will sack its weavers, two foremen said."),
        quote(2, "Warp News", "The Ferrow mill denied the report.", title="Ferrow mill to sack weavers, foremen say"),
    ]

    assert [dispute.kind for dispute in find_disputes(evidence, "")] == ["denial"]


@pytest.mark.parametrize(
    "other",
    [
        "The Ferrow mill denied that it had bought wool from Dunmore.",
        "The Ferrow mill did not deny that it would sack its weavers.",
        "The Ferrow mill will not only sack its weavers.",
        "The Ferrow mill may not sack its weavers.",
        "Will the Ferrow mill not sack its weavers?",
        "The keeper denied the Ferrow mill a goal.",
        "The Ferrow mill denied the report.",
    ],
)
def test_what_denies_something_else_or_nothing_is_no_dispute(other: str) -> None:
    assert kinds("The Ferrow mill will sack its weavers, two foremen said.", other) == []


def test_a_denial_of_that_talk_is_not_set_against_somebody_elses_talk() -> None:
    evidence = [
        quote(1, "Weft Post", "He said that Ada Ferrow remembered their talk well."),
        quote(2, "Warp News", "In court, Ada Ferrow denied that talk.", before="Bo Lund told Ada Ferrow of the fire. "),
    ]

    assert find_disputes(evidence, "") == []


def test_a_negation_is_held_against_more_than_a_name_and_a_word_of_one_root() -> None:
    claim = "The account of Ferrow at Calder is a liquidity pool."
    other = "The account of Ferrow is never liquidated at Calder."

    assert kinds(claim, other) == []


def test_one_voice_does_not_dispute_with_itself() -> None:
    owner: tuple[str, RungKind] = ("Ada Ferrow", "person")
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill runs 900 looms, Ada Ferrow said.", owner),
        quote(2, "Warp News", "The Ferrow mill runs 40 looms, Ada Ferrow said.", owner),
    ]

    assert find_disputes(evidence, ASKED) == []


def test_two_unnamed_sources_of_one_report_do_not_oppose_each_other() -> None:
    paper: tuple[str, RungKind] = ("The Loom", "outlet")
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill runs 900 looms, a clerk said.", paper, ("a clerk", "anonymous")),
        quote(2, "Warp News", "The Ferrow mill runs 40 looms, a guard said.", paper, ("a guard", "anonymous")),
    ]

    assert find_disputes(evidence, ASKED) == []


# ---- what is shown


def test_each_side_names_who_says_it_where_and_when_in_exact_words() -> None:
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill runs 900 looms, its owner said.", ("its owner", "person")),
        quote(
            2, "Warp News", "The Ferrow mill runs 40 looms, the union said.", ("the union", "organisation"), day=None
        ),
    ]

    (dispute,) = find_disputes(evidence, ASKED)

    assert dispute.about == "Different figures: “900 looms” against “40 looms”"
    assert (
        dispute.sides[0].claim
        == "its owner, via Weft Post (2020-05-05): “The Ferrow mill runs 900 looms, its owner said.”"
    )
    assert dispute.sides[1].claim.startswith("the union, via Warp News: “The Ferrow mill runs 40 looms")


def test_each_figure_is_a_side_and_who_agrees_stands_on_it() -> None:
    evidence = [
        quote(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        quote(2, "Warp News", "The Ferrow mill runs 40 looms."),
        quote(3, "Yarn Daily", "The Ferrow mill runs 300 looms."),
        quote(4, "Felt Times", "The Ferrow mill runs some 900 looms."),
    ]

    (dispute,) = find_disputes(evidence, ASKED)

    assert sides_of(dispute) == [(1, 4), (2,), (3,)]


def test_a_side_shows_three_sentences_at_most() -> None:
    evidence = [quote(n, f"Paper {n}", f"The Ferrow mill runs 900 looms, clerk {n} said.") for n in range(1, 7)]
    evidence.append(quote(7, "Warp News", "The Ferrow mill runs 40 looms, the union said."))

    (dispute,) = find_disputes(evidence, ASKED)

    assert max(len(side.citations) for side in dispute.sides) == 3


def test_a_dispute_that_does_not_bear_on_the_question_is_left_out() -> None:
    first, second = "The Ferrow mill runs 900 looms.", "The Ferrow mill runs 40 looms."

    assert kinds(first, second, "Who was mayor of Dunmore in the war?") == []
    assert kinds(first, second, "Who owns the Ferrow mill?") == []


@pytest.mark.parametrize("text", ["", "-", "“”", "900", "!!!", "A" * 5000])
def test_odd_sentences_do_not_stop_the_search(text: str) -> None:
    assert find_disputes([quote(1, "Weft Post", text), quote(2, "Warp News", "It runs 40 looms.")], ASKED) == []


def test_nothing_in_nothing_out() -> None:
    assert find_disputes([], ASKED) == []


@pytest.mark.parametrize(("before", "expected"), [(58, ["number"]), (59, [])])
def test_the_first_sixty_sentences_are_compared_and_no_more(before: int, expected: list[str]) -> None:
    evidence = [quote(n, f"Paper {n}", "Rain fell.") for n in range(1, before + 1)]
    evidence.append(quote(before + 1, "Weft Post", "The Ferrow mill runs 900 looms."))
    evidence.append(quote(before + 2, "Warp News", "The Ferrow mill runs 40 looms."))

    assert [dispute.kind for dispute in find_disputes(evidence, ASKED)] == expected


# ---- what a model is asked about


def test_candidate_pairs_are_of_another_voice_on_the_same_topic_the_certain_first() -> None:
    answer = quote(1, "Weft Post", "The Ferrow mill runs 900 looms.")
    shown = [
        answer,
        quote(2, "Weft Post", "The Ferrow mill runs its looms by night."),
        quote(3, "Yarn Daily", "The looms of the Ferrow mill are run by boys."),
        quote(4, "Warp News", "The Ferrow mill runs 40 looms."),
        quote(5, "Felt Times", "Rain fell on Dunmore."),
    ]

    assert [(one.key, other.key) for one, other in candidate_pairs([answer], shown, None)] == [(1, 4), (1, 3)]
