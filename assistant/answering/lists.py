"""Lists out of the articles: who said what, figures, names, quotations, critics, what is not known. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.material import Material, Row, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.select import apart, central, leans, one_for_each, voice
from assistant.attribution.named import people_in
from assistant.language.figures import figures
from assistant.language.terms import stem, stems
from assistant.language.untold import says_unknown
from assistant.types import Evidence, Query

_MOST = 6
_BEARS = 0.35  # share of the best sentence's score from which one bears on the subject
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_QUOTED_WORDS = 5
_LOOKED_AT = 40  # names, the commonest
_ALONE = 15  # times as often as in full, beyond which what looks like a last name is a name by itself
_SECOND = 0.1  # chance from which an outlet has a second sentence in a comparison
_HOPE = 0.02  # chance that a sentence answers below which it is no voice on the matter
_CRITICAL = frozenset(
    map(stem, "critic critics criticise criticised criticize criticized criticism condemn accuse accused blame blamed"
    " denounce attack slam reject oppose object warn fear anger concern worry demand complain rebuke lament".split())
)  # fmt: skip


def voices(pools: Pools, query: Query, about: bool) -> Material:
    """One sentence for each who speaks, those first that bear on the subject most."""
    spoken = one_for_each(_pool(pools, query, about), lambda one: (found := voice(one)) and found.name)
    return _rows(apart(spoken, _MOST), "Nobody is quoted on it.")


def sides(pools: Pools, query: Query, about: bool) -> Material:
    """What each voice says: none is told to be right."""
    found = voices(pools, query, about)
    return replace(found, opening="Who is right is not for Sayso to say; this is what each of them says.")


def numbers(pools: Pools, query: Query, about: bool) -> Material:
    """Sentences with figures, each figure once; those first that answer how many or how much."""
    if about:
        pool = pools.weighed(replace(query, text=f"How many, how much: {query.text}?"))
    else:
        pool = _pool(pools, query, about)
    seen: set[tuple[float, str | None]] = set()
    found = []
    for piece in pool:
        told = {
            (one.value, one.unit)
            for one in figures(piece.quote)
            if one.unit not in ("ordinal", "clock") and one.kind != "vague" and one.value >= 2
        }
        if told - seen and not leans(piece):
            found.append(piece)
            seen |= told
    return _rows(apart(found, _MOST), "No figure is given for it.")


def names(pools: Pools, query: Query, about: bool) -> Material:
    """The people who are named most, each with the sentence that introduces them."""
    pool = pools.about(query) if about else pools.whole(pools.articles(query.filters))
    counts = Counter(name for piece in pool for name in set(people_in(piece.quote)))
    # News names somebody in full once, and by the last name from then on.
    alone = {
        name: sum(
            name not in one.quote and bool(re.search(rf"\b{re.escape(name.split()[-1])}\b", one.quote)) for one in pool
        )
        for name, _ in counts.most_common(_LOOKED_AT)
    }
    known = [name for name in alone if _is_followed_up(name, counts[name], alone[name])]
    ranked = sorted(known, key=lambda name: -(counts[name] + alone[name]))
    each = list({name.split()[-1]: name for name in reversed(ranked)}.values())[::-1][:_MOST]
    rows = [
        Row(max((one for one in pool if name in one.quote), key=lambda one: _introduces(one.quote, name)), name)
        for name in each
    ]
    return Material(tuple(rows), missing="Nobody is named in it more than in passing.")


def quotation(pools: Pools, query: Query, about: bool) -> Material:
    """The most telling quotation or two: long enough to stand alone, of a named speaker before one without a name."""

    def worth(piece: Evidence) -> tuple[bool, float]:
        said = max((len(one.split()) for one in _QUOTED.findall(piece.quote)), default=0)
        spoken = voice(piece)
        share = said / max(1, len(piece.quote.split()))
        return bool(spoken and spoken.kind == "person"), piece.score * (0.5 + share)

    found = [
        piece
        for piece in _told(pools, query, about)
        if any(len(one.split()) >= _QUOTED_WORDS for one in _QUOTED.findall(piece.quote))
    ]
    return _rows(apart(sorted(found, key=worth, reverse=True), 2), "Nobody is quoted on it word for word.")


def outlets(pools: Pools, query: Query, about: bool) -> Material:
    """The best sentence of each outlet that tells of it."""
    pool = _pool(pools, query, about)
    found = one_for_each(pool, lambda one: one.article.outlet or one.article.id)
    listed = ", ".join(dict.fromkeys(one.article.outlet or "an unnamed outlet" for one in found))
    return Material(
        plain_rows(found),
        notes=(f"Outlets that tell of it: {listed}.",) if found else (),
        missing="No outlet tells of it.",
    )


def critics(pools: Pools, query: Query, about: bool) -> Material:
    """Sentences in which somebody objects; one for each voice."""
    pool = pools.about(replace(query, text=f"{query.text} criticized condemned accused rejected opposed", words=()))
    found = [piece for piece in pool if _CRITICAL & set(stems(piece.quote))]
    return _rows(
        apart(one_for_each(found, lambda one: voice(one) or one.key), 4), "Nobody criticises it in so many words."
    )


def missing(pools: Pools, query: Query, about: bool) -> Material:
    """The sentences that say that something is not known, not told or not confirmed; and what can be counted."""
    pool = _told(pools, query, about)
    found = [piece for piece in pool if says_unknown(piece.quote)]
    opening = "The articles say themselves that this is not known, not confirmed or not answered."
    told = [one for piece in pool if (one := voice(piece))]
    unnamed = sum(one.kind == "anonymous" for one in told)
    articles = {piece.article.id: piece.article for piece in pool}
    undated = sum(not one.published for one in articles.values())
    counted = (
        f"Statements that name a source: {len(told)}, of which {unnamed} on one without a name. Articles without a day:"
        f" {undated} of {len(articles)}."
    )
    none = f"No article says of something that it is not known; what nobody wrote cannot be told from here. {counted}"
    return Material(plain_rows(apart(found, 4)), opening if found else "", (counted,) if found else (), none)


def comparison(pools: Pools, query: Query, by_outlet: Sequence[tuple[str, Query]], about: bool) -> Material:
    """What each of the outlets says, one after the other."""
    rows: list[Row] = []
    silent: list[str] = []
    for outlet, own in by_outlet:
        found = _pool(pools, own, about) if about else central(pools.whole(pools.articles(own.filters)), 2)
        best = [one for one in apart(found, 2) if one is found[0] or not about or one.score >= _SECOND]
        rows += [Row(one, outlet) for one in best]
        silent += [] if best else [outlet]
    notes = (f"Nothing that bears on it was found from {', '.join(silent)}.",) if silent else ()
    return Material(tuple(rows), notes=notes, missing="None of the outlets tells of it.")


def _told(pools: Pools, query: Query, about: bool) -> list[Evidence]:
    """The sentences that have the words of the subject, best first; without one, those that say what others say."""
    if not about:
        return central(pools.whole(pools.articles(query.filters)), 80)
    pool = pools.about(query)
    least = _BEARS * max((one.score for one in pool), default=0.0)
    return [one for one in pool if one.score >= least]


def _pool(pools: Pools, query: Query, about: bool) -> list[Evidence]:
    """The same, those first that the reader finds to bear on the subject; what hardly does is left out."""
    told = _told(pools, query, about)
    if not about:
        return told
    places = {(one.article.id, one.start) for one in told}
    read = [one for one in pools.weighed(query) if (one.article.id, one.start) in places]
    return [one for one in read if one.score >= _HOPE] or read


def _rows(pieces: Sequence[Evidence], none: str) -> Material:
    return Material(plain_rows(pieces), missing=none)


def _is_followed_up(name: str, whole: int, alone: int) -> bool:
    """Whether capitals are somebody's name: said in full, and then by the last name, neither a number nor letters."""
    last = name.split()[-1]
    return whole + alone >= 3 and 1 <= alone <= _ALONE * whole and not last.isupper() and not figures(name)


def _introduces(text: str, name: str) -> float:
    """How much a sentence looks as if it introduced somebody: a role before the name or behind its comma, and short."""
    before, after = text[: text.find(name)], text[text.find(name) + len(name) :]
    role = bool(re.match(r",\s(?:the|a|an|who|[a-z])", after)) + bool(re.search(r"[a-z]{4,}\s$", before))
    return role - len(text.split()) / 60
