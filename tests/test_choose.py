"""Which sentences are read, which are shown and as what, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.finding.answer_features import answer_features
from assistant.finding.asked_names import names_in
from assistant.finding.scoring import score_sentences
from assistant.finding.units import MOST_WORDS, UNIT_WORDS, as_units, select_sentences
from assistant.question.shape import speaker_asked
from assistant.reading.calibration import Calibration, read_calibration
from assistant.reading.reader import Unit
from assistant.settings import Settings
from assistant.types import Article, Attribution, Dispute, Evidence, Hit, Passage, Query, Side
from assistant.writing.quotes import QuotesWriter
from ingest.run import ingest


class ScriptedReader:
    """Scores a unit by the best of the phrases in it, else -9; remembers what it read."""

    def __init__(self, **logits: float) -> None:
        self.logits, self.read = logits, list[Unit]()

    def scores(self, question: str, units: Sequence[Unit]) -> list[float]:
        self.read += units
        return [sum(logit for phrase, logit in self.logits.items() if phrase in unit.text) or -9.0 for unit in units]


def _piece(key: int, text: str, outlet: str, score: float, speaker: str = "", day: str | None = None) -> Evidence:
    article = Article(f"a{key}", text, outlet=outlet, published=day)
    ladder = (Attribution(outlet, "outlet"), *((Attribution(speaker, "person", "said"),) if speaker else ()))
    return Evidence(key, article, 0, len(text), ladder, score)


def _ask(text: str, *named: str) -> Query:
    return Query(text, text, named_outlets=named)


def _pieces(text: str, *scores: float, speakers: Sequence[str] = ()) -> list[Evidence]:
    """The sentences of one article, which end in ". ", with their scores, and who says them."""
    article, at, found = Article("a", text, "Port strike", "Courier"), 0, []
    for key, (sentence, score) in enumerate(zip(text.split(". "), scores, strict=True), 1):
        speaker = speakers[key - 1] if speakers else ""
        ladder = (Attribution("Courier", "outlet"), *([Attribution(speaker, "person")] if speaker else []))
        end = min(at + len(sentence) + 1, len(text))
        found.append(Evidence(key, article, at, end, ladder, score))
        at = end + 1
    return found


STRIKE = _piece(1, "Four hundred dockers walked out in Rotterdam on Monday.", "Courier", 0.9, "Jan Vos", "2024-03-02")
DENIAL = _piece(2, "No crane stood still, a harbour spokesman insisted.", "Herald", 0.5, "the harbour", "2024-03-01")
ECHO = _piece(3, "On Monday four hundred Rotterdam dockers walked out.", "Courier", 0.85, "Jan Vos")
ASIDE = _piece(4, "Tulips bloom early this spring.", "Herald", 0.001)


def test_what_answers_as_well_is_shown_too_and_nothing_is_said_twice() -> None:
    assert select_sentences(_ask("How many dockers walked out?"), [STRIKE, ECHO, DENIAL, ASIDE]) == [STRIKE, DENIAL]


def test_where_one_surely_answers_no_filler_follows() -> None:
    assert select_sentences(_ask("How many dockers walked out?"), [STRIKE, ASIDE]) == [STRIKE]


def test_the_best_is_shown_however_weak() -> None:
    assert select_sentences(_ask("How many dockers walked out?"), [ASIDE]) == [ASIDE]
    assert select_sentences(_ask("Who?"), []) == []


def test_each_outlet_that_is_asked_about_is_heard() -> None:
    chosen = select_sentences(
        _ask("How do the Courier and the Herald differ?", "Courier", "Herald"), [STRIKE, ECHO, DENIAL]
    )

    assert {piece.article.outlet for piece in chosen} == {"Courier", "Herald"}


def test_another_outlet_that_may_answer_is_heard_beyond_the_usual_two() -> None:
    more = [_piece(5, "Harbour traffic stopped, drivers told the radio.", "Radio", 0.4), ECHO]
    same = _piece(6, "A second walkout came at night.", "Herald", 0.4)

    assert select_sentences(_ask("How many dockers walked out?"), [STRIKE, DENIAL, same, *more]) == [
        STRIKE,
        DENIAL,
        more[0],
    ]


def test_an_interviewer_s_question_is_no_answer() -> None:
    asked = _piece(7, "“How many dockers walked out?”", "Courier", 0.95)
    labelled = _piece(8, "Q: Some say that four hundred dockers walked out.", "Courier", 0.95)

    assert select_sentences(_ask("How many dockers walked out?"), [asked, labelled, STRIKE]) == [STRIKE]
    assert select_sentences(_ask("How many dockers walked out?"), [asked]) == [asked]


def test_a_time_line_goes_by_date() -> None:
    found = [STRIKE, _piece(5, "Talks had failed before that.", "Herald", 0.8, day="2024-02-28")]

    assert select_sentences(_ask("Give me a timeline of the strike"), found)[0].article.published == "2024-02-28"


def test_an_answer_keeps_to_about_115_words() -> None:
    long = [_piece(n, " ".join(f"w{n}x{i}" for i in range(50)) + ".", "Courier", 0.9) for n in range(1, 6)]

    assert sum(len(piece.quote.split()) for piece in select_sentences(_ask("What happened?"), long)) <= MOST_WORDS


TEXT = "Jan Vos pleaded guilty. He faces fifty years. His partner fled. Tulips bloom"


def test_a_sentence_brings_the_likelier_of_its_neighbours_first() -> None:
    found = _pieces(TEXT, 0.2, 0.9, 0.1, 0.0)

    (unit,) = as_units([found[1]], found)

    assert (unit.key, unit.quote) == (2, "Jan Vos pleaded guilty. He faces fifty years. His partner fled.")


def test_a_quote_stops_before_it_is_too_long() -> None:
    long = ". ".join(" ".join(f"word{n}x{i}" for i in range(25)) for n in range(4))
    found = _pieces(long, 0.2, 0.9, 0.1, 0.0)

    (unit,) = as_units([found[1]], found)

    assert unit.quote == long[: found[1].end]
    assert len(unit.quote.split()) <= UNIT_WORDS


def test_neighbours_that_are_both_shown_are_one_quote() -> None:
    found = _pieces(TEXT, 0.8, 0.9, 0.1, 0.0)

    units = as_units([found[1], found[0]], found[:2])

    assert [unit.quote for unit in units] == ["Jan Vos pleaded guilty. He faces fifty years."]


def test_the_end_of_the_paragraph_before_is_another_matter() -> None:
    text = "He pleaded guilty.\nAnna Bell ran the union.\nShe lives in Oslo."
    spans = [(0, 18), (19, 43), (44, len(text))]
    article = Article("a", text, "Port strike", "Courier")
    found = [Evidence(key, article, *span, (), 0.9 - 0.1 * abs(key - 2)) for key, span in enumerate(spans, 1)]

    (unit,) = as_units([found[1]], found)

    assert unit.quote == "Anna Bell ran the union.\nShe lives in Oslo."


def test_what_another_speaker_says_and_the_side_of_a_dispute_stay_alone() -> None:
    other = _pieces(TEXT, 0.2, 0.9, 0.1, 0.0, speakers=["Jan Vos", "the judge", "Jan Vos", ""])
    same = _pieces(TEXT, 0.2, 0.9, 0.1, 0.0)

    assert as_units([other[1]], other) == [other[1]]
    assert as_units([same[1]], same, {2}) == [same[1]]


def test_a_quote_holds_one_speaker_s_words_also_where_the_other_is_named() -> None:
    text = "The port is shut. “Four hundred are out,” said Anna Bell"
    found = _pieces(text, 0.9, 0.5, speakers=["", "Anna Bell"])

    assert as_units(found[:1], found) == found[:1]


def test_a_speaker_s_next_words_are_quoted_along_whatever_the_verb() -> None:
    said, added = _pieces("“It is shut,” said Bell. “All are out,” she added", 0.9, 0.5, speakers=["Bell", "Bell"])
    added = replace(added, ladder=(added.ladder[0], replace(added.ladder[1], verb="added")))

    (unit,) = as_units([said], [said, added])

    assert (unit.end, unit.ladder) == (added.end, said.ladder)


def test_a_sentence_that_announces_words_takes_them_along() -> None:
    text = "Vos denied it outright. “Nobody of ours was there,” Vos said. The gate stood open."
    announced = _pieces(text, 0.5, 0.1, 0.4, speakers=("", "Jan Vos", ""))
    reasons = _pieces("Vos gave this reason: The quay was wet and dark.", 0.5)
    other = _pieces("The port denied it. “Nobody was there,” Vos said.", 0.5, 0.1, speakers=("", "Jan Vos"))

    assert as_units([announced[0]], announced)[0].quote.startswith("Vos denied it outright. “Nobody")
    assert as_units(reasons, reasons) == reasons
    assert as_units([other[0]], other) == [other[0]]


def test_a_side_of_a_dispute_that_no_unit_shows_is_told_however_weak() -> None:
    dispute = Dispute("the strike", "denial", (Side("", (1, 3)), Side("", (2,))))

    drafts = QuotesWriter([ECHO]).write(_ask("Did they walk out?"), [STRIKE, ECHO, DENIAL], [dispute])

    assert [draft.keys for draft in drafts] == [(3,), (2,)]


def _hits(article: Article) -> list[Hit]:
    return [Hit(Passage("p", article.id, 0, len(article.text), article.text), article, 1.0)]


def test_the_reader_decides_and_sees_the_title_and_the_sentence_before() -> None:
    found = _pieces(TEXT, 0.5, 0.0, 0.1, 0.4)
    reader = ScriptedReader(fifty=2.0)

    weighed = score_sentences(reader, read_calibration(), _ask("How long?"), _hits(found[0].article), found)

    assert weighed.evidence[0].quote == "He faces fifty years."
    assert Unit("He faces fifty years.", "Port strike. Jan Vos pleaded guilty.") in reader.read


def test_a_chance_grows_with_the_logit_and_stays_a_chance() -> None:
    calibration = Calibration({"bias": 0.0, "score": 1.0, "ahead": 0.0}, {"bias": 0.0})
    chances = calibration.chances_of_sentences([-1e6, -1.0, 0.0, 1.0, 1e6], [0.0] * 5)

    assert chances == sorted(chances)
    assert (chances[2], chances[0] > 0, chances[-1] < 1.0000001) == (0.5, True, True)


def test_a_sentence_that_stands_out_is_likelier_than_one_among_many_alike() -> None:
    def chance(*others: float) -> float:
        return read_calibration().chances_of_sentences([2.0, *others], [0.0] * (1 + len(others)))[0]

    assert chance(*[-5.0] * 20) > chance(*[1.5] * 20)
    assert chance() == chance(*[-5.0] * 20), "few sentences are no reason for doubt"
    assert chance(*[1.5] * 20) == chance(*[6.0] * 20), "nor are many that answer, too"


def test_the_likelier_the_sentences_the_likelier_the_answer() -> None:
    def chance(*pieces: Evidence) -> float:
        return read_calibration().chance_of_answer(**answer_features(_ask("How many dockers walked out?"), pieces))

    assert chance(STRIKE, DENIAL) > chance(ASIDE)


def test_names_are_capitalised_words_but_not_outlets_nor_openers() -> None:
    assert names_in("Who did The Wall Street Journal say met Lavrov in Bogota?") == ["lavrov", "bogota"]
    assert names_in("Moscow or not?") == []
    assert names_in("WHO MET LAVROV IN BOGOTA?") == []


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Anna Bell say about the strike?", "Anna Bell"),
        ("According to Vos, how many walked out?", "Vos"),
        ("Why does Bell think it will end?", "Bell"),
        ("Did Bell sign?", None),
        ("What did the union say?", None),
        ("Since when has Bell called herself chief?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str | None) -> None:
    assert speaker_asked(question) == speaker


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("articles")
    (folder / "port.md").write_text(
        "---\ntitle: Port strike\noutlet: The Courier\npublished: 2024-03-02\n---\n"
        "Four hundred dockers walked out in Rotterdam on Monday, their union said. "
        "Anna Bell, who runs the union, was in Oslo. "
        "“They are tired,” said Jan Vos, a crane driver.\n",
        encoding="utf-8",
    )
    settings = Settings(home=Path(home))
    ingest(settings, [folder])
    return Desk(settings)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Did dockers walk out in Bogota?", "nothing in them names Bogota"),
        ("What did Anna Bell say about the dockers?", "nothing that was found is clearly told by Anna Bell"),
        ("How many dockers walked out, according to The Guardian?", "is from or cites The Guardian"),
    ],
)
def test_what_the_index_certainly_does_not_hold_is_refused(desk: Desk, question: str, reason: str) -> None:
    answer = desk.ask(question)

    assert answer.status == "not_in_corpus"
    assert reason in answer.text
    assert answer.citations == ()


def test_what_may_be_there_is_never_refused(desk: Desk) -> None:
    for question in (
        "What did Jan Vos say?",
        "What did Jan Voss say?",
        "WHY DID THEY WALK OUT?",
        "Who owns the cranes?",
        "Did dockers walk out in Roterdam?",
    ):
        assert desk.ask(question).status in ("answered", "closest")


def test_a_noun_of_another_language_is_no_name_that_is_missing(desk: Desk) -> None:
    assert desk.ask("Welche Strafe droht Bell?").status == "closest"


def test_what_is_not_claimed_says_so_and_quotes_all_the_same(desk: Desk) -> None:
    answer = desk.ask("Who owns the cranes?")

    assert answer.status == "closest"
    assert answer.text.startswith("No article has the word “owns”; this comes nearest:")
    assert answer.citations
