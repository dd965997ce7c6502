"""When two sums, in other words, are of one thing: holds `quantities` and `statement` of `assistant.disputes`."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from test_disputes import NamesAlone, kinds, quote

from assistant.disputes.certain import rule
from assistant.disputes.find import find_disputes
from assistant.disputes.quantities import compare_quantities
from assistant.disputes.statement import statement_of
from assistant.index.embedder import Vector


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("on wool", "on carts", []),
        ("on wool", "on wool", ["number"]),
        ("on wool", "", ["number"]),
        ("", "on carts", ["number"]),
        ("on raw wool", "on wool of Calder", ["number"]),
        ("on wool", ", and carts rust", ["number"]),
    ],
)
def test_a_sum_spent_on_one_thing_is_not_held_against_a_sum_spent_on_another(
    first: str, second: str, expected: list[str]
) -> None:
    texts = f"The Ferrow mill lost $900 million {first}.", f"The Ferrow mill lost $40 million {second}."
    pair = [quote(1, "Weft Post", texts[0]), quote(2, "Warp News", texts[1])]

    assert kinds(*texts) == expected
    assert [one.kind for one in find_disputes(pair, "", NamesAlone())] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The Ferrow mill lost a fortune of {}.", "The Ferrow mill by fire lost {}.", ["number"]),
        ("Ferrow lost a fortune of {}.", "Ferrow by fire lost {}.", []),
        ("By bad luck the old mill of Calder lost {}.", "By fire the old mill lost {}.", []),
        ("By night Ada Ferrow Lund paid {}.", "By day Ada Ferrow Lund owes {}.", []),
        (
            "The Ferrow mill, which lost old looms, gave clerks bread worth {}.",
            "The Ferrow mill, which lost old looms, sold boats by night for {}.",
            [],
        ),
        (
            "The Ferrow mill lost a fortune of {}, rain fell on hills, ships lay still, clerks wrote and geese flew.",
            "The Ferrow mill by fire lost {}, bells rang, boys sang, girls danced, dogs barked in Calder.",
            [],
        ),
    ],
    ids=["one subject", "two words", "no name", "names alone", "other clause", "little else"],
)
def test_two_sums_are_of_one_subject_by_a_name_other_words_their_clause_and_all_of_the_sentence(
    first: str, second: str, expected: list[str]
) -> None:
    assert kinds(first.format("$900 million"), second.format("$40 million")) == expected


class Near:
    """An embedder for which what begins with "The owners" is at a given cosine to all else."""

    name = "near"

    def __init__(self, cosine: float) -> None:
        self.cosine = cosine
        self.asked: list[list[str]] = []

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.asked.append(list(texts))
        sine = (1 - self.cosine**2) ** 0.5
        return [[1.0, 0.0] if text.startswith("The owners") else [self.cosine, sine] for text in texts]

    def embed_query(self, text: str) -> Vector:
        return [1.0, 0.0]


BOUGHT = "The owners spent $200 million to acquire the Ferrow mill."
COST = "Ferrow cost its new masters about $45 million."


@pytest.mark.parametrize(("cosine", "expected"), [(0.8, ["number"]), (0.7, []), (0.0, [])])
def test_sentences_that_mean_nearly_the_same_have_one_sum_and_others_do_not(cosine: float, expected: list[str]) -> None:
    evidence = [quote(1, "Weft Post", BOUGHT), quote(2, "Warp News", COST)]

    assert [one.kind for one in find_disputes(evidence, "", Near(cosine))] == expected


def test_without_an_embedder_no_two_sentences_are_taken_to_mean_the_same() -> None:
    one, other = statement_of(quote(1, "Weft Post", BOUGHT)), statement_of(quote(2, "Warp News", COST))
    later = statement_of(quote(3, "Felt Times", f"{COST[:-1]}, as was corrected.", day="2020-05-06"))

    assert rule(one, other).relation == "different"
    assert compare_quantities(one, other) is None
    assert rule(one, later, 0.9).kind == "number"


def test_each_sentence_is_embedded_once_in_one_batch_and_only_where_it_matters() -> None:
    rain = "The owners of the Ferrow mill watched the rain."
    embedder = Near(0.8)

    find_disputes([quote(n, f"Paper {n}", text) for n, text in enumerate([BOUGHT, COST, rain], 1)], "", embedder)

    assert embedder.asked == [[BOUGHT, COST]]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2020-05-05", "2020-05-06"), ["superseded"]),
        (("2020-05-06", "2020-05-05"), ["number"]),
        ((None, "2020-05-06"), ["number"]),
        (("2020-05-05", None), ["number"]),
    ],
)
def test_a_correction_is_one_from_the_next_day_on_and_both_days_must_be_known(
    days: tuple[str | None, str | None], expected: list[str]
) -> None:
    first = quote(1, "Weft Post", "The growth of Norrmark in the spring was 2.1 percent.", day=days[0])
    second = quote(2, "Warp News", "The growth of Norrmark in the spring was revised to 1.4 percent.", day=days[1])

    assert [one.kind for one in find_disputes([first, second], "")] == expected
    assert [one.kind for one in find_disputes([second, first], "")] == expected
