"""The Briefing tab of the page: a form, live progress, the document with its evidence, downloads. Floor 4."""

from __future__ import annotations

import queue
import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from assistant.addresses import service_name
from assistant.briefing.types import Briefing, Length
from assistant.briefing.wording import model_name
from assistant.desk import Desk
from assistant.errors import BadQuestion, SaysoError
from assistant.markup import plain
from assistant.options import day_of, window
from assistant.types import Filters

_FORMS = (".docx", ".html", ".md", ".json", ".csv")
_MOST = 300  # characters of a topic


def briefing_tab(desk: Desk) -> None:
    """Lay out the tab and wire it. To be called inside a `gr.Blocks` or a `gr.Tab`."""
    import gradio as gr

    outlets = sorted({line.outlet for line in desk.listing() if line.outlet})
    shared: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    with gr.Column(elem_id="briefing-column"):
        with gr.Row():
            topic = gr.Textbox(label="Topic", placeholder="A topic, such as: military advisers", max_lines=2, scale=5)
            length = gr.Dropdown(["short", "standard", "long"], value="standard", label="Length", scale=1)
        with gr.Accordion("Filters", open=False):
            only = gr.Dropdown(outlets, multiselect=True, label="Only these outlets")
            with gr.Row():
                since = gr.Textbox(label="Since", placeholder="such as 2019-03-01", max_lines=1)
                until = gr.Textbox(label="Until", placeholder="such as 2019-06-30", max_lines=1)
        make = gr.Button("Write the briefing", variant="primary")
        document = gr.HTML(hint(desk.settings.model), elem_id="briefing", **shared)
        downloads = gr.File(label="Downloads", visible=False, interactive=False)

    def write(
        asked: str, size: str, names: list[str] | None, first: str | None, last: str | None
    ) -> Iterator[tuple[str, Any]]:
        try:
            filters = window(names or (), day_of("Since", first), day_of("Until", last))
            for shown in making(desk, asked, cast(Length, size), filters):
                if isinstance(shown, str):
                    yield shown, gr.update(visible=False)
                else:
                    yield document_html(shown), gr.update(value=files(shown), visible=True)
        except SaysoError as error:
            yield f'<div class="sayso"><p class="problem" role="alert">{plain(str(error))}</p></div>', gr.update()

    gr.on(
        [make.click, topic.submit], write, [topic, length, only, since, until], [document, downloads],
        show_progress="hidden", api_visibility="undocumented", concurrency_id="brief", concurrency_limit=1,
    )  # fmt: skip


def hint(model: str = "quotes") -> str:
    """What stands where the document will be; `model` is what writes it."""
    lines = "Every line is a quote."
    if model != "quotes":
        lines = (
            f"{plain(model_name(service_name(model)))} writes; every line is checked against the quotes it stands on."
        )
    return (
        '<div class="sayso"><p class="hint">A briefing sets out what articles tell of a topic: a summary, what '
        f"happened when, who says what, where accounts differ, and what is not known. {lines}</p></div>"
    )


def making(desk: Desk, topic: str, length: Length, filters: Filters) -> Iterator[str | Briefing]:
    """Progress as HTML while the briefing is made, then the briefing. Raises as `brief` does."""
    from assistant.briefing.brief import brief

    if not topic.strip() or len(topic) > _MOST:
        raise BadQuestion("A topic has from one to 300 characters.", "Name what the briefing is to be about.")
    told: queue.SimpleQueue[tuple[str, float] | None] = queue.SimpleQueue()
    made: list[Briefing] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            made.append(
                brief(desk, topic.strip(), filters, length, progress=lambda doing, share: told.put((doing, share)))
            )
        except BaseException as error:  # handed over to the thread that waits, which raises it
            failed.append(error)
        finally:
            told.put(None)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    yield progress_html("searching", 0.0)
    while (news := told.get()) is not None:
        yield progress_html(*news)
    worker.join()
    if failed:
        raise failed[0]
    desk.keep("briefing", topic.strip(), made[0].citations)
    yield made[0]


def progress_html(doing: str, share: float) -> str:
    """What is being done, and how far it is."""
    percent = round(100 * share)
    return (
        f'<div class="sayso"><p class="waiting">{plain(doing.capitalize())}</p>'
        f'<progress max="100" value="{percent}" aria-label="progress">{percent}%</progress></div>'
    )


def document_html(briefing: Briefing) -> str:
    """The document for the page: the same body as the HTML form, in an element that the style sheet knows."""
    from assistant.briefing.forms.html import as_fragment

    return f'<div class="sayso briefing">{as_fragment(briefing, "b-")}</div>'


def files(briefing: Briefing) -> list[str]:
    """All forms as files in a folder of their own, named after the topic."""
    from assistant.briefing.forms.output import render

    folder = Path(tempfile.mkdtemp(prefix="sayso-briefing-"))
    name = re.sub(r"[^a-z0-9]+", "-", briefing.topic.lower()).strip("-")[:60] or "briefing"
    written = [folder / f"{name}{ending}" for ending in _FORMS]
    for path in written:
        path.write_bytes(render(briefing, path.suffix))
    return [str(path) for path in written]


__all__: Sequence[str] = ("briefing_tab", "document_html", "files", "hint", "making", "progress_html")
