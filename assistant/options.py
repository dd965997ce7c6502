"""Common parts of the commands: options, settings and filters from them, printing of errors. Floor 3."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.configuration import export_others, read_configuration
from assistant.errors import BadDate, BadQuestion, SaysoError
from assistant.settings import Settings, read_settings
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.desk import Desk

F = TypeVar("F", bound=Callable[..., Any])


class SaysoCommand(click.Command):
    """A command or group that prints a SaysoError as one sentence and exits with its status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print the sentence of a SaysoError, and with --debug its traceback."""
        try:
            return super().invoke(ctx)
        except SaysoError as error:
            if "--debug" in sys.argv:
                traceback.print_exc()
            click.echo(f"sayso: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)


class SaysoGroup(SaysoCommand, click.Group):
    """A group of commands, with errors printed as one sentence."""


def home_options(command: F) -> F:
    """The options of every command that opens a home."""
    for option in (
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
        click.option("--home", metavar="DIR", help="Where the index lives (or SAYSO_HOME; default ./.sayso)."),
    ):
        command = option(command)
    return command


def reader_options(command: F) -> F:
    """The options of every command that reads the index."""
    for option in (
        click.option(
            "--max-tokens",
            type=click.IntRange(1),
            metavar="N",
            help="The most tokens a language model may use in this run.",
        ),
        click.option(
            "--max-usd",
            type=click.FloatRange(0, min_open=True),
            metavar="N",
            help="The most a language model may cost in this run.",
        ),
        click.option(
            "--question-tokens",
            type=click.IntRange(1),
            metavar="N",
            help="The most tokens a language model may use for one question.",
        ),
        click.option(
            "--question-usd",
            type=click.FloatRange(0, min_open=True),
            metavar="N",
            help="The most a language model may cost for one question.",
        ),
        click.option(
            "--strength",
            metavar="STRENGTH",
            help="What the model is trusted with: auto, strong or small (7b and less).",
        ),
        click.option("--style", metavar="STYLE", help="How a language model cites: auto, prose or json."),
        click.option(
            "--model",
            metavar="NAME",
            help="quotes, openai:<model>, ollama:<model>, another's name:<model>.",
        ),
        click.option(
            "--today", metavar="DATE", help='The day that "last week" counts from (default: the newest article\'s).'
        ),
        click.option("--as-of", metavar="DATE", help="Only what had been published by that day."),
        click.option("--until", metavar="DATE", help="Only articles published on or before that day."),
        click.option("--since", metavar="DATE", help="Only articles published on or after that day."),
        click.option("--outlet", "outlets", metavar="NAME", multiple=True, help="Only this outlet (repeatable)."),
    ):
        command = option(command)
    return home_options(command)


def settings_of(options: Mapping[str, Any], home: str | None = None) -> Settings:
    """The settings of the options, the environment and the configuration files.

    Raises BadSetting, BadDate, BadConfiguration.
    """
    found = read_configuration(os.environ, Path.cwd(), home or options.get("home"))
    export_others(found, os.environ)
    names = ("model", "style", "strength", "max_usd", "max_tokens", "question_usd", "question_tokens")
    return read_settings(
        {name: given.value for name, given in found.items()},
        home=home or options.get("home"),
        debug=options.get("debug", False),
        today=day_of("--today", options.get("today")),
        **{name: options.get(name) for name in names},
    )


def desk_of(options: Mapping[str, Any]) -> Desk:
    """A desk over the home of the options. Raises as Desk does."""
    from assistant.desk import Desk

    return Desk(settings_of(options))


def filters_of(options: Mapping[str, Any]) -> Filters:
    """The filters of the command line. Raises BadDate, BadQuestion for a window that ends before it begins."""
    since, until, as_of = (
        day_of(f"--{name}", options.get(name.replace("-", "_"))) for name in ("since", "until", "as-of")
    )
    return window(options.get("outlets") or (), since, until, as_of)


def day_of(field: str, written: str | None) -> str | None:
    """The ISO day of a field or option, None if it is empty. Raises BadDate, which names the field."""
    if not written or not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip()).isoformat()
    except (AttributeError, TypeError, ValueError) as error:
        raise BadDate(field, str(written)) from error


def window(outlets: Sequence[str], since: str | None, until: str | None, as_of: str | None = None) -> Filters:
    """The filters of these outlets and days. Raises BadQuestion for a window that ends before it begins."""
    filters = Filters(tuple(outlets), since, until, as_of)
    if since and filters.latest and since > filters.latest:
        raise BadQuestion(f"The window ends on {filters.latest}, before it begins on {since}.", "Swap the dates.")
    return filters
