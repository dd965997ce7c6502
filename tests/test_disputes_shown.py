"""Which disputes are shown for a question, and how: holds `find`, `groups` and `sides` of `assistant.disputes`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from test_disputes import quote, sides_of

from assistant.disputes.candidates import candidate_pairs, is_relevant_pair
from assistant.disputes.find import asked_about, find_disputes
from assistant.disputes.groups import Clash, disputes_of
from assistant.disputes.sides import about, against, quoted, side_of, source_line
from assistant.disputes.statement import statement_of
from assistant.index.embedder import Vector
from assistant.types import Article, Dispute, Evidence, Side

RUNS, RUNS_FEW = "The Ferrow mill runs 900 looms.", "The Ferrow mill runs 40 looms."


# ---- what is relevant to a question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", True),
        ("Which looms does the Ferrow mill run?", True),
        ("Which looms does Calder paint green?", False),
        ("What do looms and wool of Calder cost?", False),
    ],
)
def test_two_sentences_bear_on_a_question_with_half_of_its_words(question: str, expected: bool) -> None:
    assert (
        is_relevant_pair(
            statement_of(quote(1, "Weft Post", RUNS)), statement_of(quote(2, "Warp News", RUNS_FEW)), question
        )
        is expected
    )


def test_a_headline_counts_for_relevance_to_a_question() -> None:
    one = statement_of(quote(1, "Weft Post", "It runs 900 looms.", title="The Ferrow mill"))

    assert is_relevant_pair(
        one, statement_of(quote(2, "Warp News", "It runs 40.")), "How many looms has the Ferrow mill?"
    )
    assert not is_relevant_pair(
        statement_of(quote(3, "Weft Post", "It runs 900 looms.")), one, "Which canals has Calder dug by hand?"
    )


def dispute_between(*keys: int) -> Dispute:
    return Dispute("Looms", "number", tuple(Side(str(key), (key,)) for key in keys))


@pytest.mark.parametrize(
    ("question", "shown", "expected"),
    [
        ("How many looms run at Ferrow?", {1}, 1),
        ("How many looms run at Ferrow?", {3}, 0),
        ("Does the Ferrow mill run 900 looms?", {3}, 1),
        ("What do different outlets say about the looms?", {3}, 1),
    ],
)
def test_a_dispute_is_shown_where_a_side_is_in_the_answer_or_it_is_asked_for(
    question: str, shown: set[int], expected: int
) -> None:
    assert len(asked_about(question, [dispute_between(1, 2)], shown)) == expected


def test_three_disputes_are_shown_and_no_more() -> None:
    def evidence() -> Iterator[Evidence]:
        for at, (name, thing) in enumerate(
            [("Ferrow", "looms"), ("Calder", "carts"), ("Dunmore", "boats"), ("Karun", "mules")]
        ):
            yield quote(2 * at + 1, "Weft Post", f"The {name} mill runs 900 {thing}.")
            yield quote(2 * at + 2, "Warp News", f"The {name} mill runs 40 {thing}.")

    assert len(find_disputes(list(evidence()), "")) == 3


def test_rivals_are_eight_at_most_and_share_some_words() -> None:
    answer = quote(1, "Weft Post", "The Ferrow mill runs 900 looms by night.")
    others = [quote(n, f"Paper {n}", f"The Ferrow mill runs looms by night, clerk {n} wrote.") for n in range(2, 14)]

    assert len(candidate_pairs([answer], others, None)) == 8
    assert (
        candidate_pairs([answer], [quote(2, "Warp News", "The Calder canal has looms on carts by day in fog.")], None)
        == []
    )


# ---- how it is shown


def test_clashes_that_share_a_sentence_are_one_dispute_and_of_another_kind_two() -> None:
    a, b, c = (quote(key, f"Paper {key}", f"It runs {key} looms.") for key in (1, 2, 3))
    one, two = Clash(a, b, "number", ("1 loom", "2 looms")), Clash(b, c, "number", ("2 looms", "3 looms"))
    other = Clash(b, c, "denial", ("2 looms", "3 looms"))

    assert [sides_of(dispute) for dispute in disputes_of([one, two])] == [[(1, 3), (2,)]]
    assert [dispute.kind for dispute in disputes_of([one, other])] == ["number", "denial"]
    assert disputes_of([]) == []


def test_a_long_quotation_is_cut_around_the_words_on_which_the_dispute_turns() -> None:
    text = " ".join([*(f"a{n}" for n in range(40)), "turning", *(f"b{n}" for n in range(40))])

    assert quoted("short words") == "“short words”"
    assert quoted(" ".join(["word"] * 34)).count("word") == 34
    assert "…" not in quoted(" ".join(["word"] * 34))
    assert quoted(text).startswith("“a0 ")
    assert quoted(text).endswith(" …”")
    cut = quoted(text, "turning")
    assert cut.startswith("“… ")
    assert cut.endswith(" …”")
    assert abs(cut.split().index("turning") - len(cut.split()) // 2) < 3
    assert quoted(text, "b39").endswith("b39”")
    assert len(quoted(text, "turning").split()) == 36


def test_a_heading_gives_ten_words_of_each_side() -> None:
    ten, eleven = " ".join("abcdefghij"), " ".join("abcdefghijk")

    assert against([ten, ""]) == f"“{ten}”"
    assert against([eleven, "b"]) == f"“{ten} …” against “b”"
    assert about("date", "") == "Different days"
    assert about("date", "x") == "Different days: x"


def test_a_source_line_names_the_speaker_first() -> None:
    piece = quote(1, "Weft Post", "It runs.", ("The Loom", "outlet"), ("Ada Lund", "person"))
    bare = Evidence(2, Article("x", "It runs.", title="Looms", outlet=None), 0, 8)

    assert source_line(piece) == "Ada Lund, to The Loom, via Weft Post (2020-05-05)"
    assert source_line(quote(3, "Weft Post", "It runs.")) == "Weft Post (2020-05-05)"
    assert source_line(bare) == "Looms"
    assert source_line(Evidence(2, Article("x", "It runs."), 0, 8)) == "an unnamed article"


def test_two_sources_of_a_side_are_quoted_and_others_named() -> None:
    side = side_of([quote(key, f"Paper {key}", f"It runs {key} looms.") for key in (1, 2, 3)])

    assert side.claim.count("“") == 2
    assert side.claim.endswith("(also Paper 3 (2020-05-05))")
    assert side.citations == (1, 2, 3)


class Spread:
    """An embedder with the cosine of each sentence to the answer, told by the sentence's first word."""

    name = "spread"

    def __init__(self, **cosines: float) -> None:
        self._cosines = cosines

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        near = [self._cosines.get(text.split()[0].lower(), 0.0) for text in texts]
        return [[cosine, (1 - cosine**2) ** 0.5] for cosine in near]

    def embed_query(self, text: str) -> Vector:
        return [1.0, 0.0]


@pytest.mark.parametrize(("cosine", "expected"), [(0.6, 1), (0.4, 0)])
def test_a_rival_means_half_the_same(cosine: float, expected: int) -> None:
    answer = quote(1, "Weft Post", "Bells ring where looms hum.")
    rival = quote(2, "Warp News", "Carts rust where looms hum.")

    assert len(candidate_pairs([answer], [rival], Spread(bells=1.0, carts=cosine))) == expected


@pytest.mark.parametrize(
    ("rival", "expected"),
    [
        ("Looms rust on green hills near old barns.", 1),
        ("Looms rust on green hills near old barns while geese fly over lakes and dogs bark.", 0),
    ],
)
def test_a_rival_has_some_of_the_words_however_near_its_meaning(rival: str, expected: int) -> None:
    answer = quote(1, "Weft Post", "Looms hum by lamplight in Calder.")

    assert len(candidate_pairs([answer], [quote(2, "Warp News", rival)], Spread(looms=1.0))) == expected


@pytest.mark.parametrize(("rank", "expected"), [(39, 1), (40, 1), (41, 0), (45, 0)])
def test_of_many_rivals_the_forty_most_alike_in_words_are_looked_at(rank: int, expected: int) -> None:
    answer = quote(1, "Weft Post", "Bells ring where looms hum.")
    rivals = [
        quote(n + 1, f"Paper {n}", " ".join(["Carts" if n == rank else "Boats", "bells ring where looms hum"] + [
            f"thread{n}x{at}" for at in range(n + 9)
        ]))
        for n in range(1, 60)
    ]  # fmt: skip

    assert len(candidate_pairs([answer], rivals, Spread(bells=1.0, carts=0.9))) == expected
