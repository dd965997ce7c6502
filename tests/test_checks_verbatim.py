"""What counts as the exact words of a source: holds `assistant.checking.verbatim`."""

from __future__ import annotations

import pytest
from checked_texts import piece

from assistant.checking.verbatim import altered_quotation, phrases, quoted_parts, shortened, verbatim_in, without_marks
from assistant.types import Article, Evidence


@pytest.mark.parametrize("marks", ["“{}”", "„{}“", "„{}”", "«{}»", '"{}"', "‘{}’"])
def test_words_between_any_marks_are_a_quotation_and_one_altered_word_is_found(marks: str) -> None:
    source = [piece("Mira Holt said they were looking into it with great care.")]

    assert list(phrases(f"She is {marks.format('looking into it')} now.")) == ["looking into it"]
    assert altered_quotation(f"She is {marks.format('looking into it')} now.", source) is None
    assert altered_quotation(f"She is {marks.format('looking at it')} now.", source) == "looking at it"


@pytest.mark.parametrize("text", ["It’s Holt’s ‘own", "the owners’ boats’", 'a 9" pipe', "rock 'n' roll"])
def test_apostrophes_and_lone_marks_are_no_quotations(text: str) -> None:
    assert list(phrases(text)) == []


@pytest.mark.parametrize("gap", ["...", "…", "[he]", "(sic)"])
def test_what_is_marked_as_left_out_or_put_in_parts_a_quotation(gap: str) -> None:
    text = f"“we will open {gap} by Easter”"

    assert [part.strip() for part in quoted_parts(text)] == ["we will open", "by Easter"]
    assert altered_quotation(text, [piece("We will open one lane again by Easter.")]) is None
    assert altered_quotation(f"“we may open {gap} by Easter”", [piece("We will open one lane by Easter.")]) is not None


def test_a_quotation_may_stand_in_the_title_and_keeps_its_words_whole() -> None:
    assert altered_quotation("“Works at Orvik”", [piece("Rain fell.")]) is None
    assert altered_quotation("“ain fell”", [piece("Rain fell.")]) == "ain fell"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell.", True),
        ("Rain fell", True),
        ("“Rain fell.”", True),
        ('"Rain fell".', True),
        ("Fen Courier: “Rain fell.”", True),
        ("Mist Weekly: “Rain fell.”", False),
        ("ain fell.", False),
        ("Rain", False),
        ("“Rain” fell “hard”", False),
        ("Snow fell!", True),
        ("Snow fell", True),
        ("Did hail fall?", True),
        ("Did hail", False),
        ("fell. Snow fell", False),
        ("Snow fell! Did hail fall?", True),
        ("It did.", True),
        ("", False),
        (".", False),
        ('"', False),
        ('".', False),
        ("Rain fell.”", False),
    ],
)
def test_only_whole_sentences_are_verbatim(text: str, expected: bool) -> None:
    source = piece("Rain fell. Snow fell! Did hail fall? It did.")

    assert (verbatim_in(text, [source]) == "Fen Courier") is expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Rain fell", True),
        ("“Rain fell”. Hail fell.", True),
        ("“Rain fell.” Hail fell.", True),
        ("“Rain fell,” she said.", False),
        ("“Rain fell” she said.", False),
        ("“Rain fell” ", True),
        ("She said: “Rain fell.”", False),
        ("She said so. “Rain fell.”", True),
        ("Rain fell and hail fell.", False),
        ("Rain fell-ish.", False),
    ],
)
def test_a_sentence_is_whole_from_the_end_of_the_last_to_its_own(quote: str, expected: bool) -> None:
    assert (verbatim_in("Rain fell.", [piece(quote)]) is not None) is expected


def test_the_outlet_of_the_first_line_that_has_the_sentence_is_given() -> None:
    lines = [piece("Hail fell."), piece("Rain fell.", outlet="Mist Weekly"), piece("Rain fell.")]

    assert verbatim_in("Rain fell.", lines) == "Mist Weekly"
    assert verbatim_in("Rain fell.", [Evidence.of_whole(Article("a", "Rain fell."))]) == "the article"
    assert verbatim_in("Reuters: Rain fell.", [Evidence.of_whole(Article("a", "Rain fell."))]) is None


@pytest.mark.parametrize(("length", "found"), [(0, False), (1, True), (2000, True), (2001, False)])
def test_a_quotation_has_two_thousand_characters_at_most(length: int, found: bool) -> None:
    assert bool(list(phrases(f"She said “{'a' * length}” now."))) is found


@pytest.mark.parametrize(
    ("text", "expected"), [("Rain fell [1].", "Rain fell."), ("Rain[1, 2][3]", "Rain"), ("[a]", "[a]")]
)
def test_citation_marks_are_taken_off(text: str, expected: str) -> None:
    assert without_marks(text) == expected


def test_a_long_text_is_shortened_to_eighty_characters() -> None:
    assert shortened("a" * 80) == "a" * 80
    assert shortened("a" * 81) == "a" * 80 + "…"


def test_outer_marks_of_a_sentence_do_not_count() -> None:
    assert verbatim_in('"Then hail came."', [piece("Rain fell. Then hail came.")]) is not None
