"""Reads metadata written by hand: front matter in a file, `sources.yaml` or `sources.csv` in its folder. Floor 2.

Sole owner of PyYAML here. Scalars are read as text (`BaseLoader`): a title `1984` stays a title, and no tag can create
an object. python-frontmatter is not used: it takes horizontal rules of pasted pages for fences, and raises on them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import BadManifest
from ingest.plain import single_line
from ingest.published import full_day
from ingest.source import Source
from ingest.sources.fields import FIELDS, field_text, fields_of, is_known

NAMES = ("sources.yaml", "sources.yml", "sources.csv")
"""File names of a manifest; they are never read as articles."""
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,8000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_SIZE_LIMIT_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of one manifest by file name (or path below its folder, with `/`), each a mapping of fields."""

    path: Path | None = None
    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter that opens a text, and the text after it.

    Front matter without a known field is ordinary text and stays.
    """
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        raw = _yaml(found.group(1))
    except ValueError:
        return {}, text
    fields = fields_of(raw) if isinstance(raw, dict) else {}
    if not isinstance(raw, dict) or not any(is_known(str(key)) for key in raw):
        return {}, text
    return fields, text[found.end() :]


def load_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where it has none.

    YAML: a mapping of file names to fields, or a list of mappings with a `file` each. CSV: a header with a `file`
    column. Raises BadManifest for two manifests, a syntax error, unknown fields, a file named twice, an invalid day.
    """
    there = [folder / name for name in NAMES if (folder / name).is_file()]
    if len(there) > 1:
        raise BadManifest(there[1], f"{there[0].name} lies beside it, and only one can be meant")
    if not there:
        return Manifest()
    stat = there[0].stat()
    return _load(there[0], stat.st_mtime_ns, stat.st_size)


def entry_for(source: Source) -> dict[str, str]:
    """The entry of a file in the manifest of its folder (by name), else in that of the ingested folder (by path).

    An entry for a `.jsonl` applies to each of its records. No entry gives an empty mapping.
    """
    entry = load_manifest(source.path.parent).entries.get(source.path.name)
    if entry is None and source.root and source.root != source.path.parent:
        entry = load_manifest(source.root).entries.get(source.path.relative_to(source.root).as_posix())
    return dict(entry or {})


@lru_cache(maxsize=256)
def _load(path: Path, _changed_ns: int, size_bytes: int) -> Manifest:
    if size_bytes > _SIZE_LIMIT_BYTES:
        raise BadManifest(path, "it is larger than 5 MB")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadManifest(path, "it is not UTF-8 text") from error
    except OSError as error:
        raise BadManifest(path, f"it cannot be read ({error.strerror})") from error
    pairs = _from_csv(path, text) if path.suffix == ".csv" else _from_yaml(path, text)
    entries: dict[str, Mapping[str, str]] = {}
    for name, raw in pairs:
        if name in entries:
            raise BadManifest(path, f"{name} is in it twice")
        entries[name] = _entry(path, name, raw)
    return Manifest(path, entries)


def _from_yaml(path: Path, text: str) -> Iterable[tuple[str, Mapping[str, object]]]:
    try:
        raw = _yaml(text, _Strict)
    except ValueError as error:
        raise BadManifest(path, str(error)) from error
    if raw in (None, ""):
        return
    if isinstance(raw, dict):
        rows = [(single_line(str(name)), entry) for name, entry in raw.items()]
    elif isinstance(raw, list):
        rows = [(field_text(entry.get("file")) if isinstance(entry, dict) else "", entry) for entry in raw]
    else:
        raise BadManifest(path, "it is neither a mapping of file names nor a list of entries")
    for number, (name, entry) in enumerate(rows, 1):
        if not name:
            raise BadManifest(path, f"entry {number} names no file")
        if not isinstance(entry, dict):
            raise BadManifest(path, f"the entry of {name} is not a mapping of fields")
        yield name, {str(key): value for key, value in entry.items() if key != "file"}


def _from_csv(path: Path, text: str) -> Iterable[tuple[str, Mapping[str, object]]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        if "file" not in (reader.fieldnames or ()):
            raise BadManifest(path, "its first line has no column called file")
        for row in reader:
            where = f"line {reader.line_num}"
            if None in row or None in row.values():
                raise BadManifest(path, f"{where} has another number of columns than the first")
            name = field_text(row.pop("file"))
            if not name:
                raise BadManifest(path, f"{where} names no file")
            yield name, row
    except csv.Error as error:
        raise BadManifest(path, f"line {reader.line_num} is not CSV ({error})") from error


def _entry(path: Path, name: str, raw: Mapping[str, object]) -> dict[str, str]:
    """The fields of one entry, checked."""
    for key in raw:
        if not is_known(key):
            raise BadManifest(path, f"{name} has {single_line(key, 40)!r}, which is none of {', '.join(FIELDS)}")
    fields = fields_of(raw)
    if "published" in fields:
        day = full_day(fields["published"])
        if day is None:
            raise BadManifest(path, f"{fields['published']!r} of {name} is not a day; write it as 2019-06-03")
        fields["published"] = day
    return fields


class _Strict(yaml.BaseLoader):
    """Rejects duplicate keys, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value in seen:
                raise ValueError(f"{single_line(key.value, 80)} is in it twice")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def _yaml(text: str, loader: type[yaml.BaseLoader] = yaml.BaseLoader) -> object:
    """Parsed YAML, scalars as text. Raises ValueError with the line and the problem."""
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "it"
        raise ValueError(f"{where} is not YAML ({getattr(error, 'problem', None) or 'unreadable'})") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
