"""Words of a question that no article has, read as those that are meant; and words left alone."""

from __future__ import annotations

import json

import pytest

from assistant.finding.spelling_correction import corrections, is_english
from assistant.index.catalog import Catalog, open_catalog
from assistant.settings import Settings
from ingest.run import ingest

TEXTS = (
    "The ferry company raised its ticket prices in Brisby. Data on passengers was not shown. Captain Olavik agreed,"
    " as did Mira Tellerup.",
    "A ticket to Brisby costs 40 crowns, Olavik said. German partners of the company were told, and Roman tourists.",
    "Olavik sold every ticket for the ferry. The partners received nothing. German papers took it up.",
    "German readers asked whether the dealer was paid. Hubo quejas: el plan contrae la deuda.",
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("spelling")
    rows = [{"title": f"Ferry {n}", "outlet": "Brisby Mail", "text": text} for n, text in enumerate(TEXTS)]
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return open_catalog(settings)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tiket", "ticket"),
        ("partnres", "partners"),
        ("recieved", "received"),
        ("compnay", "company"),
        ("Oalvik", "Olavik"),
        ("Olavk", "Olavik"),
        ("Telerup", "Tellerup"),  # a rare name, with a letter once for twice
    ],
)
def test_a_slip_is_read_as_the_word_of_the_articles(catalog: Catalog, typed: str, meant: str) -> None:
    assert corrections(catalog, f"what about the {typed} then") == {typed: meant}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("contre", "the word as near is rare and of another language"),
        ("Dara", "four letters are near to too many words"),
        ("Rogan", "another letter makes another name"),
        ("dearer", "a word of English with an ending"),
        ("watchdog", "a word of English made of two"),
        ("comittee", "a word of English that no article has is nearer"),
    ],
)
def test_what_may_be_another_word_is_left_alone(catalog: Catalog, typed: str, why: str) -> None:
    assert corrections(catalog, f"what about the {typed} then") == {}, why


@pytest.mark.parametrize(
    ("word", "known"),
    [("planning", True), ("deleted", True), ("carries", True), ("harbourmaster", True), ("tikets", False)],
)
def test_a_word_of_english_is_known_with_its_ending_and_in_a_compound(word: str, known: bool) -> None:
    assert is_english(word) is known
