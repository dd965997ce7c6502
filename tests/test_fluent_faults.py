"""What failed goes back to the writer once; faults of a server while it writes."""

from __future__ import annotations

import json
import os

import faulty_server as faults
import pytest
from faulty_server import Fault, FaultyServer
from port_writing import (
    DENIAL,
    EVIDENCE,
    NO_CRANE,
    QUESTION,
    keyed,
    last,
    letter_in,
    strong,
    written,
)
from scripted_model import BreaksOff, ScriptedModel

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.models.budget import Budget, Limits, MeteredModel
from assistant.models.registry import open_model
from assistant.models.types import Model, Reply
from assistant.settings import Settings, Style
from assistant.types import DraftSentence, Verdict
from assistant.writing.compose import compose
from assistant.writing.fluent import FluentWriter, PartialReply

# ---- what failed is written anew

NINE = DraftSentence("Nine cranes fell.", (2,))
GALE = DraftSentence("A gale [blew].", (3, 1))
FAILED = [
    (NINE, Verdict("unsupported", "“Nine cranes” (how much): the source has “A crane”", ("Nine cranes",))),
    (GALE, Verdict("unsupported", "“gale”: no line that it cites says so", ("gale",))),
]


def corrected(reply: str | Exception | Reply) -> tuple[list[DraftSentence], ScriptedModel]:
    model = strong("NO ANSWER", reply)
    _, writer = written(model)
    return writer.correct(FAILED), model


def test_all_that_failed_goes_back_in_one_call_with_its_keys_and_what_is_wrong() -> None:
    _, model = corrected("{}")
    prompt, letter = model.asked[1][-1].text, letter_in(model.asked[0])

    assert len(model.asked) == 2
    assert f"\n1. Nine cranes fell. [{letter}2]\n2. A gale (blew). [{letter}3][{letter}1]\n" in prompt
    assert "\n1. “Nine cranes” (how much): the source has “A crane”\n2. “gale”: no line" in prompt
    assert f"[{letter}4] {NO_CRANE.quote}" in prompt


def test_a_sentence_comes_back_in_its_place_with_its_new_lines() -> None:
    given, _ = corrected(
        lambda messages: json.dumps(
            {
                "sentences": [
                    {"number": 2, "text": "The pilots had left.", "rests_on": [{"key": f"{letter_in(messages)}3"}]},
                    {"number": 9, "text": "More.", "rests_on": [{"key": f"{letter_in(messages)}1"}]},
                ]
            }
        )
    )

    assert given == [NINE, DraftSentence("The pilots had left.", (3,))]


@pytest.mark.parametrize(
    "reply",
    [
        "I am sorry.",
        "",
        "[]",
        '{"sentences": "none"}',
        '{"sentences": [3, {"number": "1", "text": "x"}, {"text": "y"}, {"number": null}]}',
        '{"sentences": [{"number": 1, "text": "A crane fell.", "rests_on": []}]}',
        '{"sentences": [{"number": 1, "text": "A crane fell.", "rests_on": [{"key": "Z99", "words": ""}]}]}',
    ],
)
def test_a_sentence_that_does_not_come_back_with_a_line_that_was_shown_stays_as_it_was(reply: str) -> None:
    given, _ = corrected(reply)

    assert given == [NINE, GALE]


# ---- faults


def test_what_came_before_a_stream_broke_off_was_given_and_the_fault_is_raised() -> None:
    model = BreaksOff(
        keyed("A crane fell {2}. The pilots had left {3}. The un"), ModelUnavailable("m", "broke off", "Again.")
    )
    seen: list[PartialReply] = []
    with pytest.raises(ModelUnavailable, match="broke off"):
        seen.extend(FluentWriter(model).write(QUESTION, EVIDENCE))

    assert [keys for _, keys in last(seen)] == [(2,), (3,)]


def test_a_budget_too_small_for_the_call_stops_it_before_it_is_made() -> None:
    model = strong()
    with pytest.raises(BudgetSpent):
        written(MeteredModel(model, Budget(Limits(tokens=100)), None))

    assert model.asked == []


def test_leaving_a_reply_early_charges_what_came_and_frees_the_rest() -> None:
    budget = Budget(Limits(tokens=6000))
    writing = FluentWriter(MeteredModel(strong(keyed("A crane fell {2}. " * 50)), budget, None)).write(
        QUESTION, EVIDENCE
    )
    next(iter(writing))
    writing.close()  # type: ignore[attr-defined]

    assert 0 < budget.usage(0).completion_tokens < 20
    budget.hold(4000, None, "m")


def opened(server: FaultyServer, *, timeout_seconds: float = 30.0) -> Model:
    model = open_model(Settings(model=f"openai-like:m@{server.address}/v1", timeout_seconds=timeout_seconds))
    assert model
    model.sleep = lambda seconds: None  # type: ignore[attr-defined]
    return model


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.status(401, "bad key"), "refused the key"),
        (faults.status(404, "model m not found"), "is not known to its server"),
        (faults.status(400, "maximum context length exceeded"), "too small a window"),
        (faults.hang, "did not answer within"),
        (faults.drop("The Harb"), "broke off"),
        (faults.broken_json, "cannot be read"),
        (faults.status(500, "Oh"), "failed on its server (500)"),
        (faults.status(429, "Slow"), "asked too often"),
        (faults.events([{**faults.chunk(None), "choices": []}]), "empty reply"),
        (faults.reply("...", used=None), "wrote nothing that can be used"),
    ],
)
def test_whatever_a_server_does_an_answer_has_one_clear_sentence_about_it_and_no_sentence_of_its_own(
    fault: Fault, told: str
) -> None:
    with FaultyServer(fault) as server:
        model = opened(server, timeout_seconds=0.5)
        *_, composed = compose(FluentWriter(model), None, QUESTION, EVIDENCE)

    assert (composed.sentences, composed.declined) == ((), None)
    assert len(composed.notes) == 1
    assert told in composed.notes[0]


def test_a_server_that_takes_no_schema_is_asked_for_prose_from_the_next_question_on() -> None:
    with FaultyServer(faults.takes_no("response_format", faults.reply("NO ANSWER", used=None))) as server:
        model = opened(server)
        for _ in range(2):
            written(model)
        prompts = [request["messages"][-1]["content"] for request in server.requests]

    assert ["response_format" in request for request in server.requests] == [True, False, False]
    assert ["Reply as JSON" in prompt for prompt in prompts] == [True, True, False]
    assert "NO ANSWER" in prompts[2]


REAL = os.environ.get("SAYSO_REAL_MODEL")  # such as openai-like:smollm2-135m@http://127.0.0.1:8091


@pytest.mark.skipif(not REAL, reason="SAYSO_REAL_MODEL names no model")
@pytest.mark.parametrize("style", ["prose", "json"])
def test_a_real_model_gives_sentences_that_the_exact_checks_judge_or_a_note(style: Style) -> None:
    model = open_model(Settings(model=REAL or "", timeout_seconds=300))
    assert model
    *_, composed = compose(FluentWriter(model, style), None, QUESTION, EVIDENCE, [DENIAL])

    assert composed.sentences or composed.notes
    assert {verdict.check for _, verdict in composed.sentences} <= {"verbatim", "unchecked", "unsupported"}
