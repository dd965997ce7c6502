"""Serves the OpenAI API on loopback with replies that a person writes. Floor 4.

    python -m evals.byhand --folder DIR [--port N]

Each new request is written to DIR as `001-<digest>.md`. The reply goes beside it, as `001-<digest>.reply.md`; until it
is there, the request is refused with an error that names the file. The same request gets the same reply, so a run can
be repeated as replies are added, and DIR is a recording of the model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from assistant.models.tokens import count_tokens

MODEL = "by-hand"
_MOST_BYTES = 10_000_000


class RequestFolder:
    """The folder of requests and replies. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def reply(self, request: Mapping[str, Any]) -> tuple[str | None, Path]:
        """The reply to a request, None if it is not written yet, and the path of the reply's file."""
        with self._lock:
            path = self._path(request)
            if not path.exists():
                path.write_text(request_markdown(request), encoding="utf-8")
        answered = path.with_suffix(".reply.md")
        return (answered.read_text(encoding="utf-8").strip() if answered.exists() else None), answered

    def waiting(self) -> list[Path]:
        """The requests without a reply, in order of arrival."""
        asked = sorted(path for path in self._folder.glob("*.md") if not path.name.endswith(".reply.md"))
        return [path for path in asked if not path.with_suffix(".reply.md").exists()]

    def _path(self, request: Mapping[str, Any]) -> Path:
        digest = hashlib.sha256(request_markdown(request).encode()).hexdigest()[:12]
        known = next(self._folder.glob(f"*-{digest}.md"), None)
        asked = sum(not path.name.endswith(".reply.md") for path in self._folder.glob("*.md"))
        return known or self._folder / f"{asked + 1:03}-{digest}.md"


def request_markdown(request: Mapping[str, Any]) -> str:
    """A request as Markdown: its messages, and the JSON schema of the reply if there is one."""
    parts = [f"# {message['role']}\n\n{_text(message.get('content'))}" for message in request.get("messages") or ()]
    wanted = (request.get("response_format") or {}).get("json_schema")
    if wanted:
        shape = json.dumps(wanted.get("schema"), indent=1)
        parts.append(f"# shape of the reply\n\nOne JSON object that this schema describes:\n\n{shape}")
    return "\n\n".join(parts) + "\n"


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return str(content or "")


class _Handler(BaseHTTPRequestHandler):
    """One request to the model."""

    def do_GET(self) -> None:
        """The list of models."""
        self._send(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self) -> None:
        """A chat completion, whole or as a stream."""
        size = int(self.headers.get("Content-Length") or 0)
        if not self.path.endswith("/chat/completions") or size > _MOST_BYTES:
            self._send(404, _error("there is nothing here but chat/completions"))
            return
        try:
            request = json.loads(self.rfile.read(size))
            reply, path = self.server.folder.reply(request)  # type: ignore[attr-defined]
        except (ValueError, TypeError, AttributeError, KeyError):
            self._send(400, _error("this is not a chat completion"))
            return
        if reply is None:
            self._send(409, _error(f"waiting for a reply in {path}"))
        elif request.get("stream"):
            self._stream(reply, request)
        else:
            message = {"role": "assistant", "content": reply}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._send(
                200, {**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _usage(request, reply)}
            )

    def _stream(self, reply: str, request: Mapping[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in _events(reply, _usage(request, reply)):
            self.wfile.write(f"data: {event}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, body: Mapping[str, Any]) -> None:
        whole = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


_HEAD = {"id": "by-hand", "created": 0, "model": MODEL}


def _events(reply: str, usage: Mapping[str, int]) -> Iterator[str]:
    """A reply as the events of a stream, a few words each."""
    words = reply.split(" ")
    for at in range(0, len(words), 4):
        piece = " ".join(words[at : at + 4]) + (" " if at + 4 < len(words) else "")
        yield _chunk({"content": piece})
    yield _chunk({}, "stop")
    yield json.dumps({**_HEAD, "object": "chat.completion.chunk", "choices": [], "usage": usage})
    yield "[DONE]"


def _chunk(delta: Mapping[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
    return json.dumps({**_HEAD, "object": "chat.completion.chunk", "choices": [choice]})


def _usage(request: Mapping[str, Any], reply: str) -> dict[str, int]:
    read = sum(count_tokens(_text(message.get("content"))) for message in request.get("messages") or ())
    written = count_tokens(reply)
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "by_hand", "code": None, "param": None}}


def serve_by_hand(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback, bound and not yet serving; port 0 takes a free one. Raises OSError for a taken port."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    server.folder = RequestFolder(folder)  # type: ignore[attr-defined]
    return server


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until ended."""
    parser = argparse.ArgumentParser(prog="python -m evals.byhand", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where requests and replies lie")
    parser.add_argument("--port", type=int, default=8090)
    options = parser.parse_args(arguments)
    try:
        server = serve_by_hand(options.folder, options.port)
    except OSError as error:
        print(f"The port {options.port} cannot be used ({error.strerror}). Take another: --port N", file=sys.stderr)
        return 1
    with server:
        print(f"ready: --model openai-like:{MODEL}@http://127.0.0.1:{server.server_port}/v1", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
