"""Lists of figures: each once, of the units and the period asked for. Floor 3."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answering.list_pools import ListOptions, pool_on, relevant, rows_of, whole
from assistant.answering.material import Material
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, leans
from assistant.disputes.figures_apart import figures_apart
from assistant.language.analyse import analyse
from assistant.language.detect import supported_language
from assistant.language.event_days import looks_ahead
from assistant.language.figures import Figure, figures
from assistant.types import Evidence, Query

_MOST = 6
_NAMES_NUMBER = re.compile(r"\w\W+[A-Z][\w’'-]*\s$")  # a word with a capital, not the first of the sentence
_NO_DAY = "9999"  # sorts after all days
_MOST_OF_UNIT = 12


def numbers(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Sentences with figures, each figure once, of the units asked for; the likeliest answers to "how many" first.

    Where a period is asked for, those of it. Numbers within names are left out. Two of one thing that outlets give
    differently are noted.
    """
    period = bool(query.since or query.until) and bool(query.text)
    if options.units and not options.about:
        pool = whole(pools, query)
    elif period and not options.about:
        asked = "What are the figures for {}?"
        pool = pool_on(pools, query, replace(options, about=True), asked, by_words=False)
        pool = pool or relevant(pools, query, options)
    else:
        pool = pool_on(pools, query, options, "How many, how much: {}?", by_words=False)
    pool = [one for one in pool if not period or _of_period(one, query)]
    seen: set[tuple[float, str | None]] = set()
    found = []
    for piece in pool:
        stated = {
            (one.value, one.unit)
            for one in figures(piece.quote)
            if one.unit not in ("ordinal", "clock") and one.kind != "vague" and one.value >= 2
            if not _is_in_name(piece.quote, one)
        }
        if options.units:
            stated = {one for one in stated if one[1] in options.units}
        if stated - seen and not leans(piece):
            found.append(piece)
            seen |= stated
    distinct = apart(found, len(found))
    most = options.most or (_MOST_OF_UNIT if options.units else _MOST)
    shown = distinct[:most]
    material = rows_of(pools, query, options, shown, "No figure is given for it.")
    differing = figures_apart(query.text, shown, {one.key for one in shown})
    notes = (differing.claim,) if differing else ()
    if len(distinct) > most:
        notes = (*notes, f"These are {most} of {len(distinct)} sentences that were found with such a figure.")
    return replace(material, notes=notes)


def _is_in_name(text: str, figure: Figure) -> bool:
    """Whether a number is part of a name: "the Kestrel Nova 97"."""
    plain = figure.unit is None and figure.noun is None and figure.text.isdigit()
    return plain and bool(_NAMES_NUMBER.search(text[: figure.span[0]]))


def _of_period(piece: Evidence, query: Query) -> bool:
    """Whether a sentence may be about the days asked for: it names one of them, or no day and nothing still to come."""
    read = analyse(piece.quote, supported_language(piece.article.language, piece.quote))
    published = date.fromisoformat(piece.article.published[:10]) if piece.article.published else None
    named = [found for day in read.days if (found := day.within(published))]
    if named:
        first, last = query.since or "", query.until or _NO_DAY
        return any(begun.isoformat() <= last and first <= ended.isoformat() for begun, ended in named)
    past = published is not None and query.until is not None and query.until < published.isoformat()
    return not past or not any(looks_ahead(piece.quote, one.span, read.language) for one in read.figures)
