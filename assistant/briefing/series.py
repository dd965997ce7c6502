"""Recurring briefings: the last one on a topic, whether the next is due, what is new in it. Floor 3.

The home keeps the last JSON of each topic in `briefings/`, and what was new each time in `briefings/news.jsonl`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from assistant.briefing.compare import Earlier, read_earlier
from assistant.briefing.forms.data import as_json
from assistant.briefing.forms.markdown import as_markdown
from assistant.briefing.types import Briefing
from assistant.briefing.wording import CHANGES, source_of
from assistant.targets import write_whole
from assistant.types import Filters

Every = Literal["day", "week"]
_REPORTED = ("new", "changed", "no longer stands")
_DAYS = {"day": 1, "week": 7}
_EARLY = timedelta(hours=1)  # a cron job that was late yesterday must not skip today
_KEPT = 200  # entries of the feed


@dataclass(frozen=True, slots=True)
class News:
    """What was new on a topic at a time, as Markdown. The same news has the same `id`."""

    id: str
    topic: str
    made: str
    text: str


class Series:
    """The recurring briefings on one topic with the same filters, in one home."""

    def __init__(self, home: Path, topic: str, filters: Filters) -> None:
        key = json.dumps([topic.strip().casefold(), *filters.outlets, filters.since, filters.until, filters.as_of])
        slug = re.sub(r"[^a-z0-9]+", "-", topic.casefold()).strip("-")[:40]
        self._folder = home / "briefings"
        self._last = self._folder / f"{slug}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.json"

    def earlier(self) -> Earlier | None:
        """The last briefing; None before the first. Raises BadBriefing if it is damaged."""
        return read_earlier(self._last) if self._last.is_file() else None

    def due(self, every: Every, now: datetime) -> bool:
        """Whether a day or a week has passed since the last one; always true before the first."""
        if not self._last.is_file():
            return True
        made = datetime.fromisoformat(json.loads(self._last.read_text("utf-8"))["receipt"]["made"])
        return now - made >= timedelta(days=_DAYS[every]) - _EARLY

    def keep(self, briefing: Briefing, news: str) -> None:
        """Store it as the last one, and its news, if any, as an entry of the feed. Raises BadTarget."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if news:
            made = briefing.receipt.made
            id_ = hashlib.sha256(f"{briefing.topic}\0{made}\0{news}".encode()).hexdigest()[:20]
            entry = {"id": id_, "topic": briefing.topic, "made": made, "text": news}
            lines = [json.dumps(entry, ensure_ascii=False), *_lines(self._folder)][:_KEPT]
            write_whole(self._folder / "news.jsonl", ("\n".join(lines) + "\n").encode())
        write_whole(self._last, as_json(briefing).encode())


def news_of(briefing: Briefing) -> str:
    """What is new since the earlier briefing, as Markdown: all of a first one, "" if nothing is new."""
    if briefing.status == "not_in_corpus":
        return ""
    if briefing.comparison is None:
        return as_markdown(briefing)
    by_number = {citation.number: citation for citation in briefing.citations}
    rows = []
    for change in briefing.comparison.changes:
        if change.kind in _REPORTED:
            cited = by_number.get(change.citation or 0)
            address = f" <{cited.url}>" if cited and cited.url else ""
            source = f" ({source_of(cited)}{address})" if cited else ""
            rows.append(f"- {CHANGES[change.kind]}: {' '.join(change.text.split())}{source}")
    return "\n".join([f"# New on {briefing.topic}", "", *rows]) + "\n" if rows else ""


def news_in(home: Path) -> list[News]:
    """The entries of the feed, the latest first."""
    return [News(**json.loads(line)) for line in _lines(home / "briefings")]


def _lines(folder: Path) -> list[str]:
    path = folder / "news.jsonl"
    return path.read_text("utf-8").splitlines() if path.is_file() else []
