"""Tells whether sentences are of the persons, things and days that a question names, and not of others. Floor 2."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from assistant.finding.event_date import event_date
from assistant.finding.refusal import names_in
from assistant.language.terms import content_words, stem
from assistant.question.shape import topic_stems
from assistant.types import Evidence, Query

_BEFORE, _BEHIND = 600, 300  # characters around a sentence in which its neighbours stand
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LATE = timedelta(days=31)  # until which an article tells of days that it does not name
_PREFIX = 3  # letters by which a short form is known: Man United
_AKIN = 4  # letters that a name and what is made of it share: Russia, Russian
_DAYS = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name))
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'-]*")


def is_relevant(query: Query, shown: Sequence[Evidence]) -> bool:
    """Whether what is shown has, together, every name that the question turns on, and is of the days that it names.

    A name may stand in the sentence, its neighbours, the title or the ladder of who says it, also as its short form.
    True where the question names nothing.
    """
    names, told = _names(query, shown), [set(words_around(piece)) for piece in shown]
    having = [{name for name in names if _has(name, words, piece)} for words, piece in zip(told, shown, strict=True)]
    own = [piece for piece, some in zip(shown, having, strict=True) if some or not names]
    return set(names) <= set().union(*having) and any(_of_days(query, one) for one in own)


def about_named(query: Query, shown: Sequence[Evidence]) -> list[Evidence]:
    """Those of the sentences that have a name of the question, or stand beside one; all where it names nothing."""
    names = _names(query, shown)
    return [piece for piece in shown if not names or any(_has(name, set(words_around(piece)), piece) for name in names)]


def topic_overlap(text: str, piece: Evidence) -> float:
    """The share of the words of a matter that a sentence has, its neighbours, title or who says it; 1 for none."""
    asked = set(topic_stems(text))
    own = {stem(word) for word in words_around(piece)}
    return len(asked & own) / len(asked) if asked else 1.0


def _names(query: Query, shown: Sequence[Evidence]) -> list[str]:
    """The names of a question; of one typed without capitals, the words that what is shown prints with them only."""
    if names := names_in(query.asked):
        return [name for name in names if name not in _DAYS]
    if any(char.isupper() for char in query.asked[1:]):
        return []
    texts = {piece.article.id: piece.article.text for piece in shown}.values()
    return [word for word in topic_stems(query.text).values() if any(_only_capitalised(word, text) for text in texts)]


@lru_cache(maxsize=1024)
def _only_capitalised(word: str, text: str) -> bool:
    """Whether a text has a word within sentences, and only with a capital."""
    return not re.search(rf"\b{re.escape(word)}\b", text) and bool(
        re.search(rf"[a-z,]\s{re.escape(word.capitalize())}\b", text)
    )


def words_around(piece: Evidence) -> list[str]:
    """The words of a sentence, its neighbours, its title, and of who says it."""
    article = piece.article
    rungs = " ".join(rung.name for rung in piece.ladder)
    return content_words(f"{_near(piece)} {rungs} {article.outlet or ''} {article.author or ''}")


def _near(piece: Evidence) -> str:
    """The text of a sentence and its neighbours, and the title."""
    return f"{piece.article.text[max(0, piece.start - _BEFORE) : piece.end + _BEHIND]} {piece.article.title or ''}"


def _has(name: str, words: set[str], piece: Evidence) -> bool:
    """Whether a name is among some words: as it is, shortened, bent, misspelt by a letter, or by its initials."""
    from rapidfuzz import fuzz

    if stem(name) in {stem(word) for word in words}:
        return True
    short = any(word.startswith(name) for word in words) if len(name) >= _PREFIX else False
    akin = len(name) > _AKIN and any(word[:_AKIN] == name[:_AKIN] for word in words)
    return short or akin or any(fuzz.ratio(name, word) >= 80 for word in words) or name in _initials(piece)


def _initials(piece: Evidence) -> set[str]:
    """The initials of runs of capitalised words near a sentence, in lower case: "sbf" for Sam Bankman-Fried."""
    runs = re.findall(r"(?:[A-ZÀ-Þ][\w’']*[\s-](?:of\s|the\s|and\s)?){1,5}[A-ZÀ-Þ][\w’']*", _near(piece))
    found = set[str]()
    for run in runs:
        letters = "".join(word[0] for word in re.split(r"[\s-]", run) if _CAPITALISED.match(word)).lower()
        found |= {letters[at:end] for at in range(len(letters)) for end in range(at + 2, len(letters) + 1)}
    return found


def _of_days(query: Query, piece: Evidence) -> bool:
    """Whether a sentence may be of the days of a question; of a year, where it or its article names it."""
    told, published = event_date(piece), piece.article.published
    if query.since or query.until:
        first, last = query.since or "0001-01-01", query.until or "9999-12-31"
        if told:
            return told.first <= last and first <= told.last
        late = (date.fromisoformat(last) + _LATE).isoformat() if query.until else last
        return not published or (first <= published <= late) or not query.binds
    years = set(_YEAR.findall(query.text))
    own = {told.first[:4], told.last[:4]} if told else {(published or "")[:4]}
    return not years or bool(years & (own | set(_YEAR.findall(_near(piece)))))
