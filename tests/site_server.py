"""A small news site with a feed, on this machine, that can redirect, break off, answer slowly and lay traps."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STORY = (
    "Divers closed the lower gate of the Kresk dam on Monday after water had seeped through it for three days. "
    "The harbour office said that nobody was hurt and that 40 houses downstream had been warned in time. "
    "Engineer Ada Quist told reporters that the seal was nine years old. The gate is to be replaced in spring."
)


@dataclass
class Lying:
    """What lies at a path. `cut` breaks the connection off in the middle, `seconds` keeps the reader waiting."""

    body: str | bytes = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None
    seconds: float = 0.0
    cut: bool = False


@dataclass
class NewsSite:
    """The site's paths, and what was asked of it, in order: (path, status)."""

    paths: dict[str, Lying] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    base: str = ""

    def page(self, path: str, title: str, text: str = STORY, published: str = "2024-03-04T08:00:00+01:00") -> str:
        """Lay an article at a path; its address."""
        paragraphs = "".join(f"<p>{part.strip()}.</p>" for part in text.split(". ") if part)
        self.paths[path] = Lying(
            f'<html lang="en"><head><title>{title} | Kresk Courier</title><meta property="og:site_name" '
            f'content="Kresk Courier"><meta property="article:published_time" content="{published}">'
            f'<link rel="canonical" href="{self.base}{path}"></head><body><nav><a href="/">Home</a></nav>'
            f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )
        return f"{self.base}{path}"

    def feed(self, path: str, *entries: tuple[str, str, str]) -> str:
        """Lay an RSS feed of (title, address, summary) at a path; its address."""
        items = "".join(
            f"<item><title>{title}</title><link>{link}</link><description>{summary}</description></item>"
            for title, link, summary in entries
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kresk Courier</title>{items}</channel></rss>'
        self.paths[path] = Lying(body, "application/rss+xml")
        return f"{self.base}{path}"

    def times_asked(self, path: str, status: int = 200) -> int:
        """How often a path was answered so."""
        return self.asked.count((path, status))


@contextmanager
def news_site() -> Iterator[NewsSite]:
    """The site, served until the block ends."""
    site = NewsSite()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            site.agents.add(self.headers.get("User-Agent", ""))
            lying = site.paths.get(path, Lying("<p>Not here.</p>", status=404))
            body = lying.body if isinstance(lying.body, bytes) else lying.body.encode()
            mark = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            status = 304 if lying.status == 200 and self.headers.get("If-None-Match") == mark else lying.status
            site.asked.append((path, status))
            over.wait(lying.seconds)
            with suppress(BrokenPipeError, ConnectionResetError):  # the reader may have gone, as some tests want it to
                self.reply(status, lying, body, mark)

        def reply(self, status: int, lying: Lying, body: bytes, mark: str) -> None:
            self.send_response(status)
            if lying.location:
                self.send_header("Location", lying.location)
            self.send_header("Content-Type", lying.kind)
            self.send_header("ETag", mark)
            self.send_header("Content-Length", str(len(body) if status != 304 else 0))
            self.end_headers()
            if status != 304:
                self.wfile.write(body[: len(body) // 2] if lying.cut else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # joined at the end: one that writes while Python ends would take the whole run down
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        over.set()
        server.shutdown()
        server.server_close()
