"""Refusal: what is decided before anything is written."""

import pytest

from assistant.finding.judge import Judge, Signals, chance, names_in
from assistant.question.asks import sort_asked
from assistant.question.measures import is_measure
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


def _chance(question: str, *sentences: str) -> list[float]:
    """The chance that each sentence, an article of its own, answers a question."""
    query = Query(question, question)
    found = [Evidence(n, Article(f"b{n}", text), 0, len(text), score=0.6) for n, text in enumerate(sentences, 1)]
    weighed = Judge(None).weigh(query, found, {})
    return [next(one.score for one in weighed if one.quote == text) for text in sentences]


def test_a_sum_need_not_be_called_a_sum() -> None:
    told, vague = _chance("What sum did Vos give?", "Vos gave 40 million euros.", "Vos gave what was asked of him.")

    assert told > vague


def test_asked_what_something_is_a_sentence_that_tells_it_comes_first() -> None:
    kind, deed = _chance(
        "What is Havnor?", "The shipping conglomerate Havnor met.", "Havnor met a shipping conglomerate."
    )

    assert kind > deed


def test_the_initials_of_an_outlet_stand_for_its_name() -> None:
    short, long = (
        _chance(f"Is the {name} story of the strike true?", "The Wall Street Journal story of the strike is true.")
        for name in ("WSJ", "Wall Street Journal")
    )

    assert short == long


def test_a_price_is_told_in_money() -> None:
    priced, counted = _chance(
        "What did the bridge cost?", "The bridge cost 40 million euros.", "The bridge cost 3 lives."
    )

    assert priced > counted


@pytest.mark.parametrize(
    ("question", "given", "other"),
    [
        ("How old is the harbour master?", "The harbour master, 61, was sworn in.", "The harbour master has 50 ships."),
        ("How old is the ferry?", "The 40-year-old ferry sank.", "The ferry sank on Monday."),
        ("What is the population of Bergen?", "There were 2,104 people in it.", "Its population density is 39.1."),
        ("In what year did the strike end?", "It ended in 1998.", "It ended on Monday."),
        ("In which currency were they paid?", "They were paid in euros.", "They were paid on time."),
        ("How long did the strike last?", "It lasted three weeks.", "It ended in anger."),
        ("How heavy is the bell?", "It weighs 3 tonnes.", "It rang 3 times."),
        ("What share of them walked out?", "Nearly half of them did.", "400 of them did."),
        ("What price did the envoy ask?", "He asked 300 euros.", "He asked 300 times."),
    ],
)
def test_a_measure_is_told_in_its_units(question: str, given: str, other: str) -> None:
    assert is_measure(question, given)
    assert not is_measure(question, other)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What is Jan Vos's profession?", "Jan Vos"),
        ("What is the genre of “Hard Tide”?", "Hard Tide"),
        ("What sport is Jan Vos associated with?", "Jan Vos"),
        ("Which type of ship is the Nordvik?", "Nordvik"),
        ("What is the position of the union?", None),
        ("What role did Rostec play?", None),
        ("What type of bombers did Cruz name?", None),
    ],
)
def test_a_question_for_the_sort_of_a_name_is_one_for_its_definition(question: str, name: str | None) -> None:
    asked = sort_asked(question)

    assert (asked.strip("“”") if asked else asked) == name


def test_what_defines_a_name_answers_for_its_profession() -> None:
    text = "Jan Vos is a crane driver. Jan Vos walked to the harbour."
    article = Article("b", text, outlet="The Courier")
    found = [Evidence(1, article, 0, 26, score=0.5), Evidence(2, article, 27, len(text), score=0.5)]
    query = Query("What is Jan Vos's profession?", "What is Jan Vos's profession?")

    assert Judge(None).weigh(query, found[::-1], {"jan": 1.0, "vo": 1.0})[0].quote == "Jan Vos is a crane driver."


@pytest.mark.parametrize("question", ["Who walked out?", "What did the envoy say about money?"])
def test_what_asks_for_no_measure_takes_any_sentence(question: str) -> None:
    assert is_measure(question, "They were not paid, a docker said.")


def test_a_long_question_may_tell_more_than_any_sentence_repeats() -> None:
    same = {"own": 0.4, "around": 0.6, "meaning": 0.5, "thing": 1.0, "kind": 1.0, "names": 1.0}

    assert chance(Signals(**same, length=0.9)) > chance(Signals(**same, length=0.2))
