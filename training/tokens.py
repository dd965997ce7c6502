"""Turns pairs into the numbers that the network reads. Floor 5."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from assistant.reading.reader_input import CONTEXT_TOKENS, QUESTION_TOKENS, UNIT_TOKENS, reader_tokens
from training.groups import TrainingPair


class Numbers:
    """The tokenizer of the base. Safe to call again and again."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def of(self, pairs: Sequence[TrainingPair]) -> list[list[int]]:
        """The ids of each pair: [CLS] question [SEP] unit [SEP] context [SEP]."""
        texts = sorted({text for pair in pairs for text in (pair.question, pair.unit, pair.context)})
        encoded = dict(zip(texts, self._tokenizer.encode_batch(texts, add_special_tokens=False), strict=True))
        return [
            reader_tokens(
                encoded[pair.question].ids[:QUESTION_TOKENS],
                encoded[pair.unit].ids[:UNIT_TOKENS],
                encoded[pair.context].ids[:CONTEXT_TOKENS],
            )
            for pair in pairs
        ]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and kinds of a batch, each (batch, width); the question is kind 0, the rest kind 1."""
    width = max(map(len, rows))
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    mask, kinds = torch.zeros_like(ids), torch.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
        kinds[at, list(row).index(102) + 1 : len(row)] = 1
    return ids, mask, kinds
