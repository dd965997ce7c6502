"""`sayso doctor` and `sayso completion`: diagnosis of the installation, and shell completion. Floor 4."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import SaysoError
from assistant.options import SaysoCommand, reader_options, settings_of
from assistant.version import __version__

if TYPE_CHECKING:
    from assistant.settings import Settings

_EXTRAS = {
    "mcp": "mcp",
    "anthropic": "llama_index.llms.anthropic",
    "mistral": "llama_index.llms.mistralai",
    "google": "llama_index.llms.google_genai",
    "groq": "llama_index.llms.groq",
    "cohere": "llama_index.llms.cohere",
    "huggingface": "llama_index.embeddings.huggingface",
}
Finding = tuple[bool, str]


@click.command(cls=SaysoCommand)
@click.option("--ask-model", is_flag=True, help="Ask the language model for one word, which may cost a little.")
@reader_options
def doctor(ask_model: bool, **options: Any) -> None:
    """Check the installation, the home and the services it needs; exit with 1 if something is wrong."""
    settings = settings_of(options)
    click.echo(f"sayso {__version__}, Python {sys.version.split()[0]}, {sys.executable}")
    amiss = 0
    for name, check in _checks(settings, ask_model):
        try:
            well, text = check()
        except SaysoError as error:
            well, text = False, str(error)
        amiss += not well
        click.echo(f"{'ok  ' if well else 'AMISS'} {name:<12}{text}")
    missing = [extra for extra, module in _EXTRAS.items() if not _there(module)]
    if missing:
        click.echo(f"     extras      not installed: {', '.join(missing)}")
    if amiss:
        sys.exit(1)


def _checks(settings: Settings, ask_model: bool) -> Iterator[tuple[str, Callable[[], Finding]]]:
    yield "home", lambda: _home(settings.home)
    yield "index", lambda: _index(settings)
    yield "embedder", lambda: _embedder(settings)
    yield "vectors", lambda: _vectors(settings)
    yield "reader", lambda: _reader(settings)
    yield "model", lambda: _model(settings, ask_model)


def _home(home: Path) -> Finding:
    if not home.is_dir():
        return False, f"There is no {home} yet. Make it: sayso ingest SOURCE..."
    return True, f"{home.resolve()}, {'writable' if os.access(home, os.W_OK) else 'read-only'}"


def _index(settings: Settings) -> Finding:
    from assistant.index.catalog import open_catalog

    catalog = open_catalog(settings)
    pending = len(catalog.pending())
    size = f"{catalog.article_count()} articles, {catalog.passage_count()} passages, newest {catalog.newest() or '-'}"
    return not pending, f"{size}; {pending} unfinished: run sayso ingest again" if pending else size


def _embedder(settings: Settings) -> Finding:
    from assistant.desk import Desk
    from assistant.index.embedder import open_embedder

    Desk(settings)  # raises if another embedder filled the index
    embedder = open_embedder(settings)
    if embedder is None:
        return True, "none: search by words only"
    return True, f"{embedder.name}, vectors of {len(embedder.embed_query('news'))}"


def _vectors(settings: Settings) -> Finding:
    from assistant.index.catalog import open_catalog
    from assistant.index.store import open_store

    if settings.embedder == "none":
        return True, "not used"
    store, passages = open_store(settings), open_catalog(settings).passage_count()
    count = store.count()
    if count < passages and store.ids() is None:
        return True, f"at {store.where}, which does not list what it holds"
    stored = f"{count} of {passages} passages at {store.where}"
    return count >= passages, stored if count >= passages else f"{stored}: run sayso ingest again"


def _reader(settings: Settings) -> Finding:
    from assistant.reading.reader import Unit, open_reader

    open_reader(settings.reader).scores("Who?", [Unit("Nobody.")])
    return True, settings.reader or "built in"


def _model(settings: Settings, ask_model: bool) -> Finding:
    from assistant.models.registry import open_model
    from assistant.models.types import Message

    model = open_model(settings)
    if model is None:
        return True, "quotes: no language model is set"
    if settings.model.startswith("openai:") and not settings.openai_api_key:
        return False, f"{model.name} needs OPENAI_API_KEY"
    if not ask_model:
        return True, f"{model.name}, not called (use --ask-model)"
    return (
        True,
        f"{model.name} answers: {model.complete([Message('user', 'Say yes.')], max_tokens=20).text.strip()[:40]}",
    )


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@click.command("completion", cls=SaysoCommand)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def print_completion(shell: str) -> None:
    """Print the script that completes sayso's commands in a shell: eval "$(sayso completion bash)"."""
    from click.shell_completion import get_completion_class

    made_by = get_completion_class(shell)
    if made_by is not None:
        click.echo(made_by(click.get_current_context().find_root().command, {}, "sayso", "_SAYSO_COMPLETE").source())
