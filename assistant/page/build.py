"""Assembles the page over an open desk: its services, the calls they offer, and the tabs. Floor 4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk import Desk
from assistant.page.adding import Adding
from assistant.page.asking import Asking, lane_of
from assistant.page.briefs import Briefs
from assistant.page.checks import Checks
from assistant.page.corpus import CorpusTable
from assistant.page.evidence import EvidencePane
from assistant.page.frame import frame, html
from assistant.page.gateway import Gateway, Login, Offer
from assistant.page.given import Given, PageReply
from assistant.page.jobs import Jobs, Lane
from assistant.page.measured import EvalRuns
from assistant.page.news import CorpusNews
from assistant.page.shelf import Shelf
from assistant.page.working import Working
from assistant.page.writers import Writers
from assistant.talks.store import open_talks

if TYPE_CHECKING:
    import gradio as gr

AT_ONCE = 4
"""Questions that a model answers at the same time; others wait, and beyond a limit are rejected as busy."""
_LANES = {"brief": Lane(1, 10), "check": Lane(2, 10), "add": Lane(1, 10)}


def build(desk: Desk, login: Login = lambda request: None, *, may_change: bool = True) -> gr.Blocks:
    """The page over a desk. `login` names the reader; the corpus can be changed only if `may_change`."""
    talks, writers = open_talks(desk.settings), Writers(desk)
    jobs = Jobs({**_LANES, **{lane_of(name): Lane(AT_ONCE, 60) for name in writers.names}})
    working, news = Working(jobs, growing=("check",)), CorpusNews(desk, talks)
    asking, shelf = Asking(writers, talks, jobs, AT_ONCE), Shelf(desk, talks, writers, news)
    briefs, checks, corpus = (
        Briefs(desk, talks, working),
        Checks(desk, jobs, working, _upload_folder()),
        CorpusTable(desk),
    )
    adding, measured = Adding(desk.settings, working, _upload_folder()), EvalRuns()
    evidence = EvidencePane(desk, talks, jobs, {"briefing": briefs.cited, "check": checks.cited})
    offers: dict[str, Offer] = {
        "home": shelf.home, "bar": shelf.bar, "stale": shelf.stale,
        "talks": shelf.talks, "rename": shelf.rename, "delete": shelf.delete, "restore": shelf.restore,
        "rate": shelf.rate, "copy": shelf.copy, "export": shelf.export,
        "ask": asking.ask, "follow": asking.follow, "stop": asking.stop, "open": asking.open,
        "evidence": evidence.evidence, "article": evidence.article, "progress": working.progress,
        "check": checks.begin, "export-check": checks.export, "runs": measured.runs, "report": measured.report,
        "brief": briefs.begin, "briefings": briefs.briefings, "briefing": briefs.open, "export-briefing": briefs.export,
        "corpus": corpus.table, "details": corpus.details, "changed": news.changed, "feeds": adding.feeds,
        "add": adding.add, "correct": adding.correct, "remove": adding.remove,
        "pull": adding.pull, "unfollow": adding.unfollow,
    }  # fmt: skip
    if not may_change:
        offers |= dict.fromkeys(("add", "correct", "remove", "pull", "unfollow"), _closed)
    tabs = [
        ("Corpus", _corpus_tab),
        ("Briefing", lambda: html("briefing")),
        ("Check", lambda: html("check")),
        ("Evals", lambda: html("evals")),
    ]
    return frame(Gateway(offers, login), tabs, desk.catalog.meta("home") or "home")


def _closed(reader: str, given: Given) -> PageReply:
    """The reply to changes of the corpus where they are off."""
    return {"problem": "The articles cannot be changed here: this page has no logins and other machines can reach it."}


def _corpus_tab() -> None:
    """The form to add articles, and the table of articles."""
    import gradio as gr

    with gr.Column(elem_id="corpus-column"):
        html("adding")
        html("corpus")


def _upload_folder() -> Path:
    """Gradio's folder of uploaded files."""
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())
