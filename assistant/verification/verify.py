"""Verifies one answer sentence against what it cites. Floor 3.

Each check is a function of the claim and its grounds that gives a reason, or None where it finds nothing; the first
reason makes the sentence unsupported. Nothing here asks a model, and the time is linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.language.claim_words import GENERIC, concept
from assistant.language.days import Day
from assistant.language.figures import Figure, agrees, dates, figures
from assistant.language.outlets import mentions
from assistant.language.terms import is_stop, stem, words
from assistant.types import Evidence, Verdict
from assistant.verification.counted import miscounted
from assistant.verification.direction import allies, direction_differs
from assistant.verification.doers import exchanged_names
from assistant.verification.grounds import Claim, Grounds, listed, short, straight, without_marks
from assistant.verification.loaded import taken_over
from assistant.verification.named import foreign_name
from assistant.verification.polarity import negation_differs, read_polarity
from assistant.verification.saidby import lost_attribution, other_speaker

# "the two accounts differ" counts what is told, not what is told of
_ACCOUNTS = re.compile(r" (?:sides|accounts|versions|outlets|reports|articles|parties) ")
Check = Callable[[Claim, Grounds], "str | None"]

_ENOUGH = 0.5  # share of a sentence's words of matter that its sources must hold
_STRAY = 3  # so many words of matter in a row that no source has are an addition
_CLAUSE = re.compile(r"[,;:()–—\n]|\b(?:and|but|while|because|which|who|after|although|though|when|that)\b")
_SCAFFOLD = GENERIC | frozenset(
    stem(word)
    for word in listed(
        """
    said say tell told report state call claim accord cite quote announce estimate describe deny
    write news number source people person put use account add note new make take go come get become
    according several way spoke company firm intend plan expect continue remain also still currently
    previously recently decide level seek less side disagree differ contrast recall mention explain observe
    """
    )
)


def verify(text: str, cited: Sequence[Evidence]) -> Verdict:
    """Whether a sentence stands on the evidence it cites, with a reason that a reader can check.

    `verbatim`: it is a span of one quote, apart from citation marks, outer quotation marks and an `Outlet: ` lead.
    `supported`: no check objects. `unsupported`: the first objection, or `cites nothing`.
    """
    claim = Claim(without_marks(text))
    if not claim.words:
        return Verdict("unsupported", "says nothing that could be checked")
    if not cited:
        return Verdict("unsupported", "cites nothing")
    grounds = Grounds(tuple(cited))
    exact = _verbatim(claim, grounds)
    if exact:
        return Verdict("verbatim", f"word for word in {exact}")
    for check in _CHECKS:
        reason = check(claim, grounds)
        if reason:
            return Verdict("unsupported", reason)
    held, total = _coverage(claim, grounds)
    return Verdict("supported", f"{held} of its {total} words and figures are in {grounds.named}, and no check objects")


def share_held(text: str, cited: Sequence[Evidence]) -> tuple[int, float]:
    """How many words of matter, figures and days a sentence has, and the share of them that its evidence has."""
    held, total = _coverage(Claim(without_marks(text)), Grounds(tuple(cited)))
    return total, held / total if total else 0.0


# ---- word for word


def _verbatim(claim: Claim, grounds: Grounds) -> str | None:
    """The outlet that has the sentence word for word, or None.

    A mere part of a quote counts only where leaving out the rest changes neither who says it nor yes and no.
    """
    whole = _core(claim.text)
    candidates = [(whole, "")]
    lead = re.match(r"[^\"“:]{1,200}:\s(?=.)", claim.text)
    if lead:
        candidates.append((_core(claim.text[lead.end() :]), lead.group()))
    for core, head in candidates:
        if not core or (head and foreign_name(Claim(head), grounds)):
            continue
        for piece in grounds.cited:
            quote = straight(piece.quote)
            at = quote.find(core)
            if at < 0 or quote[:at][-1:].isalnum() or quote[at + len(core) :][:1].isalnum():
                continue
            outlet = piece.article.outlet or "the article"
            if _whole_sentence(quote, at, at + len(core)):
                return outlet
            single = Grounds((piece,))
            part = Claim(f"{head}{core}")
            if len(words(core)) > 3 and not any(
                check(part, single) for check in (lost_attribution, _negation, taken_over)
            ):
                return outlet
    return None


def _core(text: str) -> str:
    """The words of a sentence without outer quotation marks, in plain typography."""
    plain = straight(text).strip()
    if len(plain) > 1 and plain[0] == '"' and plain.rstrip(".")[-1] == '"' and plain.count('"') % 2 == 0:
        inside = plain[1:].rstrip(".")[:-1]
        if inside.count('"') % 2 == 0:
            plain = inside
    return plain.strip().rstrip(".") if plain else plain


def _whole_sentence(quote: str, start: int, end: int) -> bool:
    before, after = quote[:start].rstrip(' "'), quote[end:].lstrip('.!?" ')
    return (not before or before[-1] in ".!?") and (not after or quote[end : end + 1] in (".", "!", "?"))


# ---- the checks, in the order in which a reader would make them


def _quotations(claim: Claim, grounds: Grounds) -> str | None:
    """A phrase between quotation marks that no cited quote has word for word."""
    sources = [" " + " ".join(words(piece.quote)) + " " for piece in grounds.cited]
    sources += [" " + " ".join(words(piece.article.title or "")) + " " for piece in grounds.cited]
    for phrase in claim.quotations:
        for part in re.split(r"\.\.\.|…|\[[^\]]{0,100}\]", phrase):
            run = " ".join(words(part))
            if run and not any(f" {run} " in source for source in sources):
                return f"“{short(phrase)}” is not in what it cites, word for word{_nearest_phrase(run, grounds)}"
    return None


def _nearest_phrase(run: str, grounds: Grounds) -> str:
    """What the sources have between quotation marks that is closest, for the reason; "" where nothing is."""
    wanted = set(run.split())
    best: tuple[int, str] = (0, "")
    for piece in grounds.cited:
        for phrase in Claim(piece.quote).quotations:
            shared = len(wanted & set(words(phrase)))
            if shared > best[0]:
                best = (shared, f" ({piece.article.outlet or 'the article'}: “{short(phrase)}”)")
    return best[1]


def _figures(claim: Claim, grounds: Grounds) -> str | None:
    """A quantity that no cited quote has, rounded or not."""
    stated = [(figure, piece) for piece in grounds.cited for figure in _all_figures(piece)]
    for figure in claim.figures:
        if (
            _ACCOUNTS.match(claim.text[figure.span[1] :])
            or any(agrees(figure, other) for other, _ in stated)
            or _a_single(figure, grounds)
        ):
            continue
        near = [one for one in stated if one[0].unit == figure.unit and (one[0].noun == figure.noun or not figure.noun)]
        near = near or [one for one in stated if one[0].unit == figure.unit] or stated
        where = "; ".join(f"{piece.article.outlet or 'the article'}: “{other.text}”" for other, piece in near[:2])
        return f"“{figure.text}” is not in what it cites ({where or grounds.named})"
    return None


def _all_figures(piece: Evidence) -> list[Figure]:
    return figures(piece.quote) + [figure for rung in piece.ladder for figure in figures(rung.name)]


def _a_single(figure: Figure, grounds: Grounds) -> bool:
    """Whether "one" or "first" stands for an article or a word of the source that is no number there."""
    return figure.value == 1 and figure.unit in (None, "ordinal") and bool({"a", "an"} & grounds.words)


def _dates(claim: Claim, grounds: Grounds) -> str | None:
    """A day, month or year that is neither in a cited quote nor follows from its day of publication."""
    for day in claim.days:
        if any(_dated(day, piece, claim) for piece in grounds.cited):
            continue
        stated = [f"{p.article.outlet or 'the article'}: “{d.text}”" for p in grounds.cited for d in dates(p.quote)]
        return f"“{day.text}” is not in what it cites ({'; '.join(stated[:2]) or grounds.named})"
    return None


def _dated(day: Day, piece: Evidence, claim: Claim) -> bool:
    published = piece.article.published
    mine = day.within(published)
    for other in dates(piece.quote):
        if day.text.lower() == other.text.lower() or (day.relative and day.relative == other.relative):
            return True
        theirs = other.within(published)
        if mine and theirs and mine[0] <= theirs[0] and theirs[1] <= mine[1]:
            return True
        if not published and _fits(day, other):
            return True
    if not published or not mine:
        return False
    base = published[:10]
    inside = mine[0].isoformat() <= base <= mine[1].isoformat()
    told = day.day is not None or day.weekday is not None
    return inside and ((day.year is not None and not told) or bool(mentions(claim.text)))


def _fits(day: Day, other: Day) -> bool:
    """Whether every printed part of one day is printed in the other."""
    parts = [(day.year, other.year), (day.month, other.month), (day.day, other.day), (day.weekday, other.weekday)]
    return day.relative is None and all(mine is None or mine == theirs for mine, theirs in parts)


def _negation(claim: Claim, grounds: Grounds) -> str | None:
    """Yes where the source says no, or the other way round."""
    return negation_differs(read_polarity(claim.text), read_polarity(grounds.quotes))


def _direction(claim: Claim, grounds: Grounds) -> str | None:
    """Up where the source says down, and the like."""
    return direction_differs(claim.text, grounds.quotes)


def _addition(claim: Claim, grounds: Grounds) -> str | None:
    """Words of matter in a row, or a clause of them, that no source has."""
    held, total = _coverage(claim, grounds)
    if not total:
        return "says nothing that could be checked"
    if held < _ENOUGH * total:
        return f"only {held} of its {total} words and figures are in what it cites ({grounds.named})"
    for clause in _CLAUSE.split(claim.text):
        stray: list[str] = []
        longest: list[str] = []
        known = len(figures(clause)) + len(dates(clause))
        for word, found in _matter(clause, grounds):
            known += found
            stray = [] if found else [*stray, word]
            longest = max(longest, stray, key=len)
        if len(longest) >= _STRAY or (len(longest) == 2 and not known):
            return f"“{short(' '.join(longest))}” is not in what it cites ({grounds.named})"
    return None


def _outlets_deed(claim: Claim, grounds: Grounds) -> str | None:
    """What an outlet is said to do that is no plain reporting and not in what it cites: `The Courier recommends`."""
    for (_, end), outlet in mentions(claim.text):
        verb = re.match(r" ([a-z]{4,}(?:s|ed))\b", claim.text[end:])
        if verb and any(not held for _, held in _matter(verb[1], grounds)):
            return f"“{outlet} {verb[1]}” is not in what it cites ({grounds.named})"
    return None


def _coverage(claim: Claim, grounds: Grounds) -> tuple[int, int]:
    """How many of the sentence's words and figures are in quotes or ladders, as they are or as a synonym; of how many.

    Little words and words of reporting do not count; figures and days do, and were found by then.
    """
    found = [held for _, held in _matter(claim.text, grounds)]
    numbers = len(claim.figures) + len(claim.days)
    return sum(found) + numbers, len(found) + numbers


def _matter(text: str, grounds: Grounds) -> list[tuple[str, bool]]:
    """The words of matter of a text, each with whether the sources have it; words of reporting are left out."""
    result = []
    struck = list(text)
    for start, end in [day.span for day in dates(text)] + [figure.span for figure in figures(text)]:
        struck[start:end] = " " * (end - start)
    for word in words("".join(struck)):
        root = stem(word)
        if is_stop(word) or root in _SCAFFOLD or word[0].isdigit() or len(word) == 1:
            continue
        held = root in grounds.stems or concept(word) in grounds.concepts or bool(allies(root) & grounds.stems)
        held = held or (len(root) > 5 and root[:5] in grounds.beginnings)
        result.append((word, held))
    return result


_CHECKS: tuple[Check, ...] = (
    _quotations,
    _figures,
    _dates,
    foreign_name,
    other_speaker,
    lost_attribution,
    _negation,
    _direction,
    miscounted,
    exchanged_names,
    taken_over,
    _outlets_deed,
    _addition,
)
