"""Questions to begin a talk with, chosen by what is in the index. Floor 2. A pure function."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.index.catalog import Listing

_MOST = 4
_LONGEST = 90  # characters of a title in a question: more would not fit a button
# For the built-in corpus: each question is offered if all titles it needs are in the index.
_KNOWN = (
    (
        "Did Rostec cut its staff in Venezuela from 1,000 to a few dozen?",
        ("slashes number of military", "never had many"),
    ),
    ("What did Russia's ambassador in Caracas say about the reports?", ("rejects reports on military experts",)),
    ("How many Russian troops arrived in Caracas in March 2019, and who says so?", ("troops, advisers arrive",)),
    ("Is Russia withdrawing its technicians or rotating them?", ("rotating military technicians",)),
)


def starters(listing: Sequence[Listing]) -> list[str]:
    """Up to four questions that the index should be able to answer; none for an empty index.

    For other corpora than the built-in one they are made from the newest titles, one per outlet first.
    """
    titles = [line.title.casefold() for line in listing if line.title]
    known = [question for question, needs in _KNOWN if all(any(need in title for title in titles) for need in needs)]
    if known:
        return known[:_MOST]
    newest = sorted((line for line in listing if line.title), key=lambda line: line.published or "", reverse=True)
    first = list({line.outlet: line for line in reversed(newest)}.values())[::-1]
    rest = [line for line in newest if line not in first]
    return [f"What is reported about “{_short(line.title or '')}”?" for line in (*first, *rest)[:_MOST]]


def _short(title: str) -> str:
    """A title on one line, truncated at a word, without the site's name after a bar."""
    words = re.sub(r"\s+", " ", title.split(" | ")[0]).strip(' ?."“”')
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
