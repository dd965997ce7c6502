"""What a model's reply says, without its reasoning, template marks and markup. Floor 2."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)?")
_TAG = re.compile(r"</?[A-Za-z!][^>]{0,300}>|<[^>\s][^>]*$")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ADDRESS = re.compile(r"\b(?:(?:https?|ftp|file)://?|www\.|(?:data|javascript):)\S+", re.IGNORECASE)

_THOUGHT = r"(?:think|thinking|thought|reasoning|reflection)"
_THOUGHTS = re.compile(
    rf"<({_THOUGHT})>.*?(?:</\1>|\Z)|◁think▷.*?(?:◁/think▷|\Z)|(?-i:\[THINK\].*?(?:\[/THINK\]|\Z))",
    re.DOTALL | re.IGNORECASE,
)
# Without an opening tag, which some templates write themselves.
_THOUGHT_END = re.compile(rf"\A.*(?:</{_THOUGHT}>|◁/think▷|(?-i:\[/THINK\]))", re.DOTALL | re.IGNORECASE)
_FINAL = re.compile(r"\A.*<\|channel\|>\s*final\s*(?:<\|constrain\|>\s*\w+\s*)?<\|message\|>", re.DOTALL)  # harmony
_CHANNEL = re.compile(r"<\|channel\|>\s*(?:analysis|commentary)\b.*", re.DOTALL)
_TEMPLATE = re.compile(r"<\|(?:start|end|return|im_end|eot_id)\|>(?:assistant)?")


def without_thoughts(text: str) -> str:
    """A reply without the model's reasoning, in any of the forms in which servers return it."""
    text = _THOUGHTS.sub("", text)
    text = _THOUGHT_END.sub("", text)
    text = _CHANNEL.sub("", _FINAL.sub("", text))
    return _TEMPLATE.sub("", text).lstrip()


def strip_markup(text: str) -> tuple[str, tuple[str, ...]]:
    """A sentence without images, links, tags, addresses and invisible characters; and the kinds that were removed."""
    stripped: list[str] = []
    for kind, pattern, instead in (
        ("an image", _IMAGE, ""),
        ("a link", _LINK, r"\1"),
        ("an HTML tag", _TAG, ""),
        ("an address", _ADDRESS, ""),
    ):
        text, count = pattern.subn(instead, text)
        if count:
            stripped.append(kind)
    seen = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(EMPHASIS.sub(r"\2", seen).replace("`", "").split()), tuple(stripped)
