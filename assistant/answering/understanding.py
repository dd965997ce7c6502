"""Makes the query of a question over one home: words respelt, filters as the index has them, days found. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.pools import Pools
from assistant.attribution.proper import name_kind
from assistant.errors import NoIndex, NothingLeft, UnknownOutlet
from assistant.finding.event_date import day_span
from assistant.finding.spelling_correction import correct_spelling, corrections
from assistant.finding.time_filter import day_after, day_before
from assistant.index.catalog import Catalog
from assistant.language.detect import code_of, foreign_language
from assistant.language.outlets import matching
from assistant.language.terms import is_stop
from assistant.question.anchors import anchor_of
from assistant.question.decompose import topic_words
from assistant.question.shape import speaker_asked, topic_stems
from assistant.question.understand import understand
from assistant.settings import Settings
from assistant.types import Filters, Query, Turn

_OF_SOMEBODY = re.compile(r"(?:his|her|their|its)\s[\w’'-]+$", re.IGNORECASE)  # "his return": whose, and from what?
_MUCH_MORE = 2  # times as many articles have a name as have the next one of the same first name


class Understanding:
    """Reads questions over one home."""

    def __init__(self, catalog: Catalog, pools: Pools, settings: Settings) -> None:
        self._catalog, self._pools, self._settings = catalog, pools, settings

    def query(self, question: str, filters: Filters, talk: Sequence[Turn]) -> Query:
        """The query behind a question, its outlets as the index spells them. Raises BadQuestion, and as `admitted`."""
        filters = self.admitted(filters)
        meant_by, question = self._named_in_full(question, filters)
        meant = corrections(self._catalog, question) if not (tongue := foreign_language(question)) else {}
        query = understand(
            correct_spelling(question, meant),
            filters,
            self._catalog.outlets(),
            talk,
            today=self._settings.today,
            newest=self._catalog.newest(),
        )
        reading = [
            *meant_by,
            *(f"Read “{word}” as “{one}”: no article has the word as it was typed." for word, one in meant.items()),
        ]
        if tongue:
            read = (
                "words are looked for, and not what they mean" if code_of(tongue) else "only names and figures are read"
            )
            reading.append(f"The question is in {tongue}, of which {read} here: ask in English for more.")
        return self._anchored(replace(query, asked=question, language=tongue, reading=tuple(reading)))

    def _named_in_full(self, question: str, filters: Filters) -> tuple[list[str], str]:
        """A question for the words of somebody known by a first name, with the name that the articles have in full.

        Only where the articles have one such person, or one much more than others, or than people of that last name.
        """
        first = speaker_asked(question) or ""
        if not re.fullmatch(r"[A-ZÀ-Þ][\w’'-]+", first):
            return [], question
        texts = [article.text for article in self._catalog.articles(filters)]
        before = re.compile(rf"\b([A-ZÀ-Þ][\w’'-]+)\s{first}\b(?!\s[A-ZÀ-Þ])")
        last = sum(any(not is_stop(word.lower()) for word in before.findall(text)) for text in texts)
        named = re.compile(rf"\b{first}(?:\s[A-ZÀ-Þ][\w’'-]+){{1,2}}")
        told = Counter(re.sub(r"['’]s$", "", name) for text in texts for name in set(named.findall(text)))
        (full, most), (_, second) = [*told.most_common(2), ("", 0), ("", 0)][:2]
        if not most or most < _MUCH_MORE * max(second, last) or name_kind(full) != "person":
            return [], question
        note = f"Read “{first}” as “{full}”, whom the articles name in full."
        return [note], re.sub(rf"\b{first}\b", full, question, count=1)

    def as_worded(self, question: str, filters: Filters) -> Query:
        """The query of a question in which nothing is read but its words. Raises BadQuestion, and as `admitted`."""
        return understand(question, self.admitted(filters), (), infer=False)

    def admitted(self, filters: Filters) -> Filters:
        """The filters in the index's own spelling. Raises UnknownOutlet, NothingLeft, NoIndex."""
        known = self._catalog.outlets()
        filters = replace(filters, outlets=tuple(one for name in filters.outlets for one in _known(name, known)))
        if not self._catalog.holds(filters):
            raise NothingLeft(told) if (told := _told(filters)) else NoIndex(self._settings.home)
        return filters

    def _anchored(self, query: Query) -> Query:
        """The query bound to the days before or since the event that it counts from, where its day can be found."""
        anchor = anchor_of(query.text)
        if not anchor or query.since or query.until or query.filters.dated:
            return query
        start, end = anchor.span
        text = " ".join(f"{query.text[:start].rstrip()}{query.text[end:]}".split()).strip(" ,")
        if anchor.clause and topic_stems(text):  # the reader reads the clause with the question that it belongs to
            return query
        whose = _OF_SOMEBODY.match(anchor.event) and not re.search(r"[A-ZÀ-Þ]", query.text[1:])
        day = None if whose else self._pools.when(anchor.event, anchor.when, query.filters)
        if day is None:
            note = f"I found no day for “{anchor.event}” in the articles: the answer is not kept to that side of it."
            return replace(query, undated_event=anchor.event, reading=(*query.reading, note))
        worked_out = f", worked out from {day.how}" if day.inferred else ""
        note = f"“{anchor.event}” is taken to be of {day_span(day.first, day.last)}{worked_out}."
        # What happened on the day itself is the event; of an event of some month, the month is all that is known.
        after = day_after(day.last) if day.first == day.last else day.first
        since, until = (after, None) if anchor.side == "since" else (None, day_before(day.first))
        return replace(
            query, text=text, words=tuple(topic_words(text)), since=since, until=until, binds=True,
            reading=(*query.reading, note),
        )  # fmt: skip


def _known(name: str, known: Sequence[str]) -> list[str]:
    """The outlets of the index that a user's word stands for. Raises UnknownOutlet with the nearest names."""
    from rapidfuzz import fuzz, process, utils

    found = matching(name, known)
    if not found:
        near = process.extract(
            name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=50
        )
        raise UnknownOutlet(name, [one[0] for one in near])
    return found


def _told(filters: Filters) -> str:
    """The filters in the user's words; empty where there is none."""
    parts = [f"--outlet {name!r}" for name in filters.outlets]
    parts += [
        f"--{name} {day}"
        for name, day in (("since", filters.since), ("until", filters.until), ("as-of", filters.as_of))
        if day
    ]
    return " ".join(parts)
