"""Adds, corrects and removes articles from the page, and follows feeds, through `ingest`. Floor 4."""

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
from assistant.page.given import Given, PageReply, text
from assistant.page.jobs import Job
from assistant.page.receipt import receipt_html, shown_source
from assistant.page.uploads import discard, inside, objection
from assistant.page.wording import day_in
from assistant.page.working import Working
from assistant.settings import Settings
from assistant.types import SourceResult


class Adding:
    """Changes of the index, one at a time. `uploads` is Gradio's folder of uploaded files."""

    def __init__(self, settings: Settings, working: Working, uploads: Path) -> None:
        self._settings, self._working, self._uploads = settings, working, uploads

    def add(self, reader: str, given: Given) -> PageReply:
        """Ingest uploaded files (`paths`) or a web `address`; with `follow`, the address is a feed to follow."""
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

    def correct(self, reader: str, given: Given) -> PageReply:
        """Correct `title`, `outlet`, `published`, `url` and `author` of the article of that id."""
        from ingest.correct import FIELDS, correct

        fields = {name: " ".join(text(given, name, 500).split()) or None for name in FIELDS if name in given}
        if "published" in fields:
            fields["published"] = day_in("Date", fields["published"])
        if fields.get("url") and not re.match(r"https?://[^\s@]+$", fields["url"] or ""):
            raise BadAddress(str(fields["url"])[:80], "an address begins with http:// or https://")
        correct(self._settings, text(given, "id"), fields)
        return {}

    def remove(self, reader: str, given: Given) -> PageReply:
        """Remove an article with all its versions from the index."""
        from ingest.run import remove_article

        remove_article(self._settings, text(given, "id"))
        return {}

    def _begin(self, reader: str, work: Any) -> PageReply:
        def show(job: Job) -> str:
            receipt, before = job.shown
            results = [*before, *(receipt.sources if receipt else ())]
            return receipt_html(results, receipt.broken if receipt else "", stopped=bool(receipt and receipt.stopped))

        return self._working.begin(reader, "add", work, show)

    def _read_files(self, job: Job, files: Sequence[Path]) -> None:
        """Ingest uploaded files, copied to a folder named by their content; the uploads are deleted afterwards."""
        from ingest.sources.formats import endings, text_endings

        refused = [(path, why) for path in files if (why := objection(path, endings(), text_endings()))]
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
                raise KeyboardInterrupt  # ends ingest; what is stored stays, and the receipt says so
            job.change(stage=f"{result.outcome}: {shown_source(result)}", share=_share(len(done), total))

        done: list[SourceResult] = []
        total = [len(sources)]
        job.change(stage="reading", share=0.0)
        receipt = ingest(
            self._settings, sources, on_begin=lambda known: total.__setitem__(0, known), on_result=report,
            on_passages=lambda known: job.change(stage=f"{count(known, 'passage')} made searchable"),
        )  # fmt: skip
        job.change(shown=(receipt, before))

    def feeds(self, reader: str, given: Given) -> PageReply:
        """The followed feeds, with the state of the last pull of each."""
        try:
            followed = open_catalog(self._settings).feeds()
        except NoIndex:
            followed = []
        if not followed:
            return {"html": ""}
        rows = "".join(map(_feed, followed))
        button = '<button type="button" data-do="pull">Read what is new</button>'
        return {"html": f'<div class="feeds-head"><h3>Followed feeds</h3>{button}</div><ul>{rows}</ul>'}

    def pull(self, reader: str, given: Given) -> PageReply:
        """Read the new entries of all followed feeds."""
        return self._begin(reader, lambda job: self._pulled(job, ""))

    def unfollow(self, reader: str, given: Given) -> PageReply:
        """Stop following the feed at `address`; its articles stay."""
        open_catalog(self._settings).unfollow(text(given, "address", 2000))
        return self.feeds(reader, given)

    def _pulled(self, job: Job, address: str) -> None:
        from ingest.web.pull import pull_feeds

        def report(result: SourceResult) -> None:
            if job.stop.is_set():
                raise KeyboardInterrupt
            job.change(stage=f"{result.outcome}: {shown_source(result)}")

        catalog = open_catalog(self._settings)
        catalog.create()
        if address:
            catalog.follow(address)
        job.change(stage="reading the feed" if address else f"reading {count(len(catalog.feeds()), 'feed')}")
        job.change(shown=(pull_feeds(self._settings, on_result=report), ()))


def _share(done: int, total: Sequence[int]) -> float | None:
    return min(1.0, done / total[0]) if total[0] else None


def _feed(feed: FollowedFeed) -> str:
    """A followed feed as a list item: name, last state, and a button to unfollow it."""
    state = feed.problem or (f"read {day_name(feed.checked[:10])}" if feed.checked else "not read yet")
    title = plain(feed.title or feed.address)
    return (
        f'<li data-feed="{plain(feed.address)}"><span class="headline" dir="auto">{title}</span> '
        f'<span class="soft" dir="auto">{plain(feed.address)}; {plain(state)}</span><span class="row-actions">'
        f'<button type="button" data-do="unfollow" aria-label="Unfollow {title}">Unfollow</button>'
        "</span></li>"
    )
