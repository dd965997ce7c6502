"""The sentences of an answer as HTML: quotes under their sources, a model's sentences with their checks. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from assistant.markup import plain
from assistant.page.marks import marks, quotation
from assistant.types import Answer, Citation, Sentence
from assistant.writing.render import ladder_text

BEING_CHECKED = "being checked"


def prose(answer: Answer) -> str:
    """All sentences except quotes shown in disputes; the plain text if there are none."""
    if not answer.sentences:
        paragraphs = [part for part in answer.text.split("\n") if part.strip()]
        return "".join(f'<p class="written" dir="auto">{plain(part)}</p>' for part in paragraphs)
    cited = {citation.number: citation for citation in answer.citations}

    def lead(sentence: Sentence) -> str:
        first = next((cited[number] for number in sentence.citations if number in cited), None)
        return ladder_text(first) if sentence.check == "verbatim" and first else ""

    blocks = []
    beside = _in_columns(answer, cited)
    shown = [one for one in answer.sentences if one.check != "verbatim" or one.text not in beside]
    for who, group in groupby(shown, lead):
        if who:
            quotes = "".join(
                f"<blockquote>{quotation(one.text)}{marks(one.citations, cited)}</blockquote>" for one in group
            )
            blocks.append(f'<section class="said" dir="auto"><p class="who">{plain(who)}</p>{quotes}</section>')
        else:
            blocks.append(f'<p class="written" dir="auto">{" ".join(written(one, cited) for one in group)}</p>')
    note = _unread(answer)
    return "".join(blocks) + (f'<p class="note soft">{plain(note)}</p>' if note else "")


def written(sentence: Sentence, cited: Mapping[int, Citation]) -> str:
    """A model's sentence: grey until it is checked, unsupported words marked."""
    own = marks(sentence.citations, cited)
    if sentence.check == "unsupported":
        reason = f": {plain(sentence.reason)}" if sentence.reason else ""
        return (
            f'<span class="failed">{"".join(_marked_words(sentence))}{own} '
            f'<em class="flag">not supported{reason}</em></span>'
        )
    if sentence.check == "unchecked":
        kind = "checking" if sentence.reason == BEING_CHECKED else "unchecked"
        return f'<span class="{kind}">{plain(sentence.text)}{own}</span>'
    return f"<span>{plain(sentence.text)}{own}</span>"


def _in_columns(answer: Answer, cited: Mapping[int, Citation]) -> set[str]:
    """The quotes shown in the answer's disputes."""
    numbers = {number for dispute in answer.disputes for side in dispute.sides for number in side.citations}
    return {cited[number].quote for number in numbers if number in cited}


def _unread(answer: Answer) -> str:
    """The note on unchecked sentences; "" if there are none."""
    unread = [one for one in answer.sentences if one.check == "unchecked" and one.reason != BEING_CHECKED]
    if not unread:
        return ""
    if len(unread) == len(answer.sentences):
        return f"Nothing here was read against its sources: {unread[0].reason}."
    return f"Not checked, {len(unread)} of {len(answer.sentences)} sentences: {unread[0].reason}."


def _marked_words(sentence: Sentence) -> Iterator[str]:
    """The sentence with unsupported words marked; all of it if none are named."""
    pattern = "|".join(re.escape(words) for words in sorted(sentence.words, key=len, reverse=True) if words)
    parts = re.split(f"({pattern})", sentence.text) if pattern else ["", sentence.text]
    for at, part in enumerate(parts):
        yield f'<span class="unsupported">{plain(part)}</span>' if at % 2 else plain(part)
