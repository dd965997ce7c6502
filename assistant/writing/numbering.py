"""Numbers the citations of a draft and assembles the Answer. Floor 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.attribution.mix import source_mix
from assistant.attribution.origins import describe_origins, find_origins
from assistant.finding.answer_features import CLAIMED, EVEN, PROBABLE
from assistant.types import (
    Answer,
    Citation,
    Dispute,
    DraftSentence,
    Evidence,
    Hit,
    Nearest,
    Origin,
    Query,
    Sentence,
    Side,
    SourceMix,
    Usage,
    Verdict,
)
from assistant.writing.render import compose_text

OPENS = "opens the answer"
"""The reason of the first sentence of an answer that says how likely it answers, or what follows."""
_PROBABLY = "This probably answers, though that is not certain:"
_UNTOLD = "Whether this answers could not be told; it comes nearest, so read it:"
_UNLIKELY = "This comes nearest, but is less likely to answer than not:"


class Numbering:
    """Numbers evidence in the order in which it is first cited, and builds the answer.

    `chance` is how likely the quotes answer. If it is too low to claim that, the status is `closest`, and the first
    sentence says so, unless there is an `opening`, which must say it itself.
    """

    def __init__(
        self,
        query: Query,
        evidence: Sequence[Evidence],
        disputes: Sequence[Dispute],
        model: str,
        *,
        chance: float = 1.0,
        opening: str = "",
        other_accounts: Sequence[Side] = (),
    ) -> None:
        self._query = query
        self._claimed = chance >= CLAIMED
        self._evidence = {piece.key: piece for piece in evidence}
        self._disputes = disputes
        self._other_accounts = other_accounts
        self._model = model
        self._numbers: dict[int, int] = {}
        if not opening and not self._claimed:
            opening = _nearness(chance, query)
        self._sentences = [Sentence(opening, (), "joining", OPENS)] if opening else []

    def add(self, draft: DraftSentence, verdict: Verdict) -> None:
        """Add a sentence with its verdict; keys that are not in the evidence are dropped."""
        numbers = tuple(self._number(key) for key in draft.keys if key in self._evidence)
        self._sentences.append(Sentence(draft.text, numbers, verdict.check, verdict.reason, verdict.words))

    def answer(self, usage: Usage, *, final: bool = False, quoted: bool = True, notes: Sequence[str] = ()) -> Answer:
        """The answer so far; with its disputes, other accounts, origins and source mix once it is `final`.

        For `quoted` answers the text ends by saying which articles echo one report; a model says so itself.
        """
        disputes: tuple[Dispute, ...] = ()
        others: tuple[Side, ...] = ()
        origins: tuple[Origin, ...] = ()
        mix = SourceMix()
        if final:
            disputes = tuple(self._numbered(dispute) for dispute in self._disputes)
            others = tuple(self._numbered_side(side) for side in self._other_accounts)
            cited = [self._evidence[key] for key in self._numbers]
            origins = tuple(
                Origin(origin.name, tuple(sorted(self._numbers[key] for key in origin.citations)))
                for origin in find_origins(cited)
            )
            mix = source_mix([self._evidence[key] for key in self._numbers], len(origins))
        citations = tuple(citation_of(number, self._evidence[key]) for key, number in self._numbers.items())
        echoes = describe_origins(origins, citations) if quoted else ""
        text = compose_text(self._sentences, citations)
        return Answer(
            question=self._query.asked,
            status="closest" if not self._claimed else "disputed" if disputes else "answered",
            text=f"{text}\n{echoes}" if echoes else text,
            sentences=tuple(self._sentences),
            citations=citations,
            disputes=disputes,
            other_accounts=others,
            origins=origins,
            source_mix=mix,
            filters=self._query.filters,
            model=self._model,
            usage=usage,
            notes=(*notes, *self._inferred_days()) if final else tuple(notes),
        )

    def _inferred_days(self) -> Iterator[str]:
        """A note naming cited articles whose day is only inferred, if the filters restrict days."""
        articles = {self._evidence[key].article.id: self._evidence[key].article for key in self._numbers}
        inferred = [one for one in articles.values() if one.metadata.get("published") in ("inferred", "address")]
        if inferred and self._query.filters.dated:
            named = ", ".join(f"{one.outlet or one.title or one.id} ({one.published})" for one in inferred)
            yield f"The day is inferred, not printed, of: {named}."

    def _number(self, key: int) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _numbered(self, dispute: Dispute) -> Dispute:
        return Dispute(dispute.about, dispute.kind, tuple(self._numbered_side(side) for side in dispute.sides))

    def _numbered_side(self, side: Side) -> Side:
        return Side(side.claim, tuple(self._number(key) for key in side.citations))


def _nearness(chance: float, query: Query) -> str:
    """The first sentence of a `closest` answer: how likely its quotes answer.

    In a language that the reader model does not know, its chance tells nothing.
    """
    if chance >= PROBABLE:
        return _PROBABLY
    return _UNTOLD if chance >= EVEN or query.language else _UNLIKELY


def citation_of(number: int, piece: Evidence) -> Citation:
    """The citation of a piece of evidence, with its number."""
    article = piece.article
    return Citation(
        number=number,
        article_id=article.id,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        url=article.url,
        quote=piece.quote,
        start=piece.start,
        end=piece.end,
        version=article.version,
        attribution=piece.ladder,
    )


def not_in_corpus(query: Query, hits: Sequence[Hit], model: str, missing: str = "") -> Answer:
    """A `not_in_corpus` answer with the nearest coverage: up to three articles, best first.

    `missing` is its text, saying what the articles do not answer; "" for a general sentence.
    """
    near: dict[str, Nearest] = {}
    for hit in hits:
        article = hit.article
        near.setdefault(article.id, Nearest(article.id, article.outlet, article.title, article.published))
    return Answer(
        question=query.asked,
        status="not_in_corpus",
        text=missing or "The articles in the index do not answer this.",
        filters=query.filters,
        model=model,
        nearest=tuple(near.values())[:3],
    )
