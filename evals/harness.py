"""Asks every system every item, scores the answers, and passes each result on at once. Floor 4."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from assistant.errors import SaysoError
from assistant.types import Answer
from evals.items import GoldItem
from evals.runs import ItemResult
from evals.score import Context, Score
from evals.scorers import score_all
from evals.solve import Corpus, Solver, System

Judge = Callable[[GoldItem, Answer, Context], Mapping[str, Score]]


def run(
    items: Sequence[GoldItem],
    systems: Sequence[System],
    corpus: Corpus,
    keep: Callable[[ItemResult], None],
    *,
    done: Collection[tuple[str, str]] = (),
    workers: int = 1,
    judge: Judge | None = None,
) -> None:
    """Give `keep` one row a system and item, in the order of completion, save those in `done` (system, item id).

    An item on which a system fails (a SaysoError: a model that is down, times out or answers nonsense) is kept as
    unscored with the reason, and the run goes on. Any other exception is a bug: it ends the run, as does
    Ctrl-C; what was kept stays.
    """
    for system in systems:
        left = [item for item in items if (system.name, item.id) not in done]
        if workers > 1 and left:
            _run_threads(left, system, corpus, keep, workers, judge)
        elif left:
            solver = system.open()
            for item in left:
                keep(attempt(item, system.name, solver, corpus, judge))


def attempt(item: GoldItem, system: str, solver: Solver, corpus: Corpus, judge: Judge | None = None) -> ItemResult:
    """One item put to one system, with its scores or the reason why there are none."""
    from assistant.writing.render import answer_json

    began = time.perf_counter()
    try:
        solution = solver.solve(item)
    except SaysoError as error:
        seconds = time.perf_counter() - began
        return ItemResult(system, item.id, item.kind, item.split, item.question, round(seconds, 3), problem=str(error))
    seconds = solution.answer.usage.seconds or time.perf_counter() - began
    context = Context(corpus.articles, solution.ranked)
    return ItemResult(
        system,
        item.id,
        item.kind,
        item.split,
        item.question,
        round(seconds, 3),
        answer_json(solution.answer),
        solution.ranked,
        score_all(item, solution.answer, context),
        judge(item, solution.answer, context) if judge else {},
        first_token=solution.first_token,
        first_sentence=solution.first_sentence,
    )


def _run_threads(
    items: Sequence[GoldItem],
    system: System,
    corpus: Corpus,
    keep: Callable[[ItemResult], None],
    workers: int,
    judge: Judge | None,
) -> None:
    """Run the items in threads, each with its own solver."""
    mine = threading.local()

    def work(item: GoldItem) -> ItemResult:
        if not hasattr(mine, "solver"):
            mine.solver = system.open()
        return attempt(item, system.name, mine.solver, corpus, judge)

    pool = ThreadPoolExecutor(min(workers, len(items)))
    running = [pool.submit(work, item) for item in items]
    kept = set()
    try:
        for future in as_completed(running):
            keep(future.result())
            kept.add(future)
    finally:
        # on Ctrl-C: start nothing more, and keep what the other workers finish
        pool.shutdown(wait=True, cancel_futures=True)
        for future in running:
            if future not in kept and not future.cancelled() and future.exception() is None:
                keep(future.result())
