"""Decides, before anything is written, whether the evidence holds an answer at all. Floor 2.

One sentence, with what stands around it, has to bring together what the question turns on: its names, the thing it asks
for, the kind of answer, its other words. Words are matched by stem and, where there is an embedder, by closeness of
meaning. A logistic model weighs these signals; it was learned on the development part of the gold sets, the best
sentence standing for its question (`python -m evals.fit_refusal`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from assistant.finding.meanings import Meanings
from assistant.language.days import dates
from assistant.language.figures import figures
from assistant.language.outlets import mentions, same_outlet
from assistant.language.terms import content_words, stem
from assistant.question.asks import defines, focus_words, matter_of, read_question, sort_asked, to_define
from assistant.question.measures import is_measure
from assistant.types import Evidence, Judgement, Query

_READ = 16  # sentences looked at, best first
_AROUND = 300  # characters on either side that may hold what a sentence refers to
_OPENING = 200  # characters that open an article, and tell whom or what all of it is about
_AKIN = 0.45  # cosine of two single words below which they have nothing to do with each other
_SAME_NAME = 0.85
_TIME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day|\d{4}|weekend"
    r"|(?:months?|years?|weeks?|days?) (?:ago|before|after|earlier|later)|(?:last|next|this) \w+)\b"
)
_MEASURES = frozenset(
    stem(word)
    for word in """number amount sum share figure size price cost total percentage proportion age score long large big
    old far tall high often""".split()
)
"""Words that ask for a figure and need not stand beside it: "What sum did she give?"."""
_NO_DEFINITION = 0.7  # what a sentence about a name is worth that does not tell what it is, where just that is asked
_MANY_WORDS = 9  # of matter, from which a question counts as a long one: at 10, MultiHop-RAG's null questions slip in
_FULL_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+ [A-Z][a-z]+")
_PLACE = re.compile(r"\b(?:in|at|to|from|of) (?:the )?[A-Z]")
_CAPITALISED = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Signals:
    """What one sentence, with what stands around it, has of a question; each between 0 (nothing) and 1 (all of it)."""

    own: float
    """Share of the question's words of matter that stand in the sentence, by weight."""
    around: float
    """The same for the sentence with what stands around it."""
    meaning: float
    """The sentence's score as evidence."""
    thing: float
    """How near it comes to the thing asked for ("salary" in "What salary does ...")."""
    kind: float
    """Whether it holds the kind of answer asked for: a figure of that, a date, a name, a place."""
    names: float
    """Share of the names in the question."""
    length: float
    """How long the question is, in words of matter: the more it tells, the less of it any sentence repeats."""


# Learned on 253 development questions over the digests and the raw articles, 77 of them without an answer. At the bias
# learned, -7.8, three quarters of those are refused and every sixth of the others too; refusing only from a chance of
# .35 down makes it 69% and 4% (eightfold, each part judged by weights learned on the rest). A false refusal costs a
# reader more than an answer that shows it does not fit.
WEIGHTS = Signals(own=1.29, around=1.47, meaning=2.9, thing=1.42, kind=2.13, names=0.86, length=1.87)
BIAS = -7.21


class Judge:
    """Judges one question after another."""

    def __init__(self, meanings: Meanings | None) -> None:
        self._akin = _Akin(meanings)

    def weigh(self, query: Query, evidence: Sequence[Evidence], weights: Mapping[str, float]) -> list[Evidence]:
        """The best sentences with the chance that each answers the question as its score, best first, keys from 1.

        `weights` are `evidence.term_weights` of the question's words.
        """
        scored = [
            replace(piece, score=chance(found))
            for piece, found in zip(evidence, self.signals(query, evidence, weights), strict=False)
        ]
        scored.sort(key=lambda piece: -piece.score)
        return [replace(piece, key=key) for key, piece in enumerate(scored, 1)]

    def judge(self, query: Query, weighed: Sequence[Evidence], unheard: Sequence[str] = ()) -> Judgement:
        """Whether evidence, as `weigh` leaves it, holds an answer.

        `unheard` are the names of the question that stand nowhere in the index. Unless they are another spelling of a
        name in the evidence, they refuse by themselves: on the gold sets, 33 times rightly and never wrongly.
        """
        if not weighed:
            return Judgement(False, "nothing in the index bears on it")
        if strangers := strange_names(unheard, weighed):
            return Judgement(False, f"nothing in the index names {', '.join(strangers)}")
        if absent := _absent_outlets(query, weighed):
            return Judgement(False, f"nothing that was found is from or cites {', '.join(absent)}")
        best = weighed[0].score
        return Judgement(best >= 0.5, f"the best sentence answers it with a chance of {best:.0%}")

    def signals(self, query: Query, evidence: Sequence[Evidence], weights: Mapping[str, float]) -> list[Signals]:
        """The signals of the best sentences, in their order."""
        asked = _spelt_out(query.asked)
        sort = sort_asked(asked)
        asked = f"What is {sort}?" if sort else asked  # the genre of a film, a man's job: what defines it tells
        matter = matter_of(asked)
        focus = [word for word in focus_words(asked) if stem(word) in matter]
        names = [name for name in _names(asked) if stem(name) in matter]
        found = []
        contexts = [_Context.of(piece) for piece in evidence[:_READ]]
        self._akin.learn([*matter.values(), *focus, *names], contexts)
        for piece, context in zip(evidence, contexts, strict=False):
            own = {word: self._akin(word, context.own) for word in matter.values()}
            near = {word: self._akin(word, context.around) for word in {*matter.values(), *focus, *names}}
            found.append(
                Signals(
                    own=_weighted(matter, own, weights),
                    around=_weighted(matter, near, weights),
                    meaning=piece.score,
                    thing=_mean(near[word] for word in focus),
                    kind=self._kind(asked, focus, piece),
                    names=_mean(float(near[name] >= _SAME_NAME) for name in names),
                    length=min(1.0, len(matter) / _MANY_WORDS),
                )
            )
        return found

    def _kind(self, asked: str, focus: Sequence[str], piece: Evidence) -> float:
        """Whether a sentence holds the kind of thing that is asked for; a figure only beside what is counted."""
        text, thing, name = piece.quote, read_question(asked).thing, to_define(asked)
        if not is_measure(asked, text):
            return 0.0
        if thing == "number":
            counted = bool(focus) and stem(focus[-1]) not in _MEASURES
            return self._akin(focus[-1], content_words(text)) if counted and _figures(text) else float(_figures(text))
        if thing == "date":
            return float(bool(dates(text) or _TIME.search(text)))
        if thing == "person":
            return 1.0 if len(piece.ladder) > 1 or _FULL_NAME.search(text) else 0.4
        if thing == "place":
            return float(bool(_PLACE.search(text)))
        if name:
            return 1.0 if defines(text, name) else _NO_DEFINITION
        return 1.0


def strange_names(unheard: Sequence[str], evidence: Sequence[Evidence]) -> list[str]:
    """Those of the names that stand nowhere in the index that are no other spelling of a name in the evidence."""
    return [name for name in unheard if not _spelt_otherwise(name, evidence)]


def chance(found: Signals) -> float:
    """How likely it is, from 0 to 1, that a sentence with these signals answers the question."""
    weighed = zip(asdict(WEIGHTS).values(), asdict(found).values(), strict=True)
    return 1 / (1 + math.exp(-BIAS - sum(weight * value for weight, value in weighed)))


@dataclass(frozen=True, slots=True)
class _Context:
    """The words of a sentence, and of what stands around it: its neighbours, the title, the outlet, the day."""

    own: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def of(cls, piece: Evidence) -> _Context:
        article = piece.article
        near = article.text[max(0, piece.start - _AROUND) : piece.end + _AROUND]
        around = (
            f"{article.text[:_OPENING]} {near} {article.title or ''} {article.outlet or ''} {article.published or ''}"
        )
        return cls(tuple(dict.fromkeys(content_words(piece.quote))), tuple(dict.fromkeys(content_words(around))))


class _Akin:
    """How near a word comes to any of others: 1 for the same stem, else the best cosine, 0 where that means nothing."""

    def __init__(self, meanings: Meanings | None) -> None:
        self._meanings = meanings

    def learn(self, asked: Sequence[str], contexts: Sequence[_Context]) -> None:
        """Have at hand, in one go, what the words that are asked for will be compared with."""
        wanted = {stem(word) for word in asked}
        told = [context.around for context in contexts if not wanted <= set(map(stem, context.own))]
        if self._meanings and told:
            self._meanings.of([*asked, *(word for words in told for word in words)])

    def __call__(self, word: str, told: Sequence[str]) -> float:
        if stem(word) in map(stem, told):
            return 1.0
        if self._meanings is None or not told:
            return 0.0
        vectors = self._meanings.of([word, *told])
        nearest = float((vectors[1:] @ vectors[0]).max())
        return nearest if nearest >= _AKIN else 0.0


def _weighted(matter: Mapping[str, str], near: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The share of the weight of the question's stems that a sentence comes near to; 1 where there are none."""
    total = sum(weights.get(term, 1.0) for term in matter)
    found = sum(weights.get(term, 1.0) * near[word] for term, word in matter.items())
    return found / total if total else 1.0


def _mean(values: Iterable[float]) -> float:
    """The mean, and 1 where there is nothing to ask for."""
    found = list(values)
    return sum(found) / len(found) if found else 1.0


def names_in(question: str) -> list[str]:
    """The names that a question turns on, in lower case: capitalised words, those of outlets and openers left out."""
    for (start, end), _ in reversed(mentions(question)):
        question = question[:start] + " " * (end - start) + question[end:]
    return [name for name in _names(question) if len(name) > 2 and not name[0].isdecimal()]


def _spelt_out(question: str) -> str:
    """The question with the initials of outlets as their names: articles may have only the one or the other."""
    for (start, end), name in reversed(mentions(question)):
        if question[start:end].isupper():
            question = question[:start] + name + question[end:]
    return question


def _spelt_otherwise(name: str, evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence has a variant of a name: Zaemsky for Zayemsky, Russia for Russian."""
    from rapidfuzz import fuzz

    told = {word for piece in evidence for word in _Context.of(piece).around}
    akin = len(name) >= 5 and any(word[:4] == name[:4] for word in told)
    return akin or any(fuzz.ratio(name, word) >= 80 for word in told)


def _names(question: str) -> list[str]:
    """The capitalised words of a question but for those that open a sentence, in lower case."""
    return [word for name in _CAPITALISED.findall(question) for word in content_words(name)]


def _figures(text: str) -> bool:
    """Whether a text holds a figure that is no date."""
    return len(figures(text)) > len(dates(text))


def _absent_outlets(query: Query, read: Sequence[Evidence]) -> list[str]:
    """The outlets that a question asks of and that are neither in the index nor named by what was found."""
    told = [name for piece in read for _, name in mentions(piece.quote)]
    told += [rung.name for piece in read for rung in piece.ladder]
    return [name for name in query.absent_outlets if not any(same_outlet(name, other) for other in told)]
