"""Whether what is shown is of the names and days that a question has."""

from __future__ import annotations

import pytest

from assistant.finding.refusal import is_said_by
from assistant.finding.relevance import is_relevant
from assistant.types import Article, Evidence, Filters, Query

PIER = (
    "The pier of Ellery was closed on Monday. Engineers found rust in its piles. Repairs will cost 4 million crowns."
    " Ines Marie Vold, who runs the town, said it would open again by June 2025."
)


def _shown(sentence: str, text: str = PIER, title: str = "", published: str = "2024-03-05") -> list[Evidence]:
    start = text.index(sentence)
    article = Article("a", text, outlet="Harbour Post", title=title, published=published)
    return [Evidence(1, article, start, start + len(sentence), (), 0.9)]


def _asked(text: str, **days: str) -> Query:
    return Query(
        asked=text, text=text, filters=Filters(), since=days.get("since"), until=days.get("until"), binds=bool(days)
    )


@pytest.mark.parametrize(
    "question",
    [
        "What will the repairs cost?",
        "What will the repairs in Ellery cost?",
        "what will the repairs in ellery cost?",
        "What did the Ellerys find?",
        "How will IMV pay for the repairs?",
        "What will the repairs of 2024 cost?",
    ],
)
def test_a_name_may_stand_beside_the_sentence_in_another_form_or_as_initials(question: str) -> None:
    assert is_relevant(_asked(question), _shown("Repairs will cost 4 million crowns."))


@pytest.mark.parametrize(
    "question",
    ["What will the repairs in Holm cost?", "Who found rust in Ellery and Holm?", "What did they cost in 2019?"],
)
def test_what_names_another_place_or_year_bears_on_nothing(question: str) -> None:
    assert not is_relevant(_asked(question), _shown("Repairs will cost 4 million crowns."))


def test_a_title_names_what_its_article_is_about() -> None:
    shown = _shown("Repairs will cost 4 million crowns.", title="The bridge of Holm")

    assert is_relevant(_asked("What will the repairs in Holm cost?"), shown)


def test_what_was_printed_long_after_the_days_and_names_none_is_not_of_them() -> None:
    late = _shown("Engineers found rust in its piles.", published="2024-09-01")
    soon = _shown("Engineers found rust in its piles.", published="2024-03-05")
    asked = _asked("What was found in March 2024?", since="2024-03-01", until="2024-03-31")

    assert is_relevant(asked, soon)
    assert not is_relevant(asked, late)


def test_somebody_says_what_their_ladder_or_a_verb_of_saying_gives_them_and_not_what_only_names_them() -> None:
    assert is_said_by(
        "Ines Vold", _shown("Ines Marie Vold, who runs the town, said it would open again by June 2025.")[0]
    )
    assert not is_said_by(
        "Otto Holm",
        _shown("Engineers found rust in its piles.", "Otto Holm left. Engineers found rust in its piles.")[0],
    )


def test_what_is_said_of_something_of_theirs_is_not_their_words() -> None:
    quote = "“We stand by the engineers,” they said."
    text = f"The ferry line said it will look into Otto Holm’s letter. {quote}"

    assert not is_said_by("Otto Holm", _shown(quote, text)[0])
    assert is_said_by("Otto Holm", _shown(quote, text.replace("Holm’s letter", "it, Otto Holm said"))[0])
