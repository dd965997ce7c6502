"""The single changes that can be made to a data file of words and patterns: something is left out. Floor 4.

A whole section, a line of phrases, patterns or a table, one word of a list, or one alternative of a pattern. The rows
of `requests.txt` are patterns as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.changes import Change, alternatives

_HEADING = re.compile(r"\[(?P<name>[a-z_]+)(?:: (?P<kind>[a-z]+))?\].*|(?P<request>(?:named|phrased) \w+)")


def data_changes(source: bytes) -> list[Change]:
    """All that can be left out of a data file, in order of place. A section is left out by emptying it."""
    found = list(_changes(source))
    return sorted(found, key=lambda one: (one.start, -one.end))


def _changes(source: bytes) -> Iterator[Change]:
    name, kind, opened, at = "", "", 0, 0
    lines = source.splitlines(keepends=True)
    for number, raw in enumerate([*lines, b"[end]"], 1):
        text = raw.decode()
        heading = _HEADING.fullmatch(text.rstrip())
        if heading:
            if opened and source[opened:at].strip():
                yield Change("section", opened, at, b"\n", number, f"section [{name}]")
            name, kind = heading["name"] or heading["request"], heading["kind"] or "words"
            kind = "patterns" if heading["request"] else kind
            opened = 0 if heading["request"] else at + len(raw)
        elif text.strip() and not text.startswith("#"):
            for what, first, last, told in _parts(text, kind):
                start, end = at + len(text[:first].encode()), at + len(text[:last].encode())
                yield Change(what, start, end, b"", number, f"{what} {told} of [{name}]")
        at += len(raw)


def _parts(line: str, kind: str) -> Iterator[tuple[str, int, int, str]]:
    """What a line can lose: kind, span and text."""
    if kind == "words":
        yield from (("word", *one.span(), one.group()) for one in re.finditer(r"\S+", line))
        return
    yield "line", 0, len(line), line.strip()
    if kind == "patterns":
        bare = line.rstrip("\n")
        yield from (("alternative", *span, bare[slice(*span)]) for span in alternatives(bare))
