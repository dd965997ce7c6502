"""What `assistant.origins` promises: echoes count once, under the name of who first published."""

from __future__ import annotations

from assistant.attribution.origins import agency_credit, describe_origins, find_origins, near_copy
from assistant.types import Article, Attribution, Evidence


def told(key: int, outlet: str, text: str, *rungs: tuple[str, str], day: str | None = None, rest: str = "") -> Evidence:
    article = Article(id=f"{outlet}-{key}", text=text + rest, outlet=outlet, published=day)
    ladder = [Attribution(outlet, "outlet"), *(Attribution(name, kind, "said") for name, kind in rungs)]  # type: ignore[arg-type]
    return Evidence(key, article, 0, len(text), tuple(ladder))


def as_pairs(evidence: list[Evidence]) -> list[tuple[str, tuple[int, ...]]]:
    return [(origin.name, origin.citations) for origin in find_origins(evidence)]


def test_outlets_that_cite_one_paper_share_its_origin() -> None:
    evidence = [
        told(1, "Harbour Post", "The mill shut.", ("WSJ", "outlet"), ("a manager", "anonymous")),
        told(2, "Hill Radio", "The mill will shut, the paper wrote.", ("The Wall Street Journal", "outlet")),
        told(3, "Dale News", "The mill stays open."),
    ]

    assert as_pairs(evidence) == [("The Wall Street Journal", (1, 2)), ("Dale News", (3,))]


def test_a_statement_quoted_by_several_outlets_has_the_speaker_as_its_origin() -> None:
    evidence = [
        told(1, "Harbour Post", "We never left, Anvil said.", ("Anvil", "organisation")),
        told(2, "Hill Radio", "Anvil said its crews were still there.", ("Anvil", "organisation")),
    ]

    assert as_pairs(evidence) == [("Anvil", (1, 2))]


def test_one_person_spelled_two_ways_is_one_origin() -> None:
    evidence = [
        told(1, "Harbour Post", "No cuts, he said.", ("Sergei Ivanov", "person")),
        told(2, "Hill Radio", "There are no cuts.", ("Sergey Ivanov", "person")),
    ]

    assert len(find_origins(evidence)) == 1


def test_a_speaker_quoted_by_a_single_outlet_leaves_the_outlet_as_origin() -> None:
    evidence = [told(1, "Harbour Post", "It rained, Mr Poll said.", ("Adam Poll", "person"))]

    assert as_pairs(evidence) == [("Harbour Post", (1,))]


def test_unnamed_officials_of_two_outlets_are_not_taken_for_one() -> None:
    evidence = [
        told(1, "Harbour Post", "The talks failed last night.", ("an official", "anonymous")),
        told(2, "Hill Radio", "Nobody signed anything.", ("an official", "anonymous")),
    ]

    assert [name for name, _ in as_pairs(evidence)] == ["Harbour Post", "Hill Radio"]


def test_near_copies_share_the_origin_of_the_earlier_article() -> None:
    text = "The council of Marl voted on Monday night to close both swimming pools of the town."
    copy = "The council of Marl voted on Monday night to close both the swimming pools of the town."
    evidence = [told(1, "Late News", copy, day="2020-02-03"), told(2, "Early Post", text, day="2020-02-02")]

    assert as_pairs(evidence) == [("Early Post", (1, 2))]


def test_near_copies_with_an_agency_credit_are_the_agencys() -> None:
    text = "The council of Marl voted on Monday night to close both swimming pools of the town."
    evidence = [
        told(1, "Late News", text, day="2020-02-03", rest="\n\nReuters contributed reporting to this article."),
        told(2, "Early Post", text, day="2020-02-02"),
    ]

    assert as_pairs(evidence) == [("Reuters", (1, 2))]


def test_sentences_that_differ_in_a_figure_are_no_copies() -> None:
    one = "The council of Marl voted on Monday night to spend 400 crowns on the pools of the town."

    assert near_copy(one, one.replace("spend", "use"))
    assert not near_copy(one, one.replace("400", "900"))


def test_a_negation_or_a_denial_more_is_no_small_change() -> None:
    one = "The council of Marl will close both swimming pools of the town by the end of May."
    never = one.replace("will", "did not")

    assert near_copy(one, one.replace("the town", "this town"))
    assert not near_copy(one, one.replace("will", "will not"))
    assert not near_copy(one, f"The mayor denied on Monday that {one[0].lower()}{one[1:]}")
    assert near_copy(never, never.replace("did not", "didn’t"))
    assert not near_copy(never, never.replace("end", "no end"))


def test_short_sentences_alike_by_chance_are_no_copies() -> None:
    assert not near_copy("He did not comment.", "He did not comment.")


def test_a_dateline_credits_its_agency() -> None:
    assert agency_credit("LIMA (Reuters) - The river rose.") == "Reuters"
    assert agency_credit("The river (a brown one) rose.") is None


def test_says_that_several_articles_have_one_origin() -> None:
    evidence = [told(n, f"Paper {n}", "The mill shut.", ("Reuters", "outlet")) for n in (1, 2, 3)]

    assert describe_origins(find_origins(evidence), evidence) == "Three articles, one origin: Reuters."


def test_says_nothing_where_each_article_is_its_own_origin() -> None:
    evidence = [told(1, "Harbour Post", "It rained."), told(2, "Hill Radio", "It was dry.")]

    assert describe_origins(find_origins(evidence), evidence) is None


def test_two_articles_of_one_outlet_are_no_echo() -> None:
    evidence = [told(1, "Harbour Post", "It rained."), told(2, "Harbour Post", "It was dry.")]

    assert describe_origins(find_origins(evidence), evidence) is None


def test_a_press_service_speaks_for_its_organisation() -> None:
    evidence = [
        told(1, "Harbour Post", "We never left.", ("Anvil’s press service", "organisation")),
        told(2, "Hill Radio", "Anvil said its crews were still there.", ("Anvil", "organisation")),
    ]

    assert as_pairs(evidence) == [("Anvil", (1, 2))]


def test_no_evidence_has_no_origins() -> None:
    assert find_origins([]) == []
    assert describe_origins([], []) is None
