"""Sets chosen claims out as the sections of a briefing, numbers what they cite, verifies each line. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
from assistant.briefing.written import WrittenLine
from assistant.checking.check import check_exact
from assistant.disputes.sides import teller
from assistant.types import Attribution, Citation, Dispute, Evidence, Origin, Verdict

_PHRASE = re.compile(r"((?:[\w'’.-]+ ){1,6}?)(?:in|on|of|at|for|from|with|between) \w")


class Composer:
    """Numbers lines and citations in the order of the document. Sections are made in that order, once each.

    A claim of key points, time line or voices is told as it is `written` (by the claim's key), else in the words of the
    article that says it best. The sides of disputes always have their own words.
    """

    def __init__(
        self, evidence: Sequence[Evidence], claims: Sequence[Claim], disputes: Sequence[Dispute],
        written: Mapping[int, WrittenLine],
    ) -> None:  # fmt: skip
        self._evidence = {piece.key: piece for piece in evidence}
        self._numbers: dict[int, int] = {}
        self._lines: dict[int, Line] = {}
        self._roles: dict[int, Role] = {}
        self._claims = claims
        self._disputes = disputes
        self._of_line: dict[int, tuple[Evidence, ...]] = {}
        self._stands_on: dict[int, int] = {}
        self._written = written
        self._of_claim: dict[int, Line] = {}

    def key_points(self, chosen: Chosen) -> tuple[Line, ...]:
        """The short of it."""
        return tuple(self._line(claim, "key point") for claim in chosen.key_points)

    def timeline(self, chosen: Chosen) -> tuple[TimelineEntry, ...]:
        """Dated claims in order of their days, undatable ones last; dated key points are pointed to."""
        dated = [(day, claim) for claim in chosen.key_points if (day := when(claim.lead))]
        found = []
        for day, claim in sorted([*chosen.timeline, *dated], key=lambda entry: entry[0].order):
            above = self._of_claim.get(claim.key)
            line = above or self._line(claim, "timeline")
            found.append(TimelineEntry(day.shown, day.first, day.last, line, above is not None))
        return tuple(found)

    def voices(self, chosen: Chosen) -> tuple[Voice, ...]:
        """The other claims by who says them; what outlets say on their own account comes last."""
        groups: list[tuple[Attribution, list[Claim]]] = []
        for claim in chosen.voices:
            rung = _speaker(claim.lead)
            home = next(
                (members for other, members in groups if _one_voice(other, rung, members[0].lead, claim.lead)), None
            )
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
                        "also carries" if at >= self._stands_on[line.number]
                        else "side" if self._roles[line.number] == "dispute" else "carries",
                    )
                )  # fmt: skip
        return tuple(rows)

    def _card(self, number: int, dispute: Dispute) -> Card:
        sides = [self._side(number, [self._evidence[key] for key in side.citations]) for side in dispute.sides]
        quotes = [self._evidence[key].quote for side in dispute.sides for key in side.citations]
        about = _heading(dispute, sides, quotes)
        if dispute.sides[0].citations == dispute.sides[-1].citations:  # a claim that its denial alone tells
            sides[0] = replace(sides[0], teller=f"The claim, only as it is denied by {sides[0].teller}")
        return Card(number, about, dispute.kind, tuple(sides))

    def _side(self, number: int, pieces: Sequence[Evidence]) -> CardSide:
        first, *others = pieces
        above = next((line for line in self._lines.values() if line.verbatim and line.text == first.quote), None)
        line = None if above else self._put_quote(self._carrying(first), "dispute", (number,))
        numbers = tuple(self._number(piece.key) for piece in pieces)
        also = tuple(dict.fromkeys(who for one in others if (who := teller(one)) != teller(first)))
        return CardSide(teller(first), numbers, line, above.number if above else None, also)

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
        told = self._written.get(claim.key)
        if told is None:
            line = self._put_quote(claim.members, role, disputed, claim.origins)
        else:
            leads = dict.fromkeys(lead_text(piece.ladder, piece.article.outlet) for piece in told.cited)
            pieces = (*told.cited, *(piece for piece in claim.members if piece not in told.cited))
            line = self._put(
                told.text, "; ".join(leads), pieces, told.verdict, claim.origins, role, disputed, len(told.cited)
            )
        self._of_claim[claim.key] = line
        return line

    def _put_quote(
        self, pieces: tuple[Evidence, ...], role: Role, disputed: tuple[int, ...], origins: tuple[str, ...] = ()
    ) -> Line:
        lead = pieces[0]
        verdict = check_exact(lead.quote, [lead])
        names = origins or tuple(origin.name for origin in find_origins(pieces))
        return self._put(
            lead.quote, lead_text(lead.ladder, lead.article.outlet), pieces, verdict, names, role, disputed
        )

    def _put(
        self, text: str, lead: str, pieces: tuple[Evidence, ...], verdict: Verdict, origins: tuple[str, ...],
        role: Role, disputed: tuple[int, ...] = (), stands_on: int = 1,
    ) -> Line:  # fmt: skip
        numbers = tuple(self._number(piece.key) for piece in pieces)
        line = Line(len(self._lines) + 1, text, lead, numbers, verdict.check, verdict.reason, origins, disputed)
        self._lines[line.number] = line
        self._roles[line.number] = role
        self._of_line[line.number] = pieces
        self._stands_on[line.number] = stands_on
        return line

    def _number(self, key: int) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)


def _speaker(piece: Evidence) -> Attribution:
    """Who says it: the deepest rung of the ladder, else the outlet, else the article."""
    outlet = piece.article.outlet or piece.article.title or "an unnamed article"
    return piece.ladder[-1] if piece.ladder else Attribution(outlet, "outlet")


def _one_voice(one: Attribution, other: Attribution, told: Evidence, telling: Evidence) -> bool:
    """Whether two rungs are one speaker; an unnamed one is the same only within an article that names it alike."""
    if one.kind == other.kind and one.name == other.name:
        return one.kind != "anonymous" or told.article.id == telling.article.id
    return same_source(one, other)


def _heading(dispute: Dispute, sides: Sequence[CardSide], quotes: Sequence[str]) -> str:
    """What the dispute is about; or, where the words that its sides share make no phrase, who is against whom."""
    kind, colon, matter = dispute.about.partition(": ")
    if not colon or _is_phrase(matter, quotes):
        return dispute.about
    *others, last = dict.fromkeys(side.teller.split(", ")[0] for side in sides)
    told = f"{', '.join(others)} and {last}" if others else last
    return f"{kind}: {told}"


def _is_phrase(matter: str, quotes: Sequence[str]) -> bool:
    """Whether it reads as a thing of or in something: shared words set side by side may be none ("Russian Venezuela").

    One or two words before the link will do; more have to stand together in a quote.
    """
    found = _PHRASE.match(matter)
    head = found[1].strip() if found else ""
    return bool(head) and (len(head.split()) < 3 or any(head in quote for quote in quotes))


def _citation(number: int, piece: Evidence) -> Citation:
    article = piece.article
    return Citation(
        number, article.id, article.outlet, article.title, article.published, article.url, piece.quote, piece.start,
        piece.end, version=article.version, attribution=piece.ladder,
    )  # fmt: skip
