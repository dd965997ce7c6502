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

PLAIN_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "facts": ("Gives the facts", "Of the facts a right answer needs, how many it gives"),
        "citation_precision": (
            "Citations that help",
            "Of its citations, how many support the sentence they are on",
        ),
        "citation_recall": ("Sentences supported", "Of its sentences, how many the cited places support"),
        "exact_spans": ("Quotes exact", "Of its quotes, how many are in the article letter for letter"),
        "outlet_attribution": ("Right outlets", "Whether the outlets that matter are cited, each under its own name"),
        "attribution_kept": ("Speakers kept", "Whether a claim is still attributed to whoever made it"),
        "disputes": ("All sides given", "Where accounts differ: how many of the sides it gives and cites"),
        "dispute_flagged": ("Says that accounts differ", "Where accounts differ: whether it says so outright"),
        "no_false_disputes": ("No false quarrel", "Where nobody disagrees: whether it leaves disputes out"),
        "refusal_precision": ("Refuses only rightly", "Of its refusals, how many were right"),
        "refusal_recall": ("Admits not knowing", "Of the questions the articles cannot answer, how many it refused"),
        "no_forbidden_text": ("Nothing out of place", "No page furniture, no false premise taken over"),
        "no_own_colour": (
            "No colour of its own",
            "Answers made only of the outlets' own words; others a reader must judge",
        ),
        "recall_at_5": ("Finds the articles", "Of the outlets that matter, how many are among the first five passages"),
        "mrr": ("Finds one early", "1 / the rank of the first article that matters"),
        "ndcg": ("Ranks them well", "How close the order of articles comes to the best one"),
        "brevity": ("Short enough", "Within about 120 words, more for timelines and comparisons"),
        "judge_correctness": ("Judge: correct", "A language model's rating, beside ours and never instead"),
        "judge_faithfulness": ("Judge: faithful", "A language model's rating, beside ours and never instead"),
        "judge_neutrality": ("Judge: neutral", "A language model's rating, beside ours and never instead"),
    }
)

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
        "columns": [name for name in SCORERS if name in _COLUMNS],
        "costs": {system: cost(run.of(system)) for system in run.systems},
        "agreements": {system: agreements(run.of(system)) for system in run.systems},
        "items": [_item(row) for system in run.systems for row in sorted(run.of(system), key=shortfall, reverse=True)],
        "kinds": list(dict.fromkeys(row.kind for row in run.rows)),
        "splits": list(dict.fromkeys(row.split for row in run.rows if row.split)),
        "names": PLAIN_NAMES,
    }


_COLUMNS = frozenset(
    (
        "facts",
        "citation_precision",
        "citation_recall",
        "exact_spans",
        "outlet_attribution",
        "attribution_kept",
        "disputes",
        "no_false_disputes",
        "refusal_recall",
    )
)


def _by(rows: Sequence[ItemResult], key: Any) -> list[tuple[str, int, list[MeanScore]]]:
    columns = [name for name in SCORERS if name in _COLUMNS]
    return [(name, len(some), [of_scorer(some, one) for one in columns]) for name, some in groups(rows, key).items()]


def _item(row: ItemResult) -> ReportItem:
    scores = {**row.scores, **row.judged}
    scored = [(name, one.value, one.reason) for name, one in scores.items() if one.value is not None]
    unscored = [(name, one.reason) for name, one in scores.items() if one.value is None]
    issues = [name for name in CRITERIA if issue(row, name)]
    return ReportItem(row, fell(row), issues, sorted(scored, key=lambda entry: entry[1] == 1), unscored)
