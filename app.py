"""Serves the web page and the API. Floor 4.

`python app.py [--port N] [--home DIR]` is `sayso chat`. The page is in `assistant/page/`, the API in `assistant/api/`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from assistant.api.server import Serving, listen, serving_of, serving_options, uvicorn_server, warn
from assistant.options import SaysoCommand, reader_options, settings_of
from assistant.page.guard import guarded
from assistant.page.lists import holdings
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.desk import Desk


def serve_page(settings: Settings, serving: Serving) -> None:
    """Serve the page and the API until interrupted; an empty index can be filled on the page.

    Raises PortTaken, BadSetting, and what opening the desk raises.
    """
    from assistant.desk import Desk
    from assistant.index.catalog import open_catalog

    warn(serving)
    with listen(serving.access.host, serving.port) as listener:
        if not (catalog := open_catalog(settings)).exists:
            catalog.create()
        desk = Desk(settings)
        server = _server(desk, serving)
        print(
            f"Sayso answers at {serving.address} (model: {settings.model}; {holdings(desk.listing())})",
            flush=True,
        )
        with suppress(KeyboardInterrupt):  # Ctrl-C ends it
            server.run(sockets=[listener])


def _server(desk: Desk, serving: Serving) -> Any:
    """The web server around the page and the API, not yet running.

    Not Gradio's own launcher, which queries the network for its version and its address.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from assistant.api.access import READER
    from assistant.api.mcp import mcp_web
    from assistant.api.service import Service
    from assistant.api.web import api_of
    from assistant.page.build import build
    from assistant.page.frame import head
    from assistant.page.uploads import FILE_BYTES

    def logged_in(request: Any) -> str | None:
        name: str | None = request.scope.get(READER)
        return name

    service = Service(desk)
    web = api_of(service, mcp_web(service, serving.access.host))
    system = ("system-ui", "sans-serif")
    gr.mount_gradio_app(
        web, build(desk, logged_in, may_change=serving.access.may_change), path="/", footer_links=[], run_history=False,
        show_error=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, head=head(),
        max_file_size=FILE_BYTES, theme=gr.themes.Base(font=system, font_mono=("ui-monospace", "monospace")),
    )  # fmt: skip
    return uvicorn_server(guarded(web), serving)


@click.command(cls=SaysoCommand)
@serving_options(port=7860)
@reader_options
def chat(**options: Any) -> None:
    """Serve the web page and the API."""
    serve_page(settings_of(options), serving_of(options))


if __name__ == "__main__":
    chat(prog_name="app.py")
