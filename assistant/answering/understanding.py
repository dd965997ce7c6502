"""Turns a question into a query over one home: spelling, filters, names and dates resolved. Floor 3."""

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

_OF_SOMEBODY = re.compile(r"(?:his|her|their|its)\s[\w’'-]+$", re.IGNORECASE)  # "his return": the event is not named
_MUCH_MORE = 2  # times as many articles as the next candidate for a first name


class Understanding:
    """Reads the questions asked of one home."""

    def __init__(self, catalog: Catalog, pools: Pools, settings: Settings) -> None:
        self._catalog, self._pools, self._settings = catalog, pools, settings

    def query(self, question: str, filters: Filters, talk: Sequence[Turn]) -> Query:
        """The query of a question, its outlets in the index's spelling. Raises BadQuestion, and as `admitted` does."""
        filters = self.admitted(filters)
        name_notes, question = self._named_in_full(question, filters)
        respelt = corrections(self._catalog, question) if not (tongue := foreign_language(question)) else {}
        query = understand(
            correct_spelling(question, respelt),
            filters,
            self._catalog.outlets(),
            talk,
            today=self._settings.today,
            newest=self._catalog.newest(),
        )
        reading = [
            *name_notes,
            *(f"Read “{word}” as “{one}”: no article has the word as it was typed." for word, one in respelt.items()),
        ]
        if tongue:
            read = (
                "words are looked for, but not their meaning" if code_of(tongue) else "only names and figures are read"
            )
            reading.append(f"The question is in {tongue}, of which {read} here: ask in English for more.")
        return self._anchored(replace(query, asked=question, language=tongue, reading=tuple(reading)))

    def _named_in_full(self, question: str, filters: Filters) -> tuple[list[str], str]:
        """A note, if there is one, and the question with a speaker's first name completed to the full name.

        Completed only if that person is named much more often than others of that first name, or than people with it as
        their last name.
        """
        first = speaker_asked(question) or ""
        if not re.fullmatch(r"[A-ZÀ-Þ][\w’'-]+", first):
            return [], question
        texts = [article.text for article in self._catalog.articles(filters)]
        before = re.compile(rf"\b([A-ZÀ-Þ][\w’'-]+)\s{first}\b(?!\s[A-ZÀ-Þ])")
        last = sum(any(not is_stop(word.lower()) for word in before.findall(text)) for text in texts)
        named = re.compile(rf"\b{first}(?:\s[A-ZÀ-Þ][\w’'-]+){{1,2}}")
        full_names = Counter(re.sub(r"['’]s$", "", name) for text in texts for name in set(named.findall(text)))
        (full, most), (_, second) = [*full_names.most_common(2), ("", 0), ("", 0)][:2]
        if not most or most < _MUCH_MORE * max(second, last) or name_kind(full) != "person":
            return [], question
        note = f"Read “{first}” as “{full}”, whom the articles name in full."
        return [note], re.sub(rf"\b{first}\b", full, question, count=1)

    def as_worded(self, question: str, filters: Filters) -> Query:
        """The query of a question taken literally. Raises BadQuestion, and as `admitted` does."""
        return understand(question, self.admitted(filters), (), infer=False)

    def admitted(self, filters: Filters) -> Filters:
        """The filters in the index's spelling. Raises UnknownOutlet, NothingLeft, NoIndex."""
        known = self._catalog.outlets()
        filters = replace(filters, outlets=tuple(one for name in filters.outlets for one in _known(name, known)))
        if not self._catalog.holds(filters):
            raise NothingLeft(options) if (options := _as_options(filters)) else NoIndex(self._settings.home)
        return filters

    def _anchored(self, query: Query) -> Query:
        """The query restricted to the days before or since the event it mentions, if the event's day can be found."""
        anchor = anchor_of(query.text)
        if not anchor or query.since or query.until or query.filters.dated:
            return query
        start, end = anchor.span
        text = " ".join(f"{query.text[:start].rstrip()}{query.text[end:]}".split()).strip(" ,")
        if anchor.clause and topic_stems(text):  # the reader model reads the clause together with its question
            return query
        whose = _OF_SOMEBODY.match(anchor.event) and not re.search(r"[A-ZÀ-Þ]", query.text[1:])
        day = None if whose else self._pools.when(anchor.event, anchor.when, query.filters)
        if day is None:
            note = (
                f"I found no day for “{anchor.event}” in the articles: the answer is not limited to before or after it."
            )
            return replace(query, undated_event=anchor.event, reading=(*query.reading, note))
        worked_out = f", worked out from {day.how}" if day.inferred else ""
        note = f"“{anchor.event}” is taken to be of {day_span(day.first, day.last)}{worked_out}."
        # The day itself is the event; if only the month is known, the whole month is kept.
        after = day_after(day.last) if day.first == day.last else day.first
        since, until = (after, None) if anchor.side == "since" else (None, day_before(day.first))
        return replace(
            query, text=text, words=tuple(topic_words(text)), since=since, until=until, binds=True,
            reading=(*query.reading, note),
        )  # fmt: skip


def _known(name: str, known: Sequence[str]) -> list[str]:
    """The outlets of the index that a user's name for one matches. Raises UnknownOutlet with the nearest names."""
    from rapidfuzz import fuzz, process, utils

    found = matching(name, known)
    if not found:
        near = process.extract(
            name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=50
        )
        raise UnknownOutlet(name, [one[0] for one in near])
    return found


def _as_options(filters: Filters) -> str:
    """The filters as command-line options; empty if there are none."""
    parts = [f"--outlet {name!r}" for name in filters.outlets]
    parts += [
        f"--{name} {day}"
        for name, day in (("since", filters.since), ("until", filters.until), ("as-of", filters.as_of))
        if day
    ]
    return " ".join(parts)
