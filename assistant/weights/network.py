"""Runs a network that ships with the package, on the processor. Floor 1: sole owner of onnxruntime and tokenizers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TOKENIZER = ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037")
START, END = 101, 102  # [CLS] and [SEP] in the vocabulary of BERT
_BATCH_TOKENS = 256  # affects speed only; 768 is no faster


class WrongWeights(Exception):
    """A file of weights is missing or has another checksum; the message is the end of a sentence."""


class Network:
    """A BERT-like network in ONNX, loaded on the first call. Safe to share between threads.

    `name` and `sha256` are those of its file in `folder`; the first call raises WrongWeights for another file.
    """

    def __init__(self, name: str, sha256: str, *, folder: Path = FOLDER) -> None:
        self._file, self._folder = (name, sha256), folder
        self._session: Any = None
        self._tokenizer: Any = None
        self._workers: Any = None

    def tokens(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """The token ids of each text, at most `most`, without [CLS] and [SEP]."""
        self._load()
        return [one.ids[:most] for one in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def run(self, rows: Sequence[Sequence[int]], second: Sequence[int]) -> Iterator[tuple[list[int], Any, Any]]:
        """The output in batches: indices of the rows, attention mask (rows, width), output of the network.

        `second` holds for each row the position where its second segment begins. Rows of similar length form a batch,
        to keep padding low; batches come in order of length.
        """
        self._load()
        batches = list(_batches([len(row) for row in rows]))

        def run(batch: list[int]) -> tuple[list[int], Any, Any]:
            return batch, *self._run([rows[at] for at in batch], [second[at] for at in batch])

        yield from map(run, batches) if len(batches) == 1 else self._workers.map(run, batches)

    def _run(self, rows: Sequence[Sequence[int]], second: Sequence[int]) -> tuple[Any, Any]:
        """The mask and the output of one batch, padded to its last row, the longest."""
        import numpy as np

        ids = np.zeros((len(rows), len(rows[-1])), dtype=np.int64)
        mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
            kinds[at, second[at] : len(row)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        wanted = {given.name for given in self._session.get_inputs()}
        found = self._session.run(None, {name: value for name, value in inputs.items() if name in wanted})
        return mask, found[0]

    def _load(self) -> None:
        if self._session is not None:
            return
        model, tokenizer = self._checked(*self._file), self._checked(*TOKENIZER)
        # Disables onnxruntime's telemetry; must be set before the import.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One batch a core takes 12% less processor time than every batch on all of them.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._workers = ThreadPoolExecutor(int(os.environ.get("OMP_NUM_THREADS", 0)) or (os.cpu_count() or 1))
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def _checked(self, name: str, sha256: str) -> Path:
        """The path of a file of weights. Raises WrongWeights unless its checksum is the expected one."""
        path = self._folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise WrongWeights(f"lacks its file {path}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WrongWeights(f"has a changed file {path}")
        return path


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row indices, shortest row first, in batches of at most _BATCH_TOKENS tokens, padding included."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[at] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
