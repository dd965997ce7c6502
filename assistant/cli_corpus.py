"""`sayso corpus`: lists, shows, compares and removes articles; backs the catalogue up and restores it. Floor 4."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from assistant.options import SaysoGroup, desk_of, filters_of, home_options, reader_options, settings_of
from assistant.settings import Settings


@click.group(cls=SaysoGroup, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@reader_options
@click.pass_context
def corpus(ctx: click.Context, /, as_json: bool, **options: Any) -> None:
    """List what is in the index; show, compare, remove, back up."""
    if ctx.invoked_subcommand:
        ctx.obj = options
        return
    _print_listing(as_json, options)


def _print_listing(as_json: bool, options: dict[str, Any]) -> None:
    from assistant.writing.render import listing_text

    rows = desk_of(options).listing(filters_of(options))
    click.echo(
        json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) if as_json else listing_text(rows)
    )


@corpus.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@reader_options
def list_(as_json: bool, **options: Any) -> None:
    """List what is in the index, as `sayso corpus` alone does."""
    _print_listing(as_json, options)


@corpus.command()
@click.argument("article_id", metavar="ID")
@click.option("--version", "version", metavar="V", help="The text that it had in that version.")
@click.option("--json", "as_json", is_flag=True, help="Print one object with the text and where each field came from.")
@home_options
@click.pass_obj
def show(
    outer: dict[str, Any], article_id: str, version: str | None, as_json: bool, home: str | None, debug: bool
) -> None:
    """Print an article as it is stored."""
    from assistant.index.catalog import open_catalog
    from assistant.index.showing import article_json, article_text

    catalog = open_catalog(settings_of(outer, home=home))
    present = catalog.article(article_id)
    article = catalog.version(article_id, version) if version else present
    passages = len(catalog.passages_of(article_id)) if article.version == present.version else 0
    if as_json:
        found = article_json(article, passages, catalog.relatives(present))
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo(article_text(article, catalog.relatives(present)))


@corpus.command()
@click.argument("article_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print a list of versions with what changed in each.")
@home_options
@click.pass_obj
def history(outer: dict[str, Any], article_id: str, as_json: bool, home: str | None, debug: bool) -> None:
    """Show the versions of an article, and what changed between them, sentence by sentence."""
    from assistant.index.catalog import open_catalog
    from assistant.index.showing import history_json, history_text

    kept = open_catalog(settings_of(outer, home=home)).history(article_id)
    click.echo(json.dumps(history_json(kept), ensure_ascii=False, indent=2) if as_json else history_text(kept))


@corpus.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of answers and briefings with what fell of each.")
@home_options
@click.pass_obj
def stale(outer: dict[str, Any], as_json: bool, home: str | None, debug: bool) -> None:
    """List answers and briefings that quote passages that were changed, corrected or withdrawn since."""
    from assistant.index.catalog import open_catalog
    from assistant.index.stale import stale_json, stale_lines
    from assistant.index.stale import stale_quotes as find
    from assistant.writing.render import printable

    catalog = open_catalog(settings_of(outer, home=home))
    found = find(catalog)
    if as_json:
        click.echo(json.dumps(stale_json(found), ensure_ascii=False, indent=2))
    elif found:
        click.echo("\n\n".join(printable("\n  ".join(stale_lines(one))) for one in found))
    else:
        click.echo(f"All quotes of {sum(1 for _ in catalog.kept_quotes())} answers and briefings stand.")


@corpus.command()
@click.argument("article_id", metavar="ID")
@home_options
@click.pass_obj
def remove(outer: dict[str, Any], article_id: str, home: str | None, debug: bool) -> None:
    """Remove an article, with all its versions, from the index."""
    from ingest.run import remove_article as take_out

    take_out(settings_of(outer, home=home), article_id)
    click.echo(f"Removed {article_id}.")


@corpus.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@home_options
@click.pass_obj
def backup(outer: dict[str, Any], file: Path | None, home: str | None, debug: bool) -> None:
    """Copy the catalogue, all articles and versions, into a file; without FILE, beside it in the home."""
    from assistant.index.backup import back_up

    written = back_up(_with_file(settings_of(outer, home=home)).home, file)
    click.echo(f"Wrote {written}. Bring it back with: sayso corpus restore {file or ''}".rstrip())


@corpus.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@home_options
@click.pass_obj
def restore(outer: dict[str, Any], file: Path | None, home: str | None, debug: bool) -> None:
    """Bring back the catalogue from a backup, and the vectors in line with it; what was there is moved aside."""
    from assistant.index.backup import bring_back
    from assistant.index.catalog import open_catalog
    from ingest.run import sync_vectors

    settings = _with_file(settings_of(outer, home=home))
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_catalog(settings).database.alone():
        count, aside = bring_back(settings.home, file)
        sync_vectors(settings)
    moved = f" What was there is now {aside}." if aside else ""
    click.echo(f"Restored {count} articles.{moved}")


@corpus.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--vectors", is_flag=True, help="With the vectors, so that nothing need be embedded anew.")
@home_options
@click.pass_obj
def export(outer: dict[str, Any], file: Path, vectors: bool, home: str | None, debug: bool) -> None:
    """Write all articles with their versions into a file of JSON lines (.jsonl or .jsonl.gz)."""
    from ingest.moving import export_corpus

    written = export_corpus(settings_of(outer, home=home), file, vectors=vectors)
    click.echo(f"Wrote {written.articles} articles, {written.passages} passages to {file}.")


@corpus.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@home_options
@click.pass_obj
def import_(outer: dict[str, Any], file: Path, home: str | None, debug: bool) -> None:
    """Take in what `sayso corpus export` wrote, beside what is there; run again, it goes on where it broke off."""
    from ingest.moving import import_corpus

    archive, moved = import_corpus(settings_of(outer, home=home), file)
    _print_refused(moved.refused)
    click.echo(f"Took in {len(moved.new)} of {archive.articles} articles; {moved.there} were there.")
    if moved.refused:
        click.get_current_context().exit(1)


@corpus.command()
@click.option("--to", "address", required=True, metavar="ADDRESS", help="postgresql://user:password@host:port/database")
@home_options
@click.pass_obj
def migrate(outer: dict[str, Any], address: str, home: str | None, debug: bool) -> None:
    """Take the catalogue, with talks and briefings, to PostgreSQL; run again, it goes on where it broke off.

    The password may stand in ~/.pgpass or PGPASSWORD. The vectors stay where they are.
    """
    from assistant.addresses import service_name
    from assistant.errors import BadSetting
    from ingest.moving import migrate_corpus

    if not address.startswith(("postgresql://", "postgres://")):
        raise BadSetting("--to", address, "postgresql://user:password@host:port/database")
    articles, passages, talks, moved = migrate_corpus(settings_of(outer, home=home), address)
    click.echo(
        f"Moved {len(moved.new)} articles to {service_name(address)}; {moved.there} were there. Both hold {articles}"
        f" articles, {passages} passages, the same in every word; {talks} talks. Serve it with SAYSO_CATALOG."
    )


def _with_file(settings: Settings) -> Settings:
    """The settings, where the catalogue is a file. Raises CatalogUnavailable where it is PostgreSQL."""
    from assistant.errors import CatalogUnavailable

    if settings.catalog:
        raise CatalogUnavailable(settings.catalog, "is no file", "Use pg_dump and pg_restore, or sayso corpus export.")
    return settings


def _print_refused(refused: list[tuple[str, str]]) -> None:
    for article_id, why in refused:
        click.echo(f"not taken {article_id}: {why}", err=True)
