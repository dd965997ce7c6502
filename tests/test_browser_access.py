"""axe-core on every state of the page, light and dark, wide and on a phone: no serious fault of ours.

With SAYSO_PICTURES=FOLDER, a picture of each state is left there, to be looked at.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from browser import MISSING, PHONE, WIDE, axe_source
from page_states import every_state

pytestmark = pytest.mark.skipif(
    bool(MISSING) or not axe_source(), reason=MISSING or "axe is not installed (pip install axe-playwright-python)"
)
PICTURES = os.environ.get("SAYSO_PICTURES", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_state_has_a_serious_fault(browser: Any, tmp_path: Path, viewport: dict[str, int], scheme: str) -> None:
    found, wider = {}, []
    context = {"viewport": viewport, "color_scheme": scheme}
    for number, (state, page) in enumerate(every_state(browser, tmp_path, **context), 1):
        if faults := faults_of(page):
            found[state] = faults
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wider.append(state)
        if PICTURES:
            name = re.sub(r"\W+", "-", f"{number:02} {state}")
            page.screenshot(path=Path(PICTURES, f"{viewport['width']}-{scheme}", f"{name}.png"))

    assert found == {}
    assert wider == []


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
