"""Makes of an article as it lay there what is stored of it: described, cleaned, its notes and its fingerprint. Floor 2.

Pure functions, so that several articles can be prepared at a time.
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
    """An article ready to be stored. `text` is empty where nothing of it is left; `note` is then the reason."""

    source: str
    description: Description
    text: str
    note: str
    raw_digest: str
    content_digest: str
    fingerprint: tuple[int, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def prepare(raw: RawArticle, noted: Mapping[str, str]) -> Prepared:
    """Describe and clean an article; what a manifest notes of it comes before all else."""
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
    """What tells whether a source has changed since it was last read: its bytes, and what a manifest notes of it."""
    return text_digest(raw.digest, json.dumps(noted, default=str, sort_keys=True))


def text_digest(*parts: str) -> str:
    """The SHA-256 of some texts, kept apart."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
