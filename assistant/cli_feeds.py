"""`sayso feeds`: follows feeds, and pulls their new articles. Floor 4."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import Any

import click

from assistant.cli_ingest import print_receipt, relative_source, shown_line
from assistant.errors import BadAddress
from assistant.options import SaysoCommand, SaysoGroup, home_options, settings_of


@click.group(cls=SaysoGroup)
def feeds() -> None:
    """Follow RSS, Atom and JSON feeds and news sitemaps."""


@feeds.command("add", cls=SaysoCommand)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@home_options
def add_feed(addresses: tuple[str, ...], home: str | None, debug: bool) -> None:
    """Follow feeds; `sayso feeds pull` reads their articles."""
    from assistant.addresses import without_login
    from assistant.index.catalog import open_catalog

    catalog = open_catalog(settings_of({"home": home, "debug": debug}))
    for address in addresses:
        if not address.startswith(("http://", "https://")):
            raise BadAddress(address, "a feed's address begins with http:// or https://")
        if without_login(address) != address:
            raise BadAddress(without_login(address), "an address with a password in it would be stored")
    catalog.create()
    for address in addresses:
        click.echo(f"Following {address}" if catalog.follow(address) else f"Followed already: {address}")


@feeds.command(name="list", cls=SaysoCommand)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@home_options
def list_feeds(as_json: bool, home: str | None, debug: bool) -> None:
    """List the followed feeds, with the result of the last pull of each."""
    from assistant.index.catalog import open_catalog

    followed = open_catalog(settings_of({"home": home, "debug": debug})).feeds()
    if as_json:
        click.echo(json.dumps([asdict(feed) for feed in followed], ensure_ascii=False, indent=2))
        return
    for feed in followed:
        state = feed.problem or (f"pulled {feed.checked}" if feed.checked else "not pulled yet")
        click.echo(f"{shown_line(feed.address)}  {shown_line(feed.title or '')}  ({shown_line(state)})")
    click.echo(f"{len(followed)} feeds")


@feeds.command("remove", cls=SaysoCommand)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@home_options
def remove_feed(addresses: tuple[str, ...], home: str | None, debug: bool) -> None:
    """Stop following feeds; their articles stay."""
    from assistant.index.catalog import open_catalog

    catalog = open_catalog(settings_of({"home": home, "debug": debug}))
    known = {feed.address for feed in catalog.feeds()}
    for address in addresses:
        if address not in known:
            raise BadAddress(address, "it is not followed; sayso feeds list shows what is")
    for address in addresses:
        catalog.unfollow(address)
        click.echo(f"No longer following {address}")


@feeds.command(cls=SaysoCommand)
@click.option("--watch", type=click.FloatRange(0, min_open=True), metavar="MINUTES", help="Pull again every so often.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
@click.option("--allow-private", is_flag=True, help="Read addresses of this machine and its network, too.")
@home_options
def pull(watch: float | None, as_json: bool, allow_private: bool, home: str | None, debug: bool) -> None:
    """Read the new articles of all followed feeds; unchanged ones are not fetched again."""
    from ingest.web.pull import pull_feeds as run

    settings = settings_of({"home": home, "debug": debug})

    def report(result: Any) -> None:
        if (result.outcome != "added" or result.reason) and result.outcome != "unchanged" and not as_json:
            click.echo(f"{result.outcome}: {shown_line(relative_source(result.source))}: {shown_line(result.reason)}")

    while True:
        receipt = run(settings, allow_private=allow_private, on_result=report)
        if watch is None or receipt.stopped:
            print_receipt(receipt, as_json=as_json)
            return
        click.echo(receipt.as_text())
        try:
            time.sleep(watch * 60)
        except KeyboardInterrupt:
            return
