"""Lists from the articles: who said what, figures, names, quotations, unknowns. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.material import UNSURE, Material, Row, plain_rows
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, leans, one_for_each, voice
from assistant.attribution.named import people_in
from assistant.attribution.roles import holds_role, is_anybody, role_in
from assistant.disputes.figures_apart import figures_apart
from assistant.language.analyse import analyse
from assistant.language.detect import supported_language
from assistant.language.event_days import looks_ahead
from assistant.language.figures import Figure, figures
from assistant.language.terms import stems
from assistant.language.unknowns import says_unknown
from assistant.markup import day_name
from assistant.question.decompose import topic_words
from assistant.types import Evidence, Query

_MOST = 6
_RELEVANT = 0.35  # share of the best score from which a sentence is relevant to the subject
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_QUOTED_WORDS = 5
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]?")  # what a speaker does not know is not unknown to the article
_NAMES_NUMBER = re.compile(r"\w\W+[A-Z][\w’'-]*\s$")  # a word with a capital, not the first of the sentence
_SOMEBODY = re.compile(r"\b(?:he|she|his|her|him|who)\b")
_NO_DAY = "9999"  # sorts after all days
_LOOKED_AT = 40  # names considered, most frequent first
_ALONE = 15  # times as often as the full name, beyond which a "last name" is a name of its own
_LEAST = 0.02  # chance of answering below which a sentence is left out
_MOST_OF_UNIT = 12
_READ_FOR_ROLE = 24  # articles in which speakers of a role are looked for
_NOT_IN_ROLE = "No speaker was found whom an article introduces as one of the “{}”. All who are quoted:"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Options of a list: whether it has a subject, the most rows (0: the default), the units of figures (none: all)."""

    about: bool
    most: int = 0
    units: frozenset[str] = frozenset()


def one_per_voice(pools: Pools, query: Query, options: ListOptions) -> Material:
    """One sentence for each speaker, the most relevant first; only of those in a role that the subject opens with.

    If nobody is introduced in that role, all speakers are listed under a line that says so.
    """
    named, topic = _role_asked(query.text)
    if not named:
        return _voices(pools, query, options, "")
    query, options = replace(query, text=topic, words=tuple(topic_words(topic))), replace(options, about=bool(topic))
    found = _voices(pools, query, options, role_in(named))
    if found.rows or is_anybody(named):
        return found
    everybody = _voices(pools, query, options, "")
    return replace(everybody, opening=_NOT_IN_ROLE.format(named), chance=min(everybody.chance, UNSURE))


def _voices(pools: Pools, query: Query, options: ListOptions, role: str) -> Material:
    if role and not options.about:
        pool = central(pools.whole(pools.articles(query.filters), _READ_FOR_ROLE), _LOOKED_AT * 4)
    else:
        pool = pool_on(pools, query, options, "What is said about {}?")
    spoken = [one for one in pool if (found := voice(one)) and (not role or holds_role(role, found, one.article))]
    each = one_for_each(spoken, lambda one: (found := voice(one)) and found.name)
    return _rows(pools, query, options, apart(each, options.most or _MOST), "Nobody is quoted on it.")


def _role_asked(subject: str) -> tuple[str, str]:
    """The role that a subject opens with, and the rest of it: "execs" of "execs on the fee"; "" if it names none."""
    first, _, rest = subject.partition(" ")
    if not (role_in(first) or is_anybody(first)):
        return "", subject
    return first, re.sub(r"^(?:on|about|of|over|regarding)\s", "", rest.strip())


def numbers(pools: Pools, query: Query, options: ListOptions) -> Material:
    """Sentences with figures, each figure once, of the units asked for; the likeliest answers to "how many" first.

    Where a period is asked for, those of it. Numbers within names are left out. Two of one thing that outlets give
    differently are noted.
    """
    period = bool(query.since or query.until) and bool(query.text)
    if options.units and not options.about:
        pool = _whole(pools, query)
    elif period and not options.about:
        asked = "What are the figures for {}?"
        pool = pool_on(pools, query, replace(options, about=True), asked, by_words=False)
        pool = pool or _relevant(pools, query, options)
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
    material = _rows(pools, query, options, shown, "No figure is given for it.")
    differing = figures_apart(query.text, shown, {one.key for one in shown})
    notes = (differing.claim,) if differing else ()
    if len(distinct) > most:
        notes = (*notes, f"These are {most} of {len(distinct)} sentences that were found with such a figure.")
    return replace(material, notes=notes)


def names(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The people named most often, each with the sentence that introduces them."""
    pool = pools.about(query) if options.about else _whole(pools, query)
    counts = Counter(name for piece in pool for name in set(people_in(piece.quote)))
    # News gives a full name once, and the last name from then on.
    alone = {
        name: sum(
            name not in one.quote and bool(re.search(rf"\b{re.escape(name.split()[-1])}\b", one.quote)) for one in pool
        )
        for name, _ in counts.most_common(_LOOKED_AT)
    }
    known = [name for name in alone if _is_followed_up(name, counts[name], alone[name]) and _is_somebody(name, pool)]
    ranked = sorted(known, key=lambda name: -(counts[name] + alone[name]))
    each = list({name.split()[-1]: name for name in reversed(ranked)}.values())[::-1][: options.most or _MOST]
    rows = [
        Row(max((one for one in pool if name in one.quote), key=lambda one: _introduces(one.quote, name)), name)
        for name in each
    ]
    return Material(tuple(rows), missing="Nobody is named in it more than in passing.")


def best_quotations(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The best quotations that are long enough: first those of the person asked for, then those of other people."""
    own = set(stems(query.text))

    def rank(piece: Evidence) -> tuple[bool, bool, float]:
        said = max((len(one.split()) for one in _QUOTED.findall(piece.quote)), default=0)
        spoken = voice(piece)
        share = said / max(1, len(piece.quote.split()))
        asked_from = bool(spoken and own & set(stems(spoken.name)))
        return asked_from, bool(spoken and spoken.kind == "person"), piece.score * (0.5 + share)

    pool = pool_on(pools, query, options, "What is said about {}?") if options.about else _whole(pools, query)
    found = [piece for piece in pool if any(len(one.split()) >= _QUOTED_WORDS for one in _QUOTED.findall(piece.quote))]
    if not options.about:
        found = [replace(one, score=1 / at) for at, one in enumerate(central(found, _LOOKED_AT), 1)]
    best = apart(sorted(found, key=rank, reverse=True), options.most or 2)
    return _rows(pools, query, options, best, "Nobody is quoted on it word for word.")


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
    pool = _relevant(pools, query, options) if options.about else pools.statements(articles)
    found = [piece for piece in pool if says_unknown(_SPOKEN.sub(" ", piece.quote))]
    found = found if options.about else central(found, _LOOKED_AT)
    opening = "The articles say themselves that this is not known, not confirmed or not answered."
    if options.about:
        articles = list({piece.article.id: piece.article for piece in pool}.values())
    sources = [one for piece in (pool if options.about else _whole(pools, query)) if (one := voice(piece))]
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
            best = apart(central(_whole(pools, own), 2), 2)
        rows += [Row(one, outlet) for one in best]
        silent += [] if best else [outlet]
    notes = (f"Nothing relevant was found from {', '.join(silent)}.",) if silent else ()
    each = [[row.piece for row in rows if row.heading == outlet] for outlet, _ in by_outlet]
    chance = min((pools.chance(query, pieces) for pieces in each if pieces), default=0.0) if about else 1.0
    return Material(tuple(rows), notes=notes, missing="None of the outlets reports it.", chance=chance)


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


def _whole(pools: Pools, query: Query) -> list[Evidence]:
    return pools.whole(pools.articles(query.filters))


def _relevant(pools: Pools, query: Query, options: ListOptions) -> list[Evidence]:
    """The sentences with words of the subject, best first; without a subject, the most central ones."""
    if not options.about:
        return central(_whole(pools, query), _LOOKED_AT * 2)
    pool = pools.about(query)
    least = _RELEVANT * max((one.score for one in pool), default=0.0)
    return [one for one in pool if one.score >= least]


def pool_on(pools: Pools, query: Query, options: ListOptions, asked: str, *, by_words: bool = True) -> list[Evidence]:
    """The sentences on the subject, best first by the reader model's score for the question `asked`.

    Those that hardly answer are left out, and with `by_words` those that have no word of the subject. Without a
    subject, the most central sentences.
    """
    if not options.about:
        return _relevant(pools, query, options)
    read = pools.weighed(replace(query, text=asked.format(query.text.rstrip(" ?.!"))))
    if by_words:
        own = set(stems(query.text))
        places = {
            (one.article.id, one.start) for one in _relevant(pools, query, options) if own & set(stems(one.quote))
        }
        read = [one for one in read if (one.article.id, one.start) in places]
    return [one for one in read if one.score >= _LEAST]


def _rows(pools: Pools, query: Query, options: ListOptions, pieces: Sequence[Evidence], none: str) -> Material:
    """Rows of scored sentences, with the chance that they answer."""
    return Material(plain_rows(pieces), missing=none, chance=pools.chance(query, pieces) if options.about else 1.0)


def _is_followed_up(name: str, whole: int, alone: int) -> bool:
    """Whether a capitalised phrase is followed up like a person's name: in full, then by its last word; no acronym."""
    last = name.split()[-1]
    return whole + alone >= 3 and 1 <= alone <= _ALONE * whole and not last.isupper() and not figures(name)


def _is_somebody(name: str, pool: Sequence[Evidence]) -> bool:
    """Whether a name is a person's: a speaker, or followed in two sentences by "he", "she" or "who"."""
    if any(rung.kind == "person" and rung.name.endswith(name.split()[-1]) for piece in pool for rung in piece.ladder):
        return True
    following = [piece.quote.partition(name.split()[-1])[2] for piece in pool if name.split()[-1] in piece.quote]
    return sum(bool(_SOMEBODY.search(rest)) for rest in following) >= 2


def _introduces(text: str, name: str) -> float:
    """How much a sentence looks like an introduction: a role before the name or after its comma, and short."""
    before, after = text[: text.find(name)], text[text.find(name) + len(name) :]
    role = bool(re.match(r",\s(?:the|a|an|who|[a-z])", after)) + bool(re.search(r"[a-z]{4,}\s$", before))
    return role - len(text.split()) / 60
