"""Lists out of the articles: who said what, figures, names, quotations, critics, what is not known. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Material, Row, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, leans, one_for_each, voice
from assistant.attribution.named import people_in
from assistant.language.figures import figures
from assistant.language.terms import stems
from assistant.language.unknowns import says_unknown
from assistant.markup import day_name
from assistant.types import Evidence, Query

_MOST = 6
_BEARS = 0.35  # share of the best sentence's score from which one bears on the subject
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_QUOTED_WORDS = 5
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")  # what somebody does not know is not left open by the article
_SOMEBODY = re.compile(r"\b(?:he|she|his|her|him|who)\b")
_NO_DAY = "9999"  # behind all days
_LOOKED_AT = 40  # names, the commonest
_ALONE = 15  # times as often as in full, beyond which what looks like a last name is a name by itself
_HOPE = 0.02  # chance that a sentence answers below which it is no voice on the matter
_OBJECTS = 0.1  # chance from which a sentence is taken to tell of an objection
_MOST_OF_UNIT = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished of a list: whether it is about a subject, how many lines (0: as many as usual), in which units."""

    about: bool
    most: int = 0
    units: frozenset[str] = frozenset()


def voices(pools: Pools, query: Query, wish: Wish) -> Material:
    """One sentence for each who speaks, those first that bear on the subject most."""
    pool = _pool(pools, query, wish, "What is said about {}?")
    spoken = one_for_each(pool, lambda one: (found := voice(one)) and found.name)
    return _rows(pools, query, wish, apart(spoken, wish.most or _MOST), "Nobody is quoted on it.")


def numbers(pools: Pools, query: Query, wish: Wish) -> Material:
    """Sentences with figures, each figure once, of the units wished for; those first that answer how many or much."""
    every = wish.units and not wish.about
    pool = _whole(pools, query) if every else _pool(pools, query, wish, "How many, how much: {}?", by_words=False)
    seen: set[tuple[float, str | None]] = set()
    found = []
    for piece in pool:
        told = {
            (one.value, one.unit)
            for one in figures(piece.quote)
            if one.unit not in ("ordinal", "clock") and one.kind != "vague" and one.value >= 2
        }
        if wish.units:
            told = {one for one in told if one[1] in wish.units}
        if told - seen and not leans(piece):
            found.append(piece)
            seen |= told
    told_apart = apart(found, len(found))
    most = wish.most or (_MOST_OF_UNIT if wish.units else _MOST)
    material = _rows(pools, query, wish, told_apart[:most], "No figure is given for it.")
    more = f"These are {most} of {len(told_apart)} sentences that were found with such a figure."
    return replace(material, notes=(more,)) if len(told_apart) > most else material


def names(pools: Pools, query: Query, wish: Wish) -> Material:
    """The people who are named most, each with the sentence that introduces them."""
    pool = pools.about(query) if wish.about else _whole(pools, query)
    counts = Counter(name for piece in pool for name in set(people_in(piece.quote)))
    # News names somebody in full once, and by the last name from then on.
    alone = {
        name: sum(
            name not in one.quote and bool(re.search(rf"\b{re.escape(name.split()[-1])}\b", one.quote)) for one in pool
        )
        for name, _ in counts.most_common(_LOOKED_AT)
    }
    known = [name for name in alone if _is_followed_up(name, counts[name], alone[name]) and _is_somebody(name, pool)]
    ranked = sorted(known, key=lambda name: -(counts[name] + alone[name]))
    each = list({name.split()[-1]: name for name in reversed(ranked)}.values())[::-1][: wish.most or _MOST]
    rows = [
        Row(max((one for one in pool if name in one.quote), key=lambda one: _introduces(one.quote, name)), name)
        for name in each
    ]
    return Material(tuple(rows), missing="Nobody is named in it more than in passing.")


def quotation(pools: Pools, query: Query, wish: Wish) -> Material:
    """The most telling quotations: long enough to stand alone; of whom they were asked from first, then of people."""
    own = set(stems(query.text))

    def worth(piece: Evidence) -> tuple[bool, bool, float]:
        said = max((len(one.split()) for one in _QUOTED.findall(piece.quote)), default=0)
        spoken = voice(piece)
        share = said / max(1, len(piece.quote.split()))
        asked_from = bool(spoken and own & set(stems(spoken.name)))
        return asked_from, bool(spoken and spoken.kind == "person"), piece.score * (0.5 + share)

    pool = _pool(pools, query, wish, "What is said about {}?") if wish.about else _whole(pools, query)
    found = [piece for piece in pool if any(len(one.split()) >= _QUOTED_WORDS for one in _QUOTED.findall(piece.quote))]
    if not wish.about:
        found = [replace(one, score=1 / at) for at, one in enumerate(central(found, _LOOKED_AT), 1)]
    best = apart(sorted(found, key=worth, reverse=True), wish.most or 2)
    return _rows(pools, query, wish, best, "Nobody is quoted on it word for word.")


def outlets(pools: Pools, query: Query, wish: Wish) -> Material:
    """The best sentence of each outlet that tells of it."""
    pool = (
        _pool(pools, query, wish, "What is reported about {}?")
        if wish.about
        else pools.leads(pools.articles(query.filters)[::-1])
    )
    first: dict[str, str] = {}
    for one in pool:
        name, day = one.article.outlet or "an unnamed outlet", one.article.published or _NO_DAY
        first[name] = min(first.get(name, _NO_DAY), day)
    order = sorted(first, key=lambda name: (first[name], name))
    listed = ", ".join(f"{name} ({day_name(first[name]) if first[name] != _NO_DAY else 'undated'})" for name in order)
    found = one_for_each(pool, lambda one: one.article.outlet or "an unnamed outlet")
    return Material(
        plain_rows(sorted(found, key=lambda one: order.index(one.article.outlet or "an unnamed outlet"))),
        notes=(f"Outlets that tell of it, each with the day of its first article here: {listed}.",) if found else (),
        missing="No outlet tells of it.",
    )


def critics(pools: Pools, query: Query, wish: Wish) -> Material:
    """Sentences that the reader takes to tell who objects; one for each voice."""
    pool = _pool(pools, query, wish, "Who criticises {}, and for what?", by_words=False)
    found = [one for one in pool if one.score >= _OBJECTS]
    each = apart(one_for_each(found, lambda one: voice(one) or one.key), wish.most or 4)
    return _rows(pools, query, wish, each, "Nobody criticises it in so many words.")


def missing(pools: Pools, query: Query, wish: Wish) -> Material:
    """The sentences that say that something is not known, not told or not confirmed; and what can be counted."""
    pool = _told(pools, query, wish)
    found = [piece for piece in pool if says_unknown(_SPOKEN.sub(" ", piece.quote))]
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
    most = wish.most or 4
    return Material(plain_rows(apart(found, most)), opening if found else "", (counted,) if found else (), none)


def comparison(pools: Pools, query: Query, by_outlet: Sequence[tuple[str, Query]], about: bool) -> Material:
    """What each of the outlets says, one after the other; each query has the matter for its text."""
    rows: list[Row] = []
    silent: list[str] = []
    for outlet, own in by_outlet:
        if about:
            read = [one for one in pools.weighed(own) if one.score >= _HOPE]
            best = apart([one for one in read if not leans(one)] or read, 2)
        else:
            best = apart(central(_whole(pools, own), 2), 2)
        rows += [Row(one, outlet) for one in best]
        silent += [] if best else [outlet]
    notes = (f"Nothing that bears on it was found from {', '.join(silent)}.",) if silent else ()
    each = [[row.piece for row in rows if row.heading == outlet] for outlet, _ in by_outlet]
    chance = min((pools.chance(query, pieces) for pieces in each if pieces), default=0.0) if about else 1.0
    return Material(tuple(rows), notes=notes, missing="None of the outlets tells of it.", chance=chance)


def _whole(pools: Pools, query: Query) -> list[Evidence]:
    return pools.whole(pools.articles(query.filters))


def _told(pools: Pools, query: Query, wish: Wish) -> list[Evidence]:
    """The sentences that have the words of the subject, best first; without one, those that say what others say."""
    if not wish.about:
        return central(_whole(pools, query), _LOOKED_AT * 2)
    pool = pools.about(query)
    least = _BEARS * max((one.score for one in pool), default=0.0)
    return [one for one in pool if one.score >= least]


def _pool(pools: Pools, query: Query, wish: Wish, asked: str, *, by_words: bool = True) -> list[Evidence]:
    """The same, best first as the reader weighs them with a question; what hardly bears on it is left out.

    `by_words`: only sentences that have the subject's own words.
    """
    if not wish.about:
        return _told(pools, query, wish)
    read = pools.weighed(replace(query, text=asked.format(query.text.rstrip(" ?.!"))))
    if by_words:
        own = set(stems(query.text))
        places = {(one.article.id, one.start) for one in _told(pools, query, wish) if own & set(stems(one.quote))}
        read = [one for one in read if (one.article.id, one.start) in places]
    return [one for one in read if one.score >= _HOPE]


def _rows(pools: Pools, query: Query, wish: Wish, pieces: Sequence[Evidence], none: str) -> Material:
    """Rows of sentences that were weighed, with the chance that they answer."""
    return Material(plain_rows(pieces), missing=none, chance=pools.chance(query, pieces) if wish.about else 1.0)


def _is_followed_up(name: str, whole: int, alone: int) -> bool:
    """Whether capitals are somebody's name: said in full, and then by the last name, neither a number nor letters."""
    last = name.split()[-1]
    return whole + alone >= 3 and 1 <= alone <= _ALONE * whole and not last.isupper() and not figures(name)


def _is_somebody(name: str, pool: Sequence[Evidence]) -> bool:
    """Whether a name is a person's: somebody who speaks, or whom sentences call "he", "she" or "who"."""
    if any(rung.kind == "person" and rung.name.endswith(name.split()[-1]) for piece in pool for rung in piece.ladder):
        return True
    told = [piece.quote.partition(name.split()[-1])[2] for piece in pool if name.split()[-1] in piece.quote]
    return sum(bool(_SOMEBODY.search(rest)) for rest in told) >= 2


def _introduces(text: str, name: str) -> float:
    """How much a sentence looks as if it introduced somebody: a role before the name or behind its comma, and short."""
    before, after = text[: text.find(name)], text[text.find(name) + len(name) :]
    role = bool(re.match(r",\s(?:the|a|an|who|[a-z])", after)) + bool(re.search(r"[a-z]{4,}\s$", before))
    return role - len(text.split()) / 60
