"""Scores `assistant.understand`: inferred filters, follow-ups, and what a wrong inference costs. Floor 4.

python -m evals.parts.understanding [--misses] [--home DIR]

Filters: precision and recall over queries.yaml. Follow-ups: recall@5 of the right article over talks.yaml, with and
without rewriting, in a throw-away index of corpus/, or in one of DIR that holds more besides.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from assistant.finding.retrieve import Retriever
from assistant.index.catalog import Catalog, open_catalog
from assistant.index.embedder import open_embedder
from assistant.index.store import open_store
from assistant.question.understand import understand
from assistant.settings import Settings
from assistant.types import Filters, Query, Turn

_HERE = Path(__file__).parent
_CORPUS = _HERE.parents[1] / "corpus"


def inferred(query: Query) -> dict[str, set[str]]:
    """What a query read out of the wording, as sets that compare: one of each kind of filter."""
    return {
        "outlets": set(query.inferred.outlets),
        "dates": {f"{name} {day}" for name in ("since", "until", "as_of") if (day := getattr(query.inferred, name))},
        "binding": {"binds"} if query.filters.dated else set(),
        "heard": {"heard"} if query.only_named else set(),
        "absent": set(query.absent_outlets),
    }


def wanted(item: dict[str, Any]) -> dict[str, set[str]]:
    """The same, as an item of queries.yaml has it."""
    return {
        "outlets": set(item["outlets"]),
        "dates": {f"{name} {item[name]}" for name in ("since", "until", "as_of") if name in item},
        "binding": {"binds"} if item.get("binds") else set(),
        "heard": {"heard"} if item.get("hear") else set(),
        "absent": set(item.get("absent", ())),
    }


def precision_recall(pairs: Iterable[tuple[set[str], set[str]]]) -> tuple[float, float, int]:
    """Precision and recall of what was inferred over what was wanted, and how many were wanted; 1 where nothing was."""
    counts: Counter[str] = Counter()
    for got, want in pairs:
        counts.update(right=len(got & want), got=len(got), want=len(want))
    return counts["right"] / (counts["got"] or 1), counts["right"] / (counts["want"] or 1), counts["want"]


def score_filters(misses: bool) -> None:
    """Print precision and recall of each kind of filter, for each split."""
    labels = yaml.safe_load((_HERE / "queries.yaml").read_text("utf-8"))
    index, rows = labels["index"], []
    for number, item in enumerate(labels["questions"], 1):
        query = understand(item["ask"], Filters(), index["outlets"], newest=str(index["newest"]))
        got, want = inferred(query), wanted(item)
        rows.append(("test" if number % 3 == 0 else "dev", got, want))
        if misses and got != want:
            print(item["ask"], *(f"  {name}: {got[name]} for {want[name]}" for name in got if got[name] != want[name]))
    print(f"{len(rows)} questions")
    for name in ("outlets", "dates", "binding", "heard", "absent"):
        for split in ("dev", "test"):
            pairs = [(got[name], want[name]) for own, got, want in rows if own == split]
            precision, recall, count = precision_recall(pairs)
            print(f"  {name:8s} {split:4s} precision {precision:.3f}  recall {recall:.3f}  (of {count})")


def score_talks(retriever: Retriever, catalog: Catalog, misses: bool) -> None:
    """Print recall@5 and the share of first places of the right article, with and without rewriting."""
    items = yaml.safe_load((_HERE / "talks.yaml").read_text("utf-8"))
    outlets, newest = catalog.outlets(), catalog.newest()
    print(f"{len(items)} talks")
    for name in ("as asked", "rewritten"):
        for split in ("dev", "test"):
            places: list[int] = []
            for number, item in enumerate(items, 1):
                if ("test" if number % 3 == 0 else "dev") != split:
                    continue
                talk = [Turn(*turn) for turn in item["talk"]] if name == "rewritten" else []
                query = understand(item["ask"], Filters(), outlets, talk, newest=newest)
                place = _place(retriever, query, item["articles"])
                places.append(place)
                if misses and name == "rewritten" and place > 5:
                    print(f"    {item['ask']} -> {query.text}")
            print(
                f"  {name:9s} {split:4s} recall@5 {sum(p <= 5 for p in places) / len(places):.3f}"
                f"  first {sum(p == 1 for p in places) / len(places):.3f}  (of {len(places)})"
            )


def score_wrong(retriever: Retriever, catalog: Catalog) -> None:
    """Print what recall@5 is left where an outlet or a month is inferred wrongly: steering against binding."""
    items = [item for item in yaml.safe_load((_HERE / "talks.yaml").read_text("utf-8")) if item.get("stands")]
    items += [
        {"ask": turn[0], "articles": item["articles"]}
        for item in yaml.safe_load((_HERE / "talks.yaml").read_text("utf-8"))
        for turn in item["talk"][-1:]
        if not item.get("stands")
    ]
    outlets = catalog.outlets()
    wrong_month = ("2019-01-01", "2019-01-31")
    print("a wrong inference (recall@5 of the article)")
    cases: dict[str, list[bool]] = {}
    for item in items:
        query = understand(item["ask"], Filters(), outlets, infer=False)
        right = {article.outlet for article in catalog.articles() if _is_one_of(article.source, item["articles"])}
        wrong = next(name for name in outlets if name not in right)
        since, until = wrong_month
        for name, changed in (
            ("nothing inferred", query),
            ("wrong outlet, steers", replace(query, named_outlets=(wrong,))),
            ("wrong outlet, binds", replace(query, filters=Filters(outlets=(wrong,)))),
            ("wrong month, steers", replace(query, since=since, until=until)),
            ("wrong month, binds", replace(query, filters=Filters(since=since, until=until))),
        ):
            cases.setdefault(name, []).append(_place(retriever, changed, item["articles"]) <= 5)
    for name, found in cases.items():
        print(f"  {name:22s} {sum(found) / len(found):.3f}  (of {len(found)})")


def _place(retriever: Retriever, query: Query, articles: list[str]) -> int:
    """The place of the first passage of a right article; 99 where there is none in the first ten."""
    hits = retriever.retrieve(query, 10)
    places = [place for place, hit in enumerate(hits, 1) if _is_one_of(hit.article.source, articles)]
    return places[0] if places else 99


def _is_one_of(source: str, articles: list[str]) -> bool:
    return Path(source).stem in articles


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what was read wrongly or not found")
    parser.add_argument("--home", type=Path, help="an index that holds corpus/ and more")
    asked = parser.parse_args()
    score_filters(asked.misses)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=asked.home or Path(folder))
        if asked.home is None:
            from ingest.run import ingest

            ingest(settings, [_CORPUS])
        catalog = open_catalog(settings)
        retriever = Retriever(catalog, open_store(settings), open_embedder(settings))
        score_talks(retriever, catalog, asked.misses)
        score_wrong(retriever, catalog)


if __name__ == "__main__":
    main()
