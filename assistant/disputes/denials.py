"""Tells whether one claim denies another, by what it denies or by the report that it points back to. Floor 2."""

from __future__ import annotations

from assistant.disputes.claims import Claim, opposed
from assistant.disputes.matter import Matter
from assistant.language.claim_words import GENERIC, REPORTING, VERB
from assistant.language.outlets import mentions, same_outlet


def denying(one: Claim, other: Claim, matter: Matter) -> Claim | None:
    """The one of two claims that denies the other; None where neither does."""
    for denial, claim in ((one, other), (other, one)):
        if denial.denied is None or claim.denied is not None or not _meant(denial, claim):
            continue
        core = denial.denied - GENERIC - (claim.voice_words - claim.terms)
        likeness = matter.likeness(denial, claim)
        if opposed(denial, claim) and matter.closeness(denial, claim) >= 0.3:
            return denial
        if len(core) >= 2:
            met = matter.coverage(core, claim.terms)
            events = core & VERB - REPORTING
            same = bool(events & claim.terms) if events else met >= 0.65
            if met >= 0.45 and likeness >= 0.25 and same and matter.shares_name(denial, claim):
                return denial
            continue
        pointed = denial.context | denial.terms
        events = (core & VERB or denial.context & VERB) - REPORTING
        named = claim.names & pointed
        met = matter.coverage(claim.terms - claim.voice_words, pointed)
        least = 0.25 if denial.evidence.article.id == claim.evidence.article.id else 0.4
        if core <= claim.terms and named and events & claim.terms and met >= least:
            return denial
    return None


def _meant(denial: Claim, claim: Claim) -> bool:
    """Whether a claim can be the one denied: where the denial names the outlet that it denies, only what that told."""
    text = denial.evidence.quote
    named = {name for span, name in mentions(text) if text[slice(*span)] and not _tells(denial, name)}
    told = {name for _, name in mentions(claim.evidence.quote)}
    return not named or bool(named & told) or any(_tells(claim, name) for name in named)


def _tells(claim: Claim, outlet: str) -> bool:
    return any(rung.kind == "outlet" and same_outlet(rung.name, outlet) for rung in claim.evidence.ladder)
