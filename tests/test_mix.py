"""The source mix: what an answer rests on, as facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.attribution.mix import mix_text, source_mix
from assistant.language.outlet_table import extend
from assistant.types import Article, Attribution, Evidence, SourceMix

TEXT = "The harbour bridge was closed on Monday."
UNNAMED = Attribution("an official", "anonymous", "said")


def cited(
    key: int, outlet: str | None, day: str | None = None, *, text: str = TEXT, unnamed: bool = False,
    origin: str = "printed", author: str | None = None,
) -> Evidence:  # fmt: skip
    article = Article(
        id=f"a{key}", text=text, outlet=outlet, published=day, author=author, metadata={"published": origin}
    )
    ladder = (Attribution(outlet or "", "outlet"), *((UNNAMED,) if unnamed else ()))
    return Evidence(key, article, 0, len(TEXT), ladder, 1.0)


def test_an_answer_that_cites_nothing_has_a_mix_of_nothing() -> None:
    assert source_mix([], 0) == SourceMix()
    assert mix_text(SourceMix()) == ""


def test_articles_and_outlets_are_counted_once_and_days_have_a_first_and_a_last() -> None:
    one = cited(1, "Reuters", "2024-03-02")
    mix = source_mix([one, one, cited(2, "Reuters", "2024-02-01"), cited(3, "The Guardian")], 2)

    assert (mix.articles, mix.outlets, mix.origins) == (3, 2, 2)
    assert (mix.oldest, mix.newest) == ("2024-02-01", "2024-03-02")


def test_agency_copy_is_known_by_the_outlet_the_byline_and_the_credit_in_the_text() -> None:
    credited = cited(2, "Valley Herald", text=f"LISBON (AP) - {TEXT}")
    mix = source_mix([cited(1, "Reuters"), credited, cited(3, "The Guardian", author="Reuters"), cited(4, "Wired")], 4)

    assert mix.agency_share == 0.75


def test_an_agency_that_only_contributed_makes_no_agency_copy() -> None:
    text = f"{TEXT} {TEXT} {TEXT} Reuters contributed reporting to this article."

    assert source_mix([cited(1, "The Guardian", text=text)], 1).agency_share == 0.0


def test_a_section_of_an_outlet_is_of_its_kind() -> None:
    assert source_mix([cited(1, "TASS - World")], 1).state_share == 1.0


def test_state_owned_is_what_the_table_of_outlets_says() -> None:
    assert source_mix([cited(1, "TASS"), cited(2, "The Guardian")], 2).state_share == 0.5


def test_what_the_table_knows_nothing_of_has_no_share() -> None:
    mix = source_mix([cited(1, "Lakeside Courier")], 1)

    assert (mix.agency_share, mix.state_share) == (None, None)
    assert "state-owned outlets unknown" in mix_text(mix)


def test_a_user_s_own_table_of_outlets_is_heeded(tmp_path: Path) -> None:
    own = tmp_path / "outlets.tsv"
    own.write_text("Lakeside Courier\t\t\tstate-owned\n", encoding="utf-8")
    extend(own)
    try:
        assert source_mix([cited(1, "Lakeside Courier")], 1).state_share == 1.0
    finally:
        extend(tmp_path / "none.tsv")


def test_unnamed_sources_are_a_share_of_the_sentences_and_inferred_days_are_counted() -> None:
    mix = source_mix([cited(1, "Wired", "2024-01-01", unnamed=True, origin="inferred"), cited(2, "The Guardian")], 2)

    assert (mix.unnamed_share, mix.inferred_dates) == (0.5, 1)


@pytest.mark.parametrize(
    "told", ["2 articles of 2 outlets, 1 origin", "1 March 2024", "unnamed sources 0%", "5 May 2024"]
)
def test_the_line_under_an_answer_tells_the_facts_and_how_fresh_the_index_is(told: str) -> None:
    mix = source_mix([cited(1, "Wired", "2024-03-01"), cited(2, "The Guardian")], 1)

    assert told in mix_text(mix, "2024-05-05")
