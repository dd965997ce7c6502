"""Every state of the page, one after the other: what axe-core judges, and what can be looked at.

Talks come from a scripted desk; the other tabs from a real one over articles that were invented for it.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from browser import Visit
from page_fakes import ARTICLE, QUOTE, ScriptedDesk, answer_of, cite
from page_server import Served

from assistant.desk import Desk
from assistant.errors import ModelUnavailable
from assistant.index.catalog import Catalog
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Attribution,
    Dispute,
    Filters,
    Nearest,
    Origin,
    Sentence,
    Side,
    SourceMix,
    Usage,
)
from ingest.run import ingest, remove_article

HERALD = replace(ARTICLE, id="a2", outlet="The Hill Herald", title="Dam in doubt", published="2024-05-04")
FIRST = answer_of(ladder=[Attribution("The Valley Post", "outlet"), Attribution("an engineer", "anonymous", "said")])
SECOND = replace(answer_of(HERALD, "Nobody was hurt."), question="Who was hurt?")
DISPUTED = replace(
    FIRST, status="disputed", citations=(cite(ARTICLE, QUOTE, 1), cite(HERALD, "Rain fell in the north.", 2)),
    disputes=(Dispute("whether it held", "denial", (Side("yes", (1,)), Side("no", (2,)))),),
    other_accounts=(Side("rain", (2,)),), origins=(Origin("The Valley Post", (1, 2)),),
    source_mix=SourceMix(2, 1, 2, 0.5, None, 0.25), usage=Usage(900, 80, 1.2, 0.0021),
)  # fmt: skip
REFUSED = Answer(
    "?", "not_in_corpus", "The articles do not tell this.",
    nearest=(Nearest("a2", "The Hill Herald", "Dam in doubt", "2024-05-04"),),
)  # fmt: skip
CITED = (cite(ARTICLE, QUOTE, 1), cite(HERALD, "Nobody was hurt.", 2))
CHECKING = Answer(
    "?", "answered", "",
    (
        Sentence("An engineer says that the dam held.", (1,), "supported", "read"),
        Sentence("The town was evacuated at night.", (2,), "unsupported", "“at night”: no line says so", ("at night",)),
        Sentence("Nobody was hurt, and the rain fell", (2,), "unchecked", "being checked"),
    ),
    CITED,
)  # fmt: skip
WRITTEN = replace(
    CHECKING, model="openai:gpt-5", usage=Usage(900, 80, 3.1, 0.0042), filters=Filters((), "2024-05-01"),
    notes=("Read as: Who was hurt when the dam broke? (with “the dam” from the talk so far)",),
    sentences=(*CHECKING.sentences[:2], Sentence("Nobody was hurt.", (2,), "unchecked", "the budget was spent")),
    source_mix=SourceMix(2, 2, 2, None, None, 0.5),
)  # fmt: skip
_STORY = (
    "Title: {title}\n{outlet}, {day} 2024\n\nThe harbour of Quillport reopened on Friday after the storm, the harbour "
    "master said. {more} Nobody was hurt.\n\nThe repair of the cranes will cost 40,000 crowns, a spokesman for the "
    "town said. The ferry to the isle sails again on Monday.\n"
)
_RAIN = (
    "Rain fell on the hills for three days, the weather office said. The river rose by a metre, and the road to the "
    "mill was closed on Tuesday.\n"
)
_DRAFT = (
    "“The harbour of Quillport reopened on Friday after the storm” is how it began. The repair will cost 90,000 "
    "crowns. Accounts differ."
)


def talks(visit: Visit, served: Served, desk: ScriptedDesk) -> Iterator[str]:
    """The states of the Ask tab and its pane over a scripted desk, each by its name."""
    page = visit.page
    yield "start"
    page.click("#settings-button")
    yield "settings"
    page.click("#settings button")
    page.click("#filter-button")
    page.check("text=The Hill Herald")
    yield "filters"
    page.fill("#filter-sheet [name=since]", "last week")
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector("#composer-problem:not([hidden])")
    yield "a wrong day"
    page.click("#filter-button")
    page.fill("#filter-sheet [name=since]", "1 May 2024")
    page.press("#filter-sheet [name=since]", "Enter")
    gate, slow = threading.Event(), threading.Event()
    died = ModelUnavailable("m", "did not answer", "")
    desk.script = [[DISPUTED], [REFUSED], died, [gate, WRITTEN], [CHECKING, slow], *[[slow, FIRST]] * 4]
    visit.ask("Did the dam hold?")
    yield "a dispute"
    page.locator(".turn .mark").first.hover()
    page.wait_for_selector("#preview:not([hidden])")
    yield "a preview"
    page.locator(".turn .mark").first.click()
    page.wait_for_selector("#pane-body .quoted.lit")
    page.mouse.move(5, 5)
    yield "evidence"
    page.locator(".card [data-do=article]").first.click()
    page.wait_for_selector(".opened")
    yield "an article"
    page.keyboard.press("Escape")
    page.click(".chips >> text=only The Hill Herald")
    page.click("#filter-button")
    for drop in range(page.locator("#chosen .drop").count(), 0, -1):
        page.locator("#chosen .drop").nth(drop - 1).click()
    page.fill("#question", "")
    visit.ask("What does bread cost?")
    yield "a refusal"
    visit.ask("And now?")
    yield "a model that died"
    page.fill("#question", "And who was hurt?")
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-job] .waiting")
    yield "searching"
    gate.set()
    page.wait_for_selector(".turn[data-state=done] .failed")
    page.click("[data-way=down] >> nth=-1")
    page.wait_for_selector(".why")
    yield "an answer of a model"
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-job] .mark")
    yield "writing"
    page.click("#stop-button")
    page.wait_for_selector(".turn[data-state=stopped]")
    yield "stopped"
    for number in range(4):  # other readers
        served.call("ask", f"{number}" * 32, question="Did the dam hold?")
    page.fill("#question", "And mine?")
    page.press("#question", "Enter")
    page.wait_for_selector(".turn .waiting >> text=Waiting")
    yield "waiting"
    page.click("#stop-button")
    page.wait_for_selector(".turn:last-child[data-state=stopped]")
    slow.set()
    page.route(re.compile("component_server"), lambda route: route.abort())
    page.fill("#question", "Are you there?")
    page.press("#question", "Enter")
    page.wait_for_selector("#lost:not([hidden])")
    yield "connection lost"
    desk.script = [[FIRST]]
    page.unroute_all()
    page.wait_for_selector(".turn:last-child[data-state=done]")
    page.click(".toggle-button")
    page.click("#talk-list .more >> nth=0")
    page.locator("#talk-list .menu:not([hidden]) button").last.click(trial=True)  # once the side bar stands still
    yield "the side bar"


def word(*paragraphs: str) -> bytes:
    """A Word document of these paragraphs."""
    from docx import Document

    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def corpus_home(folder: Path) -> Settings:
    """A home whose articles were added, changed and removed."""
    home, stories = folder / "home", folder / "stories"
    stories.mkdir(parents=True)
    settings = Settings(home=home, embedder="none")

    def write(name: str, title: str, outlet: str, day: str, more: str) -> Path:
        path = stories / f"{name}.txt"
        path.write_text(_STORY.format(title=title, outlet=outlet, day=day, more=more), encoding="utf-8")
        return path

    ingest(settings, [write("a", "Harbour reopens after storm", "The Valley Post", "3 May", "Two cranes fell.")])
    ingest(settings, [write("b", "Ferry sails again", "The Hill Herald", "4 June", "The pier is being mended.")])
    ingest(settings, [write("c", "A rumour of a wreck", "The Isle Times", "9 June", "A wreck was seen, it is said.")])
    ingest(settings, [write("a", "Harbour reopens after storm", "The Valley Post", "3 May", "Three cranes fell.")])
    catalog = Catalog(home)
    with catalog._write() as db:  # as if the first of them had been read long ago
        db.execute("UPDATE version SET seen = '2024-05-03T08:00:00+00:00'")
    remove_article(settings, next(line.id for line in catalog.listing() if line.title == "A rumour of a wreck"))
    catalog.follow("http://127.0.0.1:9/feed.xml", "Isle news")
    catalog.feed_checked("http://127.0.0.1:9/feed.xml", None, "it does not answer")
    return settings


def tabs(visit: Visit) -> Iterator[str]:
    """The states of the other tabs over a real desk."""
    page = visit.page
    visit.open_tab("Corpus", "tr[data-article]")
    yield "corpus"
    files = {"tool.txt": b"\x7fELF\x02", "new.txt": b"Title: Rain\nThe Post, 1 July 2024\n\n" + _RAIN.encode()}
    page.set_input_files(
        "#files", [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files.items()]
    )
    page.wait_for_selector(".receipt-list")
    yield "a receipt"
    page.click("#corpus-changes summary")
    page.wait_for_selector("#changes-result .news")
    for one in page.locator("#changes-result details").all():
        one.locator("summary").click()
    page.locator("#corpus-changes").scroll_into_view_if_needed()
    yield "what changed"
    page.click("[data-do=correct] >> nth=0")
    page.wait_for_selector(".correcting")
    page.locator(".correcting").scroll_into_view_if_needed()
    yield "correcting"
    page.click(".correcting button:has-text('Cancel')")
    page.click("[data-do=remove-article] >> nth=0")
    yield "removing"
    page.click("td button:has-text('Keep')")
    page.click("#corpus-table [data-do=article] >> nth=-1")
    page.wait_for_selector(".opened")
    yield "an article of the corpus"
    visit.leave_sheet()
    visit.open_tab("Briefing", "#briefing-form")
    yield "briefing"
    page.fill("[name=topic]", "the harbour of Quillport")
    page.press("[name=topic]", "Enter")
    page.wait_for_selector(".briefing h1", timeout=120_000)
    yield "a briefing"
    visit.open_tab("Check", "#draft")
    yield "check"
    page.fill("#draft", _DRAFT)
    page.click("#check-form button.strong")
    page.wait_for_selector("[data-do=export-check]", timeout=120_000)
    yield "a checked draft"
    visit.open_tab("Evals", "#evals-table :is(p, table)")
    yield "evals"


def empty(visit: Visit) -> Iterator[str]:
    """A page over an index without articles."""
    yield "no articles"
    visit.open_tab("Corpus", "#drop")
    visit.page.wait_for_selector("#corpus-table .hint")
    yield "an empty corpus"


def every_state(browser: Any, folder: Path, **context: Any) -> Iterator[tuple[str, Any]]:
    """Each state's name with the page that is in it."""
    desk = ScriptedDesk(folder / "scripted", articles=(ARTICLE, HERALD))
    with Served(desk) as served, Visit(browser, served.address, **context) as visit:
        yield from ((name, visit.page) for name in talks(visit, served, desk))
    settings = corpus_home(folder / "real")
    with Served(Desk(settings)) as served, Visit(browser, served.address, **context) as visit:
        yield from ((name, visit.page) for name in tabs(visit))
    Catalog(folder / "none").create()
    nothing = Desk(Settings(home=folder / "none", embedder="none"))
    with Served(nothing) as served, Visit(browser, served.address, **context) as visit:
        yield from ((name, visit.page) for name in empty(visit))
