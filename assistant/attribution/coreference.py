"""Resolves whom a phrase refers to in its article: part of a name, a role, a pronoun, "the paper". Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.attribution.citing import SpeechAct
from assistant.attribution.people import Person, Roster, opens_sentence, proper_words, share_stem
from assistant.attribution.sources import Outlets, Phrase
from assistant.language.outlets import same_outlet
from assistant.language.speech import listed, noun
from assistant.language.tokens import Token
from assistant.language.unknowns import says_unknown
from assistant.types import Attribution

_BACK = 3  # sentences that a pronoun may refer back
_NEAR = 6  # sentences within which a role's holder must be named
_POSTED = 6  # sentences that "the post" may refer back
_RECENT = 12  # unnamed sources, and half as many outlets, that are remembered


@dataclass
class _Sentence:
    """What a sentence contributes to resolving phrases in later ones."""

    subject: Person | None
    persons: list[Person]
    words: frozenset[str]
    outlets: frozenset[str]
    speaker: Attribution | None = None


class Coreference:
    """Resolves the sources of one article, sentence by sentence: `enter`, `resolve` its phrases, `leave`."""

    def __init__(
        self,
        outlet: str | None,
        named: Outlets,
        sentences: Sequence[Sequence[Token]],
        acts: Sequence[Sequence[SpeechAct]],
    ) -> None:
        self._outlet = outlet
        self._named = named
        self._roster = Roster(named, sentences, acts)
        self._persons = [self._roster.named_in(tokens) for tokens in sentences]
        self._bodies: dict[str, set[str]] = {}
        for act in (act for found in acts for act in found):
            self._note_body(act.source)
        self._outlets: list[str] = []
        self._unnamed: list[tuple[Phrase, str, tuple[Attribution, ...]]] = []
        self._read: list[_Sentence] = []
        self._tokens: Sequence[Token] = ()

    def enter(self, tokens: Sequence[Token]) -> None:
        """Start the next sentence."""
        self._tokens, persons = tokens, self._persons[len(self._read)]
        outlets = [self._named[token.start][1] for token in tokens if token.start in self._named]
        others = [one for one in outlets if not (self._outlet and same_outlet(one, self._outlet))]
        self._outlets = [*self._outlets, *others][-_RECENT // 2 :]
        small = frozenset(token.small for token in tokens if token.kind == "w")
        subject = persons[0] if persons and opens_sentence(tokens, persons[0]) else None
        if subject and says_unknown(" ".join(token.text for token in tokens)):
            subject = None  # who "did not respond" says nothing in the sentences after
        self._read.append(_Sentence(subject, persons, small, frozenset(others)))

    def leave(self, speaker: Attribution | None) -> None:
        """Finish the sentence, recording its speaker."""
        self._read[-1].speaker = speaker

    def remember_unnamed(self, phrase: Phrase, name: str, cited: Sequence[Attribution]) -> None:
        """Record an unnamed source and the outlets it spoke to."""
        outlets = tuple(Attribution(one.name, "outlet") for one in cited if one.kind == "outlet")
        self._unnamed = [*self._unnamed[1 - _RECENT :], (phrase, name, outlets)]

    def is_press(self, phrase: Phrase) -> bool:
        """Whether a phrase is an outlet, or refers to one."""
        if phrase.kind not in {"outlet", "press", "body"}:
            return False
        resolved = self.resolve(phrase, "")
        return resolved is not None and resolved.kind == "outlet"

    def resolve(self, phrase: Phrase, verb: str) -> Attribution | None:
        """The rung that a phrase refers to; None where the text leaves it open."""
        if phrase.kind == "outlet":
            return Attribution(phrase.outlet, "outlet", verb)
        if phrase.kind in {"person", "organisation"}:
            return self._name(phrase, verb)
        if phrase.kind == "anonymous":
            earlier = self._same_source(phrase)
            return Attribution(earlier[1] if earlier else phrase.text, "anonymous", verb)
        if phrase.kind == "role":
            return self._role(phrase, verb)
        if phrase.kind == "body":
            return self._body(phrase, verb)
        if phrase.kind == "press":
            outlet = self._press(phrase.text)
            return Attribution(outlet, "outlet", verb) if outlet else None
        return self._document(phrase, verb) if phrase.kind == "document" else self._pronoun(phrase, verb)

    def in_full(self, person: Attribution) -> Attribution:
        """A person under the full name in the article: "Holt" is Mira Holt. Unchanged where several share the name."""
        bearers = self._roster.bearers(person.name)
        return replace(person, name=bearers[0].name) if len(bearers) == 1 else person

    def owners(self, phrase: Phrase) -> tuple[Attribution, ...]:
        """The outlets that a source is known to have spoken to: `WSJ's sources`, `its source`."""
        if phrase.kind == "outlet":
            return ()
        if phrase.outlet:
            return (Attribution(phrase.outlet, "outlet"),)
        if phrase.owner:
            outlet = self._press(phrase.text)
            return (Attribution(outlet, "outlet"),) if outlet else ()
        earlier = self._same_source(phrase)
        return earlier[2] if earlier else ()

    # ---- one kind of phrase each

    def _name(self, phrase: Phrase, verb: str) -> Attribution:
        """A printed name: the full name of the person in the article, else as printed."""
        name = phrase.name
        if name and (phrase.kind == "person" or phrase.head == "?" or (phrase.text == name and " " not in name)):
            bearers = self._roster.bearers(name)
            if bearers:
                return Attribution(bearers[0].name if len(bearers) == 1 else name, "person", verb)
        if phrase.kind == "person":
            return Attribution(name, "person", verb)
        return Attribution(phrase.text, "organisation", verb)

    def _role(self, phrase: Phrase, verb: str) -> Attribution:
        """`the ambassador`: the person nearby introduced as such, else as printed; relatives count as unnamed."""
        now = len(self._read) - 1
        near = {person.name for some in self._persons[max(0, now - _NEAR) : now + _NEAR] for person in some}
        person = self._roster.in_role(phrase.head, phrase.text, phrase.words, near)
        if person:
            return Attribution(person.name, "person", verb)
        unnamed = next((name for one, name, _ in reversed(self._unnamed) if one.head == phrase.head), None)
        if unnamed and phrase.definite and len(phrase.text.split()) == 2:
            return Attribution(unnamed, "anonymous", verb)
        return Attribution(phrase.text, "anonymous" if phrase.head in listed("kin") else "person", verb)

    def _body(self, phrase: Phrase, verb: str) -> Attribution:
        """`the embassy`: the only organisation with that noun; `the agency` may be an outlet, `Brand` a person."""
        person = self._roster.find(phrase.name) if phrase.name else None
        if person:
            return Attribution(person.name, "person", verb)
        bare = phrase.definite and len(phrase.text.split()) == 2
        known = self._bodies.get(phrase.head, set())
        if bare and phrase.head == "agency" and not known and self._outlets:
            return Attribution(self._outlets[-1], "outlet", verb)
        return Attribution(next(iter(known)) if bare and len(known) == 1 else phrase.text, "organisation", verb)

    def _press(self, text: str) -> str | None:
        """The outlet that `the paper`, `the Journal`, `The American daily` refers to: the last one named that fits."""
        proper = [word.lower() for word in proper_words(text) if word != "The"]
        proper = [word for word in proper if word not in listed("nationalities")]
        return next((one for one in reversed(self._outlets) if all(word in one.lower() for word in proper)), None)

    def _document(self, phrase: Phrase, verb: str) -> Attribution | None:
        """`the post said`, `the report says`: the person, body or outlet that issued it in an earlier sentence."""
        press = phrase.head in listed("reported")
        for sentence in reversed(self._read[-1 - _POSTED : -1]):
            speaker, named = sentence.speaker, sentence.words & (listed("reported") if press else {phrase.head})
            if press and named and len(sentence.outlets) == 1:
                return Attribution(next(iter(sentence.outlets)), "outlet", verb)
            if speaker and named and speaker.kind in ({"organisation"} if press else {"organisation", "person"}):
                return Attribution(speaker.name, speaker.kind, verb)
        before = self._read[-2].speaker if len(self._read) > 1 and not press else None
        return Attribution(before.name, before.kind, verb) if before and before.kind == "organisation" else None

    def _pronoun(self, phrase: Phrase, verb: str) -> Attribution | None:
        """Whom `he`, `she` or `it` refers to: the subject of a clause before, the last speaker, a subject before."""
        pronoun, here, before = phrase.head, self._read[-1], self._read[-1 - _BACK : -1]
        if pronoun == "it":
            last = before[-1].speaker if before else None
            return Attribution(last.name, last.kind, verb) if last and last.kind == "organisation" else None
        if pronoun == "they":
            return self._unnamed_before(verb)
        if here.subject and len(here.persons) == 1:
            return _as(here.subject, pronoun, verb)
        opening = self._subject_of_clause(self._tokens[: phrase.start])
        if opening:
            return _as(opening, pronoun, verb)
        for sentence in reversed(before):
            speaker = sentence.speaker
            if speaker and speaker.kind == "person":
                person = self._roster.find(speaker.name)
                return _as(person, pronoun, verb) if person else Attribution(speaker.name, "person", verb)
            if speaker and speaker.kind == "anonymous" and not sentence.persons:
                single = speaker.name.split()[0] in {"a", "an", "one", "the"}
                return Attribution(speaker.name, "anonymous", verb) if single else None
            if sentence.persons:
                alone = sentence.subject if len(sentence.persons) == 1 else None
                return _as(alone, pronoun, verb) if alone else None
        return None

    def _subject_of_clause(self, tokens: Sequence[Token]) -> Person | None:
        """The only person named in a subordinate clause that opens a sentence, as its subject: `When Voss left, he`."""
        opened = next((at for at, one in enumerate(tokens[:3]) if one.small in listed("subordinate")), None)
        persons = self._roster.named_in(tokens)
        if opened is None or len(persons) != 1 or not opens_sentence(tokens[opened + 1 :], persons[0]):
            return None
        return persons[0]

    def _unnamed_before(self, verb: str) -> Attribution | None:
        """Whom `they` stands for: an unnamed source or a spokesperson who spoke last, with only quotations between."""
        last = next((one for one in reversed(self._read[-1 - _BACK : -1]) if one.words or one.speaker), None)
        speaker = last.speaker if last else None
        unnamed = speaker is not None and (speaker.kind == "anonymous" or speaker.name.startswith(("a ", "an ")))
        return replace(speaker, verb=verb) if speaker and unnamed else None

    def _same_source(self, phrase: Phrase) -> tuple[Phrase, str, tuple[Attribution, ...]] | None:
        """The unnamed source of an earlier sentence that a definite phrase (`its source`) refers to."""
        if not phrase.definite or phrase.kind != "anonymous":
            return None
        marks = phrase.words - {"same", "unnamed", "anonymous", "own"}
        for earlier in reversed(self._unnamed):
            one = earlier[0]
            alike = one.head == phrase.head or (
                phrase.head == "source" and one.head in {"people", "person", "official"}
            )
            if alike and (not marks or any(share_stem(mark, word) for mark in marks for word in one.words)):
                return earlier
        return None

    def _note_body(self, phrase: Phrase) -> None:
        """Index an organisation by its nouns, so that `the embassy` can refer to it."""
        if phrase.kind == "organisation" or (phrase.kind == "body" and len(phrase.text.split()) > 2):
            for word in phrase.text.lower().split():
                if noun("bodies", word):
                    self._bodies.setdefault(word, set()).add(phrase.text)


def _as(person: Person, pronoun: str, verb: str) -> Attribution | None:
    """A person for `he` or `she`; None where the article has used the other pronoun."""
    if person.gender and person.gender != pronoun:
        return None
    person.gender = pronoun
    return Attribution(person.name, "person", verb)
