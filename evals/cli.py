"""The commands `sayso eval run|compare|check|drafts`, also `python -m evals`: options in, tables out. Floor 4."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path)


@click.group(name="eval", context_settings={"help_option_names": ["-h", "--help"]})
def evaluate() -> None:
    """Measure answers against hand-written gold sets."""


@evaluate.command("run")
@click.option("--gold", type=_PATH, default="evals/gold.yaml", show_default=True, help="The gold set.")
@click.option(
    "--corpus", type=_PATH, multiple=True, default=("corpus",), help="The articles to answer from (repeatable)."
)
@click.option("--model", "models", multiple=True, metavar="NAME", help="As in sayso ask --model (repeatable).")
@click.option("--baseline", type=click.Choice(["llamaindex"]), help="Run the stock pipeline beside each model.")
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="all", show_default=True)
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Only N items, drawn at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of --sample.")
@click.option("--judge", metavar="MODEL", help="Also have a language model rate the answers.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Items asked at a time.")
@click.option("--resume", is_flag=False, flag_value="", metavar="[DIR]", help="Continue a run, by default the newest.")
@click.option("--out", type=_PATH, metavar="DIR", help="Where to keep the run (default: evals/runs/<time>-<model>).")
@click.option("--json", "json_out", type=_PATH, metavar="FILE", help="Write the whole run as one file.")
@click.option("--html", "html_out", type=_PATH, metavar="FILE", help="Write the report for readers.")
@click.option("--fail-under", metavar="NAME=VALUE,...", help="Exit with 1 if a mean is lower.")
@click.option("--record", type=_PATH, metavar="DIR", help="Record every call of a language model there.")
@click.option("--replay", type=_PATH, metavar="DIR", help="Replay every call of a language model from there.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def run_gold(**options: Any) -> None:
    """Ask every item of a gold set, score the answers, print the tables.

    The corpus goes into a throw-away index; your own is not touched. Ends with 0 where every item was scored, 1 where
    some were not or a threshold was missed, 2 for a mistake in what was asked.
    """
    from assistant.options import settings_of
    from evals import gate, runs, session, table

    if options["record"] and options["replay"]:
        raise click.UsageError("--record and --replay exclude each other")
    limits = gate.thresholds(options["fail_under"]) if options["fail_under"] else {}
    for target in filter(None, (options["json_out"], options["html_out"])):
        _require_writable(target)
    ways = session.RunOptions(options["out"], options["workers"], options["record"], options["replay"])
    if options["resume"] is not None:
        folder = Path(options["resume"]) if options["resume"] else runs.newest()
        done, folder, stopped = session.resume(folder, ways)
    else:
        settings = settings_of({})
        plan = session.Plan(
            options["gold"],
            options["corpus"],
            options["models"] or (settings.as_given(settings.model),),
            options["baseline"] is not None,
            options["split"],
            options["sample"],
            options["seed"],
            options["judge"],
        )
        done, folder, stopped = session.start(plan, ways)
    table.print_run(done, table.open_console())
    for line in table.time_lines(done):
        click.echo(line, err=True)
    _write_files(done, options["json_out"], options["html_out"])
    sys.exit(_verdict(done, folder, stopped, gate.fallen(done, limits)))


@evaluate.command("compare")
@click.argument("runs", nargs=-1, required=True, metavar="A [B]")
@click.option("--seed", type=int, default=0, show_default=True, help="Fixes the bootstrap's draws.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def compare_runs(runs: tuple[str, ...], seed: int, debug: bool) -> None:
    """Compare two runs, item by item.

    A and B are run folders or files written by --json; PATH::SYSTEM names one system of a run that has several. With A
    alone, its first two systems are compared.
    """
    from evals import compare as comparing
    from evals import table

    if len(runs) > 2:
        raise click.UsageError("two runs at most")
    table.print_comparison(comparing.compare_two(*comparing.pick_two(runs), seed=seed), table.open_console())


@evaluate.command("check")
@click.argument("gold_file", type=_PATH, metavar="FILE")
@click.option("--corpus", type=_PATH, multiple=True, help="Check the outlets against these files or folders, too.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def check_gold(gold_file: Path, corpus: tuple[Path, ...], debug: bool) -> None:
    """Check a gold set, and say by line what is wrong with it."""
    from collections import Counter

    from evals import gold, session

    items = gold.load_gold(gold_file, outlets=session.outlets_of(corpus) if corpus else None)
    kinds = Counter(item.kind for item in items)
    splits = Counter(item.split or "no split" for item in items)
    click.echo(f"{gold_file}: {len(items)} items, no faults")
    click.echo("  " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    click.echo("  " + ", ".join(f"{split} {count}" for split, count in splits.items()))


@evaluate.command()
@click.option("--home", metavar="DIR", help="Whose talks (or SAYSO_HOME; default ./.sayso).")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def drafts(home: str | None, debug: bool) -> None:
    """Print gold items begun from the answers that readers of the page rated; finish them by hand."""
    from assistant.settings import read_settings
    from assistant.talks.store import open_talks
    from evals.drafts import drafts_yaml

    drafted = drafts_yaml(open_talks(read_settings(home=home, debug=debug)).rated())
    click.echo(drafted or "# No answer has been rated on the page yet.", nl=not drafted)


def _require_writable(path: Path) -> None:
    """Raise BadTarget where a file cannot be written: before the run, not after it."""
    from assistant.errors import BadTarget

    if path.is_dir():
        raise BadTarget(path, "it is a folder")
    if not path.absolute().parent.is_dir():
        raise BadTarget(path, f"there is no folder {path.parent}")


def _write_files(run: Any, json_out: Path | None, html_out: Path | None) -> None:
    import json

    if json_out:
        json_out.write_text(json.dumps(run.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        click.echo(f"Wrote {json_out}", err=True)
    if html_out:
        from evals.report import report_html

        html_out.write_text(report_html(run), encoding="utf-8")
        click.echo(f"Wrote {html_out}", err=True)


def _verdict(run: Any, folder: Path, stopped: bool, fallen: list[str]) -> int:
    """Say how the run ended; its exit status."""
    for sentence in fallen:
        click.echo(f"fell: {sentence}", err=True)
    wanted, scored = len(run.meta["items"]) * len(run.systems), sum(row.problem is None for row in run.rows)
    if stopped or scored < wanted:
        how = "Stopped" if stopped else "Done"
        click.echo(f"{how}: {scored} of {wanted} items scored. Go on with: sayso eval run --resume {folder}", err=True)
        return 1
    click.echo(f"Kept in {folder}", err=True)
    return 1 if fallen else 0


def main() -> None:
    """`python -m evals`: an error is one sentence and an exit status, a traceback only with --debug."""
    from assistant.errors import SaysoError

    try:
        evaluate(prog_name="python -m evals")
    except SaysoError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"sayso: {error}", err=True)
        sys.exit(error.exit_code)
