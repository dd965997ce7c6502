"""Sets evidence out for a language model: keyed, harmless, within a budget of tokens. Floor 2. Pure functions."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.language.outlet_table import kinds_of
from assistant.models.tokens import count_tokens
from assistant.reading.injection import is_injection
from assistant.types import Article, Evidence

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LONGEST_TOKENS = 300  # a longer "sentence" is a table or a list that lost its lines
_MOST_SOURCES = 6  # names of sources at the head of an article
_LONGEST_TITLE = 200  # characters
# What steers a chat template or closes a fence is made of these; llama.cpp reads `<|im_start|>` even inside a message.
_MARKS = str.maketrans("“”„«»‘’", '"""""\'\'')
_DEFUSED = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "【": "(", "】": ")", "`": "'", "{": "(", "}": ")"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Evidence as a prompt shows it. `keys` maps the key that the model sees ("R12") to the evidence."""

    text: str
    fence: str
    keys: Mapping[str, Evidence]
    withheld: int = 0
    """Sentences that read like orders to a machine, and were left out."""

    def key_of(self, number: int) -> str | None:
        """The key under which the evidence of that number is shown, None where it found no room."""
        return next((key for key, piece in self.keys.items() if piece.key == number), None)

    def outlets(self) -> dict[str, str]:
        """The outlet behind each key."""
        return {key: piece.article.outlet or "an unnamed outlet" for key, piece in self.keys.items()}


def lay_out_lines(seed: str, evidence: Sequence[Evidence], budget_tokens: int) -> Layout:
    """Single sentences, each with outlet, day and sources before it, shown article by article.

    For a model that reads little. `evidence` comes best first and is taken in that order while the budget lasts.
    `seed` is what is asked: see `_seal` for what it is good for.
    """
    letter, fence = _seal(seed, evidence)
    fit = [piece for piece in evidence if not is_injection(harmless(piece.quote))]
    chosen = _within(fit, [_line(f"{letter}{piece.key}", piece) for piece in fit], budget_tokens)
    keys = {f"{letter}{piece.key}": piece for group in _by_article(chosen) for piece in group}
    text = "\n".join(_line(key, piece) for key, piece in keys.items())
    return Layout(text, fence, keys, len(evidence) - len(fit))


def lay_out_passages(seed: str, evidence: Sequence[Evidence], budget_tokens: int) -> Layout:
    """Passages as they were printed: a head for each article, then its sentences, each behind its key.

    `evidence` comes best first and is taken in that order while the budget lasts; the articles stand in the order of
    their first sentence, the sentences of each in the article's. "..." stands where text is left out between two.
    """
    letter, fence = _seal(seed, evidence)
    fit = [piece for piece in evidence if not is_injection(harmless(piece.quote))]
    begun: set[str] = set()
    lines = []
    for piece in fit:
        head = "" if piece.article.id in begun else f"{_head(piece.article, [piece])}\n"
        begun.add(piece.article.id)
        lines.append(f"{head}[{letter}{piece.key}] {harmless(piece.quote)}")
    chosen = _within(fit, lines, budget_tokens)
    blocks: list[str] = []
    keys: dict[str, Evidence] = {}
    for group in _by_article(chosen):
        printed = [_head(group[0].article, group)]
        end: int | None = None
        for piece in group:
            if end is not None and piece.article.text[end : piece.start].strip():
                printed.append("...")
            key, end = f"{letter}{piece.key}", piece.end
            keys[key] = piece
            printed.append(f"[{key}] {harmless(piece.quote)}")
        blocks.append("\n".join(printed))
    return Layout("\n\n".join(blocks), fence, keys, len(evidence) - len(fit))


def harmless(text: str) -> str:
    """A hostile text as one line of plain words.

    Invisible, reordering and control characters go, look-alikes of wide and mathematical letters become plain, and
    the brackets of fences, keys, tags, code and JSON become others. What a reader sees stays legible.
    """
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if char.isspace() else char for char in folded if char.isspace() or _visible(char))
    return " ".join(seen.translate(_DEFUSED).split())


def printed_words(words: str, piece: Evidence) -> str:
    """Words that a model copied, as the sentence prints them, typography and case aside; "" where it has them not."""
    line = piece.quote.translate(_MARKS)
    for ends in (" .,;…", " .,;…\"'"):  # quotation marks belong to the words, unless the model set them about all
        wanted = " ".join(words.translate(_MARKS).strip(ends).split())
        at = line.casefold().find(wanted.casefold()) if wanted else -1
        if at >= 0:
            return piece.quote[at : at + len(wanted)]
    shown = harmless(piece.quote).translate(_MARKS)  # as the model saw it: brackets and spaces may differ
    at = shown.casefold().find(harmless(wanted).casefold()) if wanted else -1
    return shown[at : at + len(harmless(wanted))] if at >= 0 else ""


def _seal(seed: str, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """The letter of the keys, and the fence around the evidence, from a digest of what is asked and all the evidence.

    The same call reads the same (so it can be recorded), and no article can hold the digest of a text it is part of.
    """
    seal = hashlib.sha256("\0".join([seed, *(piece.quote for piece in evidence)]).encode()).hexdigest()
    return _LETTERS[int(seal[:6], 16) % len(_LETTERS)], seal[8:20]


def _within(ranked: Sequence[Evidence], lines: Sequence[str], budget_tokens: int) -> list[Evidence]:
    """The pieces whose lines fit into the budget, in order. Only the first may be longer than a sentence is."""
    chosen: list[Evidence] = []
    left = budget_tokens
    for piece, line in zip(ranked, lines, strict=True):
        cost = count_tokens(line) + 1
        if cost <= left and (cost <= _LONGEST_TOKENS or not chosen):
            chosen.append(piece)
            left -= cost
    return chosen


def _by_article(pieces: Iterable[Evidence]) -> list[list[Evidence]]:
    """The pieces of each article in its own order, the articles in that of their first piece."""
    groups: dict[str, list[Evidence]] = {}
    for piece in pieces:
        groups.setdefault(piece.article.id, []).append(piece)
    return [sorted(group, key=lambda piece: piece.start) for group in groups.values()]


def _head(article: Article, pieces: Sequence[Evidence]) -> str:
    """Who printed it, when, under which title, who wrote it, and whom its sentences name as their source."""
    names = dict.fromkeys(name for piece in pieces for name in _sources(piece))
    sources = f" Sources it names: {'; '.join(list(names)[:_MOST_SOURCES])}." if names else ""
    title = harmless(article.title or "")
    shown = f' "{title[:_LONGEST_TITLE]}".' if title and not is_injection(title) else ""
    author = harmless(article.author or "")
    byline = f" By {author[:_LONGEST_TITLE]}." if author and not is_injection(author) else ""
    kinds = kinds_of(article.outlet or "")
    kind = f" ({', '.join(kinds)})" if kinds else ""
    return f"== {_printed(article)}{kind}.{shown}{byline}{sources}"


def _line(key: str, piece: Evidence) -> str:
    """One sentence with its outlet, day and sources: `[R1] The Moscow Times, 2019-06-03, citing Rostec: "..."`.

    Verbs of saying are left out: the quote has them, and small models copy them.
    """
    lead = ", citing ".join([_printed(piece.article), *_sources(piece)])
    return f'[{key}] {lead}: "{harmless(piece.quote)}"'


def _printed(article: Article) -> str:
    """The outlet and the day, as a small model is told them."""
    outlet = harmless(article.outlet or "unnamed outlet")
    inferred = article.published and article.metadata.get("published") in ("inferred", "address")
    return f"{outlet}, {article.published or 'undated'}{' (day inferred)' if inferred else ''}"


def _sources(piece: Evidence) -> list[str]:
    """The names of a sentence's ladder below the outlet that printed it."""
    return [
        harmless(rung.name)
        for rung in piece.ladder
        if rung.kind != "outlet" or rung.verb or rung.name != piece.article.outlet
    ]


def _visible(char: str) -> bool:
    """Whether a character shows. Variation selectors are marks (Mn) that can carry a hidden message."""
    if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")
