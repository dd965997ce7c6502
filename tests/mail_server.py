"""A mail server on loopback that keeps what it is sent, or refuses it."""

from __future__ import annotations

import socketserver
import threading


class MailServer:
    """Takes mail over plain SMTP until the `with` ends; `refuse` is its answer to every recipient."""

    def __init__(self, refuse: str = "") -> None:
        self.mails: list[str] = []
        self.said: list[str] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.owner, self._server.refuse = self, refuse  # type: ignore[attr-defined]

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> MailServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        owner: MailServer = self.server.owner  # type: ignore[attr-defined]
        refuse: str = self.server.refuse  # type: ignore[attr-defined]
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            owner.said.append(line)
            word = line.split()[0].upper()
            if word == "DATA":
                self._say("354 go on")
                lines = []
                while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(line)
                owner.mails.append("\n".join(lines))
                self._say("250 kept")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(refuse if refuse and word == "RCPT" else "250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
