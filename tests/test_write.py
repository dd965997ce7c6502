"""Which sentences the quotes writer chooses, and in which order."""

from assistant.types import Article, Attribution, Dispute, Evidence, Query, Side
from assistant.writing.quotes import QuotesWriter, choose


def _piece(key: int, text: str, outlet: str, score: float, speaker: str = "", day: str | None = None) -> Evidence:
    article = Article(f"a{key}", text, outlet=outlet, published=day)
    ladder = (Attribution(outlet, "outlet"), *((Attribution(speaker, "person", "said"),) if speaker else ()))
    return Evidence(key, article, 0, len(text), ladder, score)


STRIKE = _piece(1, "Four hundred dockers walked out in Rotterdam on Monday.", "Courier", 0.9, "Jan Vos", "2024-03-02")
DENIAL = _piece(2, "No crane stood still, a harbour spokesman insisted.", "Herald", 0.4, "the harbour", "2024-03-01")
ECHO = _piece(3, "On Monday four hundred Rotterdam dockers walked out.", "Courier", 0.85, "Jan Vos")
ASIDE = _piece(4, "Tulips bloom early this spring.", "Herald", 0.2)


def _ask(text: str, *named: str) -> Query:
    return Query(text, text, named_outlets=named)


def test_the_best_sentence_comes_first_and_is_not_said_twice() -> None:
    assert choose(_ask("How many dockers walked out?"), [STRIKE, ECHO, ASIDE], []) == [STRIKE]


def test_every_side_of_a_dispute_is_told_however_weak_its_sentence() -> None:
    dispute = Dispute("the strike", "denial", (Side("", (1, 3)), Side("", (2,))))

    assert choose(_ask("Did dockers walk out?"), [STRIKE, ECHO, DENIAL], [dispute]) == [STRIKE, DENIAL]


def test_each_outlet_that_is_asked_about_is_heard() -> None:
    chosen = choose(_ask("How do the Courier and the Herald differ?", "Courier", "Herald"), [STRIKE, ECHO, DENIAL], [])

    assert {piece.article.outlet for piece in chosen} == {"Courier", "Herald"}


def test_articles_that_speak_of_several_people_of_one_name_are_each_heard() -> None:
    found = [
        _piece(6, "Jan Vos is a crane driver from Rotterdam.", "Courier", 0.9),
        _piece(7, "Jan Vos was a painter of harbours.", "Herald", 0.85),
        _piece(8, "Jan Vos, a pilot, was born in Bergen.", "Echo", 0.8),
        _piece(9, "Jan Vos keeps goal for Molde.", "Star", 0.75),
        _piece(10, "Tulips bloom early.", "Star", 0.7),
        _piece(11, "A Jan Vos once ran a bakery.", "Post", 0.5),
    ]

    assert [piece.key for piece in choose(_ask("What does Jan Vos do?"), found, [])] == [6, 7, 8, 9]


def test_an_article_s_endless_sentence_leaves_the_others_their_room() -> None:
    found = [
        _piece(6, "Jan Vos is a crane driver.", "Courier", 0.9),
        _piece(7, "Jan Vos is " + "a painter of harbours and " * 20 + "bells.", "Herald", 0.89),
        _piece(8, "Jan Vos was a " + "tall and quiet " * 8 + "pilot.", "Echo", 0.8),
    ]

    assert [piece.key for piece in choose(_ask("What does Jan Vos do?"), found, [])] == [6, 8]


def test_a_time_line_goes_by_date() -> None:
    found = [STRIKE, _piece(5, "Talks had failed before that.", "Herald", 0.8, day="2024-02-28")]

    assert choose(_ask("Give me a timeline of the strike"), found, [])[0].article.published == "2024-02-28"


def test_an_answer_keeps_to_about_120_words() -> None:
    long = [_piece(n, " ".join(f"w{n}x{i}" for i in range(50)) + ".", "Courier", 0.9) for n in range(1, 6)]

    assert sum(len(piece.quote.split()) for piece in choose(_ask("What happened?"), long, [])) <= 120


def test_sentences_are_given_as_they_stand() -> None:
    (draft,) = QuotesWriter().write(_ask("Who walked out?"), [STRIKE], [])

    assert (draft.text, draft.keys) == (STRIKE.quote, (1,))
    assert choose(_ask("Who?"), [], []) == []


def test_who_denied_it_is_answered_with_those_who_did_each_heard_once() -> None:
    found = [
        _piece(
            6, "The Courier's 'fake news' story claimed that Vos Lines had sacked its crews.", "Herald", 0.9, "Courier"
        ),
        _piece(7, "Vos Lines rejected the report that it had sacked its crews.", "Herald", 0.8, "Vos Lines"),
        _piece(8, "The report on the crews is absolutely false, the mayor said.", "Echo", 0.7, "the mayor"),
        _piece(9, "Vos Lines denied it again on Friday.", "Star", 0.65, "Vos Lines"),
    ]

    assert [piece.key for piece in choose(_ask("Who denied the report on the crews?"), found, [])] == [7, 8]


def test_a_denial_of_another_matter_is_left_out_where_one_of_this_matter_is_known() -> None:
    claim = _piece(6, "Vos Lines has sacked its crews, the Courier said.", "Courier", 0.9)
    denial = _piece(7, "Vos Lines rejected the report that it had sacked its crews.", "Herald", 0.8, "Vos Lines")
    other = _piece(8, "The mayor denied that he had bought a boat.", "Echo", 0.7, "the mayor")
    dispute = Dispute("the crews", "denial", (Side("", (6,)), Side("", (7,))))

    told = choose(_ask("Who denied the report on the crews?"), [claim, denial, other], [dispute])

    assert [piece.key for piece in told] == [7]
