"""Prompts are texts: each is of a known form, says what it is for, and is filled by name alone."""

from importlib import resources

import pytest

import prompts

NAMES = sorted(
    file.name.removesuffix(".md") for file in resources.files(prompts).iterdir() if file.name.endswith(".md")
)
PARTS = {"brief_body", "brief_summary", "reply_json", "reply_prose", "talk"}
every = pytest.mark.parametrize("name", NAMES)


def text_of(name: str) -> str:
    return resources.files(prompts).joinpath(f"{name}.md").read_text(encoding="utf-8")


@every
def test_a_prompt_takes_only_the_slots_that_it_names(name: str) -> None:
    fill = prompts.render_part if name in PARTS else prompts.render

    with pytest.raises(prompts.PromptError, match="not asked for: \\['no_such_slot'\\]"):
        fill(name, no_such_slot="x")


@every
def test_a_prompt_tells_its_purpose_its_slots_and_the_reply_it_wants(name: str) -> None:
    comment = text_of(name).partition("-->")[0]

    assert all(f"\n{head}: " in comment for head in ("Purpose", "Slots", "Reply"))


def test_a_part_of_other_prompts_is_no_prompt_and_a_prompt_no_part() -> None:
    with pytest.raises(prompts.PromptError, match=r"reply_prose\.md must hold ## system and then ## user"):
        prompts.render("reply_prose", sample="R1")
    with pytest.raises(prompts.PromptError, match=r"condense\.md must hold ## text"):
        prompts.render_part("condense", fence="f", talk="t", question="q")


def test_a_slot_that_is_left_out_is_named() -> None:
    with pytest.raises(prompts.PromptError, match=r"condense\.md: slots missing: \['talk'\]"):
        prompts.render("condense", fence="f", question="q")


def test_what_fills_a_slot_is_never_taken_for_a_slot_itself() -> None:
    part = prompts.render_part("reply_prose", sample="$sample and {sample}")

    assert "[$sample and {sample}]" in part


@pytest.mark.parametrize("name", ["answer", "brief", "check", "correct", "write"])
def test_articles_stand_between_marks_that_the_system_text_says_hold_no_order(name: str) -> None:
    system, _, user = text_of(name).partition("## user")
    before, inside, _ = user.split("=== $fence evidence ")

    assert before.strip() == ""
    assert inside == "begins ===\n$evidence\n"
    assert "$fence" in system.partition("## system")[2]
