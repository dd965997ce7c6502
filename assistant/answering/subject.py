"""Whether articles and sentences are about a subject: they name it, or refer to it by a pronoun. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.proper import name_kind
from assistant.finding.relevance import only_capitalised
from assistant.finding.spelling_correction import is_english
from assistant.language.sentences import sentence_spans
from assistant.language.speech import listed
from assistant.language.terms import content_words, stem, stems
from assistant.question.shape import topic_stems
from assistant.types import Article, Evidence

_NAME = re.compile(r"\b[A-ZÀ-Þ][\w-]*(?:[’'](?!s\b)\w+)?(?:\s(?:of\s(?:the\s)?)?[A-ZÀ-Þ][\w-]*(?:[’'](?!s\b)\w+)?)*")
_CAPITALISED = re.compile(r"(?<=[a-z,]\s)[A-ZÀ-Þ][\w-]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
_OPENS = re.compile(r"[\W_]*(?:on (?:that|the same) day,? )?(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_TURNS = re.compile(r"[\W_]*(?:separately|meanwhile|elsewhere|in other news)\b", re.IGNORECASE)
_HEAD = 3  # sentences that, with the title, say what an article is about
_MAIN = 0.6  # share of the sentences of the name an article has most often from which it is about the subject
_LEADS = 1.0  # the same, from which no other name is more frequent
_TOPIC = 0.6  # share of a subject's words in title and opening from which an article is about it
_OFTEN = 3  # times that an article has a word from which the word tells it from others
_INITIALS = 3  # words of a name from which its initials stand for it
_HALF = 0.5
NAMED = 0.8
"""The score from which a sentence names the subject: 1 in an article about it, less in another."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: its names, each as the stems of its words, and the stems of its other words."""

    names: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    first: str = ""
    """The first name as the user wrote it; "" without any."""
    _people: frozenset[tuple[str, ...]] = frozenset()
    _rare: frozenset[str] = frozenset()
    """The stems of words in its names that are no English words, so that each stands for the whole name."""

    @classmethod
    def of(cls, text: str, articles: Sequence[Article]) -> Subject:
        """The subject of a request. In lower case, words that the articles only have capitalised are its names."""
        runs = [run for run in (re.sub(r"^(?:The|A)\s", "", found.group()) for found in _NAME.finditer(text)) if run]
        if text == text.lower():
            known = [word for word in content_words(text) if any(only_capitalised(word, one.text) for one in articles)]
            runs = [word.capitalize() for word in known]
        names = tuple(one for run in runs if (one := tuple(stems(run))))
        full = (run for run in runs if " " in run and looks_like_person(run, articles))
        people = frozenset(tuple(stems(run)) for run in full)
        rare = frozenset(stem(word) for run in runs for word in content_words(run) if not is_english(word))
        inside = {word for name in names for word in name}
        return cls(names, frozenset(set(topic_stems(text)) - inside), runs[0] if runs else "", people, rare)

    def strength(self, text: str) -> int:
        """How many of its names a text has; without names, 1 if it has half of its words."""
        own = set(stems(text))
        if not self.names:
            return int(bool(self.words) and len(self.words & own) >= _HALF * len(self.words))
        return sum(self._has(name, own, text) for name in self.names)

    def is_in(self, text: str) -> bool:
        """Whether a text has one of its names, or most of its words."""
        return self.strength(text) > 0

    def _has(self, name: tuple[str, ...], own: set[str], text: str) -> bool:
        if own.issuperset(name) or (name in self._people and name[-1] in own):
            return True
        initials = "".join(word[0] for word in name).upper()
        shortened = len(name) >= _INITIALS and initials in _ABBREVIATION.findall(text)
        return shortened or any(word in own for word in name if word in self._rare)


def looks_like_person(name: str, articles: Sequence[Article]) -> bool:
    """Whether a full name is a person's: it has the form of one, and articles use its last word alone, not its first.

    "Vold" alone stands for Ines Vold; of a "Harbour Watch", neither word does.
    """
    if " " not in name or name_kind(name) != "person":
        return False
    first, *_, last = name.split()
    texts = [re.sub(rf"\b{re.escape(name)}\b", " ", article.text) for article in articles]
    firsts, lasts = (sum(len(re.findall(rf"\b{re.escape(one)}\b", text)) for text in texts) for one in (first, last))
    return lasts > firsts


def on_subject(subject: Subject, articles: Sequence[Article], *, person: bool = False) -> list[Evidence]:
    """The sentences about a subject, in the order of articles and texts; the score is 0.5, where it is named
    `NAMED`, and 1 if the article is about it, too.

    Articles that have most of its names are taken, of those the ones with the words that tell them apart. Of an article
    about the subject all sentences count but those that turn to something else; of others those that name it. Where
    another name leads, a name in the words of somebody quoted on the subject counts as none, and of a `person` only
    sentences with the name count.
    """
    strength = {article.id: subject.strength(f"{article.title or ''} {article.text}") for article in articles}
    best = max(strength.values(), default=0)
    named = [article for article in articles if best and strength[article.id] == best]
    return [piece for article in _told_apart(subject, named) for piece in _of_article(subject, article, person)]


def _told_apart(subject: Subject, articles: Sequence[Article]) -> list[Article]:
    """The articles that have the subject's other words where some of them have those often or in the title."""
    if not subject.names or len(articles) < 2:
        return list(articles)
    counts = {one.id: Counter(stems(one.text)) for one in articles}
    titles = {one.id: set(stems(one.title or "")) for one in articles}
    own = [one for one in articles if is_about(subject, one)]
    telling = {
        word for word in subject.words for one in own if counts[one.id][word] >= _OFTEN or word in titles[one.id]
    }
    return [one for one in articles if all(counts[one.id][word] or word in titles[one.id] for word in telling)]


def _of_article(subject: Subject, article: Article, person: bool) -> list[Evidence]:
    pieces = [Evidence(at, article, *span) for at, span in enumerate(sentence_spans(article.text))]
    standing = _standing(subject, article)
    whole = standing >= (_LEADS if person else _MAIN)
    found = []
    before = False  # whether the sentence before named the subject
    for piece in pieces:
        named = subject.is_in(piece.quote) or (before and bool(_OPENS.match(piece.quote)))
        told = named and (standing >= _LEADS or not _only_quoted_on_it(subject, piece.quote))
        if told or (whole and not _TURNS.match(piece.quote)):
            found.append(Evidence(piece.key, article, piece.start, piece.end, (), _score(told, standing)))
        before = named
    return found


def _score(told: bool, standing: float) -> float:
    return (1.0 if standing >= _MAIN else NAMED) if told else _HALF


def is_about(subject: Subject, article: Article) -> bool:
    """Whether an article is about a subject: title or opening have it, and no other name is much more frequent."""
    return _standing(subject, article) >= _MAIN


def _standing(subject: Subject, article: Article) -> float:
    """How many sentences have the subject for each that has the article's most frequent name; 0 if it does not open
    with the subject. Without names, 1 for an article that opens with most of its words."""
    spans = sentence_spans(article.text)
    sentences = [article.text[slice(*span)] for span in spans]
    head = f"{article.title or ''} {' '.join(sentences[:_HEAD])}"
    if not subject.names:
        return float(len(subject.words & set(stems(head))) >= _TOPIC * len(subject.words))
    if not subject.is_in(head):
        return 0.0
    inside = {word for name in subject.names for word in name}
    most = Counter(
        name for one in sentences for name in {stem(word.lower()) for word in _CAPITALISED.findall(one)} - inside
    )
    own = sum(subject.is_in(one) for one in sentences)
    share = own / max(most.values(), default=1)
    return share if own > _OFTEN else min(share, _MAIN)  # of a few mentions, which name leads is chance


def _only_quoted_on_it(subject: Subject, sentence: str) -> bool:
    """Whether a sentence names the subject only behind a verb of speech: "she told them that Vold's fee hurts"."""
    words = list(re.finditer(r"[\w’'-]+", sentence))
    verb = next((word.start() for word in words if word.group() in listed("said")), None)
    if verb is None or subject.is_in(sentence[:verb]) or _OPENS.match(sentence):
        return False
    return subject.is_in(sentence)
