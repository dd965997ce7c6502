"""The stems of words, for many readers at a time."""

from __future__ import annotations

import sqlite3
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


@pytest.mark.parametrize(
    ("word", "other"), [("technology", "technologies"), ("possibly", "possible"), ("assembly", "assemble")]
)
def test_a_stem_is_the_one_under_which_the_index_has_the_word(word: str, other: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(body, tokenize='porter unicode61 remove_diacritics 2')")
    database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(found, 'row')")
    database.execute("INSERT INTO found VALUES (?)", (word,))

    assert database.execute("SELECT term FROM stems").fetchone() == (stem(word),)
    assert stem(word) == stem(other)
