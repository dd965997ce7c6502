"""`python -m assistant` is `sayso`. Floor 4."""

from assistant.cli import main

main(prog_name="sayso")
