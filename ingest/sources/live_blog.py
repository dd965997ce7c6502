"""Reads the posts of a live blog, each with its time, from the JSON-LD of its page. Floor 2."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ingest.plain import letters_and_digits, single_line

_LEAST_SHARE = 0.5
"""Share of the words of the page that the posts must hold; with less, most of the blog is missing from the JSON-LD."""


def live_blog_text(objects: Sequence[Mapping[str, Any]], body: str) -> str | None:
    """The text of a live blog: its opening, then its posts in the page's order, each below its time and headline.

    `objects` is the page's JSON-LD, `body` the extracted text. None for a page that is no live blog, or whose JSON-LD
    lacks most posts.
    """
    posts = [post for one in objects if one.get("@type") == "LiveBlogPosting" for post in _posts(one)]
    if len(posts) < 2:
        return None
    text = "\n\n".join(posts)
    if len(text.split()) < _LEAST_SHARE * len(body.split()):
        return None
    return "\n\n".join([*_opening(body, text), text])


def _posts(blog: Mapping[str, Any]) -> Iterator[str]:
    updates = blog.get("liveBlogUpdate")
    for post in updates if isinstance(updates, list) else [updates]:
        if not isinstance(post, dict) or not (text := _words(str(post.get("articleBody") or ""))):
            continue
        headline = single_line(html.unescape(str(post.get("headline") or "")))
        head = " ".join(part for part in (_clock(post.get("datePublished")), headline) if part)
        same = headline and letters_and_digits(text).startswith(letters_and_digits(headline))
        yield "\n\n".join(filter(None, [_clock(post.get("datePublished")) if same else head, text]))


def _opening(body: str, posts: str) -> Iterator[str]:
    """The paragraphs before the first post."""
    squeezed = letters_and_digits(posts)
    for line in body.split("\n"):
        if len(line.split()) >= 5 and letters_and_digits(line)[:60] in squeezed:
            return
        if line.strip():
            yield line


def _clock(time: Any) -> str:
    """The time of day of a post in its own zone, "19:40"; "" for none."""
    try:
        return datetime.fromisoformat(str(time).replace("Z", "+00:00")).strftime("%H:%M")
    except ValueError:
        return ""


def _words(markup: str) -> str:
    """The text of a post without markup, paragraphs separated by blank lines."""
    text = html.unescape(re.sub(r"<(?:p|br|div|li|h\d)\b[^>]*>", "\n\n", markup))
    lines = (" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in text.split("\n"))
    return "\n\n".join(filter(None, lines))
