"""Turns text into unit vectors. Floor 1: sole owner of llama-index's embeddings.

The built-in embedder is all-MiniLM-L6-v2 in ONNX, whose weights ship with the package. Any embedding served over the
OpenAI API, and any llama-index embedding, can replace it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from assistant.addresses import login_of, without_login
from assistant.errors import BadPlugin, BadSetting, EmbedderUnavailable
from assistant.models.registry import SERVERS
from assistant.plugins import find_maker, integration, make
from assistant.settings import Settings
from assistant.weights.network import END, FOLDER, START, Network, WrongWeights

Vector = list[float]

_FILE = ("embedder.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
_MAX_TOKENS = 256
_INTEGRATIONS = {
    "mistral": ("llama_index.embeddings.mistralai", "MistralAIEmbedding", "llama-index-embeddings-mistralai"),
    "google": ("llama_index.embeddings.google_genai", "GoogleGenAIEmbedding", "llama-index-embeddings-google-genai"),
    "cohere": ("llama_index.embeddings.cohere", "CohereEmbedding", "llama-index-embeddings-cohere"),
    "huggingface": (
        "llama_index.embeddings.huggingface", "HuggingFaceEmbedding", "llama-index-embeddings-huggingface"
    ),
}  # fmt: skip
"""`<name>:<model>` -> module, class and package; the name is also that of the extra."""
_SERVED = ", ".join(f"{name}:<model>" for name in ("openai", *SERVERS))
_FORMS = f"builtin, none, {_SERVED}, openai-like:<model>@<url>, another's name or module:Class"


class Embedder(Protocol):
    """An embedder. Its vectors have length 1; `name` identifies the vector space."""

    name: str

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector per text, in the order given; no texts give an empty list."""
        ...

    def embed_query(self, text: str) -> Vector:
        """The vector of a search query."""
        ...


def open_embedder(settings: Settings) -> Embedder | None:
    """The embedder that the settings name, or None for `none` (lexical search only). Loads nothing yet."""
    if settings.embedder == "none":
        return None
    if settings.embedder == "builtin":
        return BuiltinEmbedder()
    given = settings.as_given(settings.embedder)
    kind, _, rest = given.partition(":")
    if kind == "openai" and rest:
        address = settings.as_given(settings.openai_base_url) if settings.openai_base_url else None
        return RemoteEmbedder(settings.embedder, rest, settings.openai_api_key, address)
    if kind in SERVERS and rest:
        return RemoteEmbedder(settings.embedder, rest, settings.api_key or "none", SERVERS[kind](settings))
    if kind == "openai-like":
        found = re.fullmatch(r"(.+?)@(https?://[^?#]+)", rest)
        if found is None:
            raise BadSetting("SAYSO_EMBEDDER", settings.embedder, "an address without ? and #")
        return RemoteEmbedder(settings.embedder, found[1], settings.api_key or "none", found[2])
    if rest and (maker := _maker(settings.embedder, kind, rest)):
        return _made(settings.embedder, *maker)
    raise BadSetting("SAYSO_EMBEDDER", settings.embedder, _FORMS)


def _maker(name: str, kind: str, rest: str) -> tuple[Callable[..., Any], tuple[str, ...]] | None:
    """The factory of a third-party embedder and its arguments; None where nothing is known by that name.

    A known llama-index integration, an entry point of an installed package, or `module:Class`.
    """
    if kind in _INTEGRATIONS:
        made_by = integration(f"The embedder {name}", *_INTEGRATIONS[kind], kind)
        return partial(made_by, model_name=rest), ()
    return find_maker("sayso.embedders", kind, rest)


def _made(name: str, made_by: Callable[..., Any], arguments: tuple[str, ...]) -> Embedder:
    """What the factory makes, wrapped where it is a llama-index embedding. Raises BadPlugin for anything else."""
    made = make(name, made_by, *arguments)
    if hasattr(made, "embed_passages") and hasattr(made, "embed_query"):
        made.name = name
        ours: Embedder = made
        return ours
    if not hasattr(made, "get_text_embedding_batch"):
        raise BadPlugin(name, f"it gives no llama-index embedding, but {type(made).__name__}")
    return PluggedEmbedder(name, made)


class PluggedEmbedder:
    """A third-party llama-index embedding; its vectors are scaled to length 1."""

    def __init__(self, name: str, embedding: Any) -> None:
        self.name = name
        self._embedding = embedding

    def embed_query(self, text: str) -> Vector:
        """The vector of a search query."""
        return _unit(self._guarded(lambda: self._embedding.get_query_embedding(text)))

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector per text, in the order given; no texts give an empty list."""
        return [_unit(one) for one in self._guarded(lambda: self._embedding.get_text_embedding_batch(list(texts)))]

    def _guarded(self, embed: Callable[[], Any]) -> Any:
        try:
            return embed()
        except Exception as error:  # third-party code may raise anything
            raise EmbedderUnavailable(self.name, f"failed ({type(error).__name__}: {error})", "Mend it.") from error


class BuiltinEmbedder:
    """all-MiniLM-L6-v2 (384 dimensions, English, 256 tokens), on the processor, with no network."""

    name = "builtin:all-MiniLM-L6-v2-int8"

    def __init__(self, folder: Path = FOLDER) -> None:
        self._network = Network(*_FILE, folder=folder)

    def embed_query(self, text: str) -> Vector:
        """The vector of a search query. About 4 ms."""
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in the order given: the masked mean of its token states, scaled to length 1."""
        import numpy as np

        try:
            tokens = self._network.tokens(texts, _MAX_TOKENS - 2)
        except WrongWeights as error:
            remedy = "Install the package anew, or set SAYSO_EMBEDDER=none."
            raise EmbedderUnavailable("builtin", str(error), remedy) from error
        rows = [[START, *ids, END] for ids in tokens]
        vectors: list[Vector] = [[]] * len(rows)
        for batch, mask, states in self._network.run(rows, [len(row) for row in rows]):
            weights = mask[:, :, None].astype(np.float32)
            mean = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
            unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
            for at, vector in zip(batch, unit.tolist(), strict=True):
                vectors[at] = vector
        return vectors


class RemoteEmbedder:
    """An embedding served over the OpenAI API, through llama-index's classes.

    `name` is what is shown and stored; `address` may hold a login, which takes the place of the key.
    """

    def __init__(self, name: str, model: str, api_key: str | None, address: str | None = None) -> None:
        self.name = name
        self._model = model
        self._api_key = api_key
        self._address = address
        self._embedding: Any = None

    def embed_query(self, text: str) -> Vector:
        """The vector of a search query."""
        return self._guard("get_query_embedding", text)[0]

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector per text, in the order given; no texts give an empty list."""
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

            if self._address is None:
                self._embedding = OpenAIEmbedding(model=self._model, api_key=self._api_key, max_retries=3)
            else:
                import httpx

                self._embedding = OpenAIEmbedding(
                    model_name=self._model,
                    api_base=without_login(self._address),  # httpx logs the address
                    api_key=self._api_key,
                    max_retries=3,
                    http_client=httpx.Client(auth=login_of(self._address)),
                )
        return self._embedding


def _unit(vector: Vector) -> Vector:
    length = sum(value * value for value in vector) ** 0.5
    return [value / length for value in vector] if length else vector


def llama_embedding(embedder: Embedder) -> Any:
    """The embedder as a llama-index `BaseEmbedding`, for its pipelines, indexes and retrievers."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class SaysoEmbedding(BaseEmbedding):  # type: ignore[misc]  # defined here: the base costs 1.4 s to import
        """Delegates every call to `embedder`."""

        def _get_text_embedding(self, text: str) -> Vector:
            return embedder.embed_passages([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[Vector]:
            return embedder.embed_passages(texts)

        def _get_query_embedding(self, query: str) -> Vector:
            return embedder.embed_query(query)

        async def _aget_query_embedding(self, query: str) -> Vector:
            return embedder.embed_query(query)

    return SaysoEmbedding(model_name=embedder.name, embed_batch_size=64)
