"""Decodes bytes and repairs mojibake, and reports its assumptions. Floor 2: sole owner of ftfy, charset-normalizer."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

# Traces of UTF-8 that was decoded as cp1252.
_DAMAGE_MARKS = ("Ã", "â€", "Â ", "Â£", "Â«", "Â»", "Ð", "Ñ", "ï»¿", "å", "ä¸", "ã€", "Ø", "Ù")
_PAUSES = " \n,.;。，、؛،"
_SAVED = ["cp1251", "cp1252", "cp1250", "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr", "cp1256"]


class Decoded(NamedTuple):
    """A text, and a note about how it was decoded ("" where nothing was assumed)."""

    text: str
    note: str


def decode(raw: bytes, declared: str | None = None) -> Decoded | None:
    """The text of some bytes; None where they are not text.

    Tries UTF-8, UTF-16 (also without a byte order mark), the encoding `declared` by a header, then a guess. Mojibake
    ("CafÃ©") is repaired, and the note says so.
    """
    found = _decoded(raw, declared)
    if found is None:
        return None
    text, note = repair_mojibake(found.text)
    return Decoded(text, "; ".join(part for part in (found.note, note) if part))


def repair_mojibake(text: str) -> Decoded:
    """The text with mojibake repaired, and a note where there was some."""
    if text.isascii() or not any(mark in text for mark in _DAMAGE_MARKS):
        return Decoded(text, "")
    import ftfy

    # Line by line: a damaged paragraph must not affect the others.
    lines = text.split("\n")
    lost = text.count("\ufffd")
    better = [ftfy.fix_encoding(line) if not line.isascii() else line for line in lines]
    changed = sum(a != b for a, b in zip(lines, better, strict=True))
    if not changed:
        return Decoded(text, "")
    note = f"its characters were damaged (UTF-8 read as something else) and mended in {changed} lines"
    return Decoded("\n".join(better), f"{note}; {lost} are lost" if lost else note)


def _decoded(raw: bytes, declared: str | None) -> Decoded | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(raw, "utf-16", "read as UTF-16")
    if b"\0" in raw[:4000]:
        return _unmarked_utf16(raw)
    controls = sum(raw.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    if b"\0" in raw or controls * 100 > len(raw):
        return None
    for encoding in ("utf-8-sig", declared):
        if encoding and (found := _as(raw, encoding, "")):
            return found
    for encoding in _likely_encodings(raw):
        found = _as(raw, encoding, f"read as {encoding}")
        if found and sum(not (c.isalnum() or c.isspace() or c.isascii()) for c in found.text) * 10 < len(found.text):
            return found
    return None


def _as(raw: bytes, encoding: str, note: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), note)
    except (UnicodeDecodeError, LookupError):
        return None


def _unmarked_utf16(raw: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark: the right order gives punctuation and no unassigned characters."""
    whole = raw[: len(raw) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _as(whole, encoding, "read as UTF-16 without its mark")
        if found is None or "\0" in found.text:
            continue
        pauses = sum(found.text.count(char) for char in _PAUSES)
        western = raw.count(0) * 4 >= len(raw)
        assigned = (western or len(found.text) >= 40) and all(
            unicodedata.category(char) not in ("Cn", "Co", "Cs") for char in set(found.text)
        )
        if assigned and pauses * 50 > len(found.text):
            return found
    return None


def _likely_encodings(raw: bytes) -> list[str]:
    """Likely encodings of bytes that are not UTF-8: cp1252 where most are ASCII, else by character statistics.

    On mostly ASCII text statistics fail: they take a Spanish name in an English article for cp1250.
    """
    if sum(byte > 127 for byte in raw) * 10 < len(raw):
        return ["cp1252"]
    from charset_normalizer import from_bytes

    # Only common encodings: with all of them, short texts are taken for exotic ones.
    best = from_bytes(raw[:1_000_000], cp_isolation=_SAVED).best()
    return [best.encoding, "cp1252"] if best else ["cp1252"]
