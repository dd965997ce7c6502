"""An answer as the text of a chat message: sentences, disputes, and a footnote per citation. Floor 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.markup import link
from assistant.types import Answer, Citation
from assistant.writing.render import compose_text, ladder_text

_HEADING = "\n\nSources\n"
_MARK = re.compile(r"\[(\d{1,4})\]")
_CHECKING = "being checked"


def body(answer: Answer) -> str:
    """The whole message in plain text."""
    blocks = [answer.text]
    unsupported = [one.text for one in answer.sentences if one.check == "unsupported"]
    blocks += [f"Not supported by the articles: “{text}”" for text in unsupported]
    for dispute in answer.disputes:
        sides = [f"- {side.claim} {_marks(side.citations)}" for side in dispute.sides]
        blocks.append("\n".join([f"Accounts differ ({dispute.kind}): {dispute.about}", *sides]))
    if answer.other_accounts:
        lines = [f"- {side.claim} {_marks(side.citations)}" for side in answer.other_accounts]
        blocks.append("\n".join(["Other accounts:", *lines]))
    if answer.nearest:
        near = [
            f"- {one.outlet or 'unknown outlet'}, {one.published or 'undated'}: {one.title}" for one in answer.nearest
        ]
        blocks.append("\n".join(["The nearest coverage:", *near]))
    blocks += answer.notes
    notes = "\n".join(_footnotes(answer.citations))
    return "\n\n".join(blocks) + (f"{_HEADING}\n{notes}" if notes else "")


def settled_body(answer: Answer) -> str:
    """The leading sentences whose check is done; "" where the answer's text does not contain them in a row."""
    settled = []
    for sentence in answer.sentences:
        if sentence.reason == _CHECKING:
            break
        settled.append(sentence)
    text = compose_text(settled, answer.citations)
    at = answer.text.find(text) if text else -1
    return answer.text[: at + len(text)] if at >= 0 else ""


def url_annotations(answer: Answer, text: str) -> list[dict[str, Any]]:
    """One `url_citation` for each citation mark in the answer's own text whose article has a web address."""
    by_number = {citation.number: citation for citation in answer.citations}
    found = []
    for mark in _MARK.finditer(text, 0, len(answer.text)):
        cited = by_number.get(int(mark[1]))
        if cited and cited.url and link(cited.url, ""):
            place = {"start_index": mark.start(), "end_index": mark.end(), "url": cited.url, "title": cited.title or ""}
            found.append({"type": "url_citation", "url_citation": place})
    return found


def without_footnotes(text: str) -> str:
    """An earlier message without its list of sources."""
    return text.partition(_HEADING)[0]


def _footnotes(citations: tuple[Citation, ...]) -> Iterator[str]:
    for one in citations:
        address = f" {one.url}" if one.url and link(one.url, "") else ""
        yield f"[{one.number}] {ladder_text(one)}, {one.title or 'untitled'}: “{one.quote}”{address}"


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)
