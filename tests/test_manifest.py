"""What a manifest beside the articles says of them, and which manifests are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import BadManifest
from ingest import manifest
from ingest.sources.find import find_sources


def _folder(path: Path, name: str, content: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / name).write_text(content, encoding="utf-8")
    return path


MAPPING = "a.txt:\n  outlet: The Paper\n  published: June 3, 2019\nb.txt:\n  title: 1984\n  author: null\n"
LIST = "- file: a.txt\n  outlet: The Paper\n  published: 2019-06-03\n- file: b.txt\n  title: 1984\n"
TABLE = "file,outlet,published,title\na.txt,The Paper,2019-06-03,\nb.txt,,,1984\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("sources.yaml", MAPPING), ("sources.yml", LIST), ("sources.csv", TABLE), ("sources.csv", "\ufeff" + TABLE)],
)
def test_yaml_and_csv_say_the_same(tmp_path: Path, name: str, content: str) -> None:
    entries = manifest.load_manifest(_folder(tmp_path, name, content)).entries

    assert {file: dict(entry) for file, entry in entries.items()} == {
        "a.txt": {"outlet": "The Paper", "published": "2019-06-03"},
        "b.txt": {"title": "1984"},
    }


def test_a_folder_without_a_manifest_or_with_an_empty_one_has_no_entries(tmp_path: Path) -> None:
    assert manifest.load_manifest(tmp_path).entries == {}
    assert manifest.load_manifest(_folder(tmp_path, "sources.yaml", "")).entries == {}


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sources.yaml", "a.txt: {outlett: X}", "a.txt has 'outlett', which is none of title, outlet"),
        ("sources.yaml", "a.txt: {published: June 4}", "'June 4' of a.txt is not a day; write it as 2019-06-03"),
        ("sources.yaml", "a.txt: [", "line 1 is not YAML"),
        ("sources.yaml", "a.txt: X", "the entry of a.txt is not a mapping of fields"),
        ("sources.yaml", "- outlet: X", "entry 1 names no file"),
        ("sources.yaml", "- file: a.txt\n- file: a.txt", "a.txt is in it twice"),
        ("sources.yaml", "just a sentence", "it is neither a mapping of file names nor a list of entries"),
        ("sources.yaml", "[" * 3000, "it is nested too deeply"),
        ("sources.yaml", "a: !!python/object/apply:os.system [ls]", "the entry of a is not a mapping"),
        ("sources.csv", "name,outlet\na.txt,X", "its first line has no column called file"),
        ("sources.csv", "file,outlet\na.txt,X,Y", "line 2 has another number of columns than the first"),
        ("sources.csv", "file,outlet\n,X", "line 2 names no file"),
        ("sources.csv", "file,outlet\na.txt,X\na.txt,Y", "a.txt is in it twice"),
        ("sources.csv", 'file,outlet\na.txt,"X', "is not CSV"),
    ],
)
def test_a_bad_manifest_is_refused_in_one_sentence(tmp_path: Path, name: str, content: str, problem: str) -> None:
    with pytest.raises(BadManifest) as caught:
        manifest.load_manifest(_folder(tmp_path, name, content))

    assert problem in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_manifests_in_one_folder_are_refused(tmp_path: Path) -> None:
    _folder(tmp_path, "sources.yaml", MAPPING)

    with pytest.raises(BadManifest, match="only one can be meant"):
        manifest.load_manifest(_folder(tmp_path, "sources.csv", TABLE))


def test_a_file_named_twice_in_a_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match=r"a\.txt is in it twice"):
        manifest.load_manifest(_folder(tmp_path, "sources.yaml", "a.txt: {title: X}\na.txt: {title: Y}\n"))


def test_an_entry_is_found_beside_the_file_or_by_its_path_below_the_walked_folder(tmp_path: Path) -> None:
    _folder(tmp_path, "sources.yaml", "a.txt: {title: A}\nsub/b.txt: {title: B}\nsub/c.txt: {title: not this}\n")
    _folder(tmp_path / "sub", "sources.yaml", "c.txt: {title: C}\n")
    for name in ("a.txt", "sub/b.txt", "sub/c.txt", "sub/d.txt"):
        (tmp_path / name).write_text("The dam held.", encoding="utf-8")

    titles = [manifest.entry_for(source).get("title") for source in find_sources([tmp_path])]

    assert titles == ["A", "B", "C", None]


def test_a_manifest_that_was_mended_is_read_again(tmp_path: Path) -> None:
    manifest.load_manifest(_folder(tmp_path, "sources.yaml", "a.txt: {title: A}\n"))

    mended = manifest.load_manifest(_folder(tmp_path, "sources.yaml", "a.txt: {title: Another}\n"))

    assert mended.entries["a.txt"] == {"title": "Another"}
