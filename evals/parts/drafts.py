"""Scores `sayso check` on two drafts whose sentences are labelled right or wrong. Floor 4.

    python -m evals.parts.drafts STORY HOME [--worst]

STORY is a name of drafts.yaml, HOME an index of that story's articles. `unsupported`: how many of those called so are
wrong, and how many of the wrong are called so. `verbatim`: how many of those called so are sentences of an article.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.checking.drafts import CheckedSentence, UncheckedSentence
from assistant.desk import Desk
from assistant.language.sentences import sentence_spans
from assistant.settings import Settings

DATA = Path(__file__).with_name("drafts.yaml")


@dataclass(frozen=True, slots=True)
class LabelledDraftSentence:
    """One sentence of a draft, whether it is right, and in which way it is written or wrong."""

    text: str
    right: bool
    kind: str


def labelled_draft(story: str, desk: Desk, path: Path = DATA) -> list[LabelledDraftSentence]:
    """The sentences of a draft, those that are an article's own looked up. Raises ValueError for one not there."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))[story]
    return [
        LabelledDraftSentence(row.get("text") or _printed(row["verbatim"], desk), row["truth"] == "right", row["kind"])
        for row in rows
    ]


def _printed(opening: str, desk: Desk) -> str:
    for article in desk.catalog.articles():
        for start, end in sentence_spans(article.text):
            if article.text[start:end].startswith(opening):
                return article.text[start:end]
    raise ValueError(f"no sentence begins with {opening!r}")


def drafts_table(draft: Sequence[LabelledDraftSentence], checked: Sequence[CheckedSentence]) -> Iterator[str]:
    """Precision and recall, then the verdicts by kind."""
    pairs = list(zip(draft, [one.verdict.check for one in checked], strict=True))
    flagged = [one for one, check in pairs if check == "unsupported"]
    wrong = [one for one in draft if not one.right]
    called = [one for one, check in pairs if check == "verbatim"]
    own = [one for one in draft if one.kind == "verbatim"]
    supported = [one for one, check in pairs if check == "supported"]
    yield _line("unsupported", sum(not one.right for one in flagged), len(flagged), len(wrong))
    yield _line("verbatim", sum(one.kind == "verbatim" for one in called), len(called), len(own))
    yield f"falsely supported {sum(not one.right for one in supported)} of {len(supported)}"
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for one, check in pairs:
        kinds[one.kind][check] += 1
    for kind, counts in kinds.items():
        yield f"  {kind:<20}" + ", ".join(f"{count} {check}" for check, count in counts.items())


def _line(name: str, right: int, called: int, wanted: int) -> str:
    return f"{name:<12} precision {right}/{called}, recall {right}/{wanted}"


def main() -> None:
    """Print the table of one story; with --worst, what was judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("story")
    parser.add_argument("home", type=Path)
    parser.add_argument("--worst", action="store_true")
    asked = parser.parse_args()
    desk = Desk(Settings(home=asked.home))
    draft = labelled_draft(asked.story, desk)
    checked = desk.check([UncheckedSentence(one.text) for one in draft])
    print("\n".join(drafts_table(draft, checked)))
    for one, found in zip(draft, checked, strict=True) if asked.worst else ():
        if one.right == (found.verdict.check == "unsupported"):
            print(f"{one.kind}: {found.verdict.check}: {one.text}\n    {found.verdict.reason}")


if __name__ == "__main__":
    main()
