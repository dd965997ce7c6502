"""Which figures of a sentence are in no source: holds `assistant.checking.quantity_check`."""

from __future__ import annotations

import pytest
from checked_texts import piece

from assistant.checking.quantity_check import absent_figure


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
