"""What is the news of an article, of a page that is written on, and whose words are asked for."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answering.main_news import main_first
from assistant.answering.representative import fitting
from assistant.answering.sides import speakers
from assistant.desk import Desk
from assistant.finding.article_days import latest_date, rolling_days
from assistant.finding.event_date import event_date
from assistant.finding.refusal import may_be_said_by, said_by_another
from assistant.language.boilerplate import is_heading_line
from assistant.language.days import is_day
from assistant.language.sentences import sentence_spans
from assistant.question.decompose import questions_of
from assistant.question.followups import standalone
from assistant.question.length import read_length
from assistant.question.pronouns import dangling_they
from assistant.question.request import read_request
from assistant.settings import Settings
from assistant.types import Answer, Article, Attribution, Evidence, Turn
from assistant.writing.merge import joined
from ingest.menus import mark_lists
from ingest.plain import page_lines
from ingest.run import ingest

BRIDGE = {
    "title": "Court orders Nordby to reopen its bridge",
    "outlet": "Fjord Times",
    "published": "2024-04-18",
    "text": "Tove Lind heard the gulls scream over the quay. It was raining at dawn.\n\nA court ordered the town of"
    " Nordby on Thursday to reopen its bridge to cars within a month. The town will not appeal, its mayor said."
    "\n\n“We lost,” Lind said. “Now we build.”",
}
ROLLING = {
    "title": "Nordby bridge row: what is new",
    "outlet": "Fjord Times",
    "published": "2024-04-02",
    "text": "The row over the closed bridge in Nordby goes on. This page follows it.\n\nFriday, April 12\n\nThe"
    " engineers of the county found new cracks in the bridge on Friday. The mayor, Tove Lind, gave this reason: the"
    " salt of the winter.\n\nTuesday, April 9\n\nThe county sent its engineers to the bridge on Tuesday."
    " They measured every pier of it.\n\nMonday, April 1\n\nNordby closed its bridge to cars after a lorry"
    " broke a rail.",
}
CHOIR = {
    "title": "Anders Holm speaks of his years with the choir",
    "outlet": "Island Post",
    "published": "2024-04-10",
    "text": "Anders Holm looked back on the choir of Nordby on Tuesday. “I never wanted to leave it,” he said.\n\nHe"
    " sang there for nine years. Tove Lind said the choir was too loud for a small town. Holm said the choir was the"
    " best thing in a small town. In 2011, it went on its first tour. In May of that year it won a prize in Bergen.",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("news")
    rows = "".join(json.dumps(row) + "\n" for row in (BRIDGE, ROLLING, CHOIR))
    (folder / "news.jsonl").write_text(rows, encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


def quotes(answer: Answer) -> str:
    return " ".join(one.quote for one in answer.citations)


def article_of(row: dict[str, str]) -> Article:
    return Article("a", row["text"], row["title"], row["outlet"], row["published"])


def sentence(row: dict[str, str], words: str) -> Evidence:
    article = article_of(row)
    at = row["text"].index(words)
    span = next(span for span in sentence_spans(article.text) if span[0] <= at < span[1])
    return Evidence(1, article, *span)


def test_a_scene_at_the_head_of_an_article_is_not_its_news() -> None:
    article = article_of(BRIDGE)
    pieces = [Evidence(at, article, *span) for at, span in enumerate(sentence_spans(article.text), 1)]

    assert main_first(pieces, pieces, None)[0].quote.startswith("A court ordered")


def test_the_latest_and_a_summary_tell_the_ruling_and_not_the_gulls(desk: Desk) -> None:
    for asked in ("What is the latest?", "Summarise everything", "Summarise the article on the court"):
        told = quotes(desk.ask(asked))

        assert "ordered the town of Nordby" in told
        assert "gulls" not in told


def test_a_summary_has_no_more_words_than_were_asked_for(desk: Desk) -> None:
    answer = desk.ask("Summarise everything in 40 words")

    assert 0 < len(quotes(answer).split()) <= 40
    assert read_length("sum it up in 40 words")[1].words == 40


def test_where_no_sentence_is_short_enough_the_shortest_is_told() -> None:
    pieces = [sentence(BRIDGE, "A court"), sentence(BRIDGE, "It was raining")]

    assert [one.quote for one in fitting(pieces, 3)] == ["It was raining at dawn."]


def test_a_line_that_is_a_day_is_a_heading_and_never_quoted(desk: Desk) -> None:
    text = ROLLING["text"]
    at = text.index("Friday, April 12")

    assert is_heading_line(text, (at, at + len("Friday, April 12")))
    assert is_day("Friday, April 12")
    assert not is_day("Friday, April 12: cracks")
    assert not is_day("Friday")
    assert "Tuesday, April 9" not in quotes(desk.ask("What did the engineers find in the bridge?"))


def test_what_stands_below_a_day_is_of_that_day_and_the_page_is_as_new_as_its_last() -> None:
    told = event_date(sentence(ROLLING, "The engineers of the county"))

    assert told
    assert told.first == told.last == "2024-04-12"
    assert [day for _, day in rolling_days(article_of(ROLLING))] == ["2024-04-12", "2024-04-09", "2024-04-01"]
    assert latest_date(article_of(ROLLING)) == "2024-04-12"
    assert rolling_days(article_of(BRIDGE)) == ()


def test_what_happened_since_an_abbreviated_day_counts_the_posts_of_a_page(desk: Desk) -> None:
    assert read_request("What has happened since Apr. 11?").kind == "summary"

    told = quotes(desk.ask("What has happened since Apr. 11?"))

    assert "new cracks" in told
    assert "sent its engineers" not in told


def test_the_day_below_a_list_of_links_begins_the_page() -> None:
    lines = page_lines("MORE ON NORDBY:\n\nWho owns the bridge\n\nFriday, April 12\n\nNew cracks found")
    kinds = ["related", None, None, None]

    assert mark_lists(lines, kinds) == ["related", "related", None, None]


def test_that_year_is_the_year_named_before_and_never_that_of_the_article() -> None:
    known = event_date(sentence(CHOIR, "In May of that year"))
    alone = {**CHOIR, "text": "The choir has a long past. In May of that year it won a prize in Bergen."}

    assert known
    assert (known.first, known.last) == ("2011-05-01", "2011-05-31")
    assert event_date(sentence(alone, "In May of that year")) is None


def test_two_persons_are_compared_in_their_own_words_and_no_outlet_is_missed(desk: Desk) -> None:
    answer = desk.ask("Compare what Lind and Holm say about the choir")

    assert [one.text for one in answer.sentences if one.check == "joining"][-2:] == ["Tove Lind:", "Anders Holm:"]
    assert "too loud" in quotes(answer)
    assert "best thing" in quotes(answer)
    assert not any("Fjord Times" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("subject", "names", "matter"),
    [
        ("what Lind and Holm say about the choir", ["Lind", "Holm"], "the choir"),
        ("how lind, holm and berg reacted to the verdict", ["lind", "holm", "berg"], "the verdict"),
        ("the two accounts of the fire", [], ""),
    ],
)
def test_whose_words_are_compared_is_read_from_the_wording(subject: str, names: list[str], matter: str) -> None:
    assert speakers(subject) == (names, matter)


def test_somebody_known_by_a_first_name_is_whom_the_articles_name_in_full(desk: Desk) -> None:
    answer = desk.ask("What has Anders said since 9 April?")

    assert answer.status != "not_in_corpus"
    assert any("Anders Holm" in note for note in answer.notes)


def test_the_words_of_another_of_that_last_name_are_not_those_asked_for() -> None:
    piece = replace(sentence(CHOIR, "He sang"), ladder=(Attribution("Berit Holm", "person"),))

    assert not may_be_said_by("Anders Holm", piece)
    assert may_be_said_by("Holm", piece)
    assert said_by_another("Anders Holm", piece)


def test_who_is_asked_next_takes_the_place_of_who_was_asked_before() -> None:
    talk = [Turn("what did tove lind say about the choir?", "")]

    asked = standalone("and what did Holm say about that?", talk)

    assert "choir" in asked
    assert "lind" not in asked.lower()


def test_a_follow_up_does_not_repeat_the_answer_before_as_if_it_were_new(desk: Desk) -> None:
    first = desk.ask("Why did Nordby close its bridge to cars?")
    again = desk.ask("and why was that?", talk=[Turn("Why did Nordby close its bridge to cars?", first.text)])

    repeated = bool(again.citations) and all(one.quote in first.text for one in again.citations)
    assert not repeated or "These were quoted before." in again.notes


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("whats the name of the mayor and when did she resign", 2),
        ("name of the ship and who built it", 2),
        ("the reason for the closure and the cost", 1),
    ],
)
def test_two_questions_in_haste_are_two(message: str, parts: int) -> None:
    assert len(questions_of(message)) == parts


def test_two_halves_rest_on_all_that_they_cite_and_name_an_outlet_once(desk: Desk) -> None:
    answer = desk.ask("Who closed the bridge in Nordby? What did Anders Holm say of the choir?")

    cited = {one.article_id for one in answer.citations}
    assert answer.source_mix.articles == len(cited) > 1
    assert len({one.name for one in answer.origins}) == len(answer.origins)


def test_two_halves_are_answered_only_where_both_are() -> None:
    answered, closest = Answer("Who won?", "answered", "A."), Answer("Where?", "closest", "B.")
    missing, reply = Answer("Why?", "not_in_corpus", "C."), Answer("Hello", "reply", "D.")

    assert joined("", [answered, answered], {}).status == "answered"
    assert joined("", [answered, closest], {}).status == "closest"
    assert joined("", [missing, answered], {}).status == "closest"
    assert joined("", [missing, missing], {}).status == "not_in_corpus"
    assert joined("", [reply, answered], {}).status == "answered"


def test_they_in_a_first_question_is_nobody_unless_somebody_is_named() -> None:
    assert dangling_they("Why did they part?", []) == "they"
    assert dangling_they("Why did Lind and Holm say they part?", []) is None
    assert dangling_they("Why did they part?", [Turn("Who are Lind and Holm?", "")]) is None
