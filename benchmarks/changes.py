"""The single changes that can be made to the rules of a Python file, each a piece of its bytes replaced. Floor 4.

Numbers are nudged, comparisons turned, `and` and `or` exchanged, a `not` dropped, and one word of a list, one row of a
table or one alternative of a pattern left out. A raw string is a pattern. Annotations, indices (`pair[0]`) and cache
sizes are left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TURNED = {
    ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_EDGE = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_LIST = 3  # strings that make a list of words
_PIECE = re.compile(r"(?P<prefix>[rRfFbBuU]*)(?P<quote>\"\"\"|\"|')(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)", re.S)


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of a file, by its bytes, and what is put in its place."""

    kind: str
    start: int
    end: int
    put: bytes
    line: int
    told: str

    def applied(self, source: bytes) -> bytes:
        """The file with the change made."""
        return source[: self.start] + self.put + source[self.end :]


def changes_in(source: bytes) -> list[Change]:
    """All changes that can be made to a file, in order of place; each leaves it Python that can be parsed."""
    found = sorted(_Finder(source).changes(), key=lambda one: (one.start, one.end, one.put))
    return [one for one in dict.fromkeys(found) if _parses(one.applied(source))]


def _parses(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


class _Finder:
    def __init__(self, source: bytes) -> None:
        self._source = source
        self._lines = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)]
        self._tree = ast.parse(source)
        self._skipped = {id(inner) for node in _not_rules(self._tree) for inner in ast.walk(node)}

    def changes(self) -> Iterator[Change]:
        """Every change, in no order."""
        for node in ast.walk(self._tree):
            if id(node) in self._skipped:
                continue
            if isinstance(node, ast.Compare):
                yield from self._comparisons(node)
            elif isinstance(node, ast.BoolOp):
                yield from self._joints(node)
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                yield self._change("not", self._at(node), self._at(node.operand), b"")
            elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
                yield from self._numbers(node, node.value) if not isinstance(node.value, bool) else ()
            elif isinstance(node, (ast.List, ast.Tuple, ast.Set)) and len(node.elts) >= _LIST:
                if all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.elts):
                    yield from self._elements("word", node.elts, node.elts)
            elif isinstance(node, ast.Dict) and len(node.keys) >= _LIST:
                yield from self._elements("row", [key for key in node.keys if key], node.values)
            elif isinstance(node, (ast.JoinedStr, ast.Constant)):
                yield from self._texts(node)
            elif isinstance(node, ast.Call):
                yield from self._split_words(node)

    def _at(self, node: ast.expr) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr) -> int:
        return self._lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def _change(self, kind: str, start: int, end: int, put: bytes, told: str = "") -> Change:
        line = self._source.count(b"\n", 0, start) + 1
        if not told:
            text = self._source[self._lines[line - 1] :].split(b"\n", 1)[0].decode(errors="replace").strip()
            told = f"`{self._source[start:end].decode(errors='replace').strip()}` -> `{put.decode().strip()}` in {text}"
        return Change(kind, start, end, put, line, f"{kind}: {told}"[:220])

    def _between(self, left: ast.expr, right: ast.expr, pattern: bytes) -> tuple[int, int] | None:
        start = self._end(left)
        found = re.search(pattern, self._source[start : self._at(right)])
        return (start + found.start(), start + found.end()) if found else None

    def _comparisons(self, node: ast.Compare) -> Iterator[Change]:
        sides = [node.left, *node.comparators]
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            place = self._between(left, right, rb"not\s+in|is\s+not|[<>=!]=|<|>|\bin\b|\bis\b")
            if place:
                yield self._change("comparison", *place, _TURNED[type(op)].encode())
                named = any(_is_threshold(side) for side in (left, right))
                if type(op) in _EDGE and not named:  # a threshold's edge is tried by its own number
                    yield self._change("edge", *place, _EDGE[type(op)].encode())

    def _joints(self, node: ast.BoolOp) -> Iterator[Change]:
        old, new = (rb"\band\b", b"or") if isinstance(node.op, ast.And) else (rb"\bor\b", b"and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            if place := self._between(left, right, old):
                yield self._change("and/or", *place, new)

    def _numbers(self, node: ast.Constant, value: int | float) -> Iterator[Change]:
        """A whole number below ten by one, others by some third, both ways."""
        if isinstance(value, int) and value < 10:
            others: list[int | float] = [value - 1, value + 1] if value > 1 else [value + 1]
        elif isinstance(value, int):
            others = [round(value * 0.7), round(value * 1.4)]
        else:
            others = [round(value * 0.7, 6), round(value * 1.4, 6)] if value else [1.0]
        for other in others:
            yield self._change("number", self._at(node), self._end(node), repr(other).encode())

    def _elements(self, kind: str, firsts: list[ast.expr], lasts: list[ast.expr]) -> Iterator[Change]:
        for first, last in zip(firsts, lasts, strict=True):
            end = self._end(last)
            comma = re.match(rb"\s*,\s*", self._source[end:])
            text = self._source[self._at(first) : end].decode()
            yield self._change(kind, self._at(first), end + (comma.end() if comma else 0), b"", f"without {text}")

    def _split_words(self, node: ast.Call) -> Iterator[Change]:
        """The words of `"one two three".split()`."""
        text = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "split" else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and len(text.value.split()) >= _LIST:
            start = self._at(text)
            for found in re.finditer(rb"[^\s\"'()]+", self._source[start : self._end(text)]):
                told = f"without {found.group().decode()}"
                yield self._change("word", start + found.start(), start + found.end(), b"", told)

    def _texts(self, node: ast.Constant | ast.JoinedStr) -> Iterator[Change]:
        """The alternatives of a pattern. Its pieces, joined as Python joins them, are looked at as one."""
        segment = self._source[self._at(node) : self._end(node)]
        if not re.match(rb"[fF]?[rR][fF]?[\"']", segment):
            return
        letters: list[tuple[str, int, int]] = []
        text = segment.decode()
        for piece in _PIECE.finditer(text):
            at = self._at(node) + len(text[: piece.start("text")].encode())
            for letter in piece["text"]:
                letters.append((letter, at, at + len(letter.encode())))
                at += len(letter.encode())
        pattern = "".join(letter for letter, _, _ in letters)
        for first, last in alternatives(pattern):
            start, end = letters[first][1], letters[last - 1][2]
            gone = {at for _, begun, ended in letters[first:last] for at in range(begun, ended)}
            put = bytes(self._source[at] for at in range(start, end) if at not in gone)
            yield self._change("alternative", start, end, put, f"without {pattern[first:last]}")


def alternatives(pattern: str) -> Iterator[tuple[int, int]]:
    """The spans of a pattern that can be taken out so that one alternative less is left: each with one of its bars."""
    open_groups: list[list[int]] = [[0]]  # where the alternatives of each open group begin; the whole is one
    at, in_class = 0, False
    while at <= len(pattern):
        letter = pattern[at] if at < len(pattern) else ")"
        if letter == "\\":
            at += 1
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
            at += pattern[at + 1 : at + 2] in ("]", "^")
        elif letter == "(":
            opener = re.compile(r"\((?:\?(?:[:=!]|<[=!]|P<\w+>|[a-z]+:))?").match(pattern, at)
            open_groups.append([opener.end() if opener else at + 1])
        elif letter == "|":
            open_groups[-1].append(at + 1)
        elif letter == ")" and open_groups:
            begun = open_groups.pop()
            if len(begun) > 1:
                yield begun[0], begun[1]
                for start, end in zip(begun[1:], [*(one - 1 for one in begun[2:]), at], strict=True):
                    yield start - 1, end
        at += 1


def _is_threshold(node: ast.expr) -> bool:
    """Whether a side of a comparison is a number or a constant by its name."""
    if isinstance(node, ast.BinOp):
        return _is_threshold(node.left) or _is_threshold(node.right)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.lstrip("_").isupper())


def _not_rules(tree: ast.AST) -> Iterator[ast.AST]:
    """What a change to would test nothing: annotations, docstrings, indices, cache sizes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from [node.returns] if node.returns else []
        elif isinstance(node, ast.JoinedStr):  # the numbers of a format; its text is looked at as a whole
            yield from node.values
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.Constant, ast.UnaryOp)):
            yield node.slice
        elif _is_told(node):
            yield node


def _is_told(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in ("maxsize", "slots", "frozen", "strict", "autojunk")
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id == "Literal"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
