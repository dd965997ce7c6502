"""Citation recall: the share of the answer's sentences that their citations fully support (Liu et al. 2023).

Floor 4.
"""

from __future__ import annotations

from assistant.types import Answer
from evals.items import GoldItem
from evals.score import Context, Score, short
from evals.support import cited_evidence, is_supported


def score(item: GoldItem, answer: Answer, context: Context) -> Score:
    """Unscored for an answer without sentences. A sentence that cites nothing is not supported.

    A line that only joins ("RFE/RL:") claims nothing and is not counted.
    """
    claims = [sentence for sentence in answer.sentences if sentence.check != "joining"]
    if not claims:
        return Score(None, "the answer has no sentences")
    faults = []
    for sentence in claims:
        evidence = [one for one in cited_evidence(answer, sentence, context).values() if one]
        good, why = is_supported(sentence.text, evidence)
        if not good:
            faults.append(f"“{short(sentence.text)}” {list(sentence.citations)}: {why}")
    if faults:
        return Score(1 - len(faults) / len(claims), "; ".join(faults))
    return Score(1.0, f"{len(claims)} of {len(claims)} sentences supported")
