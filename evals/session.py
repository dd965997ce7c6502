"""Prepares a run (gold set, temporary index, systems, folder) and carries it out. Floor 4."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

from assistant.addresses import service_name
from assistant.errors import BadGold, BadRun, BadSetting, SourceMissing
from assistant.options import settings_of
from assistant.settings import Settings
from evals import gold, harness
from evals.items import GoldItem
from evals.models import open_recorded
from evals.runs import ItemResult, Run, RunFolder, new_path
from evals.solve import Corpus, DeskSolver, System, build_index


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run measures: everything that determines its scores."""

    gold: Path
    corpus: tuple[Path, ...]
    models: tuple[str, ...]
    baseline: bool = False
    split: str = "all"
    sample: int | None = None
    seed: int = 0
    judge: str | None = None


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is carried out; nothing here changes a score."""

    out: Path | None = None
    workers: int = 1
    record: Path | None = None
    replay: Path | None = None
    progress: bool = True


def start(plan: Plan, ways: RunOptions) -> tuple[Run, Path, bool]:
    """Run a plan from the beginning: the run, its folder, and whether it was stopped by Ctrl-C.

    Raises BadGold, SourceMissing and other UserErrors before anything is asked.
    """
    return _carry_out(plan, ways, None)


def resume(folder: Path, ways: RunOptions) -> tuple[Run, Path, bool]:
    """Continue a run with the items that are missing or unscored, under its original plan.

    Raises BadRun where the gold file, the corpus, the prompts or the settings are no longer the same.
    """
    kept = RunFolder.open(folder)
    try:
        stored = kept.meta["plan"]
        paths = {
            "gold": Path(stored["gold"]),
            "corpus": tuple(map(Path, stored["corpus"])),
            "models": tuple(stored["models"]),
        }
        plan = Plan(**{**stored, **paths})
    except (KeyError, TypeError) as error:
        raise BadRun(folder, "its meta.json holds no plan to go on with") from error
    return _carry_out(plan, ways, kept)


def _carry_out(plan: Plan, ways: RunOptions, kept: RunFolder | None) -> tuple[Run, Path, bool]:
    for path in plan.corpus:
        if not path.exists():
            raise SourceMissing(str(path))
    gold.load_gold(plan.gold)  # before the corpus is embedded: its faults need no index
    base = settings_of({"model": plan.models[0]})
    with tempfile.TemporaryDirectory(prefix="sayso-eval-", ignore_cleanup_errors=True) as home:
        settings = replace(base, home=Path(home), catalog=None, chroma=None, vectors=None)
        corpus = build_index(settings, plan.corpus)
        items = gold.chosen_items(
            gold.load_gold(plan.gold, outlets=corpus.outlets), split=plan.split, sample=plan.sample, seed=plan.seed
        )
        if not items:
            raise BadGold(plan.gold, [f"no item is of the split {plan.split!r}"])
        systems, judge = open_systems(plan, ways, settings, corpus), open_judge(plan, ways)
        meta = particulars(plan, ways, settings, corpus, [item.id for item in items], systems)
        if kept is None:
            folder = RunFolder.create(ways.out or new_path(service_name(plan.models[0])), meta)
        else:
            folder = kept
            _require_same(folder, meta)
            folder.repair()
        stopped = _ask_all(items, systems, corpus, folder, judge, ways)
    return folder.read(), folder.path, stopped


def _ask_all(
    items: Sequence[GoldItem],
    systems: Sequence[System],
    corpus: Corpus,
    folder: RunFolder,
    judge: harness.Judge | None,
    ways: RunOptions,
) -> bool:
    """Run what is not done yet, with a bar on standard error; whether Ctrl-C stopped it."""
    from tqdm import tqdm

    done = {(row.system, row.id) for row in folder.read().rows if row.problem is None}
    total = len(items) * len(systems)
    with tqdm(
        total=total, initial=len(done), unit="item", desc="asking", disable=None if ways.progress else True
    ) as bar:

        def keep(row: ItemResult) -> None:
            folder.keep(row)
            bar.set_postfix_str(row.system)
            bar.update()

        try:
            harness.run(items, systems, corpus, keep, done=done, workers=ways.workers, judge=judge)
        except KeyboardInterrupt:
            return True
    return False


def open_systems(plan: Plan, ways: RunOptions, settings: Settings, corpus: Corpus) -> list[System]:
    """Each model of the plan, and after it the stock pipeline with the same model where the baseline is asked for."""
    from evals.baseline import LlamaIndexSolver, StockIndex

    stock = StockIndex(settings, corpus.articles)
    systems = []
    for name in plan.models:
        own = replace(settings_of({"model": name}), home=settings.home, catalog=None, chroma=None, vectors=None)
        model = open_recorded(own, record=ways.record, replay=ways.replay)
        systems.append(System(service_name(name), partial(DeskSolver, own, model)))
        if plan.baseline:
            stock_name = f"llamaindex+{service_name(name)}"
            systems.append(System(stock_name, partial(LlamaIndexSolver, stock_name, stock, model), baseline=True))
    return systems


def open_judge(plan: Plan, ways: RunOptions) -> harness.Judge | None:
    """The judge of the plan, recorded or replayed as the run is; None where none is asked for."""
    if plan.judge is None:
        return None
    model = open_recorded(settings_of({"model": plan.judge}), record=ways.record, replay=ways.replay)
    if model is None:
        raise BadSetting("--judge", plan.judge, "openai:<model> or openai-like:<model>@<http address>")
    from evals.judge import ModelJudge

    return ModelJudge(model)


def particulars(
    plan: Plan, ways: RunOptions, settings: Settings, corpus: Corpus, items: Sequence[str], systems: Sequence[System]
) -> dict[str, Any]:
    """The content of `meta.json`."""
    from assistant.version import __version__

    stored = asdict(plan)
    models, judge = [service_name(one) for one in plan.models], service_name(plan.judge) if plan.judge else None
    stored |= {"gold": str(plan.gold), "corpus": [str(path) for path in plan.corpus], "models": models, "judge": judge}
    checker = settings.checker
    chosen = {"models": models, "embedder": settings.embedder, "judge": judge}
    chosen |= {"strength": settings.strength, "checker": checker}
    return {
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "version": __version__,
        "plan": stored,
        "systems": [{"name": system.name, "baseline": system.baseline} for system in systems],
        "items": list(items),
        "gold": {"path": str(plan.gold), "sha256": gold.gold_digest(plan.gold)},
        "corpus": {
            "articles": len(corpus.articles),
            "outlets": corpus.outlets,
            "failed": list(corpus.failed),
            "sha256": corpus.digest,
        },
        "prompts": {"sha256": prompts_digest()},
        "settings": {**chosen, "sha256": hashlib.sha256(repr(sorted(chosen.items())).encode()).hexdigest()},
        "replayed": ways.replay is not None,
    }


def outlets_of(paths: Sequence[Path]) -> list[str]:
    """The outlets of a corpus, found by ingesting it without an embedder. Raises SourceMissing."""
    with tempfile.TemporaryDirectory(prefix="sayso-eval-", ignore_cleanup_errors=True) as home:
        return build_index(Settings(home=Path(home), embedder="none"), paths).outlets


def prompts_digest() -> str:
    """SHA-256 over the prompt texts, by name."""
    from importlib import resources

    files = [one for one in resources.files("prompts").iterdir() if one.name.endswith(".md")]
    whole = hashlib.sha256()
    for one in sorted(files, key=lambda file: file.name):
        whole.update(one.name.encode() + b"\0" + one.read_bytes() + b"\0")
    return whole.hexdigest()


def _require_same(folder: RunFolder, now: Mapping[str, Any]) -> None:
    """Raise BadRun if anything that determines the scores has changed since the run began."""
    changed = [
        name for name in ("gold", "corpus", "prompts", "settings") if folder.meta[name]["sha256"] != now[name]["sha256"]
    ]
    if changed:
        raise BadRun(folder.path, f"its {' and '.join(changed)} changed since it began; start a new run")
