"""What a denial denies, and what it stands against: holds `assistant.disputes.denials`."""

from __future__ import annotations

import pytest
from test_disputes import kinds, quote

from assistant.disputes.find import find_disputes
from assistant.types import Dispute

CLAIM = "The Ferrow mill will sack its weavers, two foremen said."


def words(text: str) -> list[str]:
    return text.split(";")


NOUNS = words(
    "report;reports;claim;claims;allegation;allegations;accusation;accusations;charges;suggestion;suggestions;rumour"
    ";rumours;rumor;talk;story;stories;idea;notion;assertion;assertions;figure;figures"
)


@pytest.mark.parametrize("noun", NOUNS)
def test_whatever_a_claim_is_called_it_can_be_rejected_and_denied(noun: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill rejected the {noun} that it would sack its weavers.") == ["denial"]
    assert kinds(CLAIM, f"The Ferrow mill denied the {noun} of a plan to sack weavers.") == ["denial"]


@pytest.mark.parametrize("verb", words("rejected;dismissed;refuted;disputed;rebutted;rejects;disputes"))
def test_a_claim_is_rejected_in_many_words(verb: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {verb} claims that it would sack its weavers.") == ["denial"]
    assert kinds(CLAIM, f"The Ferrow mill {verb} old looms when it would sack its weavers.") == []


@pytest.mark.parametrize(
    "denied",
    words(
        "denied that it would sack;denies that it will sack;denied having sacked;denied being about to sack"
        ";denied sacking;denied any plan to sack;denied all plans to sack;denied these plans to sack"
        ";denied those plans to sack;denied such plans to sack;denied this plan to sack;denied it was about to sack"
    ),
)
def test_what_stands_behind_denied_is_denied(denied: str) -> None:
    assert kinds("The Ferrow mill sacked its weavers, two foremen said.", f"The Ferrow mill {denied} its weavers.") == [
        "denial"
    ]


@pytest.mark.parametrize(
    "false",
    words(
        "is not true;isn’t true;is not quite true;is untrue;is impossible;is baseless;is unfounded;is groundless"
        ";is fabricated;is a fabrication;is nonsense;is fake news;is an invention;is a pure invention"
        ";is absolutely false;is completely false;is entirely false;is false;are false;was false;were false"
        ";is as false as can be"
    ),
)
def test_what_is_called_false_is_denied(false: str) -> None:
    assert kinds(CLAIM, f"The report that the Ferrow mill will sack its weavers {false}, its owner said.") == ["denial"]


def test_that_there_is_no_truth_in_a_report_denies_it() -> None:
    assert kinds(CLAIM, "There is no truth in reports that the Ferrow mill will sack its weavers.") == ["denial"]


@pytest.mark.parametrize("never", ["never happened", "did not happen", "didn’t happen", "didn't happen"])
def test_what_never_happened_is_denied(never: str) -> None:
    assert kinds(CLAIM, f"The sacking of weavers at the Ferrow mill {never}.") == ["denial"]


@pytest.mark.parametrize(
    "negated",
    words(
        "is not to;are not to;was not to;were not to;has not had to;have not had to;had not had to;does not;do not"
        ";did not;would not;can not;could not;must not;cannot;never;won’t;wouldn't"
    ),
)
def test_the_claims_own_words_with_a_not_deny_it(negated: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {negated} sack its weavers, its owner said.") == ["denial"]


@pytest.mark.parametrize("turned", ["will not sack", "won’t sack", "will never sack"])
def test_a_sentence_and_the_same_with_a_not_are_no_copies_but_a_claim_and_its_denial(turned: str) -> None:
    claim = "The Ferrow mill will sack its weavers before the winter fair, and its dyers as well."

    assert kinds(claim, claim.replace("will sack", turned)) == ["denial"]
    assert kinds(claim, claim.replace("will sack", "will now sack")) == []


@pytest.mark.parametrize(
    "other",
    words(
        "did not only;did not just;no longer did;did no doubt;did not yet;did not necessarily;did not even"
        ";did not until winter;did not least;did no more;did no less;may not;might not;should not"
    ),
)
def test_a_not_that_negates_something_else_or_nothing_for_sure_is_no_denial(other: str) -> None:
    assert kinds(CLAIM, f"The Ferrow mill {other} sack its weavers, its owner said.") == []


@pytest.mark.parametrize("opening", ["If", "Whether", "Nobody knows whether"])
def test_a_not_in_what_is_only_supposed_is_no_denial(opening: str) -> None:
    assert kinds(CLAIM, f"{opening} the Ferrow mill does not sack its weavers, they stay.") == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The Ferrow mill sacks its weavers.", ["denial"]),
        ("The Ferrow mill may sack its weavers.", []),
        ("The Ferrow mill might sack its weavers.", []),
        ("The Ferrow mill could sack its weavers.", []),
        ("The Ferrow mill should sack its weavers.", []),
        ("If the Ferrow mill sacks its weavers, they go.", []),
        ("Two foremen asked whether the Ferrow mill sacks its weavers.", []),
        ("Will the Ferrow mill sack its weavers?", []),
        ("The Ferrow mill will not sack its weavers.", []),
        ("The Ferrow mill denied that it would sack its weavers.", []),
    ],
)
def test_a_denial_stands_against_a_claim_and_not_against_a_guess(claim: str, expected: list[str]) -> None:
    assert kinds(claim, "The owner denied that the Ferrow mill would sack its weavers.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Ferrow mill did not deny that it would sack its weavers.",
        "The Ferrow mill never denied that it would sack its weavers.",
        "The Ferrow mill cannot deny that it would sack its weavers.",
        "The Ferrow mill didn’t deny that it would sack its weavers.",
        "The Ferrow mill neither denied that it would sack its weavers nor spoke.",
        "The Ferrow mill can nor will deny that it would sack its weavers.",
        "Without denying that it would sack its weavers, the Ferrow mill fell silent.",
        "Nobody denied that the Ferrow mill would sack its weavers.",
        "None denied that the Ferrow mill would sack its weavers.",
        "No owner denied that the Ferrow mill would sack its weavers.",
        "Nothing denied that the Ferrow mill would sack its weavers.",
        "The Ferrow mill was denied any talk that it would sack its weavers.",
        "The Ferrow mills were denied any talk that it would sack its weavers.",
        "The Ferrow mill had been denied any talk that it would sack its weavers.",
        "The Ferrow mill is being denied any talk that it would sack its weavers.",
    ],
)
def test_who_does_not_deny_or_is_denied_something_denies_nothing(text: str) -> None:
    assert kinds(CLAIM, text) == []


@pytest.mark.parametrize(
    "joint",
    [
        "; ",
        ", but ",
        " but ",
        " and instead ",
        ", adding that ",
        " adding that ",
        " saying that ",
        " insisting that ",
        ": ",
        " – ",
    ],
)
def test_what_follows_a_denial_in_a_clause_of_its_own_is_not_denied(joint: str) -> None:
    denial = f"The Ferrow mill denied that it would sell wool{joint}it would sack all its weavers at Ferrow."

    assert kinds("The Ferrow mill would sack all its weavers at Ferrow, two foremen said.", denial) == []


@pytest.mark.parametrize("who", words("he;she;they;him;her;them;his;hers;their;theirs"))
def test_of_two_sentences_that_both_point_back_neither_denies_the_other(who: str) -> None:
    title = "Ferrow mill to sack all weavers, foremen say"
    pointing = f"The Ferrow mill will sack all weavers, foremen say of {who}."

    def found(claim: str) -> list[Dispute]:
        evidence = [
            quote(1, "Weft Post", claim),
            quote(2, "Warp News", "The Ferrow mill denied the report.", title=title),
        ]
        return find_disputes(evidence, "")

    assert found(pointing) == []
    assert found("The Ferrow mill will sack all weavers, foremen say of it.") != []


def test_what_a_denial_points_to_stands_in_its_headline_or_the_two_sentences_before() -> None:
    claim = quote(1, "Weft Post", CLAIM)

    def found(before: str) -> list[str]:
        denial = quote(2, "Warp News", "The Ferrow mill denied the report.", before=before)
        return [one.kind for one in find_disputes([claim, denial], "")]

    report, other = "Two foremen said the Ferrow mill will sack its weavers. ", "Rain fell on the lakes. "
    assert found(report) == ["denial"]
    assert found(report + other) == ["denial"]
    assert found(report + other + other) == []


@pytest.mark.parametrize(("value", "expected"), [("1,000", ["denial"]), ("9", [])])
def test_the_very_figure_denied_tells_what_is_denied_where_it_is_no_small_one(value: str, expected: list[str]) -> None:
    claim = f"The Ferrow mill would shrink by {value} weavers to a handful, a clerk said."

    assert kinds(claim, f"The Ferrow mill called losing {value} people impossible.") == expected


def test_a_denial_by_somebody_whom_the_claim_does_not_name_is_of_something_else() -> None:
    assert kinds(CLAIM, "Dunmore denied that it would sack its weavers.") == []


@pytest.mark.parametrize(
    ("opening", "expected"),
    [("Nobody at the mill denied", []), ("Not for the first time it denied", ["denial"])],
)
def test_who_denies_is_negated_by_the_words_shortly_before(opening: str, expected: list[str]) -> None:
    assert kinds(CLAIM, f"{opening} that the Ferrow mill would sack its weavers.") == expected


def test_who_denies_that_something_will_not_be_stands_against_that_it_will_not() -> None:
    claim = "The Ferrow mill will not sack its weavers, two foremen said."

    assert kinds(claim, "The Ferrow mill denied that it would not sack its weavers.") == ["denial"]
    assert kinds(claim, "The Ferrow mill denied that it would sack its weavers.") == []


MUCH = "Rain fell on hills and lakes by night, ships lay still, geese flew, dogs barked, bells rang, boys sang, girls"


@pytest.mark.parametrize(
    ("claim", "denied", "expected"),
    [
        (f"{MUCH} danced and the Ferrow mill would burn old looms.", "burn old looms", ["denial"]),
        (f"{MUCH} danced and the Ferrow mill would burn looms.", "burn looms", []),
        (f"{MUCH} danced and the Ferrow mill would burn old looms.", "burn old green looms", []),
        ("The Ferrow mill would burn old looms.", "burn old green looms", ["denial"]),
        ("The Ferrow mill would burn old looms.", "burn old looms, green carts and wool", ["denial"]),
        ("The Ferrow mill would burn old looms.", "burn old wool on green looms of the mill and barns", []),
        ("The Ferrow mill would burn old looms.", "burn green carts", []),
    ],
)
def test_a_claim_is_denied_by_all_of_three_words_or_by_most_where_the_sentences_are_alike(
    claim: str, denied: str, expected: list[str]
) -> None:
    assert kinds(claim, f"Ferrow denied that it would {denied}.") == expected


CLOSING = "The Ferrow mill would close its gates, a clerk said."
HEADLINE = "Ferrow mill would close its gates"


@pytest.mark.parametrize(
    ("denial", "title", "expected"),
    [
        ("The Ferrow mill denied the report.", HEADLINE, ["denial"]),
        ("The Ferrow mill denied the report.", "Canals of Calder", []),
        ("The Ferrow mill denied this, and said it would close its gates.", "Canals of Calder", []),
        ("The Ferrow mill denied the loom report.", HEADLINE, []),
        ("The Ferrow mill denied the gate report.", HEADLINE, ["denial"]),
        ("The Dunmore mill denied the report.", HEADLINE.replace("Ferrow", "Dunmore"), []),
    ],
)
def test_a_report_that_is_denied_must_be_the_one_told_before_and_not_what_is_said_after(
    denial: str, title: str, expected: list[str]
) -> None:
    evidence = [quote(1, "Weft Post", CLOSING), quote(2, "Warp News", denial, title=title)]

    assert [one.kind for one in find_disputes(evidence, "")] == expected


@pytest.mark.parametrize(("claim", "expected"), [("The Ferrow mill would close.", 0), (CLOSING, 1)])
def test_a_claim_of_three_words_is_not_what_a_report_is_about(claim: str, expected: int) -> None:
    denial = quote(2, "Warp News", "The Ferrow mill denied the report.", title=HEADLINE)

    assert len(find_disputes([quote(1, "Weft Post", claim), denial], "")) == expected


@pytest.mark.parametrize("verb", words("is;are;was;were;be;been;as"))
def test_the_heading_of_a_denial_that_breaks_off_is_the_claim(verb: str) -> None:
    def heading(untrue: str) -> str:
        claim = quote(1, "Weft Post", "Two foremen said that the Ferrow mill will sack its old weavers.")
        denial = f"The report that the Ferrow mill will sack its old weavers {untrue}."
        return find_disputes([claim, quote(2, "Warp News", denial)], "")[0].about

    assert heading(f"{verb} untrue") == "A claim and its denial: “the Ferrow mill will sack its old weavers.”"
    assert heading("by all means untrue").startswith("A claim and its denial: “The report that")
