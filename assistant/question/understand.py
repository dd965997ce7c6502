"""Turns a question and the conversation so far into a Query: wording, outlets, days and parts. Floor 2.

Inferred outlets and days influence the ranking; they filter only if the question says which articles to use ("in
articles published in March 2019"). Filters set by the user always take precedence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.errors import BadQuestion
from assistant.language.outlets import matching, mentions
from assistant.question.decompose import Named, blanked, sub_questions, topic_words
from assistant.question.elliptical import IS_IT_TRUE
from assistant.question.followups import outlet_turned_to, standalone
from assistant.question.imperatives import as_question
from assistant.question.length import read_length
from assistant.question.time_windows import Window, time_windows
from assistant.types import Filters, Query, Span, Turn

MAX_CHARACTERS = 4000

# A named outlet is asked for its account if these words precede it or _ITS_WORDS follow it.
_ACCOUNT_OF = re.compile(
    r"(?:\b(?:according to|per|as per|going by|judging by|citing|quoting"
    r"|as (?:reported|told|claimed|described|noted|stated) (?:by|in)"
    r"|(?:reported|published|printed|written|covered|described|mentioned|discussed|told|said) (?:by|in)"
    r"|(?:article|report|story|piece|coverage|account|interview|review|version|wording)s? (?:by|from|in|of)"
    r"|does|do|did|has|have|how|compare|between|in|only)"
    r"(?: both| either| each of)?(?: the)?(?: articles?| reports?)?(?: by| from| in)?)\s(?:the\s)?[\"“'‘]?$",
    re.IGNORECASE,
)
_ITS_WORDS = re.compile(
    r"[\"”'’]?(?:['’]s?)?\s(?:(?:\w+\s){0,2}?(?:articles?|reports?|story|stories|piece|pieces|coverage|account"
    r"|accounts|version|interview|take|view|stance"
    r"|review|editorial|headline|report)\b"
    r"|(?:also\s|only\s|then\s|first\s)?(?:say|says|said|report|reported|reporting|write|writes|wrote|claim"
    r"|claims|claimed|put|puts"
    r"|call|calls|called|describe|describes|described|mention|mentions|mentioned|tell|tells|told|give|gives"
    r"|gave|quote|quotes|quoted|cite|cites|cited"
    r"|name|names|named|note|notes|noted|explain|explains|explained|suggest|suggests|suggested|date|dates|dated"
    r"|label|labels|blame|blames|blamed|praise|praises|praised|argue|argues|argued|pass)\b)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:the |any |all )?others?(?: (?:outlets?|papers?|articles?|sources?|accounts?))?(?= |\?|$)"
    r"|elsewhere|everyone else)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"[\"”'’]?\s?(?:only|alone)\b|[\"”'’]?,(?!\s(?:and|or)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A mentioned outlet: span, usual name, names in the index, and whether the question asks for its account."""

    span: Span
    name: str
    known: tuple[str, ...]
    as_source: bool


def one_line(question: str) -> str:
    """The question on one line. Raises BadQuestion if it is empty or longer than MAX_CHARACTERS."""
    text = " ".join(question.split())
    if not text:
        raise BadQuestion("The question is empty.", 'Ask one: sayso ask "Who denied the report?"')
    if len(text) > MAX_CHARACTERS:
        raise BadQuestion(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.",
            "Ask a shorter one, or several with --batch.",
        )
    return text


def understand(
    question: str,
    filters: Filters,
    outlets: Sequence[str],
    talk: Sequence[Turn] = (),
    *,
    today: str | None = None,
    newest: str | None = None,
    infer: bool = True,
) -> Query:
    """The query for a question. Raises BadQuestion.

    `outlets` are those of the index, `newest` is the day of its newest article; "last week" counts from `today` or,
    failing that, from `filters.as_of` or `newest`. `infer=False` takes the words as they are. The given filters are
    never loosened: a named outlet counts only if they admit it, and a date in the wording filters only if they have
    none.
    """
    text = one_line(question)
    if not infer:
        return Query(asked=question, text=text, filters=filters, words=tuple(topic_words(text)))
    turned_to = outlet_turned_to(text, outlets) if talk else []
    text = IS_IT_TRUE.sub("", standalone(as_question(read_length(text)[0]), talk))
    mentioned = _outlets(text, outlets)
    times = time_windows(text, today or filters.as_of, newest)
    named = [Named(one.span, one.known) for one in mentioned if one.known]  # others are searched for as words
    of_outlet = any(one.as_source for one in mentioned)  # then a single day is the day of publication
    of_articles = [one for one in times if one.published or (of_outlet and one.since == one.until)]
    named += [Named(one.span, (), one.since, one.until) for one in of_articles]
    known = _each(turned_to or (name for one in mentioned for name in one.known))
    since, until = _stretch(times)
    inferred = Filters(
        outlets=known, since=since, until=until, as_of=next((one.until for one in times if one.as_of), None)
    )
    sources = [one for one in mentioned if one.as_source]
    return Query(
        asked=question,
        text=text,
        filters=_bound(filters, times),
        named_outlets=_admitted(known, filters),
        absent_outlets=_each(one.name for one in sources if not one.known),
        parts=tuple(replace(part, outlets=_admitted(part.outlets, filters)) for part in sub_questions(text, named)),
        words=tuple(topic_words(blanked(text, [one.span for one in named]))),
        since=since,
        until=until,
        binds=bool(since or until) and not of_articles and not any(one.published or one.binding for one in times),
        only_named=bool(known)
        and (bool(turned_to) or all(one.as_source for one in mentioned if one.known))
        and not _OTHERS.search(text),
        inferred=inferred,
    )


def _outlets(text: str, outlets: Sequence[str]) -> list[_Mention]:
    """The outlets that a question names, in order. In a list, all are asked for their accounts if one neighbour is."""
    found: list[_Mention] = []
    for span, name in mentions(text, outlets):
        before, after = text[max(0, span[0] - 60) : span[0]], text[span[1] : span[1] + 40]
        as_source = (
            bool(_ITS_WORDS.match(after))
            or bool(_ACCOUNT_OF.search(before))
            or (span[0] == 0 and bool(_ONLY.match(after)))
        )
        found.append(_Mention(span, name, tuple(matching(name, outlets)), as_source))
    for at, one in enumerate(found):
        near = found[max(0, at - 1) : at] + found[at + 1 : at + 2]
        listed = any(other.as_source and _is_list(text, one.span, other.span) for other in near)
        found[at] = replace(one, as_source=one.as_source or listed)
    return found


def _is_list(text: str, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    return bool(
        re.fullmatch(
            r"[\"”'’]?,?\s?(?:and|or|as well as|&)?\s?(?:in|by|from)?\s?(?:the\s)?[\"“'‘]?", text[first[1] : second[0]]
        )
    )


def _bound(filters: Filters, times: Sequence[Window]) -> Filters:
    """The given filters; if they have no days, those of the only binding period in the wording are added."""
    binding = [one for one in times if one.binding and not one.as_of]
    if filters.since or filters.until or len(binding) != 1:
        return filters
    return replace(filters, since=binding[0].since, until=binding[0].until)


def _stretch(times: Sequence[Window]) -> tuple[str | None, str | None]:
    """The days of the only period that is named; with several, each part has its own."""
    spans = [one for one in times if not one.as_of]
    return (spans[0].since, spans[0].until) if len(spans) == 1 else (None, None)


def _admitted(names: Sequence[str], filters: Filters) -> tuple[str, ...]:
    return tuple(name for name in names if not filters.outlets or name in filters.outlets)


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
