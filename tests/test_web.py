"""Pages and feeds of a local site: what is stored, what is not asked for again, and what is refused."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from site_server import STORY, Lying, NewsSite, news_site

from assistant.cli import main
from assistant.index.catalog import Catalog
from assistant.reachable import Refused, check_address
from assistant.settings import Settings
from ingest.receipt import Receipt
from ingest.run import ingest
from ingest.web.fetch import Fetcher, FetchFailed
from ingest.web.pull import pull_feeds


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with news_site() as served:
        yield served


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.web.fetch._PAUSE_SECONDS", 0.0)


def _read(settings: Settings, *addresses: str) -> Receipt:
    return ingest(settings, list(addresses), allow_private=True)


def _outcomes(receipt: Receipt) -> list[str]:
    return [result.outcome for result in receipt.sources]


def test_a_page_is_stored_with_its_outlet_title_day_and_address(settings: Settings, site: NewsSite) -> None:
    address = site.page("/news/gate", "Dam gate closed")

    assert _outcomes(_read(settings, address)) == ["added"]
    (article,) = Catalog(settings.home).articles()
    assert (article.outlet, article.title, article.published) == ("Kresk Courier", "Dam gate closed", "2024-03-04")
    assert article.url == address
    assert "seal was nine years old" in article.text
    assert all(agent.startswith("Sayso/") for agent in site.agents)


def test_a_page_that_has_not_changed_is_not_sent_again(settings: Settings, site: NewsSite) -> None:
    address = site.page("/gate", "Dam gate closed")
    _read(settings, address)

    assert _outcomes(_read(settings, address)) == ["unchanged"]
    assert site.times_asked("/gate", 304) == 1


def test_a_page_that_has_changed_becomes_a_new_version_of_the_same_article(settings: Settings, site: NewsSite) -> None:
    address = site.page("/gate", "Dam gate closed")
    first = _read(settings, address).sources[0]
    site.page("/gate", "Dam gate closed, two hurt", STORY.replace("nobody was hurt", "two divers were hurt"))

    again = _read(settings, address).sources[0]

    kept = Catalog(settings.home).history(first.article_id or "")
    assert (again.outcome, again.article_id) == ("updated", first.article_id)
    assert ["nobody was hurt" in one.article.text for one in kept] == [True, False]


def test_a_feed_gives_the_full_text_behind_each_entry(settings: Settings, site: NewsSite) -> None:
    gate = site.page("/gate", "Dam gate closed")
    feed = site.feed("/feed", ("Dam gate closed", gate, "The gate was closed ..."))

    assert _outcomes(_read(settings, feed)) == ["added"]
    (article,) = Catalog(settings.home).articles()
    assert "seal was nine years old" in article.text
    assert not article.details.get("stub")


def test_an_entry_whose_page_cannot_be_read_is_kept_as_a_stub_that_says_so(settings: Settings, site: NewsSite) -> None:
    feed = site.feed("/feed", ("Gone", f"{site.base}/gone", "The lower gate of the dam at Kresk was closed on Monday."))

    (result,) = _read(settings, feed).sources

    (article,) = Catalog(settings.home).articles()
    assert article.details["stub"] is True
    assert "404" in result.reason
    assert "only the beginning" in result.reason


def test_followed_feeds_are_pulled_and_what_is_known_is_not_fetched_again(settings: Settings, site: NewsSite) -> None:
    gate = site.page("/gate", "Dam gate closed")
    catalog = Catalog(settings.home)
    catalog.create()
    catalog.follow(site.feed("/feed", ("Dam gate closed", gate, "")))

    first, second = (pull_feeds(settings, allow_private=True) for _ in range(2))

    assert (_outcomes(first), _outcomes(second)) == (["added"], ["unchanged"])
    assert site.times_asked("/gate") == 1
    assert catalog.feeds()[0].title == "Kresk Courier"


def test_feeds_are_added_listed_and_removed(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["feeds", *words, "--home", str(tmp_path)])

    assert run("add", "https://a.example/rss").exit_code == 0
    assert "a.example/rss" in run("list").output
    assert run("remove", "https://a.example/rss").exit_code == 0
    assert run("remove", "https://a.example/rss").exit_code == 2
    assert run("add", "https://ana:secret@a.example/rss").exit_code == 2


@pytest.mark.parametrize(
    ("lying", "reason"),
    [
        (Lying(status=404), "answers 404"),
        (Lying(status=500), "answers 500"),
        (Lying(""), "sends nothing"),
        (Lying("x" * 100, cut=True), "cannot be read"),
        (Lying("PNG", "image/png"), "is image/png, which is not read"),
        (Lying(status=302, location="/b"), "redirects more than"),
        (Lying(status=302, location="file:///etc/passwd"), "only http and https"),
    ],
)
def test_what_cannot_be_read_ends_with_its_reason(
    settings: Settings, site: NewsSite, lying: Lying, reason: str
) -> None:
    site.paths["/b"] = lying

    (result,) = _read(settings, f"{site.base}/b").sources

    assert result.outcome == "failed"
    assert reason in result.reason


def test_a_server_that_keeps_the_reader_waiting_is_given_up(site: NewsSite) -> None:
    site.paths["/slow"] = Lying("x", seconds=2.0)

    with pytest.raises(FetchFailed, match="did not answer"):
        Fetcher(allow_private=True, seconds=0.4).get(f"{site.base}/slow")


def test_robots_txt_is_asked_and_kept_to(settings: Settings, site: NewsSite) -> None:
    site.paths["/robots.txt"] = Lying("User-agent: *\nDisallow: /private/", "text/plain")
    open_page, closed = site.page("/open", "Open"), site.page("/private/x", "Closed")

    one, other = _read(settings, open_page, closed).sources

    assert (one.outcome, other.outcome) == ("added", "failed")
    assert "robots.txt" in other.reason
    assert site.times_asked("/private/x") == 0


def test_two_requests_to_one_host_are_a_pause_apart(site: NewsSite) -> None:
    slept: list[float] = []
    site.page("/a", "A")
    fetcher = Fetcher(allow_private=True, pause_seconds=3.0, now=lambda: 100.0, sleep=slept.append)

    fetcher.get(f"{site.base}/a")
    fetcher.get(f"{site.base}/a")

    assert slept == [3.0, 3.0]  # the first stands behind robots.txt


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://0.0.0.0/",
        "http://2130706433/", "http://0x7f000001/", "http://[64:ff9b::7f00:1]/", "ftp://a.example/", "file:///etc/passwd",
        "gopher://a.example/", "http:///nothing", "http://[broken",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_network_are_refused(address: str) -> None:
    with pytest.raises(Refused):
        check_address(address)


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        [(0, 0, 0, "", ("93.184.216.34", 80))],
        [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))],
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **named: answers.pop(0))

    assert check_address("http://a.example/").numeric == "93.184.216.34"
    with pytest.raises(Refused, match="private network"):
        check_address("http://a.example/")


def test_the_connection_goes_to_the_address_that_was_checked(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = socket.getaddrinfo, []
    port = int(site.base.rpartition(":")[2])
    site.page("/a", "A")

    def rebinding(host: Any, *given: Any, **named: Any) -> Any:
        """The first answer is the site; a second question would lead elsewhere."""
        if host == "rebind.example":
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) <= 2 else "10.9.9.9", port))]
        return real(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    assert Fetcher(allow_private=True).get(f"http://rebind.example:{port}/a").status == 200
    assert len(asked) == 1


def test_a_redirect_to_this_machine_is_refused(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here; what it redirects to is checked like any address."""
    port = int(site.base.rpartition(":")[2])
    site.paths["/go"] = Lying(status=302, location=f"http://127.0.0.1:{port}/secret")
    real = check_address

    def lenient(address: str, *, allow_private: bool = False) -> Any:
        return real(address, allow_private="/secret" not in address)

    monkeypatch.setattr("ingest.web.fetch.check_address", lenient)

    with pytest.raises(Refused, match="this machine"):
        Fetcher().get(f"{site.base}/go")
    assert site.times_asked("/secret") == 0


def test_without_leave_a_private_address_is_not_read(settings: Settings, site: NewsSite) -> None:
    (result,) = ingest(settings, [site.page("/a", "A")]).sources

    assert result.outcome == "failed"
    assert "--allow-private" in result.reason
    assert site.asked == []


def test_a_password_in_an_address_is_neither_stored_nor_told(settings: Settings, site: NewsSite) -> None:
    site.page("/a", "A")
    address = f"{site.base}/a".replace("://", "://ana:s3cret@")

    receipt = _read(settings, address)

    assert "s3cret" not in str(receipt.as_json())
    assert "s3cret" not in (settings.home / "catalog.sqlite3").read_bytes().decode("latin-1")
