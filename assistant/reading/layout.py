"""Formats evidence for a prompt: keyed, sanitised, within a token budget. Floor 2. Pure functions."""

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
_LONGEST_TOKENS = 300  # a longer "sentence" is a table or list without line breaks
_MOST_SOURCES = 6  # names of sources in the header of an article
_LONGEST_TITLE = 200  # characters
# Chat template tokens and fences are built from these; llama.cpp parses `<|im_start|>` even inside a message.
_MARKS = str.maketrans("“”„«»‘’", '"""""\'\'')
_DEFUSED = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "【": "(", "】": ")", "`": "'", "{": "(", "}": ")"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Evidence formatted for a prompt. `keys` maps the key that the model sees ("R12") to the evidence."""

    text: str
    fence: str
    keys: Mapping[str, Evidence]
    withheld: int = 0
    """Number of sentences left out as prompt injections."""

    @property
    def letter(self) -> str:
        """The letter of all keys."""
        return next(iter(self.keys), "K")[0]

    def marks(self, numbers: Iterable[int]) -> list[str]:
        """The keys of the evidence with those numbers, in brackets; without what did not fit or was withheld."""
        keys = {piece.key: key for key, piece in self.keys.items()}
        return [f"[{keys[number]}]" for number in numbers if number in keys]

    def outlets(self) -> dict[str, str]:
        """The outlet behind each key."""
        return {key: piece.article.outlet or "an unnamed outlet" for key, piece in self.keys.items()}


def lay_out_lines(seed: str, evidence: Sequence[Evidence], budget_tokens: int) -> Layout:
    """Single sentences, each preceded by outlet, day and sources, grouped by article; for small models.

    `evidence` is best first and is taken in that order while the budget lasts. `seed` is the question (see `_seal`).
    No evidence gives an empty text.
    """
    letter, fence = _seal(seed, evidence)
    fit = [piece for piece in evidence if not is_injection(harmless(piece.quote))]
    chosen = _within(fit, [_line(f"{letter}{piece.key}", piece) for piece in fit], budget_tokens)
    keys = {f"{letter}{piece.key}": piece for group in _by_article(chosen) for piece in group}
    text = "\n".join(_line(key, piece) for key, piece in keys.items())
    return Layout(text, fence, keys, len(evidence) - len(fit))


def lay_out_passages(seed: str, evidence: Sequence[Evidence], budget_tokens: int) -> Layout:
    """Passages in their original order: a header for each article, then its sentences, each after its key.

    `evidence` is best first and is taken in that order while the budget lasts; articles are in order of their best
    sentence, sentences in text order. "..." marks omitted text. No evidence gives an empty text.
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
    """Untrusted text as one line that cannot break out of a prompt.

    Invisible, bidirectional and control characters are removed, full-width and mathematical letters become plain, and
    the brackets of fences, keys, tags, code and JSON are replaced. The text stays legible.
    """
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if char.isspace() else char for char in folded if char.isspace() or _visible(char))
    return " ".join(seen.translate(_DEFUSED).split())


def printed_words(words: str, piece: Evidence) -> str:
    """Words copied by a model, as printed in the sentence, ignoring typography and case; "" if they do not occur."""
    line = piece.quote.translate(_MARKS)
    for ends in (" .,;…", " .,;…\"'"):  # then without quotation marks, which the model may have added
        wanted = " ".join(words.translate(_MARKS).strip(ends).split())
        at = line.casefold().find(wanted.casefold()) if wanted else -1
        if at >= 0:
            return piece.quote[at : at + len(wanted)]
    shown = harmless(piece.quote).translate(_MARKS)  # the model saw the sanitised text: brackets and spaces may differ
    at = shown.casefold().find(harmless(wanted).casefold()) if wanted else -1
    return shown[at : at + len(harmless(wanted))] if at >= 0 else ""


def _seal(seed: str, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """The letter of the keys and the fence around the evidence, from a digest of the question and all evidence.

    It is reproducible, so that calls can be recorded, and an article cannot contain the digest of its own text.
    """
    seal = hashlib.sha256("\0".join([seed, *(piece.quote for piece in evidence)]).encode()).hexdigest()
    return _LETTERS[int(seal[:6], 16) % len(_LETTERS)], seal[8:20]


def _within(ranked: Sequence[Evidence], lines: Sequence[str], budget_tokens: int) -> list[Evidence]:
    """The pieces whose lines fit into the budget, in order. Only the first may exceed _LONGEST_TOKENS."""
    chosen: list[Evidence] = []
    left = budget_tokens
    for piece, line in zip(ranked, lines, strict=True):
        cost = count_tokens(line) + 1
        if cost <= left and (cost <= _LONGEST_TOKENS or not chosen):
            chosen.append(piece)
            left -= cost
    return chosen


def _by_article(pieces: Iterable[Evidence]) -> list[list[Evidence]]:
    """The pieces grouped by article, in text order; articles in order of their first piece."""
    groups: dict[str, list[Evidence]] = {}
    for piece in pieces:
        groups.setdefault(piece.article.id, []).append(piece)
    return [sorted(group, key=lambda piece: piece.start) for group in groups.values()]


def _head(article: Article, pieces: Sequence[Evidence]) -> str:
    """The header of an article: outlet, day, title, author, and the sources that its pieces name."""
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

    Speech verbs are left out: the quote has them, and small models copy them.
    """
    lead = ", citing ".join([_printed(piece.article), *_sources(piece)])
    return f'[{key}] {lead}: "{harmless(piece.quote)}"'


def _printed(article: Article) -> str:
    """The outlet and the day, marked if the day is inferred."""
    outlet = harmless(article.outlet or "unnamed outlet")
    inferred = article.published and article.metadata.get("published") in ("inferred", "address")
    return f"{outlet}, {article.published or 'undated'}{' (day inferred)' if inferred else ''}"


def _sources(piece: Evidence) -> list[str]:
    """The names on a sentence's ladder, without the outlet that printed it."""
    return [
        harmless(rung.name)
        for rung in piece.ladder
        if rung.kind != "outlet" or rung.verb or rung.name != piece.article.outlet
    ]


def _visible(char: str) -> bool:
    """Whether a character is visible. Variation selectors count as invisible: they can carry a hidden message."""
    if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")
