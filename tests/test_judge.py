"""Refusal: what is decided before anything is written."""

from assistant.finding.judge import Judge, names_in
from assistant.types import Article, Evidence, Query

TEXT = "The Courier said that 400 dockers walked out in Rotterdam on Monday. Envoy Zayemsky denied it."
ARTICLE = Article("a", TEXT, "Port strike", "The Courier", "2024-03-02")
FIRST = Evidence(1, ARTICLE, 0, TEXT.index(" Envoy"), score=0.9)
WEIGHTS = {"docker": 2.0, "walk": 1.0, "moon": 2.0, "chines": 2.0}


def _judged(question: str, unheard: tuple[str, ...] = (), absent: tuple[str, ...] = ()) -> bool:
    judge, query = Judge(None), Query(question, question, absent_outlets=absent)
    return judge.judge(query, judge.weigh(query, [FIRST], WEIGHTS), unheard).answerable


def test_a_sentence_that_brings_together_what_is_asked_answers_it() -> None:
    assert _judged("How many dockers walked out?")


def test_nothing_that_bears_on_it_is_no_answer() -> None:
    assert not Judge(None).judge(Query("Who?", "Who?"), []).answerable
    assert not _judged("How many moons circle the planet?")


def test_a_name_that_the_index_has_never_heard_refuses() -> None:
    assert not _judged("How many Chinese dockers walked out?", ("chinese",))


def test_another_spelling_of_a_name_is_no_stranger() -> None:
    query = Query("Did Zaemsky deny it in Oslo?", "Did Zaemsky deny it in Oslo?")

    reason = Judge(None).judge(query, [FIRST], ["zaemsky", "oslo"]).reason

    assert "oslo" in reason
    assert "zaemsky" not in reason


def test_an_outlet_that_nobody_cites_refuses() -> None:
    assert not _judged("How many dockers walked out, according to the Herald?", absent=("Herald",))


def test_names_are_capitalised_words_but_not_outlets_nor_openers() -> None:
    assert names_in("Who did The Wall Street Journal say met Lavrov in Bogota?") == ["lavrov", "bogota"]
    assert names_in("Moscow or not?") == []
