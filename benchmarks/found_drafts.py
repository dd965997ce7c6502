"""The labelled drafts with what was found for them once, so that checks can be tried without searching again. Floor 4.

`keep` searches and embeds, a minute a story; `figures` only checks. What is kept lies in a folder of its own.
"""

from __future__ import annotations

import pickle
from pathlib import Path

from assistant.checking.absent import Holdings
from assistant.checking.check import check, check_cites
from assistant.checking.contradictions import contradicting
from assistant.checking.index_check import check_against_index
from assistant.desk import Desk
from assistant.index.catalog import open_catalog
from assistant.reading.checked_context import CitedSentence
from assistant.settings import Settings
from assistant.types import Filters
from benchmarks.quality_sets import DRAFTS, Figures, home_of, of_draft
from evals.parts.drafts import labelled_draft


def keep(folder: Path) -> None:
    """Write what the indexes have on each sentence of the drafts; a story that is there already is left alone."""
    for story in DRAFTS:
        if (folder / story / "found.pickle").exists():
            continue
        (folder / story).mkdir(parents=True)
        desk = Desk(Settings(home=home_of(story, folder / story)))
        checker = desk.draft_checker()
        rows = [(one.text, one.right, checker.found(one.text, Filters())) for one in labelled_draft(story, desk)]
        (folder / story / "found.pickle").write_bytes(pickle.dumps(rows))


def figures(folder: Path) -> Figures:
    """As `quality_sets.drafts`, and how few lines are set against a sentence."""
    told: Figures = {}
    for story in DRAFTS:
        rows = pickle.loads((folder / story / "found.pickle").read_bytes())
        held = Holdings(open_catalog(Settings(home=folder / story / "home")), Filters())
        first = check([CitedSentence(text, one.cited) for text, _, one in rows], None, check_cites)
        last = [
            check_against_index(text, verdict, one, held).check
            for (text, _, one), verdict in zip(rows, first, strict=True)
        ]
        told |= of_draft(story, [right for _, right, _ in rows], last)
        against = sum(len(contradicting(text, one.lines, one.cited)) for text, _, one in rows)
        told[f"{story}: nothing set against a sentence"] = 1 - against / len(rows)
    return told
