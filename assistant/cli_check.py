"""`sayso check`: checks a draft against the index, sentence by sentence. Floor 4."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import BadBatch
from assistant.options import SaysoCommand, desk_of, filters_of, reader_options
from assistant.rows import read_rows

if TYPE_CHECKING:
    from assistant.checking.drafts import CheckedSentence, UncheckedSentence
    from assistant.desk import Desk
    from assistant.drafts.report import Report
    from assistant.types import Filters

_AT_ONCE = 12  # rows of a batch per call of the checker
_FORMS = (".html", ".docx")


@click.command("check", cls=SaysoCommand)
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--batch", type=click.Path(path_type=Path), help="A .jsonl of sentences; prints one JSON result a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one object with all sentences.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the marked draft: .html or .docx.")
@reader_options
def print_check(file: str | None, batch: Path | None, as_json: bool, out: Path | None, **options: Any) -> None:
    """Check a draft against the index, sentence by sentence: FILE (.txt .md .html .docx), or standard input.

    Exits with 1 if a sentence is not supported. With a language model (--model or SAYSO_CHECKER) each sentence is
    read; without one, quotations, figures, days and names are compared, and the rest is called unchecked.
    """
    if batch:
        _check_batch(batch, options)
        return
    from assistant.drafts.read import read_bytes, read_draft
    from assistant.drafts.report import Report, checked_json, checked_text
    from assistant.targets import check_writable

    if out:
        check_writable(out, _FORMS)
    given = None if file in (None, "-") else Path(str(file))
    draft = read_draft(given) if given else read_bytes(sys.stdin.buffer.read(), ".txt")
    for note in draft.notes:
        click.echo(f"sayso: {note}", err=True)
    filters, desk = filters_of(options), desk_of(options)
    report = Report(draft, tuple(_checked(desk, draft.sentences(), filters)), desk.checked_by)
    if as_json:
        rows = [checked_json(one) for one in report.checked]
        click.echo(json.dumps({"sentences": rows}, ensure_ascii=False, indent=2))
    elif not out:
        click.echo(checked_text(report.checked))
    if out:
        _write(report, out, given)
    if report.unsupported:
        sys.exit(1)


def _checked(desk: Desk, sentences: list[str], filters: Filters) -> list[CheckedSentence]:
    """The results in order, with a progress bar on a terminal."""
    from tqdm import tqdm

    from assistant.checking.drafts import UncheckedSentence

    found: list[CheckedSentence] = []
    with tqdm(total=len(sentences), unit=" sentences", disable=None, leave=False) as bar:
        for start in range(0, len(sentences), _AT_ONCE):
            some = sentences[start : start + _AT_ONCE]
            found += desk.check([UncheckedSentence(text) for text in some], filters)
            bar.update(len(some))
    return found


def _write(report: Report, out: Path, given: Path | None) -> None:
    """Write the marked draft; a Word document keeps its formatting."""
    from assistant.drafts.report import summary
    from assistant.targets import write_whole

    if out.suffix.lower() == ".docx":
        from assistant.drafts.as_docx import as_docx

        word = given.read_bytes() if given and given.suffix.lower() == ".docx" else None
        write_whole(out, as_docx(report, word))
    else:
        from assistant.drafts.as_html import as_html

        write_whole(out, as_html(report, given.stem if given else "Draft").encode("utf-8"))
    click.echo(f"Wrote {out}: {summary(report.checked)}.", err=True)


def _check_batch(path: Path, options: dict[str, Any]) -> None:
    """Print one result per line, in the order of the rows."""
    from assistant.drafts.report import checked_json

    rows = [(row, _sentence_of(path, number, row)) for number, row in read_rows(path, "sentence")]
    desk, filters = desk_of(options), filters_of(options)
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        for (row, _), checked in zip(some, desk.check([sentence for _, sentence in some], filters), strict=True):
            named = {"id": row["id"]} if "id" in row else {}
            click.echo(json.dumps({**named, **checked_json(checked)}, ensure_ascii=False))


def _sentence_of(path: Path, number: int, row: Mapping[str, Any]) -> UncheckedSentence:
    from assistant.checking.drafts import UncheckedSentence

    evidence = row.get("evidence")
    if evidence is None:
        return UncheckedSentence(row["sentence"])
    if not isinstance(evidence, list) or not all(isinstance(one, dict) and one.get("quote") for one in evidence):
        raise BadBatch(path, number, '"evidence" is not a list of objects with a "quote". Nothing was run.')
    return UncheckedSentence(row["sentence"], tuple(evidence))
