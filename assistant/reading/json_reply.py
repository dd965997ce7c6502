"""Reads a reply in JSON, as it streams. Floor 2."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from assistant.reading.citation_keys import keys_in, normalised_keys, without_keys
from assistant.reading.prose_reply import NO_ANSWER, ProseReader
from assistant.reading.replies import Marked, MarkedDispute, MarkedSide
from assistant.reading.reply_objects import first_object, list_start, objects_from, objects_in
from assistant.reading.reply_text import strip_markup, without_thoughts


class JsonReader:
    """Parses `{"answerable", "missing", "sentences": [{"text", "rests_on": [{"key", "words"}]}], "disagreements"}`.

    A sentence is added as soon as its object is complete. If the server ignored the schema and sent prose, the reply is
    parsed as prose at the end.
    """

    def __init__(self, letter: str, names: Mapping[str, str] | None = None) -> None:
        """`letter` completes bare keys: "[3]". `names` are the outlets by key, for keys used in place of a name."""
        self.sentences: list[Marked] = []
        self._letter, self._names = letter, names or {}
        self._raw = self._text = ""
        self._at = -1  # position of the next object; -1 before the list
        self._prose: ProseReader | None = None

    def feed(self, piece: str) -> None:
        """Parse the next piece."""
        self._raw += piece
        text = without_thoughts(self._raw)
        if not text.startswith(self._text):
            self.sentences, self._at = [], -1
        self._text = text
        if self._at < 0:
            self._at = list_start(text, "sentences")
        if self._at >= 0:
            rows, self._at = objects_from(text, self._at)
            for row in rows:
                self.read_row(row)

    def end(self) -> None:
        """Finish: an incomplete object is dropped, and prose is parsed as such."""
        if self._at < 0 and not re.match(r"\s*(?:[{`]|\[\s*[{\"\]])", self._text):
            self._prose = ProseReader(self._letter, self._names)
            self._prose.feed(self._text)
            self._prose.end()
            self.sentences = self._prose.sentences

    @property
    def pending(self) -> str:
        """The incomplete sentence at the end, so far."""
        begun = re.search(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)', self._text[self._at :], re.DOTALL)
        if self._at < 0 or not begun:
            return ""
        try:
            return strip_markup(str(json.loads(f'"{begun[1]}"', strict=False)))[0]
        except ValueError:  # ends in the middle of an escape
            return ""

    @property
    def declined(self) -> str | None:
        """What is missing, if the reply says that the evidence holds no answer; else None."""
        if self._prose:
            return self._prose.declined
        if NO_ANSWER.fullmatch(self._text[:40]):
            return ""
        if self.sentences or not re.search(r'"answerable"\s*:\s*false', self._text):
            return None
        return strip_markup(str(self._whole().get("missing") or ""))[0]

    @property
    def disputes(self) -> list[MarkedDispute]:
        """The disagreements that the reply lists, without malformed ones."""
        rows = objects_in(self._whole().get("disagreements"))
        return [dispute for row in rows if (dispute := self._dispute(row))]

    def _dispute(self, row: Mapping[str, Any]) -> MarkedDispute | None:
        read = [
            MarkedSide(keys[0], str(side.get("words") or ""))
            for side in objects_in(row.get("sides"))
            if (keys := self._named(side.get("key")))
        ]
        if len(read) < 2:
            return None
        return MarkedDispute(strip_markup(str(row.get("about") or ""))[0], str(row.get("kind") or ""), tuple(read))

    def read_row(self, row: Mapping[str, Any]) -> None:
        """Add the sentence of one object: its text, and the keys in `rests_on`, `keys` or the text itself."""
        if not isinstance(row.get("text"), str):
            return
        own = normalised_keys(row["text"])
        text, stripped = strip_markup(without_keys(own, self._letter, self._names))
        if not re.search(r"\w", text) and not stripped:
            return
        pairs = [
            (key, str(one.get("words") or ""))
            for one in objects_in(row.get("rests_on"))
            for key in self._named(one.get("key"))
        ]
        pairs = pairs or [(key, "") for key in self._named(row.get("keys")) or keys_in(own, self._letter)]
        first: dict[str, str] = {}
        for key, words in pairs:
            first.setdefault(key, words)
        self.sentences.append(Marked(text, tuple(first), stripped, tuple(first.values())))

    def _named(self, keys: object) -> tuple[str, ...]:
        listed = keys if isinstance(keys, list) else [keys] if isinstance(keys, str) else []
        found = (key for one in listed for key in keys_in(normalised_keys(f"[{str(one).strip('[]^ ')}]"), self._letter))
        return tuple(dict.fromkeys(found))

    def _whole(self) -> Mapping[str, Any]:
        """The reply as an object; empty if it is not one."""
        return first_object(self._text) or {}
