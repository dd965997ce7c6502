"""An OpenAI-compatible server on loopback that fails on demand, one fault a request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Fault = Callable[["_Handler", dict[str, Any]], None]


class FaultyServer:
    """Answers each request with the next of `faults`, the last one for ever after; `requests` remembers what came."""

    def __init__(self, *faults: Fault, root: str = "/v1") -> None:
        self.faults = list(faults)
        self.root = root
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]

    @property
    def address(self) -> str:
        """The address without any path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FaultyServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        owner: FaultyServer = self.server.owner  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != f"{owner.root}/chat/completions":
            send(self, 404, b"404 page not found", "text/plain")
            return
        owner.requests.append(body)
        owner.keys.append(self.headers.get("Authorization", ""))
        fault = owner.faults.pop(0) if len(owner.faults) > 1 else owner.faults[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # the client may go away, as some tests want it to
            fault(self, body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str, **headers: str) -> None:
    """A whole response."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def _begin(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()


def _event(handler: BaseHTTPRequestHandler, event: dict[str, Any] | str) -> None:
    handler.wfile.write(f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode())
    handler.wfile.flush()


def chunk(text: str | None, finish: str | None = None, **delta: Any) -> dict[str, Any]:
    """One event of a stream, as OpenAI sends it."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text, **delta}, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}


def reply(*pieces: str, finish: str = "stop", used: tuple[int, int] | None = (120, 30)) -> Fault:
    """A whole and sound reply in pieces, with the tokens used."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        for piece in pieces:
            _event(handler, chunk(piece))
        _event(handler, chunk(None, finish))
        if used:
            usage = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
            _event(handler, {**chunk(None), "choices": [], "usage": usage})
        _event(handler, "[DONE]")

    return act


class Hangs:
    """Sends some pieces and then nothing: `begun` is set once they are sent, `gone` once the client has hung up."""

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces
        self.begun, self.gone = threading.Event(), threading.Event()

    def __call__(self, handler: _Handler, body: dict[str, Any]) -> None:
        """One request."""
        if self._pieces:
            _begin(handler)
        for piece in self._pieces:
            _event(handler, chunk(piece))
        self.begun.set()
        with suppress(ConnectionResetError):
            handler.connection.recv(1)
        self.gone.set()


def worked_out(pieces: Callable[[str], Iterable[str | threading.Event]], *, dropped: bool = False) -> Fault:
    """A reply that is made of the prompt, in pieces; an event among them is waited for. `dropped`: it has no end."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        for piece in pieces(body["messages"][-1]["content"]):
            if isinstance(piece, str):
                _event(handler, chunk(piece))
            else:
                piece.wait()
        if dropped:
            handler.close_connection = True
            return
        _event(handler, chunk(None, "stop"))
        _event(handler, "[DONE]")

    return act


def whole(content: Any, *, finish: str = "stop", used: tuple[int, int] | None = (120, 30), **more: Any) -> Fault:
    """A whole completion in one piece of JSON, where a stream was asked for. `more` goes into its message."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        message = {"role": "assistant", "content": content, **more}
        completion: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 0, "model": "m"}
        completion["choices"] = [{"index": 0, "message": message, "finish_reason": finish}]
        if used:
            completion["usage"] = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
        send(handler, 200, json.dumps(completion).encode(), "application/json; charset=utf-8")

    return act


def error_body(message: str) -> Fault:
    """An error under status 200, as some gateways send it."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        send(handler, 200, json.dumps({"error": {"message": message}}).encode(), "application/json")

    return act


def slowly(*pieces: str, seconds: float) -> Fault:
    """A sound reply with a pause before each piece."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        for piece in pieces:
            handler.server.owner.released.wait(seconds)  # type: ignore[attr-defined]
            _event(handler, chunk(piece))
        _event(handler, chunk(None, "stop"))
        _event(handler, "[DONE]")

    return act


def cut_anywhere(*pieces: str, size: int) -> Fault:
    """A sound reply whose bytes come in blocks of so many, whatever they cut through."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        rows = [json.dumps(chunk([{"type": "text", "text": piece}])) for piece in pieces]  # type: ignore[arg-type]
        stream = "".join(f"data: {row}\r\n\r\n" for row in [*rows, json.dumps(chunk(None, "stop")), "[DONE]"])
        for at in range(0, len(stream.encode()), size):
            handler.wfile.write(stream.encode()[at : at + size])
            handler.wfile.flush()

    return act


def status(number: int, message: str, *, code: str | None = None, param: str | None = None, **headers: str) -> Fault:
    """An error in OpenAI's form."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        error = {"error": {"message": message, "type": "error", "code": code, "param": param}}
        send(handler, number, json.dumps(error).encode(), "application/json", **headers)

    return act


def echo_key(number: int) -> Fault:
    """An error that repeats the key, as some servers do."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        status(number, f"Incorrect API key provided: {handler.headers['Authorization']}")(handler, body)

    return act


def takes_no(option: str, then: Fault, *, instead: str = "") -> Fault:
    """A server that refuses an option it does not know, and may name another for it."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        if option in body:
            use = f" Use '{instead}' instead." if instead else ""
            message = f"Unsupported parameter: '{option}' is not supported with this model.{use}"
            status(400, message, param=option)(handler, body)
        else:
            then(handler, body)

    return act


def hang(handler: _Handler, body: dict[str, Any]) -> None:
    """Silence until the test is over."""
    handler.server.owner.released.wait(30)  # type: ignore[attr-defined]


def drip(handler: _Handler, body: dict[str, Any]) -> None:
    """A comment again and again, so that the line is never silent, and never a word."""
    _begin(handler)
    while not handler.server.owner.released.wait(0.05):  # type: ignore[attr-defined]
        handler.wfile.write(b": still thinking\n\n")
        handler.wfile.flush()


def drop(*pieces: str, politely: bool = False) -> Fault:
    """A stream that ends midway: in the middle of a promised block, or politely, as if it were whole."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        if politely:
            _begin(handler)
        else:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/event-stream")
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
        for piece in pieces:
            _event(handler, chunk(piece))
        handler.close_connection = True

    return act


def broken_json(handler: _Handler, body: dict[str, Any]) -> None:
    """An event that is cut in the middle of its JSON."""
    _begin(handler)
    _event(handler, '{"id": "c", "choices": [{"del')


def error_event(message: str) -> Fault:
    """An error in the middle of a stream, as gateways send it."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        _event(handler, chunk("Rostec "))
        _event(handler, {"error": {"message": message}})

    return act


def events(rows: Sequence[dict[str, Any]]) -> Fault:
    """Any events, then the end."""

    def act(handler: _Handler, body: dict[str, Any]) -> None:
        _begin(handler)
        for row in rows:
            _event(handler, row)
        _event(handler, "[DONE]")

    return act


def page(handler: _Handler, body: dict[str, Any]) -> None:
    """A web page, as from a captive portal or a wrong address."""
    send(handler, 200, b"<html><body>Welcome!</body></html>", "text/html")


def drivel(handler: _Handler, body: dict[str, Any]) -> None:
    """Words without end, whatever max_tokens says."""
    _begin(handler)
    for _ in range(20_000):
        _event(handler, chunk("and so on and so forth "))
