"""Which figures of a sentence are in no source: holds `assistant.checking.quantity_check`."""

from __future__ import annotations

import pytest
from checked_texts import article, piece

from assistant.checking.quantity_check import absent_figure
from assistant.types import Evidence


@pytest.mark.parametrize(
    ("text", "source", "absent"),
    [
        ("It cost 29 million crowns.", "It cost 29M crowns.", None),
        ("It cost 29 million crowns.", "It cost 29 Mio crowns.", None),
        ("It cost 3.5 billion crowns.", "It cost 3.5bn crowns.", None),
        ("It cost 29,000,000 crowns.", "It cost 29 million crowns.", None),
        ("It cost 29 million crowns.", "It cost 30 thousand crowns.", "29 million"),
        ("It holds 1,250 boats.", "It holds 1250 boats.", None),
        ("It holds 1,250 boats.", "It holds 1,205 boats.", "1,250"),
        ("It holds 200 boats.", "It holds 200,000 boats.", "200"),
        ("It holds 1,234.5 tonnes.", "It holds 1234.5 tonnes.", None),
        ("It rose 2.5 percent.", "It rose 25 percent.", "2.5 percent"),
        ("It holds twelve boats.", "It holds many boats.", None),
        ("It holds 12 boats.", "It holds twelve boats.", None),
        ("They won 3-1.", "They won 3-2.", "3-1"),
        ("They won 3-1.", "They won 3-1 at home.", None),
        ("They won 3-1.", "They won by 3 to 1.", None),
        ("It opens at 9 p.m.", "It opens at 9 tonight.", None),
        ("It opens at 9 p.m.", "It opens at 8 tonight.", "9"),
        ("It opens at 10:30.", "It opens at 10:30 on Monday.", None),
        ("It opens at 10:30.", "It opens at 10:45 on Monday.", "10:30"),
        ("It was the 3rd bridge.", "It was bridge 3 of many.", None),
        ("It was the 3rd bridge.", "It was the third bridge.", None),
        ("It was the 3rd bridge.", "It was the fourth bridge.", "3rd"),
        ("It was the 3rd bridge.", "It was bridge 4 of many.", "3rd"),
        ("It holds 200,000 boats.", "It holds 200 boats.", "200,000"),
        ("It holds 1\u00a0234 boats.", "It holds 1,234 boats.", None),
        ("It holds 12,500 boats.", "It holds 12.5 boats.", "12,500"),
        ("It stays shut 23/24 March.", "It stays shut.", None),
        ("It closes on March 23-24.", "It closes.", None),
        ("It closes on 23 and 24 March.", "It closes.", None),
        ("It closes on 23 or 24 March.", "It closes.", None),
        ("It opens from 23 to 24 March.", "It opens.", None),
        ("It stays shut 23 until 24 March.", "It stays shut.", None),
        ("It closed in 2019.", "It closed.", None),
    ],
)
def test_a_figure_is_absent_where_no_way_of_writing_it_stands_in_the_source(
    text: str, source: str, absent: str | None
) -> None:
    found = absent_figure(text, [piece(source)])

    assert found == absent if absent is None else found is not None and absent in found


@pytest.mark.parametrize(
    ("scale", "short"),
    [
        ("thousand", "K k"),
        ("million", "M m Mn mn Mio mln"),
        ("billion", "B b Bn bn Mrd bln"),
        ("trillion", "T t Tn tn"),
    ],
)
def test_a_scale_may_be_shortened_in_the_source(scale: str, short: str) -> None:
    for unit in short.split():
        for space in ("", " "):
            source = [piece(f"It cost 29{space}{unit} crowns, 31 of them in wool.")]
            assert absent_figure(f"It cost 29 {scale} crowns.", source) is None
            assert absent_figure(f"It cost 27 {scale} crowns.", source) == f"27 {scale}"
            assert absent_figure(f"It cost 31 {scale} crowns.", source) == f"31 {scale}"


def test_a_figure_may_be_in_the_title_or_in_any_of_the_articles_cited() -> None:
    text = "It carries 900 lorries."
    titled = Evidence.of_whole(article("It carries lorries.", title="900 lorries at Orvik"))

    assert absent_figure(text, [titled]) is None
    assert absent_figure(text, [piece("Rain fell."), piece("It carries 900 lorries.")]) is None
    assert absent_figure(text, [piece("Rain fell.")]) == "900"
    assert absent_figure(text, []) == "900"


def test_the_first_absent_figure_is_given() -> None:
    source = [piece("It carries 900 lorries and 40 carts.")]

    assert absent_figure("It carries 900 lorries, 41 carts and 12 cows.", source) == "41"
