"""What is found out about an article, from where, and what is left unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clean import clean_article
from ingest.describe import describe
from ingest.published import day_in_address, full_day, is_date_line, opening_day, printed_day
from ingest.sources.found import Fact

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
STORY = "The dam held overnight, officials in Kresk said on Monday.\n\nIt was built in 1931 and last inspected in 2009."


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not here")
@pytest.mark.parametrize(
    ("number", "outlet", "published", "has_url", "title"),
    [
        ("000", "The Moscow Times", "2019-06-03", True, "Russia Slashes Number"),
        ("001", "Radio Habana Cuba", None, True, "Russia rejects reports"),
        ("002", "Al-Sahawat Times", None, False, "Russia: Venezuela Military Exit"),
        ("003", "The Moscow Times", "2019-03-25", True, "Russian Troops, Advisers Arrive"),
        ("004", "RFE/RL", None, False, "Russia Says It's Rotating"),
    ],
)
def test_of_a_seed_article_is_known_what_it_tells_and_no_more(
    number: str, outlet: str, published: str | None, has_url: bool, title: str
) -> None:
    known = describe(next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))

    assert (known.outlet, known.published, known.url is not None) == (outlet, published, has_url)
    assert known.title is not None
    assert known.title.startswith(title)
    assert known.language == "en"


def test_each_field_says_where_it_came_from() -> None:
    text = f"# Dam holds\n\nBy Ana Reyes\n\n{STORY}\n\nOriginal url:\n\n<https://www.bbc.com/news/2020/02/05/dam>"

    known = describe(text)

    assert dict(known.metadata) == {
        "title": "printed",
        "outlet": "address",
        "published": "inferred",
        "url": "printed",
        "author": "printed",
    }
    assert (known.published, known.author) == ("2020-02-05", "Ana Reyes")


def test_a_manifest_comes_before_a_record_and_that_before_the_page() -> None:
    given = {"outlet": "WSJ", "title": "A", "published": "2020-01-02T03:04:05Z"}

    known = describe(f"# Dam holds\n\nMay 1, 2018\n\n{STORY}", "x", given, {"title": "B"})

    assert (known.title, known.outlet, known.published) == ("B", "The Wall Street Journal", "2020-01-02")
    assert (known.metadata["title"], known.metadata["outlet"]) == ("manifest", "record")


def test_what_a_page_does_not_tell_is_unknown() -> None:
    known = describe(STORY)

    assert (known.title, known.outlet, known.published, known.url, known.author) == (None,) * 5
    assert set(known.metadata.values()) == {"unknown"}
    assert known.heading == ""


def test_a_given_field_that_cannot_be_used_is_left_unknown_and_said() -> None:
    known = describe(STORY, "a.jsonl#3", {"published": "June 4", "url": "javascript:alert(1)"})

    assert (known.published, known.url) == (None, None)
    assert known.notes == (
        "a.jsonl#3: published 'June 4' cannot be used and is left unknown",
        "a.jsonl#3: url 'javascript:alert(1)' cannot be used and is left unknown",
    )


@pytest.mark.parametrize(
    "line",
    [
        "A crane is seen at the dam in Kresk, June 24, 2019",
        "June 4",
        "Updated June 24, 2019",
        "03/06/2019",
        "2 hours ago",
        "Monday",
    ],
)
def test_no_day_of_publication_is_read_from(line: str) -> None:
    assert describe(f"# Dam holds\n\n{line}\n\n{STORY}").published is None


def test_a_date_within_the_story_is_not_the_day_of_publication() -> None:
    text = f"# Dam holds\n\n{STORY}\n\nOn June 24, 2019, it had overflowed, the ministry said.\n\nJune 24, 2019"

    assert describe(text).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("June 03, 2019", "2019-06-03"),
        ("Published: 3 Jun 2019, 10:30 GMT", "2019-06-03"),
        ("By Ana Reyes | Mon., June 3rd, 2019 10:30 a.m. EST", "2019-06-03"),
        ("2019-06-03", "2019-06-03"),
        ("25/03/2019", "2019-03-25"),
        ("First published on Tue 12 Dec 2023 07.00 CET", "2023-12-12"),
        ("June 3, 2019 · 5 min read", "2019-06-03"),
        ("June 31, 2019", None),
        ("Last updated on 4 July 2020", None),
    ],
)
def test_reads_the_day_of_a_dateline(line: str, day: str | None) -> None:
    assert printed_day(line) == day
    assert is_date_line(line)


def test_reads_a_full_wire_dateline_but_not_one_without_a_year() -> None:
    assert opening_day("KRESK, June 3, 2019 (NTA) -- The dam held.") == "2019-06-03"
    assert opening_day("Kresk, June 4 (NTA)-- The dam held.") is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2019/06/03/dam", "2019-06-03"),
        ("https://a.example/world/2019/jun/03/dam", "2019-06-03"),
        ("https://a.example/dam-20230927-p5e7v7.html", "2023-09-27"),
        ("https://a.example/2019/06/dam", None),
        ("https://a.example/192551-dam", None),
        ("https://a.example/2019/13/40/dam", None),
        ("https://[broken/2019/06/03/", None),
    ],
)
def test_reads_the_day_in_an_address(url: str, day: str | None) -> None:
    assert day_in_address(url) == day


@pytest.mark.parametrize(
    "text", ["2019", "June 2019", "4 June", "10", "June 4, 19", "x" * 100, "６月４日 2019", "9999999999"]
)
def test_a_part_of_a_date_is_no_day(text: str) -> None:
    assert full_day(text) is None


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        (f"Dam holds\n\n{STORY}\n\n© 2021 The Kresk Courier", "The Kresk Courier"),
        (f"Dam holds\n\n{STORY}\n\nFollow Kresk Courier\n\nSupport Kresk Courier today.", "Kresk Courier"),
        (f"Dam holds\n\n{STORY}\n\n---\n\n**Kresk Courier**", "Kresk Courier"),
        ("Dam holds\n\nKRESK, June 4 (AFP) - The dam held overnight, officials said.", "Agence France-Presse"),
        (f"Dam holds\n\n{STORY}\n\nFollow us on Facebook\n\nSupport us", None),
        (f"Dam holds\n\nThe Guardian reported that the dam held, citing Reuters.\n\n{STORY}", None),
    ],
)
def test_an_outlet_is_taken_from_what_a_page_says_of_itself_alone(page: str, outlet: str | None) -> None:
    assert describe(page).outlet == outlet


def test_an_outlet_that_is_printed_as_well_as_in_the_address_counts_as_printed() -> None:
    page = f"Dam holds\n\n{STORY}\n\n<https://www.theguardian.com/dam>\n\n© 2021 The Guardian"

    assert describe(page).metadata["outlet"] == "printed"


def test_a_link_within_the_story_or_to_a_network_is_not_its_address() -> None:
    page = f"Dam holds\n\n{STORY}\n\nSee <https://a.example/x> for more, he said.\n\nhttps://twitter.com/kresk"

    assert describe(page).url is None


def test_of_several_addresses_only_the_one_like_the_title_counts() -> None:
    page = f"Kresk dam holds overnight\n\n{STORY}\n\nhttps://a.example/kresk-dam-holds\n\nhttps://a.example/cats"

    assert describe(page).url == "https://a.example/kresk-dam-holds"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"Accessibility links\n\nBreaking News\n\nDam holds in Kresk\n\n{STORY}", "Dam holds in Kresk"),
        (f"Home\nWorld\nSign in\n\nDam holds in Kresk\n\nBy Ana Reyes\n\n{STORY}", "Dam holds in Kresk"),
        (f"The Guardian\n\n# Dam holds\n\n{STORY}", "Dam holds"),
        (f"Dam holds\n=========\n\n{STORY}", "Dam holds"),
        (f"Title: Dam holds\nDate: 3 June 2019\nSource: Reuters\n\n{STORY}", "Dam holds"),
        (f"June 3, 2019\n\nPhoto: Ana Reyes/AFP\n\nWill the dam hold?\n\n{STORY}", "Will the dam hold?"),
    ],
)
def test_finds_the_title_among_what_stands_above_the_story(page: str, title: str) -> None:
    assert describe(page).title == title


def test_a_digest_keeps_its_form_and_an_odd_form_does_not_pass() -> None:
    assert describe(STORY, given={"form": "digest"}).form == "digest"
    assert describe(STORY, given={"form": "<b>"}).form == "article"


def test_names_of_fields_cannot_carry_hidden_characters_or_lines() -> None:
    assert describe("# Dam \u202eholds\u200b\n\n" + STORY).title == "Dam holds"


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        (
            ["Damm hält", "Kresker Bote", "Veröffentlicht am 4. März 2021", "Der Damm hielt über Nacht."],
            "Kresker Bote",
        ),
        (
            ["Le barrage tient", "Le Courrier de Kresk", "Publié le 4 mars 2021 à 18h05", "Le barrage a tenu."],
            "Le Courrier de Kresk",
        ),
        (
            ["La presa aguanta", "El Diario de Kresk", "Publicado: 4 de marzo de 2021", "La presa aguantó."],
            "El Diario de Kresk",
        ),
        (
            ["A barragem aguenta", "Jornal de Kresk", "Publicado em 4 de março de 2021", "A barragem aguentou."],
            "Jornal de Kresk",
        ),
        (
            ["La diga tiene", "Il Corriere di Kresk", "Pubblicato il 4 marzo 2021", "La diga ha tenuto."],
            "Il Corriere di Kresk",
        ),
        (
            ["Плотина устояла", "Кресский вестник", "Опубликовано: 4 марта 2021 года", "Плотина устояла ночью."],
            "Кресский вестник",
        ),
        (
            ["السد صامد", "صحيفة كريسك", "نشر في: 4 مارس 2021", "صمد السد خلال الليل كما قال المدير أمس."],
            "صحيفة كريسك",
        ),
        (
            ["大坝安全", "2021年3月4日 08:30  来源：柳河日报", "市长周四表示，大坝昨夜安全，没有人受伤。"],
            "柳河日报",
        ),
        (
            ["ダムは無事", "公開日：2021年3月4日", "ダムは夜の間も無事だった、と市長は木曜日に述べた。"],
            None,
        ),
    ],
)
def test_date_lines_of_other_languages_are_read_and_are_no_part_of_the_story(
    page: list[str], outlet: str | None
) -> None:
    known = describe("\n\n".join(page))
    text = clean_article("\n\n".join(page), known.heading, known.outlet).text

    assert (known.outlet, known.published, known.metadata["published"]) == (outlet, "2021-03-04", "printed")
    assert "2021" not in text


def test_a_dateline_without_a_year_takes_it_from_the_address_and_says_so() -> None:
    story = "KRESK, June 4 (NTA) -- The dam held overnight, officials said."
    text = f"Dam holds\n\n{story}\n\nhttps://nta.example/2019/dam-holds"

    known = describe(text)

    assert (known.published, known.metadata["published"]) == ("2019-06-04", "inferred")
    assert "the dateline names the day" in known.details["where"]["published"]


def test_what_contradicts_the_value_that_was_taken_is_kept() -> None:
    facts = (
        Fact("published", "2021-03-04T23:30:00+01:00", "page", "JSON-LD datePublished"),
        Fact("published", "2021-03-09", "page", "meta date"),
        Fact("outlet", "Kresk Courier", "page", "og:site_name"),
        Fact("author", "Kresk Courier", "page", "meta author"),
        Fact("author", "By Ana Reyes and Tom Alder", "page", "meta byl"),
    )

    known = describe(STORY, facts=facts, extracted=True)

    assert (known.published, known.author) == ("2021-03-04", "Ana Reyes, Tom Alder")
    assert known.details["published_time"] == "2021-03-04T23:30:00+01:00"
    assert known.details["authors"] == ["Ana Reyes", "Tom Alder"]
    assert known.details["conflicts"] == ["published: 2021-03-09 (meta date)"]


def test_a_time_in_utc_is_told_as_the_outlets_own_day_where_its_address_has_the_day_beside_it() -> None:
    facts = (
        Fact("published", "2020-02-18T02:18:11Z", "page", "JSON-LD datePublished"),
        Fact("url", "https://kc.example/2020/02/17/dam", "page", "canonical link"),
    )

    assert describe(STORY, facts=facts, extracted=True).published == "2020-02-17"


def test_an_outlet_and_a_day_in_one_line_are_both_read() -> None:
    known = describe(f"The dam\nBy Tom Alder\nThe Kresk Review, 9 June 2023\n\n{STORY}")

    assert (known.outlet, known.published, known.author) == ("The Kresk Review", "2023-06-09", "Tom Alder")
