"""The Corpus and Check tabs as they are served: uploads, feeds, what changed, drafts from files."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from page_server import Served
from page_states import corpus_home, word

from assistant.checking.drafts import CheckedSentence, UncheckedSentence
from assistant.desk import Desk
from assistant.stages import stop_if_asked
from assistant.types import Filters

DRAFT = "“The harbour of Quillport reopened on Friday after the storm” is how it began. It will cost 90,000 crowns."


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(Desk(corpus_home(tmp_path_factory.mktemp("corpus")))) as one:
        yield one


def sent(page: Served, *files: tuple[str, bytes]) -> list[str]:
    """Where files lie once they were sent."""
    return list(page.upload(*files).json())


def done(page: Served, begun: dict[str, Any]) -> dict[str, Any]:
    """The end of a piece of work."""
    while not begun.get("ended", True):
        news = page.call("progress", job=begun["job"], since=begun["version"])
        begun = {**begun, **news}
    return begun


# --- what changed


def test_changes_since_a_day_are_shown_with_the_sentences_removed_and_added(page: Served) -> None:
    reply = page.call("changed", since="1 November 2024")["html"]

    assert "Ferry sails again" in reply.partition("<h3>Updated")[0]
    assert '<li class="gone" dir="auto"><span class="unseen">Removed: </span>Two cranes fell.</li>' in reply
    assert '<li class="new" dir="auto"><span class="unseen">Added: </span>Three cranes fell.</li>' in reply
    assert "A rumour of a wreck" in reply.partition("<h3>Removed")[2]
    assert "Nothing was added" in page.call("changed", since="1 January 2100")["html"]
    assert "is not a date" in page.call("changed", since="soon")["problem"]


def test_feeds_that_are_followed_are_listed_read_and_followed_no_more(page: Served) -> None:
    listed = page.call("feeds")["html"]
    receipt = done(page, page.call("pull"))["html"]
    after = page.call("unfollow", address="http://127.0.0.1:9/feed.xml")["html"]

    assert "Isle news" in listed
    assert "it does not answer" in listed
    assert "1 failed" in receipt
    assert after == ""


# --- uploads


def test_two_hundred_files_at_once_are_refused_and_none_of_them_is_left(page: Served) -> None:
    paths = sent(page, *[(f"{number}.txt", b"words") for number in range(200)])

    reply = page.call("add", paths=paths)

    assert "200 files are more than 50" in reply["problem"]
    assert not any(Path(path).exists() for path in paths)


def test_a_program_and_a_zip_bomb_are_refused_with_their_reason_and_deleted(page: Served) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 60_000_000)
    paths = sent(page, ("tool.txt", b"\x7fELF\x02\x01"), ("bomb.zip", bomb.getvalue()))

    reply = done(page, page.call("add", paths=paths))["html"]

    assert "2 failed" in reply
    assert "tool.txt: it is a program" in reply
    assert "bomb.zip: it would unpack to 60 MB" in reply
    assert not any(Path(path).exists() for path in paths)


# --- drafts from files


def test_a_word_file_is_checked_and_comes_back_as_it_was_with_comments(page: Served) -> None:
    (path,) = sent(page, ("draft.docx", word(DRAFT, "Accounts differ.")))
    end = done(page, page.call("check", path=path))

    docx = page.call("export-check", job=end["job"], form="docx")
    html = page.call("export-check", job=end["job"], form="html")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(docx["content"]))) as archive:
        body, comments = (archive.read(f"word/{name}.xml").decode() for name in ("document", "comments"))

    assert "3 sentences" in end["html"]
    assert "Not supported" in end["html"]
    assert docx["name"] == "draft-checked.docx"
    assert "90,000 crowns" in body
    assert "Unsupported" in comments
    assert "90,000" in base64.b64decode(html["content"]).decode()
    assert not Path(path).exists()


@pytest.mark.parametrize("name", ["draft.html", "draft.md", "draft.txt"])
def test_drafts_in_other_forms_are_read_by_their_ending(page: Served, name: str) -> None:
    text = f"<html><script>x()</script><p>{DRAFT}</p></html>" if name.endswith("html") else DRAFT
    (path,) = sent(page, (name, text.encode()))

    end = done(page, page.call("check", path=path))

    assert "2 sentences" in end["html"]
    assert "x()" not in end["html"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("draft.docx", b"\x7fELF\x02", "it is a program"),
        ("draft.pdf", b"%PDF-1.4", "files ending in .pdf are not read"),
        ("draft.docx", b"no zip", "it is no zip archive"),
        ("draft.txt", b"\xff\xfe\x00\xd8", "cannot be read"),
    ],
)
def test_a_file_without_a_draft_gives_an_error_and_is_deleted(
    page: Served, name: str, content: bytes, why: str
) -> None:
    (path,) = sent(page, (name, content))

    assert why in page.call("check", path=path)["problem"]
    assert not Path(path).exists()


class Halting(Desk):
    """A desk that checks one batch of sentences and then waits to be stopped."""

    checked = 0

    def check(self, claims: Sequence[UncheckedSentence], filters: Filters | None = None) -> list[CheckedSentence]:
        self.checked += 1
        while self.checked > 1:
            stop_if_asked()
        return super().check(claims, filters)


def test_a_long_draft_shows_how_far_it_is_and_what_was_found_so_far_and_can_be_stopped(tmp_path: Path) -> None:
    draft = "\n\n".join(f"The harbour reopened on day {number}." for number in range(600))
    with Served(Halting(corpus_home(tmp_path))) as page:
        reply = page.call("check", draft=draft)
        while 'class="checked"' not in reply["html"] or "Checked 12 of" not in reply["html"]:
            assert not reply["ended"], reply["html"]
            reply = {**reply, **page.call("progress", job=reply["job"], since=reply["version"])}
        page.call("stop", job=reply["job"])
        end = done(page, reply)
        docx = page.call("export-check", job=end["job"], form="docx")

    assert "of 600 sentences" in reply["html"]
    assert "You stopped this." in end["html"]
    assert "12 sentences" in end["html"]
    assert docx["name"] == "draft-checked.docx"
