"""Every format: what it gives, and how a broken one of its kind ends."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.sources import find
from ingest.sources.fields import without_truncation
from ingest.sources.formats import FORMATS
from ingest.sources.found import Fact, Found, RawArticle, ReadFailure, Skipped

STORY = (
    "Divers closed the lower gate of the Kresk dam on Monday after water had seeped through it for three days. "
    "The harbour office said that nobody was hurt and that 40 houses downstream had been warned in time. "
    "Engineer Ada Quist told reporters that the seal was nine years old. The gate is to be replaced in spring."
)
PAGE = f"""<html lang="en"><head><title>Gate closed - Kresk Courier</title>
<meta property="og:site_name" content="Kresk Courier">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Dam gate closed",
"datePublished": "2024-03-04T08:00:00+01:00", "author": [{{"@type": "Person", "name": "Ana Reyes"}}]}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Dam gate closed</h1><p>{STORY}</p><p>{STORY.replace("Monday", "Tuesday")}</p></article>
<script>document.write("never run")</script><footer>Cookies</footer></body></html>"""


def _read(path: Path, content: str | bytes, field_map: dict[str, str] | None = None) -> list[Found]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [one for source in find.find_sources([path]) for one in find.read_source(source, field_map)]


def _one(path: Path, content: str | bytes, field_map: dict[str, str] | None = None) -> RawArticle:
    (found,) = _read(path, content, field_map)
    assert isinstance(found, RawArticle), found
    return found


def _reason(path: Path, content: str | bytes) -> str:
    (found,) = _read(path, content)
    assert isinstance(found, ReadFailure), found
    return found.reason


def _value(raw: RawArticle, name: str) -> str | None:
    return next((fact.value for fact in raw.facts if fact.name == name), None)


def _letter(**headers: str) -> EmailMessage:
    letter = EmailMessage()
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(STORY)
    return letter


def test_a_page_gives_its_body_and_what_it_tells_of_itself(tmp_path: Path) -> None:
    raw = _one(tmp_path / "a.html", PAGE)

    assert "seal was nine years old" in raw.text
    assert not any(word in raw.text for word in ("Sport", "Cookies", "never run"))
    assert (_value(raw, "title"), _value(raw, "outlet"), _value(raw, "author")) == (
        "Dam gate closed",
        "Kresk Courier",
        "Ana Reyes",
    )
    assert Fact("published", "2024-03-04T08:00:00+01:00", "page", "JSON-LD datePublished") in raw.facts


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>We value your privacy. We use cookies. Accept all cookies to go on.</p>", "looks like a consent page"),
        ("<p>Log in or subscribe to read on. Create an account.</p>", "looks like a login page"),
        ("", "no article"),
    ],
)
def test_a_page_that_is_only_a_demand_fails_and_says_so(tmp_path: Path, body: str, reason: str) -> None:
    assert reason in _reason(tmp_path / "a.html", f"<html><head><title>x</title></head><body>{body}</body></html>")


def test_a_page_of_damaged_markup_is_read_all_the_same(tmp_path: Path) -> None:
    broken = PAGE.replace("</p>", "").replace("</article>", "<div><b>").replace("</head>", "")

    assert "seal was nine years old" in _one(tmp_path / "a.htm", broken).text


def test_entities_of_a_page_do_not_read_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret word")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY y "{"lol" * 1000}">]>'

    assert "secret word" not in _one(tmp_path / "a.xhtml", doctype + PAGE.replace("three days", "&x;&y; days")).text


def test_a_page_saved_with_all_its_parts_knows_its_address(tmp_path: Path) -> None:
    saved = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://kc.example/gate\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
        f"{PAGE}\r\n--b--\r\n"
    )

    raw = _one(tmp_path / "a.mhtml", saved)

    assert _value(raw, "url") == "https://kc.example/gate"
    assert "seal was nine years old" in raw.text


@pytest.mark.parametrize(
    "record",
    [
        {
            "maintext": STORY,
            "date_publish": "2021-05-04 07:15:00",
            "source_domain": "www.kc.example",
            "authors": ["A B"],
        },
        {"content": STORY, "publishedAt": "2021-05-04T07:00:00Z", "source": {"id": None, "name": "kc.example"}},
        {"Body": STORY, "Pub_Date": "2021-05-04", "publisher": "kc.example"},
        {"story": STORY, "datePublished": "2021-05-04", "media_name": "kc.example"},
    ],
)
def test_records_of_other_tools_are_read_by_their_usual_names(tmp_path: Path, record: dict[str, object]) -> None:
    raw = _one(tmp_path / "a.json", json.dumps(record))

    assert raw.text == STORY
    assert raw.given["published"].startswith("2021-05-04")
    assert raw.given["outlet"].endswith("kc.example")


def test_names_that_nobody_knows_are_told_by_a_map(tmp_path: Path) -> None:
    record = json.dumps({"tekst": STORY, "kop": "Gate", "blad": "Kresk Courier"})

    raw = _one(tmp_path / "a.jsonl", record, {"text": "tekst", "title": "kop", "outlet": "blad"})

    assert (raw.text, raw.given["title"], raw.given["outlet"]) == (STORY, "Gate", "Kresk Courier")


def test_a_record_without_a_text_says_which_names_were_looked_for(tmp_path: Path) -> None:
    reason = _reason(tmp_path / "a.jsonl", json.dumps({"tekst": STORY}))

    assert "maintext" in reason
    assert "it has tekst" in reason
    assert "--map" in reason


@pytest.mark.parametrize(
    ("text", "kept", "cut"),
    [
        ("The gate was closed. Nobody said that… [+1853 chars]", "The gate was closed.", True),
        ("The gate was closed. It is to […]", "The gate was closed.", True),
        ("The gate was closed for repairs ...", "The gate was closed for repairs", True),
        ("The gate was closed.", "The gate was closed.", False),
        ("He asked: what now? “Wait…” she said.", "He asked: what now? “Wait…” she said.", False),
    ],
)
def test_a_text_that_a_service_has_cut_loses_its_broken_sentence(text: str, kept: str, cut: bool) -> None:
    assert without_truncation(text) == (kept, cut)


def test_a_list_of_records_and_one_that_is_wrapped_are_read_alike(tmp_path: Path) -> None:
    rows = [{"text": f"{STORY} It was gate {n}.", "title": f"Gate {n}"} for n in range(3)]

    assert len(_read(tmp_path / "a.json", json.dumps(rows))) == 3
    assert len(_read(tmp_path / "b.json", json.dumps({"status": "ok", "articles": rows}))) == 3


@pytest.mark.parametrize(("ending", "mark"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
def test_a_table_is_an_article_a_row(tmp_path: Path, ending: str, mark: str) -> None:
    rows = [["headline", "date", "body"], ["Gate", "2021-05-04", f'"{STORY}"'], ["Dam", "2021-05-05", f'"{STORY}"']]

    one, two = _read(tmp_path / f"a.{ending}", "\n".join(mark.join(row) for row in rows))

    assert isinstance(one, RawArticle)
    assert isinstance(two, RawArticle)
    assert (one.text, one.given["title"], two.given["published"]) == (STORY, "Gate", "2021-05-05")


def test_a_table_of_something_else_says_so(tmp_path: Path) -> None:
    assert "names no field that is known" in _reason(tmp_path / "a.csv", "x,y\n1,2\n")


def test_a_word_document_gives_its_paragraphs_with_headings_marked(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Dam gate closed", 1)
    document.add_paragraph(STORY)
    document.core_properties.author = "Ana Reyes"
    document.save(str(tmp_path / "made.docx"))

    raw = _one(tmp_path / "a.docx", (tmp_path / "made.docx").read_bytes())

    assert raw.text == f"# Dam gate closed\n\n{STORY}"
    assert _value(raw, "author") == "Ana Reyes"
    assert "no Word document" in _reason(tmp_path / "b.docx", b"PK\x03\x04 nothing")


def _pdf(*lines: str) -> bytes:
    """A PDF of one page with lines of text; without lines, of an empty page, as a scan would be."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_a_pdf_gives_its_text_and_a_scan_says_that_it_needs_ocr(tmp_path: Path) -> None:
    raw = _one(tmp_path / "a.pdf", _pdf("Dam gate closed", "", "Divers closed the lower gate of the Kresk dam."))

    assert "Divers closed the lower gate of the Kresk dam." in raw.text
    assert _reason(tmp_path / "b.pdf", _pdf()) == "has 1 page and no text layer: it is a scan and needs OCR"
    assert "damaged PDF" in _reason(tmp_path / "c.pdf", b"%PDF-1.4 and nothing more")


def test_a_newsletter_names_its_outlet_and_a_personal_letter_its_author(tmp_path: Path) -> None:
    head = {"Subject": "Gate closed", "Date": "Mon, 04 Mar 2024 08:00:00 +0100", "From": "Kresk Courier <n@kc.example>"}

    news = _one(tmp_path / "a.eml", _letter(**head, List_Id="<news.kc.example>").as_bytes())
    letter = _one(tmp_path / "b.eml", _letter(**head).as_bytes())

    assert (_value(news, "outlet"), _value(news, "title")) == ("Kresk Courier", "Gate closed")
    assert (_value(news, "published") or "").startswith("2024-03-04")
    assert (_value(letter, "outlet"), _value(letter, "author")) == (None, "Kresk Courier")


def test_a_letter_that_is_only_a_page_is_read_and_its_attachments_too(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"] = "Gate"
    letter.set_content(PAGE, subtype="html")
    letter.add_attachment(STORY.encode(), maintype="text", subtype="plain", filename="story.txt")
    letter.add_attachment(b"PNG", maintype="image", subtype="png", filename="picture.png")

    page, attached = _read(tmp_path / "a.eml", letter.as_bytes())

    assert isinstance(page, RawArticle)
    assert isinstance(attached, RawArticle)
    assert "seal was nine years old" in page.text
    assert attached.source.endswith("a.eml/story.txt")


def test_a_box_of_letters_gives_each(tmp_path: Path) -> None:
    box = b"".join(
        b"From a@b Mon Mar  4 08:00:00 2024\n" + _letter(Subject=f"No {n}").as_bytes() + b"\n" for n in (1, 2, 3)
    )

    assert [_value(one, "title") for one in _read(tmp_path / "a.mbox", box) if isinstance(one, RawArticle)] == [
        "No 1",
        "No 2",
        "No 3",
    ]


def _zip(**members: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_an_archive_gives_its_files_each_by_its_ending(tmp_path: Path) -> None:
    inner = _zip(**{"deep.md": STORY})
    packed = _zip(**{"a/story.txt": STORY, "page.html": PAGE, "x.png": b"PNG", "in.zip": inner, "__MACOSX/y.txt": "x"})

    found = _read(tmp_path / "news.zip", packed)

    assert [(type(one).__name__, one.source.partition("news.zip/")[2]) for one in found] == [
        ("RawArticle", "a/story.txt"),
        ("RawArticle", "page.html"),
        ("Skipped", "x.png"),
        ("RawArticle", "in.zip/deep.md"),
    ]


def test_names_in_an_archive_do_not_lead_out_of_it(tmp_path: Path) -> None:
    packed = _zip(**{"../../etc/x.txt": STORY, "/abs.txt": STORY, "ok.txt": STORY})

    *bad, good = _read(tmp_path / "a.zip", packed)

    assert [one.reason for one in bad if isinstance(one, ReadFailure)] == ["its name leads out of the archive"] * 2
    assert isinstance(good, RawArticle)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    zeros = b" " * 30_000_000

    assert "zip bomb" in _reason(tmp_path / "a.zip", _zip(**{"a.txt": zeros}))
    assert "zip bomb" in _reason(tmp_path / "a.jsonl.gz", gzip.compress(zeros + b"\n"))


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    packed = _zip(**{"a.txt": STORY})
    for _ in range(6):
        packed = _zip(**{"in.zip": packed})

    assert "archives deep" in _reason(tmp_path / "a.zip", packed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.txt.gz", b"\x1f\x8b broken"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:40]),
        ("a.json", b"{"),
        ("a.json", b'"just a text"'),
        ("a.csv", b"\x00\x01\x02" * 50),
        ("a.eml", b""),
        ("a.mbox", b"no letter at all"),
        ("a.mhtml", b"nothing"),
        ("a.html", b""),
        ("a.pdf", b""),
        ("a.docx", b""),
        ("a.odt", b""),
        ("a.warc", b""),
        ("a.wacz", b""),
        ("a.rss", b""),
    ],
)
def test_a_broken_file_of_any_format_ends_with_a_reason(tmp_path: Path, name: str, content: bytes) -> None:
    (found,) = _read(tmp_path / name, content)

    assert isinstance(found, ReadFailure | Skipped)
    assert found.reason


def test_a_saved_feed_gives_its_entries_and_other_xml_is_passed_over(tmp_path: Path) -> None:
    item = f"<item><title>Gate</title><link>https://kc.example/1</link><description>{STORY}</description></item>"
    feed = f'<rss version="2.0"><channel><title>Kresk Courier</title>{item}</channel></rss>'

    raw = _one(tmp_path / "a.xml", feed)
    (other,) = _read(tmp_path / "b.xml", "<config><x/></config>")

    assert (_value(raw, "outlet"), _value(raw, "url")) == ("Kresk Courier", "https://kc.example/1")
    assert other == Skipped(f"{tmp_path}/b.xml", "is XML, but no feed")


def test_mojibake_is_mended_and_noted(tmp_path: Path) -> None:
    raw = _one(tmp_path / "a.txt", "Café owner Renée won “gold”.".encode().decode("cp1252", "replace"))

    assert raw.text.startswith("Café owner Renée won “gold")
    assert "mended" in raw.note


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [STORY, "Мост через реку закрыт до июня, сообщил в воскресенье мэр Савин. " * 2])
def test_utf_16_without_its_mark_is_read_and_noted(tmp_path: Path, encoding: str, text: str) -> None:
    raw = _one(tmp_path / "a.txt", text.encode(encoding))

    assert raw.text == text
    assert raw.note == "read as UTF-16 without its mark"


def test_every_format_of_the_table_has_its_file() -> None:
    from importlib import import_module

    assert all(
        callable(import_module(f"ingest.sources.{module}").read)
        for module in {kind.module for kind in FORMATS.values()}
    )


def test_the_page_on_ingest_names_every_ending_that_is_read() -> None:
    page = (Path(__file__).parents[1] / "docs" / "ingest.md").read_text(encoding="utf-8")
    told = page.partition("- Read are")[2].partition("\n- ")[0].replace("`", " ").replace(")", " ").split()

    assert [ending for ending in FORMATS if ending not in told] == []


def test_a_live_blog_gives_its_posts_each_with_its_time_in_the_pages_order(tmp_path: Path) -> None:
    posts = [
        {"datePublished": "2024-03-04T21:14:00+01:00", "headline": "All may go home", "articleBody": f"<p>{STORY}</p>"},
        {"datePublished": "2024-03-04T19:40:00+01:00", "articleBody": f"Two are hurt. {STORY}"},
    ]
    data = {"@type": "LiveBlogPosting", "headline": "Dam breach: live", "liveBlogUpdate": posts}
    page = (
        f'<html><head><title>Dam: live</title><script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article><h1>Dam breach: live</h1><p>{STORY}</p><p>Two are hurt. {STORY}</p></article></body></html>"
    )

    text = _one(tmp_path / "a.html", page).text

    assert text.index("21:14 All may go home") < text.index("19:40") < text.index("Two are hurt.")


def _recorded(*replies: tuple[str, str, str, bytes], kind: str = "response") -> bytes:
    """A web archive of replies: each the address, the HTTP status, the content type and the body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    for number, (address, status, content_type, body) in enumerate(replies):
        http = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="HTTP/1.1")
        day = {"WARC-Date": f"2024-03-04T08:00:0{number}Z"}
        writer.write_record(
            writer.create_warc_record(address, kind, io.BytesIO(body), http_headers=http, warc_headers_dict=day)
        )
    return file.getvalue()


GATE = ("https://ana:secret@kc.example/gate", "200 OK", "text/html; charset=utf-8", PAGE.encode())


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_the_articles_of_its_pages_with_their_addresses(tmp_path: Path, packed: bool) -> None:
    picture = ("https://kc.example/gate.png", "200 OK", "image/png", b"\x89PNG")
    moved = ("https://kc.example/old", "301 Moved", "text/html", b"<p>moved</p>")
    raw = _recorded(picture, moved, GATE)

    article = _one(tmp_path / ("a.warc.gz" if packed else "a.warc"), gzip.compress(raw) if packed else raw)

    assert article.source.endswith("/20240304080002/https://kc.example/gate")
    assert (_value(article, "url"), _value(article, "title")) == ("https://kc.example/gate", "Dam gate closed")


def test_a_page_of_a_web_archive_without_an_article_tells_its_reason(tmp_path: Path) -> None:
    gone = ("https://kc.example/gone", "404 Not Found", "text/html", b"<p>gone</p>")
    login_page = b"<html><body><p>Log in or subscribe to read on. Create an account.</p></body></html>"
    wall = ("https://kc.example/wall", "200 OK", "text/html", login_page)

    error, login, article = _read(tmp_path / "a.warc", _recorded(gone, wall, GATE))

    assert isinstance(error, Skipped)
    assert "answered 404" in error.reason
    assert isinstance(login, ReadFailure)
    assert "login page" in login.reason
    assert isinstance(article, RawArticle)


def test_a_web_archive_that_ends_within_a_page_gives_the_pages_before_it(tmp_path: Path) -> None:
    whole = _recorded(GATE, ("https://kc.example/2", *GATE[1:]))

    article, cut = _read(tmp_path / "a.warc", whole[:-200])

    assert isinstance(article, RawArticle)
    assert isinstance(cut, ReadFailure)
    assert "cut off" in cut.reason


def test_a_browsers_recording_gives_its_pages_and_not_its_tables_of_contents(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("archive/data.warc.gz", gzip.compress(_recorded(GATE)))
        parts.writestr("pages/pages.jsonl", '{"url": "https://kc.example/gate"}')

    assert _value(_one(tmp_path / "a.wacz", file.getvalue()), "url") == "https://kc.example/gate"


def test_a_file_that_is_no_web_archive_is_named_so(tmp_path: Path) -> None:
    assert "no WARC file" in _reason(tmp_path / "b.warc", b"nothing of the kind")


def _open_document(body: str, meta: str = "") -> bytes:
    """An OpenDocument text of some XML: the body's, and that of its metadata."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("meta", "meta"))
    )
    elements = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        content = f"<office:body><office:text>{body}</office:text></office:body>"
        parts.writestr("content.xml", f"<office:document-content {names}>{content}</office:document-content>")
        inner = f"<office:meta>{meta}</office:meta>"
        parts.writestr("meta.xml", f"<office:document-meta {names} {elements}>{inner}</office:document-meta>")
    return file.getvalue()


def test_an_open_document_gives_headings_paragraphs_lists_and_tables_in_order(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="2">Gate closed</text:h><text:p>Divers closed<text:s/>the '
        "<text:span>lower gate</text:span>.</text:p><text:list><text:list-item><text:p>40 houses</text:p>"
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Monday</text:p>"
        "</table:table-cell><table:table-cell><text:p>12 cm</text:p></table:table-cell></table:table-row></table:table>"
    )

    raw = _one(tmp_path / "a.odt", _open_document(body))

    assert raw.text == "## Gate closed\n\nDivers closed the lower gate.\n\n40 houses\n\nMonday | 12 cm"


def test_an_open_document_leaves_out_comments_notes_and_deleted_words(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>Nobody was warned.</text:p></text:tracked-changes><text:p>The seal"
        "<text:note><text:note-body><text:p>See page 3.</text:p></text:note-body></text:note> was nine"
        "<office:annotation><text:p>Check this!</text:p></office:annotation> years old.</text:p>"
    )

    assert _one(tmp_path / "a.odt", _open_document(body)).text == "The seal was nine years old."


def test_an_open_document_tells_its_title_its_author_and_the_day_it_was_made(tmp_path: Path) -> None:
    meta = (
        "<dc:title>Gate closed</dc:title><meta:initial-creator>Ana Reyes</meta:initial-creator>"
        "<dc:creator>The desk</dc:creator><meta:creation-date>2024-03-04T08:00:00</meta:creation-date>"
    )

    raw = _one(tmp_path / "a.odt", _open_document(f"<text:p>{STORY}</text:p>", meta))

    assert (_value(raw, "title"), _value(raw, "author")) == ("Gate closed", "Ana Reyes")
    assert Fact("published", "2024-03-04", "inferred", "the day on which the document was made") in raw.facts


def test_an_open_document_with_entities_within_entities_is_not_unfolded(tmp_path: Path) -> None:
    bomb = _open_document("<text:p>&b;</text:p>")
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as parts, zipfile.ZipFile(file, "w") as made:
        entities = '<!DOCTYPE x [<!ENTITY a "word word"><!ENTITY b "&a;&a;&a;">]>'
        made.writestr("content.xml", entities + parts.read("content.xml").decode())

    assert _reason(tmp_path / "a.odt", file.getvalue()) == "holds no text"
    assert "no OpenDocument text" in _reason(tmp_path / "b.odt", b"PK nothing")
