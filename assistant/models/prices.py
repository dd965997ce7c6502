"""Prices of models' tokens, from a table that users can extend. Floor 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from assistant.errors import BadSetting

FILE = "prices.yaml"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million prompt and completion tokens."""

    prompt: float
    completion: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """The cost of a call in US dollars."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000


def read_prices(home: Path | None = None) -> dict[str, Price]:
    """The prices of the package by model, overridden by those of `prices.yaml` in the home folder.

    Raises BadSetting for a malformed file, naming the entry.
    """
    prices = _parsed(
        resources.files("assistant.models").joinpath(FILE).read_text(encoding="utf-8"), f"assistant/models/{FILE}"
    )
    own = home / FILE if home else None
    if own and own.is_file():
        try:
            text = own.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(str(own), "unreadable", "a UTF-8 text file") from error
        prices.update(_parsed(text, str(own)))
    return prices


def price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    """The price of a model as `--model` names it, or of its name without a snapshot date; None if unknown."""
    name = model.partition("@http")[0]
    return prices.get(name) or prices.get(re.sub(r"-\d{4}-\d{2}-\d{2}$", "", name))


def _parsed(text: str, where: str) -> dict[str, Price]:
    import yaml

    try:
        table = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise BadSetting(
            where, "no YAML", "lines such as 'openai:gpt-4.1: {prompt: 2.00, completion: 8.00}'"
        ) from error
    if not isinstance(table, dict):
        raise BadSetting(where, type(table).__name__, "a table of models")
    return {str(name): _price(row, f"{where}, {name}") for name, row in table.items()}


def _price(row: object, where: str) -> Price:
    if isinstance(row, dict) and set(row) == {"prompt", "completion"}:
        numbers = [value for value in row.values() if type(value) in (int, float) and 0 <= value < 1e6]
        if len(numbers) == 2:
            return Price(float(row["prompt"]), float(row["completion"]))
    raise BadSetting(where, str(row), "{prompt: <dollars>, completion: <dollars>} for a million tokens, none below 0")
