"""A chart of articles by month and outlet, as SVG in the page's colours. Floor 2. A pure function.

Not `gr.BarPlot`: its axis has half articles, it ignores the dark theme, and it fails if the tab is left while it draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.index.catalog import Listing
from assistant.markup import count, plain

_MONTHS = 36  # of those that have articles, the latest
_OUTLETS = 7  # with a colour of their own; the others share one
_WIDTH, _HEIGHT, _FOOT = 720, 120, 18


def chart_html(listing: Sequence[Listing]) -> str:
    """The chart with its legend; "" if fewer than two months have articles."""
    dated = [(line.published[:7], line.outlet or "unknown") for line in listing if line.published]
    months = sorted({month for month, _ in dated})[-_MONTHS:]
    if len(months) < 2:
        return ""
    known = Counter(outlet for _, outlet in dated)
    named = [outlet for outlet, _ in known.most_common(_OUTLETS)]
    held = Counter((month, named.index(outlet) if outlet in named else _OUTLETS) for month, outlet in dated)
    most = max(sum(number for (month, _), number in held.items() if month == one) for one in months)
    step = _WIDTH / len(months)
    bars = "".join(_bar(month, at * step, step, held, most) for at, month in enumerate(months))
    every = -(-len(months) // 8)
    labels = "".join(
        f'<text x="{(at + 0.5) * step:.1f}" y="{_HEIGHT + 14}">{plain(month)}</text>'
        for at, month in enumerate(months)
        if at % every == 0
    )
    legend = [*named, *(["others"] if len(known) > len(named) else [])]
    keys = "".join(f'<li><i class="c{at}"></i>{plain(outlet)}</li>' for at, outlet in enumerate(legend))
    undated = f", {len(listing) - len(dated)} without a day" if len(dated) < len(listing) else ""
    label = f"Articles by month, {months[0]} to {months[-1]}, {most} at most"
    return (
        f'<figure class="chart"><svg viewBox="0 0 {_WIDTH} {_HEIGHT + _FOOT}" role="img" aria-label="{plain(label)}">'
        f"{bars}{labels}</svg><figcaption><span>Articles by month, {most} at most{undated}</span>"
        f"<ul>{keys}</ul></figcaption></figure>"
    )


def _bar(month: str, x: float, step: float, held: Counter[tuple[str, int]], most: int) -> str:
    """The stacked bar of a month."""
    bar, y = "", float(_HEIGHT)
    wide = min(step * 0.72, 46)
    for at in range(_OUTLETS + 1):
        number = held[month, at]
        if number:
            tall = number / most * (_HEIGHT - 6)
            y -= tall
            bar += (
                f'<rect class="c{at}" x="{x + (step - wide) / 2:.1f}" y="{y:.1f}" width="{wide:.1f}" '
                f'height="{tall:.1f}"><title>{plain(month)}: {count(number, "article")}</title></rect>'
            )
    return bar
