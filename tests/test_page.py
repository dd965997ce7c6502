"""The HTML of the web page, and the questions it begins with: pure functions."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from page_fakes import ARTICLE, ELEMENTS, HOSTILE, QUOTE, Elements, ScriptedDesk, answer_of, cite, find

import app
from assistant.index.catalog import Listing
from assistant.markup import link, surroundings
from assistant.page import talk as page
from assistant.page.starters import starters
from assistant.page.talk import Exchange
from assistant.types import Answer, Article, Attribution, Dispute, Filters, Nearest, Origin, Sentence, Side

# --- what leaves page.py


def test_hostile_words_anywhere_in_an_answer_become_text_and_nothing_else() -> None:
    evil = Article("e", f"{HOSTILE}\n\nMore.", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)")
    answer = Answer(
        HOSTILE, "disputed", HOSTILE,
        (Sentence(HOSTILE, (1,), "verbatim", HOSTILE), Sentence(HOSTILE, (1,), "unsupported", HOSTILE)),
        (cite(evil, HOSTILE, 1, [Attribution(HOSTILE, "anonymous", HOSTILE)]),),
        (Dispute(HOSTILE, "denial", (Side(HOSTILE, (1,)), Side(HOSTILE, (1,)))),),
        origins=(Origin(HOSTILE, (1,)),), filters=Filters((HOSTILE,)), model=HOSTILE, notes=(HOSTILE,),
    )  # fmt: skip
    none = Answer(HOSTILE, "not_in_corpus", HOSTILE, nearest=(Nearest("e", HOSTILE, HOSTILE, HOSTILE),))
    talk = (Exchange(HOSTILE, answer), Exchange(HOSTILE, none), Exchange(HOSTILE, problem=HOSTILE))

    html = page.transcript(talk) + page.evidence(talk[:1], find(evil)) + page.masthead(HOSTILE, [])

    elements = Elements(html)
    known = ELEMENTS
    assert {tag for tag, _ in elements.found} <= known
    assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
    assert all((a["href"] or "").startswith("#turn-") for a in elements.every("a"))
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


def test_a_card_shows_the_quote_marked_inside_its_paragraph_with_outlet_day_title_and_link() -> None:
    ladder = (Attribution("The Valley Post", "outlet"), Attribution("an engineer", "anonymous", "said"))

    html = page.evidence((Exchange("?", answer_of(ladder=ladder)),), find(ARTICLE))

    assert f"Rain fell in the north. <mark>{QUOTE}</mark> Nobody was hurt." in html
    text = Elements(html).text
    assert "The first paragraph" not in text
    assert "The Valley Post, 3 May 2024" in text
    assert "The Valley Post ← an engineer (unnamed)" in text
    assert 'href="https://valley.example/dam"' in html


def test_an_article_without_a_date_is_shown_as_undated() -> None:
    undated = replace(ARTICLE, published=None)

    html = page.evidence((Exchange("?", answer_of(undated)),), find(undated))

    assert "The Valley Post, undated" in Elements(html).text


@pytest.mark.parametrize(
    ("held", "told"),
    [([], "no longer in the index"), ([replace(ARTICLE, text="Rewritten.")], "has changed in the index since")],
)
def test_a_card_keeps_its_quote_when_the_article_is_gone_or_rewritten(held: list[Article], told: str) -> None:
    text = Elements(page.evidence((Exchange("?", answer_of()),), find(*held))).text

    assert QUOTE in text
    assert told in text


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


def test_an_unsupported_sentence_is_marked_with_its_reason() -> None:
    answer = replace(
        answer_of(), sentences=(Sentence("The dam fell in July.", (1,), "unsupported", "no quote gives July"),)
    )

    html = page.transcript((Exchange("?", answer),))

    assert re.search(r'class="unsupported">The dam fell in July\..*not supported: no quote gives July', html)


def test_verbatim_sentences_stand_in_quotation_marks_under_who_said_them() -> None:
    ladder = (Attribution("The Valley Post", "outlet"), Attribution("an engineer", "anonymous", "said"))

    text = Elements(page.transcript((Exchange("?", answer_of(ladder=ladder)),))).text

    assert f"The Valley Post (2024-05-03), citing an engineer“{QUOTE}”[1]" in text


def test_every_mark_leads_to_one_place_on_the_page_and_earlier_answers_keep_their_sources() -> None:
    talk = (Exchange("first", answer_of()), Exchange("second", answer_of()), Exchange("third", problem="No."))

    elements = Elements(page.transcript(talk) + page.evidence(talk, find(ARTICLE)))

    places = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    marks = [attributes["href"] for attributes in elements.every("a") if attributes.get("class") == "mark"]
    assert len(places) == len(set(places))
    assert {"#turn-1-source-1", "#turn-2-source-1"} == set(marks)
    assert {"turn-1-source-1", "turn-2-source-1"} <= set(places)
    assert len(elements.every("details")) == 1


def test_what_is_not_in_the_corpus_is_said_with_the_nearest_coverage() -> None:
    answer = Answer("?", "not_in_corpus", "Not here.", nearest=(Nearest("a1", "The Valley Post", "Dam holds", None),))

    text = Elements(page.transcript((Exchange("?", answer),))).text

    assert "Not in these articles" in text
    assert "The nearest coverage:Dam holds The Valley Post, undated" in text


def test_disputes_show_every_side_and_echoes_are_counted_once() -> None:
    other = replace(ARTICLE, id="a2", outlet="The Hill Herald")
    answer = replace(
        answer_of(), status="disputed",
        citations=(cite(ARTICLE, QUOTE), cite(other, QUOTE, 2)),
        disputes=(Dispute("whether the dam held", "denial", (Side("It held.", (1,)), Side("It broke.", (2,)))),),
        origins=(Origin("an engineer", (1, 2)),),
    )  # fmt: skip

    text = Elements(page.evidence((Exchange("?", answer),), find(ARTICLE, other))).text

    assert "2 articles, 1 origin" in text
    assert "whether the dam held" in text
    assert "It held.[1]It broke.[2]" in text


def test_other_accounts_stand_folded_and_are_not_called_a_dispute() -> None:
    answer = replace(answer_of(), other_accounts=(Side("The Hill Herald: “It leaked.”", (1,)),))

    text = Elements(page.evidence((Exchange("?", answer),), find(ARTICLE))).text

    assert "Other accounts" in text
    assert "The Hill Herald: “It leaked.”[1]" in text
    assert "Accounts differ" not in text


def test_the_head_of_the_page_names_the_model_and_the_index() -> None:
    lines = ScriptedDesk(articles=(ARTICLE, replace(ARTICLE, id="a2"))).listing()

    text = Elements(page.masthead("openai:gpt-5-mini", lines)).text

    assert "model openai:gpt-5-mini" in text
    assert "index 2 articles of 1 outlet" in text


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
