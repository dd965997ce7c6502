"""One change of a sentence at a time, and the verdict it must turn, or must not: what holds `assistant.checking`."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.checking.absent import absent_name, absent_outlet
from assistant.checking.absent_days import absent_day
from assistant.checking.attribution_check import dropped_attribution, other_speaker, own_ladder
from assistant.checking.check import check, check_certain, check_exact
from assistant.checking.contradictions import contradicting
from assistant.checking.drafts import find_quote, quote_spans
from assistant.checking.index_check import IndexEvidence, check_against_index
from assistant.checking.quantity_check import absent_figure
from assistant.checking.quotation_diff import difference
from assistant.checking.verbatim import altered_quotation, phrases, quoted_parts, shortened, verbatim_in, without_marks
from assistant.reading.faithfulness import CitedSentence
from assistant.types import Article, Attribution, Evidence, RungKind, Verdict


def piece(
    text: str, *rungs: tuple[str, RungKind], outlet: str = "Fen Courier", day: str | None = "2022-03-16"
) -> Evidence:
    article = Article(f"{outlet} {text[:40]}", text, title="Works at Orvik", outlet=outlet, published=day)
    ladder = (Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in rungs))
    return Evidence(1, article, 0, len(text), ladder)


class Held:
    """What an index holds: some texts, and the outlets that printed them."""

    def __init__(self, *texts: str, outlets: Sequence[str] = ()) -> None:
        self._words, self._outlets = " ".join(texts).lower(), outlets

    def has_words(self, phrase: str) -> bool:
        return phrase.lower() in self._words

    def has_like(self, word: str) -> bool:
        return word.lower()[:4] in self._words

    def has_outlet(self, name: str) -> bool:
        return name in self._outlets


def article(text: str, day: str | None = None, title: str | None = None) -> Article:
    return Article("a", text, title=title, outlet="Fen Courier", published=day)


# ---- exact words


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
    ],
)
def test_only_whole_sentences_are_verbatim(text: str, expected: bool) -> None:
    source = piece("Rain fell. Snow fell! Did hail fall? It did.")

    assert (verbatim_in(text, [source]) == "Fen Courier") is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Rain fell [1].", "Rain fell."), ("Rain[1, 2][3]", "Rain"), ("[a]", "[a]")]
)
def test_citation_marks_are_taken_off(text: str, expected: str) -> None:
    assert without_marks(text) == expected


def test_a_long_text_is_shortened_to_eighty_characters() -> None:
    assert shortened("a" * 80) == "a" * 80
    assert shortened("a" * 81) == "a" * 80 + "…"


def test_a_quote_is_found_whatever_its_spaces_marks_and_first_letter() -> None:
    text = "“We  will\nopen,” she said. We will open."

    assert [text[slice(*at)] for at in quote_spans(text, "we will open")] == ["We  will\nopen", "We will open"]
    assert find_quote(text, "(We will open") is None
    assert find_quote(text, "We WILL open") is None
    assert find_quote(text, " ") is None
    assert find_quote("(see) it", "(see)") == (0, 5)


# ---- figures


@pytest.mark.parametrize(
    ("text", "source", "absent"),
    [
        ("It cost 29 million crowns.", "It cost 29M crowns.", None),
        ("It cost 29 million crowns.", "It cost 29 Mio crowns.", None),
        ("It cost 3.5 billion crowns.", "It cost 3.5bn crowns.", None),
        ("It cost 29,000,000 crowns.", "It cost 29 million crowns.", None),
        ("It cost 29 million crowns.", "It cost 30 thousand crowns.", "29 million"),
        ("It holds 1,250 boats.", "It holds 1250 boats.", None),
        ("It holds 1,250 boats.", "It holds 1,205 boats.", "1,250"),
        ("It holds 200 boats.", "It holds 200,000 boats.", "200"),
        ("It holds 1,234.5 tonnes.", "It holds 1234.5 tonnes.", None),
        ("It rose 2.5 percent.", "It rose 25 percent.", "2.5 percent"),
        ("It holds twelve boats.", "It holds many boats.", None),
        ("It holds 12 boats.", "It holds twelve boats.", None),
        ("They won 3-1.", "They won 3-2.", "3-1"),
        ("They won 3-1.", "They won 3-1 at home.", None),
        ("It closes on March 23-24.", "It closes.", None),
        ("It closes on 23 and 24 March.", "It closes.", None),
        ("It closes on 23 or 24 March.", "It closes.", None),
        ("It opens from 23 to 24 March.", "It opens.", None),
        ("It stays shut 23 until 24 March.", "It stays shut.", None),
        ("It closed in 2019.", "It closed.", None),
    ],
)
def test_a_figure_is_absent_where_no_way_of_writing_it_stands_in_the_source(
    text: str, source: str, absent: str | None
) -> None:
    found = absent_figure(text, [piece(source)])

    assert found == absent if absent is None else found is not None and absent in found


# ---- days


@pytest.mark.parametrize(
    ("text", "source", "published", "absent"),
    [
        ("It closed on 22 March.", "It closed on 20 March.", None, "22 March"),
        ("It closed on 22 March.", "It closed on 22 March.", None, None),
        ("It closed on 22 March 2021.", "It closed on 22 March 2022.", None, "22 March 2021"),
        ("It closed on 22 March 2021.", "It closed on 22 March.", None, None),
        ("It closed on 22 March.", "It closed on 22 March 2022.", None, None),
        ("It closed on 24 March.", "It closed on March 23-24.", None, None),
        ("It closed on 24 March.", "It closed on 23 and 24 March.", None, None),
        ("It closed on 21 November.", "It closed on 21/11/2023.", None, None),
        ("It closed on 21 November.", "It closed on 11/21/2023.", None, None),
        ("It closed on 5 March.", "It closed on 05.03.", None, None),
        ("It closed on 22 April.", "It closed on March 23-24.", None, "22 April"),
        ("It closed in March.", "It closed in May.", None, None),
        ("It closed on Monday.", "It closed on Friday.", None, None),
        ("It closed on 16 March.", "It closed.", "2022-03-16", None),
        ("It closed on 15 March.", "It closed.", "2022-03-16", None),
        ("It closed on 17 March.", "It closed.", "2022-03-16", None),
        ("It closed on 18 March.", "It closed.", "2022-03-16", "18 March"),
        ("It closed on 14 March 2022.", "It closed on Monday.", "2022-03-16", None),
        ("It closed on 11 March 2022.", "It closed on Monday.", "2022-03-16", "11 March 2022"),
        ("It closed on 14 March 2021.", "It closed on Monday.", "2022-03-16", "14 March 2021"),
        ("It closed on 30 December.", "It closed on Saturday.", "2024-01-02", None),
        ("It opens on 2 January.", "It will open on Tuesday.", "2023-12-30", None),
        ("It opens on 29 February.", "It will open on Tuesday.", "2023-02-26", "29 February"),
    ],
)
def test_a_day_is_absent_where_no_article_names_it_or_lets_it_be_worked_out(
    text: str, source: str, published: str | None, absent: str | None
) -> None:
    found = absent_day(text, [article(source, published)])

    assert (found and found[0]) == absent


def test_the_nearest_day_of_the_same_month_is_given() -> None:
    source = article("It closed on 2 March. It opened on 20 March. It fell on 21 May.", "2022-03-25")

    assert absent_day("It closed on 22 March.", [source]) == ("22 March", "20 March")
    assert absent_day("It closed on 22 June.", [source]) == ("22 June", "")
    assert absent_day("It closed on 22 June.", []) is None


def test_a_day_that_nobody_can_resolve_may_be_any_but_only_of_what_its_sentence_tells() -> None:
    on_it = article("The long bridge at Orvik closed yesterday after a crack.")
    aside = article("The long bridge at Orvik has a crack. Wool was dear yesterday.")

    assert absent_day("The long bridge at Orvik closed on 22 March.", [on_it]) is None
    assert absent_day("The long bridge at Orvik closed on 22 March.", [aside]) is not None


# ---- names and outlets


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The works were led by Wenche Aasgaard.", "Wenche Aasgaard"),
        ("The works were led by Marit Solberg.", None),
        ("The works were led by Kari Solberg.", "Kari Solberg"),
        ("The works were led by Mayor Solberg.", None),
        ("Wool comes from Brakstad too.", "Brakstad"),
        ("Wool comes from Orvik too.", None),
        ("Brakstad has wool.", None),
        ("Wool comes from Brak too.", "Brak"),
        ("Wool comes from Bra too.", None),
        ("She saw “Brakstad” there.", None),
        ("Wool Comes From Brakstad Town", None),
        ("Wool comes from Brakstad Town and Hamar", None),
        ("Wool from Brakstad Works went to Brakstad by cart today", "Brakstad Works"),
        ("Wool was dear on Monday in May.", None),
        ("He met the Norwegian Parliament.", None),
    ],
)
def test_a_name_that_stands_nowhere_is_absent(text: str, absent: str | None) -> None:
    source = article("The bridge at Orvik is led by Marit Solberg. Wool was dear for the mayor.")
    found = absent_name(text, [source], Held(source.text))

    assert (found and found.words) == absent


@pytest.mark.parametrize(
    "opener", "unlike despite besides amid alongside including regarding even yesterday today after for".split()
)
def test_a_common_word_that_opens_a_sentence_is_no_part_of_the_name_behind_it(opener: str) -> None:
    source = article("The bridge at Orvik is led by Marit Solberg.")
    text = f"{opener.capitalize()} Solberg, nobody spoke."

    assert absent_name(text, [source], Held(source.text)) is None


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("It fell, The Moscow Times wrote.", True),
        ("It fell, “The Moscow Times” wrote.", False),
        ("It fell, Reuters wrote.", False),
        ("It fell, Le Monde wrote.", False),
    ],
)
def test_an_outlet_is_absent_that_printed_nothing_and_that_none_names(text: str, absent: bool) -> None:
    held = Held("As Le Monde wrote, it fell.", outlets=["Reuters"])

    assert bool(absent_outlet(text, held)) is absent


# ---- who says it

SOLBERG = piece("“We will open one lane,” Marit Solberg said.", ("Marit Solberg", "person"))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("“We will open one lane,” Nils Dahl said.", ("Nils Dahl", "Marit Solberg")),
        ("“We will open one lane,” Marit Solberg said.", None),
        ("“We will open one lane,” Solberg said.", None),
        ("“We will open one lane,” the mayor said.", None),
        ("“We will open one lane.”", None),
    ],
)
def test_a_quotation_given_to_somebody_else_is_found(text: str, other: tuple[str, str] | None) -> None:
    assert other_speaker(text, SOLBERG) == other


def test_who_is_named_near_a_quotation_may_be_its_speaker_unless_another_stands_right_behind_it() -> None:
    rungs: tuple[str, RungKind] = ("Marit Solberg", "person")
    behind = "Nils Dahl spoke first. “We will open one lane,” Marit Solberg said."
    unsure = "Nils Dahl spoke first. “We will open one lane.” So it was."
    far = "Nils Dahl spoke first. " + "Rain fell. " * 5 + "“We will open one lane.” So it was."

    def speaker(text: str) -> bool:
        whole = article(text)
        start = text.index("“")
        quoted = Evidence(1, whole, start, start + 24, (Attribution(*rungs, "said"),))
        return other_speaker("“We will open one lane,” Nils Dahl said.", quoted) is not None

    assert speaker(behind)
    assert not speaker(unsure)
    assert speaker(far)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("The bridge at Orvik will open one lane by Easter.", "the mayor"),
        ("The bridge at Orvik will open one lane by Easter, the mayor said.", ""),
        ("The bridge at Orvik will open one lane by Easter; the mayor is sure.", ""),
        ("Wool is dear in the valley of Orvik this spring, and lambs are few.", ""),
    ],
)
def test_a_dropped_source_is_named_where_no_article_says_it_on_its_own_account(text: str, dropped: str) -> None:
    source = piece("The bridge at Orvik will open one lane by Easter, the mayor said.", ("the mayor", "person"))
    plain = piece("The bridge at Orvik will open one lane by Easter.", outlet="Mist Weekly")

    assert dropped_attribution(text, [source]) == dropped
    assert dropped_attribution(text, [source, plain]) == ""
    assert dropped_attribution(text, [plain]) == ""


def test_the_ladder_of_a_draft_is_read_from_its_own_words() -> None:
    assert [rung.name for rung in own_ladder("It will open, Marit Solberg said.")] == ["Marit Solberg"]
    assert own_ladder("It will open.") == ()


# ---- what contradicts a sentence

CLAIMED = "The Orvik bridge carries 900 lorries a day."


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("The Orvik bridge carries 40 lorries a day.", True),
        ("The Orvik bridge carries 900 lorries a day.", False),
        ("The Dunmore bridge carries 40 lorries a day.", False),
        ("The Orvik bridge carries 40 lorries a week.", False),
        ("The Orvik bridge carried 40 lorries a day in 1950.", False),
    ],
)
def test_another_figure_for_the_same_stands_against_a_sentence(line: str, against: bool) -> None:
    assert bool(contradicting(CLAIMED, [piece(line)], [])) is against


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("The Orvik council denied that it would close the bridge to lorries.", True),
        ("The Orvik council denied that it would sell wool.", False),
        ("The Orvik council said it would close the bridge to lorries.", False),
        ("The council denied it would “close the bridge to lorries”.", False),
    ],
)
def test_a_denial_of_the_very_claim_stands_against_it(line: str, against: bool) -> None:
    assert bool(contradicting("The Orvik council would close the bridge to lorries.", [piece(line)], [])) is against


def test_a_sentence_that_tells_of_a_denial_has_both_sides_and_an_empty_one_none() -> None:
    line = piece("The Orvik council will close the bridge to lorries.")

    assert contradicting("The Orvik council denied that it would close the bridge to lorries.", [line], []) == []
    assert contradicting(" ", [line], []) == []


def test_what_contradicts_the_line_that_a_sentence_rests_on_is_against_it_too() -> None:
    text = "Lorries cross the Orvik bridge, some 900 each day as counted."
    rests_on = piece("The Orvik bridge carries 900 lorries a day as counted.", outlet="Fen Courier")
    other = piece("The Orvik bridge carries 40 lorries a day as counted.", outlet="Mist Weekly")
    same_paper = piece("The Orvik bridge carries 40 lorries a day as counted.", outlet="Fen Courier")

    assert other in contradicting(text, [other], [rests_on])
    assert same_paper not in contradicting("Lorries cross at Orvik, as counted.", [same_paper], [rests_on])


# ---- the nearest words of a source


@pytest.mark.parametrize(
    ("phrase", "put_in", "left_out"),
    [
        ("we will surely open one lane again", ("surely",), ()),
        ("we open one lane again", (), ("will",)),
        ("we may open one lane again", ("may",), ("will",)),
        ("we will open one lane", (), ()),
        ("open one lane again", (), ()),
    ],
)
def test_a_quotation_differs_from_its_source_by_the_words_put_in_and_left_out(
    phrase: str, put_in: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    found = difference(phrase, [article("Rain fell all day. So we will open one lane again by Easter, she said.")])

    assert found is not None
    assert (found.put_in, found.left_out) == (put_in, left_out)
    assert found.printed in found.article.text
    assert "Rain" not in found.printed


def test_a_quotation_of_which_no_source_has_half_is_near_none() -> None:
    source = article("So we will open one lane again by Easter.")

    assert difference("we shall never close the bridge", [source]) is None
    assert difference("lanes of gold open again", [source]) is None
    assert difference("so we will", [article("Rain.")]) is None
    assert difference("", [source]) is None
    assert difference("we will be", [article("So we will.")]) is None


def test_three_differences_are_described_and_the_better_source_is_taken() -> None:
    worse, better = article("We open a lane."), article("We will open one long lane again by Easter at the new bridge.")
    found = difference("We shall open a long path again before Easter on the new bridge", [worse, better])

    assert found is not None
    assert found.article is better
    assert found.description.count("“") == 3


# ---- the verdict

UNCHECKED = Verdict("unchecked", "nobody read it")
SOURCE = article("The bridge at Orvik carries 900 lorries a day. Marit Solberg said so on 3 March.")
LINE = Evidence(1, SOURCE, 0, 46, (Attribution("Fen Courier", "outlet"),))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The bridge at Orvik carries 900 lorries.", "unchecked"),
        ("The bridge at Orvik carries 930 lorries.", "unsupported"),
        ("The bridge at Orvik carries lorries, Wenche Aasgaard said.", "unsupported"),
        ("The bridge at Orvik carries lorries, The Moscow Times said.", "unsupported"),
        ("The bridge at Orvik carries lorries since 9 April.", "unsupported"),
        ("The bridge at Orvik carries lorries since 3 March.", "unchecked"),
    ],
)
def test_what_stands_nowhere_in_the_index_is_unsupported(text: str, verdict: str) -> None:
    found = IndexEvidence((LINE,), (LINE,), (SOURCE,))

    assert check_against_index(text, UNCHECKED, found, Held(SOURCE.text)).check == verdict
    for other in ("supported", "joining"):
        assert check_against_index(text, Verdict(other, "read"), found, Held(SOURCE.text)).check == other


def test_a_sentence_far_from_every_line_is_said_to_have_nothing_near_it() -> None:
    found = IndexEvidence((), (LINE,), (SOURCE,))
    near = check_against_index("The bridge at Orvik is old and made of dark iron.", UNCHECKED, found, Held(SOURCE.text))
    far = check_against_index("Wool is dear at this time and lambs are few.", UNCHECKED, found, Held(SOURCE.text))

    assert near == UNCHECKED
    assert far.check == "unchecked"
    assert far != UNCHECKED
    assert check_against_index("Wool.", UNCHECKED, found, Held(SOURCE.text)) == UNCHECKED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The bridge carries 900 lorries.", "unsupported"),
        ("The bridge at Orvik carries lorries.", "unsupported"),
        ("It “carries lorries”.", "unsupported"),
        ("It carries lorries.", "unchecked"),
        ("Lorries cross.", "unchecked"),
    ],
)
def test_a_sentence_that_cites_nothing_is_unsupported_where_it_surely_tells_something(text: str, verdict: str) -> None:
    assert check_certain(CitedSentence(text)).check == verdict
    if "900" not in text:
        assert check_certain(CitedSentence(text), "not read: down").check == "unchecked"


def test_the_verdicts_of_many_sentences_keep_their_order() -> None:
    texts = ["Lorries cross.", SOURCE.text.split(". ")[0] + ".", "It “carries carts”."]

    assert [one.check for one in check([CitedSentence(text, (LINE,)) for text in texts])] == [
        "unchecked",
        "verbatim",
        "unsupported",
    ]
    assert check([]) == []


@pytest.mark.parametrize("text", ["", "…", "[1]", "“”"])
def test_what_says_nothing_is_unsupported(text: str) -> None:
    assert check_exact(text, [LINE]).check == "unsupported"


# ---- what is near enough


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Wool went to Brakstad Works now.", "Brakstad Works"),
        ("Wool went to Brakstad Ministry now.", None),
        ("Wool went to President Brakstad now.", None),
        ("Wool went to German Brakstad now.", None),
        ("Wool went to the Brakstad now.", None),
        ("Wool went to Brakstad now.", "Brakstad"),
        *((f"Wool went to {word} Brakstad now.", None) for word in "a an this that its their".split()),
    ],
)
def test_a_body_an_office_and_a_people_may_be_called_otherwise_in_an_article(text: str, absent: str | None) -> None:
    source = article("Wool is dear.")
    found = absent_name(text, [source], Held(source.text))

    assert (found and found.words) == absent


@pytest.mark.parametrize(("quoting", "verdict"), [(1, "unsupported"), (0, "unchecked")])
def test_only_lines_that_were_found_for_a_quotation_tell_who_speaks_it(quoting: int, verdict: str) -> None:
    source = article("“We will open one lane,” Marit Solberg said. Nils Dahl is far off.")
    quoted = Evidence(1, source, 0, 44, SOLBERG.ladder)
    apart = article("Rain fell. " * 6 + "Nils Dahl is mayor.")
    found = IndexEvidence((quoted,), (quoted,), (source, apart), quoting)

    text = "“We will open one lane,” Nils Dahl said."
    assert check_against_index(text, UNCHECKED, found, Held(source.text, apart.text)).check == verdict


def test_found_lines_are_no_quotations_unless_it_is_said() -> None:
    assert IndexEvidence((LINE,)).quoting == 0


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Lorries cross the Orvik bridge, 900 daily.", True),
        ("Lorries of wool, carts of hay and cows cross at Orvik.", False),
    ],
)
def test_a_sentence_rests_on_a_line_with_half_of_its_words(text: str, against: bool) -> None:
    rests_on = piece("The Orvik bridge carries 900 lorries a day.")
    other = piece("The Orvik bridge carries 40 lorries a day.", outlet="Mist Weekly")

    assert bool(contradicting(text, [other], [rests_on])) is against


def test_what_one_outlet_says_twice_is_not_against_what_a_sentence_rests_on() -> None:
    rests_on = piece("The Orvik bridge carries 900 lorries a day.")
    again = piece("The Orvik bridge carries 40 lorries a day.")

    assert contradicting("Lorries cross the Orvik bridge all day.", [again], [rests_on]) == []


@pytest.mark.parametrize(("before", "against"), [(39, True), (40, False)])
def test_the_first_forty_lines_that_share_words_are_compared(before: int, against: bool) -> None:
    lines = [
        piece(f"Lorries cross the Orvik bridge at dawn, clerk {'abcdefgh'[at % 8] * (at + 3)} wrote.")
        for at in range(before)
    ]
    lines.append(piece("The Orvik bridge carries 40 lorries a day."))

    assert (lines[-1] in contradicting(CLAIMED, lines, [])) is against


def test_a_denial_has_a_third_of_what_a_sentence_tells() -> None:
    denial = piece("The Orvik council denied that it would close the bridge.")

    assert contradicting("The Orvik council would close the bridge.", [denial], [])
    long = "The Orvik council would close the bridge and sell hay, wool, carts, cows, nets, ropes, boats and old iron."
    assert contradicting(long, [denial], []) == []


@pytest.mark.parametrize(
    ("shared", "near"),
    [("The bridge is dark iron from hills", True), ("The bridge is dark iron from hills and lakes", False)],
)
def test_a_quarter_of_the_words_puts_a_line_on_the_topic(shared: str, near: bool) -> None:
    found = IndexEvidence((), (piece("The bridge at Orvik."),), (SOURCE,))

    assert (check_against_index(f"{shared}.", UNCHECKED, found, Held(SOURCE.text)) == UNCHECKED) is near


def test_outer_marks_of_a_sentence_do_not_count() -> None:
    assert verbatim_in('"Then hail came."', [piece("Rain fell. Then hail came.")]) is not None


@pytest.mark.parametrize(
    ("plain", "dropped"),
    [("The bridge at Orvik will open one lane by Easter.", ""), ("Wool is dear.", "the mayor")],
)
def test_another_article_that_tells_it_in_its_own_name_leaves_nobody_out(plain: str, dropped: str) -> None:
    source = piece("The bridge at Orvik will open one lane by Easter, the mayor said.", ("the mayor", "person"))
    other = piece(plain, outlet="Mist Weekly")

    assert dropped_attribution("The bridge at Orvik will open one lane by Easter.", [source, other]) == dropped


def test_a_line_that_tells_the_same_has_three_fifths_of_the_words() -> None:
    source = piece("The bridge at Orvik will open, the mayor said.", ("the mayor", "person"))

    assert dropped_attribution("The bridge at Orvik will open soon.", [source]) == "the mayor"
    assert dropped_attribution("The bridge at Orvik will open one lane of three for carts.", [source]) == ""


def test_a_name_in_a_title_counts() -> None:
    source = article("Wool is dear.", title="Orvik honours Marit Solberg today")
    held = Held(source.text, source.title or "")

    found = absent_name("The works were led by Kari Solberg.", [source], held)
    assert found is not None
    assert "Marit Solberg" in found.reason
    assert absent_name("The works were led by Marit Solberg.", [source], held) is None
