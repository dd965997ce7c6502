"""The checks of a sentence: what is word for word, what a certain rule may say, and what is left to a reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import pytest
from scripted_model import BreaksOff, Line, ScriptedModel

from assistant.checking.check import check, check_exact
from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.models.types import Message
from assistant.reading.checked_context import CitedSentence, context_sentences
from assistant.reading.faithfulness import ModelChecker
from assistant.types import Article, Evidence, Verdict
from evals.parts.checks import DATA, FAITHFUL, read_yaml, rules_table, table
from tests.work import calls_of

DOWN = ModelUnavailable("scripted", "cannot be reached", "Check that its server runs.")
FERRY = Article(
    "ferry",
    "The ferry Aurelia ran aground off Kallsund on Monday. All 212 passengers were brought ashore.\n\n"
    "The operator said the captain may have misread the chart. “We are looking into it,” said Mira Holt.\n\n"
    "Divers will inspect the hull on Thursday. The port stays open.",
    title="Ferry runs aground off Kallsund",
    outlet="Coast Gazette",
    published="2024-03-05",
)


def line(quote: str, key: int = 1, article: Article = FERRY) -> Evidence:
    start = article.text.index(quote)
    return Evidence(key, article, start, start + len(quote))


AGROUND = line("The ferry Aurelia ran aground off Kallsund on Monday.")
ASHORE = line("All 212 passengers were brought ashore.", 2)
CHART = line("The operator said the captain may have misread the chart.", 3)
HOLT = line("“We are looking into it,” said Mira Holt.", 4)


def replying(*verdicts: dict[str, object]) -> Callable[[Sequence[Message]], str]:
    """A checker's reply: the right verdicts for the two sentences whose truth is known, then these for the others."""

    def reply(messages: Sequence[Message]) -> str:
        asked = re.findall(r"^(\d+)\. (.*) \(cites .*\)$", messages[-1].text, re.MULTILINE)
        known = ({"verdict": "borne out"}, {"verdict": "not borne out", "words": ["x"]})
        rows = [*known[: max(0, len(asked) - len(verdicts))], *verdicts][: len(asked)]
        full = {"fault": "none", "words": [], "against": ""}
        return json.dumps({"sentences": [{"number": at, **full, **row} for at, row in enumerate(rows, 1)]})

    return reply


def read_by(reply: Line, text: str, *cited: Evidence) -> Verdict:
    """The verdict on one sentence with a checker that replies so."""
    (verdict,) = check([CitedSentence(text, cited)], ModelChecker(ScriptedModel([reply], structured=True)))
    return verdict


FINE = {"verdict": "borne out"}


# ---- exact words


@pytest.mark.parametrize(
    "text",
    [
        ASHORE.quote,
        "All 212 passengers were brought ashore. [1]",
        "“All 212 passengers were brought ashore.” [1][2]",
        "Coast Gazette: “All 212 passengers were brought ashore.”",
        "Coast Gazette (2024-03-05), citing the operator: “All 212 passengers were brought ashore.” [1]",
    ],
)
def test_a_whole_sentence_of_the_source_is_verbatim(text: str) -> None:
    verdict = check_exact(text, [AGROUND, ASHORE])

    assert (verdict.check, verdict.reason) == ("verbatim", "word for word in Coast Gazette")


def test_a_part_of_a_sentence_is_not_verbatim_for_it_may_turn_its_meaning() -> None:
    assert check_exact("The captain may have misread the chart.", [CHART]).check == "unchecked"


def test_a_lead_that_names_another_outlet_is_not_verbatim() -> None:
    assert check_exact(f"The Moscow Times: “{ASHORE.quote}”", [ASHORE]).check == "unchecked"


@pytest.mark.parametrize(
    "text",
    [
        "Mira Holt said they were “looking into it”.",
        "Mira Holt said: „We are looking into it“.",
        "Holt said: “We are … into it.”",
        "Holt said: “We [at the operator] are looking into it.”",
    ],
)
def test_words_of_the_article_may_stand_in_any_quotation_marks(text: str) -> None:
    assert check_exact(text, [HOLT]).check == "unchecked"


def test_an_altered_quotation_is_unsupported_and_the_right_words_are_given() -> None:
    verdict = check_exact("Holt said: “We are urgently looking into it.”", [HOLT])

    assert (verdict.check, verdict.words) == ("unsupported", ("We are urgently looking into it.",))
    assert "We are looking into it" in verdict.reason


def test_no_checker_can_pass_an_altered_quotation() -> None:
    verdict = read_by(replying(FINE), "Holt said: “We are urgently looking into it.”", HOLT)

    assert verdict.check == "unsupported"


# ---- certain rules


@pytest.mark.parametrize("figure", ["215", "2,125", "21.2"])
def test_a_figure_that_no_cited_article_has_is_unsupported(figure: str) -> None:
    (verdict,) = check([CitedSentence(f"The ferry carried {figure} people.", (AGROUND,))])

    assert verdict.check == "unsupported"
    assert figure in verdict.words[0]


def test_a_reader_has_the_last_word_on_a_figure_for_it_may_be_worked_out() -> None:
    verdict = read_by(replying(FINE), "Some 10 of the 212 passengers were children.", AGROUND)

    assert verdict.check == "supported"


def test_the_rule_on_figures_speaks_where_the_reader_is_down() -> None:
    verdict = read_by(DOWN, "The ferry carried 215 people.", AGROUND)

    assert (verdict.check, verdict.words) == ("unsupported", ("215",))


@pytest.mark.parametrize(
    "text",
    [
        "The ferry carried 212 people.",
        "About 200 passengers were on board.",
        "Die Fähre hatte 212 Passagiere.",
        "It happened on 4 March 2024.",
        "March 4: the ferry runs aground.",
        "Divers will be there from March 5-7.",
        "Twelve boats helped.",
    ],
    ids=[
        "as printed",
        "rounded",
        "in another language",
        "a day worked out",
        "a day at the head",
        "a range",
        "in words",
    ],
)
def test_a_figure_that_may_come_from_the_article_is_left_to_a_reader(text: str) -> None:
    (verdict,) = check([CitedSentence(text, (AGROUND,))])

    assert verdict.check == "unchecked"


def test_every_certain_rule_alarms_on_less_than_one_in_a_hundred_of_the_faithful() -> None:
    trials = [trial for trial in read_yaml(DATA) if trial.kind == FAITHFUL]
    rows = [row.split() for row in rules_table(trials).splitlines()[1:]]

    assert len(trials) > 100
    assert all(float(row[-2]) < 0.01 for row in rows)


# ---- what only a reader can tell


@pytest.mark.parametrize(
    "text",
    [
        "The captain misread the chart.",
        "The operator said the captain had surely misread the chart.",
        "All passengers drowned.",
        "Nothing of the kind ever happened.",
    ],
)
def test_without_a_reader_nothing_is_called_supported_and_nothing_wrong_is_claimed(text: str) -> None:
    (verdict,) = check([CitedSentence(text, (CHART, ASHORE))])

    assert verdict.check == "unchecked"
    assert "nothing that can read has read it" in verdict.reason


def test_a_sentence_that_tells_something_and_cites_nothing_is_unsupported() -> None:
    (verdict,) = check([CitedSentence("The ferry Aurelia ran aground.")])

    assert (verdict.check, verdict.reason) == ("unsupported", "it cites nothing")


def test_a_sentence_found_right_is_supported_and_says_who_read_it() -> None:
    verdict = read_by(replying(FINE), "Everybody on board was brought ashore.", ASHORE)

    assert (verdict.check, verdict.words) == ("supported", ())
    assert "scripted read it with Coast Gazette" in verdict.reason


def test_a_sentence_found_wrong_tells_its_words_the_fault_and_the_words_of_the_source() -> None:
    row = {"verdict": "not borne out", "fault": "how sure", "words": ["misread"], "against": "may have misread"}
    verdict = read_by(replying(row), "The captain misread the chart.", CHART)

    assert (verdict.check, verdict.words) == ("unsupported", ("misread",))
    assert "how sure" in verdict.reason
    assert "the source has “may have misread”" in verdict.reason


def test_words_that_the_source_does_not_have_are_not_given_as_its_words() -> None:
    row = {"verdict": "not borne out", "words": ["misread"], "against": "the captain was asleep"}
    verdict = read_by(replying(row), "The captain misread the chart.", CHART)

    assert verdict.check == "unsupported"
    assert "asleep" not in verdict.reason


def test_an_opener_is_joining_and_needs_no_citation() -> None:
    assert read_by(replying({"verdict": "claims nothing"}), "Accounts differ.").check == "joining"


def test_that_the_articles_do_not_tell_a_thing_may_stand_without_a_citation() -> None:
    sentence = CitedSentence("The articles do not say who owns the Aurelia.", (), (AGROUND, CHART))
    model = ScriptedModel([replying({"verdict": "says what is not told"})], structured=True)
    (verdict,) = check([sentence], ModelChecker(model))

    assert verdict.check == "supported"
    assert "may have misread the chart" in model.asked[0][-1].text


def test_what_cites_nothing_is_not_supported_whatever_a_checker_says() -> None:
    verdict = read_by(replying(FINE), "The ferry Aurelia sank.")

    assert (verdict.check, verdict.reason) == ("unsupported", "it cites nothing")


# ---- a checker that cannot be believed


@pytest.mark.parametrize(
    "reply",
    [
        DOWN,
        BudgetSpent("1 USD for this question", "2 USD"),
        "I am sorry, but I cannot help with that.",
        "{}",
        '{"sentences": "all fine"}',
        '{"sentences": [{"number": 9, "verdict": "borne out"}]}',
        replying({"verdict": "fine by me"}),
        replying({"verdict": "not borne out", "words": ["the purser"]}),
        replying({"verdict": "not borne out", "words": []}),
    ],
    ids=["down", "over its budget", "prose", "empty", "no list", "other numbers", "own words", "foreign words", "none"],
)
def test_a_checker_that_fails_leaves_a_sentence_unchecked_and_says_why(reply: Line) -> None:
    verdict = read_by(reply, "The captain misread the chart.", CHART)

    assert verdict.check == "unchecked"
    assert verdict.reason.startswith("not read: ")


@pytest.mark.parametrize("always", ["borne out", "not borne out", "claims nothing"])
def test_a_checker_that_says_one_thing_of_everything_is_not_believed(always: str) -> None:
    def reply(messages: Sequence[Message]) -> str:
        row = {"verdict": always, "fault": "none", "words": ["captain", "ferry", "passengers"], "against": ""}
        return json.dumps({"sentences": [{"number": number, **row} for number in range(1, 9)]})

    verdict = read_by(reply, "The captain misread the chart.", CHART)

    assert verdict.check == "unchecked"
    assert "misjudged a sentence whose verdict is known" in verdict.reason


def test_what_was_read_before_a_checker_broke_off_stands_and_the_rest_is_unread() -> None:
    def half(messages: Sequence[Message]) -> str:
        whole = replying(FINE, FINE)(messages)
        return whole[: whole.index('{"number": 4')]

    model = BreaksOff(half, DOWN)
    found = ModelChecker(model).read([CitedSentence("A chart was misread.", (CHART,)), CitedSentence("So.", (CHART,))])

    assert [one.reading for one in found] == ["borne out", "unread"]
    assert DOWN.problem in found[1].reason


def test_a_model_that_is_down_is_asked_once_for_many_sentences() -> None:
    model = ScriptedModel([DOWN], structured=True)
    sentences = [
        CitedSentence(f"The captain misread chart {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at]}.", (CHART,)) for at in range(26)
    ]
    found = ModelChecker(model).read(sentences)

    assert len(model.asked) == 1
    assert {one.reading for one in found} == {"unread"}


def test_verbatim_and_failed_sentences_are_not_sent_to_the_checker() -> None:
    model = ScriptedModel([], structured=True)
    verdicts = check(
        [CitedSentence(ASHORE.quote, (ASHORE,)), CitedSentence("Holt said “we know nothing yet”.", (HOLT,))],
        ModelChecker(model),
    )

    assert [verdict.check for verdict in verdicts] == ["verbatim", "unsupported"]


def test_all_sentences_of_an_answer_go_out_in_one_call_with_their_paragraphs_title_outlet_and_day() -> None:
    model = ScriptedModel([replying(FINE, FINE)], structured=True)
    check(
        [CitedSentence("A chart was misread.", (CHART,)), CitedSentence("They are safe.", (ASHORE,))],
        ModelChecker(model),
    )
    ((_, user),) = model.asked

    assert "Mira Holt" in user.text
    assert 'Coast Gazette, 2024-03-05. "Ferry runs aground off Kallsund".' in user.text
    assert re.search(r"^3\. A chart was misread\. \(cites \[\w\d+\]\)$", user.text, re.MULTILINE)


def test_a_small_window_parts_the_sentences_among_calls() -> None:
    long = Article(
        "long", " ".join(f"Sentence {'abcdefghij'[n % 10] * 9} of many tells of the harbour." for n in range(300))
    )
    pieces = [line(f"Sentence {'abcdefghij'[n] * 9} of many tells of the harbour.", n, long) for n in range(4)]
    model = ScriptedModel([replying(FINE)] * 4, structured=True, window_tokens=4000)
    found = ModelChecker(model).read([CitedSentence("It tells of harbours.", (piece,)) for piece in pieces])

    assert [one.reading for one in found] == ["borne out"] * 4
    assert len(model.asked) > 1


def test_a_sentence_of_four_hundred_words_is_read_like_any_other() -> None:
    text = "The captain " + "and the mate " * 130 + "misread the chart."

    assert read_by(replying(FINE), text, CHART).check == "supported"


def test_what_stands_around_a_quote_is_its_paragraph_and_its_neighbours() -> None:
    around = [piece.quote for piece in context_sentences(CHART)]

    assert around[0] == AGROUND.quote
    assert HOLT.quote in around
    assert context_sentences(Evidence(1, Article("a", "No sentence here"), 0, 16)) != []


@pytest.mark.parametrize("text", ["", " ", "...", "[1]", "“”", "“", "\u202e", "a" * 20_000])
def test_odd_text_gives_a_verdict(text: str) -> None:
    assert check_exact(text, [CHART]).check in ("unchecked", "unsupported")


@pytest.mark.parametrize("words", ["word 1,200 ", "“word ", "[1] ", "word: "])
def test_work_grows_with_length_not_with_its_square(words: str) -> None:
    once = calls_of(lambda: check_exact(words * 500, [CHART]))
    twice = calls_of(lambda: check_exact(words * 1000, [CHART]))

    assert twice < 3 * once


def test_the_table_of_checks_counts_by_kind() -> None:
    trials = list(read_yaml(DATA))[:40]
    shown = table(trials, [Verdict("unsupported", "")] * len(trials))
    wrong = sum(trial.kind != FAITHFUL for trial in trials)

    assert f"{wrong}/{wrong}" in shown.replace(" ", "")
    assert f"falsealarms{40 - wrong}/{40 - wrong}" in shown.replace(" ", "")
