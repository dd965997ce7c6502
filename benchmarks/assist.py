"""What a language model's help with finding brings, and what it takes. Floor 4.

python -m benchmarks.assist --model NAME [--home DIR] [--questions N] [--sentences N]

`search` and `rank`: a sample of the MultiHop-RAG development questions on which nothing was tuned, over an index of its
articles in DIR (see benchmarks.retrieval). `speakers`: the labelled sentences of evals/parts/attribution.yaml for which
the rules find no speaker, half of them with one. Tokens and seconds are those of the help alone.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.finding.assist import RERANKED, Assist
from assistant.finding.retrieve import Retriever
from assistant.index.catalog import Catalog
from assistant.index.embedder import open_embedder
from assistant.index.store import VectorStore
from assistant.models.budget import MeteredModel, Purse
from assistant.models.plug import open_model
from assistant.models.types import Model
from assistant.question.understand import understand
from assistant.settings import Help, read_settings
from assistant.types import Article, Attribution, Evidence, Filters, Hit, Query
from benchmarks.retrieval import BENCH, fill, is_work, read_gzip, scorer
from evals.parts.attribution import Labelled, read_labels, same_name

FIGURES = ("Hits@4", "FactRecall@4", "FactRecall@10", "MRR@10")


def finding(model: Model, home: Path, count: int) -> None:
    """Print the figures of a sample of questions without help and with each help."""
    settings = read_settings(home=home)
    fill(settings)
    catalog, embedder = Catalog(home), open_embedder(settings)
    retriever = Retriever(catalog, VectorStore(home / "chroma"), embedder)
    outlets, newest = catalog.outlets(), catalog.newest()
    kept = [one for one in read_gzip("queries.dev.jsonl.gz") if not is_work(one) and one["evidence"]]
    questions = random.Random(1).sample(kept, min(count, len(kept)))

    def searched(helps: Sequence[Help], purse: Purse) -> Callable[[str], list[Hit]]:
        assist = Assist(MeteredModel(model, purse, None), helps)

        def search(question: str) -> list[Hit]:
            query: Query = assist.search(understand(question, Filters(), outlets, newest=newest))
            return assist.rank(query, retriever.retrieve(query, RERANKED))[:10]

        return search

    ways: tuple[tuple[Help, ...], ...] = ((), ("search",), ("rank",))
    for helps in ways:
        purse = Purse()
        search = searched(helps, purse)
        begun = time.perf_counter()
        scored = [
            scorer().one(one, {"retrieved": [hit.passage.text for hit in search(one["query"])]}) for one in questions
        ]
        used = purse.usage((time.perf_counter() - begun) / len(questions))
        figures = "  ".join(f"{name} {sum(one[name] for one in scored) / len(scored):.3f}" for name in FIGURES)
        tokens = (used.prompt_tokens + used.completion_tokens) / len(questions)
        print(
            f"{'+'.join(helps) or 'none':8} {figures}  {tokens:.0f} tokens, {used.seconds:.1f} s a question", flush=True
        )


def speakers(model: Model, count: int) -> None:
    """Print how many speakers that the rules left open the model finds, and how many it makes up."""
    labelled = [(row, piece) for row, piece in _sentences(read_labels()) if not _spoken(row.found)]
    told = [one for one in labelled if one[0].by]
    untold = [one for one in labelled if not one[0].by]
    rng = random.Random(1)
    rng.shuffle(untold)
    chosen = [*told[:count], *untold[: min(count, len(told))]]
    purse, right, wrong, made_up = Purse(), 0, 0, 0
    assist = Assist(MeteredModel(model, purse, None), ["speakers"])
    begun = time.perf_counter()
    for row, piece in chosen:
        rung = assist.speaker(piece)
        if rung and row.by:
            hit = any(same_name(rung.name, name, rung.kind) for name in row.by[1])
            right, wrong = right + hit, wrong + (not hit)
        made_up += bool(rung and not row.by)
    used = purse.usage((time.perf_counter() - begun) / max(1, len(chosen)))
    print(
        f"speakers: of {min(count, len(told))} that the rules left open {right} right, {wrong} wrong; of "
        f"{len(chosen) - min(count, len(told))} that nobody says {made_up} made up; "
        f"{(used.prompt_tokens + used.completion_tokens) / max(1, len(chosen)):.0f} tokens, {used.seconds:.1f} s each"
    )


def _spoken(ladder: Sequence[Attribution]) -> bool:
    return any(rung.kind != "outlet" for rung in ladder)


def _sentences(rows: Sequence[Labelled]) -> list[tuple[Labelled, Evidence]]:
    """Each labelled sentence as evidence, among the sentences labelled of its article."""
    found: list[tuple[Labelled, Evidence]] = []
    for name, some in groupby(rows, key=lambda row: row.article):
        group = list(some)
        text, at = " ".join(row.text for row in group), 0
        for row in group:
            found.append((row, Evidence(1, Article(name, text), at, at + len(row.text), row.found)))
            at += len(row.text) + 1
    return found


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--sentences", type=int, default=20)
    asked: Any = parser.parse_args()
    settings = read_settings(model=asked.model)
    model = open_model(settings, api_key=settings.api_key, timeout_seconds=settings.timeout_seconds)
    if model is None:
        parser.error("--model must name a language model")
    speakers(model, asked.sentences)
    if asked.home and BENCH.is_dir():
        finding(model, asked.home, asked.questions)


if __name__ == "__main__":
    main()
