"""Reads source phrases by word data alone, for languages without their own rules. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.attribution.sources import Outlets
from assistant.language.lexicon import lexicon
from assistant.language.tokens import Token

SourcePhraseKind = Literal["outlet", "person", "organisation", "anonymous", "role", "pronoun"]
_LEAST_ENDING = 3  # a noun of more letters may end a longer one
_TITLE_WORDS = 3  # a longer quotation is speech, not the name of an outlet
_ATTRIBUTES = 2
_ROLE_AND_NAME = 3  # capitalised words in a row: role, given name, surname


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """The source that a phrase names, the token after the phrase, and its main noun, `head`."""

    kind: SourcePhraseKind
    name: str
    end: int
    head: str = ""


class SourceReader:
    """Reads the source phrases of one article, knowing its full names and roles."""

    def __init__(self, language: str, outlets: Outlets, sentences: Sequence[Sequence[Token]]) -> None:
        self.language, self._outlets = language, outlets
        self._word_data = lexicon(language)
        self._capital_nouns = self._word_data.table("writing").get("nouns") == "capital"
        self._roles: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for tokens in sentences:
            for at in range(len(tokens)):
                self._record_named(tokens, at)

    def in_role(self, head: str) -> str | None:
        """The only person named in a role; None for nobody and for several."""
        found = self._roles.get(head, set())
        return next(iter(found)) if len(found) == 1 else None

    def in_full(self, name: str) -> str:
        """A surname with its given name, if the article names exactly one such person; else unchanged."""
        found = self._names.get(name.split()[-1], set()) if " " not in name else set()
        return next(iter(found)) if len(found) == 1 else name

    def loose(self, tokens: Sequence[Token]) -> bool:
        """Whether tokens may come between a source and its verb: adverbs and days."""
        known = self._word_data.words("adverbs", "days")
        return all(one.small in known or one.text[0].isdigit() or one.text == "." for one in tokens)

    def read(self, tokens: Sequence[Token], at: int, stop: int | None = None) -> SourcePhrase | None:
        """The source that begins at a token, at most up to `stop`; None where there is none."""
        stop = len(tokens) if stop is None else stop
        if at >= stop:
            return None
        first = tokens[at]
        if first.small in self._word_data.words("pronouns"):
            return SourcePhrase("pronoun", first.text, at + 1)
        begin = at
        determiner = first.small if first.small in self._word_data.words("determiners", "indefinite") else ""
        at += bool(determiner)
        while at < stop and self._is_adjective(tokens[at]):
            at += 1
        marks = {one.small for one in tokens[begin:at]}
        if at < stop and (source := self._outlet(tokens, at)):
            return source
        run = at
        while at < stop and self._in_name(tokens, at, run):
            at += 1
        if run == at:
            return None
        if at < stop and self._is("press", tokens[at - 1]) and (source := self._quoted(tokens, at)):
            return source
        nouns = run
        while nouns < at and self._is_noun(tokens[nouns]):
            nouns += 1
        if nouns == run and (at - run == _ROLE_AND_NAME or (determiner and self._may_be_people(tokens[run]))):
            nouns += 1  # a role that is not listed: "Hafenmeister Jan Holt", "ein Taucher"
        head, name = tokens[nouns - 1] if nouns > run else None, " ".join(one.text for one in tokens[nouns:at])
        if name:
            return self._named(name, head, determiner, tokens, begin, at, stop)
        end = self._with_attributes(tokens, at, stop)
        return self._unnamed(tokens, begin, end, head, determiner, marks)

    # ---- what a phrase is

    def _named(
        self, name: str, head: Token | None, determiner: str, tokens: Sequence[Token], begin: int, end: int, stop: int
    ) -> SourcePhrase | None:
        people = head is not None and (self._is("titles", head) or self._may_be_people(head))
        if head is not None and people:
            self._record(head.small, name)
            return SourcePhrase("person", name, end, head.small)
        if head is not None and self._is("press", head):
            return SourcePhrase("outlet", name, end, head.small)
        if head is not None:
            return SourcePhrase("organisation", name, end, head.small)
        known = name.split()[-1] in self._names
        body = any(word.casefold() in self._word_data.words("proper_bodies") for word in name.split())
        if not determiner and not body and (known or 2 <= len(name.split()) <= 4):
            self._record("", name)
            return SourcePhrase("person", name, end)
        if determiner:
            end = self._with_attributes(tokens, end, stop)
            name = self._printed(tokens[begin:end])
        return SourcePhrase("organisation", name, end)

    def _unnamed(
        self, tokens: Sequence[Token], begin: int, end: int, head: Token | None, determiner: str, marks: set[str]
    ) -> SourcePhrase | None:
        if head is None:
            return None
        shown = self._printed(tokens[begin:end])
        if head.small in self._word_data.words("reports"):
            return SourcePhrase("anonymous", shown, end, head.small)
        if self._is("spokespeople", head):
            named = self.in_role(head.small) if determiner in self._word_data.words("definite") else None
            return SourcePhrase("role" if named else "organisation", shown, end, head.small)
        if self._may_be_people(head):
            several = self._is("plural_people", head) or determiner in self._word_data.words("indefinite")
            several = several or not determiner or bool(marks & self._word_data.words("hidden", "indefinite"))
            singular = determiner in self._word_data.words("definite") and self.in_role(head.small)
            return SourcePhrase("role" if singular or not several else "anonymous", shown, end, head.small)
        if self._is("bodies", head) and determiner not in self._word_data.words("indefinite"):
            return SourcePhrase("organisation", shown, end, head.small)
        return None

    def _outlet(self, tokens: Sequence[Token], at: int) -> SourcePhrase | None:
        """An outlet of the table, or a quoted name after an article: `der „Bote“`."""
        if tokens[at].start in self._outlets:
            stop, name = self._outlets[tokens[at].start]
            end = next((i for i in range(at, len(tokens)) if tokens[i].start >= stop), len(tokens))
            return SourcePhrase("outlet", name, end)
        return self._quoted(tokens, at)

    def _quoted(self, tokens: Sequence[Token], at: int) -> SourcePhrase | None:
        words = tokens[at].text.split() if tokens[at].kind == "q" else []
        name = tokens[at].text.strip("„“”\"«»‚‘’' ")
        plain = 0 < len(words) <= _TITLE_WORDS and name[:1].isupper() and name[-1:].isalnum()
        return SourcePhrase("outlet", name, at + 1) if plain and at else None

    # ---- the words of a phrase

    def _in_name(self, tokens: Sequence[Token], at: int, run: int) -> bool:
        token = tokens[at]
        if self._is_small_noun(token):
            return True
        if token.capital:
            return token.small not in self._word_data.words("days", "stop_words", "prepositions", "adverbs")
        within = at > run and at + 1 < len(tokens) and tokens[at + 1].capital and not self._is_noun(tokens[at - 1])
        return within and token.small in self._word_data.words("name_particles_within") and self._given(tokens, run, at)

    def _given(self, tokens: Sequence[Token], run: int, at: int) -> bool:
        """Whether a lower-case particle follows a given name: `Jan van Holt`; not `Vogt der Zeitung`."""
        following = tokens[at + 1]
        return not self._is_noun(following) and tokens[at].small not in self._word_data.words("genitives")

    def _with_attributes(self, tokens: Sequence[Token], at: int, stop: int) -> int:
        """The end of a phrase with its attributes: `ein Sprecher der Polizei in Lehe`."""
        binding = self._word_data.words("genitives", "bindings")
        for _ in range(_ATTRIBUTES):
            if at >= stop or tokens[at].small not in binding:
                break
            end = at + 1
            end += end < stop and tokens[end].small in self._word_data.words("determiners")
            while end < stop and self._is_adjective(tokens[end]):
                end += 1
            first = end
            while end < stop and self._in_name(tokens, end, first):
                end += 1
            if end == first or self._is("press", tokens[first]) or tokens[first].start in self._outlets:
                break
            at = end
        return at

    def _is_adjective(self, token: Token) -> bool:
        if token.kind != "w" or token.capital or token.text[0].isdigit() or self._is_small_noun(token):
            return False
        if token.small in self._word_data.words("indefinite", "hidden"):
            return True
        verb = token.small in self._word_data.words(
            "said", "claim", "adverbs", "prepositions", "stop_words", "clause_words"
        )
        return not verb and token.small.endswith(("e", "en", "er", "es", "em"))

    def _is_noun(self, token: Token) -> bool:
        return any(self._is(section, token) for section in ("people", "bodies", "press", "reports", "titles"))

    def _may_be_people(self, token: Token) -> bool:
        """Whether a noun names people, by the word data or its ending."""
        if self._is("people", token):
            return True
        known = any(self._is(section, token) for section in ("bodies", "press", "reports", "documents"))
        return not known and bool(self._word_data.pattern("people_endings", r"\w{3,}{}$").match(token.small))

    def _is_small_noun(self, token: Token) -> bool:
        """Whether a lower-case word is a listed noun, in a language that does not capitalise nouns."""
        return token.kind == "w" and not token.capital and not self._capital_nouns and self._is_noun(token)

    def _is(self, section: str, token: Token) -> bool:
        """Whether a word is a noun of a section, or a compound that ends in one."""
        return _ends_in(self.language, section, token.small.rstrip("."))

    def _printed(self, run: Sequence[Token]) -> str:
        """A phrase as printed, with its article in lower case."""
        text = " ".join(one.text for one in run)
        opened = run[0].small in self._word_data.words("determiners", "indefinite")
        return text[0].lower() + text[1:] if opened else text

    def _record_named(self, tokens: Sequence[Token], at: int) -> None:
        """Record a full name with its role: `Bürgermeisterin Anke Vogt`."""
        token = tokens[at]
        if not (token.capital or self._is_small_noun(token)):
            return
        if not (self._is("people", token) or self._is("titles", token)):
            return
        end = at + 1
        while end < len(tokens) and self._in_name(tokens, end, at + 1) and not self._is_noun(tokens[end]):
            end += 1
        name = " ".join(one.text for one in tokens[at + 1 : end])
        self._record(token.small, name)

    def _record(self, role: str, name: str) -> None:
        """Record a name of two words or more, with its role."""
        if " " in name:
            self._names.setdefault(name.split()[-1], set()).add(name)
            self._roles.setdefault(role, set()).add(name)


@cache
def _ends_in(language: str, section: str, word: str) -> bool:
    known = lexicon(language).words(section)
    return word in known or any(len(one) > _LEAST_ENDING and word.endswith(one) for one in known)
