"""The verdict on a sentence, alone and against an index: holds `assistant.checking.check` and `index_check`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checked_texts import Held, article, piece

from assistant.checking.check import check, check_certain, check_exact
from assistant.checking.contradictions import contradicting
from assistant.checking.index_check import IndexEvidence, check_against_index
from assistant.reading.faithfulness import CitedSentence
from assistant.types import Attribution, Evidence, Verdict

UNCHECKED = Verdict("unchecked", "nobody read it")
SOURCE = article("The bridge at Orvik carries 900 lorries a day. Marit Solberg said so on 3 March.")
LINE = Evidence(1, SOURCE, 0, 46, (Attribution("Fen Courier", "outlet"),))
SOLBERG = piece("“We will open one lane,” Marit Solberg said.", ("Marit Solberg", "person"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The bridge at Orvik carries 900 lorries.", "unchecked"),
        ("The bridge at Orvik carries 930 lorries.", "unsupported"),
        ("The bridge at Orvik carries lorries, Wenche Aasgaard said.", "unsupported"),
        ("The bridge at Orvik carries lorries, The Moscow Times said.", "unsupported"),
        ("The bridge at Orvik carries lorries since 9 April.", "unsupported"),
        ("The bridge at Orvik carries lorries since 3 March.", "unchecked"),
    ],
)
def test_what_stands_nowhere_in_the_index_is_unsupported(text: str, verdict: str) -> None:
    found = IndexEvidence((LINE,), (LINE,), (SOURCE,))

    assert check_against_index(text, UNCHECKED, found, Held(SOURCE.text)).check == verdict
    for other in ("supported", "joining"):
        assert check_against_index(text, Verdict(other, "read"), found, Held(SOURCE.text)).check == other


def test_a_sentence_far_from_every_line_is_said_to_have_nothing_near_it() -> None:
    found = IndexEvidence((), (LINE,), (SOURCE,))
    near = check_against_index("The bridge at Orvik is old and made of dark iron.", UNCHECKED, found, Held(SOURCE.text))
    far = check_against_index("Wool is dear at this time and lambs are few.", UNCHECKED, found, Held(SOURCE.text))

    assert near == UNCHECKED
    assert far.check == "unchecked"
    assert far != UNCHECKED
    assert check_against_index("Lorries.", UNCHECKED, found, Held(SOURCE.text)) == UNCHECKED


def test_a_sentence_that_is_word_for_word_somewhere_is_not_refuted_nor_far_from_every_line() -> None:
    found = IndexEvidence((LINE,), (LINE,), (SOURCE,))
    verbatim = Verdict("verbatim", "word for word")

    for text in ("The bridge carries 930 lorries, Wenche Aasgaard said.", "Wool is dear and lambs are few."):
        assert check_against_index(text, verbatim, found, Held(SOURCE.text)) == verbatim


def test_an_unsupported_sentence_stays_so_and_one_without_any_line_is_given_another_reason() -> None:
    verdict = Verdict("unsupported", "altered", ("altered words",))
    held = Held(SOURCE.text)

    assert (
        check_against_index("It “carries carts”.", verdict, IndexEvidence((LINE,), (LINE,), (SOURCE,)), held) == verdict
    )
    bare = check_against_index("It “carries carts”.", verdict, IndexEvidence(), held)
    assert (bare.check, bare.words) == ("unsupported", ("altered words",))
    assert bare.reason != verdict.reason


def test_a_reader_is_shown_who_says_it_where_the_draft_does_not_and_who_printed_its_quotation() -> None:
    source = piece("The bridge at Orvik will open one lane, Marit Solberg said.", ("Marit Solberg", "person"))
    text = "The bridge at Orvik will open one lane."
    held = Held(source.article.text)

    dropped = check_against_index(text, UNCHECKED, IndexEvidence((source,), (source,), (source.article,)), held)
    assert dropped.check == "unchecked"
    assert "Marit Solberg" in dropped.reason
    assert UNCHECKED.reason in dropped.reason
    for outlet, title, printed in (("Fen Courier", "Works", "Fen Courier"), (None, "Works", "Works"), (None, None, "")):
        article_ = replace(SOURCE, outlet=outlet, title=title)
        line = replace(LINE, article=article_, ladder=())
        quoted = check_against_index(
            "It “carries lorries”.", UNCHECKED, IndexEvidence((line,), (line,), (article_,), 1), held
        )
        assert quoted.check == "unchecked"
        assert printed in quoted.reason
        assert quoted != UNCHECKED
        assert "None" not in quoted.reason


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The bridge carries 900 lorries.", "unsupported"),
        ("The bridge at Orvik carries lorries.", "unsupported"),
        ("It “carries lorries”.", "unsupported"),
        ("It carries lorries.", "unchecked"),
        ("Lorries cross.", "unchecked"),
    ],
)
def test_a_sentence_that_cites_nothing_is_unsupported_where_it_surely_tells_something(text: str, verdict: str) -> None:
    assert check_certain(CitedSentence(text)).check == verdict
    if "900" not in text:
        assert check_certain(CitedSentence(text), "not read: down").check == "unchecked"


def test_the_verdicts_of_many_sentences_keep_their_order() -> None:
    texts = ["Lorries cross.", SOURCE.text.split(". ")[0] + ".", "It “carries carts”."]

    assert [one.check for one in check([CitedSentence(text, (LINE,)) for text in texts])] == [
        "unchecked",
        "verbatim",
        "unsupported",
    ]
    assert check([]) == []


@pytest.mark.parametrize("text", ["", "…", "[1]", "“”"])
def test_what_says_nothing_is_unsupported(text: str) -> None:
    assert check_exact(text, [LINE]).check == "unsupported"


@pytest.mark.parametrize(("quoting", "verdict"), [(1, "unsupported"), (0, "unchecked")])
def test_only_lines_that_were_found_for_a_quotation_tell_who_speaks_it(quoting: int, verdict: str) -> None:
    source = article("“We will open one lane,” Marit Solberg said. Nils Dahl is far off.")
    quoted = Evidence(1, source, 0, 44, SOLBERG.ladder)
    apart = article("Rain fell. " * 6 + "Nils Dahl is mayor.")
    found = IndexEvidence((quoted,), (quoted,), (source, apart), quoting)

    text = "“We will open one lane,” Nils Dahl said."
    assert check_against_index(text, UNCHECKED, found, Held(source.text, apart.text)).check == verdict


def test_found_lines_are_no_quotations_unless_it_is_said() -> None:
    assert IndexEvidence((LINE,)).quoting == 0


@pytest.mark.parametrize(
    ("shared", "near"),
    [("The bridge is dark iron from hills", True), ("The bridge is dark iron from hills and lakes", False)],
)
def test_a_quarter_of_the_words_puts_a_line_on_the_topic(shared: str, near: bool) -> None:
    found = IndexEvidence((), (piece("The bridge at Orvik."),), (SOURCE,))

    assert (check_against_index(f"{shared}.", UNCHECKED, found, Held(SOURCE.text)) == UNCHECKED) is near


# ---- one change of a sentence at a time

STORY = article(
    "The bridge at Orvik may carry 900 lorries a day, Marit Solberg said on 3 March. "
    "“We will mend it by Easter,” Marit Solberg said. The council of Orvik will not close the bridge."
)
STORY_LINES = [
    Evidence(
        1,
        STORY,
        STORY.text.index(begun),
        STORY.text.index(ended) + len(ended),
        (Attribution("Fen Courier", "outlet"), *rungs),
    )
    for begun, ended, rungs in (
        ("The bridge", "3 March.", (Attribution("Marit Solberg", "person", "said"),)),
        ("“We will", "Solberg said. ", (Attribution("Marit Solberg", "person", "said"),)),
        ("The council", "close the bridge.", ()),
    )
]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The bridge at Orvik may carry 900 lorries a day, Marit Solberg said on 3 March.", "verbatim"),
        ("The bridge at Orvik may carry 960 lorries a day, Marit Solberg said on 3 March.", "unsupported"),
        ("The bridge at Orvik may carry 900 lorries a day, Marit Solberg said on 8 March.", "unsupported"),
        ("The bridge at Orvik may carry 900 lorries a day, Kari Solberg said on 3 March.", "unsupported"),
        ("The bridge at Brakstad may carry 900 lorries a day, Marit Solberg said on 3 March.", "unsupported"),
        ("The bridge at Orvik carries 900 lorries a day, Marit Solberg said on 3 March.", "unchecked"),
        ("The bridge at Orvik carried 900 lorries a day, Marit Solberg said on 3 March.", "unchecked"),
        ("On 3 March Marit Solberg said that 900 lorries a day may cross at Orvik.", "unchecked"),
        ("“We will mend it by Easter,” Marit Solberg said.", "verbatim"),
        ("“We will mend it by Christmas,” Marit Solberg said.", "unsupported"),
        ("“We may mend it by Easter,” Marit Solberg said.", "unsupported"),
        ("“We will not mend it by Easter,” Marit Solberg said.", "unsupported"),
        ("“We will mend it by Easter,” Wenche Dahl said.", "unsupported"),
        ("It will be mended “by Easter”, Solberg said.", "unchecked"),
        ("The council of Orvik will not close the bridge.", "verbatim"),
        ("The council of Orvik will close the bridge.", "unchecked"),
        ("The council of Orvik did not close the bridge.", "unchecked"),
    ],
)
def test_a_changed_figure_day_name_hedge_tense_or_negation_turns_the_verdict(text: str, verdict: str) -> None:
    found = IndexEvidence(tuple(STORY_LINES), tuple(STORY_LINES), (STORY,), 3)
    exact = check_exact(text, STORY_LINES)

    assert check_against_index(text, exact, found, Held(STORY.text)).check == verdict


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("The council of Orvik will close the bridge.", True),
        ("The council of Orvik will not close the bridge.", False),
        ("The council of Orvik may close the bridge.", False),
        ("The council of Orvik will mend the bridge.", False),
        ("The council of Brakstad will close the bridge.", False),
    ],
)
def test_a_sentence_without_the_not_of_its_source_is_contradicted_by_it(text: str, against: bool) -> None:
    assert bool(contradicting(text, STORY_LINES, [])) is against
