"""The web page: a talk with the news, the evidence beside it, and the articles behind it. Floor 4: a door.

`python app.py [--port N] [--home DIR]` is `sayso chat`. What the page is made of stands in `assistant/page/`.
"""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import BadSetting, PortTaken
from assistant.options import Telling, reader_options, settings_of
from assistant.page.gateway import Login
from assistant.page.guard import guarded
from assistant.page.lists import holdings
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.desk import Desk


def serve(settings: Settings, port: int = 7860, host: str = "127.0.0.1") -> None:
    """Serve the page until it is interrupted; over an empty index too, which the page offers to fill.

    Raises PortTaken, BadSetting, and what opening the desk raises.
    """
    from assistant.desk import Desk
    from assistant.index.catalog import Catalog

    listener = _listen(host, port)
    with listener:
        if not (catalog := Catalog(settings.home)).exists:
            catalog.create()
        desk = Desk(settings)
        server = _server(desk, host)
        print(
            f"Sayso answers at http://{host}:{listener.getsockname()[1]} "
            f"(model: {settings.model}; {holdings(desk.listing())})",
            flush=True,
        )
        with suppress(KeyboardInterrupt):  # how a reader ends it
            server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that holds the port before anything heavy is loaded."""
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


def _server(desk: Desk, host: str, login: Login = lambda request: None) -> Any:
    """The web server around the page, not yet running. `login` says who is logged in, by the web request.

    Served by uvicorn directly: Gradio's own launcher asks the network for its version and its own address.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from assistant.page.build import build
    from assistant.page.frame import head
    from assistant.page.uploads import FILE_BYTES

    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    if host in ("127.0.0.1", "localhost", "::1"):
        # Otherwise a page elsewhere could point its own name at this machine and read the articles.
        web.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    system = ("system-ui", "sans-serif")
    gr.mount_gradio_app(
        web, build(desk, login), path="/", footer_links=[], run_history=False, show_error=False, ssr_mode=False,
        enable_monitoring=False, pwa=False, mcp_server=False, head=head(), max_file_size=FILE_BYTES,
        theme=gr.themes.Base(font=system, font_mono=("ui-monospace", "monospace")),
    )  # fmt: skip
    return uvicorn.Server(
        uvicorn.Config(guarded(web), log_level="warning", timeout_graceful_shutdown=2, timeout_keep_alive=30)
    )


@click.command(cls=Telling)
@click.option("--port", type=click.IntRange(1, 65535), default=7860, show_default=True)
@reader_options
def chat(port: int, **options: Any) -> None:
    """Serve the web page on this machine."""
    serve(settings_of(options), port=port)


if __name__ == "__main__":
    chat(prog_name="app.py")
