"""What a language model may add to finding: words to search for, the order of passages, who says it. Floor 3.

Each help is off unless it is named (`--assist`), proposes only, and leaves everything as it was where the model is
down or its reply cannot be used. docs/measured.md says what each brings and takes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.attribution.sources import read as read_source
from assistant.attribution.words import tokens
from assistant.errors import BudgetSpent, ModelUnavailable
from assistant.language.sentences import sentence_spans
from assistant.language.terms import content_words, stem, words
from assistant.models.types import Message, Model
from assistant.types import Attribution, Evidence, Hit, Query, RungKind
from assistant.writing.dossier import harmless
from assistant.writing.orders import is_order
from prompts import render

RERANKED = 16  # passages that a model puts in order
_NAMED = 5  # of which it names so many
_SHOWN_WORDS = 55  # of each passage: 16 of them are 1,400 tokens
_MORE_WORDS = 6
_ASKED_ABOUT = 3  # sentences of an answer's best whose speaker may be asked for
_LONGEST_NAME = 60
_KINDS: Mapping[str, RungKind] = {
    "person": "person",
    "role": "person",
    "organisation": "organisation",
    "outlet": "outlet",
    "anonymous": "anonymous",
}
_SAYS = re.compile(r"[\"“”]|\b(?:said|says|say|told|claim\w*|accus\w+|den(?:y|ied|ies)|warn\w*|insist\w*|added)\b")


class Assist:
    """The helps of one model for one question. `helps`: any of "search", "rank", "speakers"."""

    def __init__(self, model: Model, helps: Sequence[str]) -> None:
        self._model, self._helps = model, frozenset(helps)
        self.notes: list[str] = []
        """What a reader should know of it."""

    def search(self, query: Query) -> Query:
        """The query with up to six more words to look for; what it asks stays as it was."""
        if "search" not in self._helps:
            return query
        reply = self._told("search", 40, question=harmless(query.text), most=str(_MORE_WORDS))
        known = {stem(word) for word in words(query.text)}
        offered = [word for part in re.split(r"[,;\n]", reply) for word in content_words(part)[:2]]
        fresh = [word for word in dict.fromkeys(offered) if stem(word) not in known and word.isalpha()]
        own = query.words or tuple(content_words(query.text))
        return replace(query, words=(*own, *fresh[:_MORE_WORDS])) if fresh else query

    def rank(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with those in front that the model names, in its order; the others keep theirs."""
        if "rank" not in self._helps or len(hits) < 2:
            return list(hits)
        shown = hits[:RERANKED]
        lines = "\n".join(f"{number}. {_shown(hit)}" for number, hit in enumerate(shown, 1))
        reply = self._told(
            "rank", 40, fence=_fence(query.text, lines), passages=lines, question=harmless(query.text),
            most=str(min(_NAMED, len(shown))),
        )  # fmt: skip
        numbers = list(dict.fromkeys(int(found) for found in re.findall(r"\d{1,3}", reply)))[:_NAMED]
        if not numbers or not all(1 <= number <= len(shown) for number in numbers):
            return list(hits)
        first = [shown[number - 1] for number in numbers]
        return [*first, *(hit for hit in hits if hit not in first)]

    def speakers(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence; where the rules left open who says it, with whom the model names and the text prints."""
        if "speakers" not in self._helps:
            return list(evidence)
        left = _ASKED_ABOUT
        found: list[Evidence] = []
        for piece in evidence:
            rung = None
            if left and len(piece.ladder) < 2 and _SAYS.search(piece.quote) and not is_order(piece.quote):
                left -= 1
                rung = self.speaker(piece)
            if rung:
                self.notes.append(f"That {rung.name} is the source of a line was read by the model, not by rule.")
            found.append(replace(piece, ladder=(*piece.ladder, rung)) if rung else piece)
        return found

    def speaker(self, piece: Evidence) -> Attribution | None:
        """Who says a sentence: only as the sentence itself or one beside it prints it. None where nobody is named."""
        before, after = _beside(piece)
        own = harmless(piece.quote)
        reply = self._told(
            "speaker", 30, fence=_fence(before, own, after), before=before, sentence=own, after=after
        )  # fmt: skip
        name = harmless(reply.splitlines()[0] if reply else "").strip("\"'“”‘’ .")
        if not 1 < len(name) <= _LONGEST_NAME or name == "NOBODY" or not words(name):
            return None
        if not any(name in text for text in (own, before, after)):
            return None
        marks = tokens(name, (0, len(name)), ())
        source = read_source(marks, 0, len(marks), {})
        kind = _KINDS.get(source.kind) if source else None
        return Attribution(name, kind) if kind else None

    def _told(self, prompt: str, most_tokens: int, **slots: str) -> str:
        """The model's reply; empty where it cannot be had."""
        system, user = render(prompt, **slots)
        try:
            reply = self._model.complete([Message("system", system), Message("user", user)], max_tokens=most_tokens)
        except (ModelUnavailable, BudgetSpent):
            return ""  # a help that is not there; the writer meets the same fault, and tells it
        return reply.text.strip()


def _fence(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def _shown(hit: Hit) -> str:
    """A passage as one short line: whose it is, and how it begins."""
    article = hit.article
    head = ", ".join(harmless(part) for part in (article.outlet, article.published, article.title) if part)
    return f"{head}: {' '.join(harmless(hit.passage.text).split()[:_SHOWN_WORDS])}"


def _beside(piece: Evidence) -> tuple[str, str]:
    """The sentences before and after one of an article, made harmless; orders to machines left out."""
    text = piece.article.text
    near = text[max(0, piece.start - 400) : piece.start], text[piece.end : piece.end + 400]
    before = [near[0][start:end] for start, end in sentence_spans(near[0])][-1:]
    after = [near[1][start:end] for start, end in sentence_spans(near[1])][:1]
    kept = [
        " ".join(one for one in map(harmless, some) if not is_order(one)) or "(nothing)" for some in (before, after)
    ]
    return kept[0], kept[1]
