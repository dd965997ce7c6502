"""What `sayso ask` takes from a cold start, over importing its parts and loading the embedder. Floor 4.

    python -m benchmarks.startup [--rounds 7]

In turn, each in a process of its own: `sayso ask` over an index of three articles, and the floor, which imports the
libraries that this very command had imported in the end, and loads the embedder. The medians of both, in wall and in
processor time, and their ratio.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.settings import Settings
from benchmarks.clock import Clock
from benchmarks.generated import news, questions
from ingest.run import ingest

_ASK = "import sys; from assistant.cli import main; main(sys.argv[1:], standalone_mode=False)"
_LISTED = _ASK + "; import json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
_FLOOR = """
import sys
for name in sys.argv[1:]:
    __import__(name)
from assistant.index.embedder import BuiltinEmbedder
BuiltinEmbedder()._load()
"""


class _Children(Clock):
    """Processor time of the processes that were waited for."""

    def run(self, code: str, *given: str) -> str:
        """Run a process; what it wrote, the standard error last."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = ""

        def call() -> None:
            nonlocal told
            done = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=True)
            told = done.stdout + done.stderr

        self.take(call)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu[-1] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return told


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    told = list(news(3, 30))
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(told):
            text = f"---\ntitle: {one.title}\noutlet: {one.outlet}\n---\n\n{one.text}\n"
            (Path(folder) / f"article-{number}.md").write_text(text, encoding="utf-8")
        settings = Settings(home=Path(folder) / "home")
        ingest(settings, [folder])
        ask = ("ask", questions(told, 1)[0], "--json", "--home", str(settings.home))
        modules = json.loads(_Children().run(_LISTED, *ask).splitlines()[-1])
        parts = [one for one in modules if "." not in one and not one.startswith("_") and _is_library(one)]
        whole, floor = _Children(), _Children()
        answering = []
        for _ in range(rounds):
            answering.append(json.loads(whole.run(_ASK, *ask))["usage"]["seconds"])
            floor.run(_FLOOR, *parts)
    print(
        f"sayso ask {whole.p50:.2f} s, its {len(parts)} libraries and the embedder {floor.p50:.2f} s, ratio "
        f"{whole.p50 / floor.p50:.2f}; in processor time {whole.cpu50:.2f} s and {floor.cpu50:.2f} s, ratio "
        f"{whole.cpu50 / floor.cpu50:.2f}; the answer itself, with the loading of what it uses, took "
        f"{statistics.median(answering):.2f} s"
    )


def _is_library(name: str) -> bool:
    """Whether a module is somebody else's, and not Python's own."""
    return name not in sys.stdlib_module_names and name not in ("assistant", "ingest", "prompts", "evals", "benchmarks")


if __name__ == "__main__":
    main()
