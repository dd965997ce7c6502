"""Several servers of Sayso as processes of their own, and a small proxy that stands before them at one address."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import httpx
from chroma_server import free_port

ROOT = Path(__file__).resolve().parents[1]
_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host")


class Server:
    """One `sayso chat` in a process."""

    def __init__(self, home: Path, settings: Mapping[str, str], *options: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SAYSO_HOME": str(home), **settings}
        command = [sys.executable, "-m", "assistant", "chat", "--port", str(self.port), *options]
        self._log = home.with_suffix(".log").open("wb")
        self._process = subprocess.Popen(command, env=environment, cwd=home.parent, stdout=self._log, stderr=self._log)

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(1800):
            assert self._process.poll() is None, Path(self._log.name).read_text()
            try:
                if httpx.get(f"{self.address}/health", timeout=5, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError("it did not begin to answer")

    def kill(self) -> None:
        """End it at once, as a machine that fails does."""
        self._process.kill()
        self._process.wait(30)
        self._log.close()


@contextmanager
def proxy(servers: Sequence[Server], *, sticky: bool) -> Iterator[str]:
    """The address of a proxy. Sticky, it sends a browser where it was sent before, by a cookie; else to each in turn.

    A server that is gone is passed over.
    """
    turn = count()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            held = SimpleCookie(self.headers.get("Cookie", "")).get("server") if sticky else None
            first = int(held.value) if held else next(turn)
            for number in range(first, first + len(servers)):
                at = number % len(servers)
                try:
                    reply = httpx.request(
                        self.command, servers[at].address + self.path, content=body,
                        headers={**headers, "Host": f"127.0.0.1:{servers[at].port}"}, timeout=60, trust_env=False,
                    )  # fmt: skip
                    break
                except httpx.TransportError:
                    continue
            self.send_response(reply.status_code)
            for name, value in reply.headers.multi_items():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.send_header("X-Server", str(at))
            if sticky:
                self.send_header("Set-Cookie", f"server={at}; Path=/")
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = _hand_on  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{web.server_address[1]}"
    finally:
        web.shutdown()
        web.server_close()
