"""Brings a writer's draft to the reader: verified, repaired once, with every side of a dispute. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Protocol, runtime_checkable

from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.language.terms import words
from assistant.types import Attribution, Dispute, DraftSentence, Evidence, Query, Verdict
from assistant.verification.loaded import set_apart
from assistant.verification.saidby import drawn_on, unnamed
from assistant.verification.verify import share_held
from assistant.writing.quotes import QuotesWriter, Writer

Check = Callable[[str, Sequence[Evidence]], Verdict]
Checked = tuple[DraftSentence, Verdict]

_MOST_REPAIRS = 4
_NEAR = 3  # lines tried for a sentence whose own do not hold it
_MATTER, _HELD = 4, 0.8  # words that a sentence must have, and the share that a line must, to be told as that line's


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
        self._check = check
        self._cited: set[int] = set()

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
            yield from self._best_line()
        yield from self._missing_sides()

    def _plain(self, writer: Writer) -> Generator[Checked, None, bool]:
        """Every sentence as it comes; whether there was one is the generator's return value."""
        given = False
        for draft in writer.write(self._query, self._evidence, self._disputes):
            given = True
            yield self._give(draft, self._verdict(draft))
        return given

    def _fluent(self, writer: Reviser) -> Generator[Checked, None, bool]:
        """The sentences of a language model, settled; whether any stands is the generator's return value."""
        waiting: list[Checked] = []  # from the first that failed on; what stands before it is already given
        given = False
        try:
            for draft in self._without_repeats(writer.write(self._query, self._evidence, self._disputes)):
                draft, verdict = self._rounded(draft, self._verdict(draft))
                if waiting or verdict.check == "unsupported":
                    waiting.append((draft, verdict))
                else:
                    given = True
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
            for mend in (self._set_apart, self._recited, self._attributed):
                if verdict.check == "unsupported" and (whole := mend(writer, draft)):
                    draft, verdict = whole
            if verdict.check == "unsupported" and left:
                left -= 1
                try:
                    again = writer.repair(draft, verdict.reason)
                except (ModelUnavailable, BudgetSpent) as error:
                    left, again = 0, None
                    self.notes.append(f"Not every doubtful sentence could be sent back. {error}")
                if again:
                    second = self._verdict(again)
                    if second.check != "unsupported":
                        draft, verdict = again, second
            settled.append(self._rounded(draft, verdict))
        return self._once(settled)

    def _recited(self, writer: Reviser, draft: DraftSentence) -> Checked | None:
        """The sentence on the line that it stands on, where the model gave the key of another.

        Only where it says, or is made to say, whose word that line is: otherwise a sentence that an article planted
        would find the very line that planted it.
        """
        near = [key for key in writer.near(draft.text)[:_NEAR] if key not in draft.keys]
        named = [key for key in near if self._names_source(draft, key)]
        for keys in (*((key,) for key in named), *((*draft.keys[:1], key) for key in named if draft.keys)):
            verdict = self._verdict(whole := DraftSentence(draft.text, keys))
            if verdict.check != "unsupported":
                self._note("The model cited another line than the one that its sentence stands on; set right.")
                return whole, verdict
        for key in near:
            matter, held = share_held(draft.text, [self._by_key[key]])
            if matter < _MATTER or held < _HELD:
                continue
            if found := self._said_by(DraftSentence(draft.text, (key,)), self._by_key[key].ladder[1:]):
                self._note("The model cited another line than the one that its sentence stands on; set right.")
                return found
        return None

    def _names_source(self, draft: DraftSentence, key: int) -> bool:
        """Whether a sentence names the outlet, the person or the source whose word a line is."""
        said = set(words(draft.text))
        names = (words(rung.name) for rung in self._by_key[key].ladder)
        return any(name and name[-1] in said for name in names)

    def _attributed(self, _: Reviser, draft: DraftSentence) -> Checked | None:
        """The sentence with the sources that its evidence names and it does not, if only they were missing.

        Asked to add them, a 1.5-billion model repeats its sentence; and the ladder is known for certain.
        """
        ladders = {self._by_key[key].ladder[1:] for key in draft.keys if key in self._by_key}
        return self._said_by(draft, ladders.pop()) if len(ladders) == 1 else None

    def _set_apart(self, _: Reviser, draft: DraftSentence) -> Checked | None:
        """The sentence with an outlet's loaded words between quotation marks, if only these were missing."""
        pieces = [self._by_key[key] for key in draft.keys if key in self._by_key]
        text = set_apart(draft.text, pieces) if pieces else draft.text
        if text == draft.text:
            return None
        verdict = self._verdict(whole := DraftSentence(text, draft.keys))
        if verdict.check == "unsupported":
            return None
        self._note("Quotation marks were set about words that are an outlet's own.")
        return whole, verdict

    def _rounded(self, draft: DraftSentence, verdict: Verdict) -> Checked:
        """A sentence that stands, with the keys of the lines that it uses alone, and every rung of their one ladder."""
        pieces = [self._by_key[key] for key in draft.keys if key in self._by_key]
        if verdict.check != "supported" or not pieces:
            return draft, verdict
        used = tuple(piece.key for piece in drawn_on(draft.text, pieces))
        if (
            used != draft.keys
            and (second := self._verdict(fewer := DraftSentence(draft.text, used))).check == "supported"
        ):
            draft, verdict = fewer, second
        ladders = {self._by_key[key].ladder for key in draft.keys if key in self._by_key}
        missing = unnamed(draft.text, self._by_key[draft.keys[0]]) if len(ladders) == 1 else []
        return (missing and self._said_by(draft, missing)) or (draft, verdict)

    def _said_by(self, draft: DraftSentence, rungs: Sequence[Attribution]) -> Checked | None:
        """The sentence with the rungs that it does not name said behind or before it, if it stands so."""
        missing = [rung.name for rung in rungs if rung.name not in draft.text]
        if not missing:
            return None
        said = ", cited by ".join(reversed(missing))
        body, stop = (draft.text[:-1], draft.text[-1]) if draft.text[-1:] in ".!?" else (draft.text, ".")
        for text in (f"{body}, according to {said}{stop}", f"According to {said}: {draft.text}"):
            verdict = self._verdict(whole := DraftSentence(text, draft.keys))
            if verdict.check != "unsupported":
                self._note("Who said it was added to what the model wrote, from the evidence that it cites.")
                return whole, verdict
        return None

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

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

    def _best_line(self) -> Iterator[Checked]:
        """The line that bears most on the question, where a small model passed it over."""
        best = max(self._evidence, key=lambda piece: piece.score, default=None)
        if best and best.key not in self._cited:
            self._note("The line that bears most on the question was added to what the model wrote.")
            draft = DraftSentence(best.quote, (best.key,))
            yield self._give(draft, self._verdict(draft))

    def _missing_sides(self) -> Iterator[Checked]:
        """The best quote of each side of a dispute that no sentence which stands cites."""
        for dispute in self._disputes:
            for side in dispute.sides:
                pieces = [self._by_key[key] for key in side.citations if key in self._by_key]
                if pieces and not self._cited & {piece.key for piece in pieces}:
                    best = max(pieces, key=lambda piece: piece.score)
                    draft = DraftSentence(best.quote, (best.key,))
                    yield self._give(draft, self._verdict(draft))

    def _verdict(self, draft: DraftSentence) -> Verdict:
        return self._check(draft.text, [self._by_key[key] for key in draft.keys if key in self._by_key])

    def _give(self, draft: DraftSentence, verdict: Verdict) -> Checked:
        if verdict.check != "unsupported":
            self._cited.update(draft.keys)
        return draft, verdict
