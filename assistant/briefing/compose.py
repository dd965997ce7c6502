"""Turns chosen claims into lines, and numbers lines and citations in the order of the document. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.attribution.mix import source_mix
from assistant.attribution.origins import find_origins
from assistant.briefing.clauses import clause
from assistant.briefing.record import LedgerRow, Role
from assistant.briefing.types import ClaimGroup, Line
from assistant.checking.check import check_exact
from assistant.disputes.groups import keys_of
from assistant.types import Citation, Dispute, DraftSentence, Evidence, Origin, SourceMix, Verdict
from assistant.writing.numbering import citation_of


class Composer:
    """Numbers lines and citations as they are made; call it section by section in the order of the document.

    A claim is quoted by the clause of its leading sentence.
    """

    def __init__(
        self,
        evidence: Sequence[Evidence],
        disputes: Sequence[Dispute],
    ) -> None:
        self._evidence = {piece.key: piece for piece in evidence}
        self._disputes = disputes
        self._numbers: dict[int, int] = {}
        self._origins: tuple[int, tuple[Origin, ...]] = (0, ())  # of so many citations
        self._made: list[tuple[Line, Role, tuple[Evidence, ...], int]] = []

    def line(self, claim: ClaimGroup, role: Role) -> Line:
        """A claim as a line of a section, with all sentences that support it."""
        return self.quote(claim.members, role, claim.related, claim.origins)

    def quote(
        self, pieces: Sequence[Evidence], role: Role, related: Sequence[Evidence] = (), origins: tuple[str, ...] = ()
    ) -> Line:
        """The clause of the first piece, supported by the others, with related pieces."""
        quoted = clause(pieces[0])
        verdict = check_exact(quoted.piece.quote, [quoted.piece])
        cited = (quoted.piece, *pieces[1:])
        return self._put(quoted.piece.quote, quoted.lead, cited, 1, verdict, role, related, origins)

    def sentence(self, draft: DraftSentence, verdict: Verdict, role: Role) -> Line:
        """A model's sentence, with what it cites."""
        cited = tuple(self._evidence[key] for key in draft.keys)
        return self._put(draft.text, "", cited, len(cited), verdict, role)

    def made_of(self, key: int) -> Line | None:
        """The line already made that quotes a piece of evidence, or None."""
        found = (line for line, _, pieces, _ in self._made if line.verbatim and pieces[0].key == key)
        return next(found, None)

    def behind(self, line: Line) -> tuple[Evidence, ...]:
        """The evidence for a line, its own words first."""
        return self._made[line.number - 1][2]

    def number(self, piece: Evidence) -> int:
        """The citation number of a piece, a new one if nothing cites it yet."""
        if piece.key not in self._numbers:
            self._numbers[piece.key] = len(self._numbers) + 1
            self._evidence[piece.key] = piece
        return self._numbers[piece.key]

    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, sorted by number."""
        return tuple(citation_of(number, self._evidence[key]) for key, number in self._numbers.items())

    def origins(self) -> tuple[Origin, ...]:
        """The origins of all citations so far, repetitions of one report counted once."""
        cited, found = self._origins
        if cited != len(self._numbers):
            found = tuple(
                Origin(one.name, tuple(sorted(self._numbers[key] for key in one.citations)))
                for one in find_origins([self._evidence[key] for key in self._numbers])
            )
            self._origins = (len(self._numbers), found)
        return found

    def mix(self) -> SourceMix:
        """The source mix of all citations so far."""
        return source_mix([self._evidence[key] for key in self._numbers], len(self.origins()))

    def ledger(self) -> tuple[LedgerRow, ...]:
        """A row per line and citation, in the order of the document."""
        by_number = {citation.number: citation for citation in self.citations()}
        origin_of = {number: origin.name for origin in self.origins() for number in origin.citations}
        return tuple(
            LedgerRow(
                line.number, role, line.text, row.attribution, row.quote, row.article_id, row.start, row.end,
                row.outlet, row.published, number, origin_of.get(number), line.disputed[0] if line.disputed else None,
                _stance(at, own, line, role),
            )
            for line, role, _, own in self._made
            for at, number in enumerate((*line.citations, *line.related))
            for row in [by_number[number]]
        )  # fmt: skip

    def _put(
        self, text: str, lead: str, pieces: tuple[Evidence, ...], own: int, verdict: Verdict, role: Role,
        related: Sequence[Evidence] = (), origins: tuple[str, ...] = (),
    ) -> Line:  # fmt: skip
        keys = {piece.key for piece in pieces}
        disputed = tuple(at for at, one in enumerate(self._disputes, 1) if keys & keys_of(one))
        names = origins or tuple(origin.name for origin in find_origins(pieces))
        numbers, near = (tuple(self.number(piece) for piece in some) for some in (pieces, related))
        line = Line(len(self._made) + 1, text, lead, numbers, verdict.check, verdict.reason, names, disputed, near)
        self._made.append((line, role, pieces, own))
        return line


def _stance(at: int, own: int, line: Line, role: Role) -> Literal["carries", "also carries", "related", "side"]:
    """How the citation at a position of a line relates to it."""
    if at >= len(line.citations):
        return "related"
    return "also carries" if at >= own else "side" if role == "dispute" else "carries"
