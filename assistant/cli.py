"""The command line: one small function per command, no logic of its own. Floor 4.

Heavy modules are imported inside the commands, so that `sayso --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from assistant.errors import BadBatch, SaysoError
from assistant.options import SaysoCommand, desk_of, filters_of, reader_options
from assistant.rows import read_rows
from assistant.types import Answer, Filters
from assistant.version import __version__

if TYPE_CHECKING:
    from assistant.desk import Desk

_LOADED = {
    "corpus": ("assistant.cli_corpus", "corpus"),
    "feeds": ("assistant.cli_feeds", "feeds"),
    "ingest": ("assistant.cli_ingest", "ingest_command"),
    "brief": ("assistant.cli_brief", "print_brief"),
    "chat": ("app", "chat"),
    "completion": ("assistant.cli_doctor", "print_completion"),
    "demo": ("assistant.cli_demo", "demo"),
    "doctor": ("assistant.cli_doctor", "doctor"),
    "config": ("assistant.cli_config", "config"),
    "check": ("assistant.cli_check", "print_check"),
    "eval": ("evals.cli", "evaluate"),
    "mcp": ("assistant.cli_serve", "mcp"),
    "serve": ("assistant.cli_serve", "serve_home"),
    "users": ("assistant.cli_users", "users"),
}


class _Commands(SaysoCommand, click.Group):
    """Loads the modules of heavy commands only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_LOADED])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _LOADED:
            module, name = _LOADED[cmd_name]
            return cast(click.Command, getattr(import_module(module), name))
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def main() -> None:
    """Answers questions from news articles, and tells you on whose say-so."""


@main.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.Path(path_type=Path), help="A .jsonl of questions; prints one JSON answer a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one Answer object.")
@reader_options
def ask(question: str | None, batch: Path | None, as_json: bool, **options: Any) -> None:
    """Answer a question, with citations."""
    from assistant.writing.render import answer_json, answer_text

    if batch:
        _batch(
            batch, "question", options, lambda desk, text, filters: answer_json(_kept(desk, desk.ask(text, filters)))
        )
        return
    if question is None:
        raise click.UsageError('Ask a question, such as: sayso ask "Who denied the report?"')
    desk = desk_of(options)
    growing = desk.stream(question, filters_of(options))
    if as_json:
        *_, answer = growing
        click.echo(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        answer = _watched(growing)
        click.echo(answer_text(answer, desk.catalog.newest()))
    _kept(desk, answer)


def _kept(desk: Desk, answer: Answer) -> Answer:
    """Record the citations of an answer in the home, and return it."""
    desk.keep("answer", answer.question, answer.citations)
    return answer


@main.command()
@click.argument("query", required=False)
@click.option("--top", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages.")
@click.option("--batch", type=click.Path(path_type=Path), help="A .jsonl of queries; prints one JSON object a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one object with all hits.")
@reader_options
def search(query: str | None, top: int, batch: Path | None, as_json: bool, **options: Any) -> None:
    """Find passages, best first."""
    from assistant.writing.render import hits_text, search_json

    if batch:
        _batch(batch, "query", options, lambda desk, text, filters: search_json(*desk.search(text, filters, top)))
        return
    if query is None:
        raise click.UsageError('Name what to search for, such as: sayso search "military advisers"')
    understood, hits = desk_of(options).search(query, filters_of(options), top)
    found = search_json(understood, hits)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else hits_text(hits))


def _watched(growing: Iterator[Answer]) -> Answer:
    """The final answer; on a terminal its sentences are shown while it grows."""
    if not sys.stdout.isatty():
        *_, answer = growing
        return answer
    from rich.live import Live
    from rich.text import Text

    from assistant.writing.render import printable

    with Live(transient=True, refresh_per_second=8) as live:
        for answer in growing:
            lines = (
                f"{printable(one.text)}{'  (being checked)' if one.reason == 'being checked' else ''}"
                for one in answer.sentences
            )
            live.update(Text("\n".join(lines)))
    return answer


def _batch(
    path: Path, key: str, options: dict[str, Any], answer: Callable[[Desk, str, Filters], dict[str, Any]]
) -> None:
    """Answer a file of questions in order; a failed one gets its error as a line, and the exit status is 1."""
    rows = list(_rows(path, key, options))
    desk = desk_of(options)
    failed = 0
    for row, filters in rows:
        named = {"id": row["id"]} if "id" in row else {}
        try:
            found = answer(desk, row[key], filters)
        except SaysoError as error:
            failed += 1
            found = {key: row[key], "error": str(error)}
        click.echo(json.dumps({**named, **found}, ensure_ascii=False))
    if failed:
        click.echo(f"sayso: {failed} of {len(rows)} could not be answered; each says why.", err=True)
        sys.exit(1)


def _rows(path: Path, key: str, options: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Filters]]:
    """The rows of a batch with their filters, by default those of the command line. Raises BadBatch."""
    for number, row in read_rows(path, key):
        if not isinstance(row.get("outlets") or [], list):
            raise BadBatch(path, number, '"outlets" is not a list of names. Nothing was run.')
        given = {name: row[name] for name in ("outlets", "since", "until", "as_of") if row.get(name)}
        try:
            yield row, filters_of({**options, **given})
        except SaysoError as error:
            raise BadBatch(path, number, f"{error} Nothing was run.") from error
