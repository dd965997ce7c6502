"""Draws which room uses which as an SVG, from the imports: a row a floor, the doors on top. Floor 4. Pure functions.

An arrow that others already imply is left out: what a room reaches through another is not drawn a second time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.imports import Module

_FLOORS = {4: "doors", 3: "writing", 2: "reading and checking", 1: "instruments", 0: "words"}
_BY_THEMSELVES = {4: "cli", 3: "desk", 2: "delivery", 1: "shared", 0: "types, settings"}
_WIDE, _HIGH, _GAP, _BETWEEN, _LEFT = 104, 30, 16, 76, 150
_COLUMNS = 8


def drawing(modules: Mapping[str, Module]) -> str:
    """The picture of some modules, of those that say their floor."""
    floors = floors_of_rooms(modules)
    arrows = reduced(sorted(arrows_between(modules, floors), key=lambda one: (floors[one[1]] - floors[one[0]], one)))
    places = _places(floors)
    width = _LEFT + _COLUMNS * (_WIDE + _GAP) + _GAP
    height = max(y for _, y in places.values()) + _HIGH + _BETWEEN // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="12">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#777"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    lines += [_arrow(places[one], places[other]) for one, other in sorted(arrows)]
    for floor, name in _FLOORS.items():
        rows = [places[room][1] for room in floors if floors[room] == floor]
        if rows:
            lines.append(f'<text x="10" y="{min(rows) + 19}" fill="#555">{floor} {escape(name)}</text>')
    counts = Counter(room_of(module) for module in modules.values())
    for room, (x, y) in sorted(places.items()):
        label = room.removeprefix("assistant.")
        lines.append(
            f"<g><title>{escape(room)}: {counts[room]} modules</title>"
            f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="4" fill="#f3f6fa" stroke="#456"/>'
            f'<text x="{x + _WIDE // 2}" y="{y + 19}" text-anchor="middle">'
            f"{escape(label)}</text></g>"
        )
    return "\n".join([*lines, "</svg>", ""])


def room_of(module: Module) -> str:
    """The room that a module is drawn in; those that stand in no folder of `assistant` are drawn by their floor."""
    return _BY_THEMSELVES.get(module.floor or 0, module.room) if module.room == "assistant" else module.room


def floors_of_rooms(modules: Mapping[str, Module]) -> dict[str, int]:
    """The floor on which most modules of each room stand."""
    told: dict[str, Counter[int]] = defaultdict(Counter)
    for module in modules.values():
        if module.floor is not None:
            told[room_of(module)][module.floor] += 1
    return {room: counts.most_common(1)[0][0] for room, counts in sorted(told.items())}


def arrows_between(modules: Mapping[str, Module], floors: Mapping[str, int]) -> set[tuple[str, str]]:
    """Each two rooms of which the one uses the other; the lazy names of the public face are no use."""
    return {
        (room_of(module), room_of(modules[other]))
        for module in modules.values()
        for other in module.uses & modules.keys()
        if room_of(module) != room_of(modules[other])
        and {room_of(module), room_of(modules[other])} <= set(floors)
        and module.name != "assistant"
    }


def reduced(arrows: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows without those that a way around implies, the first looked at first: what is reached stays the same."""
    kept = set(arrows)
    for arrow in arrows:
        if arrow[1] in _reached(arrow[0], kept - {arrow}):
            kept.remove(arrow)
    return kept


def _reached(start: str, arrows: set[tuple[str, str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        for other in {b for a, b in arrows if a == one} - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def _places(floors: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The upper left corner of each room, floor under floor."""
    places: dict[str, tuple[int, int]] = {}
    top = 20
    for floor in sorted(set(floors.values()), reverse=True):
        rooms = [room for room in floors if floors[room] == floor]
        for at, room in enumerate(rooms):
            row, column = divmod(at, _COLUMNS)
            places[room] = _LEFT + column * (_WIDE + _GAP), top + row * (_HIGH + _GAP)
        top += (len(rooms) - 1) // _COLUMNS * (_HIGH + _GAP) + _HIGH + _BETWEEN
    return places


def _arrow(one: tuple[int, int], other: tuple[int, int]) -> str:
    """A line down from the one to the other; a bow where both stand in one row, dashed where it goes up."""
    middle, aim = one[0] + _WIDE // 2, other[0] + _WIDE // 2
    if one[1] == other[1]:
        way = f"M{middle} {one[1] + _HIGH} Q{(middle + aim) // 2} {one[1] + _HIGH + 34} {aim} {one[1] + _HIGH}"
    elif one[1] < other[1]:
        way = f"M{middle} {one[1] + _HIGH} L{aim} {other[1]}"
    else:
        way = f"M{middle} {one[1]} L{aim} {other[1] + _HIGH}"
    dashed = ' stroke-dasharray="4 3"' if one[1] > other[1] else ""
    return f'<path d="{way}" fill="none" stroke="#99a"{dashed} marker-end="url(#tip)"/>'
