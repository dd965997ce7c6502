"""Reads the YAML of a gold file, keeping line numbers, and finds every fault in it. Floor 4: sole owner of its form.

Scalars are taken as they are printed (`300` is the pattern "300", `1,000` and `no` are texts), so an author need not
think of YAML's own types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.language.outlets import same_outlet
from assistant.types import Filters
from evals import nodes
from evals.items import KINDS, SPLITS, GoldItem, GoldSide
from evals.plain import pattern

_KEYS = (
    "id", "question", "kind", "facts", "outlets", "sides", "forbid", "abstain", "split", "disputed", "filters", "note",
)  # fmt: skip
_FILTER_KEYS = ("outlets", "since", "until", "as_of")


def read_items(text: str, outlets: Sequence[str] | None = None) -> tuple[list[GoldItem], list[str]]:
    """The items of a YAML text, and its faults in order of line ('line 42: item x: ...'). Faulty items are left out."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        return [], [f"{where}not YAML: {getattr(error, 'problem', None) or error}"]
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        return [], ["line 1: the file must be a list of items, each beginning with '- id: ...'"]
    read = [_read_item(node) for node in root.value]
    faults = [fault for _, found in read for fault in found]
    faults += _repeats([item for item, _ in read])
    if outlets is not None:
        faults += [fault for item, _ in read for fault in _strangers(item, outlets)]
    return [item for item, found in read if not found], [fault for _, fault in sorted(faults)]


_Fault = tuple[int, str]


@dataclass
class _Reader:
    """One mapping of the file with the faults met while reading it."""

    name: str
    line: int
    given: dict[str, Any]
    faults: list[_Fault] = field(default_factory=list)

    def fault(self, line: int, problem: str) -> None:
        self.faults.append((line, f"line {line}: item {self.name}: {problem}"))

    def get(self, key: str, read: Any, default: Any) -> Any:
        """What `read` makes of a key's node; the default where the key is not there, or wrong (then a fault)."""
        node = self.given.get(key)
        if node is None:
            return default
        try:
            return read(node)
        except nodes.FormError as wrong:
            self.fault(nodes.line(node), f"{key}: {wrong}")
            return default


def _read_item(node: Any) -> tuple[GoldItem, list[_Fault]]:
    line = nodes.line(node)
    if not isinstance(node, yaml.MappingNode):
        return GoldItem("?", "", "", line=line), [(line, f"line {line}: an item must be 'key: value' lines")]
    reader = _Reader("?", line, {})
    for key, value in node.value:
        if str(key.value) in reader.given:
            reader.fault(nodes.line(key), f"{key.value} is given twice")
        reader.given[str(key.value)] = value
    reader.name = reader.get("id", nodes.scalar, "") or "without id"
    for key, _ in node.value:
        if key.value not in _KEYS:
            reader.fault(nodes.line(key), f"unknown key {key.value!r}; keys are {', '.join(_KEYS)}")
    for key in ("id", "question", "kind"):
        if not reader.get(key, nodes.scalar, ""):
            reader.fault(line, f"has no {key}")
    kind = reader.get("kind", nodes.scalar, "")
    if kind and kind not in KINDS:
        reader.fault(nodes.line(reader.given["kind"]), f"unknown kind {kind!r}; kinds are {', '.join(KINDS)}")
    split = reader.get("split", nodes.scalar, None)
    if split is not None and split not in SPLITS:
        reader.fault(nodes.line(reader.given["split"]), f"unknown split {split!r}; splits are {', '.join(SPLITS)}")
    item = GoldItem(
        id=reader.get("id", nodes.scalar, ""),
        question=reader.get("question", nodes.scalar, ""),
        kind=kind,
        facts=_facts(reader),
        outlets=reader.get("outlets", nodes.entries, ()),
        sides=tuple(_sides(reader)),
        forbid=_patterns(reader, "forbid"),
        abstain=reader.get("abstain", nodes.truth, kind == "unanswerable"),
        split=split,
        disputed=reader.get("disputed", nodes.truth, False if nodes.empty(reader.given.get("sides")) else None),
        filters=_filters(reader),
        line=line,
    )
    _check_together(reader, item)
    return item, [(place, text) for place, text in reader.faults]


def _check_together(reader: _Reader, item: GoldItem) -> None:
    """Faults of keys that do not go together."""
    wanted = [key for key in ("facts", "outlets", "sides") if getattr(item, key)]
    if item.abstain and wanted:
        reader.fault(item.line, f"abstain goes with no {' and no '.join(wanted)}: the right answer has none")
    if item.kind == "unanswerable" and not item.abstain:
        reader.fault(item.line, "an unanswerable item cannot have abstain: false")
    if not wanted and not item.forbid and not item.abstain and not reader.faults:
        reader.fault(item.line, "asks for nothing: give facts, outlets, sides, forbid or abstain")
    if len(item.sides) == 1:
        reader.fault(nodes.line(reader.given["sides"]), "sides: a dispute has at least two")
    if item.sides and item.disputed is False:
        reader.fault(item.line, "has sides, and says disputed: false")


def _facts(reader: _Reader) -> tuple[tuple[str, ...], ...]:
    facts = []
    for number, node in enumerate(reader.get("facts", nodes.list_nodes, ()), start=1):
        try:
            alternatives = nodes.texts(node)
        except nodes.FormError as wrong:
            reader.fault(nodes.line(node), f"fact {number}: {wrong}")
            continue
        if not alternatives:
            reader.fault(nodes.line(node), f"fact {number} has no alternatives")
        _check_patterns(reader, f"fact {number}", alternatives, nodes.line(node))
        facts.append(alternatives)
    return tuple(facts)


def _sides(reader: _Reader) -> Iterator[GoldSide]:
    for number, node in enumerate(reader.get("sides", nodes.list_nodes, ()), start=1):
        line = nodes.line(node)
        if not isinstance(node, yaml.MappingNode):
            reader.fault(line, f"side {number} must have 'say' and 'outlets'")
            continue
        side = _Reader(reader.name, line, nodes.mapping(node), reader.faults)
        for key in side.given:
            if key not in ("say", "outlets"):
                reader.fault(line, f"side {number}: unknown key {key!r}; keys are say, outlets")
        say = side.get("say", nodes.texts, ())
        if not say:
            reader.fault(line, f"side {number} has no 'say'")
        _check_patterns(reader, f"side {number}", say, line)
        entries = side.get("outlets", nodes.entries, ())
        if not entries:
            reader.fault(line, f"side {number} has no outlets that it may be cited from")
        yield GoldSide(say, tuple(name for entry in entries for name in entry))


def _patterns(reader: _Reader, key: str) -> tuple[str, ...]:
    found: tuple[str, ...] = reader.get(key, nodes.texts, ())
    _check_patterns(reader, key, found, nodes.line(reader.given[key]) if found else reader.line)
    return found


def _check_patterns(reader: _Reader, what: str, alternatives: Sequence[str], line: int) -> None:
    for one in alternatives:
        try:
            if pattern(one).search(""):
                reader.fault(line, f"{what}: the pattern {one!r} matches anything")
        except re.error as error:
            reader.fault(line, f"{what}: bad pattern {one!r}: {error}")


def _filters(reader: _Reader) -> Filters:
    node = reader.given.get("filters")
    if node is None:
        return Filters()
    if not isinstance(node, yaml.MappingNode):
        reader.fault(nodes.line(node), f"filters: expected {', '.join(_FILTER_KEYS)}")
        return Filters()
    given = _Reader(reader.name, nodes.line(node), nodes.mapping(node), reader.faults)
    for key in given.given:
        if key not in _FILTER_KEYS:
            reader.fault(given.line, f"filters: unknown key {key!r}; keys are {', '.join(_FILTER_KEYS)}")
    days = {key: given.get(key, nodes.day, None) for key in _FILTER_KEYS[1:]}
    return Filters(outlets=given.get("outlets", nodes.texts, ()), **days)


def _repeats(items: Sequence[GoldItem]) -> Iterator[_Fault]:
    first: dict[str, int] = {}
    for item in items:
        if item.id and first.setdefault(item.id, item.line) != item.line:
            yield item.line, f"line {item.line}: item {item.id}: the id is taken by line {first[item.id]}"


def _strangers(item: GoldItem, outlets: Sequence[str]) -> Iterator[_Fault]:
    """Outlets an item wants that no article of the corpus has."""
    wanted = [name for entry in (*item.outlets, *(side.outlets for side in item.sides)) for name in entry]
    for name in dict.fromkeys((*wanted, *item.filters.outlets)):
        if not any(same_outlet(name, known) for known in outlets):
            has = ", ".join(sorted(outlets)) or "no outlet at all"
            yield item.line, f"line {item.line}: item {item.id}: no article is from {name!r}; the corpus has {has}"
