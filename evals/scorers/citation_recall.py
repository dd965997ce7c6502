"""Citation recall: the share of the answer's sentences that their citations fully support (Liu et al. 2023).

Floor 4.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, short
from evals.support import bears_out, cited_evidence


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Unscored for an answer without sentences. A sentence that cites nothing is not supported.

    A line that only joins ("RFE/RL:") claims nothing and is not counted.
    """
    told = [sentence for sentence in answer.sentences if sentence.check != "joining"]
    if not told:
        return Score(None, "the answer has no sentences")
    faults = []
    for sentence in told:
        evidence = [one for one in cited_evidence(answer, sentence, context).values() if one]
        good, why = bears_out(sentence.text, evidence)
        if not good:
            faults.append(f"“{short(sentence.text)}” {list(sentence.citations)}: {why}")
    if faults:
        return Score(1 - len(faults) / len(told), "; ".join(faults))
    return Score(1.0, f"{len(told)} of {len(told)} sentences supported")
