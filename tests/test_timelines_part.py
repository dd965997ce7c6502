"""The scoring of timelines against hand-made ones, on invented rows."""

from __future__ import annotations

import pytest

from evals.parts.timelines import Event, Shown, days_shown, read_events, score

OPENED = Event("the pit opens", ("2011-06-01", "2011-06-31"), (("a", "Brannoc opened the pit in June 2011."),), False)
SUED = Event("sued", ("2024-03-04", "2024-03-04"), (("a", "The county sued Brannoc over dust on Monday."),), False)


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("3 June 2019 (from “Monday” in an article of 5 June 2019):", ("2019-06-03", "2019-06-03")),
        ("June 2019:", ("2019-06-01", "2019-06-31")),
        ("2019:", ("2019-01-01", "2019-12-31")),
        ("Announced for 3 to 9 June 2019 (printed):", ("2019-06-03", "2019-06-09")),
        ("30 May to 2 June 2019:", ("2019-05-30", "2019-06-02")),
        ("No day is given:", None),
    ],
)
def test_the_days_of_a_heading_are_read_back(heading: str, days: tuple[str, str] | None) -> None:
    assert days_shown(heading) == days


def test_a_row_is_right_by_its_sentence_and_its_day() -> None:
    right = Shown(("2011-06-01", "2011-06-31"), (("a", "Brannoc opened the pit in June 2011."),))
    late = Shown(("2024-03-11", "2024-03-11"), SUED.told)
    other = Shown(("2024-03-04", "2024-03-04"), (("a", "Tollen hired ten people for its pit."),))
    scored = score([right, late, other], [OPENED, SUED])

    assert (scored.found, scored.main, scored.right) == (1, 2, 1)
    assert [fault for fault, _ in scored.faults] == ["wrong day", "other matter"]


def test_a_second_row_of_one_event_is_twice() -> None:
    row = Shown(SUED.days, SUED.told)

    assert [fault for fault, _ in score([row, row], [SUED]).faults] == ["twice"]


def test_events_are_read_with_the_words_of_their_articles() -> None:
    body = "Rain fell. Brannoc opened the pit in June 2011."
    (event,) = read_events([{"days": "2011-06", "what": "the pit opens", "at": ["a 11 47"]}], {"a": body})

    assert event == OPENED
