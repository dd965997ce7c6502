"""Found passages as evidence for a reader of whole passages."""

from __future__ import annotations

from assistant.finding.passages import sentences_of
from assistant.types import Article, Hit, Passage

ARTICLE = Article(
    "kiln",
    "A kiln was found in Tarn. It is older than the town. Read more: our best kilns\n\n"
    "Nobody knows who built it. A dig begins in June. The mayor is glad.",
    outlet="Tarn Post",
)


def hit(first: str, last: str, score: float = 1.0) -> Hit:
    start, end = ARTICLE.text.index(first), ARTICLE.text.index(last) + len(last)
    return Hit(Passage(f"p{start}", ARTICLE.id, start, end, ARTICLE.text[start:end]), ARTICLE, score)


def test_the_sentences_next_to_a_passage_come_with_it_and_each_is_an_exact_span() -> None:
    found = sentences_of([hit("Nobody knows", "built it.")])

    assert [piece.quote for piece in found][-2:] == ["Nobody knows who built it.", "A dig begins in June."]
    assert all(ARTICLE.text[piece.start : piece.end] == piece.quote for piece in found)


def test_what_a_page_says_of_itself_is_left_out() -> None:
    found = sentences_of([hit("A kiln was found", "The mayor is glad.")])

    assert not [piece for piece in found if "Read more" in piece.quote]
    assert len(found) == 5


def test_sentences_of_overlapping_passages_come_once_numbered_in_the_order_of_the_passages() -> None:
    found = sentences_of(
        [hit("A dig begins", "A dig begins in June."), hit("A kiln was found", "older than the town.")]
    )

    assert [piece.key for piece in found] == list(range(1, len(found) + 1))
    assert len({piece.start for piece in found}) == len(found)
    assert found[0].quote == "Nobody knows who built it."


def test_no_hits_give_nothing() -> None:
    assert sentences_of([]) == []
