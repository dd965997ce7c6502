"""Drafts come in as text, Markdown, HTML and DOCX, and go out as HTML and as DOCX with comments."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.checking.drafts import CheckedSentence
from assistant.drafts.as_docx import as_docx
from assistant.drafts.as_html import as_html
from assistant.drafts.read import read_bytes, read_draft
from assistant.drafts.report import Report, checked_json, checked_text, summary
from assistant.errors import BadDraft, SourceMissing
from assistant.types import Article, Attribution, Evidence, Verdict

STORY = Article("s1", "The mill burned. Nobody was hurt, said Ola Moe.", "Mill burned", "Dale Post", "2024-02-02")
CALM = Evidence(1, STORY, 17, 47, (Attribution("Dale Post", "outlet"), Attribution("Ola Moe", "person", "said")))
BURNED = Evidence(2, STORY, 0, 16, (Attribution("Dale Post", "outlet"),))


def report(draft: Any, *checks: Any) -> Report:
    found = [
        CheckedSentence(
            text, Verdict(check, f"because {check}"), (CALM, BURNED), (2,) if check == "unsupported" else ()
        )
        for text, check in zip(draft.sentences(), checks, strict=True)
    ]
    return Report(draft, tuple(found))


def word(*paragraphs: tuple[str, ...]) -> bytes:
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def comments(content: bytes) -> list[tuple[str, str]]:
    """Each comment of a document with the text that it stands at."""
    document = Document(io.BytesIO(content))
    comments = {comment.comment_id: comment.text for comment in document.comments}
    found = []
    for number, text in comments.items():
        within, stands = False, ""
        for element in document.element.body.iter():
            if element.tag == qn("w:commentRangeStart") and element.get(qn("w:id")) == str(number):
                within = True
            elif element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == str(number):
                within = False
            elif within and element.tag == qn("w:t"):
                stands += element.text or ""
        found.append((stands, text))
    return found


def test_markdown_is_read_without_its_markup() -> None:
    text = "---\ntitle: x\n---\n# The mill\n\nIt **burned** [down](https://a.example/1).\n\n- Nobody was `hurt`.\n\n"
    text += "```\ncode();\n```\n"

    assert read_bytes(text.encode(), ".md").sentences() == ["The mill", "It burned down.", "Nobody was hurt."]


def test_html_is_read_as_it_is_seen() -> None:
    page = (
        "<?xml version='1.0' encoding='utf-8'?><html><head><title>No</title></head><body><nav>Menu</nav>"
        "<h1>The mill</h1><p>It <b>bur</b>ned.<script>alert(1)</script> All of it.</p><ul><li>One wall stands.</ul>"
    )

    assert read_bytes(page.encode(), ".html").sentences() == [
        "The mill",
        "It burned.",
        "All of it.",
        "One wall stands.",
    ]


def test_lines_of_text_that_are_broken_by_hand_are_one_sentence() -> None:
    assert read_bytes(b"The mill\nburned\r\ndown.\r\n\r\nAll of it.", ".txt").sentences() == [
        "The mill burned down.",
        "All of it.",
    ]


def test_tracked_changes_count_as_accepted_and_are_noted() -> None:
    document = Document()
    paragraph = document.add_paragraph("The mill ")
    for tag, inner, text in (("w:ins", "w:t", "burned"), ("w:del", "w:delText", "drowned")):
        change, run, node = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        node.text = text
        run.append(node)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" down.")
    out = io.BytesIO()
    document.save(out)
    draft = read_bytes(out.getvalue(), ".docx")

    assert draft.sentences() == ["The mill burned down."]
    assert "tracked changes" in draft.notes[0]
    ((stands, _),) = comments(as_docx(report(draft, "unchecked"), out.getvalue()))
    assert stands == "The mill burned down."


def test_tables_of_a_word_document_are_read() -> None:
    document = Document()
    document.add_paragraph("Before it.")
    document.add_table(1, 1).cell(0, 0).text = "In a cell."
    out = io.BytesIO()
    document.save(out)

    assert read_bytes(out.getvalue(), ".docx").sentences() == ["Before it.", "In a cell."]


@pytest.mark.parametrize(
    ("content", "ending", "problem"),
    [(b"\xff\xfe\xff", ".txt", "UTF-8"), (b"no zip", ".docx", "no Word document"), (b"PK\x03\x04", ".docx", "damaged")],
)
def test_a_draft_that_cannot_be_read_says_why(content: bytes, ending: str, problem: str) -> None:
    with pytest.raises(BadDraft, match=problem):
        read_bytes(content, ending)


def test_a_file_that_is_missing_or_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "draft.odt").write_bytes(b"x")

    with pytest.raises(SourceMissing):
        read_draft(tmp_path / "none.txt")
    with pytest.raises(BadDraft, match=r"\.docx"):
        read_draft(tmp_path / "draft.odt")


def test_a_draft_in_another_language_says_what_can_be_compared() -> None:
    text = "Die Mühle ist am Freitag abgebrannt, und niemand wurde dabei verletzt, sagte der Müller der Zeitung."

    assert "German" in read_bytes(text.encode(), ".txt").notes[0]


def test_an_empty_draft_has_nothing_to_check() -> None:
    draft = read_bytes(b" \n\n* * *", ".txt")

    assert draft.sentences() == []
    assert "nothing to check" in checked_text(())
    assert "<main>" in as_html(report(draft))


def test_comments_stand_at_their_sentences_and_no_word_changes() -> None:
    given = word(("The mill bur", "ned. Nobody", " was hurt."), ("Accounts differ.",))
    draft = read_bytes(given, ".docx")
    written = as_docx(report(draft, "unsupported", "verbatim", "joining"), given)

    found = comments(written)
    assert [stands for stands, _ in found] == ["The mill burned.", "Nobody was hurt."]
    assert found[0][1].startswith("Unsupported: because unsupported")
    assert "[2] Disputed by Dale Post (2024-02-02): “The mill burned.”" in found[0][1]
    assert [p.text for p in Document(io.BytesIO(written)).paragraphs] == [
        p.text for p in Document(io.BytesIO(given)).paragraphs
    ]


def test_a_draft_that_was_no_word_document_becomes_one() -> None:
    draft = read_bytes(b"The mill burned.\n\nNobody was hurt.", ".txt")
    found = comments(as_docx(report(draft, "unchecked", "supported")))

    assert [stands for stands, _ in found] == ["The mill burned.", "Nobody was hurt."]


def test_the_page_marks_each_sentence_and_escapes_everything() -> None:
    draft = read_bytes(b"The <script>mill</script> burned. Nobody was hurt.", ".txt")
    page = as_html(report(draft, "unsupported", "unchecked"), "<b>Draft")

    assert '<mark class="unsupported" id="s1">' in page
    assert "Disputed by" in page
    assert "<script" not in page
    assert "<b>Draft" not in page


def test_a_quote_that_is_not_stored_is_no_citation_and_disputes_nothing() -> None:
    alone = Evidence(1, Article("quote-12", "Nine boats sank."), 0, 16)
    row = checked_json(CheckedSentence("Ten did.", Verdict("unchecked", "r"), (alone, BURNED), (1, 2)))

    assert [citation["number"] for citation in row["citations"]] == [2]
    assert row["disputed_by"] == [2]


def test_the_count_names_only_what_occurs() -> None:
    draft = read_bytes(b"It burned. It fell. It sank.", ".txt")
    line = summary(report(draft, "unsupported", "unchecked", "unchecked").checked)

    assert line == "3 sentences: 1 unsupported, 2 unchecked; 1 disputed by other lines of the articles"
