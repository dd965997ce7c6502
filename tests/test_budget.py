"""What is spent is counted, and nothing is spent beyond a limit."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from scripted_model import BreaksOff, ScriptedModel

from assistant.errors import BadSetting, BudgetSpent, ModelUnavailable
from assistant.models.budget import Budget, Limits, MeteredModel
from assistant.models.prices import Price, price_of, read_prices
from assistant.models.types import Message

ASK = [Message("user", "Who denied it?")]
PRICE = Price(prompt=1.0, completion=10.0)


def test_tokens_and_money_of_a_question_and_its_run_are_counted() -> None:
    run = Budget()
    for _ in range(2):
        question = Budget(None, "this question", run)
        MeteredModel(ScriptedModel(["Zayemsky did it, they say."]), question, PRICE).complete(ASK, max_tokens=50)

    assert (question.usage(1.5).prompt_tokens, question.usage(1.5).completion_tokens) == (100, 6)
    assert question.usage(1.5).seconds == 1.5
    assert question.usage(0).usd == pytest.approx(0.00016)
    assert run.usage(0).prompt_tokens == 200
    assert run.usage(0).usd == pytest.approx(0.00032)


def test_an_unknown_price_makes_the_cost_unknown_and_not_nothing() -> None:
    budget = Budget()
    MeteredModel(ScriptedModel(["Yes, he did."]), budget, None).complete(ASK, max_tokens=50)

    assert budget.usage(0).usd is None
    assert Budget().usage(0).usd == 0.0


def test_a_call_that_could_pass_the_token_limit_is_not_made() -> None:
    model = ScriptedModel(["Yes."])
    with pytest.raises(BudgetSpent, match=r"budget of 40 tokens for this run: the next call may take \d+ tokens"):
        MeteredModel(model, Budget(Limits(tokens=40)), PRICE).complete(ASK, max_tokens=50)

    assert model.asked == []


def test_a_call_that_could_pass_the_money_limit_is_not_made() -> None:
    model, budget = ScriptedModel(["Yes.", "No."]), Budget(Limits(usd=0.0008))
    MeteredModel(model, budget, PRICE).complete(ASK, max_tokens=50)
    with pytest.raises(BudgetSpent, match=r"budget of 0\.0008 USD for this run: .* and 0\.0001 are spent"):
        MeteredModel(model, budget, PRICE).complete(ASK, max_tokens=80)

    assert len(model.asked) == 1


def test_a_question_has_a_limit_of_its_own_inside_the_runs() -> None:
    run = Budget(Limits(tokens=10_000))
    with pytest.raises(BudgetSpent, match="for this question"):
        MeteredModel(ScriptedModel([]), Budget(Limits(tokens=10), "this question", run), PRICE).complete(
            ASK, max_tokens=50
        )
    with pytest.raises(BudgetSpent, match="for this run"):
        MeteredModel(ScriptedModel([]), Budget(None, "this question", run), PRICE).complete(ASK, max_tokens=50_000)

    MeteredModel(ScriptedModel(["Yes."]), Budget(None, "this question", run), PRICE).complete(ASK, max_tokens=9_000)


def test_a_money_limit_with_an_unknown_price_is_refused_rather_than_guessed() -> None:
    with pytest.raises(BudgetSpent, match=r"no price of scripted is in prices\.yaml"):
        MeteredModel(ScriptedModel([]), Budget(Limits(usd=5)), None).complete(ASK, max_tokens=50)


def test_a_reply_that_breaks_off_is_charged_as_far_as_it_came() -> None:
    budget = Budget()
    model = BreaksOff("Zayemsky denied it. ", ModelUnavailable("m", "broke off", "Try again."))
    with pytest.raises(ModelUnavailable):
        MeteredModel(model, budget, PRICE).complete(ASK, max_tokens=50)

    assert budget.usage(0).completion_tokens > 3


def test_a_reply_that_is_left_early_is_charged_and_frees_what_was_set_aside() -> None:
    budget = Budget(Limits(tokens=100))
    pieces = MeteredModel(ScriptedModel(["Zayemsky denied it."]), budget, PRICE).stream(ASK, max_tokens=80)
    next(pieces)
    pieces.close()

    assert 0 < budget.usage(0).completion_tokens < 6
    budget.hold(70, None, "m")


def test_what_a_model_may_think_counts_towards_what_a_call_may_take() -> None:
    model = ScriptedModel([])
    model.thinking_tokens = 4096
    with pytest.raises(BudgetSpent, match=r"the next call may take 4,\d\d\d tokens"):
        MeteredModel(model, Budget(Limits(tokens=4000)), None).complete(ASK, max_tokens=50)


def test_two_models_that_work_on_one_question_share_its_limit() -> None:
    question = Budget(Limits(tokens=200), "this question", Budget())
    writer, checker = (MeteredModel(ScriptedModel(["Zayemsky did."], name=name), question, None) for name in "wc")
    writer.complete(ASK, max_tokens=50)
    with pytest.raises(BudgetSpent, match=r"200 tokens for this question: .* and 103 are spent"):
        checker.complete(ASK, max_tokens=90)

    assert question.usage(0).prompt_tokens == 100


@pytest.mark.parametrize(("strong", "structured"), [(True, False), (False, True)])
def test_a_model_that_is_counted_is_as_strong_as_before(strong: bool, structured: bool) -> None:
    model = MeteredModel(ScriptedModel([], strong=strong, structured=structured), Budget(), None)

    assert (model.strong, model.structured) == (strong, structured)


def test_calls_at_the_same_time_cannot_pass_the_limit_together() -> None:
    budget = Budget(Limits(tokens=100))
    refused: list[BudgetSpent] = []

    def hold() -> None:
        try:
            budget.hold(40, None, "m")
        except BudgetSpent as error:
            refused.append(error)

    threads = [threading.Thread(target=hold) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 6


def test_a_snapshot_has_the_price_of_its_model_and_an_address_does_not_matter() -> None:
    prices = {**read_prices(), "openai-like:qwen": Price(0, 0)}

    assert price_of("openai:gpt-5-mini-2025-08-07", prices) == Price(0.25, 2.0)
    assert price_of("openai-like:qwen@http://127.0.0.1:1/v1", prices) == Price(0, 0)
    assert price_of("openai:nobody-knows", prices) is None


def test_the_users_table_adds_to_the_packages_and_overrides_it(tmp_path: Path) -> None:
    table = "openai:gpt-5-mini: {prompt: 9, completion: 9.5}\nopenai-like:mine: {prompt: 0, completion: 0}\n"
    (tmp_path / "prices.yaml").write_text(table)
    prices = read_prices(tmp_path)

    assert prices["openai:gpt-5-mini"] == Price(9, 9.5)
    assert prices["openai-like:mine"] == Price(0, 0)
    assert "openai:gpt-4.1" in prices


@pytest.mark.parametrize(
    "table",
    ["- a list", "a: 3", "a: {prompt: x, completion: 1}", "a: {prompt: -1, completion: 1}", "a: {", "a: {prompt: 1}"],
)
def test_a_table_of_another_form_is_refused_by_name(tmp_path: Path, table: str) -> None:
    (tmp_path / "prices.yaml").write_text(table)
    with pytest.raises(BadSetting, match=r"prices\.yaml"):
        read_prices(tmp_path)
