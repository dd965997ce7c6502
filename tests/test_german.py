"""What is read in German from word data alone: who says it, figures, days, denials, from ingest to the answer."""

from __future__ import annotations

import json

import pytest

from assistant.attribution.ladders import ladders
from assistant.desk import Desk
from assistant.disputes.certain import rule
from assistant.disputes.statement import statement_of
from assistant.language.event_days import event_days
from assistant.language.figures import figures
from assistant.language.sentences import sentence_spans
from assistant.settings import Settings
from assistant.types import Article, Evidence
from evals.parts.german import labelled_rows
from ingest.run import ingest

ARTICLES = [
    ("Der Kurier", "2023-03-14", "Nordlicht streicht 900 Stellen",
     "Die Reederei Nordlicht streicht in Varel 900 Stellen. Das teilte das Unternehmen am Montag mit. „Wir haben keine "
     "andere Wahl“, sagte Geschäftsführerin Greta Holm.\n\nDie Werft Nordlicht hat im vergangenen Jahr Aufträge im "
     "Wert von 120 Millionen Euro verloren. Die Gewerkschaft Küste warf der Reederei Versäumnisse vor."),
    ("Abendpost Lehe", "2023-03-15", "Nordlicht: Nur 400 Stellen fallen weg",
     "Die Reederei Nordlicht streicht in Varel 400 Stellen. Das sagte Betriebsrat Jonas Petersen am Dienstag.\n\n"
     "Petersen bestritt, dass Nordlicht Aufträge im Wert von 120 Millionen Euro verloren habe. Die Zahl sei aus der "
     "Luft gegriffen."),
    ("Der Kurier", "2023-03-20", "Brücke über die Lune gesperrt",
     "Die Brücke über die Lune wird am 3. April gesperrt. Laut Bürgermeisterin Anke Vogt kostet die Sanierung rund 2,5 "
     "Millionen Euro. „Die Brücke hält noch zehn Jahre“, sagte Vogt dem „Nordboten“."),
    ("Abendpost Lehe", "2023-03-21", "Lune-Brücke soll teurer werden",
     "Die Sanierung der Brücke über die Lune kostet nach Angaben des Ingenieurs Malte Brandt mehr als vier Millionen "
     "Euro. Vogt wies diese Darstellung als falsch zurück. Wann die Brücke wieder öffnet, ist unklar."),
    ("Der Kurier", "2023-04-02", "Fischsterben in der Jade",
     "In der Jade sind rund drei Tonnen Fisch verendet, sagte die Biologin Svenja Ahlers. Das Unternehmen Solvin "
     "bestritt, dass Abwasser aus seinem Werk die Ursache sei."),
]  # fmt: skip


def rungs(text: str) -> list[list[tuple[str, str]]]:
    spans = sentence_spans(text)
    return [[(one.name, one.kind) for one in found[1:]] for found in ladders(text, "Der Kurier", spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Schiff sei nicht sicher, sagte Kapitän Ole Brix.", [("Ole Brix", "person")]),
        ("Am Montag warnte die Hafenbehörde vor dem Sturm.", [("die Hafenbehörde", "organisation")]),
        ("Nach Angaben der Feuerwehr ist niemand verletzt.", [("der Feuerwehr", "organisation")]),
        ("Augenzeugen zufolge brannte es am Morgen noch.", [("Augenzeugen", "anonymous")]),
        ("Wie die „Elbpost“ berichtet, ist der Damm nicht dicht.", [("Elbpost", "outlet")]),
        ("Der Damm ist seit dem Sturm nicht mehr dicht.", []),
    ],
)
def test_who_says_a_sentence_is_read_on_either_side_of_the_verb(text: str, expected: list[tuple[str, str]]) -> None:
    assert rungs(text) == [expected]


def test_a_pronoun_and_the_mood_of_the_verb_go_on_with_who_spoke() -> None:
    found = rungs(
        "Kapitänin Ida Brix sagte, das Schiff ist sicher. Es sei erst im Mai geprüft worden. Sie bestritt alles."
    )

    assert found == [[("Ida Brix", "person")]] * 3


def test_what_is_said_to_be_said_by_nobody_is_given_to_nobody() -> None:
    found = rungs("Kapitänin Ida Brix sagte, das Schiff ist sicher. In der Stadt heißt es, das sei nicht wahr.")

    assert found[1] == []


def test_a_day_with_its_full_stop_ends_no_sentence_and_a_low_mark_closes_one() -> None:
    text = "Am 3. Juni und im 19. Jahrhundert war es anders. „Das stimmt nicht.“ Er ging mit Dr. Brix nach Varel."

    assert [text[slice(*span)] for span in sentence_spans(text)] == [
        "Am 3. Juni und im 19. Jahrhundert war es anders.",
        "„Das stimmt nicht.“",
        "Er ging mit Dr. Brix nach Varel.",
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("1.200 Menschen", 1200, None, ""),
        ("rund 2,5 Mio. Euro", 2_500_000, "EUR", "about"),
        ("mehr als zweihundertfünfzigtausend Tiere", 250_000, None, "above"),
        ("einundzwanzig Schiffe", 21, None, ""),
        ("knapp 12,5 Prozent", 12.5, "%", "below"),
        ("um 19.30 Uhr", 19.5, "clock", ""),
    ],
)
def test_figures_are_read_with_german_marks_and_words(text: str, value: float, unit: str | None, bound: str) -> None:
    (found,) = figures(text, "de")

    assert (found.value, found.unit, found.bound) == (value, unit, bound)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Das war am 3. Juni 2019.", "2019-06-03", "2019-06-03"),
        ("Das war am 03.06.2019.", "2019-06-03", "2019-06-03"),
        ("Sie kam vor zwei Wochen.", "2023-03-02", "2023-03-08"),
        ("Das Haus wird Ende April geräumt.", "2023-04-20", "2023-04-30"),
        ("Am Montagabend brannte es.", "2023-03-13", "2023-03-13"),
        ("Im vergangenen Jahr sank der Umsatz.", "2022-01-01", "2022-12-31"),
    ],
)
def test_days_are_worked_out_from_the_day_of_the_article(text: str, first: str, last: str) -> None:
    (found,) = event_days(text, "2023-03-19", "de")

    assert (str(found.first), str(found.last)) == (first, last)


def relation(first: str, second: str) -> tuple[str, str]:
    def piece(key: int, text: str) -> Evidence:
        article = Article(id=str(key), text=text, outlet=f"Blatt {key}", published="2023-03-14", language="de")
        return Evidence(key, article, 0, len(text), (), 0.0)

    found = rule(statement_of(piece(1, first)), statement_of(piece(2, second)))
    return found.relation, found.kind


def test_a_denial_another_figure_and_a_negated_clause_contradict() -> None:
    sold = "In Varel hat Nordlicht die Werft verkauft."

    assert relation(sold, "Holm bestritt, dass Nordlicht die Werft in Varel verkauft habe.") == (
        "contradicts",
        "denial",
    )
    assert relation(sold, "In Varel hat Nordlicht die Werft nicht verkauft.") == ("contradicts", "denial")
    assert relation(sold, "In Varel hat Nordlicht die Werft verkauft, sagte Holm.")[0] == "agrees"
    assert relation(
        "Die Reederei Nordlicht streicht in Varel 900 Stellen.", "Die Reederei Nordlicht streicht in Varel 400 Stellen."
    ) == ("contradicts", "number")


def test_the_labelled_sentences_are_read_as_well_as_docs_say() -> None:
    counts: dict[str, list[int]] = {}
    for _, kinds in labelled_rows():
        for kind, (found, labelled) in kinds.items():
            right, given, wanted = counts.setdefault(kind, [0, 0, 0])
            counts[kind] = [right + len(found & labelled), given + len(found), wanted + len(labelled)]

    many = {kind: told for kind, told in counts.items() if told[2] >= 10}
    assert many.keys() == {"speaker", "figures", "days", "denials"}
    assert all(right / given > 0.95 and right / wanted > 0.95 for right, given, wanted in many.values()), counts


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("german")
    rows = [
        {
            "title": title,
            "outlet": outlet,
            "published": day,
            "url": f"https://{at}.example/a",
            "author": None,
            "text": text,
        }
        for at, (outlet, day, title, text) in enumerate(ARTICLES)
    ]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    settings = Settings(home=folder / "home")
    ingest(settings, [source])
    return Desk(settings)


def test_two_outlets_that_give_other_figures_are_set_side_by_side(german: Desk) -> None:
    answer = german.ask("Wie viele Stellen streicht die Reederei Nordlicht?")

    assert {(one.outlet, one.quote) for one in answer.citations} >= {
        ("Der Kurier", "Die Reederei Nordlicht streicht in Varel 900 Stellen."),
        ("Abendpost Lehe", "Die Reederei Nordlicht streicht in Varel 400 Stellen."),
    }
    assert [one.kind for one in answer.disputes] == ["number"]
    assert answer.status == "closest"  # nothing that can read German has found that they answer


def test_a_claim_stands_beside_its_denial_and_who_denies_it(german: Desk) -> None:
    answer = german.ask("Hat Nordlicht Aufträge im Wert von 120 Millionen Euro verloren?")

    assert [one.kind for one in answer.disputes] == ["denial"]
    denial = next(one for one in answer.citations if "bestritt" in one.quote)
    assert [(rung.name, rung.kind) for rung in denial.attribution][-1] == ("Jonas Petersen", "person")
