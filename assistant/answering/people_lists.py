"""Lists of people: who said what, and who is named. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.list_pools import ListOptions, pool_on, rows_of, whole
from assistant.answering.material import UNSURE, Material, Row
from assistant.answering.pools import Pools
from assistant.answering.representative import apart, central, one_for_each, voice
from assistant.attribution.named import people_in
from assistant.attribution.roles import holds_role, is_anybody, role_in
from assistant.language.figures import figures
from assistant.question.decompose import topic_words
from assistant.types import Evidence, Query

_MOST = 6
_SOMEBODY = re.compile(r"\b(?:he|she|his|her|him|who)\b")
_LOOKED_AT = 40  # names considered, most frequent first
_ALONE = 15  # times as often as the full name, beyond which a "last name" is a name of its own
_READ_FOR_ROLE = 24  # articles in which speakers of a role are looked for
_NOT_IN_ROLE = "No speaker was found whom an article introduces as one of the “{}”. All who are quoted:"


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
    return rows_of(pools, query, options, apart(each, options.most or _MOST), "Nobody is quoted on it.")


def _role_asked(subject: str) -> tuple[str, str]:
    """The role that a subject opens with, and the rest of it: "execs" of "execs on the fee"; "" if it names none."""
    first, _, rest = subject.partition(" ")
    if not (role_in(first) or is_anybody(first)):
        return "", subject
    return first, re.sub(r"^(?:on|about|of|over|regarding)\s", "", rest.strip())


def names(pools: Pools, query: Query, options: ListOptions) -> Material:
    """The people named most often, each with the sentence that introduces them."""
    pool = pools.about(query) if options.about else whole(pools, query)
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
