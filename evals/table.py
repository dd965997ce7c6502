"""Prints a run, or a comparison, as tables. Floor 4: sole owner of rich.

Everything that a repeated run repeats goes to the console that is given; time, which it does not, is `time_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evals.agreement import agreements
from evals.compare import RunComparison
from evals.runs import ItemResult, Run
from evals.scorecard import ASKS, scorecard
from evals.scorers import SCORERS
from evals.summary import Cost, cost, fell, groups, of_scorer, shortfall

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WORST = 10
_COLUMNS = {name: listed.column for name, listed in SCORERS.items() if listed.column}


def open_console() -> Console:
    """A console on standard output: as wide as the terminal, 132 columns and plain where there is none."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 132
    return console


def print_run(run: Run, console: Console) -> None:
    """All tables of a run."""
    console.print(_scores(run))
    splits = groups(run.rows, lambda row: row.split)
    for system in run.systems:
        rows = run.of(system)
        if not rows:
            continue
        console.print(_by_group(f"{system}: by kind", "kind", groups(rows, lambda row: row.kind)))
        if len(splits) > 1:
            console.print(_by_group(f"{system}: by split", "split", groups(rows, lambda row: row.split)))
        if not _is_baseline(run, system):
            console.print(_worst(system, rows))
        console.print(_scorecard(system, rows))
        for line in _notes(system, rows):
            console.print(line)


def print_comparison(comparison: RunComparison, console: Console) -> None:
    """The differences, and the items that flipped."""
    for warning in comparison.warnings:
        console.print(f"Note: {warning}")
    table = _table(f"B against A\nA: {comparison.name_a}\nB: {comparison.name_b}", "scorer")
    for heading in ("A", "B", "B - A", "95% interval", "n", ""):
        table.add_column(heading, justify="right")
    for one in comparison.differences:
        verdict = ("better" if one.difference > 0 else "worse") if one.sure else ""
        span = f"{one.low:+.3f} to {one.high:+.3f}"
        table.add_row(
            one.scorer, f"{one.mean_a:.3f}", f"{one.mean_b:.3f}", f"{one.difference:+.3f}", span, str(one.n), verdict
        )
    console.print(table)
    flips = _table("Items that flipped", "item")
    for heading in ("scorer", "A", "B", "why"):
        flips.add_column(heading, overflow="fold", ratio=1 if heading == "why" else None)
    for flip in comparison.flips:
        flips.add_row(flip.id, flip.scorer, f"{flip.before:.2f}", f"{flip.after:.2f}", flip.reason)
    console.print(flips if comparison.flips else "No item flipped.")


def time_lines(run: Run) -> list[str]:
    """What each system took in time, a line each."""
    found = ((system, cost(run.of(system))) for system in run.systems)
    return [
        f"{system}: median {one.median_seconds:.2f} s an answer{_firsts(one)}, slowest {one.slowest_seconds:.2f} s"
        for system, one in found
        if one
    ]


def _firsts(one: Cost) -> str:
    """The times to the first token and the first sentence, as far as they are known."""
    firsts = (("first token", one.median_first_token), ("first sentence", one.median_first_sentence))
    return "".join(f", {what} after {seconds:.2f} s" for what, seconds in firsts if seconds is not None)


def _table(title: str, first: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, no_wrap=True)
    return table


def _scores(run: Run) -> Table:
    table = _table("Mean ± standard error (items scored)", "scorer")
    for system in run.systems:
        table.add_column(system, justify="right")
    judged = dict.fromkeys(name for row in run.rows for name in row.judged)
    for name in (*SCORERS, *judged):
        figures = [of_scorer(run.of(system), name) for system in run.systems]
        table.add_row(name, *map(str, figures))
    return table


def _by_group(title: str, first: str, found: dict[str, list[ItemResult]]) -> Table:
    table = _table(title, first)
    table.add_column("items", justify="right")
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right")
    for name, rows in found.items():
        figures = [of_scorer(rows, scorer) for scorer in _COLUMNS]
        means = ["-" if one.mean is None else f"{one.mean:.3f}" for one in figures]
        table.add_row(name, str(len(rows)), *means)
    return table


def _worst(system: str, rows: Sequence[ItemResult]) -> Table | str:
    flawed = sorted((row for row in rows if fell(row)), key=shortfall, reverse=True)
    if not flawed:
        return f"{system}: no item falls short on any scorer."
    table = _table(f"{system}: the worst of {len(flawed)} items that fall short", "item")
    table.add_column("kind", no_wrap=True)
    table.add_column("what fell, and why", overflow="fold", ratio=1)
    for row in flawed[:_WORST]:
        what = "\n".join(f"{name} {value:.2f}: {reason}" for name, value, reason in fell(row))
        table.add_row(row.id, row.kind, what)
    return table


def _scorecard(system: str, rows: Iterable[ItemResult]) -> Table:
    card = scorecard(rows)
    table = _table(f"{system}: newsroom scorecard (after EBU/BBC 2025)", "criterion")
    for heading in ("with an issue", "scored", "not scored"):
        table.add_column(heading, justify="right")
    table.add_column("asks", overflow="fold")
    for one in card.criteria:
        share = "not scored" if one.share is None else f"{one.share:.0%} ({one.issues})"
        table.add_row(one.name, share, str(one.scored), str(one.unscored), ASKS[one.name])
    table.caption, table.caption_justify = card.line(), "left"
    return table


def _notes(system: str, rows: Sequence[ItemResult]) -> list[str]:
    """Lines on what is not in the tables: the judge's agreement, tokens, unscored items."""
    lines = []
    for one in agreements(rows):
        sure = "" if one.kappa is None else f", Cohen's kappa {one.kappa:.2f}"
        lines.append(f"{system}: {one.judge} agrees with {one.scorer} on {one.share:.0%} of {one.n} answers{sure}")
    took = cost(rows)
    if took and took.prompt_tokens + took.completion_tokens:
        price = "price not known" if took.usd is None else f"${took.usd:.4f}"
        lines.append(f"{system}: {took.prompt_tokens} prompt and {took.completion_tokens} completion tokens; {price}")
    unscored = [row for row in rows if row.problem]
    if unscored:
        lines.append(f"{system}: {len(unscored)} of {len(rows)} items unscored:")
        lines += [f"  {row.id}: {row.problem}" for row in unscored]
    return lines


def _is_baseline(run: Run, system: str) -> bool:
    return any(one["name"] == system and one.get("baseline") for one in run.meta["systems"])
