"""Who speaks in a draft and in the article: holds `assistant.checking.attribution_check`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checked_texts import article, piece

from assistant.checking.attribution_check import dropped_attribution, other_speaker, own_ladder
from assistant.types import Attribution, Evidence, RungKind

SOLBERG = piece("“We will open one lane,” Marit Solberg said.", ("Marit Solberg", "person"))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("“We will open one lane,” Nils Dahl said.", ("Nils Dahl", "Marit Solberg")),
        ("“We will open one lane,” Marit Solberg said.", None),
        ("“We will open one lane,” Solberg said.", None),
        ("“We will open one lane,” the mayor said.", None),
        ("“We will open one lane.”", None),
    ],
)
def test_a_quotation_given_to_somebody_else_is_found(text: str, other: tuple[str, str] | None) -> None:
    assert other_speaker(text, SOLBERG) == other


@pytest.mark.parametrize(
    ("claimed", "rungs"),
    [
        ("Nils Dahl", [("the mayor", "person")]),
        ("Nils Dahl", [("Orvik Council", "organisation")]),
        ("Nils Dahl", []),
        ("Nils Dahl", [("Marit Solberg", "person"), ("Nils Dahl", "person")]),
        ("the Orvik Council", [("Marit Solberg", "person")]),
        ("Solberg", [("Marit Solberg", "person")]),
        ("Marit Solberg", [("Marit Solberg", "person")]),
    ],
)
def test_speakers_are_two_people_only_where_both_are_named_in_full(
    claimed: str, rungs: list[tuple[str, RungKind]]
) -> None:
    quoted = piece("“We will open one lane.” So it was.", *rungs)

    assert other_speaker(f"“We will open one lane,” {claimed} said.", quoted) is None


def test_who_is_named_near_a_quotation_may_be_its_speaker_unless_another_stands_right_behind_it() -> None:
    quotation = "“We will open one lane.” So it was."

    def is_other(text: str) -> bool:
        start = text.index("“")
        quoted = Evidence(1, article(text), start, start + 24, (Attribution("Marit Solberg", "person", "said"),))
        return other_speaker("“We will open one lane,” Nils Dahl said.", quoted) is not None

    assert is_other("Nils Dahl spoke first. “We will open one lane,” Marit Solberg said.")
    assert not is_other("Nils Dahl spoke first. “We will open one lane,” Marit Solberg told Dahl.")
    for between, expected in ((0, False), (3, False), (4, True)):
        rain = "Rain fell. " * between
        assert is_other(f"Nils Dahl spoke first. {rain}{quotation}") is expected
        assert is_other(f"{quotation} {rain[11:]}Nils Dahl spoke.") is (expected and between > 0)
    assert is_other("Rain fell on Nils Dahlgren. " + quotation)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("The bridge at Orvik will open one lane by Easter.", "the mayor"),
        ("The bridge at Orvik will open one lane by Easter, the mayor said.", ""),
        ("The bridge at Orvik will open one lane by Easter; the mayor is sure.", ""),
        ("Wool is dear in the valley of Orvik this spring, and lambs are few.", ""),
    ],
)
def test_a_dropped_source_is_named_where_no_article_says_it_on_its_own_account(text: str, dropped: str) -> None:
    source = piece("The bridge at Orvik will open one lane by Easter, the mayor said.", ("the mayor", "person"))
    plain = piece("The bridge at Orvik will open one lane by Easter.", outlet="Mist Weekly")

    assert dropped_attribution(text, [source]) == dropped
    assert dropped_attribution(text, [source, plain]) == ""
    assert dropped_attribution(text, [plain]) == ""


def test_the_ladder_of_a_draft_is_read_from_its_own_words() -> None:
    assert [rung.name for rung in own_ladder("It will open, Marit Solberg said.")] == ["Marit Solberg"]
    assert own_ladder("It will open.") == ()


@pytest.mark.parametrize(
    ("plain", "dropped"),
    [("The bridge at Orvik will open one lane by Easter.", ""), ("Wool is dear.", "the mayor")],
)
def test_another_article_that_tells_it_in_its_own_name_leaves_nobody_out(plain: str, dropped: str) -> None:
    source = piece("The bridge at Orvik will open one lane by Easter, the mayor said.", ("the mayor", "person"))
    other = piece(plain, outlet="Mist Weekly")

    assert dropped_attribution("The bridge at Orvik will open one lane by Easter.", [source, other]) == dropped


def test_a_line_that_tells_the_same_has_three_fifths_of_the_words() -> None:
    source = piece("The bridge at Orvik will open, the mayor said.", ("the mayor", "person"))

    assert dropped_attribution("The bridge at Orvik will open soon.", [source]) == "the mayor"
    assert dropped_attribution("The bridge at Orvik will open one lane of three for carts.", [source]) == ""


@pytest.mark.parametrize(
    ("rungs", "text", "dropped"),
    [
        ([("Mist Weekly", "outlet"), ("Marit Solberg", "person")], "{}.", "Mist Weekly, citing Marit Solberg"),
        ([("Mist Weekly", "outlet"), ("Marit Solberg", "person")], "{}; The Mist Weekly has it.", ""),
        ([("Mist Weekly", "outlet"), ("Marit Solberg", "person")], "{}; so much for Solberg.", ""),
        (
            [("Mist Weekly", "outlet"), ("Marit Solberg", "person")],
            "{}; so much for Marit.",
            "Mist Weekly, citing Marit Solberg",
        ),
        ([], "{}.", ""),
    ],
)
def test_all_sources_of_a_line_are_dropped_where_none_is_named(
    rungs: list[tuple[str, RungKind]], text: str, dropped: str
) -> None:
    line = "The bridge at Orvik will open one lane by Easter"

    assert dropped_attribution(text.format(line), [piece(f"{line}.", *rungs)]) == dropped


def test_a_line_whose_sources_are_unknown_tells_nothing_in_its_own_name() -> None:
    line = "The bridge at Orvik will open one lane by Easter."
    unknown = replace(piece(line, outlet="Mist Weekly"), ladder=())

    assert dropped_attribution(line, [piece(line, ("the mayor", "person")), unknown]) == "the mayor"
    assert dropped_attribution("", [piece(line, ("the mayor", "person"))]) == ""
