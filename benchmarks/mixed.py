"""Ingest of many mixed sources, a tenth of them broken in 24 ways: the outcome of each, and peak memory. Floor 4.

    python -m benchmarks.mixed [COUNT ...]

Creates a folder of COUNT sources (default 200 and 2,000), ingests it without embeddings, and prints how many ended with
another outcome than expected, the seconds, and the peak memory of the process and of its largest reading process.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from benchmarks.generated import News, news

Making = Callable[[Path], None]


def main() -> None:
    """Measure each count in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(_measured(Path(sys.argv[2]))))
        return
    for count in [int(word) for word in sys.argv[1:]] or [200, 2000]:
        with tempfile.TemporaryDirectory() as folder:
            expected = write_sources(Path(folder) / "in", count)
            run = subprocess.run(
                [sys.executable, "-m", "benchmarks.mixed", "--one", folder], capture_output=True, text=True, check=True
            )
            found = json.loads(run.stdout)
            wrong = {name: (want, found["outcomes"].get(name)) for name, want in expected.items()}
            wrong = {name: pair for name, pair in wrong.items() if pair[0] != pair[1]}
            print(
                f"{count} sources, {len(found['outcomes'])} in the receipt, {len(wrong)} wrong "
                f"{dict(list(wrong.items())[:5])}, "
                f"{found['seconds']:.1f} s, peak {found['peak_mb']:.0f} MB, largest reader {found['reader_mb']:.0f} MB"
            )


def _measured(folder: Path) -> dict[str, object]:
    """Ingest the folder: the outcome of each source by its name, the seconds, peak memory."""
    import time

    from assistant.settings import Settings
    from ingest.run import ingest

    begun = time.perf_counter()
    receipt = ingest(Settings(home=folder / "home", embedder="none"), [folder / "in"])
    prefix = f"{(folder / 'in').as_posix()}/"
    outcomes = {one.source.removeprefix(prefix).split("/")[0].split("#")[0]: one.outcome for one in receipt.sources}
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, reader = peaks
    return {"outcomes": outcomes, "seconds": time.perf_counter() - begun, "peak_mb": own, "reader_mb": reader}


def write_sources(folder: Path, count: int) -> dict[str, str]:
    """Write the sources; the expected outcome of each by its name."""
    folder.mkdir(parents=True)
    expected: dict[str, str] = {}
    stories = list(news(count, 12, seed=7))
    for n, story in enumerate(stories):
        if n % 10 == 0:
            name, outcome, making = _BROKEN[(n // 10) % len(_BROKEN)]
            path = folder / name.format(n)
            making(path)
        else:
            path, outcome = _good(folder, n, story), "added"
        expected[path.name] = outcome
    return expected


def _good(folder: Path, n: int, story: News) -> Path:
    """Write an intact source; the format changes with `n`."""
    text, title = story.text, f"{story.title} {n}"
    html = f"<html><title>{title}</title><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    kind = n % 7
    path = folder / f"good-{n}{('.txt', '.html', '.json', '.eml', '.csv', '.zip', '.md.gz')[kind]}"
    if kind == 0:
        path.write_text(f"{title}\n\n{text}", encoding="utf-8")
    elif kind == 1:
        path.write_text(html, encoding="utf-8")
    elif kind == 2:
        path.write_text(json.dumps({"title": title, "text": text}), encoding="utf-8")
    elif kind == 3:
        letter = EmailMessage()
        letter["Subject"] = title
        letter.set_content(text)
        path.write_bytes(letter.as_bytes())
    elif kind == 4:
        path.write_text(f'title,text\n"{title}","{text}"\n', encoding="utf-8")
    elif kind == 5:
        path.write_bytes(_zip({"page.html": html}))
    else:
        path.write_bytes(gzip.compress(f"# {title}\n\n{text}".encode()))
    return path


def _zip(members: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _bytes(content: bytes) -> Making:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(40_000_000)


_TEXT = b"The dam held overnight, officials in Kresk said on Monday, and nobody was hurt."
_BROKEN: tuple[tuple[str, str, Making], ...] = (
    ("empty-{}.txt", "failed", _bytes(b"")),
    ("binary-{}.txt", "failed", _bytes(bytes(range(256)) * 20)),
    ("menus-{}.txt", "failed", _bytes(b"Share on Facebook\nFollow us on Twitter\nSubscribe\n")),
    ("huge-{}.txt", "failed", _sparse),
    ("dangling-{}.txt", "failed", lambda path: path.symlink_to(path.with_name("nowhere"))),
    ("pipe-{}.txt", "failed", lambda path: os.mkfifo(path)),
    ("empty-{}.html", "failed", _bytes(b"")),
    ("consent-{}.html", "failed", _bytes(b"<html><body><p>We use cookies. Accept all cookies to consent.</p></body>")),
    ("login-{}.html", "failed", _bytes(b"<html><body><p>Log in or subscribe to read on.</p></body></html>")),
    ("error-{}.html", "failed", _bytes(b"<html><title>404 Not Found</title><body><p>Nothing here.</p></body></html>")),
    ("broken-{}.json", "failed", _bytes(b'{"text": "The dam')),
    ("textless-{}.jsonl", "failed", _bytes(b'{"title": "The dam", "words": 7}')),
    ("deep-{}.json", "failed", _bytes(b"[" * 100_000)),
    ("numbers-{}.csv", "failed", _bytes(b"x,y\n1,2\n")),
    ("damaged-{}.pdf", "failed", _bytes(b"%PDF-1.4\n%%EOF")),
    ("damaged-{}.docx", "failed", _bytes(b"PK\x03\x04 nothing")),
    ("damaged-{}.zip", "failed", _bytes(b"PK\x03\x04 nothing")),
    ("bomb-{}.zip", "failed", _bytes(_zip({"a.txt": b" " * 30_000_000}))),
    ("outward-{}.zip", "failed", _bytes(_zip({"../../x.txt": _TEXT}))),
    ("cut-{}.txt.gz", "failed", _bytes(gzip.compress(_TEXT)[:30])),
    ("empty-{}.eml", "failed", _bytes(b"")),
    ("letterless-{}.mbox", "failed", _bytes(b"no letter")),
    ("picture-{}.png", "skipped", _bytes(b"\x89PNG")),
    ("config-{}.xml", "skipped", _bytes(b"<config/>")),
)


if __name__ == "__main__":
    main()
