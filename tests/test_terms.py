"""The stems of words, for many readers at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.language.terms import stem

WORDS = [
    f"{start}{end}"
    for start in ("nation", "relat", "vibr", "oper", "hope")
    for end in ("ational", "izations", "fulness")
]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried")
def test_threads_that_stem_at_the_same_time_do_not_mix_their_words() -> None:
    alone = [stem.__wrapped__(word) for word in WORDS]

    def some(_: int) -> list[list[str]]:
        return [[stem.__wrapped__(word) for word in WORDS] for _ in range(30)]

    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(some, range(8)))

    assert all(stems == alone for reader in found for stems in reader)
