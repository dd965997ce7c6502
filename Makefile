# What a newcomer types. Needs Python 3.10 or newer, and make.

PYTHON ?= python3
BIN := .venv/bin
export SAYSO_HOME ?= .sayso

.PHONY: help install chat test format evals quality mutants clean

help: ## list these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: .venv/.installed ## make .venv and install sayso into it

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

chat: install ## read corpus/ where the index is empty, and serve the page on http://127.0.0.1:7860
	@test -f $(SAYSO_HOME)/catalog.sqlite3 || $(BIN)/sayso ingest corpus/
	$(BIN)/sayso chat

test: .venv/.installed-dev ## the whole check: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: .venv/.installed-dev ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evals: install ## measure the answers against the hand-written gold set
	$(BIN)/sayso eval run --gold evals/gold.yaml --corpus corpus/

quality: .venv/.installed-dev ## hold the quality sets of ../shared/bench to their floors; ONLY=pairs runs one of them
	$(BIN)/python -m benchmarks.quality $(ONLY)

mutants: .venv/.installed-dev ## change one rule at a time in a copy of the tree: do the tests notice 80 of 100?
	$(BIN)/python -m benchmarks.mutants --least 0.8 $(ONLY)

clean: ## take away the environment and the caches; the index stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
