"""Requests that are no plain questions, on their way through the desk without a language model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.reading.reader import Unit
from assistant.settings import Settings
from assistant.types import Answer, Filters, Turn
from ingest.run import ingest

HARBOUR, HILL = "Harbour Post", "Hill Gazette"
NEWS = [
    {
        "title": "Dockers walk out at Port Ellery",
        "outlet": HARBOUR,
        "published": "2024-03-05",
        "text": "The dockers of Port Ellery walked out on Monday over a new crane fee. The union's leader, Ines Vold,"
        " said the fee would cost each docker 40 crowns a week.\n\n“Nobody asked us before the fee was written,” Vold"
        " told the paper. The port has not said when the cranes will run again.",
    },
    {
        "title": "Port agrees to talk",
        "outlet": HILL,
        "published": "2024-03-12",
        "text": "The port agreed on Monday to talk about the crane fee. Its director, Otto Marsh, said the fee costs a"
        " docker 15 crowns a week at most.\n\nMarsh criticised the walkout as needless. Talks begin on Thursday.",
    },
    {
        "title": "Dockers return",
        "outlet": HARBOUR,
        "published": "2024-03-20",
        "text": "The dockers of Port Ellery returned to work on Tuesday after the port dropped the crane fee. Ines Vold"
        " called it a good day for the harbour.\n\nMarsh did not respond to questions about the dropped fee.",
    },
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("answering")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return Desk(settings)


def ask(desk: Desk, *asked: str, filters: Filters | None = None) -> Answer:
    """The answer to the last message of a talk."""
    talk: list[Turn] = []
    for question in asked[:-1]:
        talk.append(Turn(question, desk.ask(question, filters, talk).text))
    return desk.ask(asked[-1], filters, talk)


def quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.citations]


def headings(answer: Answer) -> list[str]:
    return [one.text for one in answer.sentences if one.check == "joining"]


def in_order(words: Sequence[str], text: str) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places)


class OneAnswers:
    """A reader to which one sentence answers whatever is asked, and to a question for a yes or no `says` the logit."""

    def __init__(self, phrase: str, says: float) -> None:
        self.phrase, self.says = phrase, says

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        logit = self.says if question.startswith(("Did ", "Was ")) else 6.0
        return [logit if self.phrase in unit.text else -9.0 for unit in units]


@pytest.mark.parametrize("message", ["hi", "many thanks", "what can you do?", "how many articles do you have?"])
def test_what_asks_nothing_of_the_articles_has_a_reply_and_nothing_else(desk: Desk, message: str) -> None:
    answer = ask(desk, message)

    assert answer.status == "reply"
    assert [*answer.sentences, *answer.citations, *answer.disputes, *answer.nearest, *answer.notes] == []


def test_a_title_within_a_suggestion_has_its_own_quotation_marks(desk: Desk) -> None:
    assert "“Summarise ‘Port agrees to talk’”" in ask(desk, "hello").text


def test_a_greeting_offers_three_things_that_are_answered(desk: Desk) -> None:
    offered = ask(desk, "hello").text.split("You could ask: ")[1].strip("“”").split("” “")

    assert len(offered) == 3
    assert [ask(desk, one).status for one in offered].count("not_in_corpus") == 0


def test_what_the_product_does_not_do_is_said_in_one_sentence(desk: Desk) -> None:
    for message in (
        "what is the weather?",
        "Will it rain in Ellery tomorrow?",
        "how warm is it outside",
        "draw me a map of the harbour",
        "Is the harbour safe, what do you think?",
        "should I join the union?",
        "paint me a crane",
        "predict who wins",
        "write me a headline",
    ):
        answer = ask(desk, message)

        assert answer.status == "reply"
        assert answer.text.count(". ") == 0
        assert "I only read the articles in this index" in answer.text


def test_a_timeline_puts_the_events_in_order_under_their_days(desk: Desk) -> None:
    answer = ask(desk, "timeline of the crane fee")

    assert in_order(["4 March 2024", "11 March 2024", "19 March 2024"], answer.text)
    assert "(from “Monday” in an article of 5 March 2024)" in answer.text
    assert all(one.check in ("verbatim", "joining") for one in answer.sentences)


def test_a_timeline_of_a_name_has_no_rows_of_another(desk: Desk) -> None:
    assert all("Marsh" in quote for quote in quotes(ask(desk, "timeline of Marsh and the fee")))


def test_the_latest_comes_first_and_says_how_new_it_is(desk: Desk) -> None:
    answer = ask(desk, "what is the latest on the dockers?")

    assert "returned to work" in quotes(answer)[0]
    assert headings(answer)[0] == "Newest, 19 March 2024:"
    assert any("The newest of these accounts is from 19 March 2024" in note for note in answer.notes)


def test_what_happened_on_some_days_is_told_of_those_days_alone(desk: Desk) -> None:
    answer = ask(desk, "What happened between 10 and 15 March 2024?")

    assert any("agreed on Monday to talk" in quote for quote in quotes(answer))
    assert {one.published for one in answer.citations} == {"2024-03-12"}


def test_a_period_of_which_nothing_is_told_is_said_to_be_empty(desk: Desk) -> None:
    answer = ask(desk, "What happened in July 2022?")

    assert (answer.status, answer.text) == ("not_in_corpus", "Nothing in the articles is dated July 2022.")


def test_what_is_new_in_an_empty_week_is_the_newest_there_is(desk: Desk) -> None:
    quiet = Desk(Settings(home=desk.settings.home, embedder="none", today="2024-05-30"))
    answer = ask(quiet, "what's new this week?")

    assert headings(answer)[0] == "Nothing in the articles is dated 27 May to 2 June 2024."
    assert "returned to work" in quotes(answer)[0]


def test_what_happened_since_an_event_is_told_from_its_day_on(desk: Desk) -> None:
    answer = ask(desk, "what has happened since the dockers walked out?")

    assert any(note.startswith("“the dockers walked out” is taken to be of 4 March 2024") for note in answer.notes)
    assert in_order(["19 March 2024"], answer.text)
    assert not any("walked out" in quote for quote in quotes(answer))


def test_an_event_without_a_day_is_said_to_have_none_and_nothing_is_claimed(desk: Desk) -> None:
    answer = ask(desk, "What has Marsh said since the earthquake?")

    assert any(note.startswith("I found no day for “the earthquake”") for note in answer.notes)
    assert answer.status == "closest"
    assert answer.text.startswith("No article has the word “earthquake”; this comes nearest:")


def test_a_day_of_an_event_keeps_the_answer_to_its_side(desk: Desk) -> None:
    answer = ask(desk, "What did Marsh say before the return of the dockers?")

    assert any(note.startswith("“the return of the dockers” is taken to be of 19 March 2024") for note in answer.notes)
    assert answer.citations[0].published == "2024-03-12"


def test_a_summary_of_an_outlet_uses_that_outlet_alone(desk: Desk) -> None:
    answer = ask(desk, "summarise the Hill Gazette")

    assert {one.outlet for one in answer.citations} == {HILL}


def test_a_summary_of_an_article_is_found_by_its_title(desk: Desk) -> None:
    answer = ask(desk, "Summarise “Dockers walk out at Port Ellery”")

    assert {one.published for one in answer.citations} == {"2024-03-05"}


def test_a_summary_of_an_outlets_article_is_found_by_what_it_is_about(desk: Desk) -> None:
    answer = ask(desk, "sum up the Harbour Post article on the dockers who walk out at Ellery")

    assert {one.title for one in answer.citations} == {"Dockers walk out at Port Ellery"}


def test_who_is_right_picks_no_side_and_shows_both(desk: Desk) -> None:
    answer = ask(desk, "who is right about the crane fee?")

    assert answer.sentences[0].text.startswith("Who is right is not for Sayso to say")
    assert any("40 crowns" in quote for quote in quotes(answer))
    assert any("15 crowns" in quote for quote in quotes(answer))


def test_between_two_who_are_named_each_has_what_names_it(desk: Desk) -> None:
    answer = ask(desk, "who is right about the crane fee, the union or the port?")

    assert answer.status == "closest"
    assert set(headings(answer)[1:]) == {"Where the union is named:", "Where the port is named:"}


def test_a_comparison_with_what_is_no_outlet_here_is_plainly_asked(desk: Desk) -> None:
    answer = ask(desk, "how does the Hill Gazette differ from the Moon Courier on the crane fee?")

    assert "Hill Gazette:" not in headings(answer)


def test_a_comparison_sets_the_outlets_one_behind_the_other(desk: Desk) -> None:
    answer = ask(desk, "compare the Harbour Post and the Hill Gazette on the crane fee")

    assert headings(answer)[-2:] == ["Harbour Post:", "Hill Gazette:"]


def test_lists_hold_what_they_are_asked_for(desk: Desk) -> None:
    assert any("40 crowns" in quote for quote in quotes(ask(desk, "list the figures on the fee")))
    assert headings(ask(desk, "who are the people involved?"))[0] in ("Ines Vold:", "Otto Marsh:")
    assert "Nobody asked us" in quotes(ask(desk, "best quote on the fee"))[0]
    assert any("did not respond" in quote for quote in quotes(ask(desk, "what is not known about the fee?")))
    assert any("needless" in quote for quote in quotes(ask(desk, "what do critics say about the walkout?")))
    assert "Harbour Post" in ask(desk, "which outlets covered the crane fee?").notes[0]


BRIGHTWELL = {
    "title": "Brightwell meter under fire",
    "outlet": HARBOUR,
    "published": "2024-04-02",
    "text": "A Brightwell spokeswoman denied that the meter breaks a law. Brightwell said its meter is not misleading."
    "\n\nThe meter is sold in nine towns. The firm grew after its criticism of the rival Stelling, said Pia Wren, who"
    " teaches trade.",
}


@pytest.fixture(scope="module")
def brightwell(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("critics")
    (folder / "news.jsonl").write_text(json.dumps(BRIGHTWELL) + "\n", encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    return settings


@pytest.mark.parametrize("likely", ["spokeswoman denied", "not misleading", "its criticism of"])
def test_nobody_is_listed_as_a_critic_for_a_denial_or_for_criticising_another(
    brightwell: Settings, likely: str
) -> None:
    answer = ask(Desk(brightwell, reader=OneAnswers(likely, 6.0)), "Who criticises Brightwell?")

    assert answer.status == "closest"
    assert headings(answer) == ["Nobody is clearly named as a critic of “Brightwell”; this comes nearest:"]


def test_a_critic_is_another_voice_that_blames_the_party_or_is_said_to_criticise_it(tmp_path: Path) -> None:
    text = (
        " Councillor Ada Lund criticised Brightwell for the price. “The Brightwell meter is unfair to tenants,” said"
        " Ole Dahl of the tenants' union."
    )
    row = {**BRIGHTWELL, "text": BRIGHTWELL["text"] + text}
    (tmp_path / "news.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [tmp_path / "news.jsonl"])

    answer = ask(Desk(settings, reader=OneAnswers("Brightwell", 6.0)), "Who criticises Brightwell?")

    assert answer.status == "answered"
    assert sorted(quote.split()[0] for quote in quotes(answer)) == ["Councillor", "“The"]


def test_a_supporter_is_another_voice_that_praises_the_party_or_is_said_to_back_it(tmp_path: Path) -> None:
    text = (
        " Councillor Ada Lund, who backed Brightwell, bought a meter. “The Brightwell meter is brilliant,” said"
        " Ole Dahl of the tenants' union. Councillor Per Moe said that he would not back Brightwell at all."
        " Brightwell backed the mayor in March. The town supports bread, jam and tea (all by Brightwell)."
        " Ina Gram defended Brightwell's expulsion from the trade fair."
    )
    row = {**BRIGHTWELL, "text": BRIGHTWELL["text"] + text}
    (tmp_path / "news.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [tmp_path / "news.jsonl"])

    answer = ask(Desk(settings, reader=OneAnswers("Brightwell", 6.0)), "Who supports Brightwell?")

    assert answer.status == "answered"
    assert sorted(quote.split()[1] for quote in quotes(answer)) == ["Ada", "Brightwell"]
    assert all("Lund" in quote or "brilliant" in quote for quote in quotes(answer))


def test_a_firm_that_speaks_well_of_itself_is_no_supporter_of_its_own(brightwell: Settings) -> None:
    answer = ask(Desk(brightwell, reader=OneAnswers("not misleading", 6.0)), "Who defends Brightwell?")

    assert answer.status == "closest"
    assert headings(answer) == ["Nobody is clearly named as a supporter of “Brightwell”; this comes nearest:"]


def test_figures_of_a_unit_are_those_of_that_unit_alone(desk: Desk) -> None:
    assert ask(desk, "list all the dollar figures").status == "not_in_corpus"


def shoes(tmp_path: Path, *rows: tuple[str, str]) -> Desk:
    """A desk over one article for each outlet and text, to whose reader everything answers."""
    news = [
        {"title": "Harbour Shoes reports", "outlet": outlet, "published": "2023-03-20", "text": text}
        for outlet, text in rows
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in news), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="none")
    ingest(settings, [tmp_path / "news.jsonl"])
    return Desk(settings, reader=OneAnswers("", 6.0))


def test_figures_of_a_period_are_neither_of_another_nor_out_of_a_name(tmp_path: Path) -> None:
    first = "In the fourth quarter sales of Harbour Shoes fell 2% to 230 million crowns."
    second = "Rents of the shops were 12 million crowns in all."
    others = (
        "For 2023 the firm sees sales of 900 million crowns. Profit is expected to reach 31 million crowns again."
        " A guest at the shop had tried the Kestrel Nova 97 on."
    )

    answer = ask(shoes(tmp_path, (HARBOUR, f"{first} {others} {second}")), "key figures for Q4")

    assert sorted(quotes(answer)) == [first, second]


def test_figures_that_outlets_give_differently_are_noted_where_one_is_asked_for(tmp_path: Path) -> None:
    rows = (
        (HARBOUR, "About 90 percent of the shops of Harbour Shoes are rented, it says in its yearly paper."),
        (HILL, "The firm owns few of its shops, for an unusual share of them, about 94%, is rented from the town."),
    )

    answer = ask(shoes(tmp_path, *rows), "any numbers on how much of the shops is rented?")

    assert any("“About 90 percent” (Harbour Post" in note and "“about 94%” (Hill" in note for note in answer.notes)


def test_a_summary_has_as_many_lines_as_were_asked_for(desk: Desk) -> None:
    answer = ask(desk, "summarise everything in two bullets")

    assert len(answer.citations) == 2
    assert answer.text.count("\n- ") + answer.text.startswith("- ") == 2


def test_a_follow_up_request_takes_its_matter_from_the_talk(desk: Desk) -> None:
    answer = ask(desk, "Who dropped the crane fee?", "and a timeline of that?")

    assert "Read with “dropped crane fee” from the talk so far." in answer.notes


@pytest.mark.parametrize("message", ["Summarise that in a timeline", "now put it as a timeline, please"])
def test_a_timeline_of_that_is_one_of_what_the_talk_is_about(desk: Desk, message: str) -> None:
    answer = ask(desk, "What does the crane fee cost the dockers?", message)

    assert in_order(["walked out", "returned to work"], answer.text)
    assert any("crane fee" in note for note in answer.notes)


def test_the_last_answer_is_given_shorter_with_days_and_of_one_outlet(desk: Desk) -> None:
    question = "What does the crane fee cost a docker?"
    whole = ask(desk, question)

    assert len(ask(desk, question, "shorter").citations) == 1 < len(whole.citations)
    assert {one.outlet for one in ask(desk, question, "only the Hill Gazette").citations} == {HILL}
    assert any("2024" in heading for heading in headings(ask(desk, question, "with dates")))
    assert "- Harbour Post" in ask(desk, question, "as bullet points").text
    assert "takes a language model" in ask(desk, question, "translate it into Welsh").text


def test_a_change_of_nothing_is_said_to_be_none(desk: Desk) -> None:
    assert ask(desk, "shorter").text.startswith("There is no answer yet")


def test_he_with_nobody_before_is_asked_back(desk: Desk) -> None:
    answer = ask(desk, "what did he say?")

    assert answer.status == "reply"
    assert "Whom do you mean by “he”?" in answer.text


def test_one_of_two_people_is_asked_back(desk: Desk) -> None:
    answer = ask(desk, "What did Vold say of Marsh?", "when was he hired?")

    assert answer.text == "Do you mean Vold or Marsh? Please ask again with the name."


@pytest.mark.parametrize(("says", "status"), [(6.0, "answered"), (-6.0, "closest")])
def test_what_takes_an_event_for_granted_is_answered_only_where_the_event_is_told(
    desk: Desk, says: float, status: str
) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("director, Otto Marsh", says))

    answer = ask(asked, "Why did Otto Marsh hire a singer for the harbour?")

    assert answer.status == status
    doubt = "Whether that was so could not be told: “Did Otto Marsh hire a singer for the harbour?”"
    assert headings(answer) == ([f"{doubt} This comes nearest:"] if status == "closest" else [])


def test_somebodys_own_appointment_does_not_answer_who_came_after(desk: Desk) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("director, Otto Marsh", 6.0))

    assert ask(asked, "Who is the director of the port?").status == "answered"
    assert ask(asked, "Who was the director of the port after Otto Marsh?").status == "closest"


@pytest.mark.parametrize("question", ["How did the dockers return to work?", "When was the crane fee dropped again?"])
def test_an_event_that_a_shown_quote_names_is_not_said_to_be_untold(desk: Desk, question: str) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("returned to work on Tuesday", -6.0))

    answer = ask(asked, question)

    assert any("returned to work on Tuesday" in quote for quote in quotes(answer))
    assert answer.status == "closest"
    assert not any("that was so" in one for one in headings(answer))


def test_a_speaker_asked_for_again_is_quoted_with_words_not_shown_before(desk: Desk) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("40 crowns", 6.0))

    first = ask(asked, "What would the crane fee cost each docker?")
    again = ask(asked, "What would the crane fee cost each docker?", "What does Vold say?")

    assert any("40 crowns" in quote for quote in quotes(first))
    assert quotes(again) == ["Ines Vold called it a good day for the harbour."]
    assert not any("quoted before" in note for note in again.notes)


def test_quotes_shown_again_are_said_to_be_so_and_nothing_is_claimed_of_what_else_there_is(desk: Desk) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("40 crowns", 6.0))

    again = ask(asked, "What would the crane fee cost each docker?", "How much is it?")

    assert any("40 crowns" in quote for quote in quotes(again))
    assert "These were quoted before." in again.notes


def test_an_opinion_is_not_given_but_who_judged_is_quoted(desk: Desk) -> None:
    judged = ask(desk, "Is the harbour a good place?")
    nobody = ask(desk, "Is Otto Marsh evil?")

    assert headings(judged)[0].startswith("I have no view of my own.")
    assert quotes(judged) == ["Ines Vold called it a good day for the harbour."]
    assert judged.status == "closest"
    assert (nobody.status, nobody.citations) == ("not_in_corpus", ())
    assert nobody.text.startswith("I have no view of my own, and found nobody quoted who names “Otto Marsh”")


def test_a_misspelt_word_is_read_as_what_the_articles_have_and_that_is_shown(desk: Desk) -> None:
    answer = ask(desk, "What did Ines Wold say to the dokcers?")

    assert "Read “dokcers” as “dockers”: no article has the word as it was typed." in answer.notes


def test_a_name_is_not_read_as_a_word_that_says_nothing(desk: Desk) -> None:
    answer = ask(desk, "What did Otto Moust say about the fee?")

    assert not any("“most”" in note.lower() for note in answer.notes)


def test_a_name_that_begins_as_a_common_word_does_is_still_refused(desk: Desk) -> None:
    assert ask(desk, "What did Retuk do to the dockers who returned?").status == "not_in_corpus"


def test_a_name_that_is_near_no_other_is_still_refused(desk: Desk) -> None:
    assert ask(desk, "What did Abramovich say about the crane fee?").status == "not_in_corpus"


def test_two_questions_joined_by_and_are_answered_one_after_the_other(desk: Desk) -> None:
    answer = ask(desk, "Who is Otto Marsh, and what does the fee cost a docker?")

    assert headings(answer)[0] == "Who is Otto Marsh?"
    assert "What does the fee cost a docker?" in headings(answer)
    assert any("40 crowns" in one or "15 crowns" in one for one in quotes(answer))


def test_each_part_that_is_not_surely_answered_opens_by_saying_so(desk: Desk) -> None:
    asked = Desk(desk.settings, reader=OneAnswers("director, Otto Marsh", 6.0))

    answer = ask(asked, "Who is the director of the port? What did Ines Vold eat in Paris with Otto Marsh?")

    parts = answer.text.split("\n\nWhat did")
    nearest = "No article names Paris; this comes nearest:"
    assert nearest in parts[1]
    assert "nearest" not in parts[0]
    assert [one for one in headings(answer) if "nearest" in one] == [nearest]


def test_he_of_the_second_question_is_who_the_first_one_names(desk: Desk) -> None:
    answer = ask(desk, "Who is Otto Marsh, and what did he criticise?")

    assert any("criticised the walkout" in one for one in quotes(answer))
    assert any("Otto Marsh" in note for note in answer.notes)


def test_nobody_is_he_in_the_second_question_when_he_is_nobody_in_the_first(desk: Desk) -> None:
    answer = ask(desk, "Why did he leave, and where is he now?")

    assert answer.status == "reply"
    assert "Whom do you mean" in answer.text


def test_the_article_that_is_meant_is_found_by_what_it_is_about(desk: Desk) -> None:
    answer = ask(desk, "Summarise the article about the return of the dockers")

    assert {one.title for one in answer.citations} == {"Dockers return"}
    assert headings(answer) == ["“Dockers return” in its main points:"]


def test_an_article_that_only_may_be_meant_is_no_answer(desk: Desk) -> None:
    answer = ask(desk, "Summarise the story about questions on lighthouse keepers and pilots")

    assert answer.status != "answered"


def test_two_outlets_against_each_other_are_compared_whatever_their_case(desk: Desk) -> None:
    answer = ask(desk, "harbour post vs hill gazette on the crane fee")

    assert headings(answer)[-2:] == [f"{HARBOUR}:", f"{HILL}:"]
    assert answer.question == "harbour post vs hill gazette on the crane fee"


def test_what_happened_since_an_event_without_a_day_is_told_by_the_newest_and_claims_nothing(desk: Desk) -> None:
    answer = ask(desk, "What has happened since the coronation?")

    assert answer.status == "closest"
    assert "The articles do not say when" in answer.text


def test_a_summary_of_what_no_article_has_is_refused_with_its_name(desk: Desk) -> None:
    answer = ask(desk, "latest on penguins")

    assert answer.status == "not_in_corpus"
    assert "“penguins”" in answer.text


@pytest.mark.parametrize("message", ["this is useless, try again", "are you a robot?"])
def test_what_is_said_to_the_assistant_is_no_question_to_the_articles(desk: Desk, message: str) -> None:
    assert ask(desk, message).status == "reply"


def test_what_the_articles_print_of_another_place_is_not_called_an_answer(desk: Desk) -> None:
    answer = ask(desk, "What would the fee cost a docker of Grimsby each week?")

    assert answer.status in ("closest", "not_in_corpus")


def test_two_questions_in_one_message_are_both_answered(desk: Desk) -> None:
    answer = ask(desk, "Who leads the union? Who directs the port?")

    assert "Ines Vold" in answer.text
    assert "Otto Marsh" in answer.text
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_question_in_another_language_is_said_to_be_read_by_its_names(desk: Desk) -> None:
    answer = ask(desk, "¿Cuánto cuesta la tasa de la grúa según Vold?")

    assert answer.notes[0].startswith("The question is in Spanish")
    assert all("Vold" in quote for quote in quotes(answer))


def test_a_question_about_now_says_as_of_which_day_it_is_answered(desk: Desk) -> None:
    answer = ask(desk, "Are the dockers of Port Ellery at work now?")

    assert any(note.startswith("This is as of") for note in answer.notes)


def test_a_follow_up_that_names_somebody_else_asks_the_same_of_them(desk: Desk) -> None:
    answer = ask(desk, "What did Vold say about the crane fee?", "and Marsh?")

    assert "Read as: What did Marsh say about the crane fee?" in answer.notes
    assert "Marsh" in quotes(answer)[0]


def test_a_word_of_the_question_that_no_article_has_is_named_and_nothing_else_is_said(desk: Desk) -> None:
    answer = ask(desk, "What did Vold say about the whales?")

    assert answer.status == "closest"
    assert headings(answer) == ["No article has the word “whales”; this comes nearest:"]


def test_a_follow_up_that_turns_to_an_outlet_hears_that_one_alone(desk: Desk) -> None:
    answer = ask(desk, "What does the crane fee cost a docker?", "and the Hill Gazette?")

    assert {one.outlet for one in answer.citations} == {HILL}


def test_a_talk_of_forty_turns_is_still_understood(desk: Desk) -> None:
    talk = [Turn("What does the crane fee cost a docker?", "40 crowns. [1]")] * 39

    assert desk.ask("and the Hill Gazette?", None, talk).citations


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home with one article that has no day."""
    folder = tmp_path_factory.mktemp("undated")
    text = "The pier of Ellery was painted blue by the council. Its keeper, Ruth Ames, said she had asked for green."
    (folder / "pier.jsonl").write_text(json.dumps({"title": "Pier", "outlet": HILL, "text": text}), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "pier.jsonl"])
    return Desk(settings)


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ("timeline of the pier", "closest"),
        ("what is the latest on the pier?", "closest"),
        ("summarise this", "answered"),
    ],
)
def test_an_index_of_one_article_without_a_day_is_still_told_and_no_order_of_days_is_claimed(
    undated: Desk, message: str, status: str
) -> None:
    answer = ask(undated, message)

    assert answer.status == status
    assert "painted blue" in answer.text


def test_without_any_day_it_is_said_that_what_is_newest_cannot_be_told(undated: Desk) -> None:
    assert any("cannot be told" in note for note in ask(undated, "what is the latest on the pier?").notes)
    assert headings(ask(undated, "timeline of the pier"))[1:] == ["No day is given:"]


@pytest.mark.parametrize("message", ["how many articles do you have on this?", "number of articles here"])
def test_how_many_articles_there_are_is_counted_however_it_is_asked(desk: Desk, message: str) -> None:
    assert ask(desk, message).text.startswith("There are 3 articles of 2 outlets")


def test_how_many_articles_have_a_word_is_counted(desk: Desk) -> None:
    assert ask(desk, "how many articles about Marsh?").text.startswith("2 of 3 articles have “Marsh”")
    assert "‘Port agrees to talk’" in ask(desk, "which articles mention Marsh?").text
    assert ask(desk, "how many articles mention Marsh?").text == (
        "2 of 3 articles have “Marsh”: Harbour Post, ‘Dockers return’; Hill Gazette, ‘Port agrees to talk’."
    )


def test_a_message_without_a_word_to_look_for_is_said_to_be_none(desk: Desk) -> None:
    assert ask(desk, "why?").text.startswith("I do not see what to look for.")
    assert ask(desk, "qwxzy").status == "not_in_corpus"


def test_a_subject_of_twelve_words_is_still_summed_up(desk: Desk) -> None:
    answer = ask(desk, "summarise what the port and the dockers of Ellery said of the dropped crane fee in March")

    assert answer.citations


def test_a_window_with_nothing_in_it_has_no_answer(desk: Desk) -> None:
    answer = ask(desk, "What did Marsh say of the fee in July 2022?")

    assert answer.status == "not_in_corpus"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home with more articles than are read for one request."""
    folder = tmp_path_factory.mktemp("crowded")
    rows = [
        {
            "title": f"Ferry {at}",
            "outlet": HILL if at % 2 else HARBOUR,
            "published": f"{2000 + at // 12}-{at % 12 + 1:02}-10",
            "text": f"Ferry number {at} was sold by the port of Ellery on Monday. Its crew of {at + 2} was paid off.",
        }
        for at in range(450)
    ]
    (folder / "ferries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "ferries.jsonl"])
    return Desk(settings)


def test_out_of_hundreds_of_articles_the_newest_is_found_and_all_are_counted(crowded: Desk) -> None:
    assert ask(crowded, "how many articles do you have?").text.startswith("There are 450 articles")
    assert ask(crowded, "what is the latest?").citations[0].title == "Ferry 449"
    assert headings(ask(crowded, "what is the latest on the ferries?"))[0] == "Newest, 8 June 2037:"


def test_articles_of_another_language_are_told_in_their_own_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("german")
    text = "Der Hafen von Ellery hat am Montag die Krangebühr gestrichen. Ines Vold nannte das einen guten Tag."
    row = {"title": "Gebühr fällt", "outlet": HILL, "published": "2024-03-20", "text": text}
    (folder / "news.jsonl").write_text(json.dumps(row), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])
    answer = ask(Desk(settings), "What did Ines Vold say?")

    assert [quote for quote in quotes(answer) if "einen guten Tag" in quote]


def test_who_was_first_is_told_by_the_days_of_the_articles(desk: Desk) -> None:
    answer = ask(desk, "which outlet was the first to report on the crane fee?")

    assert quotes(answer)[0] in NEWS[0]["text"]
    assert "Harbour Post (5 March 2024), Hill Gazette (12 March 2024)" in answer.notes[0]


def test_what_an_outlet_has_written_about_a_matter_is_that_outlet_alone(desk: Desk) -> None:
    answer = ask(desk, "What has the Hill Gazette written about the crane fee?")

    assert {one.outlet for one in answer.citations} == {HILL}


def test_the_latest_says_that_undated_articles_may_be_newer(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("half")
    rows = [{"title": "Pier", "outlet": HILL, "text": "The pier of Ellery was painted blue by the council."}, NEWS[0]]
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "news.jsonl"])

    assert "1 article that may be newer has no day." in ask(Desk(settings), "what is the latest?").notes


LIVE = (
    "The pier of Ellery burns.\n\n18:20 All guests are safe, says the warden.\n\n17:05 Two of the guests are hurt.\n\n"
    "16:40 The pier of Ellery is on fire. Seven of the guests are hurt."
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A home with a live blog, the newest post first."""
    folder = tmp_path_factory.mktemp("live")
    row = {"title": "Pier fire live", "outlet": HILL, "published": "2024-03-12", "text": LIVE}
    (folder / "pier.jsonl").write_text(json.dumps(row), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="none")
    ingest(settings, [folder / "pier.jsonl"])
    return Desk(settings)


def test_the_latest_of_a_live_blog_is_its_last_post_whether_it_names_the_subject_or_not(live: Desk) -> None:
    assert headings(ask(live, "what is the latest from the pier of Ellery?"))[0] == "Newest, 12 March 2024, 18:20:"


def test_two_posts_that_are_alike_but_for_their_figures_are_both_shown(live: Desk) -> None:
    shown = ask(live, "How many guests are hurt?").text

    assert in_order(["Two of the guests", "Seven of the guests"], shown)


def test_what_is_new_since_a_day_is_what_was_printed_from_it_on_the_newest_first(desk: Desk) -> None:
    answer = ask(desk, "What's new since 12 March 2024?")

    assert [one.published for one in answer.citations] == ["2024-03-20", "2024-03-12"]


def test_a_summary_of_everything_has_the_newest_article_and_what_its_title_announces(desk: Desk) -> None:
    answer = ask(desk, "sum it all up in two sentences")

    assert len(answer.citations) == 2
    assert answer.citations[-1].quote.startswith("The dockers of Port Ellery returned to work")


def test_what_only_looks_like_a_name_is_nobody(desk: Desk) -> None:
    found = headings(ask(desk, "who's who"))

    assert found == ["Ines Vold:"] or set(found) <= {"Ines Vold:", "Otto Marsh:"}
    assert "Port Ellery:" not in found


def test_the_latest_of_half_of_a_matter_is_not_called_an_answer(desk: Desk) -> None:
    answer = ask(desk, "latest from the dockers on the regatta")

    assert answer.status != "answered"


def test_two_requests_in_one_message_are_both_answered(desk: Desk) -> None:
    answer = ask(desk, "summarise everything, then the best quote from Vold")

    assert headings(answer)[0] == "summarise everything"
    assert any("Nobody asked us" in one for one in quotes(answer))


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("combien gagne le docker de ellery pour une grue", "Port Ellery"),
        ("¿Qué dijo Otto Marsh en marzo?", "Marsh"),
    ],
)
def test_a_question_in_another_language_shows_what_has_most_of_its_names(desk: Desk, question: str, shown: str) -> None:
    answer = ask(desk, question)

    assert answer.status == "closest"
    assert all(shown in quote for quote in quotes(answer))
    assert any("ask in English for more" in note for note in answer.notes)


def test_a_refused_question_in_another_language_says_that_it_is_the_language(desk: Desk) -> None:
    answer = ask(desk, "Warum haben die Leute eigentlich nicht gearbeitet?")

    assert answer.text.startswith("The question is in German: no article has a name or figure of it")
