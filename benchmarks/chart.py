"""A line chart as an SVG text: both axes logarithmic, one line a series. Floor 4."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 360, 64, 150, 40, 48
_COLOURS = ("#1b6ca8", "#c8553d", "#588157", "#7a5195")


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, and its points as (x, y), both above 0."""

    name: str
    points: Sequence[tuple[float, float]]


def line_chart(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The chart as SVG. Each line is named at its last point. Needs at least one line of one point."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    low_x, high_x = math.log10(min(xs)), math.log10(max(xs))
    low_y, high_y = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    high_y += high_y == low_y

    def place(x: float, y: float) -> tuple[float, float]:
        along = (math.log10(x) - low_x) / ((high_x - low_x) or 1)
        above = (math.log10(y) - low_y) / (high_y - low_y)
        return _LEFT + along * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - above * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="12" fill="#333">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="22" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]
    for power in range(low_y, high_y + 1):
        for digit in (1, 2, 5):
            value = digit * 10.0**power
            if value <= 10.0**high_y:
                _, y = place(xs[0], value)
                parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
                parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    for value in sorted(set(xs)):
        x, _ = place(value, 10.0**low_y)
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{value:,.0f}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
    parts.append(
        f'<text transform="translate(16 {(_TOP + _HEIGHT - _BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}</text>"
    )
    labels: list[float] = []
    for line, colour in zip(lines, _COLOURS * len(lines), strict=False):
        places = [place(x, y) for x, y in line.points]
        joined = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{joined}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        label = places[-1][1] + 4
        while any(abs(label - other) < 14 for other in labels):
            label += 2
        labels.append(label)
        parts.append(f'<text x="{places[-1][0] + 8:.1f}" y="{label:.1f}" fill="{colour}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
