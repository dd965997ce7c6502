"""The page as Gradio components: bar, side bar, tabs, evidence pane, scripts and styles. Floor 4."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.page.gateway import Gateway

if TYPE_CHECKING:
    import gradio as gr

_SCRIPTS = ("core", "pane", "composer", "talk", "talks", "work", "corpus", "briefing")
_STYLES = ("paper", "frame", "talk", "pane", "tabs")
_DELETE_SECONDS = (600, 3600)
"""How often Gradio looks for temporary files, and how old they get."""
Tab = tuple[str, Callable[[], None]]


def frame(gateway: Gateway, tabs: Sequence[Tab], home: str) -> gr.Blocks:
    """The page. `tabs` follow Ask, each laid out by its function; `home` separates the readers of two homes."""
    import gradio as gr

    async def call(given: Any, request: Any) -> Any:
        return await gateway.call(given, request)

    call.__annotations__ = {"given": object, "request": gr.Request}

    def begin(reader: str | None) -> str:
        known = isinstance(reader, str) and gateway.reader({"reader": reader}, None) == reader
        return str(reader) if known else secrets.token_urlsafe(24)

    with gr.Blocks(
        title="Sayso", analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=_DELETE_SECONDS
    ) as blocks:
        # Gradio encrypts it with a key that every browser gets: only the unguessable id protects a reader.
        reader = gr.BrowserState(None, storage_key=f"sayso-reader-{home}", secret="sayso-reader-key")
        html("bar", elem_id="bar-frame", js_on_load="window.sayso.open(server, upload)", server_functions=[call])
        with gr.Sidebar(open=False, width=290, elem_id="side"):
            html("talks")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="work"), gr.Tabs(elem_id="tabs"):
                with gr.Tab("Ask", elem_id="tab-ask"):
                    html("ask")
                for name, lay_out in tabs:
                    with gr.Tab(name, elem_id=f"tab-{name.lower()}"):
                        lay_out()
            with gr.Column(elem_id="pane-column"):
                html("pane")
        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
        loaded = blocks.load(begin, [reader], [reader], **hidden)
        loaded.then(None, [reader], None, js="(id) => { window.sayso.start(id); }", **hidden)
    return blocks


def html(name: str, **more: Any) -> Any:
    """A static piece of the page from `markup/`, filled in by the script."""
    import gradio as gr

    given: dict[str, Any] = {"js_on_load": f"window.sayso.arrived('{name}')", **more}
    markup = files("assistant.page").joinpath("markup").joinpath(f"{name}.html").read_text(encoding="utf-8")
    # `html_template`, not `value`, so that it is sent once. Braces in it would be taken for Handlebars.
    return gr.HTML(html_template=markup, apply_default_css=False, **given)


def head() -> str:
    """The style sheets and scripts. Passed as `css`, Gradio would prefix every rule."""

    def read(folder: str, names: Sequence[str], ending: str) -> str:
        directory = files("assistant.page").joinpath(folder)
        return "\n".join(directory.joinpath(f"{name}.{ending}").read_text(encoding="utf-8") for name in names)

    return f"<style>{read('style', _STYLES, 'css')}</style><script>{read('script', _SCRIPTS, 'js')}</script>"
