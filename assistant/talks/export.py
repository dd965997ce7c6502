"""A talk as Markdown and as a Word document, each citation a footnote. Floor 3. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.briefing.forms.markdown import safe
from assistant.briefing.forms.paper import Paper
from assistant.markup import day_name
from assistant.talks.types import KeptTalk, KeptTurn
from assistant.types import Answer, Citation
from assistant.writing.render import ladder_text


def talk_markdown(talk: KeptTalk) -> str:
    """All turns as Markdown; footnotes are numbered through the talk, and article text is escaped."""
    parts, first = [f"# {safe(talk.title)}"], 0
    for turn in talk.turns:
        parts.append(f"## {safe(turn.question)}")
        for words, numbers in _paragraphs(turn):
            parts.append(safe(words) + "".join(f"[^{first + number}]" for number in numbers))
        citations = turn.answer.citations if turn.answer else ()
        parts.append("\n".join(f"[^{first + one.number}]: {safe(footnote(one))}" for one in citations))
        first += max((one.number for one in citations), default=0)
    return "\n\n".join(part for part in parts if part) + "\n"


def talk_docx(talk: KeptTalk) -> bytes:
    """All turns as the bytes of a .docx file, with real footnotes."""
    paper = Paper(talk.title)
    paper.heading(talk.title, 0)
    for turn in talk.turns:
        paper.heading(turn.question, 1)
        cited = {one.number: one for one in turn.answer.citations} if turn.answer else {}
        for words, numbers in _paragraphs(turn):
            paragraph = paper.paragraph(words)
            for number in numbers:
                if number in cited:
                    paper.footnote(paragraph, footnote(cited[number]))
    return paper.bytes()


def turn_footnotes(turn: KeptTurn) -> str:
    """One answer as plain text, its citations as numbered footnotes below."""
    body = [f"{words}{''.join(f'[{number}]' for number in numbers)}" for words, numbers in _paragraphs(turn)]
    notes = [f"[{one.number}] {footnote(one)}" for one in turn.answer.citations] if turn.answer else []
    return "\n\n".join([*body, "\n".join(notes)]).strip() + "\n"


def footnote(citation: Citation) -> str:
    """A citation as one line: outlet, title, day, address and quote."""
    source = ", ".join(
        part for part in (citation.outlet or "Outlet unknown", f"“{citation.title}”" if citation.title else "",
                          day_name(citation.published), citation.url or "") if part
    )  # fmt: skip
    return f"{source}: “{' '.join(citation.quote.split())}”"


def _paragraphs(turn: KeptTurn) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The answer, its disputes and notes in paragraphs, each with the numbers of its citations."""
    answer = turn.answer
    if answer:
        yield from _sentences(answer)
        for dispute in answer.disputes:
            yield f"Accounts differ. {dispute.about}", ()
            for side in dispute.sides:
                yield f"– {side.claim}", side.citations
        for side in answer.other_accounts:
            yield f"Also reported: {side.claim}", side.citations
        for note in answer.notes:
            yield note, ()
    if turn.problem:
        yield turn.problem, ()
    if turn.state == "stopped":
        yield "Stopped before it was finished.", ()


def _sentences(answer: Answer) -> Iterator[tuple[str, tuple[int, ...]]]:
    if not answer.sentences:
        yield answer.text, ()
    cited = {one.number: one for one in answer.citations}
    for sentence in answer.sentences:
        words = sentence.text
        lead: Sequence[Citation] = [cited[number] for number in sentence.citations if number in cited]
        if sentence.check == "verbatim" and lead:
            words = f"{ladder_text(lead[0])}: “{words}”"
        elif sentence.check == "unsupported":
            words += f" (not supported: {sentence.reason})"
        elif sentence.check == "unchecked":
            words += " (not checked)"
        yield words, sentence.citations
