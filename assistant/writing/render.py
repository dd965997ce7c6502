"""An Answer as text and as JSON. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.attribution.mix import mix_text
from assistant.index.catalog import Listing
from assistant.types import Answer, Citation, Hit, Query, Sentence


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer in the form that the contract promises; `nearest` only if it is `not_in_corpus`."""
    whole = asdict(answer)
    nearest, notes = whole.pop("nearest"), whole.pop("notes")
    if answer.status == "not_in_corpus":
        whole["nearest"] = list(nearest)
    if notes:
        whole["notes"] = list(notes)
    return whole


def search_json(query: Query, hits: Sequence[Hit]) -> dict[str, Any]:
    """The results of a search, in the form that the contract promises."""
    return {"query": query.asked, "filters": asdict(query.filters), "hits": [hit_json(hit) for hit in hits]}


def hit_json(hit: Hit) -> dict[str, Any]:
    """One passage with the metadata of its article."""
    article, passage = hit.article, hit.passage
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "url": article.url,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
    }


def ladder_text(citation: Citation) -> str:
    """Who says it, from the outlet down: "The Moscow Times (2019-06-03), citing The Wall Street Journal"."""
    day = f" ({citation.published})" if citation.published else ""
    printed = citation.outlet or citation.title or "an unnamed outlet"
    deeper = [rung.name for rung in citation.attribution if rung.name != citation.outlet]
    return ", citing ".join([f"{printed}{day}", *deeper])


def compose_text(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    """The sentences as running text with their citation marks.

    A verbatim sentence is put in quotation marks after its ladder; neighbours with the same ladder share it.
    """
    by_number = {citation.number: citation for citation in citations}
    blocks: list[str] = []
    last_lead = None
    for sentence in sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        body = f"{sentence.text} {marks}".strip()
        if sentence.check == "verbatim" and sentence.citations:
            cited = by_number[sentence.citations[0]]
            lead = ladder_text(cited)
            quoted = f"“{sentence.text}” {marks}"
            body = quoted if lead == last_lead else f"{lead}: {quoted}"
            last_lead = lead
        blocks.append(body)
    return "\n".join(blocks)


def answer_text(answer: Answer, index_newest: str | None = None) -> str:
    """An answer for a terminal: text, failed checks, disputes, other accounts, sources and their mix, notes, model."""
    blocks = [printable(answer.text)]
    for sentence in answer.sentences:
        if sentence.check == "unsupported":
            blocks.append(f"Unsupported: “{printable(sentence.text)}” ({printable(sentence.reason)})")
    if unread := sum(sentence.check == "unchecked" for sentence in answer.sentences):
        why = next(sentence.reason for sentence in answer.sentences if sentence.check == "unchecked")
        blocks.append(f"Unchecked: {unread} of {len(answer.sentences)} sentences ({printable(why)})")
    for dispute in answer.disputes:
        sides = [f"  - {printable(side.claim)} {_marks(side.citations)}" for side in dispute.sides]
        blocks.append("\n".join([f"Accounts differ ({dispute.kind}): {printable(dispute.about)}", *sides]))
    if answer.other_accounts:
        accounts = [f"  - {printable(side.claim)} {_marks(side.citations)}" for side in answer.other_accounts]
        blocks.append("\n".join(["Other accounts, which may be of another day or part of the matter:", *accounts]))
    if answer.citations:
        blocks.append("\n".join(_source_lines(answer.citations)))
    if len(answer.citations) > len(answer.origins) > 0:
        blocks.append("Origins: " + "; ".join(f"{printable(o.name)} {_marks(o.citations)}" for o in answer.origins))
    if mix := mix_text(answer.source_mix, index_newest):
        blocks.append(f"Rests on: {printable(mix)}")
    if answer.nearest:
        near = [f"  - {_headline(one.outlet, one.published, one.title)}" for one in answer.nearest]
        blocks.append("\n".join(["The nearest coverage:", *near]))
    blocks.extend(printable(note) for note in answer.notes)
    blocks.append(f"(model: {answer.model}; {answer.usage.seconds:.1f} s)")
    return "\n\n".join(blocks)


def hits_text(hits: Sequence[Hit]) -> str:
    """Passages for a terminal, in the order given, numbered from 1; "Nothing found." without any."""
    blocks = [
        f"{rank}. {_headline(hit.article.outlet, hit.article.published, hit.article.title)} [{hit.article.id}]\n"
        f"{printable(hit.passage.text)}"
        for rank, hit in enumerate(hits, 1)
    ]
    return "\n\n".join(blocks) or "Nothing found."


def listing_text(rows: Sequence[Listing]) -> str:
    """The articles of an index for a terminal, one a line, with a count at the end."""
    lines = [f"{row.id}  {_headline(row.outlet, row.published, row.title)}  ({row.words} words)" for row in rows]
    return "\n".join([*lines, f"{len(rows)} articles of {len({row.outlet for row in rows})} outlets"])


def _headline(outlet: str | None, published: str | None, title: str | None) -> str:
    return f"{printable(outlet or 'unknown outlet')}, {published or 'undated'}: {printable(title or 'untitled')}"


def _source_lines(citations: Sequence[Citation]) -> Iterator[str]:
    """Each cited article once, after the numbers that cite it."""
    of_article: dict[str, list[Citation]] = {}
    for citation in citations:
        of_article.setdefault(citation.article_id, []).append(citation)
    for cited in of_article.values():
        first = cited[0]
        yield f"{_marks([one.number for one in cited])} {_headline(first.outlet, first.published, first.title)}"
        if first.url:
            yield f"    {printable(first.url)}"


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def printable(text: str) -> str:
    """The text with control characters, except line ends, replaced by spaces."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
