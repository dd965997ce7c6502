"""Who holds a role, by how an article introduces a name."""

from __future__ import annotations

import pytest

from assistant.attribution.roles import holds_role, is_anybody, role_in
from assistant.types import Article, Attribution

TEXT = (
    "Yardline's chief executive Mara Dillen said the yard would close. Its chief tiller officer, Chris Sand, agreed. "
    "Beth Gold, a senior analyst at Circle, doubted it. “Why?” asked Tom Ray. Mr Ray met the chief executive."
    "\n\n“The bay will silt up,” says Una Brook. She’s a hydrologist in Lund."
)
ARTICLE = Article("1", TEXT)


def person(name: str, kind: str = "person") -> Attribution:
    return Attribution(name, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "holders"),
    [
        ("execs", {"Mara Dillen", "Chris Sand"}),
        ("the executives", {"Mara Dillen", "Chris Sand"}),
        ("other analysts", {"Beth Gold"}),
        ("experts", {"Beth Gold", "Una Brook"}),
        ("scientists", {"Una Brook"}),
        ("lawyers", set()),
    ],
)
def test_a_role_is_held_by_whoever_is_introduced_with_it(role: str, holders: set[str]) -> None:
    everybody = ("Mara Dillen", "Chris Sand", "Beth Gold", "Tom Ray", "Una Brook")

    assert {name for name in everybody if holds_role(role_in(role), person(name), ARTICLE)} == holders


def test_a_speaker_may_be_called_by_the_role_alone() -> None:
    assert holds_role(role_in("analysts"), person("analysts with Circle", "anonymous"), ARTICLE)
    assert not holds_role(role_in("analysts"), person("the yard", "organisation"), ARTICLE)


@pytest.mark.parametrize("words", ["people", "everyone", "the cranes", "", "Marsh"])
def test_people_in_general_and_things_have_no_role(words: str) -> None:
    assert role_in(words) == ""


def test_everyone_is_anybody() -> None:
    assert is_anybody("most people")
    assert not is_anybody("analysts")
