from assistant.language.boilerplate import is_boilerplate, is_heading_line
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


def test_sentences_that_a_page_has_glued_together_are_parted() -> None:
    assert _sentences("It costs the most.Vos adds that it will fall. “No,” she said.The union agreed.") == [
        "It costs the most.",
        "Vos adds that it will fall.",
        "“No,” she said.",
        "The union agreed.",
    ]
    assert len(_sentences("She runs Harbour.Works and reads example.com every day.")) == 1


def test_an_abbreviation_before_a_dash_does_not_end_a_sentence() -> None:
    text = "Harbour & Sons Ltd. – now in nine ports. The E.U. – its market – buys. At 6 a.m. – before dawn – it sailed."

    assert len(_sentences(text)) == 3


def test_a_list_without_a_stop_falls_into_its_items() -> None:
    items = [f"{n} tonnes of grain went to port number {n} on the barge of that name" for n in range(12)]

    assert _sentences(" • ".join(items))[3] == f"{items[3]} •"


def test_what_a_page_says_of_itself_is_furniture() -> None:
    furniture = (
        "— Ana Vos (@anavos) October 20, 2023",
        "RELATED: The dock strike in pictures",
        "ADVERTISEMENT Article continues below this ad",
        "Mar. 3 Molde 2 Bergen 1 FT Mar. 9 Bergen 0 Oslo 0 FT Mar. 12 Oslo 4 Molde 4 AET",
        "Anna Bell contributed to this report.",
    )

    assert [text for text in furniture if not is_boilerplate(text)] == []
    assert not is_boilerplate("Vos said on 3 March that 400 of the 900 dockers had walked out, 12 of them in Molde.")


def test_five_thousand_words_without_a_stop_are_cut_and_none_is_lost() -> None:
    text = " ".join(f"word{n}{',' if n % 100 == 99 else ''}" for n in range(5000))
    found = _sentences(text)

    assert " ".join(found) == text
    assert found[0].endswith("word99,")
    assert max(len(one.split()) for one in found) <= 120


def test_a_short_line_of_its_own_without_a_stop_is_a_heading() -> None:
    lines = [
        "What the yard said",
        "The yard said no.",
        "A last word:",
        "It is over",
        "3 May 2024: it opens",
        "It stays",
    ]
    text = "\n\n".join(lines)
    spans = [(text.index(line), text.index(line) + len(line)) for line in lines]

    assert [line for line, span in zip(lines, spans, strict=True) if is_heading_line(text, span)] == [
        "What the yard said",
        "It is over",
    ]
