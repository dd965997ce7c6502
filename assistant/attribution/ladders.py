"""Attribution ladders: for each sentence of an article, from who printed it to who said it. Floor 2.

Rules over words, without a parser or a model; what the text does not tell is left out. Figures:
`python -m evals.parts.attribution`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.attribution.citing import SpeechAct
from assistant.attribution.coreference import Coreference
from assistant.attribution.labels import labelled
from assistant.attribution.opening_word import with_small_openings
from assistant.attribution.plain import plain_ladders
from assistant.attribution.sources import Outlets
from assistant.attribution.speech_acts import is_tail, speech_acts
from assistant.language.detect import read_as
from assistant.language.lexicon import ENGLISH
from assistant.language.outlets import mentions, same_outlet
from assistant.language.quotations import Quotation, quotations
from assistant.language.tokens import Token, tokens
from assistant.types import Attribution, Span

_DATELINE = re.compile(r"\s*[^\n()]{2,60}?\((?P<agency>[A-Z][\w/. ]{1,30})\)\s*[-–—]")
_STOP = re.compile(r"[.!?…][\"”’»)\]]*$")


def ladders(text: str, outlet: str | None, spans: Sequence[Span]) -> list[tuple[Attribution, ...]]:
    """One ladder for each sentence, in their order: the outlet, then outlets it cites, last the speaker.

    `spans` are the sentences of the whole article in order: speakers in neighbouring sentences, roles and pronouns
    are resolved over all of them. The first rung is `outlet` without a verb, where it is known; a sentence that
    nobody is said to have said has that rung alone, or an empty ladder. Takes time in proportion to the text.
    """
    quoted = quotations(text)
    language = read_as(text)
    printed: list[Sequence[Token]] = [tokens(text, span, _overlapping(quoted, span)) for span in spans]
    sentences = with_small_openings(printed) if language == ENGLISH else printed
    named = _outlets(text, outlet, quoted)
    said = [speech_acts(sentence, named) if language == ENGLISH else [] for sentence in sentences]
    story = Coreference(outlet, named, sentences, said)
    if language == ENGLISH:
        found = [_read(story, outlet, sentence, some) for sentence, some in zip(sentences, said, strict=True)]
    else:
        found = [_Found(one.cited, one.speaker) for one in plain_ladders(sentences, named, outlet, language)]
    _lend_within(spans, sentences, quoted, found)
    _lend_beside(text, spans, sentences, found)
    # once more: a quotation of several paragraphs whose first sentence has its speaker from the one before it
    _lend_within(spans, sentences, quoted, found)
    for one, speaker in zip(found, labelled(text, spans, outlet), strict=True):
        one.speaker = one.speaker or (speaker and story.in_full(speaker))
    base = (Attribution(outlet, "outlet"),) if outlet else ()
    wire = _wire(text, outlet)
    return [base + _below(wire, one.rungs) for one in found]


def _wire(text: str, outlet: str | None) -> Attribution | None:
    """The agency that a dateline credits with the whole story ("LISBON (AP) -"), where another outlet printed it."""
    dateline = _DATELINE.match(text[:200])
    named = mentions(dateline["agency"]) if dateline else []
    if not named or (outlet and same_outlet(named[0][1], outlet)):
        return None
    return Attribution(named[0][1], "outlet")


def _below(wire: Attribution | None, rungs: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The rungs of a sentence below the outlet, those of a wire story below its agency."""
    if wire is None:
        return rungs
    return (wire, *(rung for rung in rungs if not (rung.kind == "outlet" and same_outlet(rung.name, wire.name))))


@dataclass
class _Found:
    """What was found for one sentence: what it cites, and who speaks."""

    cited: list[Attribution] = field(default_factory=list)
    speaker: Attribution | None = None

    @property
    def rungs(self) -> tuple[Attribution, ...]:
        """The ladder below the outlet that printed it."""
        return (*self.cited, *((self.speaker,) if self.speaker else ()))

    def cite(self, rung: Attribution | None, outlet: str | None) -> None:
        """Add a rung unless it is there already, or is the outlet that printed it."""
        printed = rung is not None and rung.kind == "outlet" and outlet is not None and same_outlet(rung.name, outlet)
        if rung and not printed and all(rung.name != other.name for other in self.cited):
            self.cited.append(rung)

    def borrow(self, other: _Found) -> None:
        """Take over the rungs of another sentence."""
        self.cited, self.speaker = list(other.cited), other.speaker


def _read(story: Coreference, outlet: str | None, sentence: Sequence[Token], said: Sequence[SpeechAct]) -> _Found:
    """The rungs of one sentence by its own words: claims from the outermost in, until one names a speaker."""
    found = _Found()
    story.enter(sentence)
    for claim in _outermost_first(said, story):
        for phrase in claim.heard:
            found.cite(story.resolve(phrase, claim.heard_verb or claim.verb), outlet)
        rung = story.resolve(claim.source, claim.verb)
        if rung is None:
            continue
        if rung.kind == "outlet":
            found.cite(rung, outlet)
            continue
        for owner in story.owners(claim.source):
            found.cite(owner, outlet)
        if rung.kind == "anonymous":
            story.hide(claim.source, rung.name, found.cited)
        found.speaker = rung
        break
    story.leave(found.speaker)
    return found


def _outermost_first(said: Sequence[SpeechAct], story: Coreference) -> list[SpeechAct]:
    """The claims of a sentence in the order of its ladder: tags (the last is outermost), leads, then those cited.

    Whom an outlet cites comes before who speaks inside its report; whom a speaker cites is the speaker's affair.
    """
    outer = [claim for claim in reversed(said) if claim.form == "tag"] + [
        claim for claim in said if claim.form == "lead"
    ]
    press = next((i for i, claim in enumerate(outer) if not story.is_press(claim.source)), len(outer))
    cited = [claim for claim in said if claim.form == "citing"]
    relative = [claim for claim in said if claim.form == "relative"]
    return [*outer[:press], *cited, *outer[press:], *relative] if press else [*outer, *cited, *relative]


def _overlapping(quoted: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """The quotations that touch a sentence."""
    first = last = bisect_right(quoted, span[0], key=lambda one: one.end - 1)
    while last < len(quoted) and quoted[last].start < span[1]:
        last += 1
    return quoted[first:last]


def _outlets(text: str, outlet: str | None, quoted: Sequence[Quotation]) -> Outlets:
    """Where outlets are named outside quotations, with and without their leading article."""
    found: Outlets = {}
    for (start, end), name in mentions(text, (outlet,) if outlet else ()):
        at = bisect_right(quoted, start, key=lambda one: one.start) - 1
        if at < 0 or quoted[at].end <= start:
            found[start] = (end, name)
            if text[start : start + 4] in {"The ", "the "}:
                found[start + 4] = (end, name)
    return found


def _lend_within(
    spans: Sequence[Span], sentences: Sequence[Sequence[Token]], quoted: Sequence[Quotation], found: Sequence[_Found]
) -> None:
    """Give the speaker of a quotation of several sentences to each that holds nothing but quotation."""
    for quotation in quoted:
        first = last = bisect_right(spans, quotation.start, key=lambda span: span[1] - 1)
        while last + 1 < len(spans) and spans[last + 1][0] < quotation.end:
            last += 1
        if last == first or last >= len(spans) or not quotation.closed:
            continue
        teller = next((found[i] for i in (last, first) if found[i].speaker), None)
        for i in range(first, last + 1):
            if teller and not found[i].rungs and _bare(sentences[i]):
                found[i].borrow(teller)


def _lend_beside(
    text: str, spans: Sequence[Span], sentences: Sequence[Sequence[Token]], found: Sequence[_Found]
) -> None:
    """Give the speaker of a sentence to a bare quotation right beside it.

    Before it, where the sentence is no more than `Weiss wrote.`; after it, in the next paragraph too: a newspaper that
    lets somebody else speak there says so. What stands apart without a full stop is a headline.
    """
    for i in range(1, len(spans)):
        if found[i].speaker and not found[i - 1].rungs and _bare(sentences[i - 1]) and _only_tells(sentences[i]):
            found[i - 1].borrow(found[i])
    for i in range(1, len(spans)):
        before, here = found[i - 1], found[i]
        if not before.speaker or here.rungs or not _bare(sentences[i]):
            continue
        spoken = any(token.kind == "q" for token in sentences[i - 1]) or text[spans[i - 1][1] - 1] == ":"
        whole = before.speaker.kind == "person" and _STOP.search(text[slice(*spans[i])])
        if whole or (spoken and "\n\n" not in text[spans[i - 1][1] : spans[i][0]]):
            here.borrow(before)


def _bare(words: Sequence[Token]) -> bool:
    """Whether a sentence holds nothing but quotation."""
    return any(token.kind == "q" for token in words) and all(token.kind != "w" for token in words)


def _only_tells(words: Sequence[Token]) -> bool:
    """Whether a sentence is no more than `Weiss wrote.`, cut from the quotation before it."""
    short = len(words) <= 14 and not any(token.kind == "q" for token in words)
    return short and any(is_tail(words, at) for at in range(1, min(6, len(words))))
