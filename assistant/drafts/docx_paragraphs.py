"""The paragraphs of a Word document as running text, run by run. Floor 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset(f"{_WORD}{name}" for name in ("del", "moveFrom"))
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def paragraphs_of(document: Any) -> Iterator[Any]:
    """The paragraph elements of the body in order, those in tables and text boxes included, each once."""
    yield from document.element.body.iter(f"{_WORD}p")


def runs_of(paragraph: Any) -> list[tuple[Any, str]]:
    """The runs of a paragraph with their texts; what tracked changes delete, and nested paragraphs, are left out."""
    found = []
    for run in paragraph.iter(f"{_WORD}r"):
        owners = list(run.iterancestors())
        own = next((one for one in owners if one.tag == f"{_WORD}p"), None)
        if own is paragraph and not any(one.tag in _GONE for one in owners):
            found.append((run, run_text(run)))
    return found


def run_text(run: Any) -> str:
    """The text of a run as it is shown."""
    return "".join(
        (child.text or "") if child.tag == f"{_WORD}t" else _BREAKS.get(child.tag, "") for child in run.iterchildren()
    )


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as it would stand with all tracked changes accepted."""
    return "".join(text for _, text in runs_of(paragraph))


def split_run(run: Any, at: int) -> Any:
    """Split a run of plain text after `at` characters and return the second part; None if it is not plain text.

    Both parts keep the formatting.
    """
    from copy import deepcopy

    texts = [child for child in run.iterchildren() if child.tag != f"{_WORD}rPr"]
    if len(texts) != 1 or texts[0].tag != f"{_WORD}t":
        return None
    whole = texts[0].text or ""
    rest = deepcopy(run)
    run.addnext(rest)
    for one, text in ((run, whole[:at]), (rest, whole[at:])):
        (node,) = [child for child in one.iterchildren() if child.tag == f"{_WORD}t"]
        node.text = text
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return rest
