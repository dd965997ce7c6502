"""The HTML of the web page, and the questions it begins with: pure functions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from page_fakes import ARTICLE, ELEMENTS, HOSTILE, QUOTE, TEXT, Elements, Shelves, answer_of, cite

import app
from assistant.errors import BadDate, ModelUnavailable, NoIndex, PageBusy
from assistant.index.catalog import Listing
from assistant.markup import link, surroundings
from assistant.page.article import article_html, marked_text
from assistant.page.chart import chart_html
from assistant.page.lists import bar_html, talks_html, welcome_html
from assistant.page.pane import live_address, pane_html, quoted_in
from assistant.page.starters import starters
from assistant.page.turn import turn_html
from assistant.page.wording import day_in, for_reader, waits
from assistant.talks.types import KeptTurn, TalkLine
from assistant.types import (
    Answer,
    Article,
    Attribution,
    Citation,
    Dispute,
    Filters,
    Nearest,
    Origin,
    Sentence,
    Side,
    SourceMix,
    Usage,
)

LADDER = (Attribution("The Valley Post", "outlet"), Attribution("an engineer", "anonymous", "said"))
HERALD = replace(ARTICLE, id="a2", outlet="The Hill Herald", published=None)


def turn(answer: Answer | None = None, **more: object) -> str:
    return turn_html("t1", KeptTurn(1, "Did it hold?", state="done", answer=answer, **more))  # type: ignore[arg-type]


def pane(*citations: Citation, held: Shelves | None = None) -> str:
    return pane_html("Did it hold?", citations, (), quoted_in(held or Shelves([ARTICLE])))  # type: ignore[arg-type]


# --- what leaves the house


def test_hostile_words_anywhere_in_an_answer_become_text_and_nothing_else() -> None:
    evil = Article("e", f"{HOSTILE}\n\nMore.", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)", HOSTILE, version="v")
    evil = replace(evil, details={"corrections": [{"kind": HOSTILE, "text": HOSTILE}]})
    answer = Answer(
        HOSTILE, "disputed", HOSTILE,
        (Sentence(HOSTILE, (1,), "unsupported", HOSTILE, ("alert",)), Sentence(HOSTILE, (1,), "unchecked", HOSTILE)),
        (cite(evil, HOSTILE, 1, [Attribution(HOSTILE, "anonymous", HOSTILE)]),),
        (Dispute(HOSTILE, "denial", (Side(HOSTILE, (1,)), Side(HOSTILE, ()))),),
        (Side(HOSTILE, (1,)),), (Origin(HOSTILE, (1,)),), filters=Filters((HOSTILE,)), model=HOSTILE, notes=(HOSTILE,),
    )  # fmt: skip
    none = Answer(HOSTILE, "not_in_corpus", HOSTILE, nearest=(Nearest(HOSTILE, HOSTILE, HOSTILE, HOSTILE),))
    kept = KeptTurn(1, HOSTILE, Filters((HOSTILE,)), "done", answer, HOSTILE, rating="up", reason=HOSTILE)

    shelves = Shelves([evil])
    html = "".join(
        [
            turn_html(HOSTILE, kept), turn_html(HOSTILE, replace(kept, answer=none)),
            turn_html(HOSTILE, replace(kept, state="asking"), stage=HOSTILE, job=HOSTILE),
            pane(*answer.citations, held=shelves),
            article_html(evil, shelves.history("e"), [evil], answer.citations),
            talks_html([TalkLine(HOSTILE, HOSTILE, "2026-01-01T00:00:00")], HOSTILE), talks_html([], HOSTILE),
            bar_html(HOSTILE, [], HOSTILE, []), welcome_html([Listing("e", "X", HOSTILE, None, None, "en", 1, 1, 1)]),
        ]
    )  # fmt: skip

    elements = Elements(html)
    assert {tag for tag, _ in elements.found} <= ELEMENTS
    assert elements.handlers == []
    assert all((a["href"] or "").startswith("/?talk=") for a in elements.every("a"))
    assert elements.open == []
    assert "\u202e" not in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//valley.example/x", "/etc/passwd", "", None,
        "https://", "https://bank.example@evil.example/", "https://evil.example/\u202egnp", "http://[broken", "ftp://x.example/",
        "https://evil.example/ onclick=alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_http_is_not_linked(address: str | None) -> None:
    assert link(address, "<b>title</b>") == "<b>title</b>"


def test_a_link_tells_its_host_and_nothing_about_the_reader() -> None:
    elements = Elements(link('https://valley.example/?a="b"&c=<d>', "Dam holds"))

    (attributes,) = elements.every("a")
    assert attributes["href"] == 'https://valley.example/?a="b"&c=<d>'
    assert attributes["rel"] == "noopener noreferrer"
    assert "valley.example" in elements.text


# --- a turn


def test_verbatim_sentences_stand_in_quotation_marks_under_who_said_them() -> None:
    text = Elements(turn(answer_of(ladder=LADDER))).text

    assert f"The Valley Post (2024-05-03), citing an engineer“{QUOTE}”1" in text


def test_a_mark_has_a_spoken_name_and_a_preview_of_its_quote() -> None:
    elements = Elements(turn(answer_of()))

    (mark,) = [one for one in elements.every("button") if one.get("class") == "mark"]
    assert mark["aria-label"] == "Source 1, The Valley Post, 3 May 2024"
    assert mark["data-preview"] == f"“{QUOTE}”"


def test_a_sentence_is_grey_while_it_is_checked_and_what_fails_names_its_words_and_holds_nothing_back() -> None:
    sentences = (
        Sentence("The dam fell in July.", (1,), "unsupported", "no quote gives July", ("July",)),
        Sentence("Nobody was hurt.", (1,), "unchecked", "being checked"),
        Sentence("It held.", (1,), "supported", "read"),
    )

    html = turn(replace(answer_of(), sentences=sentences))

    assert '<span class="unsupported">July</span>' in html
    assert "not supported: no quote gives July" in html
    assert 'class="checking">Nobody was hurt.' in html
    assert html.index("July") < html.index("Nobody") < html.index("It held.")


def test_what_nothing_has_read_is_said_once_with_its_reason() -> None:
    unread = tuple(Sentence(f"Told {n}.", (1,), "unchecked", "no language model is set") for n in (1, 2))

    text = Elements(turn(replace(answer_of(), sentences=unread))).text

    assert text.count("no language model is set") == 1


def test_the_receipt_tells_articles_origins_outlets_writer_time_and_money() -> None:
    answer = replace(
        answer_of(), source_mix=SourceMix(6, 3, 2), model="openai:gpt-5-mini", usage=Usage(seconds=0.31, usd=0.002)
    )

    assert "6 articles, 3 origins, 2 outlets, openai:gpt-5-mini, 0.3 s, $0.0020" in Elements(turn(answer)).text


@pytest.mark.parametrize("text", ["“It held.”", '"It held."', "It held.", "“It held,” he said."])
def test_a_quotation_gets_one_pair_of_quotation_marks(text: str) -> None:
    shown = Elements(turn(replace(answer_of(), sentences=(Sentence(text, (1,), "verbatim", ""),)))).text

    assert (text if text[-1] in '”"' else f"“{text}”") in shown
    assert not re.search('[“"]“[^“]*[”"]”', shown)


def test_each_filter_can_be_edited_and_removed_and_inferred_ones_are_marked() -> None:
    asked = Filters(("The Valley Post",), since="2024-05-01")
    answer = replace(answer_of(), filters=replace(asked, until="2024-05-31"), notes=("Read as: Did the dam hold?",))

    elements = Elements(turn(answer, filters=asked))

    dropped = [(b["data-field"], b["data-value"]) for b in elements.every("button") if b.get("data-do") == "drop"]
    assert dropped == [("outlets", "The Valley Post"), ("since", "2024-05-01")]
    assert "read as: until 31 May 2024" in elements.text
    assert "read as: Did the dam hold?" in elements.text
    by_itself = [(b["data-do"], b["data-value"]) for b in elements.every("button") if b.get("data-field") == "until"]
    assert by_itself == [("filter", "2024-05-31")]
    assert [b["data-do"] for b in elements.every("button") if b.get("data-do") in ("as-worded", "alone")] == [
        "as-worded",
        "as-worded",
    ]


def test_a_follow_up_can_be_asked_by_itself_and_one_that_is_taken_as_worded_can_be_read_again() -> None:
    answer = replace(answer_of(), notes=("Read as: Did it hold? (with “the dam” from the talk so far)",))

    follow_up = Elements(turn(answer, after=1))
    worded = Elements(turn(answer_of(), worded=True))

    edit, drop = [b for b in follow_up.every("button") if b.get("data-do") in ("edit", "alone")][-2:]
    assert (edit["data-value"], drop["data-do"]) == ("Did it hold?", "alone")
    assert "read as it is worded" in worded.text
    assert "as-read" in {b.get("data-do") for b in worded.every("button")}


def test_disputes_are_headed_columns_with_a_line_a_voice_and_their_quotes_are_not_said_twice() -> None:
    answer = replace(
        answer_of(ladder=LADDER), status="disputed",
        citations=(cite(ARTICLE, QUOTE, 1, LADDER), cite(HERALD, "Nobody was hurt.", 2)),
        disputes=(Dispute("whether the dam held", "denial", (Side("It held.", (1,)), Side("It broke.", (2,)))),),
    )  # fmt: skip

    elements = Elements(turn(answer))

    assert len([one for one in elements.every("div") if one.get("class") == "side"]) == 2
    assert "whether the dam heldAn engineerThe Valley Post ← an engineer, 3 May 2024" in elements.text
    assert "The Hill HeraldThe Hill Herald, undated“Nobody was hurt.”2" in elements.text
    assert elements.text.count(QUOTE) == 1


def test_other_accounts_are_also_reported_and_on_no_side() -> None:
    answer = replace(answer_of(), other_accounts=(Side("The Valley Post: it leaked", (1,)),))

    html = turn(answer)

    assert "Also reported" in html
    assert "Accounts differ" not in html
    assert 'class="side"' not in html


def test_what_is_not_in_the_corpus_is_said_with_the_nearest_coverage_to_open() -> None:
    answer = Answer("?", "not_in_corpus", "Not here.", nearest=(Nearest("a1", "The Valley Post", "Dam holds", None),))

    elements = Elements(turn(answer))

    assert "Not in these articles" in elements.text
    assert "The nearest coverage:Dam holds The Valley Post, undated" in elements.text
    assert "a1" in [one.get("data-article") for one in elements.every("button")]


@pytest.mark.parametrize(
    ("state", "problem", "expected"),
    [("stopped", "", "You stopped this. What was written stays."), ("failed", "The model died.", "The model died.")],
)
def test_an_answer_that_was_broken_off_keeps_what_was_written_and_offers_to_retry(
    state: str, problem: str, expected: str
) -> None:
    html = turn_html("t1", KeptTurn(1, "?", state=state, answer=answer_of(), problem=problem))  # type: ignore[arg-type]

    assert QUOTE in html
    assert expected in html
    assert 'data-do="retry"' in html


def test_a_turn_that_grows_says_what_is_done_and_offers_nothing_yet() -> None:
    html = turn_html("t1", KeptTurn(1, "?"), stage="reading 12 passages of 6 articles", job="j1")

    assert "Reading 12 passages of 6 articles" in html
    assert 'data-job="j1" aria-busy="true"' in html
    assert "retry" not in html


# --- the evidence


def test_an_article_has_one_card_with_all_its_quotes_in_their_paragraphs() -> None:
    html = pane(cite(ARTICLE, QUOTE, 1, LADDER), cite(ARTICLE, "The end.", 2))

    elements = Elements(html)
    assert len([one for one in elements.every("section") if one.get("class") == "card"]) == 1
    assert f"Rain fell in the north. <mark>{QUOTE}</mark> Nobody was hurt." in html
    assert "The Valley Post · 3 May 2024" in elements.text
    assert "The Valley Post ← citing an engineer (unnamed)" in elements.text
    assert [one["data-quote"] for one in elements.every("div") if "data-quote" in one] == ["1", "2"]


@pytest.mark.parametrize(
    ("whence", "expected"), [("inferred", "3 May 2024 (inferred)"), ("printed", "3 May 2024 (printed)")]
)
def test_a_card_says_whether_its_date_is_printed_or_inferred(whence: str, expected: str) -> None:
    held = replace(ARTICLE, metadata={"published": whence})

    assert expected in Elements(pane(cite(held, QUOTE), held=Shelves([held]))).text


def test_a_card_leads_to_the_live_page_at_the_words() -> None:
    assert live_address(cite(ARTICLE, QUOTE)) == (
        "https://valley.example/dam#:~:text=The%20dam%20held%2C%20an%20engineer%20said."
    )
    assert live_address(replace(cite(ARTICLE, QUOTE), quote="a " * 20 + "b-c")).endswith(  # type: ignore[union-attr]
        "text=a%20a%20a%20a%20a%20a,a%20a%20a%20a%20a%20b%2Dc"
    )
    assert live_address(replace(cite(ARTICLE, QUOTE), url=None)) is None


def test_a_card_shows_the_version_that_was_quoted_though_the_article_has_changed() -> None:
    now = replace(ARTICLE, text="Rewritten.", version="v2")

    html = pane(cite(ARTICLE, QUOTE), held=Shelves([now], [ARTICLE]))

    assert f"<mark>{QUOTE}</mark> Nobody was hurt." in html
    assert "changed since; this is the text that was quoted" in html


@pytest.mark.parametrize(
    ("held", "expected"), [([], "no longer in the index"), ([replace(ARTICLE, text="Rewritten.")], "is not kept")]
)
def test_a_card_keeps_its_quote_when_the_article_is_gone_or_its_text_is(held: list[Article], expected: str) -> None:
    html = pane(cite(ARTICLE, QUOTE), held=Shelves(held))

    assert QUOTE in html
    assert expected in html
    assert "Open article" not in html


def test_an_opened_article_marks_exactly_the_cited_words_of_its_text() -> None:
    html = article_html(ARTICLE, [], [], [cite(ARTICLE, QUOTE, 1), cite(ARTICLE, "The end.", 4)])

    assert re.findall(r"<mark [^>]*>([^<]*)</mark>", html) == [QUOTE, "The end."]
    assert 'data-first="1"' in html
    assert "2 marked" in html
    assert Elements(html).open == []


def test_spans_that_overlap_or_run_over_paragraphs_keep_the_text_whole() -> None:
    one = replace(cite(ARTICLE, "first paragraph.", 1), start=4, end=len("The first paragraph.\n\nRain fell"))
    two = cite(ARTICLE, "paragraph.", 2)

    elements = Elements(marked_text(TEXT, [one, two]))

    assert "".join(elements.text.split()) == "".join(TEXT.split())
    assert [mark["data-spans"] for mark in elements.every("mark")] == ["1", "1 2", "1"]
    assert len(elements.every("p")) == 3


def test_an_article_with_versions_offers_them_and_tells_what_the_shown_one_changed() -> None:
    shelves = Shelves([replace(ARTICLE, text=TEXT.replace("held", "broke"), version="v2")], [ARTICLE])

    html = article_html(shelves.article("a1"), shelves.history("a1"), [])

    assert "Version 1, stored 3 May 2024" in html
    assert "(latest)" in html
    assert (
        '<li class="gone" dir="auto"><span class="unseen">Removed: </span>The dam held, an engineer said.</li>' in html
    )


def test_a_quote_that_is_a_paragraph_of_its_own_is_shown_with_its_neighbours() -> None:
    text = "One.\n\nTwo.\n\nThree.\n\nFour."

    assert surroundings(text, 6, 10) == ("One.\n\n", "\n\nThree.")
    assert surroundings(text, 0, 4) == ("", "\n\nTwo.")
    assert surroundings(text, 20, 25) == ("Three.\n\n", "")
    assert surroundings("Alone.", 0, 6) == ("", "")


def test_a_long_paragraph_is_cut_at_words_around_the_quote() -> None:
    words = "word " * 400
    text = f"{words}QUOTE {words}"
    start = text.index("QUOTE")

    before, after = surroundings(text, start, start + 5)

    assert before.startswith("… word ")
    assert after.endswith("word …")
    assert len(before) < 450
    assert len(after) < 450


# --- around it


def test_the_bar_names_the_writer_what_checks_it_and_the_index() -> None:
    lines = [Listing(str(n), "The Valley Post", None, "2024-05-03", None, "en", 1, 1, 1) for n in (1, 2)]

    text = Elements(bar_html("openai:gpt-5-mini", lines, "openai:gpt-5-mini", [])).text

    assert "openai:gpt-5-mini, checks itself" in text
    assert "2 articles of 1 outlet, the newest of 3 May 2024" in text


def test_talks_stand_under_the_days_on_which_they_were_gone_on_with() -> None:
    lines = [TalkLine("a", "One", "2026-03-02T10:00:00"), TalkLine("b", "Two", "2026-03-01T10:00:00")]

    text = Elements(talks_html([*lines, TalkLine("c", "Three", "2026-01-05T10:00:00")], today=date(2026, 3, 2))).text

    assert re.search("TodayOne.*YesterdayTwo.*5 January 2026Three", text)


def test_the_chart_stacks_the_articles_of_each_month_by_outlet() -> None:
    days = [("A", "2024-01-05"), ("A", "2024-01-09"), ("<b>", "2024-01-09"), ("A", "2024-03-01"), ("A", None)]
    lines = [Listing(str(n), outlet, None, day, None, "en", 1, 1, 1) for n, (outlet, day) in enumerate(days)]

    elements = Elements(chart_html(lines))

    bars = [(bar["class"], float(bar["height"] or 0)) for bar in elements.every("rect")]
    assert [name for name, _ in bars] == ["c0", "c1", "c0"]
    assert bars[0][1] == 2 * bars[1][1] == 2 * bars[2][1]
    assert "3 at most" in elements.text
    assert elements.every("b") == []
    assert chart_html(lines[:3]) == ""


def test_an_empty_index_is_met_with_a_way_to_fill_it_and_no_question() -> None:
    html = welcome_html([])

    assert "No articles yet" in html
    assert 'data-tab="Corpus"' in html
    assert "starter" not in html


def test_errors_speak_to_a_reader_and_not_of_commands() -> None:
    messages = [
        for_reader(error)
        for error in (
            NoIndex(Path("/home/x")), ModelUnavailable("m", "did not answer", "Start it with --x."), PageBusy(60),
            ValueError("a fault of ours"),
        )
    ]  # fmt: skip

    assert not any(word in one for one in messages for word in ("sayso ", "--", "/home", "a fault of ours", "SAYSO_"))
    assert "Retry" in messages[1]


def test_a_waiting_reader_sees_how_many_are_before() -> None:
    assert waits(2, 4) == "Waiting: 2 readers before you"
    assert waits(1, 4) == "Waiting: 1 reader before you"


@pytest.mark.parametrize("written", ["2019-06-03", "3 June 2019", " 3  Jun 2019", "June 3, 2019", "3.6.2019"])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert day_in("Since", written) == "2019-06-03"


def test_an_invalid_day_is_an_error_and_an_empty_one_is_none() -> None:
    assert day_in("Since", " ") is None
    with pytest.raises(BadDate, match="Since 'last week'"):
        day_in("Since", "last week")


# --- the first questions


def test_the_first_questions_of_the_built_in_corpus_are_about_it() -> None:
    titles = [
        re.sub(r'^title: "?|"?$', "", line)
        for file in sorted((Path(app.__file__).parent / "corpus").glob("*.md"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("title: ")
    ]

    questions = starters([Listing(title, "X", title, None, None, "en", 1, 1, 1) for title in titles])

    assert len(questions) == 4
    assert any("Rostec" in question for question in questions)


def test_the_first_questions_of_another_corpus_are_made_from_its_newest_titles_one_an_outlet() -> None:
    lines = [
        Listing("1", "Post", "Old news", "2020-01-01", None, "en", 1, 1, 1),
        Listing("2", "Post", "New\nnews? | Post", "2024-01-01", None, "en", 1, 1, 1),
        Listing("3", "Herald", "A title of " + "very " * 40 + "many words", None, None, "en", 1, 1, 1),
        Listing("4", None, None, None, None, "en", 1, 1, 1),
    ]

    questions = starters(lines)

    assert questions[0] == "What is reported about “New news”?"
    assert questions[1].endswith("very …”?")
    assert questions[2] == "What is reported about “Old news”?"
    assert all(len(question) < 130 for question in questions)


def test_an_empty_index_offers_no_question() -> None:
    assert starters([]) == []
