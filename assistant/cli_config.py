"""`sayso config`: the settings in effect and where they come from. Floor 4."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from assistant.options import SaysoCommand, reader_options, settings_of


@click.command(cls=SaysoCommand)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@reader_options
def config(as_json: bool, **options: Any) -> None:
    """Print the settings in effect, each with its origin; secrets are masked."""
    from assistant.configuration import VARIABLES, read_configuration, shown

    settings = settings_of(options)
    given = read_configuration(os.environ, Path.cwd(), options.get("home"))
    fields = {"timeout": "timeout_seconds", "window": "window_tokens"}
    rows = []
    for key, variable in VARIABLES.items():
        value: Any = getattr(settings, fields.get(key, key), None)
        origin = "default"
        if options.get(key) is not None:
            origin = f"--{key.replace('_', '-')}"
        elif variable in given:
            value, origin = given[variable].value, given[variable].origin
        text = None if value in (None, "") else shown(variable, str(value))
        rows.append({"name": key, "variable": variable, "value": text, "from": origin})
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:<16}{row['value'] or '-':<34}{row['from']}")
