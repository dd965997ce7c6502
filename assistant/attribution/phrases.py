"""Reads the phrase of a source by word data alone, for languages without rules of their own. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.attribution.sources import Outlets
from assistant.language.lexicon import lexicon
from assistant.language.tokens import Token

SourceKind = Literal["outlet", "person", "organisation", "anonymous", "role", "pronoun"]
_LEAST_ENDING = 3  # letters of a noun that may end a longer one
_TITLE_WORDS = 3  # a quotation of more is speech, not the name of an outlet
_ATTRIBUTES = 2
_ROLE_AND_NAME = 3  # capitalised words in a row: what somebody is, given name, surname


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a phrase names as a source, and the token behind it. `head` is the noun that tells what he is."""

    kind: SourceKind
    name: str
    end: int
    head: str = ""


class SourceReader:
    """Reads phrases in one article, of which it knows who is named in full, and in which role."""

    def __init__(self, language: str, outlets: Outlets, sentences: Sequence[Sequence[Token]]) -> None:
        self.language, self._outlets = language, outlets
        self._told = lexicon(language)
        self._capital_nouns = self._told.table("writing").get("nouns") == "capital"
        self._roles: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for tokens in sentences:
            for at in range(len(tokens)):
                self._enlist(tokens, at)

    def in_role(self, head: str) -> str | None:
        """The one person whom the article names in a role; None for none and for several."""
        found = self._roles.get(head, set())
        return next(iter(found)) if len(found) == 1 else None

    def in_full(self, name: str) -> str:
        """A name with its given name, where the article has one bearer of it."""
        found = self._names.get(name.split()[-1], set()) if " " not in name else set()
        return next(iter(found)) if len(found) == 1 else name

    def loose(self, tokens: Sequence[Token]) -> bool:
        """Whether words may stand between a source and its verb: adverbs, and a day with what leads it in."""
        known = self._told.words("adverbs", "days")
        return all(one.small in known or one.text[0].isdigit() or one.text == "." for one in tokens)

    def read(self, tokens: Sequence[Token], at: int, stop: int | None = None) -> Source | None:
        """The source that begins at a token, at most up to `stop`; None where none does."""
        stop = len(tokens) if stop is None else stop
        if at >= stop:
            return None
        first = tokens[at]
        if first.small in self._told.words("pronouns"):
            return Source("pronoun", first.text, at + 1)
        begin = at
        determiner = first.small if first.small in self._told.words("determiners", "indefinite") else ""
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
            nouns += 1  # a role that the lists lack: "Hafenmeister Jan Holt", "ein Taucher"
        head, name = tokens[nouns - 1] if nouns > run else None, " ".join(one.text for one in tokens[nouns:at])
        if name:
            return self._named(name, head, determiner, tokens, begin, at, stop)
        end = self._with_attributes(tokens, at, stop)
        return self._unnamed(tokens, begin, end, head, determiner, marks)

    # ---- what a phrase is

    def _named(
        self, name: str, head: Token | None, determiner: str, tokens: Sequence[Token], begin: int, end: int, stop: int
    ) -> Source | None:
        people = head is not None and (self._is("titles", head) or self._may_be_people(head))
        if head is not None and people:
            self._remember(head.small, name)
            return Source("person", name, end, head.small)
        if head is not None and self._is("press", head):
            return Source("outlet", name, end, head.small)
        if head is not None:
            return Source("organisation", name, end, head.small)
        known = name.split()[-1] in self._names
        body = any(word.casefold() in self._told.words("proper_bodies") for word in name.split())
        if not determiner and not body and (known or 2 <= len(name.split()) <= 4):
            self._remember("", name)
            return Source("person", name, end)
        if determiner:
            end = self._with_attributes(tokens, end, stop)
            name = self._printed(tokens[begin:end])
        return Source("organisation", name, end)

    def _unnamed(
        self, tokens: Sequence[Token], begin: int, end: int, head: Token | None, determiner: str, marks: set[str]
    ) -> Source | None:
        if head is None:
            return None
        shown = self._printed(tokens[begin:end])
        if head.small in self._told.words("reports"):
            return Source("anonymous", shown, end, head.small)
        if self._is("spokespeople", head):
            named = self.in_role(head.small) if determiner in self._told.words("definite") else None
            return Source("role" if named else "organisation", shown, end, head.small)
        if self._may_be_people(head):
            several = self._is("plural_people", head) or determiner in self._told.words("indefinite")
            several = several or not determiner or bool(marks & self._told.words("hidden", "indefinite"))
            singular = determiner in self._told.words("definite") and self.in_role(head.small)
            return Source("role" if singular or not several else "anonymous", shown, end, head.small)
        if self._is("bodies", head) and determiner not in self._told.words("indefinite"):
            return Source("organisation", shown, end, head.small)
        return None

    def _outlet(self, tokens: Sequence[Token], at: int) -> Source | None:
        """An outlet of the table, or a name between quotation marks behind an article: `der „Bote“`."""
        if tokens[at].start in self._outlets:
            stop, name = self._outlets[tokens[at].start]
            end = next((i for i in range(at, len(tokens)) if tokens[i].start >= stop), len(tokens))
            return Source("outlet", name, end)
        return self._quoted(tokens, at)

    def _quoted(self, tokens: Sequence[Token], at: int) -> Source | None:
        words = tokens[at].text.split() if tokens[at].kind == "q" else []
        name = tokens[at].text.strip("„“”\"«»‚‘’' ")
        plain = 0 < len(words) <= _TITLE_WORDS and name[:1].isupper() and name[-1:].isalnum()
        return Source("outlet", name, at + 1) if plain and at else None

    # ---- the words of a phrase

    def _in_name(self, tokens: Sequence[Token], at: int, run: int) -> bool:
        token = tokens[at]
        if self._is_small_noun(token):
            return True
        if token.capital:
            return token.small not in self._told.words("days", "stop_words", "prepositions", "adverbs")
        within = at > run and at + 1 < len(tokens) and tokens[at + 1].capital and not self._is_noun(tokens[at - 1])
        return within and token.small in self._told.words("name_particles_within") and self._given(tokens, run, at)

    def _given(self, tokens: Sequence[Token], run: int, at: int) -> bool:
        """Whether a small word follows a given name that stands alone: `Jan van Holt`; not `Vogt der Zeitung`."""
        following = tokens[at + 1]
        return not self._is_noun(following) and tokens[at].small not in self._told.words("genitives")

    def _with_attributes(self, tokens: Sequence[Token], at: int, stop: int) -> int:
        """The end of a phrase with what it belongs to: `ein Sprecher der Polizei in Lehe`."""
        binding = self._told.words("genitives", "bindings")
        for _ in range(_ATTRIBUTES):
            if at >= stop or tokens[at].small not in binding:
                break
            end = at + 1
            end += end < stop and tokens[end].small in self._told.words("determiners")
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
        if token.small in self._told.words("indefinite", "hidden"):
            return True
        verb = token.small in self._told.words("said", "claim", "adverbs", "prepositions", "stop_words", "clause_words")
        return not verb and token.small.endswith(("e", "en", "er", "es", "em"))

    def _is_noun(self, token: Token) -> bool:
        return any(self._is(section, token) for section in ("people", "bodies", "press", "reports", "titles"))

    def _may_be_people(self, token: Token) -> bool:
        """Whether a noun names people, by the lists or by its ending."""
        if self._is("people", token):
            return True
        known = any(self._is(section, token) for section in ("bodies", "press", "reports", "documents"))
        return not known and bool(self._told.pattern("people_endings", r"\w{3,}{}$").match(token.small))

    def _is_small_noun(self, token: Token) -> bool:
        """Whether a word in small letters is a listed noun, in a language that writes nouns so."""
        return token.kind == "w" and not token.capital and not self._capital_nouns and self._is_noun(token)

    def _is(self, section: str, token: Token) -> bool:
        """Whether a word is one of a section's nouns, or a longer one that ends in it."""
        return _ends_in(self.language, section, token.small.rstrip("."))

    def _printed(self, run: Sequence[Token]) -> str:
        """A phrase as printed, its article in small letters."""
        text = " ".join(one.text for one in run)
        opened = run[0].small in self._told.words("determiners", "indefinite")
        return text[0].lower() + text[1:] if opened else text

    def _enlist(self, tokens: Sequence[Token], at: int) -> None:
        """Remember who is named in full, and in which role: `Bürgermeisterin Anke Vogt`, `Falk, Leiter der Werft`."""
        token = tokens[at]
        if not (token.capital or self._is_small_noun(token)):
            return
        if not (self._is("people", token) or self._is("titles", token)):
            return
        end = at + 1
        while end < len(tokens) and self._in_name(tokens, end, at + 1) and not self._is_noun(tokens[end]):
            end += 1
        name = " ".join(one.text for one in tokens[at + 1 : end])
        self._remember(token.small, name)

    def _remember(self, role: str, name: str) -> None:
        """Keep a name of two words or more, with what its bearer is."""
        if " " in name:
            self._names.setdefault(name.split()[-1], set()).add(name)
            self._roles.setdefault(role, set()).add(name)


@cache
def _ends_in(language: str, section: str, word: str) -> bool:
    known = lexicon(language).words(section)
    return word in known or any(len(one) > _LEAST_ENDING and word.endswith(one) for one in known)
