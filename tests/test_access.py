"""Who may come in: logins and tokens, foreign pages, bodies too large, too many requests."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from served_api import ServedApi, small_home

from assistant.api.access import READER, Access, Rates, admitted, is_foreign
from assistant.api.accounts import one_account, read_accounts
from assistant.api.server import serving_of
from assistant.cli import main
from assistant.errors import BadAccounts, BadSetting, SaysoError

PASSWORD = "open-sesame-7"


class Inner:
    """An application that says who asks, and remembers that it was reached."""

    def __init__(self) -> None:
        self.readers: list[str | None] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = 0, True
        while more:
            message = await receive()
            body, more = body + len(message.get("body", b"")), message.get("more_body", False)
        self.readers.append(scope[READER])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(body).encode()})


Asked = tuple[str, str, dict[str, str]]


async def ask(access: Access, *requests: Asked, inner: Inner | None = None, body: Any = None) -> list[httpx.Response]:
    transport = httpx.ASGITransport(admitted(inner or Inner(), access))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7861") as client:
        return [
            await client.request(method, path, headers=headers, content=body() if body else None)
            for method, path, headers in requests
        ]


def asked(access: Access, *requests: Asked, **more: Any) -> list[httpx.Response]:
    import asyncio

    return asyncio.run(ask(access, *requests, **more))


def basic(name: str, password: str) -> dict[str, str]:
    request = httpx.Request("GET", "http://x")
    return {"authorization": next(httpx.BasicAuth(name, password).auth_flow(request)).headers["authorization"]}


def test_only_health_needs_no_login() -> None:
    access, inner = Access(accounts=one_account(f"ana:{PASSWORD}")), Inner()
    replies = asked(
        access,
        ("GET", "/", {}),
        ("POST", "/api/ask", {}),
        ("GET", "/health", {}),
        ("GET", "/", basic("ana", "wrong-sesame")),
        ("GET", "/", basic("bob", PASSWORD)),
        ("GET", "/", {"authorization": "Basic %%%"}),
        ("GET", "/", {"authorization": "Bearer sayso_wrong"}),
        ("GET", "/", basic("ana", PASSWORD)),
        inner=inner,
    )

    assert [reply.status_code for reply in replies] == [401, 401, 200, 401, 401, 401, 401, 200]
    assert replies[0].headers["www-authenticate"].startswith("Basic")
    assert "is required" in replies[0].json()["error"]["message"]
    assert "is wrong" in replies[3].json()["error"]["message"]
    assert inner.readers == [None, "ana"]


def test_wrong_passwords_are_rate_limited() -> None:
    access = Access(accounts=one_account(f"ana:{PASSWORD}"), clock=lambda: 0.0)
    replies = asked(access, *[("GET", "/", {"authorization": "Bearer wrong"})] * 22)

    assert [reply.status_code for reply in replies] == [401] * 20 + [429] * 2


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"origin": "http://127.0.0.1:7861", "sec-fetch-site": "same-origin"}, False),
        ({"origin": "https://evil.example"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "null"}, True),
        ({"origin": "https://news.example", "sec-fetch-site": "cross-site"}, False),
    ],
)
def test_requests_from_pages_of_other_origins_are_refused(headers: dict[str, str], foreign: bool) -> None:
    (reply,) = asked(Access(origins=("https://news.example",)), ("POST", "/api/ask", headers))

    assert (reply.status_code == 403) is foreign
    assert is_foreign({**headers, "host": "127.0.0.1:7861"}, ("https://news.example",)) is foreign


def test_a_server_of_this_machine_accepts_only_loopback_host_names() -> None:
    rebound = ("GET", "/api/corpus", {"host": "evil.example"})

    assert asked(Access(), rebound)[0].status_code == 400
    assert asked(Access(host="0.0.0.0"), rebound)[0].status_code == 200


def test_a_body_of_a_hundred_megabytes_is_refused_before_and_while_it_comes() -> None:
    taken = 0

    async def endless() -> Any:
        nonlocal taken
        for _ in range(100):
            taken += 1_000_000
            yield b"x" * 1_000_000

    request = ("POST", "/api/ask", {"content-length": "100000000"})
    (large,) = asked(Access(), request, body=lambda: b"x" * 10)
    (cut,) = asked(Access(), ("POST", "/api/ask", {}), body=endless)
    (fine,) = asked(Access(), ("POST", "/api/ask", {}), body=lambda: b"x" * 1000)

    assert (large.status_code, cut.status_code, fine.text) == (413, 413, "1000")
    assert taken < 10_000_000


def test_too_many_requests_of_one_reader_wait_and_those_of_another_do_not() -> None:
    now = [0.0]
    accounts = one_account(f"ana:{PASSWORD}")
    accounts.add("bob", PASSWORD)
    access = Access(accounts=accounts, rate=2, clock=lambda: now[0])
    by_ana = ("POST", "/api/ask", basic("ana", PASSWORD))
    replies = asked(
        access,
        by_ana,
        by_ana,
        by_ana,
        ("POST", "/v1/chat/completions", basic("bob", PASSWORD)),
        ("GET", "/x", by_ana[2]),
    )

    assert [reply.status_code for reply in replies] == [200, 200, 429, 200, 200]
    assert replies[2].headers["retry-after"] == "30"


def test_a_budget_of_requests_is_refilled_with_time() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    spent = [rates.take("ana") for _ in range(61)]
    now[0] = 1.5

    assert spent[-1] == pytest.approx(1.0)
    assert rates.take("ana") == 0
    assert rates.take("ana") > 0


def test_without_a_login_on_an_open_host_there_is_a_warning_and_nothing_can_be_changed() -> None:
    open_, shut = Access(host="0.0.0.0"), Access(host="0.0.0.0", accounts=one_account(f"ana:{PASSWORD}"))
    (reply,) = asked(open_, ("POST", "/gradio_api/upload", {"host": "news.example"}))

    assert reply.status_code == 403
    assert "0.0.0.0 can be reached" in str(open_.warning)
    assert (open_.may_change, shut.may_change, Access().may_change) == (False, True, True)
    assert shut.warning is None
    assert Access().warning is None


# --- the file of logins, and its commands


def users(path: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["users", *words, "--auth-file", str(path)], input=text)


def test_logins_are_kept_hashed_and_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "users"
    added = users(path, "add", "ana", "--password-stdin", text=f"{PASSWORD}\n")
    token = users(path, "token", "ana", "--label", "desk").stdout.strip()
    kept = path.read_text(encoding="utf-8")
    accounts = read_accounts(path)

    assert added.exit_code == 0, added.output
    assert PASSWORD not in kept + added.output
    assert token not in kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert accounts.reader_of(f"Bearer {token}") == "ana"
    assert accounts.reader_of(basic("ana", PASSWORD)["authorization"]) == "ana"
    assert "ana  desk" in users(path, "list").stdout


def test_removing_a_user_removes_all_tokens(tmp_path: Path) -> None:
    path = tmp_path / "users"
    users(path, "add", "ana", text=f"{PASSWORD}\n")
    token = users(path, "token", "ana").stdout.strip()
    removed = users(path, "remove", "ana")

    assert removed.exit_code == 0
    assert read_accounts(path).reader_of(f"Bearer {token}") is None


@pytest.mark.parametrize(
    ("words", "text", "message"),
    [
        (["add", "ana", "--password-stdin"], "short\n", "8 characters"),
        (["add", "a b", "--password-stdin"], f"{PASSWORD}\n", "letters"),
        (["remove", "bob"], None, "cannot be used"),
        (["token", "bob"], None, "cannot be used"),
    ],
)
def test_an_invalid_login_gives_a_one_line_error(
    tmp_path: Path, words: list[str], text: str | None, message: str
) -> None:
    result = users(tmp_path / "users", *words, text=text)

    assert result.exit_code == 2
    assert message in result.output
    assert "short" not in result.output.replace("too short", "")


def test_a_damaged_file_of_logins_names_the_line_and_not_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "users").write_text(f"# logins\nana:{PASSWORD}\n", encoding="utf-8")

    with pytest.raises(BadAccounts, match="line 2") as caught:
        read_accounts(tmp_path / "users")
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"auth": "no-colon-in-it"}, "USER:PASSWORD"),
        ({"root_path": "sayso"}, "begins with /"),
        ({"ssl_certfile": Path("none.pem")}, "an existing file"),
        ({"auth_file": Path("none")}, "cannot be read"),
    ],
)
def test_invalid_server_options_are_errors(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SaysoError, match=message) as caught:
        serving_of({"port": 1, **options}, {})
    assert "no-colon-in-it" not in str(caught.value)


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("x", encoding="utf-8")

    with pytest.raises(BadSetting, match="both"):
        serving_of({"port": 1, "ssl_certfile": tmp_path / "a.pem"}, {})


def test_the_login_may_stand_in_the_environment() -> None:
    serving = serving_of({"port": 80, "root_path": "/news/"}, {"SAYSO_AUTH": f"ana:{PASSWORD}"})

    assert serving.access.accounts is not None
    assert serving.access.accounts.reader_of(basic("ana", PASSWORD)["authorization"]) == "ana"
    assert serving.address == "http://127.0.0.1:80/news"
    assert PASSWORD not in repr(serving)


def test_the_real_server_lets_in_by_token_and_shows_health_to_all(tmp_path: Path) -> None:
    accounts = one_account(f"ana:{PASSWORD}")
    token = accounts.add_token("ana", "desk")
    access = Access(accounts=accounts)
    with ServedApi(small_home(tmp_path), access) as served, httpx.Client(base_url=served.address, timeout=60) as client:
        bare = client.post("/api/search", json={"query": "ferry"})
        health = client.get("/health").json()
        client.headers["authorization"] = f"Bearer {token}"
        found = client.post("/api/search", json={"query": "ferry"})

    assert (bare.status_code, found.status_code) == (401, 200)
    assert (health["status"], health["articles"]) == ("ok", 2)
    assert len(found.json()["hits"]) == 2
