"""Which lines a sentence of a draft is checked against: holds `assistant.checking.drafts`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from checked_texts import indexed

from assistant.checking.drafts import CheckedSentence, DraftChecker, UncheckedSentence
from assistant.types import Article, Hit, Query

VILLAGES = ("Asker", "Borg", "Drammen", "Eidsvoll", "Fosnes", "Grane", "Hitra", "Inderoy", "Jevnaker", "Klepp", "Lund")


class InOrder:
    """Finds the articles in the order given, whatever is asked."""

    def __init__(self, articles: Sequence[Article], passages: dict[str, Any]) -> None:
        self._hits = [Hit(passages[one.id], one, 1.0) for one in articles]

    def retrieve(self, query: Query, top: int) -> list[Hit]:
        return self._hits[:top]


def checker(folder: Path, *texts: str) -> DraftChecker:
    """Checks against articles with these texts, found in this order."""
    articles = [Article(f"a{at}", text, outlet=f"Paper {at}", published="2022-03-16") for at, text in enumerate(texts)]
    catalog = indexed(folder, articles)
    passages = {one.id: catalog.passages_of(one.id)[0] for one in articles}
    return DraftChecker(catalog, cast(Any, InOrder(articles, passages)), None)


def checked(folder: Path, text: str, *texts: str) -> CheckedSentence:
    (found,) = checker(folder, *texts).check([UncheckedSentence(text)])
    return found


def quotes(found: CheckedSentence) -> list[str]:
    return [piece.quote.strip() for piece in found.evidence]


def among(text: str, before: int) -> list[str]:
    """Texts of which the one given is found after so many others."""
    rain = [f"Rain fell at {village} in the night." for village in VILLAGES]
    return [*rain[:before], text, *rain[before:]]


@pytest.mark.parametrize(("before", "cited"), [(5, True), (6, False)])
def test_the_lines_of_the_first_six_passages_are_compared(tmp_path: Path, before: int, cited: bool) -> None:
    line = "The bridge at Orvik carries lorries."
    found = checked(tmp_path, "Lorries cross the bridge at Orvik.", *among(line, before))

    assert (line in quotes(found)) is cited


@pytest.mark.parametrize(("before", "verdict"), [(9, "unchecked"), (10, "unsupported")])
def test_a_figure_is_looked_for_in_the_articles_of_ten_passages(tmp_path: Path, before: int, verdict: str) -> None:
    found = checked(tmp_path, "Rain fell on 930 lorries in the night.", *among("Snow fell on 930 lorries.", before))

    assert found.verdict.check == verdict


def test_the_three_lines_that_share_most_are_cited_the_best_first(tmp_path: Path) -> None:
    lines = [
        "Lorries cross at Orvik bridge.",
        "Lorries cross at Orvik bridge daily.",
        "Lorries cross a bridge at Orvik.",
    ]
    found = checked(tmp_path, "Lorries cross the Orvik bridge daily.", *lines, "At Orvik bridge lorries cross.")

    assert quotes(found) == [lines[1], lines[0], lines[2]]
    assert [piece.key for piece in found.evidence] == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "cited"),
    [("Carts cross the old Orvik bridge.", True), ("Carts cross the Orvik bridge.", False), ("Rain fell.", False)],
)
def test_a_further_line_has_three_fifths_of_what_the_best_shares(tmp_path: Path, line: str, cited: bool) -> None:
    best = "Lorries daily cross the old Orvik bridge."
    found = checked(tmp_path, best.replace("cross", "will cross"), line, best)

    assert (line in quotes(found)) is cited


def test_a_sentence_of_which_no_line_shares_a_word_cites_none(tmp_path: Path) -> None:
    assert checked(tmp_path, "Wool is dear.", "Rain fell at Borg.").evidence == ()


def test_of_two_places_with_the_quotation_the_one_that_names_its_speaker_is_cited(tmp_path: Path) -> None:
    text = "“We will open one lane.” Rain fell. Hail fell. “We will open one lane,” Marit Solberg said."
    found = checked(tmp_path, "“We will open one lane,” Nils Dahl said of it.", text)

    assert "Solberg" in quotes(found)[0]
    assert (found.verdict.check, found.verdict.words) == ("unsupported", ("Nils Dahl",))


def test_only_the_line_with_a_quotation_tells_who_speaks_it_though_two_parts_of_it_are_quoted(tmp_path: Path) -> None:
    solberg = "“We will open one lane by Easter,” Marit Solberg said."
    dahl = "One lane will open by Easter, Nils Dahl said."
    found = checked(tmp_path, "Marit Solberg said they “will open” one “lane by Easter”.", solberg, dahl)

    assert quotes(found) == [solberg, dahl]
    assert found.verdict.check == "unchecked"


def test_a_quoted_word_by_itself_is_no_quotation_to_be_looked_for(tmp_path: Path) -> None:
    line = "Rain “fell” at Borg, Marit Solberg said."

    assert checked(tmp_path, "Wool “fell” again.", "Lambs fall.", line).evidence[0].quote == line
    assert quotes(checked(tmp_path / "two", "Wool is “dear”.", "Hay is dear.", "Wool and hay are “dear”."))[0] != ""


def test_a_quotation_that_is_nowhere_is_compared_with_the_nearest_words_found(tmp_path: Path) -> None:
    line = "“We will open one lane by Easter,” Marit Solberg said."
    found = checked(
        tmp_path, "She said: “We will open one road by Easter.”", "Rain fell at Borg.", f"Hail fell. {line}"
    )

    assert quotes(found)[0] == line
    assert found.verdict.check == "unsupported"


LINE, OTHER = "The bridge at Orvik carries 900 lorries.", "“We will open one lane,” Marit Solberg said."


def test_quotes_given_as_evidence_are_numbered_in_their_order_at_their_own_place(tmp_path: Path) -> None:
    rows = [{"outlet": "Paper 0", "quote": "Marit Solberg said"}, {"outlet": "Paper 0", "quote": "900 lorries"}]
    rows += [{"outlet": "Elsewhere", "quote": "Rain fell."}, {"outlet": "Elsewhere", "quote": "Hail fell."}]
    desk = checker(tmp_path, f"{LINE} {OTHER}")
    (found,) = desk.check([UncheckedSentence("Lorries cross.", tuple(rows))])

    assert quotes(found) == [row["quote"] for row in rows]
    assert [piece.key for piece in found.evidence] == [1, 2, 3, 4]
    assert [rung.name for rung in found.evidence[0].ladder] == ["Paper 0", "Marit Solberg"]
    assert len({piece.article.id for piece in found.evidence}) == 3


def test_sentences_with_and_without_evidence_of_their_own_keep_their_order(tmp_path: Path) -> None:
    desk = checker(tmp_path, f"{LINE} {OTHER}")
    row = {"outlet": "Paper 0", "quote": LINE}
    claims = [
        UncheckedSentence("The bridge at Orvik carries 930 lorries.", (row,)),
        UncheckedSentence(LINE),
        UncheckedSentence("The bridge at Orvik carries 930 lorries.", ()),
        UncheckedSentence("Wenche Dahl mended the bridge at Orvik."),
        UncheckedSentence("Lorries cross.", (row,)),
    ]

    assert [one.verdict.check for one in desk.check(claims)] == [
        "unsupported", "verbatim", "unsupported", "unsupported", "unchecked",
    ]  # fmt: skip
    assert [one.text for one in desk.check(claims)] == [claim.text for claim in claims]
    assert desk.check([]) == []


def test_a_line_that_contradicts_a_sentence_is_added_to_what_it_cites_and_marked(tmp_path: Path) -> None:
    few = "The bridge at Orvik carries 40 lorries."
    desk = checker(tmp_path, LINE, few)
    alone, given = desk.check(
        [UncheckedSentence(LINE), UncheckedSentence(LINE, ({"outlet": "Paper 0", "quote": LINE},))]
    )

    assert quotes(alone) == [LINE, few]
    assert alone.disputed_by == (2,)
    assert (quotes(given), given.disputed_by) == ([LINE], ())
