from importlib import resources

import pytest

import prompts


def test_every_prompt_has_its_two_parts_and_only_named_slots() -> None:
    for file in resources.files(prompts).iterdir():
        if file.name.endswith(".md"):
            with pytest.raises(prompts.PromptError, match="not asked for: \\['no_such_slot'\\]"):
                prompts.render(file.name.removesuffix(".md"), no_such_slot="x")
