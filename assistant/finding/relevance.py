"""Checks whether sentences are about the names and days in a question rather than about others. Floor 2."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from assistant.finding.asked_names import kind_words, names_in
from assistant.finding.event_date import event_date
from assistant.language.terms import content_words, stem
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

_BEFORE, _BEHIND = 600, 300  # characters before and after a sentence that count as its surroundings
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LATE = timedelta(days=31)  # after an event, an article without dates may still be about it
_PREFIX = 3  # least letters of a short form: Man United
_AKIN = 4  # letters that a name shares with its derivations: Russia, Russian
_DAYS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name))


def is_relevant(query: Query, shown: Sequence[Evidence]) -> bool:
    """Whether the shown sentences together contain every name in the question, and one of them fits its days.

    A name may occur in the sentence, around it, in the title or on its ladder, also in a variant form. A question
    without names or days only needs some sentence.
    """
    names, around = _names(query, shown), [set(words_around(piece)) for piece in shown]
    having = [{name for name in names if _has(name, words, piece)} for words, piece in zip(around, shown, strict=True)]
    own = [piece for piece, some in zip(shown, having, strict=True) if some or not names]
    return set(names) <= set().union(*having) and any(_of_days(query, one) for one in own)


def about_named(query: Query, shown: Sequence[Evidence]) -> list[Evidence]:
    """The sentences with a name of the question in or around them, in order; all if it has no names."""
    names = _names(query, shown)
    return [piece for piece in shown if not names or any(_has(name, set(words_around(piece)), piece) for name in names)]


def topic_overlap(text: str, piece: Evidence) -> float:
    """The share of topic stems of a text found in or around a sentence, 0 to 1; 1 if the text has none."""
    asked = set(topic_stems(text))
    own = {stem(word) for word in words_around(piece)}
    return len(asked & own) / len(asked) if asked else 1.0


def _names(query: Query, shown: Sequence[Evidence]) -> list[str]:
    """The names in a question; if it has no capitals, the topic words that the shown articles always capitalise."""
    if names := names_in(query.asked):
        return [name for name in names if name not in _DAYS | kind_words(query.asked, shown)]
    if any(char.isupper() for char in query.asked[1:]):
        return []
    texts = {piece.article.id: piece.article.text for piece in shown}.values()
    return [word for word in topic_stems(query.text).values() if any(only_capitalised(word, text) for text in texts)]


@lru_cache(maxsize=1024)
def only_capitalised(word: str, text: str) -> bool:
    """Whether a text contains a lower-case word only capitalised, and not just at sentence starts."""
    return not re.search(rf"\b{re.escape(word)}\b", text) and bool(
        re.search(rf"[a-z,]\s{re.escape(word.capitalize())}\b", text)
    )


def words_around(piece: Evidence) -> list[str]:
    """The content words of a sentence, its surroundings, its title, and its sources."""
    article = piece.article
    rungs = " ".join(rung.name for rung in piece.ladder)
    return content_words(f"{_near(piece)} {rungs} {article.outlet or ''} {article.author or ''}")


def _near(piece: Evidence) -> str:
    """The text of a sentence with its surroundings, and the title."""
    return f"{piece.article.text[max(0, piece.start - _BEFORE) : piece.end + _BEHIND]} {piece.article.title or ''}"


def _has(name: str, words: set[str], piece: Evidence) -> bool:
    """Whether a name is among some words, also shortened, inflected, with a typo, or as initials."""
    from rapidfuzz import fuzz

    if stem(name) in {stem(word) for word in words}:
        return True
    short = any(word.startswith(name) for word in words) if len(name) >= _PREFIX else False
    akin = len(name) > _AKIN and any(word[:_AKIN] == name[:_AKIN] for word in words)
    return short or akin or any(fuzz.ratio(name, word) >= 80 for word in words) or name in _initials(piece)


def _initials(piece: Evidence) -> set[str]:
    """The initials of capitalised phrases near a sentence, in lower case: "sbf" for Sam Bankman-Fried."""
    runs = re.findall(r"(?:[A-ZÀ-Þ][\w’']*[\s-](?:of\s|the\s|and\s)?){1,5}[A-ZÀ-Þ][\w’']*", _near(piece))
    found = set[str]()
    for run in runs:
        letters = "".join(word[0] for word in re.split(r"[\s-]", run) if word[:1].isupper()).lower()
        found |= {letters[at:end] for at in range(len(letters)) for end in range(at + 2, len(letters) + 1)}
    return found


def _of_days(query: Query, piece: Evidence) -> bool:
    """Whether a sentence may be about the days, or a year, in a question; True if it has none."""
    event, published = event_date(piece), piece.article.published
    if query.since or query.until:
        first, last = query.since or "0001-01-01", query.until or "9999-12-31"
        if event:
            return event.first <= last and first <= event.last
        late = (date.fromisoformat(last) + _LATE).isoformat() if query.until else last
        return not published or (first <= published <= late) or not query.binds
    years = set(_YEAR.findall(query.text))
    own = {event.first[:4], event.last[:4]} if event else {(published or "")[:4]}
    return not years or bool(years & (own | set(_YEAR.findall(_near(piece)))))
