"""Makes a briefing on a topic: gather, group, choose, write, lay out, record. Floor 3."""

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
from assistant.briefing.record import ArticleUse, BriefingReceipt
from assistant.briefing.sections.coverage import cover
from assistant.briefing.sections.disputes import cards, disagreements
from assistant.briefing.sections.material import Material
from assistant.briefing.sections.registry import ROW_SECTIONS
from assistant.briefing.sections.timeline import day_order, timeline
from assistant.briefing.sections.voices import Speakers, by_outlet, voices
from assistant.briefing.types import Briefing, ClaimGroup, Length, Progress
from assistant.briefing.writer import BriefingWriter
from assistant.index.catalog import Catalog
from assistant.markup import count
from assistant.types import Evidence, Filters, Hit, Nearest
from assistant.version import __version__


def brief(
    desk: BriefingDesk, topic: str, filters: Filters | None = None, length: Length = "standard", *,
    progress: Progress | None = None, earlier: Earlier | None = None,
) -> Briefing:  # fmt: skip
    """The briefing on a topic; its status is `not_in_corpus` if the index does not cover the topic.

    If the desk has a strong model and a checker, the model writes headline, summary and body from the evidence. Where
    a sentence is not supported, or the model is down or over budget, quotes of the articles take its place.
    Raises BadQuestion, UnknownOutlet, NothingLeft.
    """
    begun = time.perf_counter()
    writer = BriefingWriter(desk)

    def step(doing: str, share: float) -> None:
        if progress:
            progress(doing, writer.share(doing, share))

    gathered = gather(desk, topic, filters or Filters(), step)
    filters = gathered.query.filters
    recorder = _Recorder(desk, topic, filters, length, writer)
    if gathered.reason:
        return recorder.nothing(gathered, begun)
    evidence = gathered.evidence
    by_key = {piece.key: piece for piece in evidence}
    grouped = group(evidence, gathered.vectors)
    chosen = choose(grouped, evidence, disagreements(grouped, evidence, topic, step), length)
    step("writing", 0.0)
    first = [*chosen.summary, *sorted(chosen.timeline, key=day_order), *chosen.report]
    more = [claim for claim in grouped.claims if claim not in (*first, *chosen.voices)]
    written = writer.write(gathered.query, (first, chosen.voices), more, step)
    composer = Composer(evidence, chosen.disputes)
    headline = composer.sentence(*written.headline, "headline") if written.headline else None
    summary = [composer.sentence(*checked, "summary") for checked in written.summary]
    summed_up = [] if summary else [(claim, composer.line(claim, "summary")) for claim in chosen.summary]
    story = tuple(tuple(composer.sentence(*checked, "report") for checked in part) for part in written.body)
    omitted = _omitted([*first, *chosen.voices], written.covered)
    rest = chosen.without(written.covered | omitted, with_summary=bool(summary))
    dated = timeline(composer, summed_up, rest.timeline)
    report = by_outlet(composer.line(claim, "report") for claim in rest.report)
    speakers = Speakers(evidence)
    said = voices(composer, rest.voices, speakers)
    sides = cards(composer, chosen.disputes, by_key)
    draft = Briefing(
        topic, "briefed", length, filters, recorder.receipt((), (), begun), headline,
        tuple(summary) or tuple(line for _, line in summed_up), story, dated, report, said, sides,
    )  # fmt: skip
    material = Material(evidence, grouped, chosen, draft, composer)
    whole = replace(
        draft,
        row_sections=tuple(section.make(material) for section in ROW_SECTIONS),
        coverage=cover(
            draft.lines, composer.behind, grouped.claims, evidence, speakers, desk.catalog.outlets(), length
        ),
        citations=composer.citations(),
        origins=composer.origins(),
        source_mix=composer.mix(),
        ledger=composer.ledger(),
        notes=(*_notes(gathered), *writer.notes),
        receipt=recorder.receipt(
            evidence, composer.citations(), begun, (*_remarks(gathered, omitted), *writer.remarks)
        ),
    )
    if earlier:
        whole = replace(whole, comparison=compare(earlier, whole, desk.catalog))
    step("done", 1.0)
    return whole


class _Recorder:
    """Records what a briefing was made from: the corpus, the model, the cost."""

    def __init__(
        self, desk: BriefingDesk, topic: str, filters: Filters, length: Length, writer: BriefingWriter
    ) -> None:
        self._desk, self._topic, self._filters, self._length = desk, topic, filters, length
        self._writer = writer
        self._made = datetime.now(timezone.utc).isoformat(timespec="seconds")

    @cached_property
    def _corpus(self) -> tuple[str, list[ArticleUse]]:
        """The digest of all articles inside the filters, and each as `left out`, sorted by id.

        Articles are read one at a time, once: an index may hold thousands.
        """
        read = [
            (
                hashlib.sha256(one.text.encode()).hexdigest(),
                ArticleUse(
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
        listed = "".join(f"{one.article_id}\0{digest}\n" for digest, one in read)
        return hashlib.sha256(listed.encode()).hexdigest(), [one for _, one in read]

    def nothing(self, gathered: Gathered, begun: float) -> Briefing:
        """The briefing for a topic that the index does not cover, with the nearest coverage."""
        return Briefing(
            self._topic, "not_in_corpus", self._length, self._filters, self.receipt((), (), begun),
            nearest=_nearest(gathered.hits), notes=(gathered.reason,),
        )  # fmt: skip

    def receipt(
        self, evidence: Sequence[Evidence], citations: Sequence[object], begun: float, remarks: tuple[str, ...] = ()
    ) -> BriefingReceipt:
        """The receipt. Each article is cited, read but not cited, or left out, with the reason."""
        cited = {getattr(citation, "article_id", None) for citation in citations}
        of_use = {piece.article.id for piece in evidence}
        digest, every = self._corpus
        articles = []
        for one in every:
            if one.article_id in cited:
                articles.append(replace(one, fate="cited", reason=""))
            elif one.article_id in of_use:
                reason = "its content is covered by others, or there was no room for it"
                articles.append(replace(one, fate="read", reason=reason))
            else:
                articles.append(one)
        return BriefingReceipt(
            self._made, __version__, digest, len(articles), tuple(articles), self._writer.model,
            self._writer.prompts, _embedder_of(self._desk.catalog), self._writer.usage(time.perf_counter() - begun),
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
        return ("Only one article is on the topic: there is nothing to compare it with.",)
    return ()


def _omitted(claims: Sequence[ClaimGroup], covered: set[int]) -> set[int]:
    """The claims that a model which covered most of them left out; never those that several outlets report."""
    left = {claim.key for claim in claims} - covered
    return (
        {claim.key for claim in claims if claim.key in left and len(claim.reported_by) < 2}
        if len(left) < len(covered)
        else set()
    )


def _remarks(gathered: Gathered, omitted: set[int]) -> list[str]:
    remarks = [f"No article has the word “{word}” of the topic." for word in gathered.absent_words]
    return [*remarks, f"Left out of the story by the model: {count(len(omitted), 'claim')}."] if omitted else remarks
