"""Counts tokens. Floor 1: sole owner of tiktoken.

tiktoken downloads its tables on first use; llama-index-core ships them, so they are read from there without network.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

_TABLES = "llama_index/core/_static/tiktoken_cache"


@cache
def _encoding() -> tiktoken.Encoding:
    if "TIKTOKEN_CACHE_DIR" not in os.environ:
        os.environ["TIKTOKEN_CACHE_DIR"] = str(metadata.distribution("llama-index-core").locate_file(_TABLES))
    import tiktoken

    return tiktoken.get_encoding("o200k_base")


def count_tokens(text: str) -> int:
    """Tokens of a text in OpenAI's o200k_base encoding; other models' counts differ by up to about 15%."""
    return len(_encoding().encode(text, disallowed_special=()))
