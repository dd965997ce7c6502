"""Tells whether the articles bear a sentence out, at the very places it cites. Floor 4.

The sentence is checked against what is stored there, never against the quote that the answer prints (that is
`exact_spans`' to judge) nor by the check that the answer gives itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Answer, Evidence, Sentence
from evals.plain import plain
from evals.score import Context


def cited_evidence(answer: Answer, sentence: Sentence, context: Context) -> dict[int, Evidence | None]:
    """What stands where each citation of a sentence points, by number; None for a number that leads nowhere."""
    by_number = {citation.number: citation for citation in answer.citations}
    found: dict[int, Evidence | None] = {}
    for number in sentence.citations:
        citation = by_number.get(number)
        found[number] = context.evidence(citation) if citation else None
    return found


def bears_out(text: str, evidence: Sequence[Evidence]) -> tuple[bool, str]:
    """Whether the evidence supports the sentence, and why not where it does not. No evidence supports nothing."""
    if not evidence:
        return False, "cites nothing that is there"
    if is_verbatim(text, evidence):
        return True, "verbatim"
    from assistant.verification.verify import verify

    verdict = verify(text, evidence)
    return verdict.check != "unsupported", verdict.reason


def is_verbatim(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the sentence is, to the word, part of one of the cited places; marks and quotation marks aside."""
    said = plain(text).strip(" \"'")
    return bool(said) and any(said in plain(one.quote) for one in evidence)
