"""Citation precision: the share of citations that help to support the sentence they are on. Floor 4.

A citation helps when it supports its sentence alone, or when the others no longer support it without it (Gao et al.
2023, ALCE).
"""

from __future__ import annotations

from assistant.types import Answer, Evidence
from evals.items import GoldItem
from evals.score import Context, Score, short
from evals.support import cited_evidence, is_supported


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Counted once for each sentence and citation. Unscored where no sentence cites anything."""
    helps, faults = 0, []
    for sentence in answer.sentences:
        evidence = cited_evidence(answer, sentence, context)
        for number in evidence:
            why = _useless(sentence.text, number, evidence)
            if why is None:
                helps += 1
            else:
                faults.append(f"[{number}] behind “{short(sentence.text)}”: {why}")
    if not helps and not faults:
        return Score(None, "no sentence cites anything")
    if faults:
        return Score(helps / (helps + len(faults)), "; ".join(faults))
    return Score(1.0, f"{helps} of {helps} citations support their sentence")


def _useless(text: str, number: int, evidence: dict[int, Evidence | None]) -> str | None:
    """Why a citation does not help its sentence, or None where it does."""
    this = evidence[number]
    if this is None:
        return "leads to no stored text"
    alone, why = is_supported(text, [this])
    if alone:
        return None
    everything = [one for one in evidence.values() if one]
    others = [one for other, one in evidence.items() if one and other != number]
    if len(everything) > 1 and is_supported(text, everything)[0]:
        return None if not is_supported(text, others)[0] else "not needed: the other citations carry the sentence"
    return why
