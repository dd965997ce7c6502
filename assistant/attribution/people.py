"""The people that an article names in full, their roles, and who is meant by part of a name. Floor 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.attribution.citing import SpeechAct
from assistant.attribution.edges import left_edge, right_edge
from assistant.attribution.proper import name_kind
from assistant.attribution.sources import Outlets, read_phrase
from assistant.language.names import same_person
from assistant.language.speech import is_people, listed
from assistant.language.tokens import Token


@dataclass
class Person:
    """A person named in the article. `sure`: a role, an age or a reporting verb shows that the name is a person's.

    `speaks`: the article quotes the person under this name.
    """

    name: str
    roles: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    gender: str = ""
    sure: bool = False
    speaks: bool = False

    def add_role(self, head: str, about: frozenset[str]) -> None:
        """Add a role: its noun, and the words around it."""
        if (head, about) not in self.roles:
            self.roles.append((head, about))
        known = about | {head}
        self.gender = self.gender or ("he" if known & listed("he") else "she" if known & listed("she") else "")


class Roster:
    """The people of one article. Names inside quotations are ignored."""

    def __init__(
        self, outlets: Outlets, sentences: Sequence[Sequence[Token]], acts: Sequence[Sequence[SpeechAct]]
    ) -> None:
        self.people: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        for tokens, found in zip(sentences, acts, strict=True):
            speaking = {act.source.end for act in found if act.source.kind == "person"}
            for start, end in _capital_runs(tokens, outlets):
                self._add_named(tokens, start, end, end in speaking)

    def bearers(self, name: str) -> list[Person]:
        """The people with a name, in full or in part; a surname is preferred to a given name."""
        parts = [part.lower().rstrip(".") for part in _unowned(name).split()]
        known = self._by_word.get(parts[-1], []) if parts else []
        if len(parts) != 1:
            return [one for one in known if same_person(one.name, name)]
        last = [one for one in known if one.name.lower().split()[-1] == parts[0]]
        sure = [one for one in last or known if one.sure]
        # a relative introduced later with a role does not take over the name
        meant = len(sure) == 1 and (sure[0].speaks or last[:1] == sure)
        return sure if meant or not last else last

    def find(self, name: str) -> Person | None:
        """The only person with a name; None for nobody and for several."""
        found = self.bearers(name)
        return found[0] if len(found) == 1 else None

    def named_in(self, tokens: Sequence[Token]) -> list[Person]:
        """The people that a sentence names, in order; ambiguous parts of names are left out."""
        found: dict[str, Person] = {}
        for token in tokens:
            known = self._by_word.get(token.small, ()) if token.capital else ()
            if len(known) == 1:
                found.setdefault(known[0].name, known[0])
        return list(found.values())

    def in_role(self, head: str, text: str, about: frozenset[str], near: set[str]) -> Person | None:
        """The only person among the names in `near` introduced in a role; None for nobody and for several."""
        proper = {word.lower() for word in proper_words(text)} - {head}
        fits = [
            person
            for person in self.people
            if person.name in near
            and any(head == one and _compatible(about, proper, known) for one, known in person.roles)
        ]
        return fits[0] if len(fits) == 1 else None

    def _add_named(self, tokens: Sequence[Token], start: int, end: int, speaks: bool) -> None:
        """Add the name in a run of capitalised words, with its role, if it is a person's."""
        first = start if tokens[end - 1].possessive else min(start, left_edge(tokens, end - 1))
        phrase = read_phrase(tokens, first, end, {})
        if phrase is None or phrase.kind != "person" or _describes(tokens, first, end):
            return
        name = _unowned(phrase.name)
        if name.split()[0].lower() in listed("days", "adverbs", "stops", "prepositions"):
            name = " ".join(name.split()[1:])
        if not name or name_kind(name) == "organisation" or (len(name.split()) == 1 and not phrase.head):
            return
        bearers = self.bearers(name)
        if len(bearers) > 1:
            return
        person = bearers[0] if bearers else self._add(name)
        if phrase.head:
            person.add_role(phrase.head, phrase.words)
        aged = end + 1 < len(tokens) and tokens[end].text == "," and tokens[end + 1].text.isdigit()
        person.sure = person.sure or speaks or aged or bool(phrase.head)
        person.speaks = person.speaks or (speaks and " " in name)
        self._add_role_beside(tokens, start if phrase.start == start else -1, end, person)

    def _add(self, name: str) -> Person:
        person = Person(name)
        self.people.append(person)
        for part in dict.fromkeys(name.lower().split()):
            self._by_word.setdefault(part.rstrip("."), []).append(person)
        return person

    def _add_role_beside(self, tokens: Sequence[Token], start: int, end: int, person: Person) -> None:
        """Read the role in `Clara Voss, the finance minister,` and in `The finance minister, Clara Voss,`."""
        ranges = []
        if end + 1 < len(tokens) and tokens[end].text == ",":
            ranges.append((end + 1, right_edge(tokens, end + 1)))
        if start > 1 and tokens[start - 1].text == ",":
            ranges.append((left_edge(tokens, start - 2), start - 1))
        for first, last in ranges:
            role = read_phrase(tokens, first, last, {})
            if role and role.head and not role.name and is_people(role.head):
                person.add_role(role.head, role.words)
                person.sure = True


def proper_words(text: str) -> list[str]:
    """The capitalised words of a phrase, in order, without possessive endings."""
    return [_unowned(word) for word in text.split() if word[:1].isupper()]


def share_stem(a: str, b: str) -> bool:
    """Whether two words share their first five letters: Russia, Russian."""
    return a == b or (len(a) > 4 and len(b) > 4 and a[:5] == b[:5])


def opens_sentence(tokens: Sequence[Token], person: Person) -> bool:
    """Whether a sentence opens with a person as its subject, with at most a role or a "But" before the name."""
    parts = person.name.lower().split()
    at = next((i for i, token in enumerate(tokens[:6]) if token.capital and token.small in parts), 6)
    end = min(at + 1, len(tokens))
    while end < len(tokens) and tokens[end].capital:
        end += 1
    joined = tokens[0].small in listed("adverbs") and at > 0
    opening = all(token.capital or is_people(token.small) or token.small == "the" for token in tokens[joined:at])
    return at < 6 and opening and not any(token.possessive for token in tokens[:end])


def _capital_runs(tokens: Sequence[Token], outlets: Outlets) -> list[tuple[int, int]]:
    """The runs of capitalised words of a sentence, as token ranges, without names of outlets."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if tokens[at].start in outlets:
            stop = outlets[tokens[at].start][0]
            at += 1
            while at < len(tokens) and tokens[at].start < stop:
                at += 1
            continue
        end = at
        while end < len(tokens) and tokens[end].start not in outlets:
            linked = (
                end > at
                and tokens[end].small in listed("particles")
                and end + 1 < len(tokens)
                and tokens[end + 1].capital
            )
            pronoun = tokens[end].small in listed("subject_pronouns")  # the sentence after an initial or a credit
            if not (tokens[end].capital or linked) or (end > at and (pronoun or tokens[end - 1].possessive)):
                break
            end += 1
        if end > at:
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def _describes(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a name only modifies a noun: `the Silver Lake star`, `The Night Watch actor`."""
    determined = tokens[start].small in listed("determiners") or (
        start > 0 and tokens[start - 1].small in listed("determiners")
    )
    after = tokens[end] if end < len(tokens) else None
    return determined and after is not None and not after.capital and is_people(after.small)


def _compatible(asked: frozenset[str], proper: set[str], known: frozenset[str]) -> bool:
    """Whether a later mention of a role (`asked`, its capitalised words `proper`) fits the `known` one."""
    if asked & listed("grades") != known & listed("grades"):
        return False
    if (
        proper
        and known - listed("people") - listed("grades")
        and not any(share_stem(a, b) for a in proper for b in known)
    ):
        return False
    departments = asked & listed("offices"), known & listed("offices")
    return not all(departments) or bool(departments[0] & departments[1])


def _unowned(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)
