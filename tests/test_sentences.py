from assistant.language.sentences import sentence_spans


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_country_initials_before_a_name_do_not_end_a_sentence() -> None:
    text = "He met U.S. Secretary of State Mike Pompeo on Jan. 5. They talked."

    assert _sentences(text) == ["He met U.S. Secretary of State Mike Pompeo on Jan. 5.", "They talked."]


def test_ranks_stay_with_their_names() -> None:
    assert len(_sentences("Gen. Milley and Lt. Col. Adams spoke. They left.")) == 2


def test_a_name_that_ends_in_an_exclamation_mark_goes_on_in_lower_case() -> None:
    assert _sentences("Yahoo! said it. We agree!") == ["Yahoo! said it.", "We agree!"]


def test_a_plain_word_before_a_stop_and_a_capital_ends_a_sentence() -> None:
    assert len(_sentences('The union calls the offer "thin," its paper reports. A driver said nobody would sign.')) == 2
    assert len(_sentences('"They left." “Who did?” he asked. Nobody knew.')) >= 3


def test_no_sentence_crosses_a_blank_line() -> None:
    assert _sentences("A headline without a stop\n\nThe first sentence.") == [
        "A headline without a stop",
        "The first sentence.",
    ]


def test_every_visible_character_is_covered_exactly_once() -> None:
    text = "  One. Two!\n\n“Three,” he said. Four?\n"
    covered = "".join(_sentences(text))

    assert covered.replace(" ", "") == "".join(text.split())


def test_an_empty_text_has_no_sentences() -> None:
    assert sentence_spans("") == []
    assert sentence_spans(" \n\n ") == []
