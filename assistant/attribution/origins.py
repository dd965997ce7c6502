"""Groups citations that go back to the same report, so that echoes count once. Floor 2.

The origin of a sentence is who first published it: the paper its outlet cites, the speaker whom several outlets quote,
or the outlet itself. Near copies share the origin of the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz

from assistant.language.analyse import analyse
from assistant.language.lexicon import lexicon
from assistant.language.names import same_person
from assistant.language.outlets import canonical, mentions, same_outlet
from assistant.language.terms import words
from assistant.types import Attribution, Citation, Evidence, Origin

_COPY = 85.0
"""Least similarity (0 to 100) of two sentences' words, in order, for one to be a near copy of the other."""
_RUN_WORDS = 10
"""Shorter runs coincide by chance."""
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def find_origins(evidence: Sequence[Evidence]) -> list[Origin]:
    """One origin per report, in order of first appearance, each with its evidence keys in ascending order.

    Evidence without a known outlet has its article's title as origin. No evidence gives an empty list.
    """
    group = list(range(len(evidence)))
    names = [_origin_name(piece, evidence) for piece in evidence]
    for i, j in combinations(range(len(evidence)), 2):
        copied = evidence[i].article.id != evidence[j].article.id and _copied(evidence[i], evidence[j])
        if same_source(names[i], names[j]) or copied:
            old, new = group[j], group[i]
            group = [new if member == old else member for member in group]
    found: list[Origin] = []
    for number in dict.fromkeys(group):
        members = [at for at, member in enumerate(group) if member == number]
        found.append(Origin(_shared_name(members, names, evidence), tuple(sorted(evidence[at].key for at in members))))
    return found


def _copied(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are near copies, or one article of a family contains the sentence of the other."""
    if near_copy(one.quote, other.quote):
        return True
    family = one.article.family is not None and one.article.family == other.article.family
    return family and (one.quote in other.article.text or other.quote in one.article.text)


def describe_origins(origins: Sequence[Origin], cited: Sequence[Evidence | Citation]) -> str | None:
    """A sentence such as `Three articles, one origin: The Wall Street Journal.`; None where each article has its own.

    `cited` is what the origins' citations refer to: evidence by its key, or the numbered citations of an answer.
    """
    printed = {
        (one.number if isinstance(one, Citation) else one.key): (
            (one.article_id, one.outlet) if isinstance(one, Citation) else (one.article.id, one.article.outlet)
        )
        for one in cited
    }
    shared: list[tuple[Origin, int]] = []
    for origin in origins:
        prints = {printed[key] for key in origin.citations if key in printed}
        if len({outlet or article for article, outlet in prints}) > 1:  # two articles of one outlet are no echo
            shared.append((origin, len(prints)))
    if not shared:
        return None
    if len(origins) == 1:
        return f"{_count(shared[0][1]).capitalize()} articles, one origin: {origins[0].name}."
    statement = "; ".join(f"{_count(count)} articles go back to {origin.name}" for origin, count in shared)
    return f"{statement[0].upper()}{statement[1:]}."


def near_copy(one: str, other: str) -> bool:
    """Whether one sentence repeats the other almost word for word, or contains the whole of it if that is long.

    A figure, a negation or a word of denial more is no small change.
    """
    a, b = words(one), words(other)
    if min(len(a), len(b)) < 6 or _figures(a) != _figures(b) or _negations(one) != _negations(other):
        return False
    if fuzz.ratio(" ".join(a), " ".join(b)) >= _COPY:
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= _RUN_WORDS and f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def agency_credit(text: str) -> str | None:
    """The agency credited by an article's dateline or last lines; None where there is none."""
    credited = lexicon().pattern("agency_credits")
    for match in (*credited.finditer(text[:300]), *credited.finditer(text[-600:])):
        printed = next(part for part in match.groups() if part)
        named = mentions(printed)
        if named:
            return named[0][1]
    return None


def _figures(sentence_words: Sequence[str]) -> list[str]:
    """The figures of a sentence, sorted: sentences with different figures are not copies."""
    return sorted(word for word in sentence_words if word[0].isdigit())


def _negations(text: str) -> tuple[int, bool]:
    """How many negations a sentence has, in whatever form ("did not", "didn't"), and whether it has a denial."""
    read = analyse(text)
    return len(lexicon(read.language).pattern("negations", r"\b{}\b").findall(text)), read.has_denial


def _origin_name(piece: Evidence, evidence: Sequence[Evidence]) -> Attribution:
    """Who first published it: the last outlet cited, else a speaker also quoted elsewhere, else the outlet."""
    own = piece.article.outlet or piece.article.title or "an unnamed article"
    below = [rung for rung in piece.ladder if not (rung.kind == "outlet" and same_outlet(rung.name, own))]
    cited = [rung for rung in below if rung.kind == "outlet"]
    if cited:
        return cited[-1]
    speaker = below[-1] if below and below[-1].kind != "anonymous" else None
    if speaker is not None:
        elsewhere = (o for o in evidence if o.article.id != piece.article.id)
        if any(same_source(rung, speaker) for other in elsewhere for rung in other.ladder[1:] if rung.kind != "outlet"):
            return speaker
    return Attribution(own, "outlet")


def same_source(one: Attribution, other: Attribution) -> bool:
    """Whether two rungs are the same person, outlet or organisation (press service included); never unnamed ones."""
    if "anonymous" in (one.kind, other.kind):
        return False
    if one.kind == other.kind == "person":
        return same_person(one.name, other.name)
    if (one.kind == "outlet") != (other.kind == "outlet") or "person" in (one.kind, other.kind):
        return False
    return same_outlet(
        lexicon().pattern("mouthpieces").sub("", one.name), lexicon().pattern("mouthpieces").sub("", other.name)
    )


def _shared_name(members: Sequence[int], names: Sequence[Attribution], evidence: Sequence[Evidence]) -> str:
    """The name of an origin: a cited source, else the credited agency, else the earliest to print it."""
    cited = [names[at] for at in members if not same_outlet(names[at].name, evidence[at].article.outlet or "")]
    if cited:
        best = max(cited, key=lambda rung: len(rung.name))
        return canonical(best.name) if best.kind == "outlet" else lexicon().pattern("mouthpieces").sub("", best.name)
    if len({evidence[at].article.id for at in members}) > 1 and len({names[at].name for at in members}) > 1:
        credits = [credit for at in members if (credit := agency_credit(evidence[at].article.text))]
        if credits:
            return credits[0]
    first = min(members, key=lambda at: (evidence[at].article.published or "9999", at))
    return canonical(names[first].name)


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
