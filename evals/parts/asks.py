"""Scores the classification of requests, and of their subjects, without any article. Floor 4.

python -m evals.parts.asks [--half tuned|kept] [--misses]

The requests are in asks.yaml, with their labels.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

from assistant.language.terms import stems
from assistant.question.request import messages_of, read_request

OUTLETS = ("The Courier", "Harwick Post", "Radio Nord", "The Tribune")


def is_right(item: Mapping[str, str]) -> bool:
    """Whether a request is read as it is meant, with the words that it is about."""
    parts = messages_of(item["ask"], OUTLETS)
    if item["kind"] == "two" or len(parts) > 1:
        return item["kind"] == "two" and len(parts) == 2
    read = read_request(item["ask"], OUTLETS)
    if read.kind != item["kind"]:
        return False
    if item.get("about") == "":
        return not read.subject
    return set(stems(item.get("about", ""))) <= set(stems(read.subject))


def main() -> None:
    """Print the share that is read rightly, of each half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["tuned", "kept"])
    parser.add_argument("--misses", action="store_true", help="print the requests that are read otherwise")
    asked = parser.parse_args()
    items = yaml.safe_load(Path(__file__).with_name("asks.yaml").read_text("utf-8"))
    right, every = Counter[str](), Counter[str]()
    for item in items:
        if asked.half and item["half"] != asked.half:
            continue
        every[item["half"]] += 1
        right[item["half"]] += is_right(item)
        if asked.misses and not is_right(item):
            read = read_request(item["ask"], OUTLETS)
            print(f"{item['kind']:<11} read as {read.kind} “{read.subject}”: {item['ask']}")
    for half in every:
        print(f"{half}: {right[half]} of {every[half]}, {right[half] / every[half]:.3f}")


if __name__ == "__main__":
    main()
