"""Hostile words through every field and every attribute of an article, in a browser: nothing runs or is fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser import MISSING, Visit
from hostile import STRINGS
from page_fakes import ScriptedDesk, cite
from page_server import Served

from assistant.desk import Desk
from assistant.index.catalog import Catalog
from assistant.settings import Settings
from assistant.types import Answer, Article, Attribution, Dispute, Filters, Nearest, Origin, Sentence, Side

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def evil(number: int, word: str) -> Article:
    """An article in which every attribute is hostile."""
    corrections = {"corrections": [{"kind": word, "text": word}]}
    return Article(
        f"a{number}", f"{word} is told.\n\nAnd {word} again.", word, word, word, word, word, word,
        metadata={"published": word, "title": word}, version=word, details=corrections,
    )  # fmt: skip


def safe(visit: Visit) -> None:
    """Nothing ran, nothing was fetched, nothing of the page was taken over."""
    assert visit.page.evaluate("window.pwned") is None
    assert visit.foreign == []
    assert visit.faults == []
    taken = "img, script, style, iframe, object, embed, base, form[action], video, audio, svg [onload], [onerror]"
    assert visit.page.evaluate("s => document.querySelectorAll(`.sayso :is(${s})`).length", taken) == 0
    assert visit.page.url.startswith(visit.address)


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(set(STRINGS)) >= 60


def test_hostile_articles_are_shown_as_text_wherever_they_are_cited(browser: Any, tmp_path: Path) -> None:
    articles = [evil(number, word) for number, word in enumerate(STRINGS)]
    cited = tuple(
        cite(article, f"And {word} again.", number, [Attribution(word, "anonymous", word)])
        for number, (article, word) in enumerate(zip(articles, STRINGS, strict=True), 1)
    )
    checks = ("unsupported", "unchecked", "supported", "verbatim")
    answer = Answer(
        "?", "disputed", "\n".join(STRINGS),
        tuple(Sentence(w, (n,), checks[n % 4], w, (w,)) for n, w in enumerate(STRINGS, 1)), cited,  # type: ignore[arg-type]
        tuple(Dispute(w, "denial", (Side(w, (n,)), Side(w, ()))) for n, w in enumerate(STRINGS, 1)),
        tuple(Side(w, (n,)) for n, w in enumerate(STRINGS, 1)), tuple(Origin(w, (1, 2)) for w in STRINGS),
        filters=Filters(STRINGS, *STRINGS[:3]), model=STRINGS[0], notes=(*STRINGS, *(f"Read as: {w}" for w in STRINGS)),
    )  # fmt: skip
    refused = Answer("?", "not_in_corpus", " ".join(STRINGS), nearest=tuple(Nearest(w, w, w, w) for w in STRINGS))
    desk = ScriptedDesk(tmp_path, [answer], [refused], articles=articles)

    with Served(desk) as served, Visit(browser, served.address) as visit:
        page = visit.page
        visit.ask("What is told?")
        page.locator(".turn .mark").first.click()
        page.wait_for_selector("#pane-body .quoted.lit")
        shown = page.inner_text("#pane-body")
        page.mouse.move(5, 5)
        page.locator(".turn .mark").nth(3).hover()
        for number in range(0, len(STRINGS), 4):
            page.evaluate(
                "id => window.sayso.article(id, '', document.querySelector('.turn').dataset.of, 1)", f"a{number}"
            )
            page.wait_for_function(
                "w => document.querySelector('.opened .text')?.textContent.includes(w)", arg="again."
            )
        visit.ask("And what not?")
        visit.open_tab("Corpus", "tr[data-article]")
        safe(visit)

    assert "<script>window.pwned=1</script> again." in shown


def test_hostile_words_in_every_field_stay_words(browser: Any, tmp_path: Path) -> None:
    home, story = tmp_path / "home", tmp_path / "story.jsonl"
    rows = [
        {
            "title": word,
            "outlet": word,
            "author": word,
            "text": f"The mill of {word} closed on Monday. {word} was told.",
        }
        for word in STRINGS
    ]
    story.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    Catalog(home).create()

    with Served(Desk(Settings(home=home, embedder="none"))) as served, Visit(browser, served.address) as visit:
        page = visit.page
        visit.open_tab("Corpus", "#corpus-table")
        page.set_input_files("#files", story)
        page.wait_for_selector(".receipt-list", timeout=300_000)
        page.wait_for_selector("tr[data-article]")
        for word in STRINGS[:20]:
            page.fill("#corpus-search", word)
            page.fill("#address", word)
        page.fill("#corpus-search", "")
        page.wait_for_selector("tr[data-article]")
        page.click("tr[data-article] [data-do=correct] >> nth=0")
        for name, word in zip(("title", "outlet", "author"), STRINGS[13:], strict=False):
            page.fill(f".correcting [name={name}]", word)
        page.click(".correcting button.strong")
        page.wait_for_selector(".correcting", state="detached")
        safe(visit)

        visit.open_tab("Ask", "#question")
        for word in STRINGS[::9]:
            visit.ask(word)
        page.click("[data-way=up] >> nth=0")
        page.fill(".why input", " ".join(STRINGS[:12]))
        page.press(".why input", "Enter")
        page.click(".toggle-button")
        for word in STRINGS[::16]:
            page.click("#talk-list .more")
            page.click("[data-do=rename]")
            page.fill("#talk-list input", word)
            page.press("#talk-list input", "Enter")
            page.wait_for_selector("#talk-list input", state="detached")
            page.fill("#talk-search", word)
        safe(visit)

        visit.open_tab("Check", "#draft")
        page.fill("#draft", "\n\n".join(f"He said {word} here." for word in STRINGS))
        page.click("#check-form button.strong")
        page.wait_for_selector("[data-do=export-check]", timeout=300_000)  # the whole of it
        visit.open_tab("Briefing", "#briefing-form")
        page.fill("[name=topic]", f"the mill {STRINGS[13]}")
        page.press("[name=topic]", "Enter")
        page.wait_for_selector(".briefing h1", timeout=300_000)
        safe(visit)
        page.reload()
        page.wait_for_selector(".turn")
        safe(visit)


def test_a_talk_named_in_an_address_cannot_carry_markup(browser: Any, tmp_path: Path) -> None:
    with Served(ScriptedDesk(tmp_path)) as served, Visit(browser, served.address) as visit:
        for word in STRINGS[:6]:
            page = visit.page
            page.goto(f"{served.address}/?talk={word.replace('#', '%23')}#turn-1'\"><img src=x onerror=window.pwned=1>")
            page.wait_for_selector("#talk-notice:not([hidden])")
            safe(visit)
