"""What a browser may send, and what a page elsewhere may not make it send."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assistant.api.access import BODY_BYTES, UPLOAD_BYTES, Access, admitted
from assistant.errors import BadQuestion
from assistant.page.uploads import FILE_BYTES, MOST_FILES, inside, objection

ENDINGS = (".txt", ".zip", ".docx", ".pdf", ".html")
TEXTS = (".txt", ".html")


def named(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"MZ", "files ending in .exe"),
        ("noending", b"text", "files ending in nothing"),
        ("a.txt", b"\x7fELF\x02\x01", "a program"),
        ("a.txt", b"MZ\x90\x00", "a program"),
        ("a.txt", b"#!/bin/sh\nrm -rf /", "a program"),
        ("a.txt", b"PK\x03\x04zip", "is no text"),
        ("a.txt", b"words\0more", "is no text"),
        ("a.txt", b"", "is empty"),
        ("a.zip", b"no zip at all", "no zip archive"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    assert why in objection(named(tmp_path, name, content), ENDINGS, TEXTS)


def test_texts_and_honest_archives_are_taken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("a.txt", "The dam held.")

    assert objection(named(tmp_path, "a.txt", "Der Damm hält.".encode()), ENDINGS, TEXTS) == ""
    assert objection(named(tmp_path, "b.txt", "The dam held.".encode("utf-16")), ENDINGS, TEXTS) == ""
    assert objection(tmp_path / "some.zip", ENDINGS, TEXTS) == ""


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(FILE_BYTES + 1)

    assert "larger than 20 MB" in objection(path, ENDINGS, TEXTS)


def test_a_zip_bomb_and_a_zip_of_very_many_files_are_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 60_000_000)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(2001):
            archive.writestr(f"{number}.txt", "")

    assert "unpack to 60 MB" in objection(tmp_path / "bomb.zip", ENDINGS, TEXTS)
    assert "2,001 files" in objection(tmp_path / "many.zip", ENDINGS, TEXTS)


def test_only_what_was_uploaded_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    kept = named(folder, "a.txt", b"x")
    secret = named(tmp_path, "secret.txt", b"x")
    (folder / "link.txt").symlink_to(secret)

    assert inside([str(kept)], folder) == [kept]
    for path in (secret, folder / "link.txt", folder / ".." / "secret.txt", folder / "gone.txt", folder):
        with pytest.raises(BadQuestion):
            inside([str(path)], folder)
    with pytest.raises(BadQuestion, match="more than 50"):
        inside([str(kept)] * (MOST_FILES + 1), folder)


def sent(path: str, blocks: list[bytes], headers: dict[str, str] | None = None) -> tuple[int, int]:
    """What a guarded application that reads everything answers, and how much it has read."""
    read = 0

    async def web(scope: Any, receive: Any, send: Any) -> None:
        nonlocal read
        while True:
            message = await receive()
            read += len(message["body"])
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request", "body": blocks.pop(0), "more_body": bool(blocks)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    statuses: list[int] = []
    pairs = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": "POST", "path": path, "headers": pairs}
    asyncio.run(admitted(web, Access())(scope, receive, send))
    return statuses[0], read


@pytest.mark.parametrize("path", ["/gradio_api/component_server", "/gradio_api/queue/join"])
def test_a_body_is_bounded_by_what_it_says_and_by_what_comes(path: str) -> None:
    assert sent(path, [b"x"], {"content-length": str(BODY_BYTES + 1)}) == (413, 0)
    assert sent(path, [b"x"], {"content-length": "-5"}) == (413, 0)
    status, read = sent(path, [b"x" * 300_000] * 20)
    assert status == 413
    assert read <= BODY_BYTES
    assert sent(path, [b"x" * 1000]) == (200, 1000)


def test_an_upload_may_be_larger_and_is_bounded_too() -> None:
    assert sent("/gradio_api/upload", [b"x" * 300_000] * 20) == (200, 6_000_000)
    assert sent("/gradio_api/upload", [b"x"], {"content-length": str(UPLOAD_BYTES + 1)}) == (413, 0)


def test_nothing_is_read_of_what_a_foreign_page_sends() -> None:
    assert sent("/gradio_api/upload", [b"x"], {"host": "localhost", "origin": "http://evil.example"}) == (403, 0)


def test_a_body_that_is_too_large_is_refused_before_any_of_it_is_read() -> None:
    read: list[int] = []

    async def receive() -> dict[str, Any]:
        read.append(1)
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def never(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("it was let through")

    headers = [(b"host", b"localhost"), (b"content-length", b"104857600")]
    scope = {"type": "http", "method": "POST", "path": "/gradio_api/upload", "headers": headers, "client": ("t", 1)}
    asyncio.run(admitted(never, Access())(scope, receive, send))

    assert sent[0]["status"] == 413
    assert read == []
