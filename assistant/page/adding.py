"""Adds, corrects and removes articles from the page, and follows feeds: the page's way to `ingest`. Floor 4: a door."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.addresses import without_login
from assistant.errors import BadAddress, BadQuestion, NoIndex
from assistant.index.catalog import open_catalog
from assistant.index.feedbook import FollowedFeed
from assistant.markup import count, day_name, plain
from assistant.page.given import Given, Told, text
from assistant.page.jobs import Job
from assistant.page.receipt import receipt_html, source_name
from assistant.page.uploads import discard, inside, objection
from assistant.page.wording import day_in
from assistant.page.working import Working
from assistant.settings import Settings
from assistant.types import SourceResult


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
        try:
            files = inside(paths, self._uploads)
        except BadQuestion:
            discard(paths, self._uploads)
            raise
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
        def show(job: Job) -> str:
            receipt, before = job.shown
            results = [*before, *(receipt.sources if receipt else ())]
            return receipt_html(results, receipt.broken if receipt else "", stopped=bool(receipt and receipt.stopped))

        return self._working.begin(reader, "add", work, show)

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
            job.change(stage=f"{result.outcome}: {source_name(result)}", share=_share(len(done), total))

        done: list[SourceResult] = []
        total = [len(sources)]
        job.change(stage="reading", share=0.0)
        receipt = ingest(
            self._settings, sources, on_begin=lambda known: total.__setitem__(0, known), on_result=report,
            on_passages=lambda known: job.change(stage=f"{count(known, 'passage')} made searchable"),
        )  # fmt: skip
        job.change(shown=(receipt, before))

    def feeds(self, reader: str, given: Given) -> Told:
        """The feeds that are followed, with how the last reading of each ended."""
        try:
            followed = open_catalog(self._settings).feeds()
        except NoIndex:
            followed = []
        if not followed:
            return {"html": ""}
        rows = "".join(map(_feed, followed))
        button = '<button type="button" data-do="pull">Read what is new</button>'
        return {"html": f'<div class="feeds-head"><h3>Feeds that are followed</h3>{button}</div><ul>{rows}</ul>'}

    def pull(self, reader: str, given: Given) -> Told:
        """Read what is new behind all feeds that are followed."""
        return self._begin(reader, lambda job: self._pulled(job, ""))

    def unfollow(self, reader: str, given: Given) -> Told:
        """Follow the feed of that `address` no more; what came from it stays."""
        open_catalog(self._settings).unfollow(text(given, "address", 2000))
        return self.feeds(reader, given)

    def _pulled(self, job: Job, address: str) -> None:
        from ingest.web.pull import pull_feeds

        def report(result: SourceResult) -> None:
            if job.stop.is_set():
                raise KeyboardInterrupt
            job.change(stage=f"{result.outcome}: {source_name(result)}")

        catalog = open_catalog(self._settings)
        catalog.create()
        if address:
            catalog.follow(address)
        job.change(stage="reading the feed" if address else f"reading {count(len(catalog.feeds()), 'feed')}")
        job.change(shown=(pull_feeds(self._settings, on_result=report), ()))


def _share(done: int, total: Sequence[int]) -> float | None:
    return min(1.0, done / total[0]) if total[0] else None


def _feed(feed: FollowedFeed) -> str:
    """A feed that is followed: its name, how it was last read, and what can be done with it."""
    state = feed.problem or (f"read {day_name(feed.checked[:10])}" if feed.checked else "not read yet")
    title = plain(feed.title or feed.address)
    return (
        f'<li data-feed="{plain(feed.address)}"><span class="headline" dir="auto">{title}</span> '
        f'<span class="soft" dir="auto">{plain(feed.address)}; {plain(state)}</span><span class="row-actions">'
        f'<button type="button" data-do="unfollow" aria-label="Follow {title} no more">Follow no more</button>'
        "</span></li>"
    )
