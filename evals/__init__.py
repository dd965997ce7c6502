"""The eval harness: gold items in, answers scored, tables and a report out. Floor 4: a door.

task = gold set (`gold.py`) + what answers (`solve.py`, `baseline.py`) + scorers (`scorers/`), run by `harness.py`.
"""
