"""Which sources paths name, and what reading each of them gives: an article, or a reason."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from assistant.errors import NothingToIngest, SourceMissing
from ingest.sources import find, records
from ingest.sources.find import find_sources
from ingest.sources.found import RawArticle, ReadFailure, Skipped

STORY = "The dam held overnight, officials in Kresk said."


def _all(*paths: Path) -> list[RawArticle | ReadFailure | Skipped]:
    return [one for source in find_sources(list(paths)) for one in find.read_source(source)]


def _write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _reason(path: Path) -> str:
    (found,) = _all(path)
    assert isinstance(found, ReadFailure)
    return found.reason


def test_a_folder_is_walked_in_order_without_hidden_files_and_manifests(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c/d.TXT", ".hidden.txt", ".git/x.txt", "sources.yaml", "sources.csv"):
        _write(tmp_path / name, STORY)

    assert [source.path.relative_to(tmp_path).as_posix() for source in find_sources([tmp_path])] == [
        "a.md",
        "b.txt",
        "c/d.TXT",
    ]


def test_files_of_other_endings_in_a_folder_are_named_as_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", "b.png", "c.parquet", "README"):
        _write(tmp_path / name, STORY)

    skipped = [one for one in _all(tmp_path) if isinstance(one, Skipped)]

    assert [one.reason for one in skipped] == [
        "files without an ending are not read",
        ".png files are not read",
        ".parquet files are not read",
    ]


def test_a_path_that_is_not_there_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"no file or folder .*gone"):
        find_sources([_write(tmp_path / "a.txt", STORY), tmp_path / "gone"])


def test_a_folder_with_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingToIngest, match=r"no file ends in \.txt, \.md, \.html"):
        _all(tmp_path)


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt", STORY)

    assert len(_all(path, tmp_path, tmp_path / "." / "a.txt")) == 1


def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    secret = _write(tmp_path / "outside" / "secret.txt", "Not to be read.")
    _write(tmp_path / "in" / "a.txt", STORY)
    (tmp_path / "in" / "link.txt").symlink_to(secret)
    (tmp_path / "in" / "folder").symlink_to(secret.parent)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")

    read, passed_over = _all(tmp_path / "in")
    assert read.source.endswith("/a.txt")
    assert passed_over == Skipped(f"{tmp_path}/in/link.txt", "is a link that leads out of its folder")


def test_a_link_to_nowhere_fails_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")

    assert _reason(tmp_path / "a.txt").startswith("cannot be opened")


def test_a_file_of_another_ending_that_is_named_itself_fails_with_its_reason(tmp_path: Path) -> None:
    assert "none of the files that can be read" in _reason(_write(tmp_path / "a.png", "PNG"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    assert _reason(tmp_path / "a.txt") == "is neither a file nor a folder"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_fails_with_its_reason(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt", STORY)
    path.chmod(0)

    assert _reason(path) == "cannot be opened: Permission denied"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0", bytes(range(256)) * 9, b"text \0 text", bytes(range(1, 32)) * 9]
)
def test_a_binary_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert _reason(_write(tmp_path / "a.txt", content)) == "is not a text file"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert _reason(_write(tmp_path / "a.md", " \n")) == "is empty"
    assert _reason(_write(tmp_path / "a.jsonl", "\n")) == "is empty"


def test_a_file_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    assert _reason(path) == "is larger than 20 MB, which no article is"


@pytest.mark.parametrize(
    ("encoding", "text", "note"),
    [
        ("utf-8", "Café «dam»", ""),
        ("utf-8-sig", "Café", ""),
        ("utf-16", "Café", "read as UTF-16"),
        ("cp1252", "The café’s owner said “no” to the mayor’s plan, and the señor agreed – for now.", "read as cp1252"),
        (
            "cp1251",
            "Россия отвергла сообщения о выводе военных специалистов из Венесуэлы, заявил посол.",
            "read as cp1251",
        ),
    ],
)
def test_reads_the_usual_encodings_and_says_what_it_assumed(
    tmp_path: Path, encoding: str, text: str, note: str
) -> None:
    (found,) = _all(_write(tmp_path / "a.txt", text.encode(encoding)))

    assert isinstance(found, RawArticle)
    assert (found.text, found.note) == (text, note)


def test_front_matter_gives_fields_and_leaves_the_text(tmp_path: Path) -> None:
    front = "---\ntitle: '1984: a year'\noutlet: ON\npublished: 2019-06-03\nauthor: null\nform: digest\n---\n"

    (found,) = _all(_write(tmp_path / "a.md", f"{front}\n{STORY}"))

    assert isinstance(found, RawArticle)
    assert dict(found.given) == {
        "title": "1984: a year",
        "outlet": "ON",
        "published": "2019-06-03",
        "form": "digest",
    }
    assert found.text.strip() == STORY


@pytest.mark.parametrize(
    "opening", ["---\nA rule above\n---\n", "---\n- a\n- b\n---\n", "---\n{[\n---\n", "---\nnote: x\n---\n"]
)
def test_what_only_looks_like_front_matter_stays_text(tmp_path: Path, opening: str) -> None:
    (found,) = _all(_write(tmp_path / "a.txt", opening + STORY))

    assert isinstance(found, RawArticle)
    assert (found.text, dict(found.given)) == (opening + STORY, {})


def test_the_digest_changes_with_the_content_alone(tmp_path: Path) -> None:
    names = ("a.txt", "b.txt", "c.txt")
    for name, content in zip(names, (STORY, STORY, STORY + "!"), strict=True):
        _write(tmp_path / name, content)

    a, b, c = (one.digest for one in _all(tmp_path) if isinstance(one, RawArticle))

    assert a == b != c
    assert len(a) == 64


def test_each_line_of_a_jsonl_is_an_article_with_its_fields(tmp_path: Path) -> None:
    rows = [
        {"title": "Dam", "outlet": None, "published": "2019-06-03", "url": "https://a.example/dam", "text": STORY},
        {"source": "The Paper", "date": "2020-01-01", "authors": ["A B", "C D"], "body": STORY},
        {"publisher": {"id": 1, "name": "The Wire"}, "outlet": "The Desk", "content": STORY, "text": None, "tags": [1]},
    ]

    one, two, three = _all(_write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))

    assert isinstance(one, RawArticle)
    assert isinstance(two, RawArticle)
    assert isinstance(three, RawArticle)
    assert one.source.endswith("a.jsonl#https://a.example/dam")
    assert two.source.endswith("a.jsonl#2")
    assert dict(one.given) == {"title": "Dam", "published": "2019-06-03", "url": "https://a.example/dam"}
    assert dict(two.given) == {"outlet": "The Paper", "published": "2020-01-01", "author": "A B, C D"}
    assert dict(three.given) == {"outlet": "The Desk", "tags": "1"}


def test_a_bad_line_fails_by_itself(tmp_path: Path) -> None:
    good = json.dumps({"text": STORY})
    lines = [good, "{", "[1]", '{"text": ""}', '{"title": "x"}', "[" * 100_000, "", good]

    found = _all(_write(tmp_path / "a.jsonl", "\n".join(lines).encode() + b'\n{"text": "\xff"}'))

    reasons = [one.reason.split(";")[0] if isinstance(one, ReadFailure) else "" for one in found]
    assert reasons == [
        "",
        "line 2 is not JSON",
        "line 3 is not a JSON object",
        "line 4 has no text",
        "line 5 has no text",
        "line 6 is not JSON",
        "",
        "line 9 is not UTF-8 text",
    ]


def test_two_records_of_one_address_are_two_sources(tmp_path: Path) -> None:
    row = json.dumps({"url": "https://a.example/x", "text": STORY})

    assert len({one.source for one in _all(_write(tmp_path / "a.jsonl", f"{row}\n{row}"))}) == 2


def test_a_line_beyond_the_limit_fails_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "SIZE_LIMIT_BYTES", 1000)
    good = json.dumps({"text": STORY})

    first, second = _all(_write(tmp_path / "a.jsonl", json.dumps({"text": "x" * 5000}) + "\n" + good))

    assert isinstance(first, ReadFailure)
    assert first.reason.startswith("line 1 is longer than")
    assert isinstance(second, RawArticle)


def test_a_packed_jsonl_is_read_and_a_damaged_one_said(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"{STORY} {os.urandom(40).hex()}"}) + "\n" for _ in range(2000))
    packed = gzip.compress(rows.encode())

    assert len(_all(_write(tmp_path / "a.jsonl.gz", packed))) == 2000
    *_, last = _all(_write(tmp_path / "b.jsonl.gz", packed[: len(packed) // 2]))
    assert isinstance(last, ReadFailure)
    assert "damaged" in last.reason


def test_broken_characters_of_a_record_do_not_get_through(tmp_path: Path) -> None:
    (found,) = _all(
        _write(tmp_path / "a.jsonl", '{"title": "a\\ud800\\u202eb", "text": "The \\ud83d\\ude00 dam \\udc00 held."}')
    )

    assert isinstance(found, RawArticle)
    assert found.text == "The 😀 dam \ufffd held."
    assert found.given["title"] == "ab"


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_hostile_file_name_becomes_printable(tmp_path: Path) -> None:
    _write(tmp_path / "a\x1b[31m\n.txt", STORY)
    with open(os.fsencode(tmp_path) + b"/b\xff.txt", "wb") as file:
        file.write(STORY.encode())

    names = [one.source.rsplit("/", 1)[-1] for one in _all(tmp_path)]

    assert names == ["a\\x1b[31m\\n.txt", "b\\xff.txt"]


def test_a_source_is_called_by_its_whole_path_from_wherever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "corpus" / "a.txt", STORY)
    monkeypatch.chdir(tmp_path)

    assert {one.source for one in (*_all(Path("./corpus")), *_all(tmp_path / "corpus"))} == {f"{tmp_path}/corpus/a.txt"}
