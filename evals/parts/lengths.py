"""Shows that ladders and the exact checks take time in proportion to the length of a sentence. Floor 4.

    python -m evals.parts.lengths

One endless sentence of 1,250 to 10,000 words; seconds, and each over the one before: 2 is linear, 4 is quadratic.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

from assistant.attribution.ladders import ladders
from assistant.checking.check import check_exact
from assistant.types import Article, Attribution, Evidence

_LENGTHS = (1250, 2500, 5000, 10_000)
_PIECE = (
    "Falk of the union said that 1,200 sailors of the port, which Holm said was closed, according to Reuters, left and "
)


def measured(run: Callable[[str], object]) -> list[float]:
    """The seconds of each length, the better of two runs."""
    found = []
    for length in _LENGTHS:
        text = _PIECE * (length // len(_PIECE.split()))
        times = []
        for _ in range(2):
            begun = time.process_time()
            run(text)
            times.append(time.process_time() - begun)
        found.append(min(times))
    return found


def main() -> None:
    """Print one line for the ladders and one for the exact checks."""
    quote = "Falk said that 1,200 sailors left the port."
    source = Evidence(
        1, Article("a", quote, outlet="X"), 0, len(quote), (Attribution("X", "outlet"), Attribution("Falk", "person"))
    )
    runs: dict[str, Callable[[str], object]] = {
        "ladders": lambda text: ladders(text, "X", [(0, len(text))]),
        "checks": lambda text: check_exact(text, [source]),
    }
    for name, run in runs.items():
        run(_PIECE)
        seconds = measured(run)
        ratios = [0.0, *(later / earlier for earlier, later in pairwise(seconds))]
        shown = "  ".join(
            f"{length:,} words {spent:.3f} s" + (f" (x{ratio:.1f})" if ratio else "")
            for length, spent, ratio in zip(_LENGTHS, seconds, ratios, strict=True)
        )
        print(f"{name:8} {shown}")


if __name__ == "__main__":
    main()
