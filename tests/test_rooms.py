"""The Briefing, Check and Evals rooms of the page, without a browser."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from page_fakes import OTHER, READER

from assistant.desk import Desk
from assistant.errors import BadQuestion, BadRun, UnknownTalk
from assistant.page.briefs import Briefs
from assistant.page.checks import Checks
from assistant.page.jobs import Jobs, Lane
from assistant.page.measured import EvalRuns
from assistant.page.working import Working
from assistant.settings import Settings
from assistant.talks.store import TalkBook
from evals.runs import ItemResult, RunFolder
from evals.score import Score
from ingest.run import ingest

STORY = (
    "Title: Harbour reopens\nThe Valley Post, 3 May 2024\n\n"
    "The harbour of Quillport reopened on Friday after the storm, the harbour master said. Two cranes fell.\n"
)


class Rooms:
    """A desk over one story, and the rooms that work over it."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(home=folder / "home", embedder="none")
        (folder / "story.txt").write_text(STORY, encoding="utf-8")
        ingest(settings, [folder / "story.txt"])
        desk, self.jobs = Desk(settings), Jobs({"brief": Lane(1, 5), "check": Lane(1, 5)})
        working = Working(self.jobs)
        self.briefs = Briefs(desk, TalkBook(settings.home), working)
        self.checks = Checks(desk, self.jobs, working, folder)
        self._working = working

    def done(self, reply: dict[str, Any]) -> str:
        """What a piece of work shows in the end."""
        job = self.jobs.find(reply["job"], READER)
        assert job is not None
        for _ in range(3000):
            if job.ended:
                return str(self._working._reply(job)["html"])
            time.sleep(0.01)
        raise AssertionError("it did not end in 30 s")


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(tmp_path)


def id_of(html: str) -> str:
    return html.split('data-briefing="')[1].split('"')[0]


def test_a_briefing_is_kept_shown_again_downloaded_and_compared(rooms: Rooms) -> None:
    first = rooms.done(rooms.briefs.begin(READER, {"topic": "the harbour", "length": "short"}))
    id_ = id_of(first)
    again = rooms.briefs.open(READER, {"id": id_})
    word = base64.b64decode(rooms.briefs.export(READER, {"id": id_, "form": "docx"})["content"])
    compared = rooms.done(rooms.briefs.begin(READER, {"topic": "the harbour", "earlier": id_}))

    assert again["html"] == first
    assert again["length"] == "short"
    assert word.startswith(b"PK")
    assert "Since the earlier briefing" in compared
    assert "Compared with the briefing of" in compared
    assert rooms.briefs.briefings(READER, {})["html"].count("data-briefing") == 2
    assert {one.number for one in rooms.briefs.cited(READER, [id_])[1]} >= {1}


def test_no_reader_sees_another_s_briefing(rooms: Rooms) -> None:
    id_ = id_of(rooms.done(rooms.briefs.begin(READER, {"topic": "the harbour"})))

    assert rooms.briefs.briefings(OTHER, {})["html"] == ""
    with pytest.raises(UnknownTalk):
        rooms.briefs.open(OTHER, {"id": id_})
    with pytest.raises(UnknownTalk):
        rooms.briefs.cited(OTHER, [id_])
    with pytest.raises(BadQuestion):
        rooms.briefs.begin(READER, {"topic": "  "})


def test_each_sentence_of_a_draft_has_its_verdict_and_leads_to_its_evidence(rooms: Rooms) -> None:
    begun = rooms.checks.begin(
        READER, {"draft": 'The harbour master said "we are sorry". Two cranes fell. Pigs can fly.'}
    )

    html = rooms.done(begun)

    assert "3 sentences" in html
    assert "we are sorry</li>" in html
    assert f'data-of="check/{begun["job"]}"' in html
    cited: Sequence[Any] = rooms.checks.cited(READER, [begun["job"]])[1]
    assert "Two cranes fell." in [one.quote for one in cited]
    with pytest.raises(UnknownTalk):
        rooms.checks.cited(OTHER, [begun["job"]])


def test_the_latest_runs_are_shown_with_their_report_and_no_other_file(tmp_path: Path) -> None:
    meta = {
        "created": "",
        "version": "",
        "plan": {"gold": "evals/gold.yaml"},
        "systems": [{"name": "quotes"}],
        "items": ["a"],
    }
    for day in ("2026-01-01", "2026-01-02"):
        folder = RunFolder.create(tmp_path / f"{day}T1-quotes", meta)
        folder.keep(ItemResult("quotes", "a", "fact", None, "<b>Why?</b>", scores={"facts": Score(0.5, "half")}))
    measured = EvalRuns(tmp_path)

    table = measured.runs(READER, {})["html"]

    assert table.index("2026-01-02, gold") < table.index("2026-01-01, gold")
    assert "<td>50%</td>" in table
    with pytest.raises(BadRun):
        measured.report(READER, {"run": "../../etc"})
    assert "measured" in EvalRuns(tmp_path / "none").runs(READER, {})["html"]


def test_a_run_that_cannot_be_read_is_shown_as_such(tmp_path: Path) -> None:
    (tmp_path / "2026-01-03T1-quotes").mkdir()
    (tmp_path / "2026-01-03T1-quotes" / "meta.json").write_text("{", encoding="utf-8")

    table = EvalRuns(tmp_path).runs(READER, {})["html"]

    assert "2026-01-03T1-quotes</td>" in table
    assert "cannot be read" in table
