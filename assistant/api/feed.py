"""The news of the briefings as an Atom feed. Floor 4. A pure function (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from assistant.briefing.series import News
from assistant.markup import clean


def as_atom(entries: Sequence[News], address: str) -> str:
    """The feed at an address, entries in the given order (latest first); without entries it is still valid."""
    updated = entries[0].made if entries else "1970-01-01T00:00:00+00:00"
    items = "".join(
        f"<entry><id>urn:sayso:{escape(one.id)}</id><title>{escape(clean(one.topic))}</title>"
        f"<updated>{escape(one.made)}</updated><content type='text'>{escape(clean(one.text))}</content></entry>"
        for one in entries
    )
    own = escape(address, {"'": "&apos;"})
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{escape(address)}</id><title>Sayso: what is new</title><author><name>Sayso</name></author>"
        f"<link rel='self' href='{own}'/><updated>{escape(updated)}</updated>{items}</feed>\n"
    )
