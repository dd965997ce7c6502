"""A briefing as Markdown. Floor 3. A pure function.

What comes from articles is escaped, so that no headline makes a heading, a link or a tag of its own.
"""

from __future__ import annotations

import re
from html import escape

from assistant.briefing import wording
from assistant.briefing.types import Briefing, CardSide, Line
from assistant.markup import day_name

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$!])")


def as_markdown(briefing: Briefing) -> str:
    """The whole document; for a topic that the index does not cover, one that says so."""
    blocks = [f"# {_safe(briefing.topic)}", _subtitle(briefing)]
    if briefing.status == "not_in_corpus":
        blocks += [
            f"**Not in these articles.** {_safe(' '.join(briefing.notes))}",
            *_nearest(briefing),
            *_receipt(briefing),
        ]
        return "\n\n".join(blocks) + "\n"
    blocks += [f"> {_safe(note)}" for note in briefing.notes]
    for section in (_comparison, _short, _timeline, _voices, _disputes, _unknown, _coverage, _sources, _receipt):
        blocks += section(briefing)
    return "\n\n".join(blocks) + "\n"


def _safe(text: str) -> str:
    """A text as text, on one line."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(wording.clean(text).split()), quote=False))


def _subtitle(briefing: Briefing) -> str:
    under = wording.filters_text(briefing)
    parts = ["Briefing by Sayso", day_name(briefing.receipt.made[:10]), wording.writer(briefing.receipt)]
    return "*" + _safe(" · ".join([*parts, under] if under else parts)) + "*"


def _line(line: Line) -> str:
    lead = f"{_safe(head)}: " if (head := wording.head(line)) else ""
    body = f"“{_safe(line.text)}”" if line.verbatim else _safe(line.text)
    tail = wording.tail(line)
    return f"{lead}{body} {wording.marks(line.citations)}" + (f" *({_safe(tail)})*" if tail else "")


def _head(section: str) -> str:
    return f"## {wording.SECTIONS[section]}"


def _short(briefing: Briefing) -> list[str]:
    return [_head("short"), "\n".join(f"{line.number}. {_line(line)}" for line in briefing.key_points)]


def _timeline(briefing: Briefing) -> list[str]:
    if not briefing.timeline:
        return []
    rows = []
    for entry in briefing.timeline:
        told = (
            f"see line {entry.line.number} {wording.marks(entry.line.citations[:1])}"
            if entry.again
            else _line(entry.line)
        )
        rows.append(f"- **{_safe(entry.when)}** — {told}" + ("" if entry.again else _number(entry.line)))
    return [_head("timeline"), "\n".join(rows)]


def _number(line: Line) -> str:
    return f" ({line.number})"


def _voices(briefing: Briefing) -> list[str]:
    if not briefing.voices:
        return []
    blocks = [_head("voices")]
    for voice in briefing.voices:
        lines = "\n".join(f"- {_line(line)}{_number(line)}" for line in voice.lines)
        blocks.append(f"**{_safe(wording.voice_head(voice))}**\n\n{lines}")
    return blocks


def _disputes(briefing: Briefing) -> list[str]:
    if not briefing.disputes:
        return [_head("disputes"), "No disagreement was found among what was read."]
    blocks = [_head("disputes")]
    for card in briefing.disputes:
        blocks.append(f"### {_safe(wording.card_head(card))}")
        blocks.append("\n".join(f"- {_side(side)}" for side in card.sides))
    return blocks


def _side(side: CardSide) -> str:
    also = f" (also {_safe('; '.join(side.also))})" if side.also else ""
    if side.line:
        body = f"“{_safe(side.line.text)}” {' '.join(wording.runs(side.citations))}{also}{_number(side.line)}"
    else:
        body = f"as in line {side.see} {' '.join(wording.runs(side.citations))}{also}"
    return f"{_safe(wording.opening(side.teller))}: {body}"


def _unknown(briefing: Briefing) -> list[str]:
    told = [_line(point.line) + _number(point.line) if point.line else _safe(point.text) for point in briefing.unknown]
    return [_head("unknown"), "\n".join(f"- {one}" for one in told)] if told else []


def _coverage(briefing: Briefing) -> list[str]:
    coverage = briefing.coverage
    if not coverage.rows:
        return []
    head = "| | " + " | ".join(f"line {number}" for number, _ in coverage.claims) + " |"
    rule = "|---" * (len(coverage.claims) + 1) + "|"
    rows = [
        f"| {_safe(outlet)} | " + " | ".join(wording.cell_text(cell) for cell in cells) + " |"
        for outlet, cells in coverage.rows
    ]
    key = "; ".join(f"line {number}: “{_safe(label)}”" for number, label in coverage.claims)
    blocks = [_head("coverage"), "\n".join([head, rule, *rows]), f"{key}.", f"*{wording.STANCE_KEY}*"]
    if coverage.left_out:
        blocks.append(f"{coverage.left_out} more outlets are in the index on this topic.")
    if coverage.absent:
        told = "; ".join(f"{_safe(name)} (cited by {_safe(', '.join(by))})" for name, by in coverage.absent)
        blocks.append(f"Cited, and not in the corpus: {told}.")
    return blocks


def _sources(briefing: Briefing) -> list[str]:
    blocks = [_head("sources"), _safe(wording.origins_text(briefing))]
    shown = {line.text for line in briefing.lines}
    for first, citations in wording.by_article(briefing.citations):
        title = f"“{_safe(first.title or 'untitled')}”"
        address = wording.address(first.url)
        head = f"**{_safe(wording.source_head(first))}**: {title}" + (f" <{address}>" if address else "")
        rows = []
        for citation in citations:
            quote = "" if citation.quote in shown else f": “{_safe(citation.quote)}”"
            rows.append(f"- [{citation.number}] characters {citation.start}–{citation.end}{quote}")
        blocks.append(head + "\n\n" + "\n".join(rows))
    return blocks


def _receipt(briefing: Briefing) -> list[str]:
    rows = [f"- {name}: {_safe(value)}" for name, value in wording.receipt_rows(briefing.receipt)]
    out = [f"- Not cited: {_safe(told)}" for told in wording.left_out(briefing.receipt)]
    return [_head("receipt"), "\n".join([*rows, *out])]


def _nearest(briefing: Briefing) -> list[str]:
    if not briefing.nearest:
        return []
    rows = [
        f"- {_safe(near.outlet or 'outlet unknown')}, {day_name(near.published)}: {_safe(near.title or 'untitled')}"
        for near in briefing.nearest
    ]
    return ["The nearest coverage:", "\n".join(rows)]


def _comparison(briefing: Briefing) -> list[str]:
    comparison = briefing.comparison
    if comparison is None:
        return []
    stands = f"Compared with {_safe(comparison.earlier)}: {comparison.standing} of its passages stand as quoted."
    rows = [f"- **{wording.CHANGES[one.kind]}**: {_safe(wording.change_text(one))}" for one in comparison.changes]
    return [_head("comparison"), stands, "\n".join(rows) or "Nothing is new, and nothing changed."]
