"""A server that speaks the embeddings half of the OpenAI API, on a free port of this machine, and stops on request."""

from __future__ import annotations

import base64
import json
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class EmbeddingServer:
    """Answers `last` requests (all of them by default), then 500; it remembers whose login it was shown."""

    def __init__(self, last: int = 10_000) -> None:
        self.last = last
        self.logins: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.logins.append(self.headers.get("Authorization", ""))
                outer.last -= 1
                texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
                rows = [{"object": "embedding", "index": n, "embedding": _vector(body)} for n in range(len(texts))]
                answer = {
                    "object": "list",
                    "model": "m",
                    "data": rows,
                    "usage": {"prompt_tokens": 1, "total_tokens": 1},
                }
                raw = json.dumps(answer).encode()
                self.send_response(200 if outer.last >= 0 else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> EmbeddingServer:
        return self

    def __exit__(self, *given: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _vector(body: dict[str, Any]) -> Any:
    vector = [0.5] * 8
    if body.get("encoding_format") == "base64":
        return base64.b64encode(struct.pack("<8f", *vector)).decode()
    return vector
