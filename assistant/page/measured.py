"""The Evals tab: the latest runs of the eval harness, and the report of each. Floor 4."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import BadRun, SaysoError
from assistant.markup import plain
from assistant.page.given import Given, PageReply, text

_SHOWN = 12
_FIGURES = ("facts", "citation_precision", "citation_recall", "exact_spans", "outlet_attribution", "refusal_recall")


class EvalRuns:
    """Runs in a folder; by default `evals/runs` of the working folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def runs(self, reader: str, given: Given) -> PageReply:
        """The latest runs as a table."""
        from evals.report import PLAIN_NAMES
        from evals.runs import load_run
        from evals.summary import of_scorer

        rows = ""
        for folder in self._found()[:_SHOWN]:
            try:
                run = load_run(folder)
                figures = [[of_scorer(run.of(system), name).mean for name in _FIGURES] for system in run.systems]
            except (SaysoError, KeyError, ValueError, TypeError, OSError):  # of another release, or incomplete
                rows += f'<tr><td>{plain(folder.name)}</td><td colspan="{2 + len(_FIGURES)}">cannot be read</td></tr>'
                continue
            for system, means in zip(run.systems, figures, strict=True):
                cells = "".join(f"<td>{'–' if mean is None else f'{mean:.0%}'}</td>" for mean in means)
                rows += (
                    f'<tr><td><button type="button" class="link" data-do="report" data-run="{plain(folder.name)}">'
                    f"{plain(_when(folder, run.meta))}</button></td><td>{plain(str(system))}</td>"
                    f"<td>{len(run.of(system))}</td>{cells}</tr>"
                )
        if not rows:
            return {"html": '<p class="hint">Nothing has been measured where this page runs.</p>'}
        heads = "".join(f'<th scope="col">{plain(PLAIN_NAMES[name][0])}</th>' for name in _FIGURES)
        return {
            "html": '<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table><thead><tr>'
            f'<th scope="col">Run</th><th scope="col">Writer</th><th scope="col">Questions</th>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        }

    def report(self, reader: str, given: Given) -> PageReply:
        """The report of a run as a whole page, to be shown in a frame without scripts."""
        from evals.report import report_html
        from evals.runs import load_run

        wanted = text(given, "run")
        folder = next((one for one in self._found() if one.name == wanted), None)
        if folder is None:
            raise BadRun(Path(wanted), "it is not here any more")
        return {"html": report_html(load_run(folder))}

    def _found(self) -> list[Path]:
        """The folders of runs, the latest first."""
        from evals.runs import RUNS

        folder = self._folder or RUNS
        found = [one for one in folder.glob("*") if (one / "meta.json").is_file()] if folder.is_dir() else []
        return sorted(found, key=lambda one: one.name, reverse=True)


def _when(folder: Path, meta: Mapping[str, Any]) -> str:
    """The day and gold set of a run."""
    gold = Path(str(meta.get("plan", {}).get("gold") or "")).stem
    return f"{folder.name[:10]}{f', {gold}' if gold else ''}"
