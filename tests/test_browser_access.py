"""axe-core on every state of the page, light and dark, wide and on a phone: no serious fault of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from browser import MISSING, PHONE, WIDE, Visit, axe_source
from page_fakes import ARTICLE, ScriptedDesk
from page_server import Served
from test_browser import DISPUTED, FIRST, HERALD, REFUSED

from assistant.errors import ModelUnavailable

pytestmark = pytest.mark.skipif(
    bool(MISSING) or not axe_source(), reason=MISSING or "axe is not installed (pip install axe-playwright-python)"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> ScriptedDesk:
    return ScriptedDesk(tmp_path_factory.mktemp("home"), articles=(ARTICLE, HERALD))


@pytest.fixture(scope="module")
def served(desk: ScriptedDesk) -> Iterator[Served]:
    with Served(desk) as page:
        yield page


def states(visit: Visit, desk: ScriptedDesk) -> Iterator[str]:
    """Brings a page from one state into the next, and names each."""
    page = visit.page
    yield "start"
    page.click("#filter-button")
    page.check("text=The Hill Herald")
    yield "filters"
    page.press("[name=since]", "Enter")
    desk.script = [[DISPUTED], [REFUSED], ModelUnavailable("m", "did not answer", ""), [FIRST, threading.Event()]]
    visit.ask("Did the dam hold?")
    yield "a dispute"
    page.locator(".turn .mark").first.click()
    page.wait_for_selector("#pane-body .quoted.lit")
    yield "evidence"
    page.locator(".card [data-do=article]").first.click()
    page.wait_for_selector(".opened")
    yield "an article"
    page.keyboard.press("Escape")
    visit.ask("What does bread cost?")
    yield "a refusal"
    visit.ask("And now?")
    yield "a model that died"
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-job] .mark")
    yield "writing"
    page.click("#stop-button")
    page.wait_for_selector(".turn[data-state=stopped]")
    page.click(".toggle-button")
    page.click("#talk-list .more")
    page.wait_for_timeout(400)  # the side bar slides in
    yield "the side bar"
    page.click(".toggle-button")
    page.wait_for_timeout(400)
    visit.open_tab("Corpus", "tr[data-article]")
    page.click("[data-do=correct] >> nth=0")
    page.wait_for_selector(".correcting")
    yield "corpus"
    for tab, part in (("Briefing", "#briefing-form"), ("Check", "#draft"), ("Evals", "#evals-table :is(p, table)")):
        visit.open_tab(tab, part)
        yield tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_state_has_a_serious_fault(
    browser: Any, served: Served, desk: ScriptedDesk, viewport: dict[str, int], scheme: str
) -> None:
    with Visit(browser, served.address, viewport=viewport, color_scheme=scheme) as visit:
        found = {state: faults for state in states(visit, desk) if (faults := faults_of(visit.page))}

    assert found == {}


def faults_of(page: Any) -> list[str]:
    """What axe finds serious or critical in what is ours: Gradio's own parts lie outside `.sayso`."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(axe_source())
    result = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{fault['id']}: {node['html'][:140]} ({node['failureSummary'][:160]})"
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if page.evaluate("s => !!document.querySelector(s)?.closest('.sayso')", node["target"][0])
    ]
