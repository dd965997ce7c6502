"""Scores a briefing against a list of claims and disputes that it must carry. Floor 4.

python -m evals.parts.brief --home DIR [--length short|standard|long] [--misses]

A claim counts where a sentence that the briefing cites holds all its patterns, comes from its outlet and has the right
ladder. A dispute counts where one card has both sides. Unsupported lines and duplicate lines are counted too.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, cast

import yaml

from assistant.briefing.brief import brief
from assistant.briefing.types import Briefing, Card, Length
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.types import Citation

CLAIMS = Path(__file__).with_name("brief_claims.yaml")


def carried(briefing: Briefing, claim: dict[str, Any]) -> list[Citation]:
    """The citations that support a claim; its speaker may be in the words or in the ladder."""
    return [
        citation
        for citation in briefing.citations
        if citation.outlet == claim["outlet"] and all(re.search(one, _told(citation), re.I) for one in claim["all"])
    ]


def _told(citation: Citation) -> str:
    return " ".join([*(rung.name for rung in citation.attribution), citation.quote])


def laddered(citation: Citation, claim: dict[str, Any]) -> bool:
    """Whether the ladder below the outlet holds what it must."""
    below = [rung.name for rung in citation.attribution if rung.name != citation.outlet]
    return all(any(re.search(pattern, name, re.I) for name in below) for pattern in claim["ladder"])


def has_card(briefing: Briefing, card: Card, dispute: dict[str, Any]) -> bool:
    """Whether a card has every side of a dispute, each on another side of its own."""
    quotes = {citation.number: citation for citation in briefing.citations}
    sides = [[quotes[number] for number in side.citations] for side in card.sides]
    homes = [
        {
            at
            for at, citations in enumerate(sides)
            if any(
                re.search(wanted["say"], one.quote, re.I) and re.search(wanted["outlet"], one.outlet or "")
                for one in citations
            )
        }
        for wanted in dispute["sides"]
    ]
    return all(homes) and any(a != b for a in homes[0] for b in homes[1])


def main() -> None:
    """Print what is carried, and with --misses what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--length", choices=["short", "standard", "long"], default="long")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    wanted = yaml.safe_load(CLAIMS.read_text("utf-8"))
    briefing = brief(Desk(Settings(home=asked.home)), wanted["topic"], length=cast(Length, asked.length))
    found = {claim["id"]: carried(briefing, claim) for claim in wanted["claims"]}
    right = {claim["id"] for claim in wanted["claims"] if any(laddered(one, claim) for one in found[claim["id"]])}
    have = {one["id"] for one in wanted["disputes"] if any(has_card(briefing, card, one) for card in briefing.disputes)}
    lines = [line.text for line in briefing.lines]
    unsupported = sum(line.check == "unsupported" for line in briefing.lines)
    print(
        f"{asked.length}: claims {sum(map(bool, found.values()))} of {len(found)}, correctly laddered {len(right)}; "
        f"disputes {len(have)} of {len(wanted['disputes'])}; lines {len(lines)}, "
        f"unsupported {unsupported}, duplicate {len(lines) - len(set(lines))}"
    )
    if asked.misses:
        for claim in wanted["claims"]:
            if claim["id"] not in right:
                shown = [[rung.name for rung in one.attribution] for one in found[claim["id"]]]
                print(f"  {claim['id']}: {'ladder ' + str(shown) if shown else 'not carried'}")
        print(
            "  disputes missed:", ", ".join(one["id"] for one in wanted["disputes"] if one["id"] not in have) or "none"
        )


if __name__ == "__main__":
    main()
