"""A Chroma server behind a proxy that speaks TLS, with a certificate of its own, and lets in who has the token."""

from __future__ import annotations

import http.client
import shutil
import ssl
import subprocess
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from chroma_server import COMMAND, free_port, running
from click.testing import CliRunner

from assistant.cli import main
from assistant.errors import StoreUnavailable
from assistant.index.chroma_vectors import ChromaVectors
from assistant.types import Filters

TOKEN = "t0ken-t0ken"
pytestmark = pytest.mark.skipif(
    not COMMAND.exists() or not shutil.which("openssl"), reason="no chroma or openssl command here"
)


class Guard(BaseHTTPRequestHandler):
    """Hands on what comes with the token; to others it repeats what they sent, as some proxies do."""

    protocol_version = "HTTP/1.1"
    port = 0
    patience = 10**9
    """Requests that are let in before the token is withdrawn."""
    refusal = 401

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Guard.patience -= 1
        if self.headers.get("Authorization") != f"Bearer {TOKEN}" or Guard.patience < 0:
            self._answer(self.refusal, f"who is {self.headers.get('Authorization')}?".encode())
            return
        upstream = http.client.HTTPConnection("127.0.0.1", self.port)
        upstream.request(self.command, self.path, body, {"Content-Type": "application/json"})
        reply = upstream.getresponse()
        self._answer(reply.status, reply.read())
        upstream.close()

    do_GET = do_POST = do_DELETE = _hand_on  # noqa: N815

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def tls(certificate: Path) -> Iterator[int]:
    """The port of the guard."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    web = ThreadingHTTPServer(("127.0.0.1", 0), Guard)
    web.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that does not trust it hangs up
    web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield web.server_address[1]
    finally:
        web.shutdown()
        web.server_close()


def _certificate(folder: Path, name: str, names: str) -> Path:
    """A key with a certificate that it has signed itself, in one file."""
    file = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}", "-keyout", str(file), "-out", f"{file}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    with file.open("a") as whole:
        whole.write(Path(f"{file}.crt").read_text())
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tls")
    (made / "a.md").write_text(
        "---\ntitle: The dam\n---\n\nDivers closed the lower gate of the Kresk dam on Monday.", encoding="utf-8"
    )
    _certificate(made, "ours", "IP:127.0.0.1")
    _certificate(made, "other", "IP:127.0.0.1")
    _certificate(made, "elsewhere", "DNS:chroma.example")
    return made


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """Where the guard of a Chroma server listens; the certificate is `ours`."""
    Guard.port = free_port()
    with running(folder / "data", Guard.port), tls(folder / "ours.pem") as listening:
        yield listening


@pytest.fixture(autouse=True)
def _known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard, "patience", 10**9)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ours.pem"))


def _told(store: ChromaVectors, token: str = TOKEN) -> str:
    """The sentence of a store that cannot be used; the token is not in it, nor in what `--debug` would print."""
    with pytest.raises(StoreUnavailable) as told:
        store.nearest([1.0, 0.0], Filters(), 1)
    assert token not in "".join(traceback.format_exception(told.value))
    assert "\n" not in str(told.value)
    return str(told.value)


def test_an_index_stands_on_a_chroma_server_behind_tls_with_a_token(
    tmp_path: Path, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_CHROMA", f"https://127.0.0.1:{port}")
    monkeypatch.setenv("SAYSO_CHROMA_TOKEN", TOKEN)
    said = {
        words[0]: CliRunner().invoke(main, [*words, "--home", str(tmp_path / "home")]).output
        for words in (["ingest", str(folder / "a.md")], ["doctor"], ["config"])
    }

    assert f"1 of 1 passages at https://127.0.0.1:{port}" in said["doctor"]
    assert "chroma_token" in said["config"]
    assert not any(TOKEN in one for one in said.values())
    assert not (tmp_path / "home" / "chroma").exists()


@pytest.mark.parametrize(
    ("known", "shown", "told"),
    [
        ("other", "ours", "shows a certificate that is not trusted here (self-signed certificate). Name the file"),
        ("elsewhere", "elsewhere", "not trusted here (IP address mismatch, certificate is not valid for '127.0.0.1')"),
        ("nowhere", "ours", "cannot be asked: no certificates can be read. See SSL_CERT_FILE"),
    ],
)
def test_a_certificate_that_is_not_trusted_is_one_sentence(
    known: str, shown: str, told: str, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / f"{known}.pem"))
    with tls(folder / f"{shown}.pem") as own:
        store = ChromaVectors(folder, f"https://127.0.0.1:{own}", token=TOKEN)

        assert told in _told(store)


def test_a_server_without_tls_is_told_from_one_that_is_down(folder: Path, port: int) -> None:
    store = ChromaVectors(folder, f"https://127.0.0.1:{Guard.port}", token=TOKEN)

    assert "does not speak TLS" in _told(store)


@pytest.mark.parametrize("patience", [0, 3, 5])
def test_a_token_that_is_refused_at_once_or_later_is_not_told_although_the_server_repeats_it(
    patience: int, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Guard, "patience", patience)
    store = ChromaVectors(folder, f"https://127.0.0.1:{port}", token=TOKEN)

    assert "refuses the login. See SAYSO_CHROMA and SAYSO_CHROMA_TOKEN." in _told(store)


def test_a_fault_of_the_server_that_repeats_the_token_is_told_without_it(
    folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Guard, "patience", 5)
    monkeypatch.setattr(Guard, "refusal", 500)

    assert "cannot be used: who is Bearer ***?" in _told(
        ChromaVectors(folder, f"https://127.0.0.1:{port}", token=TOKEN)
    )
