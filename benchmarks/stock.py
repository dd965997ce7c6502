"""Stock llama-index retrieval over the vectors of a Sayso index, to compare with. Floor 4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.index.catalog import open_catalog
from assistant.index.chroma_vectors import ChromaVectors
from assistant.index.embedder import Embedder, llama_embedding
from assistant.settings import Settings
from assistant.types import Filters


def stock_search(settings: Settings, embedder: Embedder) -> Callable[[str], list[str]]:
    """From a question to the texts of ten passages, by llama-index's retriever as it comes.

    It reads the very vectors of the index, through an adapter that asks Chroma once, as llama-index's own does: that
    one finds only what it stored itself. The texts come from the catalogue.
    """
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQuery, VectorStoreQueryResult

    store, catalog = ChromaVectors(settings.home / "chroma"), open_catalog(settings)

    class OneQuery(BasePydanticVectorStore):  # type: ignore[misc]
        """The collection as a llama-index vector store, for reading."""

        stores_text: bool = True
        flat_metadata: bool = True

        @property
        def client(self) -> Any:
            """Nothing that a retriever needs."""
            return None

        def add(self, nodes: Sequence[Any], **_: Any) -> list[str]:
            """Nothing is written here."""
            raise NotImplementedError

        def delete(self, ref_doc_id: str, **_: Any) -> None:
            """Nothing is deleted here."""
            raise NotImplementedError

        def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
            """The nearest passages as nodes."""
            found = store.nearest(query.query_embedding, Filters(), query.similarity_top_k)
            passages = catalog.passages([id_ for id_, _ in found])
            nodes = [TextNode(id_=id_, text=passages[id_].text) for id_, _ in found]
            return VectorStoreQueryResult(
                nodes=nodes, similarities=[cosine for _, cosine in found], ids=[id_ for id_, _ in found]
            )

    index = VectorStoreIndex.from_vector_store(OneQuery(), embed_model=llama_embedding(embedder))
    retriever = index.as_retriever(similarity_top_k=10)
    return lambda text: [found.node.get_content() for found in retriever.retrieve(text)]
