"""Approximates whether the cited places of a sentence support it. Floor 4.

The sentence is checked against what is stored there, never against the quote that the answer prints (that is
`exact_spans`' to judge) nor by the check that the answer gives itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.terms import stems
from assistant.types import Answer, Evidence, Sentence
from evals.plain import evened
from evals.score import Context


def cited_evidence(answer: Answer, sentence: Sentence, context: Context) -> dict[int, Evidence | None]:
    """The stored text at each citation of a sentence, by number; None for an invalid number."""
    by_number = {citation.number: citation for citation in answer.citations}
    found: dict[int, Evidence | None] = {}
    for number in sentence.citations:
        citation = by_number.get(number)
        found[number] = context.evidence(citation) if citation else None
    return found


def is_supported(text: str, evidence: Sequence[Evidence]) -> tuple[bool, str]:
    """Whether the evidence seems to support the sentence, and why not where it does not. No evidence supports nothing.

    A proxy for entailment, for trends only: no quotation is altered, no figure comes from nowhere, and half of the
    sentence's content words are in the cited lines, their paragraphs, titles or sources (word overlap does
    not distinguish a faithful sentence from a slightly altered one). The answer itself has a checking model's verdict.
    """
    if not evidence:
        return False, "cites nothing that is there"
    if is_verbatim(text, evidence):
        return True, "verbatim"
    from assistant.checking.check import check_exact

    verdict = check_exact(text, evidence)
    if verdict.check == "unsupported":
        return False, verdict.reason
    own = set(stems(text))
    held = own & {one for piece in evidence for one in stems(_around(piece))}
    reason = f"{len(held)} of its {len(own)} words are in what it cites"
    return 2 * len(held) >= len(own), reason


def _around(piece: Evidence) -> str:
    """The words of a quote's paragraph, with title, outlet and sources."""
    text = piece.article.text
    start, end = text.rfind("\n", 0, piece.start) + 1, text.find("\n", piece.end)
    names = " ".join(rung.name for rung in piece.ladder)
    return f"{text[start : end if end >= 0 else len(text)]} {piece.article.title} {piece.article.outlet} {names}"


def is_verbatim(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the sentence is, to the word, part of one of the cited places; marks and quotation marks aside."""
    said = evened(text).strip(" \"'")
    return bool(said) and any(said in evened(one.quote) for one in evidence)
