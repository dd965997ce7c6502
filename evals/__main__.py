"""`python -m evals`: the same commands as `sayso eval`. Floor 4."""

from __future__ import annotations

from evals.cli import main

if __name__ == "__main__":
    main()
