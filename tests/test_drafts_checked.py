"""What `sayso check` says of a draft without a language model: certain faults, and never a false support."""

from __future__ import annotations

import json

import pytest

from assistant.checking.absent_days import absent_day
from assistant.checking.attribution_check import other_speaker
from assistant.checking.drafts import CheckedSentence, UncheckedSentence, find_quote, quote_spans
from assistant.checking.quantity_check import absent_figure
from assistant.checking.quotation_diff import difference
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.types import Article, Attribution, Evidence, Filters, Verdict
from evals.parts.drafts import LabelledDraftSentence, drafts_table
from ingest.run import ingest

STORIES = [
    {
        "title": "Bridge at Orvik closed",
        "outlet": "Orvik Courier",
        "published": "2024-03-06",
        "url": "https://orvik.example/bridge",
        "text": "The bridge at Orvik was closed on Tuesday after an inspector found cracks in two of its piers. "
        "“We may open one lane again by Easter,” said Marit Solberg, who leads the road office. "
        "Repairs will cost about 12 million crowns. "
        "The Fjord Herald reported that 340 lorries a day now take the ferry.\n\n"
        "The piers are of 1961. Ice damaged one of them long ago. It was mended. Divers went down twice.\n\n"
        "“All of it was known for years,” the ferryman Jonas Lie told the paper on March 4.",
    },
    {
        "title": "Road office denies delay",
        "outlet": "Fjord Herald",
        "published": "2024-03-08",
        "url": "https://herald.example/delay",
        "text": "The road office denied that it had ignored cracks in the bridge at Orvik. "
        "Marit Solberg said that the piers were examined each spring. "
        "The ferry carries 340 lorries a day.",
    },
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in STORIES), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    assert ingest(settings, [folder / "news.jsonl"]).count("added") == 2
    return Desk(settings)


def checked(desk: Desk, text: str, filters: Filters | None = None) -> CheckedSentence:
    (one,) = desk.check([UncheckedSentence(text)], filters)
    return one


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("Marit Solberg said: “We will open one lane again by Easter.”", "We will open", "“will” is not in the source"),
        ("Marit Solberg said: “We may open one lane by Easter.”", "We may open", "“again” is left out"),
        ("Jonas Lie said that “we may open one lane again by Easter”.", "Jonas Lie", "the words of Marit Solberg"),
        ("Repairs at Orvik will cost about 19 million crowns.", "19 million", "nowhere in the articles"),
        ("Repairs at Orvik will cost about 120 million crowns.", "120 million", "nowhere in the articles"),
        ("The bridge at Orvik was closed on 22 March.", "22 March", "in none of the articles"),
        ("Kari Solberg leads the road office.", "Kari Solberg", "they have “Marit Solberg”"),
        ("The mayor, Wenche Aasgaard, called for a second bridge.", "Wenche Aasgaard", "nowhere in the articles"),
        ("The Guardian reported that the bridge at Orvik was closed.", "The Guardian", "none names it"),
    ],
)
def test_what_no_article_supports_is_unsupported_by_its_words(desk: Desk, text: str, words: str, reason: str) -> None:
    found = checked(desk, text)

    assert found.verdict.check == "unsupported", found
    assert words in found.verdict.words[0]
    assert reason in found.verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "Marit Solberg said that the road office “may open one lane again by Easter”.",
        "The bridge was closed on 5 March, a Tuesday.",
        "The bridge was shut on Tuesday.",
        "On March 4 Jonas Lie told the Courier that “all of it was known for years”.",
        "Ms Solberg runs the office for roads.",
        "Repairs will cost some 12,000,000 crowns.",
        "Every day 340 lorries go by ferry.",
        "Unlike Solberg, the ferryman saw it coming.",
        "The Orvik Courier told of cracks in two piers.",
        "The Norwegian Parliament has not debated the bridge.",
    ],
)
def test_a_sentence_that_nothing_contradicts_is_unchecked_and_never_supported(desk: Desk, text: str) -> None:
    found = checked(desk, text)

    assert found.verdict.check == "unchecked", found.verdict


def test_a_sentence_of_an_article_is_verbatim(desk: Desk) -> None:
    assert checked(desk, "Repairs will cost about 12 million crowns.").verdict.check == "verbatim"


@pytest.mark.parametrize(
    ("behind", "draft", "wrong"),
    [
        ("he said", "Marit Solberg", False),  # named near, and nobody is right behind the quotation
        ("Lie said", "Marit Solberg", True),
        ("Lie told Solberg", "Marit Solberg", False),
        ("he said", "Nils Dahl", True),
        ("Lie said", "Jonas Lie", False),
    ],
)
def test_another_speaker_is_certain_where_one_stands_behind_the_quotation_or_the_drafts_is_not_near(
    behind: str, draft: str, wrong: bool
) -> None:
    story = f"Jonas Lie spoke to Marit Solberg. “All of it was known for years. It is no secret,” {behind}."
    piece = Evidence(1, Article("a", story), 34, len(story), (Attribution("Jonas Lie", "person"),))
    found = other_speaker(f"{draft} said that “all of it was known for years”.", piece)

    assert found == ((draft, "Jonas Lie") if wrong else None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The bridge at Orvik was closed by General Oleg Marchenko.",
            ("Oleg Marchenko",),
        ),  # a story has a day of March
        ("Repairs are Bridge-related.", ()),
        ("The Orviker paper told it.", ()),
    ],
)
def test_a_name_is_no_form_of_a_word_that_is_much_shorter(desk: Desk, text: str, words: tuple[str, ...]) -> None:
    assert checked(desk, text).verdict.words == words


@pytest.mark.parametrize(
    ("printed", "absent"),
    [
        ("The ferry to Orvik sank the other night. It was raised yesterday.", True),
        ("The ferry sank last month off Orvik.", True),  # a month, which tells no day
        ("The ferry sank yesterday off Orvik.", False),
        ("Yesterday the road was closed. The ferry sank off Orvik.", True),
    ],
)
def test_a_day_that_nobody_can_work_out_counts_for_its_own_sentence_alone(printed: str, absent: bool) -> None:
    found = absent_day("The ferry sank on 2 May off Orvik.", [Article("a", printed)])

    assert (found is not None) is absent


def test_a_plain_statement_of_what_the_source_attributes_is_remarked_on(desk: Desk) -> None:
    found = checked(desk, "The lane may open again by Easter.")
    named = checked(desk, "The lane may open again by Easter, Solberg said.")

    assert "leaves out who says so: Marit Solberg" in found.verdict.reason
    assert "leaves out" not in named.verdict.reason


def test_a_denial_by_another_outlet_is_cited_as_disputing(desk: Desk) -> None:
    found = checked(desk, "The road office ignored cracks in the bridge at Orvik.")

    assert [found.evidence[number - 1].article.outlet for number in found.disputed_by] == ["Fjord Herald"]
    assert len({(piece.article.id, piece.start) for piece in found.evidence}) == len(found.evidence)


def test_telling_of_a_denial_is_not_disputed_by_it_nor_by_what_prints_the_same_quotation(desk: Desk) -> None:
    found = checked(desk, "The road office denied that it had ignored cracks in the bridge at Orvik.")
    quoting = checked(desk, "Solberg spoke of a lane: “We may open one lane again by Easter.”")

    assert (found.verdict.check, [found.evidence[n - 1].quote for n in found.disputed_by]) == ("verbatim", [])
    assert quoting.disputed_by == ()


def test_what_the_articles_do_not_touch_is_said_to_have_nothing_near_it(desk: Desk) -> None:
    found = checked(desk, "Coffee prices rose because harvests failed abroad.")

    assert found.verdict.check == "unchecked"
    assert "have nothing near it" in found.verdict.reason


def test_a_sentence_of_which_no_article_has_a_word_is_unsupported(desk: Desk) -> None:
    found = checked(desk, "Zanzibar exports cloves, Omari explained.")

    assert (found.verdict.check, found.evidence) == ("unsupported", ())
    assert "anything on it" in found.verdict.reason


def test_filters_bound_what_a_draft_may_rest_on(desk: Desk) -> None:
    only = Filters(outlets=("Fjord Herald",))

    assert checked(desk, "Jonas Lie runs the ferry.").verdict.check == "unchecked"
    assert checked(desk, "Jonas Lie runs the ferry.", only).verdict.words == ("Jonas Lie",)


def test_a_quotation_is_compared_with_the_nearest_words_part_by_part() -> None:
    article = Article(
        "a", "She said the tide was low. “It was a calm and windless night,” said the pilot. Boats lay still."
    )
    found = difference("It was a calm, moonless and windless night", [article])
    far = difference("nobody expected rain in spring", [article])

    assert found is not None
    assert (found.put_in, found.left_out) == (("moonless",), ())
    assert found.printed == "It was a calm and windless night"
    assert far is None


@pytest.mark.parametrize(
    ("text", "printed", "absent"),
    [
        ("It cost $2 million.", "They paid 200,000 dollars for it.", "$2 million"),
        ("It cost $29 million.", "They paid 29M for it.", None),
        ("It cost $2 million.", "They paid 2,000,000 dollars for it.", None),
        ("He aims at 270 billion.", "The aim is 27 billion.", "270 billion"),
        ("They won 3-1.", "It ended 3-1.", None),
    ],
)
def test_a_figure_is_compared_by_its_value_and_not_by_its_digits(text: str, printed: str, absent: str | None) -> None:
    found = absent_figure(text, [Evidence(1, Article("a", printed), 0, len(printed))])

    assert (found or "") == (absent or "")


@pytest.mark.parametrize(
    ("text", "printed", "absent"),
    [
        ("It sank on 7 May.", "It sank on Tuesday.", False),  # the article is of Wednesday, 8 May
        ("It sank on May 8.", "It sank.", False),
        ("It sank on May 24.", "It sailed on May 23-24.", False),
        ("It sank on 2 May.", "It sank in May.", True),
        ("It sank on 2 May 2023.", "It sank on 2 May 2022.", True),
        ("It sank on 2 May.", "Seen on 2/5/2024.", False),
    ],
)
def test_a_day_must_be_printed_or_such_that_it_can_be_worked_out(text: str, printed: str, absent: bool) -> None:
    article = Article("a", printed, published="2024-05-08")

    assert (absent_day(text, [article]) is not None) is absent


def test_precision_and_recall_are_counted_over_labelled_sentences() -> None:
    draft = [
        LabelledDraftSentence("a", False, "figure"),
        LabelledDraftSentence("b", True, "paraphrase"),
        LabelledDraftSentence("c", True, "verbatim"),
    ]
    verdicts = ["unsupported", "unsupported", "verbatim"]
    lines = list(
        drafts_table(draft, [CheckedSentence("", Verdict(one, ""), ()) for one in verdicts])  # type: ignore[arg-type]
    )

    assert lines[0].endswith("precision 1/2, recall 1/1")
    assert lines[1].endswith("precision 1/1, recall 1/1")


# ---- which article is meant, and which lines are cited

LORRIES = "The ferry carries 340 lorries a day."


@pytest.mark.parametrize(
    ("row", "outlet"),
    [
        ({"url": "https://herald.example/delay"}, "Fjord Herald"),
        ({"outlet": "Fjord Herald"}, "Fjord Herald"),
        ({"outlet": "The Fjord Herald", "title": "Road office denies delay"}, "Fjord Herald"),
        ({"title": "Road office denies delay"}, "Fjord Herald"),
        ({"outlet": "Orvik Courier"}, None),
        ({"outlet": "Fjord Herald", "title": "Bridge at Orvik closed"}, None),
        ({"outlet": "Orvik Courier", "title": "Road office denies delay"}, None),
        ({"url": "https://orvik.example/bridge", "outlet": "Fjord Herald"}, None),
        ({}, None),
    ],
)
def test_a_quote_is_placed_in_the_article_that_its_row_names(
    desk: Desk, row: dict[str, str], outlet: str | None
) -> None:
    (found,) = desk.check([UncheckedSentence(LORRIES, ({**row, "quote": LORRIES},))])
    (line,) = found.evidence

    assert line.quote == LORRIES
    assert (line.article.published == "2024-03-08") is (outlet is not None)


def test_the_lines_cited_share_most_with_a_sentence_and_are_three_at_most(desk: Desk) -> None:
    found = checked(desk, "Ice and cracks in the bridge at Orvik, said the road office, will cost crowns.")

    assert 1 <= len(found.evidence) <= 3
    assert all("Divers" not in line.quote for line in found.evidence)


def test_a_line_far_behind_the_best_is_not_cited(desk: Desk) -> None:
    found = checked(desk, "Divers went down twice where ice damaged piers.")

    assert [line.quote for line in found.evidence if "crowns" in line.quote or "lorries" in line.quote] == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("In Orvik, Bolette Strandhaug drives a lorry.", "unsupported"),
        ("In Orvik, Jonas Lie drives a ferry.", "unchecked"),
        ("In Orvik, Jonas Lye drives a ferry.", "unchecked"),
    ],
)
def test_a_name_may_be_a_misspelling_of_one_that_is_there(desk: Desk, text: str, check: str) -> None:
    assert checked(desk, text).verdict.check == check


def test_a_name_is_looked_for_inside_the_filters(desk: Desk) -> None:
    text = "The ferry at Orvik is that of Jonas Lie."

    assert checked(desk, text, Filters(outlets=("Orvik Courier",))).verdict.check == "unchecked"
    assert checked(desk, text, Filters(outlets=("Fjord Herald",))).verdict.check == "unsupported"


def test_a_line_that_shares_nearly_as_much_as_the_best_is_cited_too(desk: Desk) -> None:
    found = checked(desk, "The ferry carries 340 lorries each day.")

    assert {line.article.outlet for line in found.evidence} == {"Orvik Courier", "Fjord Herald"}


def test_a_quote_is_found_whatever_its_spaces_marks_and_first_letter() -> None:
    text = "“We  will\nopen,” she said. We will open."

    assert [text[slice(*at)] for at in quote_spans(text, "we will open")] == ["We  will\nopen", "We will open"]
    assert find_quote(text, "(We will open") is None
    assert find_quote(text, "We WILL open") is None
    assert find_quote(text, " ") is None
    assert find_quote("(see) it", "(see)") == (0, 5)
