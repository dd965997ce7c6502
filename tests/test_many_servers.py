"""Two servers over one PostgreSQL, behind one address: which of them is asked makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from many_servers import Server, proxy
from page_fakes import READER
from postgres_server import PostgresServer
from served_api import small_home

from assistant.api.logins import logins_of
from ingest.moving import migrate_corpus

QUESTION = "Why did the ferry to Kallsund stop?"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[list[Server]]:
    folder, address = tmp_path_factory.mktemp("servers"), postgres.new()
    migrate_corpus(small_home(folder), address)
    logins = logins_of("catalog", address, folder)
    accounts = logins.read()
    accounts.add("ana", "a long password")
    logins.write(accounts)
    begun = []
    for number in range(2):
        (folder / f"home-{number}").mkdir()
        settings = {"SAYSO_CATALOG": address, "SAYSO_EMBEDDER": "none", "SAYSO_AUTH_FILE": "catalog"}
        begun.append(Server(folder / f"home-{number}", settings))
    try:
        for server in begun:
            server.wait()
        yield begun
    finally:
        for server in begun:
            server.kill()


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, auth=("ana", "a long password"), trust_env=False, timeout=120)


def _call(client: httpx.Client, do: str, **given: Any) -> tuple[str, dict[str, Any]]:
    """Which server answered a call of the page, and what."""
    parts = client.get("/config").json()["components"]
    (door,) = [part["id"] for part in parts if "call" in part["props"].get("server_fns", ())]
    body = {
        "data": {"do": do, "reader": READER, **given}, "component_id": door, "fn_name": "call", "session_hash": "t",
    }  # fmt: skip
    reply = client.post("/gradio_api/component_server", json=body)
    return reply.headers["X-Server"], reply.json()


def test_questions_of_programs_may_go_to_any_server_and_the_logins_hold_at_each(servers: list[Server]) -> None:
    with proxy(servers, sticky=False) as address, _client(address) as client:
        replies = [client.post("/api/ask", json={"question": QUESTION}) for _ in range(2)]
        stranger = [httpx.post(f"{address}/api/ask", json={"question": QUESTION}, trust_env=False) for _ in range(2)]

    assert {reply.headers["X-Server"] for reply in replies} == {"0", "1"}
    one, other = (reply.json() for reply in replies)
    assert one["citations"] == other["citations"] != []
    assert [reply.status_code for reply in stranger] == [401, 401]


def test_a_sticky_proxy_carries_a_talk_and_when_its_server_dies_the_other_has_it(servers: list[Server]) -> None:
    with proxy(servers, sticky=True) as address, _client(address) as client:
        first, reply = _call(client, "ask", question=QUESTION)
        while not reply["ended"]:
            reply = {**reply, **_call(client, "follow", job=reply["job"], since=reply["version"])[1]}

        servers[int(first)].kill()
        second, listed = _call(client, "talks")

    assert second != first
    assert QUESTION in str(listed)
