"""`sayso demo`: the page over a home with the sample articles of the package. Floor 4."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from assistant.api.server import serving_of, serving_options
from assistant.options import SaysoCommand, reader_options, settings_of

_HOME = ".sayso-demo"
_SAMPLES = Path(__file__).resolve().parents[1] / "corpus"  # beside the package, in a checkout and in a wheel alike


@click.command(cls=SaysoCommand)
@click.option("--question", metavar="TEXT", help="Answer this and exit, instead of serving the page.")
@serving_options(port=7860)
@reader_options
def demo(question: str | None, **options: Any) -> None:
    """Fill a home (./.sayso-demo) with sample articles, and serve the page over it."""
    settings = settings_of({**options, "home": options.get("home") or _HOME})
    settings = replace(settings, catalog=None, chroma=None, vectors=None)  # never add samples to a shared corpus
    from assistant.index.catalog import open_catalog

    if not open_catalog(settings).exists:
        from assistant.cli_ingest import print_receipt, run_ingest

        samples = tuple(sorted(str(one) for one in _SAMPLES.glob("*.md")))
        print_receipt(run_ingest(settings, samples, as_json=False), as_json=False)
    if question is None:
        from app import serve_page

        serve_page(settings, serving_of(options))
        return
    from assistant.desk import Desk
    from assistant.writing.render import answer_text

    desk = Desk(settings)
    click.echo(answer_text(desk.ask(question), desk.catalog.newest()))
