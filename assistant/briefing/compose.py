"""Sets chosen claims out as the sections of a briefing, numbers what they cite, verifies each line. Floor 3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.attribution.origins import find_origins, same_source
from assistant.briefing.choose import Chosen
from assistant.briefing.types import (
    Card,
    CardSide,
    Claim,
    LedgerRow,
    Line,
    Role,
    TimelineEntry,
    Voice,
)
from assistant.briefing.when import when
from assistant.briefing.wording import lead_text
from assistant.disputes.sides import teller
from assistant.types import Attribution, Citation, Dispute, DraftSentence, Evidence, Origin, Query, Verdict
from assistant.verification.verify import verify

KeyWriter = Callable[[Query, Sequence[Evidence], Sequence[Dispute]], Iterable[tuple[DraftSentence, Verdict]]]
"""Writes key points from the evidence of the leading claims; gives each with what verification found."""


class Composer:
    """Numbers lines and citations in the order of the document. Sections are made in that order, once each."""

    def __init__(self, evidence: Sequence[Evidence], claims: Sequence[Claim], disputes: Sequence[Dispute]) -> None:
        self._evidence = {piece.key: piece for piece in evidence}
        self._numbers: dict[int, int] = {}
        self._lines: dict[int, Line] = {}
        self._roles: dict[int, Role] = {}
        self._claims = claims
        self._disputes = disputes
        self._of_line: dict[int, tuple[Evidence, ...]] = {}
        self.refused = 0
        """How many key points of a language model did not hold, and stand in an article's words instead."""

    def key_points(self, chosen: Chosen, query: Query, writer: KeyWriter | None) -> tuple[Line, ...]:
        """The short of it: in the words of the articles, or of a writer where each of its sentences holds."""
        if writer is None:
            return tuple(self._line(claim, "key point") for claim in chosen.key_points)
        pieces = [piece for claim in chosen.key_points for piece in claim.members]
        written: list[Line] = []
        for draft, verdict in writer(query, pieces, chosen.disputes):
            cited = tuple(self._evidence[key] for key in draft.keys if key in self._evidence)
            if verdict.check == "unsupported" or not cited:
                self.refused += 1
                continue
            written.append(self._put(draft.text, "", cited, verdict, (), "key point"))
        if not written:
            return tuple(self._line(claim, "key point") for claim in chosen.key_points)
        return tuple(written)

    def timeline(self, chosen: Chosen, key_points: Sequence[Line]) -> tuple[TimelineEntry, ...]:
        """Dated claims in order of their days, undatable ones last; dated key points are pointed to."""
        entries = [(day, claim, None) for day, claim in chosen.timeline]
        points = {line.number: line for line in key_points}
        dated = [(day, claim) for claim in chosen.key_points if (day := when(claim.lead))]
        again = [
            (day, claim, line)
            for day, claim in dated
            if (line := next((one for one in points.values() if one.text == claim.lead.quote), None))
        ]
        found = []
        for day, claim, line in sorted([*entries, *again], key=lambda entry: entry[0].order):
            shown = line or self._line(claim, "timeline")
            found.append(TimelineEntry(day.shown, day.first, day.last, shown, line is not None))
        return tuple(found)

    def voices(self, chosen: Chosen) -> tuple[Voice, ...]:
        """The other claims by who says them; what outlets say on their own account comes last."""
        groups: list[tuple[Attribution, list[Claim]]] = []
        for claim in chosen.voices:
            rung = _speaker(claim.lead)
            home = next((members for other, members in groups if _one_voice(other, rung)), None)
            if home is None:
                groups.append((rung, [claim]))
            else:
                home.append(claim)
        groups.sort(key=lambda one: (one[0].kind == "outlet", one[0].kind == "anonymous"))
        return tuple(
            Voice(rung.name, rung.kind, tuple(self._line(claim, "voice") for claim in members))
            for rung, members in groups
        )

    def cards(self, chosen: Chosen) -> tuple[Card, ...]:
        """The disputes, each side in its own words, or pointing to the line that has them."""
        return tuple(self._card(number, dispute) for number, dispute in enumerate(chosen.disputes, 1))

    def unknown(self, chosen: Chosen) -> tuple[Line, ...]:
        """The lines that say that something is not known."""
        return tuple(self._line(claim, "unknown") for claim in chosen.unknown)

    def citations(self) -> tuple[Citation, ...]:
        """What is cited so far, by number."""
        return tuple(_citation(number, self._evidence[key]) for key, number in self._numbers.items())

    def origins(self) -> tuple[Origin, ...]:
        """Where what is cited first came from, echoes counted once."""
        cited = [self._evidence[key] for key in self._numbers]
        return tuple(
            Origin(origin.name, tuple(sorted(self._numbers[key] for key in origin.citations)))
            for origin in find_origins(cited)
        )

    def number(self, piece: Evidence) -> int | None:
        """The citation number of a piece, None where nothing cites it."""
        return self._numbers.get(piece.key)

    def behind(self, line: Line) -> tuple[Evidence, ...]:
        """The evidence that carries a line, its own words first."""
        return self._of_line[line.number]

    def ledger(self, origins: Sequence[Origin], cards: Sequence[Card]) -> tuple[LedgerRow, ...]:
        """Every claim with everything it rests on, in the order of the document; the sides of disputes among them."""
        by_number = {citation.number: citation for citation in self.citations()}
        origin_of = {number: origin.name for origin in origins for number in origin.citations}
        rows = []
        for line in sorted(self._lines.values(), key=lambda one: one.number):
            dispute = line.disputed[0] if line.disputed else None
            for at, number in enumerate(line.citations):
                row = by_number[number]
                rows.append(
                    LedgerRow(
                        line.number, self._roles[line.number], line.text, row.attribution, row.quote, row.article_id,
                        row.start, row.end, row.outlet, row.published, number, origin_of.get(number), dispute,
                        "also carries" if at else "side" if self._roles[line.number] == "dispute" else "carries",
                    )
                )  # fmt: skip
        return tuple(rows)

    def _card(self, number: int, dispute: Dispute) -> Card:
        sides = []
        for side in dispute.sides:
            first, *others = (self._evidence[key] for key in side.citations)
            above = next((line for line in self._lines.values() if line.text == first.quote), None)
            line = None if above else self._put_quote(self._carrying(first), "dispute", (number,))
            numbers = tuple(self._number(key) for key in side.citations)
            also = tuple(dict.fromkeys(who for one in others if (who := teller(one)) != teller(first)))
            sides.append(CardSide(teller(first), numbers, line, above.number if above else None, also))
        return Card(number, dispute.about, dispute.kind, tuple(sides))

    def _carrying(self, first: Evidence) -> tuple[Evidence, ...]:
        """A sentence with those of other articles that say the same."""
        return next((claim.members for claim in self._claims if claim.lead.key == first.key), (first,))

    def _line(self, claim: Claim, role: Role) -> Line:
        keys = {piece.key for piece in claim.members}
        disputed = tuple(
            number
            for number, dispute in enumerate(self._disputes, 1)
            if any(keys & set(side.citations) for side in dispute.sides)
        )
        return self._put_quote(claim.members, role, disputed, claim.origins)

    def _put_quote(
        self, pieces: tuple[Evidence, ...], role: Role, disputed: tuple[int, ...], origins: tuple[str, ...] = ()
    ) -> Line:
        lead = pieces[0]
        verdict = verify(lead.quote, [lead])
        names = origins or tuple(origin.name for origin in find_origins(pieces))
        return self._put(
            lead.quote, lead_text(lead.ladder, lead.article.outlet), pieces, verdict, names, role, disputed
        )

    def _put(
        self, text: str, lead: str, pieces: tuple[Evidence, ...], verdict: Verdict, origins: tuple[str, ...],
        role: Role, disputed: tuple[int, ...] = (),
    ) -> Line:  # fmt: skip
        numbers = tuple(self._number(piece.key) for piece in pieces)
        line = Line(len(self._lines) + 1, text, lead, numbers, verdict.check, verdict.reason, origins, disputed)
        self._lines[line.number] = line
        self._roles[line.number] = role
        self._of_line[line.number] = pieces
        return line

    def _number(self, key: int) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)


def _speaker(piece: Evidence) -> Attribution:
    """Who says it: the deepest rung of the ladder, else the outlet, else the article."""
    outlet = piece.article.outlet or piece.article.title or "an unnamed article"
    return piece.ladder[-1] if piece.ladder else Attribution(outlet, "outlet")


def _one_voice(one: Attribution, other: Attribution) -> bool:
    if one.kind == other.kind and one.name == other.name:
        return one.kind != "anonymous"
    return same_source(one, other)


def _citation(number: int, piece: Evidence) -> Citation:
    article = piece.article
    return Citation(
        number, article.id, article.outlet, article.title, article.published, article.url, piece.quote, piece.start,
        piece.end, piece.ladder,
    )  # fmt: skip
