"""Vectors of words and sentences, remembered between questions: the same articles come up again and again. Floor 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.index.embedder import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REMEMBERED = 20_000  # vectors of 384 numbers: 30 MB


class Meanings:
    """The vectors of an embedder for short texts. Safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 a text, in the order given; at least one text."""
        import numpy as np

        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if len(known) + len(new) > _REMEMBERED:
            known = {text: known[text] for text in texts if text in known}
        if new:
            known.update(zip(new, np.asarray(self._embedder.embed_passages(new), dtype=np.float32), strict=True))
            self._known = known
        return np.stack([known[text] for text in texts])
