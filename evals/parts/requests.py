"""Prints what the product answers to requests as people make them, for a person to judge. Floor 4.

python -m evals.parts.requests SEEDS_HOME ALTMAN_HOME [--only N...] [--model NAME]

The requests and what each was meant as are in requests.yaml. Only the kind is scored here; whether an answer is
useful, refused wrongly or absurd is for a reader to say.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

from assistant.desk import Desk
from assistant.errors import SaysoError
from assistant.settings import read_settings
from assistant.types import Turn
from assistant.writing.render import printable


def main() -> None:
    """Print each request with its answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=Path, help="a home that holds corpus/ and the seed articles")
    parser.add_argument("altman", type=Path, help="a home that holds the story openai-altman")
    parser.add_argument("--only", type=int, nargs="*", help="the numbers of the requests to ask")
    asked = parser.parse_args()
    desks = {name: Desk(read_settings(home=getattr(asked, name), model="quotes")) for name in ("seeds", "altman")}
    items = yaml.safe_load(Path(__file__).with_name("requests.yaml").read_text("utf-8"))
    for number, item in enumerate(items, 1):
        if asked.only and number not in asked.only:
            continue
        desk, talk = desks[item["over"]], list[Turn]()
        print(f"\n=== {number} [{item['over']}, {item['kind']}] {' > '.join([*item.get('talk', []), item['ask']])}")
        try:
            for question in item.get("talk", []):
                talk.append(Turn(question, desk.ask(question, talk=talk).text))
            answer = desk.ask(item["ask"], talk=talk)
        except SaysoError as error:
            print(f"({type(error).__name__}) {error}")
            continue
        print(f"({answer.status}) {printable(answer.text)}", *map(printable, answer.notes), sep="\n  ")


if __name__ == "__main__":
    main()
