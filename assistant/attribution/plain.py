"""Attribution in a language that has word data but no rules of its own: German. Floor 2.

By the words of the language alone (`language/*/speech.txt`): a source before or after a reporting verb, after "laut" or
before "zufolge"; and the speaker of the sentence before, where the mood of the verb shows that the speech continues.
English has finer rules (`speech_acts`, `coreference`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.attribution.phrases import SourcePhrase, SourceReader
from assistant.attribution.sources import Outlets
from assistant.language.lexicon import lexicon
from assistant.language.outlets import same_outlet
from assistant.language.tokens import Token
from assistant.types import Attribution

_BACK = 3  # sentences that a pronoun may refer back
_MARKS = frozenset(",;:–—-()")
_SPOKEN_WORDS = 4  # a quotation of fewer may be a title
_ADDRESSEE_FAR = 8  # tokens after a verb or speaker within which the outlet spoken to is named


@dataclass
class PlainLadder:
    """The outlets that a sentence cites, and its speaker."""

    cited: list[Attribution] = field(default_factory=list)
    speaker: Attribution | None = None


def plain_ladders(
    sentences: Sequence[Sequence[Token]], outlets: Outlets, outlet: str | None, language: str
) -> list[PlainLadder]:
    """The sources of each sentence of an article, in order; an empty `PlainLadder` where it is attributed to nobody."""
    reader = SourceReader(language, outlets, sentences)
    goes_on, by_nobody = (lexicon(language).pattern(one, r"\b{}\b") for one in ("indirect", "said_by_nobody"))
    found: list[PlainLadder] = []
    spoken: list[Attribution] = []
    for tokens in sentences:
        here = PlainLadder()
        for source, verb in _sources(tokens, reader):
            rung = _resolved(source, verb, reader, spoken[-_BACK:])
            if rung is None:
                continue
            if rung.kind != "outlet":
                here.speaker = here.speaker or rung
            elif not (outlet and same_outlet(rung.name, outlet)) and rung.name not in [one.name for one in here.cited]:
                here.cited.append(rung)
        attributed = here.speaker or here.cited
        own = " ".join(one.text for one in tokens if one.kind == "w")
        if not attributed and found and goes_on.search(own) and not by_nobody.search(own):
            here.cited, here.speaker = list(found[-1].cited), found[-1].speaker
        if here.speaker and here.speaker.kind == "person":
            spoken.append(here.speaker)
        found.append(here)
    return found


def _resolved(
    source: SourcePhrase, verb: str, reader: SourceReader, spoken: Sequence[Attribution]
) -> Attribution | None:
    """The rung of a source: a pronoun is the last speaker, a role the person named in it; None where unresolved."""
    if source.kind == "pronoun":
        return Attribution(spoken[-1].name, "person", verb) if spoken else None
    if source.kind == "role":
        name = reader.in_role(source.head)
        return Attribution(name, "person", verb) if name else None
    if source.kind == "person":
        return Attribution(reader.in_full(source.name), "person", verb)
    return Attribution(source.name, source.kind, verb)


def _sources(tokens: Sequence[Token], reader: SourceReader) -> Iterator[tuple[SourcePhrase, str]]:
    """The sources of a sentence, each with the words that mark it as one."""
    word_data = lexicon(reader.language)
    for at, token in enumerate(tokens):
        if token.kind != "w":
            continue
        yield from _according(tokens, at, reader)
        split = word_data.table("split_verbs").get(token.small)
        verb = token.small in word_data.words("said", "claim", "weak") and not split
        apart = split is not None and any(one.small in split.split() for one in tokens[at + 1 :])
        if (verb or apart) and not (token.capital and at):
            source = _subject(tokens, at, reader)
            if source is None:
                continue
            yield from (
                (addressed, token.text) for addressed in _outlets_addressed(tokens, max(at, source.end - 1), reader)
            )
            yield source, token.text
        elif (
            token.small in word_data.words("tags") and at and (tokens[at - 1].text == "," or tokens[at - 1].kind == "q")
        ):
            source = reader.read(tokens, at + 1)
            yield from [(source, token.text)] if source else []


def _according(tokens: Sequence[Token], at: int, reader: SourceReader) -> Iterator[tuple[SourcePhrase, str]]:
    """`laut der Polizei`, `nach Angaben von Falk`, `der Polizei zufolge`, `unter Berufung auf einen Beamten`."""
    word_data = lexicon(reader.language)
    for section in ("own_account", "according", "citing"):
        for end in range(min(len(tokens), at + 4), at, -1):
            lead = " ".join(one.text for one in tokens[at:end]).casefold()
            if word_data.pattern(section).fullmatch(lead):
                source = reader.read(tokens, 0 if section == "own_account" else end)
                yield from [(source, lead)] if source else []
                break
    if tokens[at].small in word_data.words("accordingly"):
        start = _clause_start(tokens, at, reader)
        start += tokens[start].small in word_data.words("account_nouns") and start + 1 < at
        if (source := reader.read(tokens, start, at)) and source.end == at:
            yield source, tokens[at].text


def _subject(tokens: Sequence[Token], at: int, reader: SourceReader) -> SourcePhrase | None:
    """The source of a reporting verb: the clause before it, what follows it, or what comes before an aside."""
    start = _clause_start(tokens, at, reader)
    before = reader.read(tokens, start, at) if start < at else None
    if before and reader.loose(tokens[before.end : at]) and not _plural_pronoun(before, tokens[at]):
        return before
    after = reader.read(tokens, at + 1)
    if after and not _plural_pronoun(after, tokens[at]):
        return after
    if start == at and start > 1 and tokens[at - 1].text == ",":
        comma = next((i for i in range(at - 2, 0, -1) if tokens[i].text == ","), 0)
        first = _clause_start(tokens, comma, reader)
        source = reader.read(tokens, first, comma) if comma else None
        return source if source and source.end == comma else None
    return None


def _plural_pronoun(source: SourcePhrase, verb: Token) -> bool:
    """Whether a pronoun is plural: "sie sagten"."""
    return source.kind == "pronoun" and verb.small.endswith("n")


def _outlets_addressed(tokens: Sequence[Token], at: int, reader: SourceReader) -> Iterator[SourcePhrase]:
    """The outlets spoken to, named after a verb or its subject: `sagte Falk dem „Boten“`."""
    last = at + 1
    while last < min(len(tokens), at + _ADDRESSEE_FAR) and tokens[last].text not in _MARKS:
        source = reader.read(tokens, last)
        if source and source.kind == "outlet":
            yield source
            last = source.end
        else:
            last += 1


def _clause_start(tokens: Sequence[Token], at: int, reader: SourceReader) -> int:
    """The start of the clause around a token: after a mark, a quotation or a word that opens a clause."""
    opens = lexicon(reader.language).words("clause_words")
    start = at
    while start > 0:
        before = tokens[start - 1]
        long = before.kind == "q" and len(before.text.split()) >= _SPOKEN_WORDS
        if before.text in _MARKS or long or before.small in opens:
            break
        start -= 1
    return start
