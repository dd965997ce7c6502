"""The command `sayso brief`: no logic of its own. Floor 4."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

import click

from assistant.briefing.types import Length
from assistant.errors import BadQuestion
from assistant.options import desk_of, filters_of, reader_options


@click.command()
@click.argument("topic")
@click.option("--length", type=click.Choice(["short", "standard", "long"]), default="standard", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write .md, .html, .docx, .json or .csv.")
@click.option(
    "--compare", type=click.Path(path_type=Path), metavar="OLD.json", help="Say what is new since that briefing."
)
@click.option("--json", "as_json", is_flag=True, help="Print the JSON form.")
@reader_options
def brief(topic: str, length: str, out: Path | None, compare: Path | None, as_json: bool, **options: Any) -> None:
    """Write a briefing on a topic, every line of it cited."""
    from assistant.briefing.forms.output import check_target, render, write

    if not topic.strip():
        raise BadQuestion("The topic is empty.", 'Name one, such as: sayso brief "military advisers in Venezuela"')
    if out:
        check_target(out)
    earlier = None
    if compare:
        from assistant.briefing.compare import read_earlier

        earlier = read_earlier(compare)
    filters = filters_of(options)
    desk = desk_of(options)
    from tqdm import tqdm

    from assistant.briefing.brief import brief as make

    with tqdm(total=100, unit="%", disable=None, leave=False, bar_format="{desc}: {percentage:3.0f}%|{bar}|") as bar:

        def progress(doing: str, share: float) -> None:
            bar.set_description_str(doing)
            bar.update(max(0, round(100 * share) - bar.n))

        briefing = make(desk, topic, filters, cast(Length, length), progress=progress, earlier=earlier)
    desk.keep("briefing", topic, briefing.citations)
    if out:
        write(briefing, out)
        lines = len(briefing.lines)
        cited = len({citation.article_id for citation in briefing.citations})
        click.echo(
            f"Wrote {out}: {lines} lines from {cited} articles." if lines else f"Wrote {out}: not in the corpus."
        )
        if lines:
            for note in briefing.notes:
                click.echo(f"sayso: {note}", err=True)
    else:
        click.echo(render(briefing, ".json" if as_json else ".md").decode("utf-8"), nl=False)
    if briefing.status == "not_in_corpus":
        click.echo(f"sayso: The articles in the index do not cover this. {' '.join(briefing.notes)}", err=True)
        sys.exit(1)
