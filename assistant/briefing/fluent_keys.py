"""Has a language model write the key points from the evidence of the leading claims, each one verified. Floor 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.briefing.compose import KeyWriter
from assistant.types import Dispute, DraftSentence, Evidence, Query, Verdict
from assistant.verification.verify import verify
from assistant.writing.compose import Composition
from assistant.writing.quotes import Writer


def fluent_keys(writer: Writer) -> KeyWriter:
    """A key writer around any writer of answers. Where nothing holds, the articles' words stand."""

    def write(
        query: Query, evidence: Sequence[Evidence], disputes: Sequence[Dispute]
    ) -> Iterator[tuple[DraftSentence, Verdict]]:
        known = {piece.key for piece in evidence}
        about = [one for one in disputes if all(known & set(side.citations) for side in one.sides)]
        composition = Composition(writer, query, evidence, about, verify)
        written = [(draft, verdict) for draft, verdict in composition if verdict.check != "verbatim"]
        if composition.written_by == writer.name:
            yield from written

    return write
