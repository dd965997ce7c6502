"""`sayso users`: logins and tokens for the page and the API. Floor 4."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.options import SaysoGroup
from assistant.settings import DEFAULT_HOME

if TYPE_CHECKING:
    from assistant.api.accounts import Accounts
    from assistant.api.logins import Logins


_FILE = click.option(
    "--auth-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file of logins (default: HOME/users; with SAYSO_CATALOG catalog, which is in PostgreSQL).",
)


@click.group(cls=SaysoGroup)
def users() -> None:
    """Add, list and remove logins. Serve with them: sayso serve --auth-file FILE."""


@users.command("add")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@_FILE
def add_user(name: str, password_stdin: bool, auth_file: Path | None) -> None:
    """Add NAME with a password, which is prompted for, or set a new password."""
    logins, accounts = _opened(auth_file, missing=True)
    given = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Password", hide_input=True)
    accounts.add(name, given)
    logins.write(accounts)
    click.echo(f"{name} can log in. Serve with: sayso serve --auth-file {logins.named}")


@users.command()
@click.argument("name")
@click.option("--label", default="token", show_default=True, help="What the token is for.")
@_FILE
def token(name: str, label: str, auth_file: Path | None) -> None:
    """Print a new token for programs of NAME; it is shown only once."""
    logins, accounts = _opened(auth_file)
    made = accounts.add_token(name, label)
    logins.write(accounts)
    click.echo(made)


@users.command("list")
@_FILE
def list_users(auth_file: Path | None) -> None:
    """List the names, each with the labels of its tokens."""
    from assistant.api.accounts import tokens_of

    _, accounts = _opened(auth_file)
    for name, labels in tokens_of(accounts).items():
        click.echo(f"{name}  {', '.join(labels) or 'no token'}")


@users.command("remove")
@click.argument("name")
@_FILE
def remove_user(name: str, auth_file: Path | None) -> None:
    """Remove NAME and all its tokens."""
    logins, accounts = _opened(auth_file)
    accounts.remove(name)
    logins.write(accounts)
    click.echo(f"Removed {name}. A running server accepts the login until it is restarted.")


def _opened(auth_file: Path | None, missing: bool = False) -> tuple[Logins, Accounts]:
    """The login store and its accounts; none if the file may be `missing`."""
    from assistant.api.logins import logins_of
    from assistant.configuration import read_configuration

    found = {name: given.value for name, given in read_configuration(os.environ, Path.cwd()).items()}
    named = str(auth_file) if auth_file else found.get("SAYSO_AUTH_FILE")
    logins = logins_of(named, found.get("SAYSO_CATALOG"), Path(found.get("SAYSO_HOME", DEFAULT_HOME)))
    return logins, logins.read(missing)
