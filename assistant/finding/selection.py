"""Reads what was found for a question and chooses what of it is shown, with the chance that it answers. Floor 2.

`weigh` serves every writer; `choose` the one that only quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.finding.answer_features import CLAIMED, answer_features
from assistant.finding.evidence import asked_terms, sentences_of_hits, term_weights
from assistant.finding.refusal import is_said_by, may_be_said_by, said_by_another
from assistant.finding.relevance import about_named, is_relevant
from assistant.finding.scoring import Scored, score_sentences, weigh_again
from assistant.finding.units import as_units, select_sentences
from assistant.index.catalog import Catalog
from assistant.language.terms import stems
from assistant.question.shape import speaker_asked, topic_stems
from assistant.reading.calibration import read_calibration
from assistant.reading.reader import Reader
from assistant.types import Dispute, Evidence, Hit, Query

_UNSEEN = 0.39  # the most that is claimed of what the reader could not read the question for
_OWN = 0.3  # of the best chance, for the words of who is asked for
# Of 19 true events that answers of four stories and some articles rest on 7 have it, of 5 that never were none.
_YES = 0.55  # chance from which a sentence says yes to what a question takes for granted
_NEAR = 24  # sentences read for that, those with most of its words
_FOUND = 400  # sentences looked at by their words: twenty passages hold about 160


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown: `units` in reading order, each under the key of its best sentence; the chance that they answer."""

    units: tuple[Evidence, ...]
    chance: float

    @property
    def claimed(self) -> bool:
        """Whether what is shown may be called an answer."""
        return self.chance >= CLAIMED

    def keys(self, evidence: Sequence[Evidence]) -> set[int]:
        """The keys of the sentences of `evidence` that stand in the units."""
        return {piece.key for piece in evidence if any(_within(piece, unit) for unit in self.units)}

    def instead(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence with each unit in the place of its best sentence."""
        units = {unit.key: unit for unit in self.units}
        return [units.get(piece.key, piece) for piece in evidence]


class EvidenceSelector:
    """Reads and chooses for one question after another. Safe to share between threads."""

    def __init__(self, catalog: Catalog, reader: Reader) -> None:
        self._catalog, self._reader = catalog, reader

    def found(self, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
        """The sentences of the hits by their words, best first; only from outlets that it must be heard from."""
        if query.only_named:
            hits = [hit for hit in hits if hit.article.outlet in query.named_outlets]
        return sentences_of_hits(hits, query, term_weights(self._catalog, asked_terms(query)), _FOUND)

    def weigh(self, query: Query, hits: Sequence[Hit], found: Sequence[Evidence] | None = None) -> Scored:
        """The sentences of the hits (or those `found` in them) that may answer, best first, each with its chance."""
        return score_sentences(
            self._reader, read_calibration(), query, hits, self.found(query, hits) if found is None else found
        )

    def chance(self, query: Query, shown: Sequence[Evidence]) -> float:
        """How likely it is that what is shown answers; each piece has its own chance for its score.

        Never likely where the reader could not see what is asked: another language, the side of an event without a day;
        or where the right speaker says nothing of the matter, or what is shown is of others or of other days than the
        question names: it takes them for an answer.
        """
        chance = read_calibration().chance_of_answer(**answer_features(query, shown))
        unseen = (
            query.language or query.undated_event or _of_another_matter(query, shown) or not is_relevant(query, shown)
        )
        return min(chance, _UNSEEN) if unseen else chance

    def says_so(self, claim: str, evidence: Sequence[Evidence]) -> bool:
        """Whether a sentence likely says yes to a question for a yes or no; that it has its words tells nothing."""
        asked = set(topic_stems(claim))
        near = sorted(evidence, key=lambda piece: -len(asked & set(stems(piece.quote))))[:_NEAR]
        return any(one.score >= _YES for one in weigh_again(self._reader, read_calibration(), claim, near))

    def choose(
        self, query: Query, weighed: Scored, evidence: Sequence[Evidence], disputes: Sequence[Dispute] = ()
    ) -> Selection:
        """What to show of `evidence`, the weighed sentences or some of them, as units; never more than about 115 words.

        The sides of `disputes` stay single sentences. Where nothing could read the sentences, nothing is claimed.
        """
        evidence = _in_words_asked_for(query, evidence)
        picked = select_sentences(query, evidence)
        if weighed.notes:
            return Selection(tuple(picked), 0.0)
        alone = {key for dispute in disputes for side in dispute.sides for key in side.citations}
        units = as_units(picked, evidence, alone)
        chance = self.chance(query, units)
        if chance >= CLAIMED:  # an answer holds nothing of others than it is about
            of_it = _in_their_words(query, about_named(query, units))
            units = [unit for unit in units if unit in of_it or unit.key in alone]
        return Selection(tuple(units), chance)


def _of_another_matter(query: Query, shown: Sequence[Evidence]) -> bool:
    """Whether a question asks what somebody said, and nothing shown is said by them, or has a word of the matter."""
    if not (speaker := speaker_asked(query.text)):
        return False
    if not any(is_said_by(speaker, one) for one in shown):
        return True
    matter = set(topic_stems(query.text)) - set(stems(speaker))
    return bool(matter) and not any(matter & set(stems(one.quote)) for one in shown)


def _in_their_words(query: Query, units: Sequence[Evidence]) -> Sequence[Evidence]:
    """Those of some units that are said by whose words a question asks for; all where none are, or nobody's are."""
    speaker = speaker_asked(query.text)
    return [one for one in units if speaker and is_said_by(speaker, one)] or units


def _in_words_asked_for(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Without what others say, where somebody's words are asked for and some are there that hardly answer less well."""
    speaker = speaker_asked(query.text)
    best = max((one.score for one in evidence), default=0.0)
    if not speaker or not any(one.score >= _OWN * best and may_be_said_by(speaker, one) for one in evidence):
        return evidence
    return [one for one in evidence if not said_by_another(speaker, one)]


def _within(piece: Evidence, unit: Evidence) -> bool:
    return piece.article.id == unit.article.id and unit.start <= piece.start and piece.end <= unit.end
