"""One turn of a talk as HTML: the question, its filters, the answer, the receipt, the actions. Floor 3.

Articles, addresses and model replies are untrusted: all of their text is escaped here.
"""

from __future__ import annotations

from assistant.addresses import service_name
from assistant.markup import count, day_name, plain
from assistant.page.disputes import disputes
from assistant.page.prose import prose
from assistant.talks.types import KeptTurn
from assistant.types import Answer, Filters, Status

_STATUS: dict[Status, str] = {  # without `closest`: how close, the first sentence says
    "answered": "Answered",
    "disputed": "Accounts differ",
    "not_in_corpus": "Not in these articles",
    "reply": "Sayso",
}
_READ_AS = "Read as: "
_DAYS = (("since", "since"), ("until", "until"), ("as_of", "as of"))


def turn_html(talk: str, turn: KeptTurn, *, stage: str = "", job: str = "") -> str:
    """The whole turn. While it is being answered, `stage` is the current step and `job` the id of its job."""
    growing = turn.state == "asking"
    busy = f' data-job="{plain(job)}" aria-busy="true"' if growing and job else ""
    body = _reply(turn, stage)
    actions = "" if growing else _actions(turn)
    return (
        f'<article class="turn" id="turn-{turn.number}" data-of="talk/{plain(talk)}/{turn.number}" '
        f'data-state="{turn.state}" data-n-turn="{turn.number}" data-after="{turn.after}"'
        f"{' data-worded' if turn.worded else ''}{busy}>"
        f'<header class="asked"><h2 dir="auto" tabindex="-1">{plain(turn.question)}</h2>'
        f'<button type="button" class="quiet" data-do="edit">Edit<span class="unseen"> this question</span></button>'
        f"</header>{_chips(turn)}{body}{actions}</article>"
    )


def _reply(turn: KeptTurn, stage: str) -> str:
    answer = turn.answer
    working = (
        f'<p class="waiting" role="status">{plain(stage[:1].upper() + stage[1:] or "Searching")}</p>'
        if turn.state == "asking"
        else ""
    )
    problem = f'<p class="problem" role="alert">{plain(turn.problem)}</p>' if turn.problem else ""
    stopped = '<p class="stopped soft">You stopped this. What was written stays.</p>' if turn.state == "stopped" else ""
    if answer is None:
        nothing = '<p class="stopped soft">You stopped this before anything was written.</p>'
        return working + problem + (nothing if stopped else "")
    stays = '<p class="stopped soft">What was written stays.</p>' if turn.state == "failed" else ""
    notes = "".join(f'<p class="note soft">{plain(note)}</p>' for note in answer.notes if not _read_as(note))
    badge = (
        "" if turn.state != "done" or answer.disputes or answer.status not in _STATUS  # a dispute itself says so
        else f'<p class="status"><span class="badge {answer.status}">{_STATUS[answer.status]}</span></p>'
    )  # fmt: skip
    return (
        f"{badge}<div class='answer'>{prose(answer)}</div>{disputes(answer)}{_nearest(answer)}{notes}"
        f"{working}{problem}{stays}{stopped}{'' if turn.state == 'asking' else _receipt(answer)}"
    )


def _read_as(note: str) -> bool:
    return note.startswith(_READ_AS)


def _chips(turn: KeptTurn) -> str:
    """The filters, and how the question was read, as chips; editing or removing one asks again."""
    chips = [
        f'<li class="chip">{_edit(plain(label), "filter", field, value)}{_drop(label, "drop", field, value)}</li>'
        for field, value, label in given(turn.filters)
    ]
    answer = turn.answer
    for field, value, label in given(answer.filters) if answer else ():
        if (field, value, label) not in given(turn.filters):
            edit = _edit(f"read as: {plain(label)}", "filter", field, value)
            chips.append(f'<li class="chip read">{edit}{_drop(f"“read as: {label}”", "as-worded")}</li>')
    for note in filter(_read_as, answer.notes if answer else ()):
        wording = note.removeprefix(_READ_AS).partition(" (with “")[0]
        drop = _drop("how it was read", "alone" if turn.after else "as-worded")
        edit = _edit(plain(note[:1].lower() + note[1:]), "edit", "", wording)
        chips.append(f'<li class="chip read">{edit}{drop}</li>')
    if turn.worded:
        edit = _edit("read as it is worded", "edit", "", turn.question)
        chips.append(f'<li class="chip read">{edit}{_drop("“as it is worded”", "as-read")}</li>')
    return f'<ul class="chips" aria-label="Filters of this question">{"".join(chips)}</ul>' if chips else ""


def _edit(label: str, do: str, field: str, value: str) -> str:
    about = f'data-do="{do}" data-field="{field}" data-value="{plain(value)}"'
    return f'<button type="button" {about} dir="auto">{label}</button>'


def _drop(label: str, do: str, field: str = "", value: str = "") -> str:
    named = f' data-field="{field}" data-value="{plain(value)}"' if field else ""
    return (
        f'<button type="button" class="drop" data-do="{do}"{named} aria-label="Remove {plain(label)} and ask again">'
        '<span aria-hidden="true">×</span></button>'
    )


def given(filters: Filters) -> list[tuple[str, str, str]]:
    """The filters that are set: field, value, label."""
    found = [("outlets", outlet, f"only {outlet}") for outlet in filters.outlets]
    for field, word in _DAYS:
        day = getattr(filters, field)
        found += [(field, day, f"{word} {day_name(day)}")] if day else []
    return found


def _receipt(answer: Answer) -> str:
    """The sources, model, seconds and cost of the answer in one line."""
    if answer.status == "reply":
        return ""
    mix, parts = answer.source_mix, []
    if mix.articles:
        parts = [count(mix.articles, "article"), count(mix.origins, "origin"), count(mix.outlets, "outlet")]
        parts += [f"{name} {share:.0%}" for name, share in _shares(answer) if share]
        parts += [f"{count(mix.inferred_dates, 'date')} inferred"] if mix.inferred_dates else []
    parts += [service_name(answer.model), f"{answer.usage.seconds:.1f} s"]
    if answer.usage.usd is None:
        parts.append("cost unknown")
    elif answer.usage.usd:
        parts.append(f"${answer.usage.usd:.4f}")
    article_of = {one.number: one.article_id for one in answer.citations}
    echoed = [one for one in answer.origins if len({article_of.get(number) for number in one.citations}) > 1]
    named = "; ".join(f"{one.name} ({', '.join(map(str, one.citations))})" for one in echoed)
    origins = f'<p class="origins soft" dir="auto">Goes back to one source: {plain(named)}</p>' if echoed else ""
    return f'<p class="receipt soft">{plain(", ".join(parts))}</p>{origins}'


def _shares(answer: Answer) -> list[tuple[str, float | None]]:
    mix = answer.source_mix
    return [
        ("agency copy", mix.agency_share), ("state-owned outlets", mix.state_share),
        ("unnamed sources", mix.unnamed_share),
    ]  # fmt: skip


def _nearest(answer: Answer) -> str:
    """The nearest coverage of a refusal; each title opens its article."""
    if answer.status != "not_in_corpus" or not answer.nearest:
        return ""
    lines = "".join(
        f'<li><button type="button" class="link" data-do="article" data-article="{plain(near.article_id)}">'
        f'<span class="headline" dir="auto">{plain(near.title or "Untitled")}</span></button> '
        f'<span class="soft">{plain(near.outlet or "outlet unknown")}, {plain(day_name(near.published))}</span></li>'
        for near in answer.nearest
    )
    return f'<div class="nearest"><p class="soft">The nearest coverage:</p><ul>{lines}</ul></div>'


def _actions(turn: KeptTurn) -> str:
    retry = '<button type="button" data-do="retry">Retry</button>'
    link = '<button type="button" data-do="link">Link</button>'
    if turn.answer is None:
        return f'<div class="actions">{retry}{link}</div>'

    def thumb(way: str, label: str) -> str:
        pressed = "true" if turn.rating == way else "false"
        return f'<button type="button" data-do="rate" data-way="{way}" aria-pressed="{pressed}">{label}</button>'

    reason = f'<p class="reason soft">You said: {plain(turn.reason)}</p>' if turn.reason else ""
    return (
        '<div class="actions"><button type="button" data-do="copy">Copy with footnotes</button>'
        f'{retry}{link}<span class="soft">Export:</span>'
        '<button type="button" data-do="export" data-form="md" aria-label="Export as Markdown">Markdown</button>'
        '<button type="button" data-do="export" data-form="docx" aria-label="Export as Word">Word</button>'
        f'<span class="thumbs">{thumb("up", "Useful")}{thumb("down", "Not useful")}</span></div>{reason}'
    )
