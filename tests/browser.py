"""A real browser for tests: Debian's chromium, driven by Playwright; tests that need it are skipped where it is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("SAYSO_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
MISSING = (
    "no chromium here (apt-get install chromium)"
    if not CHROMIUM
    else "playwright is not installed (pip install playwright)"
    if find_spec("playwright") is None
    else ""
)
"""Why there is no browser; "" where there is one."""
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser, which lives as long as this lasts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """A reader's window on a page. `foreign` are requests to elsewhere, `faults` what the browser complained of."""

    def __init__(self, browser: Any, address: str, *, viewport: dict[str, int] | None = None, **context: Any) -> None:
        self.address, self.browser = address, browser
        self.context = browser.new_context(viewport=viewport or WIDE, accept_downloads=True, **context)
        self.foreign: list[str] = []
        self.faults: list[str] = []
        self.page = self.tab()

    def tab(self, path: str = "/") -> Any:
        """Another tab of the same browser, once the page in it is ready."""
        page = self.context.new_page()
        page.set_default_timeout(60_000)  # a bound for what never comes, not a measure: the machine may be busy
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{self.address}{path}")
        page.wait_for_selector("body[data-ready]")
        return page

    def ask(self, question: str) -> None:
        """Type a question and wait for its whole answer."""
        turns = self.page.locator(".turn").count()
        self.page.fill("#question", question)
        self.page.press("#question", "Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('.turn').length > n && !document.querySelector('.turn[data-state=asking]')",
            arg=turns,
        )

    def open_tab(self, name: str, part: str) -> None:
        """Open one of the tabs, and wait for a part of it."""
        self.page.click(f'[role="tab"]:has-text("{name}")')
        self.page.wait_for_selector(part)

    def leave_sheet(self) -> None:
        """Close the evidence pane where it lies over the page, as a reader of a phone has to."""
        if self.page.evaluate("document.body.classList.contains('sheet')"):
            self.page.go_back()
            self.page.wait_for_selector("#pane-column", state="hidden")

    def focused(self) -> str:
        """What has the focus, as its class, id and text."""
        found: str = self.page.evaluate(
            "(one => [one.className, one.id, one.textContent].join(' '))(document.activeElement)"
        )
        return found

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)


def axe_source() -> str:
    """axe-core, as it comes with a package of the index; "" where that is not installed."""
    found = find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        return ""
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
