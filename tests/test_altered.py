"""Near-copies of one text in which a value was exchanged."""

import pytest

from assistant.disputes.near_copies import alterations, version_disputes, without_altered
from assistant.types import Article, Evidence

BEFORE = "The bridge over the Sound stands on eleven piers of grey granite from the quarries near the coast. "
AFTER = " It carries two tracks and a footway, and ships pass below at high water."


def _piece(key: int, outlet: str, sentence: str, *, before: str = BEFORE, day: str | None = None) -> Evidence:
    article = Article(f"a{key}", before + sentence + AFTER, outlet=outlet, published=day)
    return Evidence(key, article, len(before), len(before) + len(sentence), score=0.9)


SHARED = _piece(1, "Courier", "The bridge was opened to trains by the mayor in 1911.")
CHANGED = _piece(2, "Herald", "The bridge was opened to trains by the mayor in 1934.")
OTHER = Evidence(3, Article("a3", "Since 1911 trains cross the Sound by bridge.", outlet="Star"), 0, 44, score=0.5)


def test_the_copy_whose_value_no_other_source_has_stands_alone() -> None:
    (found,) = alterations([CHANGED, SHARED, OTHER])

    assert (found.supported, found.lone, found.phrase, found.shared_phrase) == (1, 2, "1934", "1911")
    assert without_altered([CHANGED, SHARED, OTHER], [found]) == [SHARED, OTHER]


def test_a_lone_version_is_shown_beside_the_supported_one_with_its_source() -> None:
    (dispute,) = version_disputes([CHANGED, SHARED, OTHER], alterations([CHANGED, SHARED, OTHER]))

    assert [side.citations for side in dispute.sides] == [(1,), (2,)]
    assert "Herald" in dispute.sides[1].claim
    assert "1934" in dispute.sides[1].claim


def test_nothing_is_left_out_where_no_third_source_supports_either() -> None:
    assert alterations([CHANGED, SHARED]) == []


def test_a_copy_of_either_supports_nothing() -> None:
    echo = _piece(4, "Echo", "The bridge was opened to trains by the mayor in 1911.")

    assert alterations([CHANGED, SHARED, echo]) == []


def test_a_later_print_that_brings_a_figure_up_to_date_is_no_alteration() -> None:
    first = _piece(1, "Courier", "The bridge was opened to trains by the mayor in 1911.", day="2024-03-01")
    later = _piece(2, "Herald", "The bridge was opened to trains by the mayor in 1934.", day="2024-03-02")

    assert alterations([later, first, OTHER]) == []


def test_texts_that_only_share_a_subject_are_no_copies() -> None:
    sentence = "The bridge was opened to trains by the mayor in 1934."
    text = f"{sentence} Its keeper told our reporter that he paints it every spring, from the south end to the north."
    apart = Evidence(2, Article("a2", text, outlet="Herald"), 0, len(sentence), score=0.9)

    assert alterations([apart, SHARED, OTHER]) == []


@pytest.mark.parametrize(
    ("one", "other", "third", "found"),
    [
        ("in 1911", "in 1934", "Since 1911 trains cross.", True),
        ("in 1911", "in 1934", "Since 1950 trains cross.", False),
        ("in May", "in June", "In May trains cross.", False),
        ("with 12 men", "with 13 men", "By 12 men in all.", False),
        ("with 112 men", "with 113 men", "By 112 men in all.", True),
        ("at noon", "at dusk", "It was noon.", False),
        ("at midnight", "at dusk", "It was midnight.", True),
        ("of late", "of old", "It was late.", False),
    ],
)
def test_only_an_exchanged_phrase_that_tells_something_shows_who_stands_alone(
    one: str, other: str, third: str, found: bool
) -> None:
    shared = _piece(1, "Courier", f"The bridge was opened to trains by the mayor {one}.")
    changed = _piece(2, "Herald", f"The bridge was opened to trains by the mayor {other}.")
    apart = Evidence(3, Article("a3", third, outlet="Star"), 0, len(third), score=0.5)

    assert bool(alterations([changed, shared, apart])) is found


def test_a_long_passage_put_in_is_no_exchanged_phrase() -> None:
    def found(phrase: str) -> bool:
        start = "The old bridge over the wide Sound was opened with flags and songs to trains and carts by"
        shared = _piece(1, "Courier", f"{start} the mayor of Calder.")
        changed = _piece(2, "Herald", f"{start} {phrase} of Calder.")
        third = "It was the mayor of all."
        return bool(alterations([changed, shared, Evidence(3, Article("a3", third, outlet="Star"), 0, 24, score=0.5)]))

    assert found("bishop Anders")
    assert not found("red blue green white black brown grey")


def test_copies_are_found_by_the_words_in_runs_of_four() -> None:
    body = " It has nine arches of stone, and a keeper paints it every spring from end to end."

    def found(more: str) -> bool:
        shared = _piece(1, "Courier", "The bridge was opened to trains by the mayor in 1911.")
        text = f"The bridge was opened to trains by the mayor in 1934.{more}"
        changed = Evidence(2, Article("a2", text, outlet="Herald"), 0, 53, score=0.9)
        whole = Article("a1", f"{shared.quote}{body}", outlet="Courier")
        return bool(alterations([changed, Evidence(1, whole, 0, 53, score=0.8), OTHER]))

    assert found(body)
    assert not found(" Rain fell on the hills, and nobody came to see the train that day but two old carters.")


@pytest.mark.parametrize(("end", "found"), [("this morning", 1), ("today", 0)])
def test_two_texts_are_copies_from_six_tenths_of_their_runs_of_words(end: str, found: int) -> None:
    texts = [f"The bridge over the long Sound was {verb} by mayor Lund {end}." for verb in ("opened", "closed")]
    evidence = [
        Evidence(key, Article(f"a{key}", text, outlet=f"Paper {key}"), 0, len(text))
        for key, text in enumerate((*texts, "They say that it was opened then."), 1)
    ]

    assert len(alterations(evidence)) == found
