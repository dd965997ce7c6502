"""What `assistant.disputes` promises: disagreement is shown with its sides, and only where there is one."""

from __future__ import annotations

import pytest

from assistant.disputes.find import find_disputes
from assistant.types import Article, Attribution, Dispute, Evidence, RungKind
from tests.work import calls_of

ASKED = "How many looms does the Ferrow mill run?"


def told(
    key: int,
    outlet: str,
    text: str,
    *rungs: tuple[str, RungKind],
    day: str | None = "2020-05-05",
    title: str | None = None,
) -> Evidence:
    article = Article(id=f"{outlet} {day} {key}", text=text, outlet=outlet, published=day, title=title)
    ladder = (Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in rungs))
    return Evidence(key, article, 0, len(text), ladder, 1 / key)


def sides_of(dispute: Dispute) -> list[tuple[int, ...]]:
    return sorted(tuple(sorted(side.citations)) for side in dispute.sides)


def test_different_figures_for_one_thing_are_a_dispute_of_numbers() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms, its owner said.", ("its owner", "person")),
        told(
            2,
            "Warp News",
            "A few dozen looms are run by the Ferrow mill, the union said.",
            ("the union", "organisation"),
        ),
    ]

    (dispute,) = find_disputes(evidence, ASKED)

    assert (dispute.kind, sides_of(dispute)) == ("number", [(1,), (2,)])


def test_each_side_names_who_says_it_where_and_when_in_exact_words() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms, its owner said.", ("its owner", "person")),
        told(2, "Warp News", "The Ferrow mill runs 40 looms, the union said.", ("the union", "organisation"), day=None),
    ]

    (dispute,) = find_disputes(evidence, ASKED)

    assert (
        dispute.sides[0].claim
        == "its owner, via Weft Post (2020-05-05): “The Ferrow mill runs 900 looms, its owner said.”"
    )
    assert dispute.sides[1].claim.startswith("the union, via Warp News: “The Ferrow mill runs 40 looms")


def test_claims_that_agree_stand_on_one_side() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        told(2, "Warp News", "The Ferrow mill runs 40 looms."),
        told(3, "Yarn Daily", "Some 900 looms run in the Ferrow mill."),
    ]

    (dispute,) = find_disputes(evidence, ASKED)

    assert sides_of(dispute) == [(1, 3), (2,)]


def test_a_denial_stands_against_what_it_denies() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill sacked forty weavers, a clerk said.", ("a clerk", "anonymous")),
        told(2, "Warp News", "The Ferrow mill denied sacking any weavers.", ("The Ferrow mill", "organisation")),
    ]

    (dispute,) = find_disputes(evidence, "Did the Ferrow mill sack weavers?")

    assert (dispute.kind, sides_of(dispute)) == ("denial", [(1,), (2,)])


def test_a_denial_that_points_back_is_read_by_its_headline() -> None:
    evidence = [
        told(
            1, "Weft Post", "The Ferrow mill has cut its weavers to a handful, a clerk said.", ("a clerk", "anonymous")
        ),
        told(
            2,
            "Warp News",
            "Mayor Ada Noll denied the reports as “absolutely false”.",
            ("Ada Noll", "person"),
            title="Ferrow mill cuts weavers, reports say",
        ),
    ]

    (dispute,) = find_disputes(evidence, "Has the Ferrow mill cut its weavers?")

    assert (dispute.kind, sides_of(dispute)) == ("denial", [(1,), (2,)])


def test_a_denial_of_another_matter_is_no_dispute() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        told(
            2, "Warp News", "The owner of the Ferrow mill denied that he had bribed a judge.", ("The owner", "person")
        ),
    ]

    assert find_disputes(evidence, ASKED) == []


def test_a_later_count_replaces_an_earlier_one() -> None:
    evidence = [
        told(1, "Weft Post", "At least 12 people died in the fire at the Ferrow mill.", day="2020-05-01"),
        told(2, "Warp News", "The fire at the Ferrow mill killed 20 people.", day="2020-05-03"),
    ]

    (dispute,) = find_disputes(evidence, "How many people died in the fire at the Ferrow mill?")

    assert dispute.kind == "superseded"


def test_different_weekdays_of_one_report_are_a_dispute_of_dates() -> None:
    paper: tuple[str, RungKind] = ("The Loom", "outlet")
    evidence = [
        told(1, "Weft Post", "The Ferrow mill burned coal in secret, The Loom reported on Sunday.", paper),
        told(2, "Warp News", "In a report on Monday The Loom said the Ferrow mill burned coal in secret.", paper),
    ]

    (dispute,) = find_disputes(evidence, "When was the report on coal at the Ferrow mill published?")

    assert dispute.kind == "date"


def test_done_in_one_retelling_and_to_come_in_another_is_a_dispute() -> None:
    paper: tuple[str, RungKind] = ("The Loom", "outlet")
    evidence = [
        told(1, "Weft Post", "The Ferrow mill has cut its weavers, The Loom reported.", paper),
        told(2, "Warp News", "The Ferrow mill would cut its weavers, The Loom reported.", paper, day=None),
    ]

    (dispute,) = find_disputes(evidence, "Has the Ferrow mill cut its weavers?")

    assert dispute.kind == "date"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("About 1,000 looms run in the Ferrow mill.", "The Ferrow mill runs 1,003 looms."),
        ("Dozens of looms run in the Ferrow mill.", "The Ferrow mill runs 48 looms."),
        ("The Ferrow mill runs 900 looms.", "The looms of the Ferrow mill are old, neighbours say."),
        (
            "The Ferrow mill ran 900 looms in the season of 1911.",
            "In the season of 1921 the Ferrow mill ran 300 looms.",
        ),
        ("The Ferrow mill runs 900 looms in Leeds.", "The Ferrow mill runs 80 looms in York."),
    ],
)
def test_compatible_or_separate_accounts_are_no_dispute(one: str, other: str) -> None:
    assert find_disputes([told(1, "Weft Post", one), told(2, "Warp News", other)], ASKED) == []


def test_one_voice_does_not_dispute_with_itself() -> None:
    owner: tuple[str, RungKind] = ("Ida Ferrow", "person")
    text = "The Ferrow mill runs 900 looms, Ida Ferrow said. The Ferrow mill runs 40 looms by night, she said."
    article = Article(id="a", text=text, outlet="Weft Post", published="2020-05-05")
    ladder = (Attribution("Weft Post", "outlet"), Attribution(*owner, "said"))
    cut = text.index(" The Ferrow mill runs 40")

    evidence = [Evidence(1, article, 0, cut, ladder), Evidence(2, article, cut + 1, len(text), ladder)]

    assert find_disputes(evidence, ASKED) == []


def test_a_dispute_that_does_not_bear_on_the_question_is_left_out() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        told(2, "Warp News", "The Ferrow mill runs 40 looms."),
    ]

    assert find_disputes(evidence, "Who wrote the anthem of Peru?") == []


@pytest.mark.parametrize("text", ["", "“", "\"'“‘", "DENIED!", "no " * 5000, "ne… никогда", "No. 1"])
def test_odd_sentences_do_not_stop_the_search(text: str) -> None:
    evidence = [told(1, "Weft Post", text), told(2, "Warp News", "The Ferrow mill runs 40 looms.")]

    assert find_disputes(evidence, ASKED) == []


def test_one_matter_told_in_many_sentences_is_one_dispute() -> None:
    paper: tuple[str, RungKind] = ("The Loom", "outlet")
    evidence = [
        told(1, "Weft Post", "The Ferrow mill has cut its weavers to a handful, The Loom reported.", paper),
        told(2, "Warp News", "The Ferrow mill sacked most of its weavers, The Loom wrote.", paper),
        told(3, "Yarn Daily", "The Ferrow mill denied that it had cut its weavers.", ("Ferrow mill", "organisation")),
        told(
            4,
            "Warp News",
            "There is no question of any cuts of weavers at the Ferrow mill, it said.",
            ("Ferrow mill's press service", "organisation"),
        ),
    ]

    denials = [d for d in find_disputes(evidence, "Has the Ferrow mill cut its weavers?") if d.kind == "denial"]

    assert len(denials) == 1
    assert {3, 4} <= set(denials[0].sides[1].citations)


def test_two_unnamed_sources_of_one_report_do_not_oppose_each_other() -> None:
    paper: tuple[str, RungKind] = ("The Loom", "outlet")
    evidence = [
        told(
            1, "Weft Post", "The Ferrow mill will leave Leeds, a clerk told The Loom.", paper, ("a clerk", "anonymous")
        ),
        told(2, "Warp News", "The Ferrow mill will stay in Leeds, The Loom said.", paper, ("a guard", "anonymous")),
    ]

    assert [d for d in find_disputes(evidence, "Will the Ferrow mill leave Leeds?") if d.kind == "denial"] == []


def test_a_side_shows_three_sentences_at_most() -> None:
    evidence = [told(n, f"Paper {n}", "The Ferrow mill runs 900 looms, a clerk said.") for n in range(1, 7)]
    evidence.append(told(7, "Warp News", "The Ferrow mill runs 40 looms, the union said."))

    (dispute,) = find_disputes(evidence, ASKED)

    assert max(len(side.citations) for side in dispute.sides) == 3


def test_a_question_for_a_number_gets_no_dispute_on_something_else() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        told(
            2,
            "Warp News",
            "The Ferrow mill will leave Leeds, its looms and all, a clerk said.",
            ("a clerk", "anonymous"),
        ),
        told(3, "Yarn Daily", "The Ferrow mill denied that it will leave Leeds.", ("Ferrow mill", "organisation")),
    ]

    assert find_disputes(evidence, ASKED) == []


def test_what_a_question_offers_is_looked_for_on_both_sides() -> None:
    evidence = [
        told(1, "Weft Post", "Ida Ferrow called herself interim keeper of the mill."),
        told(2, "Warp News", "Ida Ferrow, who called herself acting keeper, locked the mill."),
    ]

    (dispute,) = find_disputes(evidence, "Did Ida Ferrow call herself interim keeper or acting keeper?")

    assert sides_of(dispute) == [(1,), (2,)]


def test_a_question_for_what_one_outlet_says_gets_no_dispute() -> None:
    evidence = [
        told(1, "Weft Post", "The Ferrow mill runs 900 looms."),
        told(2, "Warp News", "The Ferrow mill runs 40 looms."),
    ]

    assert find_disputes(evidence, "What does the Weft Post say about the looms of the Ferrow mill?") == []


def test_different_makers_of_one_work_are_all_shown() -> None:
    evidence = [
        told(1, "Weft Post", "Loomsong is an album by the singer Ada Noll."),
        told(2, "Warp News", "Loomsong is the second album by Peter Ferrow."),
        told(3, "Yarn Daily", "Loomsong, an album by Ada Noll, sold well."),
    ]

    (dispute,) = find_disputes(evidence, "Who is the artist of the album Loomsong?")

    assert sides_of(dispute) == [(1, 3), (2,)]


def test_a_heading_is_a_short_phrase_without_outlets() -> None:
    evidence = [
        told(1, "Weft Post", "Weft Post has learnt that 900 weavers work in the Ferrow mill in Leeds."),
        told(2, "Warp News", "Only 40 weavers work in the Ferrow mill in Leeds."),
    ]

    (dispute,) = find_disputes(evidence, "How many weavers work in the Ferrow mill in Leeds?")

    assert dispute.about == "Different figures: Ferrow mill in Leeds"


@pytest.mark.parametrize(
    ("first", "second", "question", "kind"),
    [
        (
            "The recall covers 12 tonnes of cheese.",
            "Four tonnes of cheese were called back, owner Jonas Halvard says, and not twelve.",
            "How much cheese was recalled?",
            "number",
        ),
        (
            "Two of the patients in Velm have died of the infection, the board said.",
            "Nobody in Velm has died of the infection, two doctors said.",
            "Did anybody in Velm die of the infection?",
            "denial",
        ),
        (
            "The alarm was switched off from inside the museum.",
            "The alarm of the museum was cut from outside.",
            "Was the museum's alarm switched off from inside?",
            "denial",
        ),
    ],
)
def test_accounts_that_exclude_each_other_are_set_side_by_side(
    first: str, second: str, question: str, kind: str
) -> None:
    disputes = find_disputes([told(1, "Weft Post", first), told(2, "Warp News", second)], question)

    assert [dispute.kind for dispute in disputes] == [kind]


@pytest.mark.parametrize(
    ("first", "second", "question"),
    [
        (
            "The clock vanished from the museum in the night to Saturday, the police said.",
            "The police no longer treat the case of the clock as a theft.",
            "From which year is the clock of the museum?",
        ),
        (
            "The office closed the Aul Crossing on Thursday, it said.",
            "The office will keep the Aul Crossing closed until October.",
            "When did the office close the Aul Crossing?",
        ),
    ],
)
def test_an_end_and_a_later_word_on_another_matter_are_no_dispute(first: str, second: str, question: str) -> None:
    evidence = [told(1, "Weft Post", first, day="2022-03-01"), told(2, "Warp News", second, day="2022-03-20")]

    assert find_disputes(evidence, question) == []


def test_nothing_in_nothing_out() -> None:
    assert find_disputes([], ASKED) == []


def test_no_more_than_sixty_sentences_are_compared() -> None:
    def work(count: int) -> int:
        evidence = [
            told(n, f"Paper {n}", f"The Ferrow mill runs {n * 100} looms, clerk {n} said.") for n in range(1, count)
        ]
        return calls_of(lambda: find_disputes(evidence, ASKED))

    work(10)  # fills the caches of word lists

    assert work(240) < 1.1 * work(120)
