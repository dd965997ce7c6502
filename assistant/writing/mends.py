"""Mends a sentence of a language model without asking it again, from the evidence. Floor 3.

What is known for certain is put right here: the line that a sentence stands on, who said it, an outlet's loaded words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.language.terms import words
from assistant.types import Attribution, DraftSentence, Evidence, Verdict
from assistant.verification.loaded import set_apart
from assistant.verification.saidby import drawn_on, unnamed
from assistant.verification.verify import share_held

Check = Callable[[str, Sequence[Evidence]], Verdict]
Checked = tuple[DraftSentence, Verdict]

_NEAR = 3  # lines tried for a sentence whose own do not hold it
_MATTER, _HELD = 4, 0.8  # words that a sentence must have, and the share that a line must, to be told as that line's


class Mender:
    """Mends the sentences of one answer over its evidence, by key; adds what it did to `notes`, once each."""

    def __init__(self, by_key: Mapping[int, Evidence], check: Check, notes: list[str]) -> None:
        self._by_key = by_key
        self._check = check
        self._notes = notes

    def verdict(self, draft: DraftSentence) -> Verdict:
        """Whether a sentence stands on what it cites; keys that are none count for nothing."""
        return self._check(draft.text, [self._by_key[key] for key in draft.keys if key in self._by_key])

    def note(self, note: str) -> None:
        """Tell the reader, once."""
        if note not in self._notes:
            self._notes.append(note)

    def mend(self, draft: DraftSentence, nearest: Sequence[int]) -> Checked | None:
        """A sentence that fails, mended so that it stands, or None. `nearest` are the lines that share most with it."""
        return self._set_apart(draft) or self._recited(draft, nearest) or self._attributed(draft)

    def rounded(self, draft: DraftSentence, verdict: Verdict) -> Checked:
        """A sentence that stands, with the keys of the lines that it uses alone, and every rung of their one ladder."""
        pieces = [self._by_key[key] for key in draft.keys if key in self._by_key]
        if verdict.check != "supported" or not pieces:
            return draft, verdict
        used = drawn_on(draft.text, pieces)
        fewer = DraftSentence(draft.text, tuple(piece.key for piece in used))
        if fewer != draft and (second := self.verdict(fewer)).check == "supported":
            draft, verdict, pieces = fewer, second, used
        missing = unnamed(draft.text, pieces[0]) if len({piece.ladder for piece in pieces}) == 1 else []
        return (missing and self._said_by(draft, missing)) or (draft, verdict)

    def _set_apart(self, draft: DraftSentence) -> Checked | None:
        """The sentence with an outlet's loaded words between quotation marks, if only these were missing."""
        pieces = [self._by_key[key] for key in draft.keys if key in self._by_key]
        text = set_apart(draft.text, pieces) if pieces else draft.text
        if text == draft.text:
            return None
        verdict = self.verdict(whole := DraftSentence(text, draft.keys))
        if verdict.check == "unsupported":
            return None
        self.note("Quotation marks were set about words that are an outlet's own.")
        return whole, verdict

    def _said_by(self, draft: DraftSentence, rungs: Sequence[Attribution]) -> Checked | None:
        """The sentence with the rungs that it does not name said behind or before it, if it stands so."""
        missing = [rung.name for rung in rungs if rung.name.casefold() not in draft.text.casefold()]
        if not missing:
            return None
        said = ", cited by ".join(reversed(missing))
        body, stop = (draft.text[:-1], draft.text[-1]) if draft.text[-1:] in ".!?" else (draft.text, ".")
        for text in (f"{body}, according to {said}{stop}", f"According to {said}: {draft.text}"):
            verdict = self.verdict(whole := DraftSentence(text, draft.keys))
            if verdict.check != "unsupported":
                self.note("Who said it was added to what the model wrote, from the evidence that it cites.")
                return whole, verdict
        return None

    def _recited(self, draft: DraftSentence, nearest: Sequence[int]) -> Checked | None:
        """The sentence on the line that it stands on, where the model gave the key of another.

        Only where it says, or is made to say, whose word that line is: otherwise a sentence that an article planted
        would find the very line that planted it.
        """
        near = [key for key in nearest[:_NEAR] if key not in draft.keys]
        named = [key for key in near if self._names_source(draft, key)]
        for keys in (*((key,) for key in named), *((*draft.keys[:1], key) for key in named if draft.keys)):
            verdict = self.verdict(whole := DraftSentence(draft.text, keys))
            if verdict.check != "unsupported":
                self.note("The model cited another line than the one that its sentence stands on; set right.")
                return whole, verdict
        for key in near:
            matter, held = share_held(draft.text, [self._by_key[key]])
            if matter < _MATTER or held < _HELD:
                continue
            if found := self._said_by(DraftSentence(draft.text, (key,)), self._by_key[key].ladder[1:]):
                self.note("The model cited another line than the one that its sentence stands on; set right.")
                return found
        return None

    def _names_source(self, draft: DraftSentence, key: int) -> bool:
        """Whether a sentence names the outlet, the person or the source whose word a line is."""
        said = set(words(draft.text))
        names = (words(rung.name) for rung in self._by_key[key].ladder)
        return any(name and name[-1] in said for name in names)

    def _attributed(self, draft: DraftSentence) -> Checked | None:
        """The sentence with the sources that its evidence names and it does not, if only they were missing.

        Asked to add them, a 1.5-billion model repeats its sentence; and the ladder is known for certain.
        """
        ladders = {self._by_key[key].ladder[1:] for key in draft.keys if key in self._by_key}
        return self._said_by(draft, ladders.pop()) if len(ladders) == 1 else None
