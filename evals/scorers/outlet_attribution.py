"""Outlet attribution: the outlets the item wants are cited, and each citation names the outlet that printed it.

Floor 4.
"""

from __future__ import annotations

from assistant.language.outlets import same_outlet
from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, refused


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """The lower of two shares: wanted outlets that are cited, and citations under their own outlet's name.

    Unscored where the item wants no outlets and the answer cites nothing.
    """
    if not item.outlets and not answer.citations:
        return Score(None, "no outlet is wanted, and none is cited")
    if item.outlets and refused(answer):
        return Score(0.0, "refused, though the corpus holds the answer")
    names = list(dict.fromkeys(citation.outlet or "no outlet" for citation in answer.citations))
    missing = [" or ".join(entry) for entry in item.outlets if not _cited(entry, names)]
    wrong = []
    for citation in answer.citations:
        printed, stored = citation.outlet, context.outlet_of(citation)
        if (printed or stored) and not (printed and stored and same_outlet(printed, stored)):
            wrong.append(f"[{citation.number}] is said to be {printed or 'of no outlet'}, and is {stored or 'unknown'}")
    reasons = []
    if missing:
        reasons.append(f"cited {' and '.join(names) or 'nothing'}; gold wants {' and '.join(missing)}")
    covered = 1 - len(missing) / len(item.outlets) if item.outlets else 1.0
    labelled = 1 - len(wrong) / len(answer.citations) if answer.citations else 1.0
    return Score(min(covered, labelled), "; ".join(reasons + wrong) or f"cited {' and '.join(names)}")


def _cited(entry: tuple[str, ...], names: list[str]) -> bool:
    return any(same_outlet(wanted, name) for wanted in entry for name in names)
