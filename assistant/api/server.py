"""The options of every command that serves, and uvicorn around an application. Floor 4."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.errors import BadSetting, PortTaken

if TYPE_CHECKING:
    from assistant.api.access import Access

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Serving:
    """Where a server listens, its certificate and its access control."""

    access: Access
    port: int
    root_path: str = ""
    ssl_certfile: Path | None = None
    ssl_keyfile: Path | None = None

    @property
    def address(self) -> str:
        """The URL of the server, as seen from this machine."""
        scheme = "https" if self.ssl_certfile else "http"
        host = f"[{self.access.host}]" if ":" in self.access.host else self.access.host
        return f"{scheme}://{host}:{self.port}{self.root_path}"


def serving_options(port: int) -> Callable[[F], F]:
    """A decorator that adds the options of every command that serves; `port` is the default port."""

    def decorate(command: F) -> F:
        for option in (
            click.option("--ssl-keyfile", type=click.Path(path_type=Path), metavar="FILE", help="The key for HTTPS."),
            click.option(
                "--ssl-certfile", type=click.Path(path_type=Path), metavar="FILE", help="The certificate for HTTPS."
            ),
            click.option("--root-path", metavar="PATH", default="", help="Path prefix behind a proxy, such as /sayso."),
            click.option(
                "--origin", "origins", metavar="URL", multiple=True,
                help="Another origin whose pages may send requests, such as a proxy's (repeatable).",
            ),
            click.option(
                "--rate", type=click.IntRange(1), default=120, show_default=True, metavar="N",
                help="Requests per minute and user.",
            ),
            click.option(
                "--auth-file", type=click.Path(path_type=Path), metavar="FILE",
                help="Logins and tokens, made by: sayso users add (or SAYSO_AUTH_FILE); catalog: in PostgreSQL.",
            ),
            click.option("--auth", metavar="USER:PASSWORD", help="One login; better SAYSO_AUTH, or --auth-file."),
            click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
            click.option("--port", type=click.IntRange(1, 65535), default=port, show_default=True),
        ):  # fmt: skip
            command = option(command)
        return command

    return decorate


def serving_of(options: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Serving:
    """Parse the options of `serving_options`. Raises BadSetting, BadAccounts."""
    from assistant.api.access import Access
    from assistant.api.accounts import one_account
    from assistant.api.logins import logins_of
    from assistant.configuration import read_configuration

    if environment is None:
        found = read_configuration(os.environ, Path.cwd(), options.get("home"))
        environment = {name: one.value for name, one in found.items()}
    env = environment
    given, file = options.get("auth") or env.get("SAYSO_AUTH"), options.get("auth_file") or env.get("SAYSO_AUTH_FILE")
    accounts = logins_of(str(file), env.get("SAYSO_CATALOG"), Path()).read() if file else None
    if given:
        one = one_account(given)
        if accounts:
            accounts.passwords |= one.passwords
        accounts = accounts or one
    certificate, key = options.get("ssl_certfile"), options.get("ssl_keyfile")
    for name, path in (("--ssl-certfile", certificate), ("--ssl-keyfile", key)):
        if path and not path.is_file():
            raise BadSetting(name, str(path), "an existing file")
    if bool(certificate) != bool(key):
        raise BadSetting("--ssl-certfile and --ssl-keyfile", "one of the two", "both")
    root = options.get("root_path") or ""
    if root and not root.startswith("/"):
        raise BadSetting("--root-path", root, "a path that begins with /")
    origins = tuple(one.rstrip("/") for one in options.get("origins") or ())
    access = Access(options.get("host") or "127.0.0.1", accounts, options.get("rate") or 120, origins)
    return Serving(access, options["port"], root.rstrip("/"), certificate, key)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, opened before heavy libraries load. Raises PortTaken, BadSetting."""
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OverflowError as error:
        raise BadSetting("--port", str(port), "a number from 0 to 65535") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from error
        raise BadSetting("--port", str(port), f"a port of {host} that you may listen on ({error.strerror})") from error
    return listener


def uvicorn_server(web: Any, serving: Serving) -> Any:
    """A web server around an application, behind access control; not yet running."""
    import uvicorn

    from assistant.api.access import admitted

    return uvicorn.Server(
        uvicorn.Config(
            admitted(web, serving.access),
            log_level="warning",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=30,
            root_path=serving.root_path,
            ssl_certfile=str(serving.ssl_certfile) if serving.ssl_certfile else None,
            ssl_keyfile=str(serving.ssl_keyfile) if serving.ssl_keyfile else None,
        )
    )


def warn(serving: Serving) -> None:
    """Print the access warning, if any, to standard error."""
    if serving.access.warning:
        click.echo(f"sayso: {serving.access.warning}", err=True)
