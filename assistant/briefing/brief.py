"""Makes a briefing on a topic from one home: gather, group, choose, write, set out, with a receipt. Floor 3."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from functools import cached_property

from assistant.briefing.asked_of_desk import BriefingDesk
from assistant.briefing.choose import choose
from assistant.briefing.compare import Earlier, compare
from assistant.briefing.compose import Composer
from assistant.briefing.gather import Gathered, gather
from assistant.briefing.group import group
from assistant.briefing.pen import Pen
from assistant.briefing.sections.coverage import cover
from assistant.briefing.sections.disputes import cards, disagreements
from assistant.briefing.sections.timeline import day_order, timeline
from assistant.briefing.sections.unknown import open_points
from assistant.briefing.sections.voices import Speakers, by_outlet, voices
from assistant.briefing.types import Briefing, Claim, Length, Progress, Receipt, Used
from assistant.index.catalog import Catalog
from assistant.markup import count
from assistant.types import Evidence, Filters, Hit, Nearest
from assistant.version import __version__


def brief(
    desk: BriefingDesk, topic: str, filters: Filters | None = None, length: Length = "standard", *,
    progress: Progress | None = None, earlier: Earlier | None = None,
) -> Briefing:  # fmt: skip
    """The briefing on a topic; `not_in_corpus` where the index does not cover it.

    Where the desk has a language model that something checks, it writes headline, summary and body from the same
    evidence; where a sentence does not hold, or the model is down or over its budget, the articles' own words stand.
    Raises BadQuestion, UnknownOutlet, NothingLeft.
    """
    begun = time.perf_counter()
    pen = Pen(desk)

    def step(doing: str, share: float) -> None:
        if progress:
            progress(doing, pen.share(doing, share))

    gathered = gather(desk, topic, filters or Filters(), step)
    filters = gathered.query.filters
    made = _Maker(desk, topic, filters, length, pen)
    if gathered.reason:
        return made.nothing(gathered, begun)
    evidence = gathered.evidence
    by_key = {piece.key: piece for piece in evidence}
    grouped = group(evidence, gathered.vectors)
    chosen = choose(grouped, evidence, disagreements(grouped, evidence, topic, step), length)
    step("writing", 0.0)
    first = [*chosen.summary, *sorted(chosen.timeline, key=day_order), *chosen.report]
    more = [claim for claim in grouped.claims if claim not in (*first, *chosen.voices)]
    written = pen.write(gathered.query, (first, chosen.voices), more, step)
    composer = Composer(evidence, chosen.disputes)
    headline = composer.sentence(*written.headline, "headline") if written.headline else None
    summary = [composer.sentence(*checked, "summary") for checked in written.summary]
    summed_up = [] if summary else [(claim, composer.line(claim, "summary")) for claim in chosen.summary]
    story = tuple(tuple(composer.sentence(*checked, "report") for checked in part) for part in written.body)
    passed_over = _passed_over([*first, *chosen.voices], written.covered)
    rest = chosen.without(written.covered | passed_over, with_summary=bool(summary))
    dated = timeline(composer, summed_up, rest.timeline)
    report = by_outlet(composer.line(claim, "report") for claim in rest.report)
    speakers = Speakers(evidence)
    said = voices(composer, rest.voices, speakers)
    sides = cards(composer, chosen.disputes, by_key)
    untold = tuple(composer.line(claim, "unknown") for claim in chosen.unknown)
    draft = Briefing(
        topic, "briefed", length, filters, made.receipt((), (), begun), headline,
        tuple(summary) or tuple(line for _, line in summed_up), story, dated, report, said, sides,
    )  # fmt: skip
    whole = replace(
        draft,
        unknown=open_points(untold, draft.lines, composer.behind, evidence, length),
        coverage=cover(
            draft.lines, composer.behind, grouped.claims, evidence, speakers, desk.catalog.outlets(), length
        ),
        citations=composer.citations(),
        origins=composer.origins(),
        source_mix=composer.mix(),
        ledger=composer.ledger(),
        notes=(*_notes(gathered), *pen.notes),
        receipt=made.receipt(evidence, composer.citations(), begun, (*_remarks(gathered, passed_over), *pen.remarks)),
    )
    if earlier:
        whole = replace(whole, comparison=compare(earlier, whole, desk.catalog))
    step("done", 1.0)
    return whole


class _Maker:
    """Knows what every briefing of one call has in common: who makes it, from what."""

    def __init__(self, desk: BriefingDesk, topic: str, filters: Filters, length: Length, pen: Pen) -> None:
        self._desk, self._topic, self._filters, self._length = desk, topic, filters, length
        self._pen = pen
        self._made = datetime.now(timezone.utc).isoformat(timespec="seconds")

    @cached_property
    def _corpus(self) -> tuple[str, list[Used]]:
        """The digest of all articles inside the filters, and each, by id, as one in which nothing was found.

        Read one by one, once: an index may hold thousands.
        """
        read = [
            (
                hashlib.sha256(one.text.encode()).hexdigest(),
                Used(
                    one.id,
                    one.outlet,
                    one.title,
                    one.published,
                    one.url,
                    "left out",
                    "nothing on the topic was found in it",
                ),
            )
            for one in self._desk.catalog.articles(self._filters)
        ]
        read.sort(key=lambda one: one[1].article_id)
        told = "".join(f"{one.article_id}\0{digest}\n" for digest, one in read)
        return hashlib.sha256(told.encode()).hexdigest(), [one for _, one in read]

    def nothing(self, gathered: Gathered, begun: float) -> Briefing:
        """The briefing that says that the index does not cover the topic, with the nearest coverage."""
        return Briefing(
            self._topic, "not_in_corpus", self._length, self._filters, self.receipt((), (), begun),
            nearest=_nearest(gathered.hits), notes=(gathered.reason,),
        )  # fmt: skip

    def receipt(
        self, evidence: Sequence[Evidence], citations: Sequence[object], begun: float, remarks: tuple[str, ...] = ()
    ) -> Receipt:
        """What it was made from. An article is cited, read without being cited, or left out, with the reason."""
        cited = {getattr(citation, "article_id", None) for citation in citations}
        of_use = {piece.article.id for piece in evidence}
        digest, every = self._corpus
        articles = []
        for one in every:
            if one.article_id in cited:
                articles.append(replace(one, fate="cited", reason=""))
            elif one.article_id in of_use:
                reason = "what it tells is told by others, or found no room"
                articles.append(replace(one, fate="read", reason=reason))
            else:
                articles.append(one)
        return Receipt(
            self._made, __version__, digest, len(articles), tuple(articles), self._pen.model,
            self._pen.prompts, _embedder_of(self._desk.catalog), self._pen.usage(time.perf_counter() - begun),
            len(evidence), self._desk.catalog.newest(), remarks,
        )  # fmt: skip


def _embedder_of(catalog: Catalog) -> str:
    return catalog.meta("embedder") or "none"


def _nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    near: dict[str, Nearest] = {}
    for hit in hits:
        article = hit.article
        near.setdefault(article.id, Nearest(article.id, article.outlet, article.title, article.published))
    return tuple(near.values())[:3]


def _notes(gathered: Gathered) -> tuple[str, ...]:
    if len({piece.article.id for piece in gathered.evidence}) == 1:
        return ("One article alone is on the topic: there is nothing to compare it with.",)
    return ()


def _passed_over(claims: Sequence[Claim], told: set[int]) -> set[int]:
    """What a model that told the most of the claims had no use for; never what several outlets tell."""
    left = {claim.key for claim in claims} - told
    return (
        {claim.key for claim in claims if claim.key in left and len(claim.told_by) < 2}
        if len(left) < len(told)
        else set()
    )


def _remarks(gathered: Gathered, passed_over: set[int]) -> list[str]:
    told = [f"No article has the word “{word}” of the topic." for word in gathered.absent_words]
    return [*told, f"Left out of the story by the model: {count(len(passed_over), 'claim')}."] if passed_over else told
