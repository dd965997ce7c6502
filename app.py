"""The web page: a talk with the news, and beside it the evidence of the last answer. Floor 4: a door.

`python app.py [--port N] [--home DIR]` is `sayso chat`. What the page shows is written in `assistant/page/talk.py`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from assistant.api.server import Serving, listen, serving_of, serving_options, uvicorn_server, warn
from assistant.errors import SaysoError
from assistant.options import Telling, day_of, reader_options, settings_of, window
from assistant.page import talk as page
from assistant.page.starters import starters
from assistant.page.talk import Exchange
from assistant.settings import Settings
from assistant.types import Turn

if TYPE_CHECKING:
    import gradio as gr

    from assistant.desk import Desk

_REDRAW_SECONDS = 0.15
_AT_ONCE = 4  # questions answered at the same time; more wait their turn
# The page needs nothing from elsewhere, and even markup that slipped through could not fetch or send anything.
# Gradio compiles its templates in the browser, hence 'unsafe-eval'.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def build(desk: Desk) -> gr.Blocks:
    """The page over an open desk. Each visitor's talk is kept in their own session; in the home, what was quoted."""
    import gradio as gr

    from assistant.index.stale import stale
    from assistant.page.briefing import briefing_tab

    listing = desk.listing()

    def answer(
        question: str, talk: tuple[Exchange, ...], outlets: list[str] | None, *days: str | None
    ) -> Iterator[tuple[Any, ...]]:
        """The box emptied at once, the starters gone, and as the answer grows: the talk, its HTML, its evidence."""
        box: Any = ""
        for exchanges in converse(desk, question, talk, outlets or (), *days):
            cards = page.evidence(exchanges, desk.catalog.article)
            yield box, gr.update(visible=False), exchanges, page.transcript(exchanges), cards
            box = gr.skip()  # what is typed meanwhile stays

    def begin() -> tuple[Any, ...]:
        """A fresh page: the index may have grown since the last one."""
        now = desk.listing()
        names = sorted({line.outlet for line in now if line.outlet})
        head = page.masthead(desk.settings.model, now, desk.checked_by) + page.fallen(stale(desk.catalog))
        return head, gr.update(choices=names)

    def forget() -> tuple[Any, ...]:
        return "", gr.update(visible=True), (), page.transcript(()), page.evidence((), desk.catalog.article)

    with gr.Blocks(title="Sayso", analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State(())
        masthead = gr.HTML(
            page.masthead(desk.settings.model, listing, desk.checked_by), js_on_load=None, apply_default_css=False
        )
        with gr.Tabs():
            with gr.Tab("Ask"), gr.Row(elem_id="sheet"):
                with gr.Column(scale=6, elem_id="talk-column"):
                    transcript = gr.HTML(
                        page.transcript(()), elem_id="transcript", js_on_load=None, apply_default_css=False
                    )
                    with gr.Column(elem_id="starters") as offered:
                        gr.HTML(page.invitation(), js_on_load=None, apply_default_css=False)
                        buttons = [gr.Button(question) for question in starters(listing)]
                    question = gr.Textbox(
                        placeholder="Ask the news", label="Question", show_label=False, lines=1, max_lines=6,
                        submit_btn="Ask", autofocus=True, elem_id="question",
                    )  # fmt: skip
                    with gr.Accordion("Filters", open=False, elem_id="filters"):
                        outlets = gr.Dropdown([], multiselect=True, label="Only these outlets")
                        with gr.Row():
                            since = gr.Textbox(label="Since", placeholder="such as 2019-03-01", max_lines=1)
                            until = gr.Textbox(label="Until", placeholder="such as 2019-06-30", max_lines=1)
                            as_of = gr.Textbox(
                                label="As of", placeholder="such as 2019-06-01", max_lines=1,
                                info="Only what had been published by then",
                            )  # fmt: skip
                    again = gr.Button("Start over", size="sm", elem_id="again")
                with gr.Column(scale=5, elem_id="evidence-column"):
                    evidence = gr.HTML(
                        page.evidence((), desk.catalog.article),
                        elem_id="evidence",
                        js_on_load=None,
                        apply_default_css=False,
                    )
            with gr.Tab("Briefing"):
                briefing_tab(desk)

        shown = [question, offered, talk, transcript, evidence]
        asking = [talk, outlets, since, until, as_of]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}
        asked = question.submit(answer, [question, *asking], shown, api_name="ask", concurrency_id="ask", **quiet)
        started = [
            button.click(answer, [button, *asking], shown, api_name=False, concurrency_id="ask", **quiet)
            for button in buttons
        ]
        again.click(forget, None, shown, cancels=[asked, *started], queue=False, api_name=False, **quiet)
        blocks.load(begin, None, [masthead, outlets], api_name=False, **quiet)
    blocks.queue(default_concurrency_limit=_AT_ONCE)
    return blocks


def converse(
    desk: Desk,
    question: str,
    talk: Sequence[Exchange],
    outlets: Sequence[str],
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> Iterator[tuple[Exchange, ...]]:
    """The talk with a question put to it, again and again as the answer grows.

    An error ends it with its sentence in the answer's place; what was said before stays.
    """
    before = tuple(past for past in talk if past.question and (past.answer or past.problem))
    asked = question.strip()
    yield (*before, Exchange(asked))
    turns = [Turn(past.question, past.answer.text) for past in before if past.answer]
    try:
        filters = window(outlets, day_of("Since", since), day_of("Until", until), day_of("As of", as_of))
        waiting, shown = None, 0.0
        for grown in desk.stream(asked, filters, turns):
            # a model's words come by the dozen a second, and each time the whole talk is drawn
            waiting = grown
            if time.monotonic() - shown >= _REDRAW_SECONDS:
                waiting, shown = None, time.monotonic()
                yield (*before, Exchange(asked, grown))
        if waiting:
            yield (*before, Exchange(asked, waiting))
        desk.keep("answer", grown.question, grown.citations)
    except SaysoError as error:
        yield (*before, Exchange(asked, problem=str(error)))
    except Exception:
        # A fault of ours must not leave the reader waiting; it travels on to the terminal.
        yield (*before, Exchange(asked, problem="Sayso broke at this question. The terminal it runs in says where."))
        raise


def serve(settings: Settings, serving: Serving) -> None:
    """Serve the page and the API until interrupted. Raises PortTaken, BadSetting, and what opening the desk raises."""
    from assistant.desk import Desk

    desk = Desk(settings)
    listing = desk.listing()
    warn(serving)
    with listen(serving.access.host, serving.port) as listener:
        server = _server(desk, serving)
        print(
            f"Sayso answers at {serving.address} (model: {settings.model}; {page.holdings(listing)})",
            flush=True,
        )
        with suppress(KeyboardInterrupt):  # how a reader ends it
            server.run(sockets=[listener])


def _server(desk: Desk, serving: Serving) -> Any:
    """The web server around the page and the API, not yet running.

    Served by uvicorn directly: Gradio's own launcher asks the network for its version and its own address.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from assistant.api.mcp import mcp_web
    from assistant.api.service import Service
    from assistant.api.web import api_of

    service = Service(desk)
    web = api_of(service, mcp_web(service, serving.access.host))
    system = ("system-ui", "sans-serif")
    gr.mount_gradio_app(
        web, build(desk), path="/", footer_links=[], run_history=False, show_error=False, ssr_mode=False,
        enable_monitoring=False, pwa=False, mcp_server=False, head=_head(),
        theme=gr.themes.Base(font=system, font_mono=("ui-monospace", "monospace")),
    )  # fmt: skip
    return uvicorn_server(_guarded(web), serving)


def _head() -> str:
    """The style sheet and the script. Handed over as `css`, every rule would get a prefix of Gradio's."""
    style, script = (
        files("assistant.page").joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    return f"<style>{style}</style><script>{script}</script>"


def _guarded(web: Any) -> Any:
    """The ASGI application with the headers of `_HEADERS` on every response."""
    headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        async def send_on(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *headers]}
            await send(message)

        await web(scope, receive, send_on)

    return guarded


@click.command(cls=Telling)
@serving_options(port=7860)
@reader_options
def chat(**options: Any) -> None:
    """Serve the web page, and the API beside it."""
    serve(settings_of(options), serving_of(options))


if __name__ == "__main__":
    chat(prog_name="app.py")
