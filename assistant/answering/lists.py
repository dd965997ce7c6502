"""Lists from the articles: quotations, outlets, unknowns, what two outlets say. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.list_pools import ListOptions, pool_on, relevant, rows_of, whole
from assistant.answering.material import Material, Row, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, leans, one_for_each, voice
from assistant.language.terms import stems
from assistant.language.unknowns import says_unknown
from assistant.markup import day_name
from assistant.types import Evidence, Query

_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_QUOTED_WORDS = 5
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")  # what a speaker does not know is not unknown to the article
_NO_DAY = "9999"  # sorts after all days
_LOOKED_AT = 40  # names considered, most frequent first
_LEAST = 0.02  # chance of answering below which a sentence is left out


def best_quotations(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The best quotations that are long enough: first those of the person asked for, then those of other people."""
    own = set(stems(query.text))

    def rank(piece: Evidence) -> tuple[bool, bool, float]:
        said = max((len(one.split()) for one in _QUOTED.findall(piece.quote)), default=0)
        spoken = voice(piece)
        share = said / max(1, len(piece.quote.split()))
        asked_from = bool(spoken and own & set(stems(spoken.name)))
        return asked_from, bool(spoken and spoken.kind == "person"), piece.score * (0.5 + share)

    pool = pool_on(pools, query, options, "What is said about {}?") if options.about else whole(pools, query)
    found = [piece for piece in pool if any(len(one.split()) >= _QUOTED_WORDS for one in _QUOTED.findall(piece.quote))]
    if not options.about:
        found = [replace(one, score=1 / at) for at, one in enumerate(central(found, _LOOKED_AT), 1)]
    best = apart(sorted(found, key=rank, reverse=True), options.most or 2)
    return rows_of(pools, query, options, best, "Nobody is quoted on it word for word.")


def outlets(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The best sentence of each outlet that reports it, with a note listing the outlets by their first day."""
    pool = (
        pool_on(pools, query, options, "What is reported about {}?")
        if options.about
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
        notes=(f"Outlets that report it, each with the day of its first article here: {listed}.",) if found else (),
        missing="No outlet reports it.",
    )


def missing(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Sentences saying that something is unknown or unconfirmed, and counts of unnamed sources and undated articles.

    Without a subject every article is searched; sources are counted in those that were read whole.
    """
    articles = pools.articles(query.filters)
    pool = relevant(pools, query, options) if options.about else pools.statements(articles)
    found = [piece for piece in pool if says_unknown(_SPOKEN.sub(" ", piece.quote))]
    found = found if options.about else central(found, _LOOKED_AT)
    opening = "The articles say themselves that this is not known, not confirmed or not answered."
    if options.about:
        articles = list({piece.article.id: piece.article for piece in pool}.values())
    sources = [one for piece in (pool if options.about else whole(pools, query)) if (one := voice(piece))]
    unnamed = sum(one.kind == "anonymous" for one in sources)
    undated = sum(not one.published for one in articles)
    counted = (
        f"Of the statements that were read, {len(sources)} name a source, {unnamed} of these one without a name."
        f" Articles without a day: {undated} of {len(articles)}."
    )
    none = (
        "No sentence was found that says in the usual words that something is not known;"
        f" what nobody wrote cannot be known from here. {counted}"
    )
    rows = plain_rows(pools.laddered(apart(found, options.most or 4)))
    return Material(rows, opening if found else "", (counted,) if found else (), none)


def comparison(pools: Pools, query: Query, by_outlet: Sequence[tuple[str, Query]], about: bool) -> Material:
    """What each of the outlets says, one after the other; `by_outlet` pairs each with the query for it."""
    rows: list[Row] = []
    silent: list[str] = []
    for outlet, own in by_outlet:
        if about:
            read = [one for one in pools.weighed(own) if one.score >= _LEAST]
            best = apart([one for one in read if not leans(one)] or read, 2)
        else:
            best = apart(central(whole(pools, own), 2), 2)
        rows += [Row(one, outlet) for one in best]
        silent += [] if best else [outlet]
    notes = (f"Nothing relevant was found from {', '.join(silent)}.",) if silent else ()
    each = [[row.piece for row in rows if row.heading == outlet] for outlet, _ in by_outlet]
    chance = min((pools.chance(query, pieces) for pieces in each if pieces), default=0.0) if about else 1.0
    return Material(tuple(rows), notes=notes, missing="None of the outlets reports it.", chance=chance)
