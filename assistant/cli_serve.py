"""`sayso serve` and `sayso mcp`: the interfaces for programs. Floor 4."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from assistant.api.server import listen, serving_of, serving_options, uvicorn_server, warn
from assistant.options import SaysoCommand, desk_of, reader_options


@click.command("serve", cls=SaysoCommand)
@serving_options(port=7861)
@reader_options
def serve_home(**options: Any) -> None:
    """Serve the HTTP API without the page: /api, /v1 (the OpenAI protocol), /mcp, /health, /openapi.json."""
    serving = serving_of(options)
    warn(serving)
    with listen(serving.access.host, serving.port) as listener:
        from assistant.api.mcp import mcp_web
        from assistant.api.service import Service
        from assistant.api.web import api_of

        service = Service(desk_of(options))
        server = uvicorn_server(api_of(service, mcp_web(service, serving.access.host)), serving)
        health = service.health()
        count = health["articles"]
        holds = f"{count} {'article' if count == 1 else 'articles'}"
        click.echo(
            f"Sayso serves {serving.address} (model: {health['model']}; {holds}); what it answers: /openapi.json"
        )
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@click.command(cls=SaysoCommand)
@reader_options
def mcp(**options: Any) -> None:
    """Serve a client of the Model Context Protocol over standard input and output."""
    from assistant.api.mcp import mcp_server
    from assistant.api.service import Service

    mcp_server(Service(desk_of(options))).run("stdio")
