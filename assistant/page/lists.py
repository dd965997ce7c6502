"""The talk list, the bar, and the welcome screen as HTML. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from assistant.addresses import service_name
from assistant.index.catalog import Listing
from assistant.index.stale import Stale, stale_lines
from assistant.markup import count, day_name, plain
from assistant.page.starters import starters
from assistant.page.wording import when
from assistant.talks.types import TalkLine


def talks_html(lines: Sequence[TalkLine], wanted: str = "", today: date | None = None) -> str:
    """The talks by the day of their last change, latest first."""
    if not lines:
        nothing = f"No talk has “{plain(wanted)}”." if wanted else "Your talks will be kept here."
        return f'<p class="hint">{nothing}</p>'
    days = groupby(lines, lambda line: when(line.changed, today))
    return "".join(f"<h3>{plain(day)}</h3><ul>{''.join(map(_talk, of_day))}</ul>" for day, of_day in days)


def _talk(line: TalkLine) -> str:
    title = plain(line.title)
    return (
        f'<li data-talk="{plain(line.id)}"><a class="talk-link" href="/?talk={plain(line.id)}" dir="auto">{title}</a>'
        f'<button type="button" class="more" data-do="menu" aria-expanded="false" aria-label="More for {title}">'
        '<span aria-hidden="true">⋯</span></button>'
        '<div class="menu" hidden><button type="button" data-do="rename">Rename</button>'
        '<button type="button" data-do="export-talk" data-form="md">Export as Markdown</button>'
        '<button type="button" data-do="export-talk" data-form="docx">Export as Word</button>'
        '<button type="button" data-do="delete">Delete</button></div></li>'
    )


def bar_html(
    model: str, listing: Sequence[Listing], checked_by: str | None, found: Sequence[Stale], news: int = 0
) -> str:
    """The bar: the writing and checking models, what is in the index, what is new or out of date."""
    if model == "quotes":
        writer = "quotes, no language model"
    elif checked_by is None:
        writer = f"{service_name(model)}, unchecked"
    else:
        writer = f"{service_name(model)}, " + ("checks itself" if checked_by == model else f"checked by {checked_by}")
    fallen = ""
    if found:
        answers = "1 answer" if len(found) == 1 else f"{len(found)} answers"
        fallen = f'<button type="button" class="link" data-do="stale">{answers} out of date</button>'
    new = ""
    if news:
        since = f"{count(news, 'article')} new or changed since your last visit"
        new = f'<button type="button" class="link" data-do="news" aria-label="{since}">{news:,} new</button>'
    return (
        f'<span class="model"><b>Model</b> {plain(writer)}</span>'
        f'<span class="holdings"><b>Index</b> {plain(holdings(listing))}</span>{new}{fallen}'
    )


def holdings(listing: Sequence[Listing]) -> str:
    """The contents of the index: "5 articles of 4 outlets, the newest of 3 June 2019"."""
    outlets = {line.outlet for line in listing if line.outlet}
    newest = max((line.published for line in listing if line.published), default=None)
    held = f"{count(len(listing), 'article')} of {count(len(outlets), 'outlet')}"
    return f"{held}, the newest of {day_name(newest)}" if newest else held


def welcome_html(listing: Sequence[Listing]) -> str:
    """The welcome screen: first questions, or, for an empty index, a button to add articles."""
    if not listing:
        return (
            '<div class="welcome empty"><h2>No articles yet</h2><p class="lead">Sayso answers from articles that you '
            "give it, and from nothing else. Add some, and ask what they say.</p>"
            '<p><button type="button" class="strong" data-do="go" data-tab="Corpus">Add articles</button></p></div>'
        )
    offered = "".join(
        f'<li><button type="button" data-do="starter" dir="auto">{plain(one)}</button></li>'
        for one in starters(listing)
    )
    return (
        '<div class="welcome"><p class="lead">Ask what the articles say. '
        "Every sentence of an answer stands on a quote, "
        f'with who printed it and who said it.</p><ul class="starters">{offered}</ul></div>'
    )


def stale_html(found: Sequence[Stale]) -> str:
    """The answers and briefings whose quotes have changed since."""
    rows = "".join(f'<li dir="auto">{"<br>".join(map(plain, stale_lines(one)))}</li>' for one in found)
    return f'<h2 tabindex="-1">Changed since it was quoted</h2><ul class="stale">{rows}</ul>'
