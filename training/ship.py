"""Mixes what was learned with the base, measures mixes and base side by side, and writes the chosen one. Floor 5.

    python -m training.ship RUN [--share .75] [--every 1]

RUN is the folder of a run of `training.learn`. Prints, for the kept questions over all sentences of their article, how
often a right one is first, in three, in five, and how well the best score separates an answer from a near miss; per
kind for the mix that is written. Then writes `assistant/weights/reader.onnx`, compares its 8 bits with the network, and
prints its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from pathlib import Path

import torch

from assistant.reading.reader import BuiltinReader, Unit
from assistant.weights.network import FOLDER, Network
from training.base import load_base, save_as
from training.groups import Group, every_sentence
from training.learn import read_all
from training.measure import measure_choice
from training.network import ReaderNetwork
from training.records import read_records
from training.scales import fix_scales
from training.tokens import Numbers


def main() -> None:
    """Measure, choose and write."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("run", type=Path)
    given.add_argument("--weights", default="tuned.pt")
    given.add_argument("--share", type=float, default=0.75, help="of what was learned; the rest is the base's")
    given.add_argument("--beside", type=float, nargs="*", default=[0.0, 0.5, 1.0], help="other shares to measure")
    given.add_argument("--every", type=int, default=1, help="measure on every n-th of the kept questions")
    asked = given.parse_args()
    torch.set_num_threads(2)
    base, numbers = asked.run / "model.onnx", Numbers(asked.run / "tokenizer.json")
    groups = [every_sentence(one) for one in read_records() if one.kept][:: asked.every]
    for share in (*asked.beside, asked.share):
        reader = mixed(base, asked.run / asked.weights, share)
        scores = read_all(reader, numbers, groups)
        print(f"share {share:.2f}: {measure_choice(groups, scores)}", flush=True)
    _tell_kinds(groups, scores)
    path = FOLDER / "reader.onnx"
    save_as(base, reader, path)
    fix_scales(path, [one for one in read_records() if not one.kept], numbers)
    _compare(path, groups[:40], scores[:40])


def mixed(base: Path, learned: Path, share: float) -> ReaderNetwork:
    """The network whose every weight is `share` of the learned one's, the rest the base's."""
    reader = load_base(base)
    known, new = reader.state_dict(), torch.load(learned)
    reader.load_state_dict({name: torch.lerp(known[name], new[name], share) for name in known})
    return reader


def _tell_kinds(groups: list[Group], scores: list[list[float]]) -> None:
    of_kind = defaultdict(list)
    for group, own in zip(groups, scores, strict=True):
        of_kind[group.record.kind].append((group, own))
    for kind, some in sorted(of_kind.items()):
        if kind != "unanswerable":
            print(f"  {kind:14} {measure_choice([group for group, _ in some], [own for _, own in some])}")


def _compare(path: Path, groups: list[Group], scores: list[list[float]]) -> None:
    """How far the 8-bit file, as the product runs it, is from the network."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    reader = BuiltinReader(Network(path.name, sha256))
    own = [
        reader.scores(group.record.question, [Unit(pair.unit, pair.context) for pair in group.pairs])
        for group in groups
    ]
    apart = sorted(abs(a - b) for one, other in zip(own, scores, strict=True) for a, b in zip(one, other, strict=True))
    print(f"8 bits: {measure_choice(groups, own)}; as a network {measure_choice(groups, scores)}")
    print(f"logits apart: median {apart[len(apart) // 2]:.2f}, 99% {apart[int(0.99 * len(apart))]:.2f}")
    print(f"{path.stat().st_size / 1e6:.1f} MB, SHA-256 {sha256}")


if __name__ == "__main__":
    main()
