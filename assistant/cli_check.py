"""`sayso check`: a draft held against the index, sentence by sentence. Floor 4: a door."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import BadBatch, SourceMissing
from assistant.options import Telling, desk_of, filters_of, reader_options
from assistant.rows import read_rows

if TYPE_CHECKING:
    from assistant.checking.drafts import CheckedSentence, Claimed

_AT_ONCE = 12  # rows of a batch handed to the checker together, so that they share a call


@click.command(cls=Telling)
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--batch", type=click.Path(path_type=Path), help="A .jsonl of sentences; prints one JSON result a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one object with all sentences.")
@reader_options
def check(file: str | None, batch: Path | None, as_json: bool, **options: Any) -> None:
    """Hold a draft against the index, sentence by sentence: FILE, or standard input.

    Ends with 1 where a sentence is not supported. With a language model (--model or SAYSO_CHECKER) each sentence is
    read; without one, quotations and figures alone are checked, and the rest is called unchecked.
    """
    if batch:
        _check_batch(batch, options)
        return
    from assistant.checking.drafts import draft_sentences

    claims = draft_sentences(_draft(file))
    checked = desk_of(options).check(claims, filters_of(options))
    if as_json:
        rows = [checked_json(one) for one in checked]
        click.echo(json.dumps({"sentences": rows}, ensure_ascii=False, indent=2))
    else:
        click.echo(checked_text(checked))
    if any(one.verdict.check == "unsupported" for one in checked):
        sys.exit(1)


def _draft(file: str | None) -> str:
    """The text of a draft. Raises SourceMissing, BadBatch for one that is no UTF-8 text."""
    if file in (None, "-"):
        return sys.stdin.read()
    path = Path(str(file))
    if not path.is_file():
        raise SourceMissing(str(path))
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadBatch(path, None, f"cannot be read as UTF-8 text ({error}).") from error


def _check_batch(path: Path, options: dict[str, Any]) -> None:
    """One result a line, in the order of the rows."""
    rows = [(row, _claimed(path, number, row)) for number, row in read_rows(path, "sentence")]
    desk, filters = desk_of(options), filters_of(options)
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        for (row, _), checked in zip(some, desk.check([claim for _, claim in some], filters), strict=True):
            named = {"id": row["id"]} if "id" in row else {}
            click.echo(json.dumps({**named, **checked_json(checked)}, ensure_ascii=False))


def _claimed(path: Path, number: int, row: Mapping[str, Any]) -> Claimed:
    from assistant.checking.drafts import Claimed

    evidence = row.get("evidence")
    if evidence is None:
        return Claimed(row["sentence"])
    if not isinstance(evidence, list) or not all(isinstance(one, dict) and one.get("quote") for one in evidence):
        raise BadBatch(path, number, '"evidence" is not a list of objects with a "quote". Nothing was run.')
    return Claimed(row["sentence"], tuple(evidence))


def checked_json(checked: CheckedSentence) -> dict[str, Any]:
    """A checked sentence in the form that the contract promises."""
    from dataclasses import asdict

    from assistant.checking.drafts import NOT_STORED
    from assistant.writing.numbering import citation_of

    verdict = checked.verdict
    stored = [piece for piece in checked.evidence if not piece.article.id.startswith(NOT_STORED)]
    return {
        "sentence": checked.text,
        "check": verdict.check,
        "reason": verdict.reason,
        "words": list(verdict.words),
        "citations": [asdict(citation_of(number, piece)) for number, piece in enumerate(stored, 1)],
        "disputed_by": [],
    }


def checked_text(checked: Sequence[CheckedSentence]) -> str:
    """The draft for reading on a terminal: each sentence, its verdict, and what it was held against."""
    from assistant.writing.numbering import citation_of
    from assistant.writing.render import ladder_text, printable

    blocks = []
    for one in checked:
        lines = [f"{one.verdict.check.upper():<12}{printable(one.text)}"]
        if one.verdict.check not in ("verbatim", "joining"):
            lines.append(f"            {printable(one.verdict.reason)}")
        for number, piece in enumerate(one.evidence, 1):
            said = f"{ladder_text(citation_of(number, piece))}: “{piece.quote}”"
            lines.append(f"            {printable(said)}")
        blocks.append("\n".join(lines))
    names = ("verbatim", "supported", "unsupported", "unchecked")
    counts = {name: sum(one.verdict.check == name for one in checked) for name in names}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return "\n\n".join([*blocks, f"{len(checked)} sentences: {told or 'nothing to check'}"])
