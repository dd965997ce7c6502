"""Renders a run as one HTML page for a newsroom editor. Floor 4.

Questions, answers and articles are strangers' text: everything is escaped, and only http(s) addresses become links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from evals.agreement import agreements
from evals.runs import ItemResult, Run
from evals.scorecard import ASKS, CRITERIA, PUBLISHED_SHARE, Scorecard, issue, scorecard
from evals.scorers import SCORERS
from evals.summary import MeanScore, cost, fell, groups, of_scorer, shortfall

_JUDGE = "A language model's rating, beside ours and never instead"
PLAIN_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{name: (listed.title, listed.explained) for name, listed in SCORERS.items()},
        "judge_correctness": ("Judge: correct", _JUDGE),
        "judge_faithfulness": ("Judge: faithful", _JUDGE),
        "judge_neutrality": ("Judge: neutral", _JUDGE),
    }
)
"""The title of each scorer and rating, and what it tells."""

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {"false_premise": "false premise", "boilerplate": "page furniture", "filter": "one outlet or date only"}
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart: the figure of one system on one scorer."""

    system: str
    figure: MeanScore
    colour: int


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One answer as the page shows it: failed scorers first, unscored ones apart."""

    row: ItemResult
    fell: Sequence[tuple[str, float, str]]
    issues: Sequence[str]
    scored: Sequence[tuple[str, float, str]]
    unscored: Sequence[tuple[str, str]]

    @property
    def below(self) -> list[str]:
        """Every scorer below 1, those of the search included."""
        return [name for name, value, _ in self.scored if value < 1]


def report_html(run: Run) -> str:
    """The page. Rows of the worst items come first within each system."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["scorer"] = lambda name: PLAIN_NAMES.get(name, (name, ""))[0]
    environment.filters["kind"] = lambda name: KIND_NAMES.get(name, name)
    environment.filters["percent"] = lambda value: "–" if value is None else f"{value:.0%}"
    environment.filters["link"] = safe_link
    template = environment.from_string(resources.files("evals").joinpath("report.html.j2").read_text(encoding="utf-8"))
    return template.render(**_view(run))


def safe_link(url: str | None) -> str | None:
    """The address if it is safe to link (not `javascript:`), else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _view(run: Run) -> dict[str, Any]:
    """The variables of the template."""
    names = [name for name in PLAIN_NAMES if any(name in row.scores or name in row.judged for row in run.rows)]
    chart = [
        (
            name,
            PLAIN_NAMES[name],
            [Bar(system, of_scorer(run.of(system), name), at) for at, system in enumerate(run.systems)],
        )
        for name in names
    ]
    cards: dict[str, Scorecard] = {system: scorecard(run.of(system)) for system in run.systems}
    return {
        "meta": run.meta,
        "systems": run.systems,
        "published": PUBLISHED_SHARE,
        "cards": cards,
        "criteria": [
            (name, ASKS[name], [card.criteria[at] for card in cards.values()]) for at, name in enumerate(CRITERIA)
        ],
        "chart": [entry for entry in chart if any(bar.figure.n for bar in entry[2])],
        "by_kind": {system: _by(run.of(system), lambda row: row.kind) for system in run.systems},
        "by_split": {system: _by(run.of(system), lambda row: row.split) for system in run.systems},
        "columns": _COLUMNS,
        "costs": {system: cost(run.of(system)) for system in run.systems},
        "agreements": {system: agreements(run.of(system)) for system in run.systems},
        "items": [_item(row) for system in run.systems for row in sorted(run.of(system), key=shortfall, reverse=True)],
        "kinds": list(dict.fromkeys(row.kind for row in run.rows)),
        "splits": list(dict.fromkeys(row.split for row in run.rows if row.split)),
        "names": PLAIN_NAMES,
    }


_COLUMNS = tuple(name for name, listed in SCORERS.items() if listed.column)


def _by(rows: Sequence[ItemResult], key: Any) -> list[tuple[str, int, list[MeanScore]]]:
    return [(name, len(some), [of_scorer(some, one) for one in _COLUMNS]) for name, some in groups(rows, key).items()]


def _item(row: ItemResult) -> ReportItem:
    scores = {**row.scores, **row.judged}
    scored = [(name, one.value, one.reason) for name, one in scores.items() if one.value is not None]
    unscored = [(name, one.reason) for name, one in scores.items() if one.value is None]
    issues = [name for name in CRITERIA if issue(row, name)]
    return ReportItem(row, fell(row), issues, sorted(scored, key=lambda entry: entry[1] == 1), unscored)
