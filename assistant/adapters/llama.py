"""Sayso as llama-index parts: retriever, node postprocessor, query engine, transformation, evaluator. Floor 4.

Each replaces its stock counterpart in llama-index code. docs/api.md shows each in ten lines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.evaluation.base import BaseEvaluator, EvaluationResult
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import BaseNode, NodeRelationship, NodeWithScore, QueryBundle, TextNode, TransformComponent
from pydantic import ConfigDict

from assistant.attribution.origins import find_origins
from assistant.checking.check import check
from assistant.checking.drafts import CheckedSentence, UncheckedSentence
from assistant.desk import Desk
from assistant.finding.passages import ladders_of, sentences_of
from assistant.language.sentences import sentence_spans
from assistant.reading.checked_context import CitedSentence
from assistant.types import Article, Attribution, Citation, Evidence, Filters, Hit
from assistant.writing.render import answer_json, ladder_text
from ingest.split import split


class SaysoRetriever(BaseRetriever):  # type: ignore[misc]
    """The passages that Sayso finds, best first, as nodes.

    A node's metadata have title, outlet, day and address, the place of the passage in its article (`start`, `end`),
    and `attribution`: the ladder of each of its sentences, outlet first.
    """

    def __init__(self, desk: Desk, top: int = 10, filters: Filters | None = None) -> None:
        super().__init__()
        self._desk, self._top, self._filters = desk, top, filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        _, hits = self._desk.search(query_bundle.query_str, self._filters, self._top)
        return [_node(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class SaysoPostprocessor(BaseNodePostprocessor):  # type: ignore[misc]
    """Adds the ladders of their sentences (`attribution`) and their `origin` to nodes of any retriever.

    `outlet_key` names the metadata field that holds the outlet. Nodes that repeat one report have the same origin.
    """

    outlet_key: str = "outlet"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        pieces = []
        for number, node in enumerate(nodes):
            text, outlet = node.node.get_content(), node.node.metadata.get(self.outlet_key)
            spans, rungs = ladders_of(text, outlet)
            deepest = max(rungs, key=len, default=())
            article = Article(node.node.node_id, text, node.node.metadata.get("title"), outlet)
            pieces.append(Evidence(number, article, 0, len(text), deepest))
            node.node.metadata["attribution"] = _ladder_lines(text, spans, rungs)
        for origin in find_origins(pieces):
            for number in origin.citations:
                nodes[number].node.metadata["origin"] = origin.name
        return nodes


class SaysoQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Sayso's answer as a response: its text, its quotes as source nodes, and the whole of it under `metadata`."""

    def __init__(self, desk: Desk, filters: Filters | None = None) -> None:
        super().__init__(callback_manager=None)
        self._desk, self._filters = desk, filters

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._desk.ask(query_bundle.query_str, self._filters)
        nodes = [NodeWithScore(node=_quote_node(one), score=None) for one in answer.citations]
        return Response(answer.text, nodes, {"sayso": answer_json(answer)})

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)


class SaysoTransform(TransformComponent):  # type: ignore[misc]
    """Cuts documents into Sayso's passages: whole sentences, at most 180 words, each with its exact place.

    `document.text[node.start_char_idx:node.end_char_idx] == node.text`, also for text that occurs twice.
    """

    outlet_key: str = "outlet"

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> list[BaseNode]:
        """The passages of all documents, in order, each with its document's metadata and its `attribution`."""
        found: list[BaseNode] = []
        for document in nodes:
            text, outlet = document.get_content(), document.metadata.get(self.outlet_key)
            spans, rungs = ladders_of(text, outlet)
            for passage in split(document.node_id, text):
                inside = [at for at, (start, end) in enumerate(spans) if passage.start <= start and end <= passage.end]
                node = TextNode(
                    id_=passage.id,
                    text=passage.text,
                    start_char_idx=passage.start,
                    end_char_idx=passage.end,
                    metadata={
                        **document.metadata,
                        "attribution": _ladder_lines(text, [spans[at] for at in inside], [rungs[at] for at in inside]),
                    },
                    excluded_embed_metadata_keys=["attribution", *document.excluded_embed_metadata_keys],
                    excluded_llm_metadata_keys=list(document.excluded_llm_metadata_keys),
                )
                node.relationships = dict(document.relationships)
                node.relationships[NodeRelationship.SOURCE] = document.as_related_node_info()
                found.append(node)
        return found


class SaysoEvaluator(BaseEvaluator):  # type: ignore[misc]
    """Whether a response is supported by its contexts, sentence by sentence, by Sayso's own checks.

    The score is the share of sentences that are not `unsupported`; it passes if all are. Without a desk with a
    checking model, only quotations and figures are compared. Without contexts, a desk's index is used.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def __init__(self, desk: Desk | None = None) -> None:
        self._desk = desk

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts_dict: dict[str, Any]) -> None:
        return None

    async def aevaluate(
        self,
        query: str | None = None,
        response: str | None = None,
        contexts: Sequence[str] | None = None,
        **_: Any,
    ) -> EvaluationResult:
        """The result; `feedback` names each unsupported sentence, and why."""
        text = response or ""
        sentences = [text[slice(*span)] for span in sentence_spans(text)]
        if not sentences:
            return EvaluationResult(
                query=query, response=response, contexts=contexts, invalid_result=True, invalid_reason="No response."
            )
        checked = await asyncio.to_thread(self._checked, sentences, contexts)
        wrong = [one for one in checked if one.verdict.check == "unsupported"]
        feedback = "\n".join(f"{one.text}: {one.verdict.reason}" for one in wrong) or "Nothing in it is unsupported."
        return EvaluationResult(
            query=query,
            response=response,
            contexts=contexts,
            passing=not wrong,
            score=1 - len(wrong) / len(checked),
            feedback=feedback,
        )

    def _checked(self, sentences: Sequence[str], contexts: Sequence[str] | None) -> list[CheckedSentence]:
        if self._desk is not None:
            cited = None if contexts is None else tuple({"quote": one} for one in contexts)
            return self._desk.check([UncheckedSentence(one, cited) for one in sentences])
        pieces = tuple(
            Evidence(number, Article(f"context-{number}", one), 0, len(one))
            for number, one in enumerate(contexts or (), 1)
        )
        verdicts = check([CitedSentence(one, pieces) for one in sentences])
        return [CheckedSentence(one, verdict, pieces) for one, verdict in zip(sentences, verdicts, strict=True)]


def _node(hit: Hit) -> NodeWithScore:
    article, passage = hit.article, hit.passage
    pieces = [one for one in sentences_of([hit]) if passage.start <= one.start and one.end <= passage.end]
    metadata = {
        **_facts(article.id, article.title, article.outlet, article.published, article.url, article.version),
        "start": passage.start,
        "end": passage.end,
        "attribution": _ladder_lines(
            article.text, [(one.start, one.end) for one in pieces], [one.ladder for one in pieces]
        ),
    }
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["article_id", "version", "start", "end"],
    )
    return NodeWithScore(node=node, score=hit.score)


def _quote_node(citation: Citation) -> TextNode:
    facts = _facts(
        citation.article_id, citation.title, citation.outlet, citation.published, citation.url, citation.version
    )
    place = {"start": citation.start, "end": citation.end, "number": citation.number}
    return TextNode(
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={**facts, **place, "attribution": ladder_text(citation)},
    )


def _facts(
    article_id: str,
    title: str | None,
    outlet: str | None,
    published: str | None,
    url: str | None,
    version: str | None,
) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "title": title,
        "outlet": outlet,
        "published": published,
        "url": url,
        "version": version,
    }


def _ladder_lines(text: str, spans: Sequence[tuple[int, int]], rungs: Sequence[tuple[Attribution, ...]]) -> list[str]:
    """A line for each attributed sentence: "The Courier <- Rostec: its first words"."""
    return [
        f"{' <- '.join(rung.name for rung in ladder)}: {text[start : min(end, start + 60)]}"
        for (start, end), ladder in zip(spans, rungs, strict=True)
        if any(rung.kind != "outlet" for rung in ladder) or len(ladder) > 1
    ]
