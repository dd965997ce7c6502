"""The parts of a briefing alone: days, grouping, wording, the form for a page."""

from __future__ import annotations

import pytest

from assistant.briefing.choose import choose
from assistant.briefing.clauses import clause, ladder_lead
from assistant.briefing.compose import Composer
from assistant.briefing.gather import _in_context, _is_fragment
from assistant.briefing.group import group
from assistant.briefing.sections.timeline import timeline
from assistant.briefing.similarity import Stated
from assistant.briefing.types import ClaimGroup
from assistant.briefing.wording import citation_marks, runs
from assistant.language.boilerplate import is_boilerplate
from assistant.language.unknowns import says_unknown
from assistant.markup import clean
from assistant.types import Article, Attribution, Evidence


def piece(key: int, text: str, outlet: str = "Lakeside Courier", published: str | None = None) -> Evidence:
    """A sentence that is a whole article."""
    found = Article(id=f"a{key}", text=text, outlet=outlet, published=published)
    return Evidence(key, found, 0, len(text), (Attribution(outlet, "outlet"),), 0.5)


def entries(*sentences: Evidence) -> list[tuple[str, bool]]:
    """What stands before each row of what happened, and whether it is background."""
    claims = [ClaimGroup(one.key, one, (one,), (), 1.0) for one in sentences]
    return [(entry.when, entry.background) for entry in timeline(Composer(sentences, ()), (), claims)]


@pytest.mark.parametrize(
    ("text", "published", "shown"),
    [
        ("The bridge opened on 3 June 2019.", None, "3 June 2019"),
        ("The bridge opened on June 3.", "2019-06-10", "3 June 2019 (“June 3”)"),
        ("The bridge opened on Monday.", "2019-06-05", "3 June 2019 (“Monday”)"),
        ("The bridge opens on Friday.", "2019-06-05", "announced for 7 June 2019 (“Friday”)"),
        ("The bridge opened in March 2018, before June 2 2019.", None, "2 June 2019"),
    ],
)
def test_a_row_of_what_happened_has_its_day_and_the_words_that_it_was_worked_out_from(
    text: str, published: str | None, shown: str
) -> None:
    assert entries(piece(1, text, published=published)) == [(shown, False)]


def test_what_was_long_past_when_it_was_reported_is_background() -> None:
    old = piece(1, "The bridge was first shut on 4 May 2011.", published="2019-06-05")
    new = piece(2, "The bridge was shut on Monday.", published="2019-06-05")

    assert entries(new, old) == [("4 May 2011", True), ("3 June 2019 (“Monday”)", False)]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened on Monday.",  # in an article without a day
        "The bridge is long.",
        "The 2007/08 cup winner spoke of the bridge.",
    ],
)
def test_a_sentence_without_a_day_that_can_be_known_is_no_row(text: str) -> None:
    assert entries(piece(1, text)) == []


def test_sentences_of_two_outlets_that_say_the_same_are_one_claim() -> None:
    sentences = [
        piece(1, "The council closed the old harbour bridge after inspectors found rust."),
        piece(2, "After inspectors found rust, the council closed the old harbour bridge.", "Northern Dispatch"),
        piece(3, "Tickets for the winter fair went on sale.", "Sporting Eye"),
    ]

    claims = group(sentences, None).claims

    assert [len(claim.members) for claim in claims] == [2, 1]


def test_another_figure_is_another_claim() -> None:
    one, other = (
        piece(1, "The fire killed 12 people in the harbour."),
        piece(2, "The fire killed 19 people in the harbour."),
    )

    assert not Stated.of(one).fits(Stated.of(other))


def test_a_denial_is_another_claim_than_what_it_denies() -> None:
    one = piece(1, "The mill dumped chemicals in the river.")
    other = piece(2, "The mill did not dump chemicals in the river.")

    assert not Stated.of(one).fits(Stated.of(other))


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("It is unclear who gave the order.", True),
        ("The ministry declined to comment on the sale.", True),
        ("It is very clear that we want them out.", False),
        ("The clear water of the lake drew crowds.", False),
    ],
)
def test_only_what_is_said_to_be_unknown_counts_as_open(text: str, is_open: bool) -> None:
    assert says_unknown(text) is is_open


def test_runs_of_citations_are_drawn_together() -> None:
    assert runs([4, 7, 8, 9, 1]) == ["[1]", "[4]", "[7]–[9]"]
    assert citation_marks([3, 5, 6]) == "[3] (also [5], [6])"
    assert citation_marks([3], [5, 6, 7]) == "[3] (see also [5]–[7])"
    assert citation_marks([3, 5], [6]) == "[3] (also [5]; see also [6])"


def test_marks_that_reorder_text_are_taken_away() -> None:
    assert clean("a\u202eb\x00c") == "abc"


def test_a_page_gets_the_document_with_ids_of_its_own_and_its_headings() -> None:
    from assistant.briefing.forms.html import as_page
    from assistant.briefing.record import BriefingReceipt
    from assistant.briefing.types import Briefing
    from assistant.types import Filters, Usage

    receipt = BriefingReceipt("2026-01-02T03:04:05+00:00", "0", "0" * 64, 0, (), "quotes", None, "none", Usage(), 0)
    briefing = Briefing("<b>mills</b>", "not_in_corpus", "short", Filters(), receipt, notes=("Nothing.",))

    body, headings = as_page(briefing, "b-")

    assert "&lt;b&gt;mills" in body
    assert "<b>mills" not in body
    assert "Not in these articles" in [words for _, words in headings]
    assert all(f'id="{anchor}"' in body and anchor.startswith("b-") for anchor, _ in headings)


def test_a_section_of_rows_is_in_the_document_with_its_lines_and_its_labels() -> None:
    from assistant.briefing.forms.markdown import as_markdown
    from assistant.briefing.record import BriefingReceipt
    from assistant.briefing.types import Briefing, Line, Row, RowSection
    from assistant.types import Filters, Usage

    line = Line(1, "The mill reopens.", "The Courier:", (1,), "verbatim", "")
    rows = (Row("day", line=line, label="12 April"), Row("open", "Nobody says who pays", citations=(1,)))
    receipt = BriefingReceipt("2026-01-02T03:04:05+00:00", "0", "0" * 64, 0, (), "quotes", None, "none", Usage(), 0)
    sections = (RowSection("ahead", "Dates ahead", rows), RowSection("empty", "Nothing here", ()))
    briefing = Briefing("mills", "briefed", "short", Filters(), receipt, row_sections=sections)

    text = as_markdown(briefing)

    assert "## Dates ahead\n\n- **12 April**: The Courier: “The mill reopens.” [1]" in text
    assert "- Nobody says who pays [1]" in text
    assert "Nothing here" not in text
    assert briefing.lines == (line,)


def sentences(text: str, *rungs: Attribution, outlet: str = "Lakeside Courier") -> list[Evidence]:
    """The sentences of one article, keys from 1, each in the mouth of the rung of its place."""
    found = Article(id=outlet, text=text, outlet=outlet)
    pieces, at = [], 0
    for key, sentence in enumerate(text.split(". "), 1):
        end = at + len(sentence.rstrip(".")) + 1
        ladder = (Attribution(outlet, "outlet"), *rungs[key - 1 : key])
        pieces.append(Evidence(key, found, at, end, ladder, 1.0 if key == 1 else 0.1))
        at = end + 1
    return pieces


def test_a_sentence_that_goes_on_from_one_on_the_topic_is_raised_and_no_other_is() -> None:
    first, second, third = sentences("The mill burned down. Nobody slept there. The mayor likes roses.")
    apart = piece(9, "A fair was held in the valley.", "Sporting Eye")

    raised = _in_context([first, second, third, apart])

    assert [one.score for one in raised[:2]] == pytest.approx([1.0, 0.55])
    assert raised[2].score == third.score
    assert raised[3].score == apart.score


def test_a_paragraph_break_ends_what_goes_on() -> None:
    text = "The mill burned down.\n\nThe mayor likes roses."
    found = Article(id="a", text=text, outlet="Lakeside Courier")
    one, other = Evidence(1, found, 0, 21, (), 1.0), Evidence(2, found, 23, len(text), (), 0.1)

    assert _in_context([one, other])[1].score == 0.1


@pytest.mark.parametrize(
    "text",
    ["Reuters contributed to this report.", "The piece carries the credit “With reporting by the valley desk”."],
)
def test_what_a_page_says_of_its_own_making_is_no_statement(text: str) -> None:
    assert is_boilerplate(text)


def test_a_sentence_on_a_contribution_is_a_statement() -> None:
    assert not is_boilerplate("The leak contributed to the death of fish in the river.")


# ---- clauses, and who said them

RHC = Attribution("Valley Radio", "outlet")
PAPER = Attribution("The Wall Street Journal", "outlet", "reported")
HIDDEN = Attribution("an unnamed source", "anonymous", "citing")
PRIETO = Attribution("Ana Prieto", "person", "said")


def said(text: str, *rungs: Attribution) -> Evidence:
    """A sentence of Valley Radio's, in the mouth of these."""
    return Evidence(1, Article(id="a", text=text, outlet="Valley Radio"), 0, len(text), (RHC, *rungs), 1.0)


@pytest.mark.parametrize(
    ("text", "rungs", "lead", "shown"),
    [
        (
            "Citing an unnamed source, the paper reported that the mill would close by the end of the year.",
            (PAPER, HIDDEN),
            "The Wall Street Journal, citing an unnamed source, as reported by Valley Radio, reported that",
            "the mill would close by the end of the year.",
        ),
        (
            "The mill will close by the end of the year, WSJ cited an unnamed source as saying.",
            (PAPER, HIDDEN),
            "The Wall Street Journal, citing an unnamed source, as reported by Valley Radio:",
            "The mill will close by the end of the year",
        ),
        (
            "“Nobody told us about the pipes in the river,” Prieto said on Tuesday.",
            (PRIETO,),
            "Ana Prieto, as reported by Valley Radio:",
            "Nobody told us about the pipes in the river",
        ),
        (
            "Asked about the pipes, Prieto said: “Nobody told us about the pipes in the river.”",
            (PRIETO,),
            "Ana Prieto, as reported by Valley Radio:",
            "Nobody told us about the pipes in the river.",
        ),
        (
            "The mill denied the report, Ana Prieto speaking for it in front of the gate.",
            (PRIETO,),
            "Valley Radio:",
            "The mill denied the report, Ana Prieto speaking for it in front of the gate.",
        ),
        (
            "Prieto told reporters at the gate that the mill would close by the end of the year.",
            (PRIETO,),
            "Ana Prieto, as reported by Valley Radio, said that",
            "the mill would close by the end of the year.",
        ),
        (
            "But the mill has 400 workers in the valley.",
            (),
            "Valley Radio:",
            "the mill has 400 workers in the valley.",
        ),
    ],
)
def test_a_clause_is_cut_and_its_ladder_said_once(
    text: str, rungs: tuple[Attribution, ...], lead: str, shown: str
) -> None:
    cut = clause(said(text, *rungs))

    assert (cut.lead, cut.piece.quote) == (lead, shown)
    assert text[cut.piece.start : cut.piece.end] == shown


@pytest.mark.parametrize(
    "text",
    [
        "The manager, who had seen the reports before anybody else did, said nothing to those who asked in the hall.",
        "Prieto rejected media reports that the mill will close by the end of the year.",
        "The owners of the mill in the valley had dumped chemicals in the river for years without a word, the paper "
        "wrote in its long report, which Prieto denied.",
        "Prieto did not say that the mill will close by the end of the year.",
        "The mill will close by the end of the year, Prieto never said.",
        "Prieto said “the mill is safe” and that “the river is clean” to everyone who wanted to hear it again.",
    ],
)
def test_a_sentence_that_cannot_be_cut_for_certain_stays_whole(text: str) -> None:
    assert clause(said(text, PRIETO)).piece.quote == text


def test_a_headline_before_the_first_sentence_is_cut_off() -> None:
    title, text = "What the mill owes", "The mill has owed its weavers a month of pay since May."
    article = Article(id="a", text=f"{title} {text}", title=title, outlet="Valley Radio")

    assert clause(Evidence(1, article, 0, len(article.text), (), 0.5)).piece.quote == text


def test_the_end_of_a_long_sentence_that_only_adds_is_left_out() -> None:
    text = (
        "The regional court in the valley fined the owners of the old paper mill more than two million crowns over the "
        "chemicals in the river, which rises in the mountains to the north."
    )

    assert clause(said(text)).piece.quote.endswith("over the chemicals in the river")


def test_a_name_that_is_spelled_small_stays_small() -> None:
    assert ladder_lead((), "talkSPORT") == "talkSPORT"
    assert ladder_lead((Attribution("talkSPORT", "outlet"), HIDDEN), "talkSPORT").startswith("An unnamed source, as")


# ---- grouping and ranking


def test_what_one_outlet_prints_again_and_again_is_no_echo() -> None:
    boilerplate = "The harbour bridge trial is covered by our reporters from the valley court."
    sentences = [piece(key, boilerplate) for key in (1, 2, 3)]
    sentences += [
        piece(4, "The valley court found the harbour bridge builder guilty of fraud."),
        piece(5, "Guilty of fraud: the harbour bridge builder heard it from the valley court.", "Northern Dispatch"),
    ]

    assert "guilty" in group(sentences, None).claims[0].lead.quote.lower()


def test_the_latest_of_those_who_tell_a_thing_leads() -> None:
    sentences = [
        piece(1, "The council closed the old harbour bridge after inspectors found rust.", published="2022-05-01"),
        piece(2, "After inspectors found rust, the council closed the old harbour bridge.", "Dispatch", "2022-06-01"),
    ]

    assert group(sentences, None).claims[0].lead.article.published == "2022-06-01"


def test_a_claim_knows_the_outlets_that_tell_something_near_it() -> None:
    sentences = [
        piece(1, "The council closed the old harbour bridge after inspectors found rust."),
        piece(2, "Rust made the council close the old harbour bridge, inspectors found it.", "Northern Dispatch"),
    ]

    assert group(sentences, None).claims[0].reported_by == {"Lakeside Courier", "Northern Dispatch"}


def test_neighbours_of_one_source_share_its_lead() -> None:
    from assistant.briefing.layout import Text, _prose
    from assistant.briefing.types import Line

    lines = [Line(at, f"The mill closed gate {at}.", "The Courier:", (at,), "verbatim", "") for at in (1, 2)]

    assert [piece for piece in _prose(lines) if isinstance(piece, Text)].count(Text("The Courier: ")) == 1


def test_what_several_outlets_tell_is_never_crowded_out_by_what_one_says_nearer_the_topic() -> None:

    def scored(key: int, text: str, outlet: str, score: float) -> Evidence:
        return Evidence(key, Article(id=f"a{key}", text=text, outlet=outlet), 0, len(text), (), score)

    words = "alder birch cedar maple oak pine rowan spruce willow yew larch elm".split()
    near = [scored(at, f"The harbour bridge in the {word} valley " + f"{word} " * 20 + "stands.", "A", 1.0)
            for at, word in enumerate(words, 1)]  # fmt: skip
    verdict = "A jury found the builder guilty of fraud on Thursday."
    others = [scored(20 + at, verdict, outlet, 0.15) for at, outlet in enumerate("BCD")]
    numbered = [Evidence(key, one.article, 0, one.end, (), one.score) for key, one in enumerate([*near, *others], 1)]

    chosen = choose(group(numbered, None), numbered, [], "short")

    leads = [claim.lead.quote for claim in (*chosen.summary, *chosen.timeline, *chosen.report)]
    assert verdict in leads
    assert len(leads) < len(words)  # the length does bind


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("Another grand and famous night at the theatre.", True),
        ("Which, as the mill has not burnt in forty years, seemed unlikely to all.", True),
        ('A former owner of the mill said: "I think they have got to look at it.', True),
        ("“The mill has cheated all its weavers of their pay,” he said.", True),
        ("The owners of the mill want a new roof and a wall.", False),
    ],
)
def test_half_sentences_and_cries_are_no_lines(text: str, half: bool) -> None:
    assert _is_fragment(piece(1, text)) is half


def test_what_was_said_already_with_the_same_figures_is_not_said_again() -> None:
    sentences = [
        piece(1, "The mill cut its staff in the valley from 900 weavers to 40 this week, a source said."),
        piece(2, "The paper had told that the mill cut its staff from 900 weavers to 40 amid a crisis.", "Herald"),
        piece(3, "The mill in the valley made cloth for the army and for the staff of its owner.", "Gazette"),
    ]

    chosen = choose(group(sentences, None), sentences, [], "standard")

    leads = [claim.lead.key for claim in (*chosen.summary, *chosen.timeline, *chosen.report)]
    assert len({1, 2} & set(leads)) == 1
    assert 3 in leads
