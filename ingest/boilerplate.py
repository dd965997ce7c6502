"""Classifies single lines of a news page as boilerplate, by the patterns in `boilerplate.tsv`. Floor 2.

`page` combines this with the position of a line and its neighbours.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from assistant.index.grams import UNSPACED
from ingest.plain import PageLine

_I = re.IGNORECASE
_CALLS = ("share", "follow", "newsletter", "appeal")  # commands: never sentences of reported speech
_LONG = ("caption", "notice")
_CAPTION_VERB = re.compile(
    r"\b(?:(?:is|are|was|were) (?:seen|pictured|shown|photographed)|seen here|pictured (?:here|above|in|at)|looks? on|"
    r"(?:poses?|gestures?|walks?|stands?|arrives?|speaks?|waves?|holds?|sits?|attends?|shakes? hands) )"
)
_ENDS_IN_DATE = re.compile(r"\b(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?),? (?:19|20)\d\d\W*$")

_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’)\]*»」』）]*$|[.!?][\"'”’)\]*»]*\s?(?:\[\d+\]|\([A-Z/]{2,10}\))$")
# In Chinese, Japanese and Thai two characters count as a word.
_WORD = re.compile(rf"[{UNSPACED}]{{1,2}}|[^\W_{UNSPACED}](?:[\w’'.&/-](?<![{UNSPACED}]))*|&")
_QUOTED = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|«[^»]*»")
_REPORTS = re.compile(
    r"\b(?:said|says|told|according to|added|announced|wrote|argued|warned|claimed|testified|tweeted|explained|asked|"
    r"noted|stated|replied|recalled|insisted|denied|alleged|confirmed|officials?|lawmakers?|prosecutors?|spokes\w+)\b",
    _I,
)
_TO_READER = re.compile(r"\byou(?:r|rs|rself|[’'](?:re|ll|ve|d))?\b", _I)
_FROM_US = re.compile(r"\b(?:we|our|us)(?:[’'](?:re|ll|ve|d))?\b", _I)
_SELF = re.compile(
    r"^.{2,60}?\b(?:is|are) (?:an?|the|part of|published by|owned by|run by|funded|registered|edited)\b.{0,80}"
    r"\b(?:newsrooms?|news (?:organi[sz]ation|site|website|service|agency|outlet)|non-?profit|broadcaster|newspaper"
    r"|charity|media (?:company|group|house|organi[sz]ation))\b|\bjournalists report the news\b|\bhas been declared\b"
    r"|\bbrings? you\b",
    _I,
)
_CREDITS_REPORTING = re.compile(
    r"\W*(?:(?:with )?(?:additional )?(?:reporting|editing|writing|research|compiled|translated|translation|produced)\b"
    r"|.{0,60}\bcontribut(?:ed|ing)\b|correction|clarification|editor[’']s note)",
    re.IGNORECASE,
)


@cache
def word_list(name: str) -> frozenset[str]:
    """A word list of the table: controls, fillers or sections; those of networks and agencies hold patterns."""
    return frozenset(_table()[0][name].split("|"))


def is_network(name: str) -> bool:
    """Whether a name is that of a social network or a similar service."""
    return bool(re.fullmatch(_table()[0]["networks"], name, _I))


@cache
def _table() -> tuple[dict[str, str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The lists by name, and the kinds with their compiled patterns in the order of the table."""
    lists: dict[str, str] = {}
    patterns = []
    for row in Path(__file__).with_name("boilerplate.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        kind, case, pattern = row.split("\t")
        if kind == "list":
            lists[case] = pattern
            continue
        for name in ("networks", "agencies"):
            pattern = pattern.replace(f"{{{name}}}", lists[name])
        patterns.append((kind, re.compile(pattern, _I if case == "any" else 0)))
    return lists, tuple(patterns)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(row for row in _table()[1] if row[0] != "cue")


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for kind, pattern in _table()[1] if kind == "cue")


def line_words(text: str) -> list[str]:
    """The words of a line, without punctuation."""
    return _WORD.findall(text)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_ENDS_SENTENCE.search(text))


def is_prose(text: str) -> bool:
    """Whether a line reads as part of an article: a sentence, or nine or more words, most of them in lower case.

    The final full stop may be missing; headlines in capitals and menu items are not prose.
    """
    found = line_words(text)
    if ends_sentence(text):
        return len(found) >= 5
    small = sum(word[0].isalpha() and not word[0].isupper() for word in found)
    return len(found) >= 9 and small * 2 > len(found)


@lru_cache(maxsize=20_000)  # describe and clean both classify the same lines
def kind_of(line: PageLine) -> str | None:
    """The kind of boilerplate that a line certainly is, judged without its context; None for all other lines.

    One of address, share, follow, notice, newsletter, appeal, related, tags, control, byline, credit, caption.
    A heading is judged like any line.
    """
    if line.address:
        return "address"
    text = line.text
    found = line_words(text)
    if len(text) > 1500:
        return None
    if len(found) <= 8 and _is_control(found):
        return "control"
    spoken = bool(_QUOTED.search(text)) and bool(_REPORTS.search(_QUOTED.sub(" ", text)))
    reported = bool(_REPORTS.search(text)) and ends_sentence(text)
    for kind, pattern in () if spoken else _patterns():
        if pattern.match(text) and not (reported and (kind in _CALLS or (len(found) > 25 and kind not in _LONG))):
            return kind
    if _is_caption(text, found):
        return "caption"
    if line.link and not line.heading and len(found) <= 25 and not ends_sentence(text):
        return "related"
    if len(found) >= 9 and text.isupper() and not ends_sentence(text):
        return "related"  # a headline of another story, which some outlets set in capitals between paragraphs
    return "appeal" if address_score(text) >= 6 else None


def address_score(text: str) -> int:
    """How strongly a paragraph addresses the reader on behalf of the outlet (appeals, sign-ups, notices): 6 is certain.

    Two points per cue, one each for up to two of "you" and of "we"; reported speech costs three points. Text
    within quotation marks is ignored.
    """
    own = _QUOTED.sub(" ", text)
    if not own.strip() or len(text) > 1500:
        return 0
    score = sum(2 for pattern in _cues() if pattern.search(own))
    addressed = min(len(_TO_READER.findall(own)), 2) + min(len(_FROM_US.findall(own)), 2)
    if not score or not addressed:
        return min(score, 2)
    return score + addressed - 3 * bool(_REPORTS.search(own))


def credits_reporting(text: str) -> bool:
    """Whether a line credits reporters or notes a correction, and so belongs to the story wherever it stands."""
    return bool(_CREDITS_REPORTING.match(text))


def has_cue(text: str) -> bool:
    """Whether a paragraph holds a cue (giving, subscribing, ...), within quotation marks or not."""
    return any(pattern.search(text) for pattern in _cues())


def speaks_as_outlet(text: str) -> bool:
    """Whether a paragraph says "we" or "you" and holds neither reported speech nor quotations."""
    own = _QUOTED.sub(" ", text)
    return own == text and not _REPORTS.search(own) and bool(_TO_READER.search(own) or _FROM_US.search(own))


def describes_outlet(text: str) -> bool:
    """Whether a sentence describes an outlet, as the last lines of a page do."""
    return bool(_SELF.search(_QUOTED.sub(" ", text))) and not re.search(r"\b(?:said|told)\b", text)


def _is_control(found: list[str]) -> bool:
    lowered = [re.sub(r"[’']s$|[.’':]+$", "", word.lower()) for word in found]
    content = {word for word in lowered if word not in word_list("fillers") and not word.isdigit()}
    return bool(content) and content <= word_list("controls")


def _is_caption(text: str, found: list[str]) -> bool:
    """Whether a line is a caption by its form: a verb of showing in the present tense, and a date at the end."""
    return len(found) <= 60 and bool(_ENDS_IN_DATE.search(text) and _CAPTION_VERB.search(text))
