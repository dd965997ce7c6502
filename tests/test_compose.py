"""A language model's answer on its way to the reader: shown as it comes, checked, sent back once, never laundered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import pytest
from scripted_model import BreaksOff, Line, ScriptedModel
from test_checks import replying

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.models.budget import Budget, Limits, MeteredModel
from assistant.models.types import Message, Model
from assistant.reading.contradiction import Comparison, Pair, Relation, Stance
from assistant.reading.faithfulness import ModelChecker
from assistant.types import Article, Attribution, Evidence, Query
from assistant.writing.compose import Composed, compose
from assistant.writing.fluent import FluentWriter

DOWN = ModelUnavailable("scripted", "cannot be reached", "Check that its server runs.")
QUESTION = Query("Will the mill close?", "Will the mill close?")
DISPATCH = Article(
    "dispatch",
    "The Torvald mill will close in May, a person familiar with the plans said. The owner denied it.",
    title="Mill to close",
    outlet="Northern Dispatch",
    published="2024-02-01",
)
COURIER = Article(
    "courier",
    "Torvald's owner said no decision had been taken. The mill employs 340 people.",
    title="No decision on mill, owner says",
    outlet="Lakeside Courier",
    published="2024-02-03",
)


def line(key: int, quote: str, article: Article) -> Evidence:
    start = article.text.index(quote)
    ladder = (Attribution(article.outlet or "", "outlet"),)
    return Evidence(key, article, start, start + len(quote), ladder, 1 - key / 10)


EVIDENCE = [
    line(1, "The Torvald mill will close in May, a person familiar with the plans said.", DISPATCH),
    line(2, "The owner denied it.", DISPATCH),
    line(3, "Torvald's owner said no decision had been taken.", COURIER),
    line(4, "The mill employs 340 people.", COURIER),
]
CLOSING = "The mill will close in May."
FINE = {"verdict": "borne out"}
WRONG = {"verdict": "not borne out", "fault": "who says it", "words": ["will close"], "against": ""}
Reply = Callable[[Sequence[Message]], str]


def writing(*sentences: tuple[str, Sequence[int]], **more: object) -> Reply:
    """A writer's JSON reply: sentences with the numbers of the lines they rest on, in the letter of the prompt."""

    def reply(messages: Sequence[Message]) -> str:
        letter = re.search(r"\[([A-Z])\d+\]", messages[-1].text)[1]  # type: ignore[index]
        rows = [
            {"number": at, "text": text, "rests_on": [{"key": f"{letter}{key}", "words": ""} for key in keys]}
            for at, (text, keys) in enumerate(sentences, 1)
        ]
        return json.dumps({"answerable": True, "missing": "", "sentences": rows, "disagreements": [], **more})

    return reply


def composed(
    script: Sequence[Line], *, checked_by: Sequence[Line] | None = None, small: bool = False
) -> list[Composed]:
    """Every state of an answer. `checked_by` None: nothing checks."""
    writer = FluentWriter(ScriptedModel(script, structured=not small, strong=not small))
    checker = None if checked_by is None else ModelChecker(ScriptedModel(checked_by, structured=True, name="checker"))
    return list(compose(writer, checker, QUESTION, EVIDENCE))


def checks_of(state: Composed) -> list[str]:
    return [verdict.check for _, verdict in state.sentences]


def test_each_sentence_is_shown_as_it_is_written_and_settles_when_it_is_read() -> None:
    states = composed(
        [writing(("Owners deny it.", [2]), ("The mill has 340 workers.", [4]))], checked_by=[replying(FINE, FINE)]
    )

    assert {verdict.reason for _, verdict in states[0].sentences} == {"being checked"}
    assert any(len(state.sentences) == 1 for state in states[:-1])
    assert checks_of(states[-1]) == ["supported", "supported"]


def test_a_sentence_settles_when_its_own_check_is_done_and_one_that_fails_holds_none_back() -> None:
    states = composed(
        [
            writing((CLOSING, [1]), ("Owners deny it.", [2]), ("The mill has 340 workers.", [4])),
            writing((CLOSING, [1])),
        ],
        checked_by=[replying(WRONG, FINE, FINE)],
    )
    seen = [tuple(checks_of(state)) for state in states if len(state.sentences) == 3]

    assert list(dict.fromkeys(seen)) == [
        ("unchecked", "unchecked", "unchecked"),
        ("unsupported", "unchecked", "unchecked"),
        ("unsupported", "supported", "unchecked"),
        ("unsupported", "supported", "supported"),
    ]


def test_what_exact_words_settle_is_settled_while_the_next_sentence_is_written() -> None:
    quote = EVIDENCE[1].quote
    states = composed([writing((quote, [2]), ("The mill has 340 workers.", [4]))], checked_by=[replying(FINE)])
    first = next(state for state in states if len(state.sentences) == 2)

    assert checks_of(first) == ["verbatim", "unchecked"]


def test_words_are_shown_before_their_sentence_is_whole() -> None:
    states = composed([writing(("The owner denied that it would close in May.", [2]))], checked_by=[replying(FINE)])
    texts = [state.sentences[0][0].text for state in states]

    assert any(text == "The owner denied that it would close in May."[: len(text)] and len(text) < 40 for text in texts)


def test_a_sentence_that_fails_holds_no_other_back() -> None:
    states = composed(
        [writing((CLOSING, [1]), ("The mill has 340 workers.", [4])), writing((CLOSING, [1]))],
        checked_by=[replying(WRONG, FINE)],
    )

    assert checks_of(states[-2]) == ["unsupported", "supported"]


def test_all_that_fail_go_back_once_in_one_call_with_their_words_and_the_reason() -> None:
    corrected = writing(("A person familiar with the plans says it will close.", [1]), ("340 people work there.", [4]))
    writer = ScriptedModel([writing((CLOSING, [1]), ("Everybody will lose work.", [4])), corrected], structured=True)
    checker = ScriptedModel(
        [replying(WRONG, {**WRONG, "words": ["Everybody"]}), replying(FINE, FINE)], structured=True, name="checker"
    )
    *_, last = compose(FluentWriter(writer), ModelChecker(checker), QUESTION, EVIDENCE)

    assert (len(writer.asked), len(checker.asked)) == (2, 2)
    assert "1. “will close” (who says it)" in writer.asked[1][-1].text
    assert "2. “Everybody”" in writer.asked[1][-1].text
    assert [draft.text for draft, _ in last.sentences] == [
        "A person familiar with the plans says it will close.",
        "340 people work there.",
    ]
    assert checks_of(last) == ["supported", "supported"]


def test_what_fails_again_is_shown_as_its_writer_left_it_with_the_words_that_are_not_borne_out() -> None:
    states = composed(
        [writing((CLOSING, [1])), writing(("Surely the mill will close.", [1]))],
        checked_by=[replying(WRONG), replying(WRONG)],
    )
    ((draft, verdict),) = states[-1].sentences

    assert draft.text == "Surely the mill will close."
    assert (verdict.check, verdict.words) == ("unsupported", ("will close",))


# ---- seven ways in which a sentence must not be made to pass


def test_no_other_line_is_cited_in_place_of_the_one_that_does_not_bear_a_sentence_out() -> None:
    text = "Torvald's owner says no decision has been taken."
    states = composed(
        [writing((text, [1])), writing((text, [1]))], checked_by=[replying({**WRONG, "words": ["owner"]})]
    )
    ((draft, verdict),) = states[-1].sentences

    assert (draft.keys, verdict.check) == ((1,), "unsupported")


def test_the_same_words_do_not_pass_by_citing_another_line_in_the_correction() -> None:
    states = composed(
        [writing((CLOSING, [2])), writing(("The mill will close in May", [1]))], checked_by=[replying(WRONG)]
    )
    ((draft, verdict),) = states[-1].sentences

    assert (draft.keys, verdict.check) == ((2,), "unsupported")


def test_no_attribution_is_hung_on_a_sentence_that_lacks_one() -> None:
    states = composed([writing((CLOSING, [1])), writing((CLOSING, [1]))], checked_by=[replying(WRONG)])

    assert states[-1].sentences[0][0].text == CLOSING


def test_a_sentence_of_absence_gets_no_source_and_no_citation() -> None:
    absent = "The articles do not say what the owner will do with the site."
    states = composed([writing((absent, []))], checked_by=[replying({"verdict": "says what is not told"})])
    ((draft, verdict),) = states[-1].sentences

    assert (draft.text, draft.keys, verdict.check) == (absent, (), "supported")


def test_no_line_of_the_articles_is_pasted_behind_what_the_model_wrote() -> None:
    states = composed([writing(("The owner denies it.", [2]))], checked_by=[replying(FINE)])
    small = composed([re_keyed("The owner denies it {2}.")], small=True)

    assert [draft.text for draft, _ in states[-1].sentences] == ["The owner denies it."]
    assert [draft.text for draft, _ in small[-1].sentences] == ["The owner denies it."]


def test_that_nothing_answers_is_believed_of_a_model_that_reads() -> None:
    states = composed([writing(answerable=False, missing="The articles do not say when it opened.")], checked_by=[])

    assert states[-1].declined == "The articles do not say when it opened."
    assert states[-1].sentences == ()


def test_a_citation_of_every_line_does_not_make_a_false_sentence_pass() -> None:
    text = "The mill was sold to its workers."
    states = composed(
        [writing((text, [1, 2, 3, 4])), writing((text, [4, 3, 2, 1]))],
        checked_by=[replying({**WRONG, "words": ["sold to its workers"]})],
    )

    assert checks_of(states[-1]) == ["unsupported"]


# ---- faults


def re_keyed(text: str) -> Reply:
    """A prose reply with keys written as {1}, in the letter of the prompt."""

    def reply(messages: Sequence[Message]) -> str:
        letter = re.search(r"\[([A-Z])\d+\]", messages[-1].text)[1]  # type: ignore[index]
        return re.sub(r"\{(\d+)\}", rf"[{letter}\1]", text)

    return reply


def test_a_checker_that_is_down_leaves_the_answer_unchecked_and_as_written() -> None:
    states = composed([writing((CLOSING, [1]))], checked_by=[DOWN])
    ((draft, verdict),) = states[-1].sentences

    assert (draft.text, verdict.check) == (CLOSING, "unchecked")
    assert "cannot be reached" in verdict.reason


def test_a_budget_spent_between_writing_and_checking_shows_the_answer_unchecked_and_says_so() -> None:
    budget = Budget(Limits(tokens=9000))

    def costly(messages: Sequence[Message]) -> str:
        budget.settle(0, None, 8900, 0, None)
        return writing((CLOSING, [1]))(messages)

    model = MeteredModel(ScriptedModel([costly], structured=True), budget, None)
    *_, last = compose(FluentWriter(model), ModelChecker(model), QUESTION, EVIDENCE)
    ((_, verdict),) = last.sentences

    assert verdict.check == "unchecked"
    assert "budget" in verdict.reason


def test_a_budget_too_small_for_the_first_call_stops_the_question() -> None:
    model: Model = MeteredModel(ScriptedModel([], structured=True), Budget(Limits(tokens=300)), None)

    with pytest.raises(BudgetSpent):
        list(compose(FluentWriter(model), None, QUESTION, EVIDENCE))


def test_a_writer_that_fails_at_correcting_leaves_the_first_version_marked() -> None:
    states = composed([writing((CLOSING, [1])), DOWN], checked_by=[replying(WRONG)])

    assert checks_of(states[-1]) == ["unsupported"]
    assert "could not be sent back" in states[-1].notes[-1]


def test_a_correction_that_nobody_could_read_does_not_replace_what_was_read_and_failed() -> None:
    states = composed(
        [writing((CLOSING, [1])), writing(("It closes in May.", [1]))], checked_by=[replying(WRONG), DOWN]
    )

    assert states[-1].sentences[0][0].text == CLOSING
    assert checks_of(states[-1]) == ["unsupported"]


def test_what_came_before_a_stream_broke_off_stays_and_the_answer_says_so() -> None:
    text = "Owners deny it [K2]. The mill has 340 workers [K4]. And then"
    letter = re.search(r"\[([A-Z])", asked_of(EVIDENCE))[1]  # type: ignore[index]
    model = BreaksOff(text.replace("[K", f"[{letter}"), DOWN)
    model.strong = True
    *_, last = compose(FluentWriter(model, "prose"), None, QUESTION, EVIDENCE)

    assert [draft.text for draft, _ in last.sentences] == ["Owners deny it.", "The mill has 340 workers."]
    assert any("cannot be reached" in note for note in last.notes)


def asked_of(evidence: Sequence[Evidence]) -> str:
    """The prompt that a strong writer sends for this evidence."""
    model = ScriptedModel(["NO ANSWER"], strong=True)
    list(FluentWriter(model).write(QUESTION, evidence))
    return model.asked[0][-1].text


@pytest.mark.parametrize("reply", [DOWN, "   ", '{"sentences": []}'], ids=["down", "empty", "no sentence"])
def test_a_model_that_writes_nothing_leaves_nothing_but_a_note(reply: Line) -> None:
    states = composed([reply], checked_by=[])

    assert (states[-1].sentences, states[-1].declined) == ((), None)
    assert len(states[-1].notes) == 1


def test_a_small_model_is_asked_once_and_nothing_it_writes_is_called_supported() -> None:
    states = composed([re_keyed("The owner denies it {2}. The mill has 340 workers {4}.")], small=True)

    assert checks_of(states[-1]) == ["unchecked", "unchecked"]


def test_a_small_model_is_not_believed_that_there_is_no_answer() -> None:
    assert composed(["NO ANSWER"], small=True)[-1].declined is None


def disagreeing(messages: Sequence[Message]) -> str:
    """A writer's reply that lists a disagreement in printed words, and one in words that it made up."""
    letter = re.search(r"\[([A-Z])\d+\]", messages[-1].text)[1]  # type: ignore[index]
    sides = [
        {"key": f"{letter}1", "words": "will close in May"},
        {"key": f"{letter}3", "words": "no decision had been taken"},
    ]
    made_up = [{"key": f"{letter}1", "words": "closed long ago"}, {"key": f"{letter}4", "words": "340 people"}]
    told = [
        {"about": "whether it closes", "kind": "denial", "sides": sides},
        {"about": "made up", "kind": "number", "sides": made_up},
    ]
    return writing(("The owner denies it.", [2]), disagreements=told)(messages)


class Says:
    """A comparer that finds the same of every pair."""

    name = "says"

    def __init__(self, relation: Relation) -> None:
        self._relation = relation

    def compare(self, pairs: Sequence[Pair]) -> list[Comparison]:
        stances: tuple[Stance, Stance] = ("asserts", "denies")
        return [Comparison(self._relation, "", "denial", (pair.one.quote, pair.other.quote), stances) for pair in pairs]


def disputed_by(comparer: Says | None) -> Composed:
    writer = FluentWriter(ScriptedModel([disagreeing], structured=True))
    checker = ModelChecker(ScriptedModel([replying(FINE)], structured=True, name="checker"))
    return list(compose(writer, checker, QUESTION, EVIDENCE, comparer=comparer))[-1]


def test_a_disagreement_that_the_writer_lists_is_shown_once_it_was_read_as_one() -> None:
    about = [dispute.about for dispute in disputed_by(Says("disagree")).disputes]

    assert "A claim and its denial: whether it closes" in about
    assert not any("made up" in one for one in about)


def test_a_disagreement_that_is_read_as_none_is_not_shown() -> None:
    assert disputed_by(Says("different thing")).disputes == ()


def test_a_disagreement_that_nobody_read_stands_beside() -> None:
    last = disputed_by(None)

    assert last.disputes == ()
    assert [side.citations for side in last.other_accounts] == [(1,), (3,)]
