"""Citation marks: buttons with a label for screen readers and a preview. Floor 2.

The nearest enclosing `data-of` says whose citations they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.markup import day_name, plain
from assistant.types import Citation

_PREVIEW = 220


def quotation(text: str) -> str:
    """Text in quotation marks; a text already in quotation marks gets no second pair."""
    return plain(text) if text[:1] in '“"„«' and text[-1:] in '”"“»' and len(text) > 1 else f"“{plain(text)}”"


def spoken(citation: Citation) -> str:
    """The label of a mark for screen readers: "Source 3, The Moscow Times, 3 June 2019"."""
    return f"Source {citation.number}, {citation.outlet or 'outlet unknown'}, {day_name(citation.published)}"


def marks(numbers: Iterable[int], cited: Mapping[int, Citation]) -> str:
    """The marks of these citations, each once; numbers not in `cited` are skipped."""
    return "".join(mark(cited[number]) for number in dict.fromkeys(numbers) if number in cited)


def mark(citation: Citation) -> str:
    """The mark of one citation."""
    number, label = citation.number, plain(spoken(citation))
    quote = citation.quote if len(citation.quote) <= _PREVIEW else citation.quote[:_PREVIEW].rsplit(" ", 1)[0] + " …"
    return (
        f'<button type="button" class="mark" data-n="{number}" aria-label="{label}" '
        f'data-preview="{quotation(quote)}"><span aria-hidden="true">{number}</span></button>'
    )
