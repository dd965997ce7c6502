from pathlib import Path

import pytest

from assistant.errors import BadDate, BadSetting
from assistant.settings import read_settings


def test_without_a_key_the_quotes_writer_answers() -> None:
    assert read_settings({}).model == "quotes"


def test_with_a_key_a_language_model_answers_unless_another_is_named() -> None:
    assert read_settings({"OPENAI_API_KEY": "k"}).model.startswith("openai:")
    assert read_settings({"OPENAI_API_KEY": "k", "SAYSO_MODEL": "quotes"}).model == "quotes"


def test_an_option_goes_before_the_environment() -> None:
    found = read_settings({"SAYSO_MODEL": "openai:a", "SAYSO_HOME": "/tmp/x"}, model="quotes", home="/tmp/y")

    assert (found.model, str(found.home)) == ("quotes", "/tmp/y")


def test_a_key_never_shows() -> None:
    assert "secret" not in repr(read_settings({"OPENAI_API_KEY": "secret"}))


@pytest.mark.parametrize("value", ["gpt-4", "openai:", "openai-like:m", "openai-like:m@ftp://x", ""])
def test_a_model_of_no_known_form_is_refused(value: str) -> None:
    if not value:
        assert read_settings({"SAYSO_MODEL": value}).model == "quotes"
    else:
        with pytest.raises(BadSetting, match="openai-like:<model>@"):
            read_settings({"SAYSO_MODEL": value})


def test_every_option_of_the_command_line_reaches_the_settings(tmp_path: Path) -> None:
    from assistant.options import settings_of

    given = {
        "home": str(tmp_path),
        "model": "openai:gpt-5-mini",
        "style": "json",
        "strength": "small",
        "max_usd": 0.5,
        "max_tokens": 900,
        "question_usd": 0.1,
        "question_tokens": 400,
        "today": "2019-07-01",
        "debug": True,
    }
    read = settings_of(given)

    assert {name: str(value) for name, value in given.items()} == {name: str(getattr(read, name)) for name in given}


def test_a_today_that_is_no_day_is_told(tmp_path: Path) -> None:
    from assistant.options import settings_of

    with pytest.raises(BadDate, match="--today"):
        settings_of({"today": "soonish"})


def test_what_a_model_is_trusted_with_is_its_names_to_tell_unless_somebody_says() -> None:
    read = [
        read_settings({}),
        read_settings({"SAYSO_STRENGTH": "small"}),
        read_settings({"SAYSO_STRENGTH": "small"}, strength="strong"),
    ]

    assert [one.strength for one in read] == ["auto", "small", "strong"]


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("SAYSO_STRENGTH", r"--strength or SAYSO_STRENGTH is 'huge'; it takes auto, strong or small\."),
        ("SAYSO_STYLE", r"--style or SAYSO_STYLE is 'huge'; it takes auto, prose or json\."),
        ("SAYSO_CHECKER", "SAYSO_CHECKER is 'huge'; it takes none, openai:<model> or openai-like:<model>@"),
        ("SAYSO_TIMEOUT", "SAYSO_TIMEOUT is 'huge'; it takes a number above 0"),
        ("SAYSO_WINDOW", "SAYSO_WINDOW is 'huge'; it takes a number above 0"),
    ],
)
def test_a_value_of_no_known_form_is_refused_with_those_that_are(variable: str, message: str) -> None:
    with pytest.raises(BadSetting, match=message):
        read_settings({variable: "huge"})


@pytest.mark.parametrize("value", ["", "none", "openai:gpt-5", "openai-like:m@http://127.0.0.1:1/v1"])
def test_the_checker_is_the_writer_nobody_or_a_model_of_its_own(value: str) -> None:
    assert read_settings({"SAYSO_CHECKER": value}).checker == (value or None)


def test_the_window_of_a_server_is_a_whole_number_of_tokens() -> None:
    assert read_settings({"SAYSO_WINDOW": "4000"}).window_tokens == 4000
    assert read_settings({}).window_tokens is None
