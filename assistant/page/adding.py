"""Adds, corrects and removes articles from the page: the page's way to `ingest`. Floor 4: a door."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.addresses import without_login
from assistant.errors import BadAddress
from assistant.markup import count, plain
from assistant.page.given import Given, Told, text
from assistant.page.jobs import Job
from assistant.page.uploads import inside, objection
from assistant.page.wording import day_in
from assistant.page.working import Working
from assistant.settings import Settings
from assistant.types import SourceResult

if TYPE_CHECKING:
    from ingest.receipt import Receipt

_SHOWN = 200  # sources of a receipt


class Adding:
    """Changes of the index, one at a time. `uploads` is where Gradio puts what browsers send."""

    def __init__(self, settings: Settings, working: Working, uploads: Path) -> None:
        self._settings, self._working, self._uploads = settings, working, uploads

    def add(self, reader: str, given: Given) -> Told:
        """Read uploaded files (`paths`), or what is behind an `address`; with `follow`, it is a feed to be pulled."""
        if given.get("address"):
            address = text(given, "address", 2000).strip()
            if not re.match(r"https?://\S+$", address):
                raise BadAddress(address[:80], "an address begins with http:// or https://")
            if without_login(address) != address:
                raise BadAddress(without_login(address), "an address with a password in it would be stored")
            follow = given.get("follow") is True
            return self._begin(reader, lambda job: self._pulled(job, address) if follow else self._read(job, [address]))
        named = given.get("paths")
        paths = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
        files = inside(paths, self._uploads)
        return self._begin(reader, lambda job: self._read_files(job, files))

    def correct(self, reader: str, given: Given) -> Told:
        """Correct `title`, `outlet`, `published`, `url` and `author` of the article of that id."""
        from ingest.correct import FIELDS, correct

        told = {name: " ".join(text(given, name, 500).split()) or None for name in FIELDS if name in given}
        if "published" in told:
            told["published"] = day_in("Date", told["published"])
        if told.get("url") and not re.match(r"https?://[^\s@]+$", told["url"] or ""):
            raise BadAddress(str(told["url"])[:80], "an address begins with http:// or https://")
        correct(self._settings, text(given, "id"), told)
        return {}

    def remove(self, reader: str, given: Given) -> Told:
        """Take an article with all its versions out of the index."""
        from ingest.run import remove

        remove(self._settings, text(given, "id"))
        return {}

    def _begin(self, reader: str, work: Any) -> Told:
        return self._working.begin(reader, "add", work, lambda job: receipt_html(*job.shown))

    def _read_files(self, job: Job, files: Sequence[Path]) -> None:
        """Read files, each under a place in the home that its content names; the files themselves go again."""
        from ingest.sources.formats import endings

        refused = [(path, why) for path in files if (why := objection(path, endings()))]
        taken = [path for path in files if path not in {path for path, _ in refused}]
        before = [SourceResult(path.name, "failed", reason=why) for path, why in refused]
        folder = self._settings.home / "uploads"
        try:
            placed = []
            for path in taken:
                target = folder / path.parent.name / path.name  # Gradio names the folder by the content's hash
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                placed.append(target)
            job.change(shown=(None, before))
            if placed:
                self._read(job, placed, before)
        finally:
            for path in files:
                path.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)

    def _read(self, job: Job, sources: Sequence[str | Path], before: Sequence[SourceResult] = ()) -> None:
        from ingest.run import ingest

        def report(result: SourceResult) -> None:
            done.append(result)
            if job.stop.is_set():
                raise KeyboardInterrupt  # ends the reading; what is stored stays, and the receipt says so
            job.change(stage=f"{result.outcome}: {_name(result)}", share=_share(len(done), total))

        done: list[SourceResult] = []
        total = [len(sources)]
        job.change(stage="reading", share=0.0)
        receipt = ingest(
            self._settings, sources, on_begin=lambda known: total.__setitem__(0, known), on_result=report,
            on_passages=lambda known: job.change(stage=f"{count(known, 'passage')} made searchable"),
        )  # fmt: skip
        job.change(shown=(receipt, before))

    def _pulled(self, job: Job, address: str) -> None:
        from assistant.index.catalog import open_catalog
        from ingest.web.pull import pull

        def report(result: SourceResult) -> None:
            if job.stop.is_set():
                raise KeyboardInterrupt
            job.change(stage=f"{result.outcome}: {_name(result)}")

        catalog = open_catalog(self._settings)
        catalog.create()
        catalog.follow(address)
        job.change(stage="reading the feed")
        job.change(shown=(pull(self._settings, on_result=report), ()))


def receipt_html(receipt: Receipt | None, before: Sequence[SourceResult]) -> str:
    """What became of every source, what failed first."""
    results = [*before, *(receipt.sources if receipt else ())]
    counts = {
        name: sum(one.outcome == name for one in results)
        for name in ("added", "updated", "unchanged", "duplicate", "failed", "skipped")
    }
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing was read"
    order = sorted(results, key=lambda one: (one.outcome != "failed", one.outcome == "unchanged"))
    rows = "".join(_row(one) for one in order[:_SHOWN])
    more = f"<p class='soft'>and {len(results) - _SHOWN} more</p>" if len(results) > _SHOWN else ""
    broken = (
        f'<p class="problem">{plain(receipt.broken)} What is stored stays.</p>' if receipt and receipt.broken else ""
    )
    stopped = (
        '<p class="stopped soft">You stopped this; what was read stays.</p>' if receipt and receipt.stopped else ""
    )
    return (
        f'<div class="receipt-list"><p role="status"><b>{plain(told)}</b></p>{broken}{stopped}'
        f"<ul>{rows}</ul>{more}</div>"
    )


def _row(result: SourceResult) -> str:
    outlet = f", {result.outlet}" if result.outlet else ""
    named = f"{_name(result)}{outlet}" + (f": {result.reason}" if result.reason else "")
    open_ = ""
    if result.article_id and result.outcome != "failed":
        open_ = (
            ' <button type="button" class="link" data-do="article" '
            f'data-article="{plain(result.article_id)}">Open</button>'
        )
    return f'<li dir="auto"><span class="badge {result.outcome}">{result.outcome}</span> {plain(named)}{open_}</li>'


def _name(result: SourceResult) -> str:
    """The title, else the last part of where it came from."""
    return result.title or result.source.rstrip("/").rpartition("/")[2] or result.source


def _share(done: int, total: Sequence[int]) -> float | None:
    return min(1.0, done / total[0]) if total[0] else None
