"""Lays a briefing out as blocks of text, the same for every written form. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.attribution.mix import mix_text
from assistant.briefing import wording
from assistant.briefing.blocks import Block, Kind, Link, Marks, Piece, Place, Text
from assistant.briefing.clauses import opening
from assistant.briefing.types import Briefing, Line, Row, TimelineEntry
from assistant.markup import address, count, day_name

_ABOVE = Text("as summed up above")


def document(briefing: Briefing) -> list[Block]:
    """The whole document; for a topic that the index does not cover, only that and the nearest coverage."""
    blocks = _head(briefing)
    if briefing.status == "not_in_corpus":
        near = [f"{wording.source_of(one)}: {one.title or 'untitled'}" for one in briefing.nearest]
        blocks += [_heading("Not in these articles"), _plain("paragraph", " ".join(briefing.notes))]
        blocks += [_plain("paragraph", "The nearest coverage:")] if near else []
        return [*blocks, *(_plain("bullet", one) for one in near), *_receipt(briefing)]
    for section in (
        _summary,
        _comparison,
        _story,
        _timeline,
        _report,
        _voices,
        _disputes,
        _row_sections,
        _coverage,
        _sources,
        _receipt,
    ):
        blocks += section(briefing)
    return blocks


def title_of(briefing: Briefing) -> str:
    """The model's headline, or else the topic with the number of outlets and whether accounts differ."""
    if briefing.headline:
        return briefing.headline.text
    if briefing.status == "not_in_corpus":
        return briefing.topic
    outlets = count(briefing.source_mix.outlets, "outlet") if briefing.source_mix.outlets else "the articles"
    differ = ", and where accounts differ" if briefing.disputes else ""
    return f"{opening(briefing.topic)}: what {outlets} reported{differ}"


def _head(briefing: Briefing) -> list[Block]:
    made = [day_name(briefing.receipt.made[:10]), briefing.length, wording.writer(briefing.receipt)]
    under = wording.filters_text(briefing)
    line = " · ".join([f"Briefing by Sayso on “{briefing.topic}”", *made, *([under] if under else [])])
    marks = (Marks(briefing.headline.citations),) if briefing.headline else ()
    return [Block("title", (Text(title_of(briefing)), *marks)), _plain("kicker", line)]


def _summary(briefing: Briefing) -> list[Block]:
    rests = mix_text(briefing.source_mix, briefing.receipt.index_newest)
    notes = [*briefing.notes, *([f"Rests on: {rests}."] if rests else [])]
    return [Block("paragraph", _prose(briefing.summary)), *(_plain("note", note) for note in notes)]


def _comparison(briefing: Briefing) -> list[Block]:
    comparison = briefing.comparison
    if comparison is None:
        return []
    stands = f"Compared with {comparison.earlier}: {comparison.standing} of its passages stand as quoted."
    rows = [
        Block("bullet", (Text(f"{wording.CHANGES[one.kind]}: ", "strong"), Text(wording.change_text(one))))
        for one in comparison.changes
    ]
    nothing = [_plain("paragraph", "Nothing is new, and nothing changed.")]
    return [_heading("Since the earlier briefing"), _plain("paragraph", stands), *(rows or nothing)]


def _timeline(briefing: Briefing) -> list[Block]:
    """What happened, in order; what was long past when it was reported is set apart as background."""
    blocks: list[Block] = []
    for heading, background in (("What happened", False), ("Background", True)):
        rows = _rows([one for one in briefing.timeline if one.background == background], briefing.summary)
        blocks += [_heading(heading), *rows] if rows else []
    return blocks


def _rows(entries: Sequence[TimelineEntry], summary: Sequence[Line]) -> list[Block]:
    above = {line.number for line in summary}
    rows: list[Block] = []
    for entry in entries:
        marks = Marks(entry.line.citations[:1])
        label = opening(entry.when)
        if entry.line.number not in above:
            rows.append(Block("row", _prose([entry.line]), label))
        elif rows and rows[-1].label == label and rows[-1].pieces[0] == _ABOVE:
            rows[-1] = replace(rows[-1], pieces=(*rows[-1].pieces, marks))
        else:
            rows.append(Block("row", (_ABOVE, marks), label))
    return rows


def _story(briefing: Briefing) -> list[Block]:
    paragraphs = [Block("paragraph", _prose(lines)) for lines in briefing.story]
    return [_heading("The story"), *paragraphs] if paragraphs else []


def _report(briefing: Briefing) -> list[Block]:
    paragraphs = [Block("paragraph", _prose(lines)) for lines in briefing.report]
    return [_heading("What is reported"), *paragraphs] if paragraphs else []


def _voices(briefing: Briefing) -> list[Block]:
    if not briefing.voices:
        return []
    return [_heading("Who says what"), *(Block("paragraph", _prose(voice.lines)) for voice in briefing.voices)]


def _disputes(briefing: Briefing) -> list[Block]:
    if not briefing.disputes:
        return [
            _heading("Where accounts differ"),
            _plain("paragraph", "No disagreement was found among what was read."),
        ]
    blocks = [_heading("Where accounts differ")]
    for card in briefing.disputes:
        blocks.append(_plain("subheading", f"D{card.number}. {card.about}"))
        for side in card.sides:
            pieces = (
                _prose([replace(side.line, disputed=())])
                if side.line
                else (Text(f"{side.teller}, as above"), Marks(side.citations))
            )
            blocks.append(Block("bullet", pieces))
    return blocks


def _row_sections(briefing: Briefing) -> list[Block]:
    blocks: list[Block] = []
    for section in briefing.row_sections:
        blocks += [_heading(section.heading), *map(_row, section.rows)] if section.rows else []
    return blocks


def _row(row: Row) -> Block:
    pieces = _prose([row.line]) if row.line else (Text(row.text), *_each(row.citations))
    return Block("row" if row.label else "bullet", pieces, row.label)


def _coverage(briefing: Briefing) -> list[Block]:
    coverage = briefing.coverage
    rows = []
    for share in coverage.outlets:
        pieces: list[Piece] = [Text(share.outlet, "strong"), Text(f", {count(share.articles, 'article')}:")]
        pieces += _each(share.citations) or [Text(" nothing that others do not report better")]
        if share.alone and share.alone != share.citations:
            pieces += [Text("; only here:"), *_each(share.alone)]
        pieces += [Text(", all of it only here")] if share.alone and share.alone == share.citations else []
        rows.append(Block("bullet", tuple(pieces)))
    if coverage.quoted:
        names = ", ".join(f"{name} ({number} sentences)" for name, number in coverage.quoted)
        rows.append(_plain("paragraph", f"Most quoted in what was read: {names}."))
    if coverage.absent:
        names = "; ".join(f"{name} (cited by {', '.join(by)})" for name, by in coverage.absent)
        rows.append(_plain("paragraph", f"Cited, and not in the index: {names}."))
    return [_heading("How it was covered"), *rows] if rows else []


def _sources(briefing: Briefing) -> list[Block]:
    blocks = [_heading("Sources"), _plain("paragraph", wording.origins_text(briefing))]
    shown = {line.text for line in briefing.lines}
    for first, citations in wording.by_article(briefing.citations):
        title = Link(first.title or "untitled", address(first.url))
        blocks.append(Block("paragraph", (Text(wording.source_of(first), "strong"), Text(": "), title)))
        for citation in citations:
            pieces: tuple[Piece, ...] = (
                Place(citation.number), Text(f"characters {citation.start}–{citation.end}", "soft")
            )  # fmt: skip
            quoted = () if citation.quote in shown else (Text(": "), Text(citation.quote, "quote"))
            blocks.append(Block("source", (*pieces, *quoted)))
    return blocks


def _receipt(briefing: Briefing) -> list[Block]:
    rows = [
        *wording.receipt_rows(briefing.receipt),
        *(("Not cited", one) for one in wording.left_out(briefing.receipt)),
    ]
    return [_heading("Receipt"), *(Block("note", (Text(f"{name}: ", "strong"), Text(text))) for name, text in rows)]


def _prose(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """Lines as running text; a lead that neighbouring lines share is printed once."""
    pieces: list[Piece] = []
    lead = ""
    for line in lines:
        if pieces:
            pieces.append(Text(" "))
        if line.verbatim and line.lead != lead:
            pieces.append(Text(f"{line.lead} "))
        lead = line.lead
        pieces += [Text(line.text, "quote" if line.verbatim else "plain"), Marks(line.citations, line.related)]
        if tail := wording.tail(line):
            pieces.append(Text(f" ({tail})", "soft"))
    return tuple(pieces)


def _each(numbers: Sequence[int]) -> list[Piece]:
    return [Marks((number,)) for number in numbers]


def _heading(text: str) -> Block:
    return _plain("heading", text)


def _plain(kind: Kind, text: str) -> Block:
    return Block(kind, (Text(text),))
