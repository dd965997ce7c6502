"""Splits a text into sentences. Floor 1: sole owner of nupunkt.

nupunkt (MIT, no dependencies, its model in the wheel) reads 10 million characters a second; pysbd is a thousand times
slower and splits "5 p.m. Monday". Here false breaks in news text are joined again (country and rank abbreviations
before a name, "U.S. Secretary", "Lt. Col. Adams", or a dash), and sentences that pages run together are split.
"""

from __future__ import annotations

import re

from assistant.language.detect import detect_supported
from assistant.language.lexicon import Lexicon, lexicon
from assistant.types import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
# Abbreviations before a capital that nearly always continue the sentence.
_RANK = re.compile(r"\b(?:Lt|Col|Gen|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Rep|Sen|Gov|Rev|Hon|Mr|Mrs|Ms|Dr|Prof|St|No|vs)\.$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$")
# Words that more often open a new sentence after "U.S." than continue the old one.
_OPENER = re.compile(
    r"(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|But|And|In|On|At|As|If|When|While|After|Before|His|Her|"
    r"Its|Their|For|From|By|However|Meanwhile|There|Since|Although|Despite|According|Some|Many|Most|No|Not|So|With|To)\b"
)
# A plain word, a stop, a capital: a sentence end that nupunkt misses after words that law reports abbreviate.
_PLAIN_END = re.compile(
    r"(?<=[a-z]{3})(?<!\bvol)(?<!\best)(?<!\bapprox)(?<!\bdept)[.!?][\"'”’)]*(\s+)(?=[\"'“„»‘(]*[A-Z])"
)
# "the most.Musk adds": a lower-case word, a stop and a capital without a space, as some pages run them together.
_GLUED = re.compile(r"(?<![\w.@/])[a-z]{3,}[.!?][\"”’)]*()(?=[\"“‘(]*[A-Z][a-z]*[ ’'])")
_GOES_ON_AFTER_DASH = re.compile(r"[–—-]\s?[a-z0-9]")
_ENDLESS = 80  # words; a longer run is taken for a list or a table
_ITEM = re.compile(r"(\s*(?:[\n•|;]|\s[–—-]{2,}\s)\s*)(?=\S)")
_MOST_WORDS = 120
_WORD = re.compile(r"\S+")
_OPENING = "\"'“‘«([*"


def sentence_spans(text: str) -> list[Span]:
    """Half-open spans of the sentences of a text, in order, without surrounding white space.

    No span crosses a blank line; together they cover every character that is not white space. An empty text gives an
    empty list.
    """
    import nupunkt

    word_data = lexicon(detect_supported(text))
    text = text.translate({ord(mark): usual for mark, usual in word_data.table("closing_marks").items()})
    spans: list[Span] = []
    for block in _PARAGRAPH.finditer(text):
        found: list[Span] = []
        for start, end in nupunkt.sent_spans(block.group()):
            start, end = _trim(text, block.start() + start, block.start() + end)
            if start == end:
                continue
            if found and _goes_on(text, found[-1], start, word_data):
                start = found.pop()[0]
            found.extend(_parted(text, start, end))
        spans.extend(found)
    return spans


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _parted(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a piece where there is clearly more than one, and the items of an overlong list."""
    gaps = sorted(
        (*_PLAIN_END.finditer(text, start, end), *_GLUED.finditer(text, start, end)), key=lambda gap: gap.end()
    )
    parts: list[Span] = []
    for gap in gaps:
        parts.append((start, gap.start(1)))
        start = gap.end(1)
    parts.append((start, end))
    return [item for part in parts for item in _items(text, *part)]


def _items(text: str, start: int, end: int) -> list[Span]:
    """The items of a run too long for a sentence, at most 120 words each; any other piece unchanged."""
    if len(text[start:end].split()) <= _ENDLESS:
        return [(start, end)]
    items: list[Span] = []
    for gap in _ITEM.finditer(text, start, end):
        items.append(_trim(text, start, gap.start(1) + len(gap.group(1).rstrip())))
        start = gap.end(1)
    return [part for item in (*items, (start, end)) if item[0] < item[1] for part in _cut(text, *item)]


def _cut(text: str, start: int, end: int) -> list[Span]:
    """A piece, split after the last comma within each 120 words, or after the 120th word."""
    parts: list[Span] = []
    words = list(_WORD.finditer(text, start, end))
    while len(words) > _MOST_WORDS:
        commas = [at for at, word in enumerate(words[:_MOST_WORDS], 1) if word.group().endswith(",")]
        count = commas[-1] if commas else _MOST_WORDS
        parts.append((words[0].start(), words[count - 1].end()))
        words = words[count:]
    return [*parts, (words[0].start(), end)]


def _goes_on(text: str, before: Span, start: int, word_data: Lexicon) -> bool:
    """Whether the piece that begins at `start` continues the sentence before it."""
    head = text[before[0] : before[1]]
    first = text[start]
    joined = word_data.pattern("one_sentence").finditer(text, max(before[0], before[1] - 12), start + 40)
    if any(found.start() < before[1] <= start < found.end() for found in joined):
        return True
    if first.islower() and head[-1] in "!?":
        return True
    if head[-1] == "." and _GOES_ON_AFTER_DASH.match(text, start):  # "Bread & Co. – now in 14 towns"
        return True
    if first in _OPENING or not first.isupper():
        return False
    if _RANK.search(head):
        return True
    return bool(_INITIALS.search(head)) and not _OPENER.match(text, start)
