"""The command `sayso brief`: no logic of its own. Floor 4."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, cast

import click

from assistant.briefing.forms.output import FORMS
from assistant.briefing.types import Briefing, Length
from assistant.errors import BadQuestion, BadSetting
from assistant.options import SaysoCommand, desk_of, filters_of, reader_options

_OUT = f"Write a file, in the form that its ending names: {' '.join(FORMS)}."


@click.command("brief", cls=SaysoCommand)
@click.argument("topic")
@click.option("--length", type=click.Choice(["short", "standard", "long"]), default="standard", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_OUT)
@click.option(
    "--compare", type=click.Path(path_type=Path), metavar="OLD.json", help="Add what is new since that briefing."
)
@click.option("--since-last", is_flag=True, help="Print only what is new since the last briefing on this topic.")
@click.option(
    "--every",
    type=click.Choice(["day", "week"]),
    help="As --since-last, at most once a day or week; for cron.",
)
@click.option("--mail", "mails", metavar="TO", multiple=True, help="Send it by mail (SAYSO_SMTP, SAYSO_MAIL_FROM).")
@click.option("--webhook", metavar="URL", help="Post it as JSON to a public address.")
@click.option("--allow-private", is_flag=True, help="Allow --webhook addresses in private networks.")
@click.option("--json", "as_json", is_flag=True, help="Print the JSON form.")
@reader_options
def print_brief(
    topic: str,
    length: str,
    out: Path | None,
    compare: Path | None,
    since_last: bool,
    every: str | None,
    mails: tuple[str, ...],
    webhook: str | None,
    allow_private: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Write a briefing on a topic, every line of it cited."""
    from assistant.briefing.forms.output import briefing_bytes, check_target, write
    from assistant.briefing.series import Every, Series, news_of

    if not topic.strip():
        raise BadQuestion("The topic is empty.", 'Name one, such as: sayso brief "military advisers in Venezuela"')
    if out:
        check_target(out)
    earlier = None
    if compare:
        from assistant.briefing.compare import read_earlier

        earlier = read_earlier(compare)
    filters = filters_of(options)
    desk = desk_of(options)
    series = Series(desk.settings.home, topic, filters) if since_last or every else None
    if series and every and not series.due(cast(Every, every), datetime.now(timezone.utc)):
        click.echo(f"Not due: the last briefing on this is less than a {every} old.", err=True)
        return
    if series and not earlier:
        earlier = series.earlier()
    from tqdm import tqdm

    with tqdm(total=100, unit="%", disable=None, leave=False, bar_format="{desc}: {percentage:3.0f}%|{bar}|") as bar:

        def progress(doing: str, share: float) -> None:
            bar.set_description_str(doing)
            bar.update(max(0, round(100 * share) - bar.n))

        briefing = desk.brief(topic, filters, cast(Length, length), progress=progress, earlier=earlier)
    desk.keep("briefing", topic, briefing.citations)
    news = news_of(briefing) if series else briefing_bytes(briefing, ".md").decode("utf-8")
    if news:
        _deliver(briefing, news, mails, webhook, allow_private)
    if series:
        series.keep(briefing, news)
    if out:
        write(briefing, out)
        lines = len(briefing.lines)
        cited = len({citation.article_id for citation in briefing.citations})
        click.echo(
            f"Wrote {out}: {lines} lines from {cited} articles." if lines else f"Wrote {out}: not in the corpus."
        )
        if lines:
            for note in briefing.notes:
                click.echo(f"sayso: {note}", err=True)
    elif series and not as_json:
        click.echo(news or f"Nothing new on {topic}.", nl=not news)
    else:
        click.echo(briefing_bytes(briefing, ".json" if as_json else ".md").decode("utf-8"), nl=False)
    if briefing.status == "not_in_corpus":
        click.echo(f"sayso: The articles in the index do not cover this. {' '.join(briefing.notes)}", err=True)
        sys.exit(1)


def _deliver(briefing: Briefing, news: str, mails: tuple[str, ...], webhook: str | None, allow_private: bool) -> None:
    """Send what is new by mail and to a webhook, as asked. Raises BadSetting, NotDelivered."""
    if mails:
        from assistant.configuration import read_configuration
        from assistant.delivery import send_mail

        given = read_configuration(os.environ, Path.cwd())
        if "SAYSO_SMTP" not in given:
            raise BadSetting("SAYSO_SMTP", "not set", "smtp://USER:PASSWORD@HOST:PORT")
        sender = given["SAYSO_MAIL_FROM"].value if "SAYSO_MAIL_FROM" in given else mails[0]
        send_mail(given["SAYSO_SMTP"].value, sender, mails, f"Sayso: {briefing.topic}", news)
    if webhook:
        from assistant.briefing.forms.data import briefing_json
        from assistant.delivery import post_webhook

        post_webhook(
            webhook,
            {"topic": briefing.topic, "news": news, "briefing": briefing_json(briefing)},
            allow_private=allow_private,
        )
