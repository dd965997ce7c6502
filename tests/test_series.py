"""Briefings that come again and again: what is new, when it is due, by mail, webhook and feed."""

from __future__ import annotations

import email
import email.policy
import json
import socket
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from faulty_server import FaultyServer, reply, status
from lxml import etree
from mail_server import MailServer
from served_api import ServedApi, small_home

from assistant.api.feed import as_atom
from assistant.briefing.series import News, Series, news_in
from assistant.cli import main
from assistant.delivery import post_webhook, send_mail
from assistant.errors import NotDelivered
from assistant.settings import Settings
from assistant.types import Filters
from ingest.run import ingest

TOPIC = "the ferry to Kallsund"
LATER = {
    "title": "Ferry sails again",
    "outlet": "Coast Gazette",
    "published": "2024-04-02",
    "url": "https://gazette.example/again",
    "text": "The ferry to Kallsund sailed again on Tuesday with a new captain, Egil Moen. "
    "He said that the harbour office had bought new charts for 900 crowns.",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")
    return small_home(tmp_path)


def brief(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(main, ["brief", TOPIC, "--home", str(settings.home), *words])


def add(settings: Settings, folder: Path) -> None:
    (folder / "later.jsonl").write_text(json.dumps(LATER) + "\n", encoding="utf-8")
    assert ingest(settings, [folder / "later.jsonl"]).count("added") == 1


def test_the_first_briefing_is_sent_whole_and_the_next_only_what_is_new(settings: Settings, tmp_path: Path) -> None:
    first = brief(settings, "--since-last")
    again = brief(settings, "--since-last")
    add(settings, tmp_path)
    later = brief(settings, "--since-last")

    assert (first.exit_code, again.exit_code, later.exit_code) == (0, 0, 0), first.output
    assert "Mira Holt" in first.stdout
    assert again.stdout == f"Nothing new on {TOPIC}.\n"
    assert "Egil Moen" in later.stdout
    assert "All forty passengers" not in later.stdout
    assert "https://gazette.example/again" in later.stdout


def test_what_is_not_due_is_not_made(settings: Settings) -> None:
    series = Series(settings.home, TOPIC, Filters())
    now = datetime.now(timezone.utc)
    before = series.due("day", now)
    brief(settings, "--every", "day")
    again = brief(settings, "--every", "day")

    assert before
    assert "Not due" in again.stderr
    assert again.stdout == ""
    assert [series.due("day", now + timedelta(hours=hours)) for hours in (12, 24)] == [False, True]
    assert [series.due("week", now + timedelta(days=days)) for days in (5, 7)] == [False, True]


def test_it_comes_by_mail_with_what_is_new(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer() as server:
        monkeypatch.setenv("SAYSO_SMTP", server.address)
        monkeypatch.setenv("SAYSO_MAIL_FROM", "sayso@dale.example")
        result = brief(settings, "--since-last", "--mail", "ana@dale.example")
        brief(settings, "--since-last", "--mail", "ana@dale.example")

    (mail,) = [email.message_from_string(one, policy=email.policy.default) for one in server.mails]
    assert result.exit_code == 0, result.output
    assert (mail["to"], mail["from"], mail["subject"]) == ("ana@dale.example", "sayso@dale.example", f"Sayso: {TOPIC}")
    assert "Mira Holt" in mail.get_body().get_content()  # type: ignore[union-attr]


def test_a_refused_mail_is_an_error_and_the_news_is_sent_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailServer(refuse="550 nobody here") as server:
        monkeypatch.setenv("SAYSO_SMTP", server.address)
        result = brief(settings, "--since-last", "--mail", "ana@dale.example")

    assert result.exit_code == 1
    assert "did not take the mail" in result.output
    assert Series(settings.home, TOPIC, Filters()).earlier() is None


def test_a_password_is_not_sent_over_an_open_line() -> None:
    with MailServer() as server:
        address = server.address.replace("smtp://", "smtp://ana:hu5h-hu5h@")
        with pytest.raises(NotDelivered, match="does not encrypt") as caught:
            send_mail(address, "a@b.example", ["c@d.example"], "x", "y")

    assert "hu5h" not in str(caught.value) + " ".join(server.said)


def test_mail_without_a_server_says_what_to_set(settings: Settings) -> None:
    result = brief(settings, "--mail", "ana@dale.example")

    assert result.exit_code == 2
    assert "SAYSO_SMTP" in result.output


def test_it_is_posted_to_a_webhook(settings: Settings) -> None:
    with FaultyServer(reply("fine")) as server:
        result = brief(
            settings, "--since-last", "--allow-private", "--webhook", f"{server.address}/v1/chat/completions"
        )
    with FaultyServer(status(500, "no")) as broken:
        failed = brief(settings, "--allow-private", "--webhook", f"{broken.address}/v1/chat/completions")

    assert result.exit_code == 0, result.output
    posted: dict[str, Any] = server.requests[0]
    assert (posted["topic"], posted["briefing"]["status"]) == (TOPIC, "briefed")
    assert failed.exit_code == 1
    assert "answered 500" in failed.output


def test_a_webhook_is_held_to_public_addresses_unless_it_is_let(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer(reply("fine")) as server:
        refused = brief(settings, "--since-last", "--webhook", f"{server.address}/hook")
        monkeypatch.setattr("socket.getaddrinfo", lambda *given, **named: [(2, 1, 6, "", ("10.1.2.3", 80))])
        rebound = brief(settings, "--webhook", "http://ana:hu5h-hu5h@hooks.example/in")

    assert (refused.exit_code, server.requests) == (1, [])
    assert "was not called" in refused.output
    assert "--allow-private" in refused.output
    assert "private network" in rebound.output
    assert "hu5h" not in rebound.output
    assert Series(settings.home, TOPIC, Filters()).earlier() is None


def test_a_webhook_is_posted_to_the_machine_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = socket.getaddrinfo, []

    def rebinding(host: Any, *given: Any, **named: Any) -> Any:
        """The first answer is the server; a second question would lead elsewhere."""
        if host != "hooks.example":
            return real(host, *given, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.9.9.9", 80))]

    monkeypatch.setattr("socket.getaddrinfo", rebinding)
    monkeypatch.setattr("assistant.reachable._why_private", lambda numeric: None)  # loopback stands for a public place
    with FaultyServer(reply("fine")) as server:
        port = server.address.rpartition(":")[2]
        post_webhook(f"http://hooks.example:{port}/v1/chat/completions", {"topic": "x"})

    assert asked == ["hooks.example"]
    assert server.requests == [{"topic": "x"}]


def test_what_was_new_each_time_is_a_feed(settings: Settings, tmp_path: Path) -> None:
    brief(settings, "--since-last")
    add(settings, tmp_path)
    brief(settings, "--since-last")
    with ServedApi(settings) as served:
        reply = httpx.get(f"{served.address}/feeds/briefings.atom", trust_env=False)

    feed = etree.fromstring(reply.content)
    entries = feed.findall("{*}entry")
    assert reply.headers["content-type"].startswith("application/atom+xml")
    assert len(entries) == len(news_in(settings.home)) == 2
    assert "Egil Moen" in entries[0].findtext("{*}content")


def test_a_feed_escapes_what_is_in_it_and_may_be_empty() -> None:
    hostile = News("1", "<script>", "2024-01-01T00:00:00+00:00", "a & b \x07</content>")

    assert etree.fromstring(as_atom([], "http://x/'>").encode()).findall("{*}entry") == []
    assert etree.fromstring(as_atom([hostile], "http://x").encode()).findtext("{*}entry/{*}title") == "<script>"
