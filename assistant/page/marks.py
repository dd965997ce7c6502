"""Citation marks: a button with a spoken name and a preview, the same wherever something is cited. Floor 2.

A mark leads to the evidence of the nearest element around it that says, in `data-of`, whose citations they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.markup import day_name, plain
from assistant.types import Citation

_PREVIEW = 220


def quotation(text: str) -> str:
    """Words as a quotation; those that are one already, from mark to mark, get no second pair."""
    return plain(text) if text[:1] in '“"„«' and text[-1:] in '”"“»' and len(text) > 1 else f"“{plain(text)}”"


def spoken(citation: Citation) -> str:
    """The name of a mark as it is read out: "Source 3, The Moscow Times, 3 June 2019"."""
    return f"Source {citation.number}, {citation.outlet or 'outlet unknown'}, {day_name(citation.published)}"


def marks(numbers: Iterable[int], cited: Mapping[int, Citation]) -> str:
    """The marks of these citations; one that is not among `cited` yet is left out."""
    return "".join(mark(cited[number]) for number in dict.fromkeys(numbers) if number in cited)


def mark(citation: Citation) -> str:
    """One mark."""
    number, told = citation.number, plain(spoken(citation))
    quote = citation.quote if len(citation.quote) <= _PREVIEW else citation.quote[:_PREVIEW].rsplit(" ", 1)[0] + " …"
    return (
        f'<button type="button" class="mark" data-n="{number}" aria-label="{told}" '
        f'data-preview="{quotation(quote)}"><span aria-hidden="true">{number}</span></button>'
    )
