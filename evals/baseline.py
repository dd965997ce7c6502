"""The stock LlamaIndex pipeline as a system to compare with: same corpus, same embedder, same model. Floor 4.

SentenceSplitter, VectorStoreIndex and CitationQueryEngine as they come (chunks of 1024 tokens, three retrieved, cited
in chunks of 512). Without a language model its retriever answers with the top passage. The pipeline knows neither
filters nor ladders nor disputes, so those parts of its answers are empty, and it refuses only in words.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from assistant.language.sentences import sentence_spans
from assistant.models.types import Message, Model
from assistant.settings import Settings
from assistant.types import Answer, Article, Citation, Sentence, Usage
from evals.clock import ClockedModel
from evals.items import GoldItem
from evals.solve import SEARCH_DEPTH, Solution

_RETRIEVED = 3
_REPLY_TOKENS = 512
_MARK = re.compile(r"\[(?:Sources? )?(\d+(?:\s*,\s*\d+)*)\]")  # models copy the prompt's own heading, too
_HEADING = re.compile(r"^Source \d+:\n")
_DECLINES = re.compile(
    r"\bnone of the (provided )?sources\b|\bsources? (do|does) not\b|\bno (relevant )?information\b"
    r"|\bnot (mentioned|provided|specified) in\b|\bcannot (answer|be answered|determine)\b|^Empty Response$",
    re.IGNORECASE,
)


class StockIndex:
    """The articles as a VectorStoreIndex in memory, built at the first use and shared by all workers."""

    def __init__(self, settings: Settings, articles: Mapping[str, Article]) -> None:
        self.articles = articles
        self._settings = settings
        self._lock = threading.Lock()

    def retriever(self, top: int) -> Any:
        """A retriever of the `top` nearest nodes."""
        with self._lock:
            return self._index.as_retriever(similarity_top_k=top)

    def engine(self, llm: Any) -> Any:
        """A CitationQueryEngine over the index."""
        from llama_index.core.query_engine import CitationQueryEngine

        with self._lock:
            return CitationQueryEngine.from_args(self._index, llm=llm, similarity_top_k=_RETRIEVED)

    @cached_property
    def _index(self) -> Any:
        from assistant.models.tokens import count_tokens

        count_tokens("")  # points tiktoken, which the splitter uses, to the tables that are installed
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        from assistant.index.embedder import llama_embedding, open_embedder

        embedder = open_embedder(self._settings)
        if embedder is None:
            from assistant.errors import BadSetting

            raise BadSetting("SAYSO_EMBEDDER", "none", "an embedder where --baseline llamaindex is asked for")
        documents = [
            Document(text=one.text, id_=one.id, metadata={"outlet": one.outlet or "", "title": one.title or ""})
            for one in self.articles.values()
        ]
        return VectorStoreIndex.from_documents(
            documents, transformations=[SentenceSplitter()], embed_model=llama_embedding(embedder), show_progress=False
        )


class LlamaIndexSolver:
    """Asks the stock pipeline; without a model only its retriever."""

    def __init__(self, name: str, index: StockIndex, model: Model | None = None) -> None:
        self._name, self._index = name, index
        self._model = ClockedModel(model) if model else None

    def solve(self, item: GoldItem) -> Solution:
        """Its answer in our terms, and its ranking of articles."""
        began = time.perf_counter()
        if self._model is None:
            answer = self._passage(item.question)
        else:
            self._model.first = None
            response = self._index.engine(_llm(self._model)).query(item.question)
            answer = from_response(item.question, str(response), response.source_nodes, self._index.articles)
        usage = Usage(seconds=round(time.perf_counter() - began, 3))
        ranked = tuple(one.node.ref_doc_id for one in self._index.retriever(SEARCH_DEPTH).retrieve(item.question))
        first = self._model.since(began) if self._model else None
        return Solution(_named(answer, self._name, usage), ranked, first)

    def _passage(self, question: str) -> Answer:
        """The nearest passage as the answer, each of its sentences citing it."""
        (best,) = self._index.retriever(1).retrieve(question)[:1]
        citation = cite(1, best.node, self._index.articles)
        text = citation.quote
        sentences = tuple(Sentence(text[a:b], (1,), "verbatim", "") for a, b in sentence_spans(text))
        return Answer(question, "answered", f"{text} [1]", sentences, (citation,))


def from_response(question: str, text: str, nodes: Sequence[Any], articles: Mapping[str, Article]) -> Answer:
    """A CitationQueryEngine's reply as an Answer.

    Its sentences cite by the marks that stand in them; its citations are the source nodes so cited. A reply that cites
    nothing and says that the sources are silent counts as a refusal, in the pipeline's favour.
    """
    if not _MARK.search(text) and _DECLINES.search(text.strip()):
        return Answer(question, "not_in_corpus", text)
    sentences, used = [], set()
    for start, end in sentence_spans(text):
        numbers = [int(one) for marks in _MARK.findall(text[start:end]) for one in marks.split(",")]
        bare = " ".join(re.sub(rf"\s*{_MARK.pattern}", "", text[start:end]).split())
        if not re.search(r"\w", bare):
            continue
        sentences.append(
            Sentence(bare, tuple(dict.fromkeys(numbers)), "unsupported", "the stock pipeline checks nothing")
        )
        used.update(numbers)
    citations = tuple(cite(number, one.node, articles) for number, one in enumerate(nodes, 1) if number in used)
    return Answer(question, "answered", text, tuple(sentences), citations)


def cite(number: int, node: Any, articles: Mapping[str, Article]) -> Citation:
    """A source node as a citation, located in the article; (0, 0) if its text is not there."""
    article = articles[node.ref_doc_id]
    quote = _HEADING.sub("", node.get_content()).strip()
    start = article.text.find(quote)
    place = (start, start + len(quote)) if start >= 0 else (0, 0)
    outlet = node.metadata.get("outlet") or None
    return Citation(number, article.id, outlet, article.title, article.published, article.url, quote, *place)


def _named(answer: Answer, name: str, usage: Usage) -> Answer:
    from dataclasses import replace

    return replace(answer, model=name, usage=usage)


def _llm(model: Model) -> Any:
    """Our model as a llama-index LLM, so that both pipelines call the same one, recorded or replayed alike."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class AdaptedModel(CustomLLM):  # type: ignore[misc]  # defined here: the base costs 1.4 s to import
        """Passes every completion to our model."""

        @property
        def metadata(self) -> Any:
            return LLMMetadata(model_name=model.name, context_window=model.window_tokens, num_output=_REPLY_TOKENS)

        def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
            return CompletionResponse(text=model.complete([Message("user", prompt)], max_tokens=_REPLY_TOKENS).text)

        def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
            yield self.complete(prompt)

    return AdaptedModel()
