"""Verification of answer sentences: what counts as word for word, what each check catches, and what it must survive."""

from __future__ import annotations

import pytest

from assistant.types import Article, Attribution, Evidence
from assistant.verification.verify import verify
from evals.parts.verification import DATA, run, table
from tests.work import calls_of

JOURNAL = Attribution("The Wall Street Journal", "outlet", "reported")
SOURCE = Attribution("a source close to the Russian Defense Ministry", "anonymous", "said")
ENVOY = Attribution("Vladimir Zayemsky", "person", "denied")


def evidence(
    quote: str,
    *ladder: Attribution,
    outlet: str = "The Moscow Times",
    published: str | None = "2019-06-03",
    around: tuple[str, str] = ("", ""),
) -> Evidence:
    text = around[0] + quote + around[1]
    article = Article("a", text, outlet=outlet, published=published)
    return Evidence(1, article, len(around[0]), len(around[0]) + len(quote), (Attribution(outlet, "outlet"), *ladder))


CUT = evidence(
    "The source said Rostec, which had 1,000 advisers there, has cut them to “just a few dozen”.", JOURNAL, SOURCE
)
DENIAL = evidence("Russia's ambassador, Vladimir Zayemsky, denied the reports as “absolutely false”.", ENVOY)
PLAIN = evidence("Rostec cut 1,000 advisers in Caracas on Sunday. Nobody was hurt.")


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.quote,
        "Rostec cut 1,000 advisers in Caracas on Sunday.",
        "Rostec cut 1,000 advisers in Caracas on Sunday. [1]",
        "“Rostec cut 1,000 advisers in Caracas on Sunday.” [1][2]",
        "The Moscow Times: “Rostec cut 1,000 advisers in Caracas on Sunday.” [1]",
    ],
)
def test_a_sentence_of_the_source_is_verbatim(text: str) -> None:
    verdict = verify(text, [PLAIN])

    assert (verdict.check, verdict.reason) == ("verbatim", "word for word in The Moscow Times")


def test_quotation_marks_may_be_curly_or_straight() -> None:
    assert verify(CUT.quote.replace("“", '"').replace("”", '"'), [CUT]).check == "verbatim"


def test_a_lead_that_names_the_ladder_stays_verbatim() -> None:
    assert verify(f"The Moscow Times, citing The Wall Street Journal: “{CUT.quote}” [1]", [CUT]).check == "verbatim"


def test_a_lead_that_names_another_outlet_is_not_verbatim() -> None:
    assert verify(f"Radio Habana Cuba: “{PLAIN.quote}”", [PLAIN]).check == "unsupported"


def test_a_clipped_span_that_loses_its_denial_is_not_verbatim() -> None:
    piece = evidence("Zayemsky denied that Rostec has cut its advisers in Caracas.", ENVOY)

    assert verify("Rostec has cut its advisers in Caracas.", [piece]).check == "unsupported"


def test_no_citation_is_unsupported() -> None:
    assert verify("Rostec cut its advisers.", []) == verify("Anything else.", [])
    assert verify("Rostec cut its advisers.", []).reason == "cites nothing"


def test_a_faithful_paraphrase_is_supported_and_says_how_far() -> None:
    verdict = verify("A source told the WSJ that Rostec cut its advisers from a thousand to “just a few dozen”.", [CUT])

    assert verdict.check == "supported"
    assert "words and figures are in The Moscow Times" in verdict.reason


@pytest.mark.parametrize(
    ("text", "piece", "reason"),
    [
        (
            "A source said Rostec had 2,000 advisers there.",
            CUT,
            "“2,000” is not in what it cites (The Moscow Times: “1,000”)",
        ),
        ("A source said Rostec cut them to “just a few hundred”.", CUT, "“just a few hundred” is not in what it cites"),
        ("Rostec cut 1,000 advisers in Caracas on Friday.", PLAIN, "“Friday” is not in what it cites"),
        ("Rostec cut 1,000 advisers in Havana.", PLAIN, "“Havana” is not in what it cites"),
        ("Rostec cut no advisers in Caracas.", PLAIN, "says “no” where the source has no negation"),
        ("Zayemsky, the ambassador, confirmed the reports.", DENIAL, "“denied” is missing: the source negates"),
        ("Rostec sent 1,000 more advisers to Caracas and hired others.", PLAIN, ""),
        ("Rostec increased its advisers in Caracas.", PLAIN, "says “increased” where the source says “cut”"),
        ("Lavrov denied the reports.", DENIAL, "gives it to Lavrov: the source gives it to Vladimir Zayemsky"),
        ("Rostec has cut its 1,000 advisers.", CUT, "drops who said it: the source gives it to a source close to"),
        ("The Moscow Times reports that Rostec has cut its 1,000 advisers.", CUT, "drops who said it"),
        (
            "Rostec cut 1,000 advisers in Caracas because oil exports collapsed.",
            PLAIN,
            "“oil exports collapsed” is not in",
        ),
    ],
)
def test_each_fault_has_a_reason_that_can_be_checked(text: str, piece: Evidence, reason: str) -> None:
    verdict = verify(text, [piece])

    assert verdict.check == "unsupported"
    assert reason in verdict.reason


def test_the_cited_outlet_is_attribution_enough() -> None:
    assert (
        verify("The Wall Street Journal reported that Rostec has cut its 1,000 advisers.", [CUT]).check == "supported"
    )


def test_a_weekday_may_become_the_day_that_it_was() -> None:
    assert verify("Rostec cut 1,000 advisers in Caracas on June 2, 2019.", [PLAIN]).check == "supported"
    assert verify("Rostec cut 1,000 advisers in Caracas on June 1, 2019.", [PLAIN]).check == "unsupported"


def test_a_spelling_variant_is_the_same_person() -> None:
    assert verify("Vladimir Zaemsky denied the reports.", [DENIAL]).check == "supported"


LOADED = evidence("The puppet Guaido lost the vote.", outlet="Al-Sahawat Times")


def test_a_loaded_word_of_one_outlet_is_not_taken_over() -> None:
    verdict = verify("Guaido, the puppet, lost the vote.", [LOADED])

    assert (verdict.check, verdict.reason) == ("unsupported", "takes over “puppet” from Al-Sahawat Times unquoted")


def test_a_loaded_word_may_be_quoted_or_given_to_its_outlet() -> None:
    assert verify("The “puppet” Guaido lost the vote, writes Al-Sahawat Times.", [LOADED]).check == "supported"
    assert verify("Al-Sahawat Times calls Guaido, who lost the vote, a puppet.", [LOADED]).check == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        '"',
        '""',
        "“‘“",
        "'''",
        "”Rostec“ cut “1,000",
        "“Rostec “cut” ‘1,000’ advisers",
        "…",
        "\ud83d\ude00",
        "ROSTEC: ",
    ],
)
def test_odd_marks_give_a_verdict(text: str) -> None:
    assert verify(text, [PLAIN]).reason


def test_capitals_are_read_like_small_letters() -> None:
    assert verify("ROSTEC CUT 1,000 ADVISERS IN CARACAS", [PLAIN]).check == "supported"
    assert verify("ROSTEC CUT 3,000 ADVISERS IN CARACAS", [PLAIN]).check == "unsupported"


def test_another_language_is_not_supported_by_an_english_source() -> None:
    assert verify("«Ростех» отозвал советников из Венесуэлы.", [PLAIN]).check == "unsupported"


@pytest.mark.parametrize(
    "words", ["cut the advisers in Caracas ", "not never denied ", "Rostec said ", "“a ", "1,000 ", "' \" "]
)
def test_work_grows_with_length_not_with_its_square(words: str) -> None:
    def work(count: int) -> int:
        return calls_of(lambda: verify(words * count, [PLAIN]))

    work(10)  # fills the caches of word lists
    short, long = work(300), work(2400)

    assert long < 12 * short


ORCHARD = evidence(
    "The frost destroyed 1,200 apple trees and 40 hives, said Lise Amundsen.",
    Attribution("Lise Amundsen", "person", "said"),
)
QUIT = evidence(
    "Director Omar Benali denied reports that 40 nurses had quit.", Attribution("Omar Benali", "person", "denied")
)
RACE = evidence("About 8,500 runners started and 7,900 finished. Winner Ada Bolt, 31, beat the champion, Ines Roy.")
BUDGET = evidence(
    "Minister Tom Rees called the budget “a gift”, while Dana Kolb called it “a bill”.",
    Attribution("Tom Rees", "person", "called"),
)
PAIR = (
    evidence("Mayor Rosa Lim said that 90 families were in the hall.", Attribution("Rosa Lim", "person", "said")),
    evidence("The Red Cross said that 130 families slept there.", Attribution("the Red Cross", "organisation", "said")),
)


@pytest.mark.parametrize(
    ("text", "cited", "reason"),
    [
        ("Lise Amundsen said the frost destroyed 1,200 hives.", [ORCHARD], "counts “hives” here"),
        ("Lise Amundsen said the frost destroyed 40 apple trees.", [ORCHARD], "counts “apple trees” here"),
        ("Omar Benali denied 40 reports that nurses had quit.", [QUIT], "counts “reports” here"),
        ("In all 7,900 runners started.", [RACE], "what its source tells of"),
        ("Ines Roy beat the champion, Ada Bolt.", [RACE], "have changed places"),
        ("Dana Kolb called the budget “a gift”, while Tom Rees called it “a bill”.", [BUDGET], "gives “a gift” to"),
        ("Rosa Lim said 130 families were in the hall, while the Red Cross spoke of 90.", PAIR, "have changed places"),
    ],
)
def test_what_belongs_to_one_thing_may_not_be_told_of_another(text: str, cited: list[Evidence], reason: str) -> None:
    verdict = verify(text, cited)

    assert verdict.check == "unsupported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Lise Amundsen said 40 hives and 1,200 trees were destroyed by the frost.", [ORCHARD]),
        ("Omar Benali denied that 40 of the nurses had quit.", [QUIT]),
        ("Of 8,500 runners who started, 7,900 finished.", [RACE]),
        ("The champion, Ines Roy, was beaten by Ada Bolt, 31.", [RACE]),
        ("Dana Kolb called the budget “a bill”, Minister Tom Rees “a gift”.", [BUDGET]),
        ("Rosa Lim said 90 families were in the hall, the Red Cross 130.", PAIR),
    ],
)
def test_another_order_of_the_same_things_is_supported(text: str, cited: list[Evidence]) -> None:
    assert verify(text, cited).check == "supported"


def test_spoilt_sentences_in_other_subjects_are_caught_and_paraphrases_pass() -> None:
    trials = list(run(DATA.with_name("corruptions_fresh.yaml")))
    spoilt = [trial for trial in trials if trial.kind != "faithful"]
    faithful = [trial for trial in trials if trial.kind == "faithful"]

    assert sum(not trial.missed for trial in spoilt) >= 0.9 * len(spoilt), table(trials)
    assert sum(trial.missed for trial in faithful) <= 0.05 * len(faithful), table(trials)


def test_the_spoilt_sentences_are_caught_and_the_faithful_ones_pass() -> None:
    trials = list(run())
    spoilt = [trial for trial in trials if trial.kind != "faithful" and trial.split == "test"]
    faithful = [trial for trial in trials if trial.kind == "faithful"]

    assert sum(trial.kind != "faithful" for trial in trials) >= 150
    assert sum(not trial.missed for trial in spoilt) >= 0.9 * len(spoilt), table(trials)
    assert sum(trial.missed for trial in faithful) <= 0.1 * len(faithful), table(trials)


SEEN_TWICE = evidence(
    "President Nicolas Maduro called the exercises a sign of friendship, while Washington criticized them as "
    "encroachment in its own region.",
    Attribution("Nicolas Maduro", "person", "called"),
)


def test_what_one_half_of_a_quote_tells_is_not_given_to_who_speaks_in_the_other() -> None:
    swapped = verify(
        "Washington criticized the exercises as encroachment in its region, according to Nicolas Maduro.", [SEEN_TWICE]
    )

    assert swapped.check == "unsupported"
    assert "Nicolas Maduro" in swapped.reason
    assert (
        verify("Washington criticized the exercises as encroachment in its region.", [SEEN_TWICE]).check == "supported"
    )
    assert verify("The exercises were a sign of friendship.", [SEEN_TWICE]).check == "unsupported"


def test_an_outlet_does_nothing_that_the_source_does_not_tell() -> None:
    invented = verify("The Moscow Times recommends the article on the advisers who were cut, a source said.", [CUT])

    assert invented.check == "unsupported"
    assert "recommends" in invented.reason
