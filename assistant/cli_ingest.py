"""`sayso ingest`: ingests sources and prints the receipt. Floor 4."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import BadSetting
from assistant.options import SaysoCommand, home_options, settings_of
from assistant.settings import Settings
from ingest.sources.formats import FORMATS

if TYPE_CHECKING:
    from ingest.receipt import Receipt
_READ = f"Read are addresses, and files ending in {' '.join(FORMATS)}."


@click.command("ingest", cls=SaysoCommand, epilog=_READ)
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
@click.option("--re-embed", is_flag=True, help="Fill the vector store anew, with the embedder set now.")
@click.option("--prune", is_flag=True, help="Remove articles of the named folders whose files are gone.")
@click.option(
    "--map", "mapped", metavar="OURS=THEIRS", multiple=True, help="A field of records by their name: title=headline."
)
@click.option("--allow-private", is_flag=True, help="Read addresses of this machine and its network, too.")
@click.option(
    "--ray",
    metavar="auto|local|ADDRESS",
    help="Read and embed on Ray: the one that runs here, one started for this, or that of an address.",
)
@home_options
def ingest_command(
    sources: tuple[str, ...],
    as_json: bool,
    re_embed: bool,
    prune: bool,
    mapped: tuple[str, ...],
    allow_private: bool,
    ray: str | None,
    home: str | None,
    debug: bool,
) -> None:
    """Read files, folders, archives, web pages and feeds into the index."""
    if not sources and not re_embed:
        raise click.UsageError("Name a file, a folder or an address to read, such as corpus/")
    receipt = run_ingest(
        settings_of({"home": home, "debug": debug}),
        sources,
        as_json=as_json,
        re_embed=re_embed,
        prune=prune,
        field_map=_field_map(mapped),
        allow_private=allow_private,
        ray=ray,
    )
    print_receipt(receipt, as_json=as_json)


def run_ingest(settings: Settings, sources: tuple[str, ...], *, as_json: bool, **options: Any) -> Receipt:
    """Ingest with a progress bar, printing a line for each source that was not simply added."""
    from tqdm import tqdm

    from ingest.run import ingest as run

    with tqdm(unit=" articles", desc="reading", disable=None, leave=False) as bar:

        def begin(count: int) -> None:
            bar.reset(total=count or None)

        def report(result: Any) -> None:
            bar.update()
            if (result.outcome != "added" or result.reason) and not as_json:
                line = f"{result.outcome}: {shown_line(relative_source(result.source))}: {shown_line(result.reason)}"
                bar.write(line, file=sys.stdout)

        def embedded(count: int) -> None:
            bar.set_postfix_str(f"{count} passages embedded")

        return run(settings, sources, on_begin=begin, on_result=report, on_passages=embedded, **options)


def print_receipt(receipt: Receipt, *, as_json: bool) -> None:
    """Print a receipt, and exit with 1 if a source failed or the user interrupted it."""
    if as_json:
        click.echo(json.dumps(receipt.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(receipt.as_text())
    for note in receipt.notes:
        click.echo(f"sayso: {shown_line(note)}", err=True)
    if receipt.broken:
        click.echo(f"sayso: {shown_line(receipt.broken)} What is stored stays; run it again to go on.", err=True)
    if receipt.stopped:
        click.echo("sayso: Stopped before all was read. Run it again to go on.", err=True)
    if receipt.count("failed") or receipt.stopped or receipt.broken:
        sys.exit(1)


def relative_source(source: str) -> str:
    """A source relative to the working folder."""
    return source.removeprefix(f"{Path.cwd().as_posix()}/")


def shown_line(text: str) -> str:
    """A text without terminal control characters."""
    return "".join(char if char.isprintable() else " " for char in text)


def _field_map(mapped: tuple[str, ...]) -> dict[str, str]:
    """The fields named by `--map`, ours -> theirs. Raises BadSetting."""
    from ingest.sources.fields import FIELDS

    found: dict[str, str] = {}
    for pair in mapped:
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if ours not in (*FIELDS, "text") or not theirs:
            raise BadSetting("--map", pair, f"OURS=THEIRS, where OURS is one of {', '.join(('text', *FIELDS))}")
        found[ours] = theirs
    return found
