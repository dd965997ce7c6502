"""Scores attribution ladders against the hand-labelled sentences of `attribution.yaml`. Floor 4.

    python -m evals.parts.attribution [--split dev|test] [--worst N]

Three figures a split: the speaker (the person, organisation or unnamed source at the end of the ladder), the
reporting outlet (the outlets a sentence cites beside the one that printed it), anonymity (is the source unnamed?).
Precision counts what was given, recall what was labelled; a label may allow the speaker to be left out.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.attribution.ladders import ladders
from assistant.language.names import same_person
from assistant.language.outlets import canonical, same_outlet
from assistant.language.sentences import sentence_spans
from assistant.types import Attribution

HERE = Path(__file__).parent
LABELS = HERE / "attribution.yaml"
CORPUS = HERE.parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """One labelled sentence beside the ladder that was found for it, without the outlet that printed it."""

    article: str
    split: str
    kind: str
    text: str
    via: tuple[tuple[str, ...], ...]
    by: tuple[str, tuple[str, ...]] | None
    verb: tuple[str, ...]
    optional: bool
    found: tuple[Attribution, ...]


@dataclass
class Tally:
    """Right, given and labelled answers; precision and recall are None where nothing can be counted."""

    right: int = 0
    given: int = 0
    labelled: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Right answers among those given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Right answers among those labelled."""
        return self.right / self.labelled if self.labelled else None


def read_labels(path: Path = LABELS, corpus: Path = CORPUS) -> list[LabelledSentence]:
    """Every labelled sentence with its ladder, in file order. A label that finds no sentence raises ValueError."""
    rows: list[LabelledSentence] = []
    for article in yaml.safe_load(path.read_text(encoding="utf-8")):
        text, outlet, starts = _article(article, corpus)
        spans = sentence_spans(text)
        found = ladders(text, outlet, spans)
        for label, start in zip(article["sentences"], starts, strict=True):
            at = next(i for i, (first, last) in enumerate(spans) if first <= start < last)
            rungs = found[at][1:] if outlet else found[at]
            rows.append(_row(article, label, text[slice(*spans[at])], rungs))
    return rows


def scores_of(rows: Iterable[LabelledSentence]) -> dict[str, Tally]:
    """The tallies of speaker, reporting outlet, anonymity and verb over some labelled sentences."""
    tallies = {name: Tally() for name in ("speaker", "outlet", "anonymous", "verb")}
    for row in rows:
        _score_speaker(row, tallies["speaker"])
        _score_outlets(row, tallies["outlet"])
        _score_anonymity(row, tallies["anonymous"])
        _score_verb(row, tallies["verb"])
    return tallies


def same_name(a: str, b: str, kind: str) -> bool:
    """Whether two printed sources are the same, leading articles, case and quotation marks aside."""
    if _plain(a) == _plain(b):
        return True
    return kind == "person" and same_person(a, b) and len(a.split()) > 1 and len(b.split()) > 1


def _score_speaker(row: LabelledSentence, tally: Tally) -> None:
    speaker = _speaker(row)
    right = bool(speaker and row.by and speaker.kind == row.by[0] and _named(speaker.name, row.by))
    tally.right += right
    tally.given += speaker is not None
    tally.labelled += row.by is not None and not (row.optional and speaker is None)
    if not right and (speaker or (row.by and not row.optional)):
        tally.failures.append(_failure(row))


def _score_outlets(row: LabelledSentence, tally: Tally) -> None:
    given = [rung.name for rung in row.found if rung.kind == "outlet"]
    left = list(row.via)
    for name in given:
        match = next((names for names in left if any(same_outlet(name, one) for one in names)), None)
        if match:
            left.remove(match)
            tally.right += 1
        else:
            tally.failures.append(_failure(row))
    tally.given += len(given)
    tally.labelled += len(row.via) - (len(left) if row.optional else 0)
    if left and not row.optional:
        tally.failures.append(_failure(row))


def _score_anonymity(row: LabelledSentence, tally: Tally) -> None:
    speaker = _speaker(row)
    given = bool(speaker and speaker.kind == "anonymous")
    labelled = bool(row.by and row.by[0] == "anonymous")
    tally.right += given and labelled
    tally.given += given
    tally.labelled += labelled
    if given != labelled:
        tally.failures.append(_failure(row))


def _score_verb(row: LabelledSentence, tally: Tally) -> None:
    speaker = _speaker(row)
    if not row.verb or not speaker:
        return
    right = (speaker.verb or "") in row.verb
    tally.right += right
    tally.given += 1
    tally.labelled += 1
    if not right:
        tally.failures.append(f"{_failure(row)} (verb {speaker.verb!r})")


def _speaker(row: LabelledSentence) -> Attribution | None:
    return row.found[-1] if row.found and row.found[-1].kind != "outlet" else None


def _named(name: str, by: tuple[str, tuple[str, ...]]) -> bool:
    return any(same_name(name, one, by[0]) for one in by[1])


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", re.sub(r"[\W_]+", " ", name.lower().replace("’", "'")).strip())


def _failure(row: LabelledSentence) -> str:
    found = " <- ".join(f"{rung.name} ({rung.kind}, {rung.verb})" for rung in row.found)
    by = [f"{row.by[0]}: {' | '.join(row.by[1])}"] if row.by else []
    wanted = " <- ".join([*(" | ".join(names) for names in row.via), *by])
    where = f"[{row.split} {row.article} {row.kind}] {row.text[:110]!r}"
    return f"{where}\n      found  {found or 'nobody'}\n      wanted {wanted or 'nobody'}"


def _article(article: dict[str, Any], corpus: Path) -> tuple[str, str | None, list[int]]:
    """An article's text, its outlet, and where each labelled sentence begins."""
    if "file" in article:
        head, _, body = (corpus / article["file"]).read_text(encoding="utf-8").partition("\n---\n")
        text = body.strip()
        outlet = str(yaml.safe_load(head.lstrip("-"))["outlet"])
        starts = [text.find(label["starts"]) for label in article["sentences"]]
        for label, start in zip(article["sentences"], starts, strict=True):
            if start < 0:
                raise ValueError(f"{article['file']} holds no sentence that starts {label['starts']!r}")
        return text, outlet, starts
    text, starts = "", []
    for label in article["sentences"]:
        text += ("\n\n" if label.get("para") else " ") if text else ""
        starts.append(len(text))
        text += label["text"].strip()
    return text, article["outlet"], starts


def _row(article: dict[str, Any], label: dict[str, Any], text: str, found: Sequence[Attribution]) -> LabelledSentence:
    by = _names(label["by"]) if "by" in label else None
    via = tuple(tuple(canonical(name) for name in _names(one)[1]) for one in label.get("via", []))
    verb = tuple(part.strip() for part in label.get("verb", "").split("|") if part.strip())
    optional = bool(label.get("may"))
    return LabelledSentence(article["id"], article["split"], label["kind"], text, via, by, verb, optional, tuple(found))


def _names(label: str) -> tuple[str, tuple[str, ...]]:
    kind, _, names = label.partition(":")
    return kind.strip(), tuple(re.sub(r"^\w+: ", "", name.strip()) for name in names.split("|"))


def main() -> None:
    """Print the figures, and the failures asked for."""
    parser = argparse.ArgumentParser(prog="python -m evals.parts.attribution", description=__doc__)
    parser.add_argument("--split", choices=["dev", "test"], action="append")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--worst", type=int, default=0, help="print so many failures")
    asked = parser.parse_args()
    rows = read_labels(asked.labels)
    for split in asked.split or ["dev", "test"]:
        _report(split, [row for row in rows if row.split == split], asked.worst)


def _report(split: str, rows: Sequence[LabelledSentence], worst: int) -> None:
    """Print one split: all figures, then speaker and outlet by construction, then failures."""
    print(f"\n{split}: {len(rows)} sentences of {len({row.article for row in rows})} articles")
    tallies = scores_of(rows)
    for name, tally in tallies.items():
        print(f"  {name:10} {_figures(tally)}")
    by_kind: dict[str, list[LabelledSentence]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind, some in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        speaker, outlet = (_figures(scores_of(some)[name]) for name in ("speaker", "outlet"))
        print(f"    {kind:13} {len(some):3} sentences  speaker {speaker}  outlet {outlet}")
    failures = dict.fromkeys(failure for tally in tallies.values() for failure in tally.failures)
    for failure in list(failures)[:worst]:
        print("  ", failure)


def _figures(tally: Tally) -> str:
    precision = f"{tally.precision:.3f}" if tally.precision is not None else "  -  "
    recall = f"{tally.recall:.3f}" if tally.recall is not None else "  -  "
    return f"P {precision} ({tally.right}/{tally.given})  R {recall} ({tally.right}/{tally.labelled})"


if __name__ == "__main__":
    main()
