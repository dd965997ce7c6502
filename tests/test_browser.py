"""The page in a real browser, as a reader uses it. Skipped, with the reason, where there is no chromium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import MISSING, PHONE, Visit
from page_fakes import ARTICLE, QUOTE, ScriptedDesk
from page_server import Served
from page_states import DISPUTED, FIRST, HERALD, REFUSED, SECOND, corpus_home, word

from assistant.desk import Desk
from assistant.errors import ModelUnavailable
from assistant.index.catalog import Catalog
from assistant.settings import Settings
from assistant.types import Filters

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

STORY = (
    "Title: Harbour reopens after storm\nThe Valley Post, 3 May 2024\n\n"
    "The harbour of Quillport reopened on Friday after the storm, the harbour master said. Two cranes fell and "
    "nobody was hurt.\n\nThe repair of the cranes will cost 40,000 crowns, a spokesman for the town said. "
    "The ferry to the isle sails again on Monday.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> ScriptedDesk:
    return ScriptedDesk(tmp_path_factory.mktemp("home"), articles=(ARTICLE, HERALD))


@pytest.fixture(scope="module")
def served(desk: ScriptedDesk) -> Iterator[Served]:
    with Served(desk) as page:
        yield page


@pytest.fixture
def visit(browser: Any, served: Served) -> Iterator[Visit]:
    with Visit(browser, served.address) as one:
        yield one
        assert one.faults == []
        assert one.foreign == []


# --- from nothing to an answer


def test_a_newcomer_adds_an_article_asks_about_it_and_gets_a_briefing(browser: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    Catalog(home).create()
    (tmp_path / "harbour.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "tool.txt").write_bytes(b"\x7fELF\x02\x01\x01")

    with Served(Desk(Settings(home=home, embedder="none"))) as served, Visit(browser, served.address) as visit:
        page = visit.page
        page.click("text=Add articles")
        page.wait_for_selector("#corpus-table")
        page.set_input_files("#files", [tmp_path / "harbour.txt", tmp_path / "tool.txt"])
        page.wait_for_selector(".receipt-list")
        receipt = page.inner_text(".receipt-list")
        page.wait_for_selector("tr[data-article]:has-text('Harbour reopens')")

        visit.open_tab("Ask", "#question")
        visit.ask("What will the repair of the cranes cost?")
        answer = page.inner_text(".turn")

        visit.open_tab("Briefing", "#briefing-form")
        page.fill("[name=topic]", "the harbour of Quillport")
        page.press("[name=topic]", "Enter")
        page.wait_for_selector(".briefing h1", timeout=60_000)
        with page.expect_download() as download:
            page.click("[data-do=export-briefing][data-form=docx]")
        page.locator(".briefing a.mark").first.click()
        page.wait_for_selector("#pane-body .quoted.lit")
        marked = page.inner_text("#pane-body .quoted.lit mark")

        visit.open_tab("Corpus", "tr[data-article]")
        page.click("[data-do=remove-article]")
        page.click("td button:has-text('Remove')")
        page.wait_for_selector("#corpus-table .hint")

    assert "1 added, 1 failed" in receipt
    assert "tool.txt: it is a program" in receipt
    assert "40,000 crowns" in answer
    assert download.value.suggested_filename == "the-harbour-of-quillport.docx"
    assert marked in STORY
    assert not (home / "uploads").exists()
    assert visit.faults == []


def test_a_word_file_is_checked_its_marks_lead_to_their_words_and_what_changed_in_the_corpus_is_shown(
    browser: Any, tmp_path: Path
) -> None:
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    draft = {
        "name": "draft.docx",
        "mimeType": docx,
        "buffer": word("Two cranes fell. The repair will cost 90,000 crowns."),
    }
    with Served(Desk(corpus_home(tmp_path))) as served, Visit(browser, served.address) as visit:
        page = visit.page
        visit.open_tab("Check", "#draft")
        page.set_input_files("#draft-file", [draft])
        page.wait_for_selector("[data-do=export-check]")
        verdicts = page.inner_text("#check-result")
        with page.expect_download() as download:
            page.click("[data-do=export-check][data-form=docx]")
        page.locator("#check-result .mark").first.click()
        page.wait_for_selector("#pane-body .quoted.lit")

        visit.open_tab("Corpus", "tr[data-article]")
        page.click("#corpus-changes summary")
        page.wait_for_selector("#changes-result .news")
        page.click("#changes-result details summary")
        changed = page.inner_text("#changes-result")

    assert "Not supported" in verdicts
    assert download.value.suggested_filename == "draft-checked.docx"
    assert "Three cranes fell." in changed
    assert "A rumour of a wreck" in changed
    assert visit.faults == []


# --- evidence


def test_a_mark_leads_to_exactly_the_quoted_words_in_the_whole_article(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    visit.ask("Did the dam hold?")

    visit.page.click(".turn .mark")
    visit.page.wait_for_selector("#pane-body .quoted.lit")
    visit.page.click(".card [data-do=article]")
    visit.page.wait_for_selector(".opened mark.lit")

    assert visit.page.locator(".opened mark").all_inner_texts() == [QUOTE]
    assert "The first paragraph." in visit.page.inner_text(".opened .text")
    visit.page.keyboard.press("Escape")
    assert "mark" in visit.focused()


def test_a_mark_of_an_earlier_turn_shows_that_turn_s_evidence(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST], [SECOND]]
    visit.ask("Did the dam hold?")
    visit.ask("Who was hurt?")

    visit.page.click("#turn-2 .mark")
    visit.page.wait_for_selector("#pane-body .quoted.lit")
    later = visit.page.inner_text("#pane-body .quoted.lit mark")
    visit.page.click("#turn-1 .mark")
    visit.page.wait_for_function(
        "q => document.querySelector('#pane-body .quoted.lit mark')?.innerText === q", arg=QUOTE
    )

    assert later == "Nobody was hurt."


def test_a_dispute_is_shown_in_columns_whose_sources_lead_to_their_words(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[DISPUTED]]
    visit.ask("Did the dam hold?")

    one, other = visit.page.locator(".dispute .side").all()
    visit.page.click(".dispute .side >> nth=1 >> .mark")
    visit.page.wait_for_selector("#pane-body .quoted.lit")

    assert abs(one.bounding_box()["y"] - other.bounding_box()["y"]) < 2
    assert visit.page.inner_text("#pane-body .quoted.lit mark") == "Rain fell in the north."


def test_a_refusal_names_the_nearest_article_and_opens_it(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[REFUSED]]
    visit.ask("What does bread cost?")

    visit.page.click(".nearest button")
    visit.page.wait_for_selector(".opened")

    assert visit.page.inner_text(".opened h2") == "Dam in doubt"


# --- asking


def test_enter_is_acknowledged_before_the_server_has_answered(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    visit.page.fill("#question", "Did the dam hold?")

    seen = visit.page.evaluate(
        """() => { document.querySelector('#composer').requestSubmit();
        return [document.querySelector('.turn h2')?.textContent, document.querySelector('#question').value,
                document.querySelector('#stop-button').hidden]; }"""
    )

    visit.page.wait_for_selector(".turn[data-state=done]")
    assert seen == ["Did the dam hold?", "", False]


def test_enter_before_the_page_is_set_up_makes_no_new_line_and_asks_once_it_is(
    visit: Visit, desk: ScriptedDesk
) -> None:
    desk.script = [[FIRST]]
    page = visit.page
    page.evaluate("delete document.body.dataset.ready")
    page.fill("#question", "Did the dam hold?")

    page.press("#question", "Enter")
    page.press("#question", "Enter")
    kept, early = page.input_value("#question"), page.locator(".turn").count()
    page.evaluate("document.body.dataset.ready = 'yes'")
    page.wait_for_selector(".turn[data-state=done]")

    assert (kept, early) == ("Did the dam hold?", 0)
    assert page.locator(".turn").count() == 1
    assert page.input_value("#question") == ""


def test_escape_stops_an_answer_retry_brings_it_and_edit_asks_otherwise(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST, threading.Event()], [FIRST], [SECOND]]
    page = visit.page
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-job] .mark")

    page.keyboard.press("Escape")
    page.wait_for_selector(".turn[data-state=stopped]")
    stopped = page.inner_text(".turn")
    page.click("[data-do=retry]")
    page.wait_for_selector(".turn[data-state=done]")
    page.click("[data-do=edit]")
    page.fill("#question", "Who was hurt?")
    page.press("#question", "Enter")
    page.wait_for_function("document.querySelector('.turn[data-state=done] h2')?.textContent === 'Who was hurt?'")

    assert "You stopped this. What was written stays." in stopped
    assert QUOTE in stopped
    assert page.locator(".turn").count() == 1
    assert page.is_visible("#ask-button")


def test_a_second_question_waits_in_sight_and_is_answered_after_the_first(visit: Visit, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[gate, FIRST], [SECOND]]
    page = visit.page
    for question in ("Did the dam hold?", "Who was hurt?"):
        page.fill("#question", question)
        page.press("#question", "Enter")
    page.wait_for_selector("#turn-2[data-job] .waiting")
    waiting = page.inner_text("#turn-2 .waiting")
    gate.set()
    page.wait_for_function("document.querySelectorAll('.turn[data-state=done]').length === 2")

    assert waiting.startswith("Waiting: ")
    assert waiting.endswith(" before you")
    assert QUOTE in page.inner_text("#turn-1")


def test_filters_become_chips_and_removing_one_asks_again(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST], [FIRST]]
    page = visit.page
    page.click("#filter-button")
    page.fill("[name=since]", "1 May 2024")
    page.check("text=The Hill Herald")
    page.press("[name=since]", "Enter")
    visit.ask("Did the dam hold?")

    page.click(".turn [aria-label^='Remove only The Hill Herald']")
    page.wait_for_function("document.querySelectorAll('.turn[data-state=done] .chip .drop').length === 1")

    asked = [filters for _, filters, _ in desk.asked[-2:]]
    assert asked == [Filters(("The Hill Herald",), "2024-05-01"), Filters((), "2024-05-01")]


def test_a_follow_up_says_how_it_was_read_and_is_asked_by_itself_once_that_is_removed(
    visit: Visit, desk: ScriptedDesk
) -> None:
    note = "Read as: Who was hurt there? (with “the dam” from the talk so far)"
    desk.script = [[FIRST], [replace(SECOND, notes=(note,))], [SECOND]]
    visit.ask("Did the dam hold?")
    visit.ask("Who was hurt?")

    visit.page.click("#turn-2 .chip.read .drop")
    visit.page.wait_for_selector("#turn-2[data-state=done]:not(:has(.chip))")

    assert [(question, len(talk)) for question, _, talk in desk.asked[-2:]] == [
        ("Who was hurt?", 1),
        ("Who was hurt?", 0),
    ]


def test_what_was_read_into_a_question_is_taken_out_piece_by_piece(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[replace(FIRST, filters=Filters((), "2024-05-01", "2024-05-31"))], [FIRST]]
    visit.ask("Did the dam hold in May 2024?")

    visit.page.click(".chip.read:has-text('since 1 May 2024') .drop")
    visit.page.wait_for_selector(".turn[data-worded][data-state=done]")

    assert (desk.asked[-1][1], desk.worded[-1]) == (Filters((), None, "2024-05-31"), True)


def test_two_questions_sent_at_the_same_moment_stay_in_one_talk(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST], [SECOND]]
    visit.page.evaluate("for (const q of ['one', 'two']) { document.querySelector('#question').value = q; "
                        "document.querySelector('#composer').requestSubmit(); }")  # fmt: skip
    visit.page.wait_for_function("document.querySelectorAll('.turn[data-state=done]').length === 2")

    assert visit.page.locator(".turn h2").all_inner_texts() == ["one", "two"]
    assert [question for question, _, _ in desk.asked[-2:]] == ["one", "two"]
    assert len({turn.get_attribute("data-of").split("/")[1] for turn in visit.page.locator(".turn").all()}) == 1


def test_a_day_is_picked_and_days_are_written_as_the_reader_has_set(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    page = visit.page
    page.click("#filter-button")
    page.fill("#filter-sheet .day input[type=date] >> nth=0", "2024-05-01")
    visit.ask("Did the dam hold?")
    as_words = page.inner_text(".turn .chips")

    page.click("#settings-button")
    page.select_option("#days", "iso")
    page.click("#settings button")
    page.wait_for_selector(".turn .chips >> text=since 2024-05-01")

    assert "since 1 May 2024" in as_words
    assert desk.asked[-1][1] == Filters((), "2024-05-01")


def test_a_model_that_dies_leaves_its_sentence_and_retry(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [ModelUnavailable("m", "did not answer", "Start it."), [FIRST]]
    visit.ask("Did the dam hold?")
    problem = visit.page.inner_text(".turn .problem")

    visit.page.click("[data-do=retry]")
    visit.page.wait_for_selector(".turn[data-state=done]")

    assert problem == "The language model did not answer. Retry asks again."


def test_an_invalid_day_is_an_error_and_the_question_comes_back(visit: Visit) -> None:
    page = visit.page
    page.click("#filter-button")
    page.fill("[name=since]", "last week")
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector("#composer-problem:not([hidden])")

    assert "is not a date" in page.inner_text("#composer-problem")
    assert page.input_value("#question") == "Did the dam hold?"
    assert page.locator(".turn").count() == 0


def test_a_lost_connection_is_shown_and_the_question_is_answered_when_it_is_back(
    visit: Visit, desk: ScriptedDesk
) -> None:
    desk.script = [[FIRST]]
    page = visit.page
    page.route(re.compile("component_server"), lambda route: route.abort())
    page.fill("#question", "Did the dam hold?")
    page.press("#question", "Enter")
    page.wait_for_selector("#lost:not([hidden])")

    page.unroute_all()
    page.wait_for_selector(".turn[data-state=done]")

    assert not page.is_visible("#lost")
    assert QUOTE in page.inner_text(".turn")


# --- what stays


def test_a_reload_and_another_tab_bring_the_talk_back_and_another_browser_does_not(
    visit: Visit, browser: Any, served: Served, desk: ScriptedDesk
) -> None:
    desk.script = [[FIRST]]
    visit.ask("Did the dam hold?")
    path = visit.page.url.removeprefix(served.address)

    visit.page.reload()
    visit.page.wait_for_selector(".turn .mark")
    again = visit.tab(path)
    again.wait_for_selector(".turn .mark")
    with Visit(browser, served.address) as stranger:
        theirs = stranger.tab(path)
        theirs.wait_for_selector("#talk-notice:not([hidden])")
        shown = theirs.inner_text("#talk")

    assert path.startswith("/?talk=")
    assert QUOTE in again.inner_text(".turn")
    assert "belongs to another reader" in shown
    assert QUOTE not in shown


def test_a_reload_while_an_answer_is_written_goes_on_with_it(visit: Visit, desk: ScriptedDesk) -> None:
    gate = threading.Event()
    desk.script = [[FIRST, gate, SECOND]]
    visit.page.fill("#question", "Did the dam hold?")
    visit.page.press("#question", "Enter")
    visit.page.wait_for_selector(".turn[data-job] .mark")

    visit.page.reload()
    visit.page.wait_for_selector(".turn[data-job] .mark")
    gate.set()
    visit.page.wait_for_selector(".turn[data-state=done]")

    assert "Nobody was hurt." in visit.page.inner_text(".turn")


def test_talks_are_renamed_found_exported_and_deleted_with_a_way_back(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    page = visit.page
    visit.ask("Did the dam hold?")
    page.click(".toggle-button")
    page.click("#talk-list .more")
    page.click("[data-do=rename]")
    page.fill("#talk-list input", "Dams")
    page.press("#talk-list input", "Enter")
    page.wait_for_selector("a.talk-link:has-text('Dams')")
    page.click("#talk-list .more")
    with page.expect_download() as download:
        page.click("#talk-list .menu [data-form=md]")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    page.fill("#talk-search", "no such words")
    page.wait_for_selector("#talk-list .hint")
    page.fill("#talk-search", "dam held")
    page.wait_for_selector("a.talk-link")
    page.click("#talk-list .more")
    page.click("#talk-list .menu [data-do=delete]")
    page.wait_for_selector("a.talk-link", state="detached")
    page.click("#toast button")
    page.wait_for_selector("a.talk-link:has-text('Dams')")

    assert text.startswith("# Dams")
    assert "[^1]: The Valley Post" in text


def test_a_rating_asks_for_its_reason_and_keeps_both(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    visit.ask("Did the dam hold?")
    visit.page.click("[data-way=down]")
    visit.page.fill(".why input", "It leaked.")
    visit.page.press(".why input", "Enter")
    visit.page.wait_for_selector(".why", state="detached")

    visit.page.reload()
    visit.page.wait_for_selector(".turn .reason")

    assert "It leaked." in visit.page.inner_text(".turn")
    assert visit.page.get_attribute("[data-way=down]", "aria-pressed") == "true"


# --- by keyboard, on a phone


def test_everything_of_an_answer_is_reached_by_keyboard_alone(visit: Visit, desk: ScriptedDesk) -> None:
    desk.script = [[FIRST]]
    page = visit.page
    page.keyboard.type("Did the dam hold?")  # the question has the focus from the start
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[data-state=done]")

    def tab_to(word: str, keys: str = "Tab") -> None:
        for _ in range(40):
            if word in visit.focused():
                return
            page.keyboard.press(keys)
        raise AssertionError(f"{word!r} is not reached, but {visit.focused()!r}")

    page.focus("#talk")
    tab_to("mark")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pane-body .quoted.lit")
    assert "quoted" in visit.focused()
    tab_to("Open article")
    page.keyboard.press("Enter")
    page.wait_for_selector(".opened mark.lit")
    page.keyboard.press("Escape")
    assert "mark" in visit.focused()


def test_on_a_phone_a_mark_opens_a_sheet_that_back_closes_and_nothing_else_moves(
    browser: Any, served: Served, desk: ScriptedDesk
) -> None:
    desk.script = [[DISPUTED]]
    with Visit(browser, served.address, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        page = visit.page
        visit.ask("Did the dam hold?")
        address, one, other = page.url, *page.locator(".dispute .side").all()
        stacked = other.bounding_box()["y"] > one.bounding_box()["y"] + 20
        page.locator(".turn .mark").first.tap()
        page.wait_for_selector("#pane-body .quoted.lit")
        sheet = page.locator("#pane-column").bounding_box()
        page.go_back()
        page.wait_for_selector("#pane-column", state="hidden")

        assert stacked
        assert sheet["y"] > 100
        assert sheet["y"] + sheet["height"] <= 845
        assert page.url == address
        assert "mark" in visit.focused()
        assert page.evaluate("[scrollX, scrollY, document.documentElement.scrollWidth]") == [0, 0, 390]
        assert all(box["width"] >= 24 and box["height"] >= 24 for box in map(_box, page.locator(".mark").all()))


def _box(element: Any) -> Any:
    return element.bounding_box()


def test_the_window_never_scrolls_on_a_question_and_tabs_and_box_stay_in_sight(
    visit: Visit, desk: ScriptedDesk
) -> None:
    desk.script = [[FIRST]] * 5
    for number in range(5):
        visit.ask(f"Did the dam hold, {number}?")
    tabs, box = (visit.page.locator(one).bounding_box() for one in ('[role="tab"] >> nth=0', "#question"))

    assert visit.page.evaluate("[scrollY, document.querySelector('main').scrollTop]") == [0, 0]
    assert tabs["y"] < 90
    assert box["y"] + box["height"] <= 800
    assert visit.page.locator(".turn h2").last.is_visible()
