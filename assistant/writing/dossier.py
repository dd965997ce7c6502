"""Sets evidence out for a language model: keyed, harmless, and within its budget of tokens. Floor 3. Pure functions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.models.tokens import count_tokens
from assistant.types import Dispute, Evidence
from assistant.writing.orders import is_order

_LEAD = re.compile(r"[^\"“:]{1,250}: ?(?=[\"“])")  # `The Moscow Times, 2019-06-03, citing Rostec: "`
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LONGEST_TOKENS = 300  # a longer "sentence" is a table or a list that lost its lines
# What steers a chat template or closes a fence is made of these; llama.cpp reads `<|im_start|>` even inside a message.
_DEFUSED = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "【": "(", "】": ")", "`": "'", "{": "(", "}": ")"})


@dataclass(frozen=True, slots=True)
class Dossier:
    """Evidence as a prompt shows it. `keys` maps the key that the model sees ("R12") to the evidence."""

    text: str
    disputes: str
    fence: str
    keys: Mapping[str, Evidence]
    withheld: int = 0
    """Lines that read like orders to a machine, and were left out."""

    def shown(self, piece: Evidence) -> str | None:
        """The key under which a piece is shown, None where it found no room."""
        return next((key for key, one in self.keys.items() if one.key == piece.key), None)

    def outlets(self) -> dict[str, str]:
        """The outlet behind each key."""
        return {key: piece.article.outlet or "an unnamed outlet" for key, piece in self.keys.items()}

    def copied(self, text: str) -> Evidence | None:
        """The evidence of which a text is the quotation, copied word for word, with a lead before it or without."""
        lead = _LEAD.match(text)
        bare = {_bare(text), _bare(text[lead.end() :]) if lead else ""}
        return next((piece for piece in self.keys.values() if _bare(piece.quote) in bare), None)

    def of(self, numbers: Iterable[int]) -> str:
        """The lines of some evidence alone, in the order of the whole."""
        wanted = set(numbers)
        return "\n".join(_line(key, piece) for key, piece in self.keys.items() if piece.key in wanted)


def lay_out(question: str, evidence: Sequence[Evidence], disputes: Sequence[Dispute], budget_tokens: int) -> Dossier:
    """The evidence that fits, every side of a dispute first and then the best; shown article by article.

    The fence and the letter of the keys come from a digest of the question and all the evidence: the same call reads
    the same (so it can be recorded), and no article can hold the digest of the text that it is part of.
    """
    seal = hashlib.sha256("\0".join([question, *(piece.quote for piece in evidence)]).encode()).hexdigest()
    letter = _LETTERS[int(seal[:6], 16) % len(_LETTERS)]
    fit = [piece for piece in evidence if not is_order(harmless(piece.quote))]
    chosen = _fit(fit, disputes, letter, budget_tokens)
    order = {article: rank for rank, article in enumerate(dict.fromkeys(piece.article.id for piece in chosen))}
    chosen.sort(key=lambda piece: (order[piece.article.id], piece.start))
    keys = {f"{letter}{piece.key}": piece for piece in chosen}
    shown = {piece.key for piece in chosen}
    return Dossier(
        "\n".join(_line(key, piece) for key, piece in keys.items()),
        "; ".join(filter(None, (_told(dispute, letter, shown) for dispute in disputes))) or "none found",
        seal[8:20],
        keys,
        len(evidence) - len(fit),
    )


def harmless(text: str) -> str:
    """A hostile text as one line of plain words.

    Invisible, reordering and control characters go, look-alikes of wide and mathematical letters become plain, and
    the brackets of fences, keys, tags, code and JSON become others. What a reader sees stays legible.
    """
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if char.isspace() else char for char in folded if char.isspace() or _visible(char))
    return " ".join(seen.translate(_DEFUSED).split())


def _bare(text: str) -> str:
    """The words of a line, whatever marks of quotation stand around and in it: small models swap them."""
    return re.sub(r"[\"“”‘’'.]+", "", harmless(text)).strip()


def _visible(char: str) -> bool:
    """Whether a character shows. Variation selectors are marks (Mn) that can carry a hidden message."""
    if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")


def _fit(evidence: Sequence[Evidence], disputes: Sequence[Dispute], letter: str, budget_tokens: int) -> list[Evidence]:
    sides = {key for dispute in disputes for side in dispute.sides for key in side.citations[:1]}
    ranked = sorted(evidence, key=lambda piece: (piece.key not in sides, -piece.score, piece.key))
    chosen: list[Evidence] = []
    left = budget_tokens
    for piece in ranked:
        cost = count_tokens(_line(f"{letter}{piece.key}", piece)) + 1
        if cost <= left and (cost <= _LONGEST_TOKENS or not chosen):
            chosen.append(piece)
            left -= cost
    return chosen


def _line(key: str, piece: Evidence) -> str:
    return f'[{key}] {_lead(piece)}: "{harmless(piece.quote)}"'


def _lead(piece: Evidence) -> str:
    """Who printed it, when, and on whose say-so: "The Moscow Times, 2019-06-03, citing Rostec".

    Verbs are left out: the quote has them, and small models copy them.
    """
    article = piece.article
    lead = f"{harmless(article.outlet or 'unnamed outlet')}, {article.published or 'undated'}"
    for rung in piece.ladder:
        if rung.kind != "outlet" or rung.verb or rung.name != article.outlet:
            lead += f", citing {harmless(rung.name)}"
    return lead


def _told(dispute: Dispute, letter: str, shown: set[int]) -> str:
    sides = ["".join(f"[{letter}{key}]" for key in side.citations if key in shown) for side in dispute.sides]
    return " against ".join(sides) if all(sides) else ""
