"""Streams what a language model writes, checks it, and sends failed sentences back for one revision. Floor 3.

Nothing is corrected by rule: no citation is replaced and no word is added. A sentence that fails twice is shown with
the words that are not supported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.check import check, check_each, check_exact
from assistant.disputes.candidates import candidate_pairs
from assistant.disputes.find import Compared
from assistant.disputes.listed import check_listed
from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.index.embedder import Embedder
from assistant.reading.checked_context import CitedSentence
from assistant.reading.contradiction import Comparer
from assistant.reading.faithfulness import Checker
from assistant.stages import stage
from assistant.types import Answer, Dispute, DraftSentence, Evidence, Query, Side, Turn, Usage, Verdict
from assistant.writing.fluent import FluentWriter, PartialReply
from assistant.writing.numbering import Numbering

Checked = tuple[DraftSentence, Verdict]
BEING_CHECKED = Verdict("unchecked", "being checked")


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer in progress: its sentences with their verdicts, its disputes, and notes on how it was made."""

    sentences: tuple[Checked, ...] = ()
    declined: str | None = None
    """What the articles do not say, if a strong model found no answer in them."""
    disputes: tuple[Dispute, ...] = ()
    other_accounts: tuple[Side, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str = ""
    """Why the model did not finish: it was unavailable, or the budget was spent. Also among the notes."""


def compose(
    writer: FluentWriter,
    checker: Checker | None,
    query: Query,
    evidence: Sequence[Evidence],
    disputes: Sequence[Dispute] = (),
    talk: Sequence[Turn] = (),
    wish: str = "",
    comparer: Comparer | None = None,
    embedder: Embedder | None = None,
) -> Iterator[Composed]:
    """The answer as it grows; the last one is whole.

    Each sentence is "being checked" as it is written, and gets its verdict as soon as its own check is done. The last
    one has neither sentences nor `declined` if the model was unavailable or wrote nothing usable; its notes say which.
    `comparer` checks the disagreements that the writer lists and the similar pairs that `embedder` finds; without it
    there are no disputes. Raises BudgetSpent if nothing was written yet.
    """
    fault = ""
    exact: dict[DraftSentence, Verdict] = {}
    drafts: tuple[DraftSentence, ...] = ()
    stage("writing")
    try:
        for written in writer.write(query, evidence, disputes, talk, wish):
            drafts = written.sentences
            yield Composed(_being_checked(written, writer.shown, exact))
    except ModelUnavailable as error:
        fault = str(error)
    except BudgetSpent as error:
        if not drafts:
            raise
        fault = str(error)
    notes = [*writer.notes, *([fault] if fault else [])]
    if not drafts:
        if writer.declined is None or not writer.strong:
            nothing = f"The model {writer.name} wrote nothing that can be used."
            yield Composed(notes=tuple(notes or [nothing]), fault=fault)
        else:
            yield Composed(declined=writer.declined, notes=tuple(notes))
        return
    stage("checking each sentence")
    settled = [exact.get(draft, BEING_CHECKED) for draft in drafts]
    for at, verdict in check_each(_cited(drafts, writer.shown), checker):
        if settled[at] != verdict:
            settled[at] = verdict
            yield Composed(tuple(zip(drafts, settled, strict=True)))
    now = tuple(zip(drafts, settled, strict=True))
    cited = {key for draft in drafts for key in draft.keys}
    compared = _compared(writer, cited, comparer, embedder)
    whole = Composed(
        now,
        disputes=compared.disputes,
        other_accounts=compared.accounts_beside(cited | {one.key for entry in writer.listed for one in entry.sides}),
        notes=tuple(notes),
        fault=fault,
    )
    yield whole
    if any(verdict.check == "unsupported" for verdict in settled) and writer.strong:
        stage("having failed sentences rewritten")
        now, again = _sent_back(writer, checker, now)
        notes += again
    notes += [note for note in writer.notes if note not in notes]
    yield replace(whole, sentences=now, notes=tuple(notes))


def _compared(
    writer: FluentWriter, cited: Collection[int], comparer: Comparer | None, embedder: Embedder | None
) -> Compared:
    """The disputes between cited and other evidence that was shown, and those that the writer lists."""
    pieces = [piece for piece in writer.shown if piece.key in cited]
    return check_listed(writer.listed, candidate_pairs(pieces, writer.shown, embedder) if comparer else (), comparer)


def _sent_back(
    writer: FluentWriter, checker: Checker | None, sentences: Sequence[Checked]
) -> tuple[tuple[Checked, ...], list[str]]:
    """The sentences after those that failed were rewritten and rechecked once, and a note if the model failed at it.

    A sentence that comes back with the same words has failed, whatever it cites now.
    """
    failed = [at for at, (_, verdict) in enumerate(sentences) if verdict.check == "unsupported"]
    result = list(sentences)
    try:
        corrected = writer.correct([sentences[at] for at in failed])
    except (ModelUnavailable, BudgetSpent) as error:
        return tuple(result), [f"What failed could not be sent back to its writer. {error}"]
    changed = [
        (at, draft)
        for at, draft in zip(failed, corrected, strict=True)
        if _plain(draft.text) != _plain(sentences[at][0].text)
    ]
    verdicts = check(_cited([draft for _, draft in changed], writer.shown), checker)
    for (at, draft), verdict in zip(changed, verdicts, strict=True):
        # A second version that could not be checked does not replace a first one that was checked and failed.
        if verdict.check != "unchecked" or checker is None:
            result[at] = (draft, verdict)
    return tuple(result), []


def _cited(drafts: Sequence[DraftSentence], shown: Sequence[Evidence]) -> list[CitedSentence]:
    """The drafts with the evidence they cite; one without citations gets all that was shown as context."""
    by_key = {piece.key: piece for piece in shown}
    beside = tuple(shown)
    return [
        CitedSentence(draft.text, tuple(by_key[key] for key in draft.keys), () if draft.keys else beside)
        for draft in drafts
    ]


def _being_checked(
    written: PartialReply, shown: Sequence[Evidence], exact: dict[DraftSentence, Verdict]
) -> tuple[Checked, ...]:
    """The sentences so far, "being checked" unless exact words decide; those verdicts are kept in `exact`."""
    for cited, draft in zip(_cited(written.sentences, shown), written.sentences, strict=True):
        if draft not in exact:
            verdict = check_exact(cited.text, cited.cited)
            exact[draft] = BEING_CHECKED if verdict.check == "unchecked" else verdict
    pending = ((DraftSentence(written.pending, ()), BEING_CHECKED),) if written.pending else ()
    return (*((draft, exact[draft]) for draft in written.sentences), *pending)


def _plain(text: str) -> str:
    return " ".join("".join(char for char in text.casefold() if char.isalnum() or char.isspace()).split())


def answer_of(
    composed: Composed,
    query: Query,
    evidence: Sequence[Evidence],
    model: str,
    usage: Usage,
    notes: Sequence[str] | None = None,
) -> Answer:
    """The composed answer with numbered citations; final once its `notes` are given."""
    numbering = Numbering(query, evidence, composed.disputes, model, other_accounts=composed.other_accounts)
    for draft, verdict in composed.sentences:
        numbering.add(draft, verdict)
    return numbering.answer(usage, final=notes is not None, quoted=False, notes=notes or ())
