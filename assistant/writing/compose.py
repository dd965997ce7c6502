"""Brings a writer's draft to the reader: verified, repaired once, with every side of a dispute. Floor 3."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Protocol, runtime_checkable

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.finding.choose import best_of_each_outlet, compares
from assistant.language.terms import stems
from assistant.types import Dispute, DraftSentence, Evidence, Query, Verdict
from assistant.writing.mends import Check, Checked, Mender
from assistant.writing.quotes import QuotesWriter, Writer

_MOST_REPAIRS = 4
_REPORTING = frozenset(stems("said says cited citing reported reports according to told"))
_MOST_OUTLETS = 5  # heard where outlets are compared


@runtime_checkable
class Reviser(Writer, Protocol):
    """A writer that can be sent a sentence back.

    `declined`: it found no answer in the evidence; `trusted`: its model reads well enough to be believed in that.
    """

    notes: list[str]
    declined: bool
    trusted: bool

    def near(self, text: str) -> list[int]:
        """The evidence that was shown to the model and shares most words with a sentence, best first."""
        ...

    def repair(self, draft: DraftSentence, reason: str) -> DraftSentence | None:
        """The corrected sentence, or None."""
        ...


class Composition:
    """One answer in the making: iterate over it once for its sentences with their verdicts, in reading order.

    A sentence is given as soon as it and all before it are settled. One that fails is sent back once, after the
    writer is done, and shown as unsupported if it fails again. Where a model is down or nothing of it holds, the
    quotes writer answers. `notes` and `written_by` are whole when the iteration is. Raises BudgetSpent only where
    nothing was written yet.
    """

    def __init__(
        self,
        writer: Writer,
        query: Query,
        evidence: Sequence[Evidence],
        disputes: Sequence[Dispute],
        check: Check,
    ) -> None:
        self.written_by = writer.name
        self.declined = False
        """Whether a trusted model read the evidence and found no answer in it: then there is no sentence."""
        self.notes: list[str] = []
        self._writer = writer
        self._query, self._evidence, self._disputes = query, evidence, disputes
        self._by_key = {piece.key: piece for piece in evidence}
        self._mender = Mender(self._by_key, check, self.notes)
        self._told: dict[int, list[str]] = {}  # what stands, by the keys that it cites

    def __iter__(self) -> Iterator[Checked]:
        if isinstance(self._writer, Reviser):
            usable = yield from self._fluent(self._writer)
        else:
            usable = yield from self._plain(self._writer)
        if self.declined:
            return
        if not usable and self._writer.name != QuotesWriter.name:
            self.written_by = QuotesWriter.name
            self.notes.append("This answer is made of the articles' own sentences instead.")
            yield from self._plain(QuotesWriter())
        elif isinstance(self._writer, Reviser) and not self._writer.trusted:
            yield from self._passed_over()
        yield from self._missing_sides()

    def _plain(self, writer: Writer) -> Generator[Checked, None, bool]:
        """Every sentence as it comes; whether there was one is the generator's return value."""
        given = False
        for draft in writer.write(self._query, self._evidence, self._disputes):
            given = True
            yield self._give(draft, self._mender.verdict(draft))
        return given

    def _fluent(self, writer: Reviser) -> Generator[Checked, None, bool]:
        """The sentences of a language model, settled; whether any stands is the generator's return value."""
        waiting: list[Checked] = []  # from the first that failed on; what stands before it is already given
        given = False
        try:
            for draft in self._without_repeats(writer.write(self._query, self._evidence, self._disputes)):
                draft, verdict = self._mender.rounded(draft, self._mender.verdict(draft))
                if waiting or verdict.check == "unsupported":
                    waiting.append((draft, verdict))
                else:
                    given = True
                    if not self._told_before(draft):
                        yield self._give(draft, verdict)
        except ModelUnavailable as error:
            self.notes.append(str(error))
        except BudgetSpent as error:
            if not given and not waiting:
                raise
            self.notes.append(str(error))
        settled = self._repaired(writer, waiting)
        self.notes[:0] = [note for note in writer.notes if note not in self.notes]
        usable = given or any(verdict.check != "unsupported" for _, verdict in settled)
        if usable:
            for draft, verdict in settled:
                if verdict.check == "unsupported" or not self._told_before(draft):
                    yield self._give(draft, verdict)
        elif settled:
            count = "1 sentence" if len(settled) == 1 else f"{len(settled)} sentences"
            self.notes.append(f"The model {self._writer.name} wrote {count}, and none stands on its evidence.")
        elif writer.declined:
            self.declined = writer.trusted
            self.notes.append(f"The model {self._writer.name} found no answer in the evidence.")
        elif not self.notes:
            self.notes.append(f"The model {self._writer.name} wrote nothing that can be used.")
        return usable

    def _repaired(self, writer: Reviser, waiting: Sequence[Checked]) -> list[Checked]:
        """Each sentence that failed as it stands after one correction. A model that fails at it is not asked again."""
        settled: list[Checked] = []
        left = _MOST_REPAIRS
        for draft, verdict in waiting:
            if verdict.check == "unsupported" and (whole := self._mender.mend(draft, writer.near(draft.text))):
                draft, verdict = whole
            if verdict.check == "unsupported" and left:
                left -= 1
                try:
                    again = writer.repair(draft, verdict.reason)
                except (ModelUnavailable, BudgetSpent) as error:
                    left, again = 0, None
                    self.notes.append(f"Not every doubtful sentence could be sent back. {error}")
                if again:
                    second = self._mender.verdict(again)
                    if second.check != "unsupported":
                        draft, verdict = again, second
            settled.append(self._mender.rounded(draft, verdict))
        return self._once(settled)

    def _once(self, settled: Sequence[Checked]) -> list[Checked]:
        """Without a sentence that says word for word what another does: corrections fall together."""
        return list({one[0].text: one for one in settled}.values())

    def _without_repeats(self, drafts: Iterator[DraftSentence]) -> Iterator[DraftSentence]:
        """Without a sentence that says word for word what one before it does: a small model falls into loops."""
        seen: set[str] = set()
        for draft in drafts:
            if draft.text not in seen:
                seen.add(draft.text)
                yield draft

    def _passed_over(self) -> Iterator[Checked]:
        """What a small model passed over: the line that bears most on the question, and outlets that it asks about.

        A sentence that has less than half of that line's words does not tell it, though it cites it.
        """
        best = max(self._evidence, key=lambda piece: piece.score, default=None)
        if best and not self._tells(best):
            yield self._added(best)
        if compares(self._query):
            heard = {self._by_key[key].article.outlet for key in self._told}
            for piece in best_of_each_outlet(self._query, self._evidence):
                if piece.article.outlet not in heard and len(heard) < _MOST_OUTLETS:
                    heard.add(piece.article.outlet)
                    yield self._added(piece)

    def _told_before(self, draft: DraftSentence) -> bool:
        """Whether a sentence that stands tells all of this one from the same lines, who says it put otherwise."""
        pieces = [self._by_key[key] for key in draft.keys if key in self._by_key]
        sources = [f"{piece.article.outlet or ''} {piece.article.published or ''}" for piece in pieces]
        sources += [rung.name for piece in pieces for rung in piece.ladder]
        own = set(stems(draft.text)) - set(stems(" ".join(sources))) - _REPORTING
        told = [set(stems(text)) for text in self._told.get(pieces[0].key, ())] if pieces else []
        return set(draft.keys) <= self._told.keys() and any(own <= text for text in told)

    def _tells(self, piece: Evidence) -> bool:
        own = set(stems(piece.quote))
        told = {stem for text in self._told.get(piece.key, ()) for stem in stems(text)}
        return piece.key in self._told and 2 * len(own & told) >= len(own)

    def _added(self, piece: Evidence) -> Checked:
        self._mender.note("What bears most on the question was added to what the model wrote.")
        return self._quoted(piece)

    def _quoted(self, piece: Evidence) -> Checked:
        draft = DraftSentence(piece.quote, (piece.key,))
        return self._give(draft, self._mender.verdict(draft))

    def _missing_sides(self) -> Iterator[Checked]:
        """The best quote of each side of a dispute that no sentence which stands cites."""
        for dispute in self._disputes:
            for side in dispute.sides:
                pieces = [self._by_key[key] for key in side.citations if key in self._by_key]
                if pieces and not any(piece.key in self._told for piece in pieces):
                    yield self._quoted(max(pieces, key=lambda piece: piece.score))

    def _give(self, draft: DraftSentence, verdict: Verdict) -> Checked:
        if verdict.check != "unsupported":
            for key in draft.keys:
                self._told.setdefault(key, []).append(draft.text)
        return draft, verdict
