"""`sayso doctor` and `sayso completion`: what is installed, reachable and writable, and a shell's help. Floor 4."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.errors import SaysoError
from assistant.options import Telling, reader_options, settings_of

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


@click.command(cls=Telling)
@click.option("--ask-model", is_flag=True, help="Ask the language model for one word, which may cost a little.")
@reader_options
def doctor(ask_model: bool, **options: Any) -> None:
    """Look over the installation, the home and what it needs; end with 1 where something is amiss."""
    settings = settings_of(options)
    click.echo(f"sayso {__version__}, Python {sys.version.split()[0]}, {sys.executable}")
    amiss = 0
    for name, look in _looks(settings, ask_model):
        try:
            well, told = look()
        except SaysoError as error:
            well, told = False, str(error)
        amiss += not well
        click.echo(f"{'ok  ' if well else 'AMISS'} {name:<12}{told}")
    missing = [extra for extra, module in _EXTRAS.items() if not _there(module)]
    if missing:
        click.echo(f"     extras      not installed, and needed for nothing else: {', '.join(missing)}")
    if amiss:
        sys.exit(1)


def _looks(settings: Settings, ask_model: bool) -> Iterator[tuple[str, Callable[[], Finding]]]:
    yield "home", lambda: _home(settings.home)
    yield "index", lambda: _index(settings)
    yield "embedder", lambda: _embedder(settings)
    yield "vectors", lambda: _vectors(settings)
    yield "reader", lambda: _reader(settings)
    yield "model", lambda: _model(settings, ask_model)


def _home(home: Path) -> Finding:
    if not home.is_dir():
        return False, f"There is no {home} yet. Make it: sayso ingest SOURCE..."
    return True, f"{home.resolve()}, {'writable' if os.access(home, os.W_OK) else 'read-only: it is read, not filled'}"


def _index(settings: Settings) -> Finding:
    from assistant.index.catalog import open_catalog

    catalog = open_catalog(settings)
    pending = len(catalog.pending())
    told = f"{catalog.article_count()} articles, {catalog.passage_count()} passages, newest {catalog.newest() or '-'}"
    return not pending, f"{told}; {pending} unfinished: run sayso ingest again" if pending else told


def _embedder(settings: Settings) -> Finding:
    from assistant.desk import Desk
    from assistant.index.embedder import open_embedder

    Desk(settings)  # raises where another embedder filled the index
    embedder = open_embedder(settings)
    if embedder is None:
        return True, "none: words alone are searched"
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
    told = f"{count} of {passages} passages at {store.where}"
    return count >= passages, told if count >= passages else f"{told}: run sayso ingest again"


def _reader(settings: Settings) -> Finding:
    from assistant.reading.reader import Unit, open_reader

    open_reader(settings.reader).scores("Who?", [Unit("Nobody.")])
    return True, settings.reader or "built in"


def _model(settings: Settings, ask_model: bool) -> Finding:
    from assistant.models.registry import open_model
    from assistant.models.types import Message

    model = open_model(settings, api_key=settings.api_key, timeout_seconds=settings.timeout_seconds)
    if model is None:
        return True, "quotes: no language model is set"
    if settings.model.startswith("openai:") and not settings.openai_api_key:
        return False, f"{model.name} needs OPENAI_API_KEY"
    if not ask_model:
        return True, f"{model.name}, not asked (--ask-model does)"
    return (
        True,
        f"{model.name} answers: {model.complete([Message('user', 'Say yes.')], max_tokens=20).text.strip()[:40]}",
    )


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@click.command(cls=Telling)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete sayso's words: eval "$(sayso completion bash)"."""
    from click.shell_completion import get_completion_class

    from assistant.cli import main

    made_by = get_completion_class(shell)
    if made_by is not None:
        click.echo(made_by(main, {}, "sayso", "_SAYSO_COMPLETE").source())
