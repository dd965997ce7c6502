"""Attribution ladders: for each sentence of an article, from who printed it to who said it. Floor 2.

Rules over words, without a parser or a model; what the text does not state is left out. Measured by
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
from assistant.language.detect import detect_supported
from assistant.language.lexicon import ENGLISH
from assistant.language.outlets import mentions, same_outlet
from assistant.language.quotations import Quotation, quotations
from assistant.language.speech import noun
from assistant.language.tokens import Token, tokens
from assistant.types import Attribution, Span

_DATELINE = re.compile(r"\s*[^\n()]{2,60}?\((?P<agency>[A-Z][\w/. ]{1,30})\)\s*[-–—]")
_STOP = re.compile(r"[.!?…][\"”’»)\]]*$")


def ladders(text: str, outlet: str | None, spans: Sequence[Span]) -> list[tuple[Attribution, ...]]:
    """One ladder for each sentence, in order: the outlet, then the outlets it cites, last the speaker.

    `spans` must be the sentences of the whole article, in order: speakers of neighbouring sentences, roles and
    pronouns are resolved over all of them. The first rung is `outlet` without a verb, if known; a sentence attributed
    to nobody has only that rung, or an empty ladder. Takes time linear in the text.
    """
    quoted = quotations(text)
    language = detect_supported(text)
    printed: list[Sequence[Token]] = [tokens(text, span, _overlapping(quoted, span)) for span in spans]
    sentences = with_small_openings(printed) if language == ENGLISH else printed
    named = _outlets(text, outlet, quoted)
    acts = [speech_acts(sentence, named) if language == ENGLISH else [] for sentence in sentences]
    story = Coreference(outlet, named, sentences, acts)
    if language == ENGLISH:
        found = [_read(story, outlet, sentence, some) for sentence, some in zip(sentences, acts, strict=True)]
    else:
        found = [_Found(one.cited, one.speaker) for one in plain_ladders(sentences, named, outlet, language)]
    _lend_within(spans, sentences, quoted, found)
    _lend_beside(text, spans, sentences, found)
    # again, for a quotation of several paragraphs whose first sentence got its speaker from the sentence before
    _lend_within(spans, sentences, quoted, found)
    for one, speaker in zip(found, labelled(text, spans, outlet), strict=True):
        one.speaker = one.speaker or (speaker and story.in_full(speaker))
    base = (Attribution(outlet, "outlet"),) if outlet else ()
    wire = _wire(text, outlet)
    return [base + _below(wire, one.rungs) for one in found]


def _wire(text: str, outlet: str | None) -> Attribution | None:
    """The agency that a dateline credits with the story ("LISBON (AP) -"); None where that agency printed it itself."""
    dateline = _DATELINE.match(text[:200])
    named = mentions(dateline["agency"]) if dateline else []
    if not named or (outlet and same_outlet(named[0][1], outlet)):
        return None
    return Attribution(named[0][1], "outlet")


def _below(wire: Attribution | None, rungs: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The rungs below the outlet; those of a wire story begin with its agency."""
    if wire is None:
        return rungs
    return (wire, *(rung for rung in rungs if not (rung.kind == "outlet" and same_outlet(rung.name, wire.name))))


@dataclass
class _Found:
    """The outlets that a sentence cites, and its speaker."""

    cited: list[Attribution] = field(default_factory=list)
    speaker: Attribution | None = None

    @property
    def rungs(self) -> tuple[Attribution, ...]:
        """The ladder below the printing outlet."""
        return (*self.cited, *((self.speaker,) if self.speaker else ()))

    def cite(self, rung: Attribution | None, outlet: str | None) -> None:
        """Add a rung unless it is present, or is the printing outlet."""
        printed = rung is not None and rung.kind == "outlet" and outlet is not None and same_outlet(rung.name, outlet)
        if rung and not printed and all(rung.name != other.name for other in self.cited):
            self.cited.append(rung)

    def borrow(self, other: _Found) -> None:
        """Copy the rungs of another sentence."""
        self.cited, self.speaker = list(other.cited), other.speaker


def _read(story: Coreference, outlet: str | None, sentence: Sequence[Token], acts: Sequence[SpeechAct]) -> _Found:
    """The rungs of one sentence by its own words: speech acts from the outermost inward, until one has a speaker."""
    found = _Found()
    story.enter(sentence)
    for act in _outermost_first(acts, story):
        for phrase in act.relayed_by:
            found.cite(story.resolve(phrase, act.relay_verb or act.verb), outlet)
        rung = story.resolve(act.source, act.verb)
        if rung is None or _is_own(rung, outlet):
            continue
        if rung.kind == "outlet":
            found.cite(rung, outlet)
            continue
        for owner in story.owners(act.source):
            found.cite(owner, outlet)
        if rung.kind == "anonymous":
            story.remember_unnamed(act.source, rung.name, found.cited)
        found.speaker = rung
        break
    story.leave(found.speaker)
    return found


def _is_own(rung: Attribution, outlet: str | None) -> bool:
    """Whether a source is the printing outlet's own list, survey or the like: "according to the Gazette's count"."""
    owner, owned, _ = rung.name.replace("’", "'").partition("'s ")
    return bool(owned and outlet and same_outlet(owner, outlet)) and not noun("people", rung.name.split()[-1])


def _outermost_first(acts: Sequence[SpeechAct], story: Coreference) -> list[SpeechAct]:
    """The speech acts of a sentence in ladder order: tags (the last is outermost), leads, then citations.

    A source cited by an outlet comes before a speaker inside its report, but after a speaker who cites it.
    """
    outer = [act for act in reversed(acts) if act.form == "tag"] + [act for act in acts if act.form == "lead"]
    press = next((i for i, act in enumerate(outer) if not story.is_press(act.source)), len(outer))
    cited = [act for act in acts if act.form == "citing"]
    relative = [act for act in acts if act.form == "relative"]
    return [*outer[:press], *cited, *outer[press:], *relative] if press else [*outer, *cited, *relative]


def _overlapping(quoted: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """The quotations that overlap a sentence."""
    first = last = bisect_right(quoted, span[0], key=lambda one: one.end - 1)
    while last < len(quoted) and quoted[last].start < span[1]:
        last += 1
    return quoted[first:last]


def _outlets(text: str, outlet: str | None, quoted: Sequence[Quotation]) -> Outlets:
    """The outlets named outside quotations, indexed with and without their leading article."""
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
    """Copy the speaker of a quotation of several sentences to each sentence that is only quotation."""
    for quotation in quoted:
        first = last = bisect_right(spans, quotation.start, key=lambda span: span[1] - 1)
        while last + 1 < len(spans) and spans[last + 1][0] < quotation.end:
            last += 1
        if last == first or last >= len(spans) or not quotation.closed:
            continue
        attributed = next((found[i] for i in (last, first) if found[i].speaker), None)
        for i in range(first, last + 1):
            if attributed and not found[i].rungs and _bare(sentences[i]):
                found[i].borrow(attributed)


def _lend_beside(
    text: str, spans: Sequence[Span], sentences: Sequence[Sequence[Token]], found: Sequence[_Found]
) -> None:
    """Copy the speaker of a sentence to a bare quotation next to it.

    To the one before it if the sentence is no more than `Weiss wrote.`; to the one after it, also in the next
    paragraph, since newspapers name a new speaker there. A line of its own without a full stop is a headline.
    """
    for i in range(1, len(spans)):
        if found[i].speaker and not found[i - 1].rungs and _bare(sentences[i - 1]) and _is_only_tag(sentences[i]):
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
    """Whether a sentence is only quotation."""
    return any(token.kind == "q" for token in words) and all(token.kind != "w" for token in words)


def _is_only_tag(words: Sequence[Token]) -> bool:
    """Whether a sentence is no more than `Weiss wrote.`, split from the quotation before it."""
    short = len(words) <= 14 and not any(token.kind == "q" for token in words)
    return short and any(is_tail(words, at) for at in range(1, min(6, len(words))))
