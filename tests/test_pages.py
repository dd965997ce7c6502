"""What a web page tells of itself, and pages that hold several stories."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from site_server import Lying, news_site

from assistant.index.catalog import Catalog
from assistant.settings import Settings
from ingest.clean import clean_article
from ingest.prepare import Prepared, prepare
from ingest.run import ingest
from ingest.sources import find
from ingest.sources.found import RawArticle

GATE = (
    "Divers closed the lower gate of the Kresk dam on Monday after water had seeped through it for three days. "
    "The harbour office said that nobody was hurt and that 40 houses downstream had been warned in time."
)
FERRY = (
    "The night ferry to Tolm will not sail before Thursday, its owner said, because the ramp froze in its rails. "
    "About 90 lorries are waiting on the quay, and the bakery in Tolm has run out of flour."
)
CHOIR = (
    "The miners' choir of Varn sings in the old smelter on Sunday, its first concert since the roof came down. "
    "Tickets went within an hour, the treasurer Ole Brandt told the paper."
)


def _made(path: Path, page: str) -> list[Prepared]:
    path.write_text(page, encoding="utf-8")
    found = [one for source in find.find_sources([path]) for one in find.read_source(source)]
    return [prepare(one, {}) for one in found if isinstance(one, RawArticle)]


def _front_page(*stories: str) -> str:
    return (
        '<html lang="en"><head><title>News - Vale Courier</title><meta property="og:site_name" content="Vale Courier">'
        '<link rel="canonical" href="https://courier.example/news/"></head>'
        f"<body><nav><a href='/'>Home</a></nav><main><h1>News</h1>{''.join(stories)}</main></body></html>"
    )


def _teaser(title: str, address: str, text: str) -> str:
    return f"<div><h2><a href='{address}'>{title}</a></h2><p>{text}</p></div>"


def test_each_story_of_a_front_page_is_the_beginning_of_an_article_of_its_own(tmp_path: Path) -> None:
    page = _front_page(
        _teaser("Dam gate closed", "/2024/03/04/gate", GATE),
        _teaser("Ferry stays in port", "/2024/03/05/ferry", FERRY),
        _teaser("Choir returns", "/2024/03/06/choir", CHOIR),
    )

    made = _made(tmp_path / "news.html", page)

    assert [one.description.title for one in made] == ["Dam gate closed", "Ferry stays in port", "Choir returns"]
    assert [one.text for one in made] == [GATE, FERRY, CHOIR]
    assert made[1].description.url == "https://courier.example/2024/03/05/ferry"
    assert [one.description.published for one in made] == ["2024-03-04", "2024-03-05", "2024-03-06"]
    assert {one.description.outlet for one in made} == {"Vale Courier"}
    assert all(one.details["stub"] for one in made)


def test_a_round_up_gives_each_story_its_own_byline(tmp_path: Path) -> None:
    page = _front_page(
        f"<h2>Dam gate closed</h2><p>By Ana Reyes</p><p>{GATE}</p><h3>What comes next</h3><p>{CHOIR}</p>",
        f"<h2>Ferry stays in port</h2><p>By Tom Alder</p><p>{FERRY}</p>",
    )

    gate, ferry = _made(tmp_path / "week.html", page)

    assert (gate.description.author, ferry.description.author) == ("Ana Reyes", "Tom Alder")
    assert gate.text == f"{GATE}\n\nWhat comes next\n\n{CHOIR}"
    assert ferry.text == FERRY
    assert "stub" not in gate.details


def test_the_subheadings_of_one_story_do_not_part_it(tmp_path: Path) -> None:
    page = _front_page(f"<p>{GATE}</p><h2>At the quay</h2><p>{FERRY}</p><h2>In Varn</h2><p>{CHOIR}</p>")

    (story,) = _made(tmp_path / "a.html", page)

    assert all(part in story.text for part in (GATE, FERRY, CHOIR))


def test_what_a_story_links_to_below_itself_does_not_part_it(tmp_path: Path) -> None:
    long = "".join(f"<p>{GATE.replace('40', str(number))} {FERRY}</p>" for number in range(40, 46))
    page = _front_page(f"<article>{long}</article>", _teaser("Choir returns", "/choir", CHOIR[:120]))

    (story,) = _made(tmp_path / "a.html", page)

    assert "Divers closed" in story.text


def test_a_page_that_calls_itself_one_article_is_one(tmp_path: Path) -> None:
    page = _front_page(_teaser("Dam gate", "/gate", GATE), _teaser("Ferry", "/ferry", FERRY)).replace(
        "<title>", '<meta property="og:type" content="article"><title>'
    )

    assert len(_made(tmp_path / "a.html", page)) == 1


def test_a_newsletter_gives_its_stories_with_its_own_outlet_and_day(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "The Quay Review <news@quay.example>", "Friday in brief"
    letter["List-Id"], letter["Date"] = "quay", "Fri, 08 Mar 2024 07:00:00 +0100"
    letter.set_content("Read this in your browser.")
    stories = _teaser("Dam gate closed", "https://quay.example/1", GATE) + _teaser(
        "Ferry stays in port", "https://quay.example/2", FERRY
    )
    letter.add_alternative(f"<html><body>{stories}</body></html>", subtype="html")

    made = _made(tmp_path / "a.eml", letter.as_string())

    assert [(one.description.title, one.description.url) for one in made] == [
        ("Dam gate closed", "https://quay.example/1"),
        ("Ferry stays in port", "https://quay.example/2"),
    ]
    assert {(one.description.outlet, one.description.published) for one in made} == {("The Quay Review", "2024-03-08")}
    assert {one.description.metadata["published"] for one in made} == {"inferred"}


def test_the_stories_of_one_page_are_stored_side_by_side_and_found_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedder="none")
    file = tmp_path / "week.html"
    story = "<h2>{}</h2><p>By {}</p><p>{}</p>"
    told = [("Dam gate closed", "Ana Reyes", GATE), ("Ferry stays in port", "Tom Alder", FERRY)]
    opening = "<p>This is what the valley spoke of in the past seven days.</p>"
    file.write_text(_front_page(opening, *(story.format(*one) for one in told)), encoding="utf-8")

    first, second = ingest(settings, [file]), ingest(settings, [file])

    assert (first.count("added"), second.count("unchanged"), len(second.sources)) == (2, 2, 2)
    assert first.sources[0].source.endswith("week.html#Dam gate closed")
    assert first.sources[0].reason == "one of 2 stories of its page, 12 words of which are no story's"


def test_a_title_loses_the_name_that_the_registry_knows_for_its_address(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Gate of the dam is closed | NZZ</title>"
        '<link rel="canonical" href="https://www.nzz.ch/international/gate-ld.1"></head>'
        f"<body><article><p>{GATE}</p><p>{FERRY}</p></article></body></html>"
    )

    (made,) = _made(tmp_path / "a.html", page)

    assert made.description.title == "Gate of the dam is closed"


def test_the_day_is_read_below_the_storys_headline_and_not_below_the_sites_name(tmp_path: Path) -> None:
    frame = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(40))
    page = (
        "<html><head><title>Dam gate closed after leak</title></head><body>"
        f"<h1>Courier</h1><ul>{frame}</ul><h1>Dam gate closed after leak</h1><span>4 March 2024 18:29</span>"
        f"<article><p>{GATE}</p><p>{FERRY}</p></article><p><time datetime='2024-05-01'></time></p></body></html>"
    )

    (made,) = _made(tmp_path / "a.html", page)

    assert made.description.published == "2024-03-04"


def test_a_day_that_a_page_tells_machines_in_its_own_language_is_read(tmp_path: Path) -> None:
    page = (
        '<html lang="ar"><head><title>x</title>'
        '<meta property="article:published_time" content="الأربعاء، 07 أكتوبر 2020 - 12:09 م"></head>'
        f"<body><article><p>{GATE}</p><p>{FERRY}</p></article></body></html>"
    )

    (made,) = _made(tmp_path / "a.html", page)
    (numbers,) = _made(tmp_path / "b.html", page.replace("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "03/06/2019"))

    assert made.description.published == "2020-10-07"
    assert numbers.description.published is None


def test_who_took_a_picture_or_wrote_a_comment_is_no_author_of_the_story(tmp_path: Path) -> None:
    page = (
        '<html><head><title>Dam gate closed</title><meta name="author" content="Ana Reyes"></head><body>'
        f"<article><h1>Dam gate closed</h1><p>{GATE}</p><p>{FERRY}</p>"
        '<div itemscope itemtype="https://schema.org/ImageObject"><meta itemprop="author" content="Ole Brandt"></div>'
        '<div itemscope itemtype="https://schema.org/Comment"><time itemprop="datePublished" datetime="2024-05-05">'
        '</time></div><div itemscope itemtype="https://schema.org/NewsArticle"><time itemprop="datePublished" '
        'datetime="2024-03-04"></time></div></article></body></html>'
    )

    (made,) = _made(tmp_path / "a.html", page)

    assert (made.description.author, made.description.published) == ("Ana Reyes", "2024-03-04")


def test_how_long_ago_a_post_was_is_no_part_of_a_story() -> None:
    text = f"{GATE}\n\n14 minutes ago\n\n{FERRY}\n\nHe had left the yard ten minutes ago, she said."

    assert clean_article(text).text == f"{GATE}\n\n{FERRY}\n\nHe had left the yard ten minutes ago, she said."


def test_the_stories_of_one_address_stay_apart_when_one_of_them_changes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedder="none")
    story = "<h2>{}</h2><p>By {}</p><p>{}</p>"
    ferry = story.format("Ferry stays in port", "Tom Alder", FERRY)

    def read(gate: str) -> list[str]:
        site.paths["/week"] = Lying(_front_page(story.format("Dam gate closed", "Ana Reyes", gate), ferry))
        return [result.outcome for result in ingest(settings, [f"{site.base}/week"], allow_private=True).sources]

    with news_site() as site:
        outcomes = read(GATE), read(f"{GATE} It opened again at night.")

    assert outcomes == (["added", "added"], ["updated", "unchanged"])
    kept = {article.title: article.text for article in Catalog(settings.home).articles()}
    assert kept == {"Dam gate closed": f"{GATE} It opened again at night.", "Ferry stays in port": FERRY}
