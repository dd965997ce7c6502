"""Wording common to all written forms of a briefing: marks, sources, the receipt. Floor 3."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.origins import describe_origins
from assistant.briefing.record import ArticleUse, BriefingChange, BriefingReceipt
from assistant.briefing.types import Briefing, Line
from assistant.markup import count, day_name
from assistant.types import Citation, Nearest

CHANGES = {
    "new": "New",
    "changed": "Changed",
    "no longer stands": "No longer stands as quoted",
    "gone": "Not in this briefing any more",
}


def citation_marks(numbers: Sequence[int], related: Sequence[int] = ()) -> str:
    """Citation numbers with runs joined: "[1]", "[1] (also [4]; see also [7]–[9])".

    "Also" is for citations that support the line, "see also" for related ones.
    """
    first, others = numbers[:1], numbers[1:]
    more = [f"also {', '.join(runs(others))}"] if others else []
    more += [f"see also {', '.join(runs(related))}"] if related else []
    return " ".join([*(f"[{number}]" for number in first), *([f"({'; '.join(more)})"] if more else [])])


def runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, three or more in a row as "[7]–[9]"."""
    groups: list[list[int]] = []
    for number in sorted(set(numbers)):
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    joined = []
    for run in groups:
        joined += [f"[{run[0]}]–[{run[-1]}]"] if len(run) > 2 else [f"[{number}]" for number in run]
    return joined


def tail(line: Line) -> str:
    """The remark after a line: how many reports and origins it has, where it is disputed; "" for none."""
    parts = []
    if line.verbatim and len(line.citations) > 1 and line.origins:
        parts.append(f"{count(len(line.citations), 'report')} of this, {count(len(line.origins), 'origin')}")
    if line.disputed:
        parts.append(f"disputed: see {', '.join(f'D{number}' for number in line.disputed)}")
    return "; ".join(parts)


def source_of(one: Citation | Nearest | ArticleUse) -> str:
    """ "The Moscow Times, 3 June 2019"."""
    return f"{one.outlet or 'outlet unknown'}, {day_name(one.published)}"


def by_article(citations: Sequence[Citation]) -> list[tuple[Citation, list[Citation]]]:
    """The citations article by article, in order of their first number."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.article_id, []).append(citation)
    return [(group[0], group) for group in groups.values()]


def origins_text(briefing: Briefing) -> str:
    """The numbers of articles and origins, and which articles repeat one report."""
    articles = len({citation.article_id for citation in briefing.citations})
    counts = f"{count(articles, 'article')}, {count(len(briefing.origins), 'origin')} of what is cited."
    echo = describe_origins(briefing.origins, briefing.citations)
    return f"{counts} {echo}" if echo else counts


def filters_text(briefing: Briefing) -> str:
    """The filters of the briefing; "" if there are none."""
    filters = briefing.filters
    parts = [f"only {', '.join(filters.outlets)}"] if filters.outlets else []
    days = (("since", filters.since), ("until", filters.until), ("as of", filters.as_of))
    parts += [f"{word} {day_name(day)}" for word, day in days if day]
    return "; ".join(parts)


def writer(receipt: BriefingReceipt) -> str:
    """Who wrote it: "quotes", or that a model wrote a part."""
    return "quotes" if receipt.model == "quotes" else f"written in part by {model_name(receipt.model)}"


def model_name(model: str) -> str:
    """A model's name without its provider and address."""
    return model.partition(":")[2].partition("@")[0] or model


def receipt_rows(receipt: BriefingReceipt) -> list[tuple[str, str]]:
    """The receipt as rows of label and text."""
    fates = [used.fate for used in receipt.articles]
    usage = receipt.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    cost = "price unknown" if usage.usd is None else f"${usage.usd:.4f}" if tokens else "$0 (no language model)"
    took = f"{usage.prompt_tokens:,} tokens read and {usage.completion_tokens:,} written, " if tokens else ""
    return [
        ("Made", f"{receipt.made} by Sayso {receipt.version}"),
        ("Corpus", f"{count(receipt.corpus_articles, 'article')}, SHA-256 {receipt.corpus_digest}"),
        (
            "Articles",
            f"{fates.count('cited')} cited, {fates.count('read')} read and not cited, "
            f"{fates.count('left out')} left out ({count(receipt.sentences_read, 'sentence')} weighed)",
        ),
        ("Model", receipt.model),
        ("Prompts", receipt.prompts_digest or "none"),
        ("Embedder", receipt.embedder),
        *(("Noticed", remark) for remark in receipt.remarks),
        ("Took", f"{usage.seconds:.1f} s, {took}{cost}"),
    ]


def left_out(receipt: BriefingReceipt) -> list[str]:
    """The first twelve articles that are not cited, each with the reason."""
    others = [used for used in receipt.articles if used.fate != "cited"]
    rows = [f"{source_of(used)}: {used.title or 'untitled'} ({used.reason})" for used in others[:12]]
    return [*rows, f"and {len(others) - 12} more (all are in the JSON form)"] if len(others) > 12 else rows


def change_text(change: BriefingChange) -> str:
    """A change in one line, without its heading."""
    quote = f"“{change.text}”" if change.kind != "no longer stands" else f"{change.text}: “{change.was}”"
    before = f" (earlier: “{change.was}”)" if change.kind == "changed" else ""
    mark = f" [{change.citation}]" if change.citation else ""
    return f"{quote}{before}{mark}"
