"""Turns a raw article into what is stored: metadata, cleaned text, notes, fingerprint. Floor 2.

Pure functions, so that articles can be prepared in parallel.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.clean import clean_article
from ingest.copies import fingerprint_of
from ingest.corrections import corrections_in
from ingest.describe import Description, describe
from ingest.sources.found import RawArticle

STUB_NOTE = "only the beginning of the article: its source cuts it off"
_NOTHING = "nothing is left of it but navigation and notices"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be stored. `text` is "" where nothing of it is left; `note` is then the reason."""

    source: str
    description: Description
    text: str
    note: str
    raw_digest: str
    content_digest: str
    fingerprint: tuple[int, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def prepare(raw: RawArticle, noted: Mapping[str, str]) -> Prepared:
    """Describe and clean an article; the fields `noted` by a manifest come first."""
    description = describe(raw.text, raw.source, raw.given, noted, facts=raw.facts, extracted=raw.extracted)
    cleaned = clean_article(raw.text, description.heading, description.outlet, extracted=raw.extracted)
    notes = [raw.note, *description.notes]
    if raw.stub:
        notes.append(STUB_NOTE)
    details = dict(description.details)
    if raw.stub:
        details["stub"] = True
    if corrections := corrections_in(cleaned.text):
        details["corrections"] = corrections
    if raw.note:
        details["read"] = raw.note
    text = cleaned.text
    return Prepared(
        source=raw.source,
        description=description,
        text=text,
        note="; ".join(note for note in notes if note) if text else _NOTHING,
        raw_digest=raw_digest_of(raw, noted),
        content_digest=text_digest(description.outlet or "", " ".join(text.split())),
        fingerprint=tuple(fingerprint_of(text)),
        details=details,
    )


def raw_digest_of(raw: RawArticle, noted: Mapping[str, str]) -> str:
    """The digest by which a changed source is recognised: of its bytes and of its manifest entry."""
    return text_digest(raw.digest, json.dumps(noted, default=str, sort_keys=True))


def text_digest(*parts: str) -> str:
    """The SHA-256 of some texts, separated by NUL."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
