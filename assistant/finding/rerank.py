"""Runs an optional user-supplied reranker: any llama-index node postprocessor, by name. Floor 2.

None is included: no small model with bundled weights improved results enough for its time. The same passages always
come back: those the reranker drops go to the end, and nodes it adds are ignored.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.errors import BadSetting
from assistant.plugins import find_maker, make
from assistant.types import Hit

_VARIABLE = "SAYSO_RERANKER"
_FORM = "the module:Class of a llama-index BaseNodePostprocessor that can be made without arguments"


class Reranker:
    """Reorders hits with a llama-index postprocessor. Raises BadSetting, BadPlugin.

    `name` is `module:Class`, `module:function` for a factory function, or an entry point of a package.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        module, _, rest = name.partition(":")
        if (found := find_maker("sayso.rerankers", module, rest)) is None:
            raise BadSetting(_VARIABLE, name, _FORM)
        self._postprocessor = make(name, found[0], *found[1])
        if not hasattr(self._postprocessor, "postprocess_nodes"):
            raise BadSetting(_VARIABLE, name, f"{_FORM} (this has no postprocess_nodes)")

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits in the reranker's order; in the given order if it fails, with a warning in the log.

        Each hit takes the score of its new position, so scores stay in descending order.
        """
        if len(hits) < 2:
            return list(hits)
        try:
            ranked = self._postprocessor.postprocess_nodes([_node(hit) for hit in hits], query_str=question)
            order = [one.node.node_id for one in ranked]
        except Exception as error:  # third-party code may raise anything; retrieval still works without it
            logging.getLogger(__name__).warning(
                "The reranker %s failed (%s: %s); the order is as without it.", self._name, type(error).__name__, error
            )
            return list(hits)
        by_id = {hit.passage.id: hit for hit in hits}
        first = [by_id[id_] for id_ in dict.fromkeys(order) if id_ in by_id]
        moved = {hit.passage.id for hit in first}
        every = first + [hit for hit in hits if hit.passage.id not in moved]
        return [replace(hit, score=place.score) for hit, place in zip(every, hits, strict=True)]


def _node(hit: Hit) -> Any:
    """A hit as a llama-index node, with title, outlet and day as metadata."""
    from llama_index.core.schema import NodeWithScore, TextNode

    facts = {"title": hit.article.title, "outlet": hit.article.outlet, "published": hit.article.published}
    metadata = {name: fact for name, fact in facts.items() if fact}
    return NodeWithScore(node=TextNode(id_=hit.passage.id, text=hit.passage.text, metadata=metadata), score=hit.score)
