"""Finds kept quotes that their publisher has since changed, corrected or withdrawn. Floor 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rapidfuzz import fuzz, process

from assistant.errors import UnknownArticle, UnknownVersion
from assistant.index.catalog import Catalog
from assistant.index.quoted import KeptQuotes, Quote
from assistant.language.sentences import sentence_spans
from assistant.markup import day_name

_ALIKE = 55  # similarity (0 to 100) from which a sentence counts as the new wording of the quoted one


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a quote is stale. `now` is the sentence in its place, `note` the publisher's correction; "" for none."""

    kind: Literal["changed", "corrected", "withdrawn", "gone"]
    text: str
    now: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A kept answer or briefing with its stale quotes."""

    kept: KeptQuotes
    quotes: tuple[tuple[Quote, Problem], ...]


def stale_quotes(catalog: Catalog) -> list[Stale]:
    """The kept answers and briefings with stale quotes, the latest first."""
    found = []
    for kept in catalog.kept_quotes():
        fallen = tuple((one, problem) for one in kept.quotes if (problem := problem_of(catalog, one)))
        found += [Stale(kept, fallen)] if fallen else []
    return found


def problem_of(catalog: Catalog, quote: Quote) -> Problem | None:
    """Why a quote is stale; None where its words still stand anywhere in the article.

    In an article that was retracted every quote is stale.
    """
    try:
        present = catalog.article(quote.article_id)
    except UnknownArticle:
        return Problem("gone", "the article is no longer in the index")
    stands = quote.quote in present.text
    if stands and not present.details.get("corrections"):
        return None
    try:
        before = catalog.version(quote.article_id, quote.version) if quote.version else present
    except UnknownVersion:
        before = present
    known = {note["text"] for note in before.details.get("corrections", [])} if quote.version else set()
    notes = [note for note in present.details.get("corrections", []) if note["text"] not in known]
    retracted = next((note["text"] for note in notes if note["kind"] == "retraction"), "")
    if retracted:
        return Problem("withdrawn", "the publisher has withdrawn the article", note=retracted)
    if stands:
        return None
    now = _in_its_place(quote.quote, before.text, present.text)
    corrected = next((note["text"] for note in notes if note["kind"] in ("correction", "clarification")), "")
    if corrected:
        return Problem(
            "corrected", "the publisher has corrected the article, which no longer has these words", now, corrected
        )
    return Problem("changed", "the article changed and no longer has these words", now)


def stale_json(found: Sequence[Stale]) -> list[dict[str, Any]]:
    """As `sayso corpus stale --json` prints it."""
    return [
        {
            "kind": one.kept.kind,
            "asked": one.kept.asked,
            "made": one.kept.made,
            "quotes": [{**asdict(quote), "problem": asdict(problem)} for quote, problem in one.quotes],
        }
        for one in found
    ]


def stale_lines(one: Stale) -> list[str]:
    """The lines that show one of them: a heading, then each stale quote with its problem."""
    lines = [f"{one.kept.kind.capitalize()} of {day_name(one.kept.made[:10])}: {one.kept.asked}"]
    for quote, problem in one.quotes:
        lines.append(f"{problem.kind}: {quote.outlet or 'unknown outlet'}, “{quote.quote}”")
        lines += [f"now: “{problem.now}”"] if problem.now else []
        lines += [f"the publisher: {problem.note}"] if problem.note else []
    return lines


def _in_its_place(quote: str, before: str, text: str) -> str:
    """The sentence of a text most similar to a quote, "" for none; sentences new since `before` are preferred."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    new = [sentence for sentence in sentences if sentence not in before]
    found = process.extractOne(quote, new or sentences, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
    return str(found[0]) if found else ""
