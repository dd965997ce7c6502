"""Evidence selection: which sentences to show for a question, and the probability that they answer it. Floor 2.

Every writer uses `weigh`; only the one that quotes uses `choose`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.attribution.named import people_in
from assistant.finding.answer_features import CLAIMED, PROBABLE, answer_features
from assistant.finding.evidence import asked_terms, sentences_of_hits, term_weights
from assistant.finding.refusal import is_possible_speaker, is_said_by, may_be_said_by, said_by_another
from assistant.finding.relevance import about_named, is_relevant
from assistant.finding.scoring import Scored, score_sentences, weigh_again
from assistant.finding.units import as_units, asks_per_outlet, select_sentences
from assistant.index.catalog import Catalog
from assistant.language.terms import stems, words
from assistant.question.anchors import follows_named
from assistant.question.shape import attitude_asked, holder_asked, speaker_asked, topic_stems
from assistant.reading.calibration import read_calibration
from assistant.reading.reader import Reader
from assistant.types import Dispute, Evidence, Hit, Query

_UNSEEN = 0.39  # upper limit if the reader model cannot see what the question asks
_OWN = 0.3  # of the best probability, from which words of the speaker asked for are preferred
# 7 of 19 true events from four stories and some articles reach it, and none of 5 invented ones.
_SLIGHT = 0.25  # of the best probability, below which a unit is left out if the answer is improbable
_YES = 0.55  # least probability for a sentence to confirm a presupposition
_NEAR = 24  # sentences read for that, those with the largest word overlap
_HE = re.compile(r"\W*(?:he|she)\b", re.IGNORECASE)
_ONESELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_BACK = 1200  # characters in which "he" may have been named
_FOUND = 400  # upper limit of sentences scored by word overlap: twenty passages have about 160


@dataclass(frozen=True, slots=True)
class Selection:
    """The `units` to show, in reading order, each with the key of its best sentence; the chance that they answer."""

    units: tuple[Evidence, ...]
    chance: float

    @property
    def claimed(self) -> bool:
        """Whether the units may be called an answer."""
        return self.chance >= CLAIMED

    def keys(self, evidence: Sequence[Evidence]) -> set[int]:
        """The keys of the sentences of `evidence` that lie in the units."""
        return {piece.key for piece in evidence if any(_within(piece, unit) for unit in self.units)}

    def instead(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence, in order, with each unit replacing its best sentence."""
        units = {unit.key: unit for unit in self.units}
        return [units.get(piece.key, piece) for piece in evidence]


class EvidenceSelector:
    """Scores and selects evidence. Safe to share between threads."""

    def __init__(self, catalog: Catalog, reader: Reader) -> None:
        self._catalog, self._reader = catalog, reader

    def found(self, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
        """The sentences of the hits by word overlap, best first; only from named outlets if the query requires it."""
        if query.only_named:
            hits = [hit for hit in hits if hit.article.outlet in query.named_outlets]
        return sentences_of_hits(hits, query, term_weights(self._catalog, asked_terms(query)), _FOUND)

    def weigh(self, query: Query, hits: Sequence[Hit], found: Sequence[Evidence] | None = None) -> Scored:
        """The sentences of the hits (or `found`), best first, each with the probability that it answers."""
        return score_sentences(
            self._reader, read_calibration(), query, hits, self.found(query, hits) if found is None else found
        )

    def chance(self, query: Query, shown: Sequence[Evidence]) -> float:
        """The probability that the shown pieces answer; the score of each is its own probability.

        Capped where the reader model is overconfident: a question in another language or relative to an undated event;
        the speaker asked for says nothing on the topic; the pieces are about other names or days, or none tells what
        came after whom the question names ("Who led the port after Vold?").
        """
        chance = read_calibration().chance_of_answer(**answer_features(query, shown))
        unseen = query.language or query.undated_event or _off_topic(query, shown) or not is_relevant(query, shown)
        unseen = unseen or not any(follows_named(query.text, piece.quote) for piece in shown)
        return min(chance, _UNSEEN) if unseen else chance

    def confirms(self, claim: str, evidence: Sequence[Evidence]) -> bool:
        """Whether some evidence likely answers a yes-or-no question with yes, by the reader and not by word overlap."""
        asked = set(topic_stems(claim))
        near = sorted(evidence, key=lambda piece: -len(asked & set(stems(piece.quote))))[:_NEAR]
        return any(one.score >= _YES for one in weigh_again(self._reader, read_calibration(), claim, near))

    def choose(
        self, query: Query, weighed: Scored, evidence: Sequence[Evidence], disputes: Sequence[Dispute] = ()
    ) -> Selection:
        """What to show of `evidence` (the weighed sentences or some of them) as units, at most about 115 words.

        The sides of `disputes` stay single sentences. If the reader was unavailable, the probability is 0.
        """
        evidence = _in_words_asked_for(query, evidence)
        picked = select_sentences(query, evidence)
        if weighed.notes:
            return Selection(tuple(picked), 0.0)
        alone = {key for dispute in disputes for side in dispute.sides for key in side.citations}
        units = as_units(picked, evidence, alone)
        chance = self.chance(query, units)
        if chance >= CLAIMED:  # an answer leaves out units about other names or speakers
            on_topic = _in_their_words(query, about_named(query, units))
            units = [unit for unit in units if unit in on_topic or unit.key in alone]
        elif chance < PROBABLE and not asks_per_outlet(query):  # on four stories, what is so left out answered nothing
            best = max((unit.score for unit in units), default=0.0)
            units = [unit for unit in units if unit.score >= _SLIGHT * best or unit.key in alone]
        return Selection(tuple(units), chance)


def _off_topic(query: Query, shown: Sequence[Evidence]) -> bool:
    """Whether a question asks for a speaker, and nothing shown is said by them or shares a topic word."""
    if not (speaker := speaker_asked(query.text) or holder_asked(query.text)):
        return False
    if not any(is_said_by(speaker, one) for one in shown):
        return True
    topic = set(topic_stems(query.text)) - set(stems(speaker))
    return bool(topic) and not any(topic & set(stems(one.quote)) for one in shown)


def _in_their_words(query: Query, units: Sequence[Evidence]) -> Sequence[Evidence]:
    """The units said by the speaker asked for; all if there are none, or no speaker is asked for."""
    speaker = speaker_asked(query.text)
    return [one for one in units if speaker and is_said_by(speaker, one)] or units


def _in_words_asked_for(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The evidence without other speakers' words, if some by the speaker asked for is nearly as likely to answer."""
    if asked := attitude_asked(query.text):
        return [one for one in evidence if may_tell_attitude(*asked, one)] or evidence
    speaker = speaker_asked(query.text)
    best = max((one.score for one in evidence), default=0.0)
    if not speaker or not any(one.score >= _OWN * best and may_be_said_by(speaker, one) for one in evidence):
        return evidence
    return [one for one in evidence if not said_by_another(speaker, one)]


def may_tell_attitude(holder: str, attitudes: Set[str], piece: Evidence) -> bool:
    """Whether a sentence may be somebody's own words, or tells what they feel: "Vold fears a strike", "He hopes so"."""
    if may_be_said_by(holder, piece) or (is_possible_speaker(holder, piece) and _ONESELF.search(piece.quote)):
        return True
    return not attitudes.isdisjoint(words(piece.quote)) and (names_person(holder, piece) or _is_he(holder, piece))


def _is_he(name: str, piece: Evidence) -> bool:
    """Whether a sentence opens with "he" or "she", and somebody is the last person named before it."""
    before = piece.article.text[max(0, piece.start - _BACK) : piece.start]
    last = name.split()[-1]
    return bool(_HE.match(piece.quote)) and last in before and not people_in(before[before.rindex(last) + len(last) :])


def names_person(name: str, piece: Evidence) -> bool:
    """Whether a sentence has the last word of a name."""
    return set(words(name)[-1:]) <= set(words(piece.quote))


def _within(piece: Evidence, unit: Evidence) -> bool:
    return piece.article.id == unit.article.id and unit.start <= piece.start and piece.end <= unit.end
