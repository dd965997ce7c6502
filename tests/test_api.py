"""The doors for programs: HTTP, the OpenAI chat protocol and MCP, used by the clients that people use."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import openai
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from page_server import Served
from scripted_model import SelfChecker
from served_api import STORIES, ServedApi, small_home
from test_desk import writing

from assistant.api.chat import stream_chunks
from assistant.api.footnotes import body, settled_body, without_footnotes
from assistant.api.service import Service
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.types import Answer, Citation, Sentence
from assistant.writing.render import answer_json

QUESTION = "Who said that all passengers are safe?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return small_home(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def api(settings: Settings) -> Iterator[ServedApi]:
    with ServedApi(settings) as served:
        yield served


@pytest.fixture
def client(api: ServedApi) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=api.address, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def document(api: ServedApi) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{api.address}/openapi.json", trust_env=False).json()
    return found


def assert_as_documented(document: dict[str, Any], path: str, method: str, reply: object) -> None:
    """The reply is one that the OpenAPI document promises for the endpoint."""
    schema = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    Draft202012Validator(whole).validate(reply)


def events(text: str) -> list[tuple[str, Any]]:
    """The name and the data of each server-sent event."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(block.get("event", ""), json.loads(block["data"])) for block in blocks if block["data"] != "[DONE]"]


# --- HTTP


def test_an_answer_over_http_is_the_one_of_the_command_line(
    api: ServedApi, client: httpx.Client, document: dict[str, Any]
) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    expected = json.loads(json.dumps(answer_json(api.desk.ask(QUESTION))))

    assert {**answer, "usage": 0} == {**expected, "usage": 0}
    for citation in answer["citations"]:
        text = client.get(f"/api/corpus/{citation['article_id']}", params={"version": citation["version"]}).json()[
            "text"
        ]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert_as_documented(document, "/api/ask", "post", answer)


def test_an_answer_comes_in_events_of_which_the_last_is_whole(client: httpx.Client) -> None:
    with client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        sent = events(reply.read().decode())
    whole = client.post("/api/ask", json={"question": QUESTION}).json()

    assert [name for name, _ in sent][-1] == "answer"
    assert "partial" in [name for name, _ in sent]
    assert sent[-1][1]["text"] == whole["text"]


def test_search_brief_corpus_and_check_are_as_documented(client: httpx.Client, document: dict[str, Any]) -> None:
    found = client.post("/api/search", json={"query": "ferry chart", "top": 1, "outlets": ["North Herald"]}).json()
    briefing = client.post("/api/brief", json={"topic": "the ferry to Kallsund", "length": "short"}).json()
    listed = client.get("/api/corpus", params={"since": "2024-03-06"}).json()
    checked = client.post("/api/check", json={"text": "The ferry will sail again in April. Egil Moen is safe."}).json()

    assert [hit["outlet"] for hit in found["hits"]] == ["North Herald"]
    assert briefing["status"] == "briefed"
    assert [row["title"] for row in listed] == ["Harbour office on the ferry"]
    assert [row["check"] for row in checked["sentences"]] == ["verbatim", "unsupported"]
    for path, method, reply in (
        ("/api/search", "post", found),
        ("/api/brief", "post", briefing),
        ("/api/corpus", "get", listed),
        ("/api/check", "post", checked),
        ("/api/corpus/{article_id}", "get", client.get(f"/api/corpus/{listed[0]['id']}").json()),
        ("/health", "get", client.get("/health").json()),
    ):
        assert_as_documented(document, path, method, reply)


def test_sentences_are_held_against_the_quotes_that_they_cite(client: httpx.Client) -> None:
    quote = {"quote": "The ferry will sail again in April.", "outlet": "Coast Gazette"}
    asked = {
        "sentences": [{"sentence": "It sails in 1931.", "evidence": [quote]}, {"sentence": "It sails.", "evidence": []}]
    }
    first, second = client.post("/api/check", json=asked).json()["sentences"]

    assert [one["quote"] for one in first["citations"]] == [quote["quote"]]
    assert second["citations"] == []


def test_the_document_of_the_api_is_sound_and_shows_no_inner_endpoint(document: dict[str, Any]) -> None:
    operations = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    pointers = set(_references(document))

    validate(document)
    assert document["openapi"].startswith("3.1")
    assert len(operations) == len(set(operations))
    assert all(path.startswith(("/api/", "/v1/", "/health", "/feeds/")) for path in document["paths"])
    assert pointers <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for one in node.values():
            yield from _references(one)
    elif isinstance(node, list):
        for one in node:
            yield from _references(one)


@pytest.mark.parametrize(
    ("path", "asked", "status", "message"),
    [
        ("/api/ask", {}, 422, "question: Field required"),
        ("/api/ask", {"question": "x", "since": "last week"}, 422, "since"),
        ("/api/ask", {"question": "x", "outlet": "Y"}, 422, "outlet"),
        ("/api/ask", {"question": "x", "outlets": ["Nowhere Times"]}, 400, "Nowhere Times"),
        ("/api/ask", {"question": "x", "since": "2024-05-01", "until": "2024-01-01"}, 400, "before it begins"),
        ("/api/search", {"query": "x", "top": 0}, 422, "top"),
        ("/api/brief", {"topic": "x", "length": "endless"}, 422, "length"),
        ("/api/check", {}, 400, "neither or both"),
        ("/api/check", {"sentences": [{"sentence": "x", "evidence": [{}]}]}, 422, "sentences.0.evidence.0.quote"),
        ("/api/nothing", {}, 404, "Not Found"),
    ],
)
def test_an_invalid_request_names_the_field(
    client: httpx.Client, path: str, asked: dict[str, Any], status: int, message: str
) -> None:
    reply = client.post(path, json=asked)

    assert reply.status_code == status
    assert message in reply.json()["error"]["message"]


def test_invalid_json_and_unknown_paths_give_an_error(client: httpx.Client) -> None:
    broken = client.post("/api/ask", content=b'{"question": ', headers={"content-type": "application/json"})
    missing = client.get("/api/corpus/none")

    untold = client.post("/api/search", content=b'{"query": "ferry"}')
    other = client.get("/api/ask")

    assert (broken.status_code, broken.json()["error"]["message"]) == (422, "the body is not JSON")
    assert "Content-Type: application/json" in untold.json()["error"]["message"]
    assert (other.status_code, "it takes POST" in other.json()["error"]["message"]) == (405, True)
    assert "/openapi.json" in client.get("/").json()["error"]["message"]
    assert (missing.status_code, missing.json()["error"]["type"]) == (404, "UnknownArticle")


def test_a_reader_who_goes_away_midway_frees_the_slot(client: httpx.Client) -> None:
    for _ in range(6):  # more than are worked on at the same time
        with client.stream("POST", "/api/ask/stream", json={"question": QUESTION}) as reply:
            next(reply.iter_lines())

    assert client.post("/api/search", json={"query": "ferry"}).status_code == 200


# --- the OpenAI protocol


@pytest.fixture
def chat(api: ServedApi) -> openai.OpenAI:
    return openai.OpenAI(
        base_url=f"{api.address}/v1", api_key="none", max_retries=0, http_client=httpx.Client(trust_env=False)
    )


def test_the_openai_client_gets_an_answer_with_footnotes_and_annotations(chat: openai.OpenAI) -> None:
    (model,) = chat.models.list().data
    reply = chat.chat.completions.create(model=model.id, messages=[{"role": "user", "content": QUESTION}])
    message = reply.choices[0].message

    assert message.content is not None
    assert "[1]" in message.content
    assert "\n[1] Coast Gazette (2024-03-05), citing Mira Holt" in message.content
    places = [one.url_citation for one in message.annotations or []]
    assert all(message.content[one.start_index : one.end_index].startswith("[") for one in places)
    assert {one.url for one in places} <= {story["url"] for story in STORIES}
    assert places
    assert reply.model_dump()["sayso"]["question"] == QUESTION


def test_the_openai_client_gets_the_same_answer_in_pieces(chat: openai.OpenAI) -> None:
    asked: Any = {"model": "sayso", "messages": [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]}
    whole = chat.chat.completions.create(**asked).choices[0].message.content
    chunks = list(chat.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]

    assert "".join(pieces) == whole
    assert chunks[-1].usage is not None
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


def test_a_follow_up_is_understood_by_the_messages_before_it(chat: openai.OpenAI) -> None:
    first = chat.chat.completions.create(model="sayso", messages=[{"role": "user", "content": QUESTION}])
    reply = chat.chat.completions.create(
        model="sayso",
        messages=[
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": str(first.choices[0].message.content)},
            {"role": "user", "content": "shorter"},
        ],
    )

    assert len(str(reply.choices[0].message.content)) <= len(str(first.choices[0].message.content))


@pytest.mark.parametrize(
    ("more", "status", "param"),
    [
        ({"model": "gpt-9"}, 404, "model"),
        ({"tool_choice": "required"}, 400, "tool_choice"),
        ({"n": 3}, 400, "n"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            400,
            "messages.0.content",
        ),
        ({"messages": [{"role": "system", "content": "Hello"}]}, 400, "messages"),
        ({"messages": []}, 422, "messages"),
    ],
)
def test_an_unsupported_option_of_a_chat_client_is_refused_by_name(
    client: httpx.Client, more: dict[str, Any], status: int, param: str
) -> None:
    asked = {"model": "sayso", "messages": [{"role": "user", "content": "x"}], **more}
    reply = client.post("/v1/chat/completions", json=asked)

    assert (reply.status_code, reply.json()["error"]["param"]) == (status, param)


def test_the_openai_client_raises_for_unsupported_requests(chat: openai.OpenAI) -> None:
    picture: Any = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]
    tool: Any = {"type": "function", "function": {"name": "web_search"}}
    with pytest.raises(openai.BadRequestError, match="image") as seen:
        chat.chat.completions.create(model="sayso", messages=[{"role": "user", "content": picture}], stream=True)
    with pytest.raises(openai.BadRequestError, match="tool"):
        chat.chat.completions.create(
            model="sayso", messages=[{"role": "user", "content": "x"}], tools=[tool], tool_choice="required"
        )

    assert seen.value.param == "messages.0.content"


def test_tools_that_are_only_offered_are_ignored(client: httpx.Client) -> None:
    tool = {"type": "function", "function": {"name": "web_search"}}
    asked = {"model": "sayso", "messages": [{"role": "user", "content": QUESTION}], "tools": [tool], "temperature": 2}

    assert client.post("/v1/chat/completions", json=asked).status_code == 200


CITED = Citation(1, "a", "Coast Gazette", "Ferry", "2024-03-05", "javascript:alert(1)", "It sank.", 0, 8)


def answer(text: str, *sentences: tuple[str, str]) -> Answer:
    checked = tuple(Sentence(one, (1,), "unchecked", reason) for one, reason in sentences)
    return Answer("q", "answered", text, checked, (CITED,))


def said(growing: Sequence[Answer]) -> str:
    chunks = [data for _, data in events("".join(stream_chunks(iter(growing), False)))]
    return "".join(one["choices"][0]["delta"].get("content", "") for one in chunks)


def test_a_sentence_is_sent_once_it_is_checked_and_never_changed() -> None:
    growing = answer("It sank. [1]\nAll drowned. [1]", ("It sank.", "read"), ("All drowned.", "being checked"))
    whole = answer("It sank. [1]\nNobody drowned. [1]", ("It sank.", "read"), ("Nobody drowned.", "read"))
    other = answer("It floats. [1]", ("It floats.", "read"))

    assert settled_body(growing) == "It sank. [1]"
    assert said([growing, whole]) == body(whole)
    assert said([growing, other]) == f"It sank. [1]\n\nThe answer as it stands now:\n\n{body(other)}"


def test_an_invalid_address_is_not_linked_and_footnotes_are_removed_from_the_conversation() -> None:
    text = body(answer("It sank. [1]", ("It sank.", "read")))

    assert "javascript" not in text
    assert without_footnotes(text) == "It sank. [1]"


# --- MCP


async def _used(server: Any) -> tuple[set[str], Any, Any]:
    from mcp import Client

    async with Client(server) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        asked = await client.call_tool("ask", {"question": QUESTION})
        refused = await client.call_tool("search", {"query": "ferry", "since": "last week"})
    return tools, asked, refused


def _assert_mcp(tools: set[str], asked: Any, refused: Any) -> None:
    assert tools == {"ask", "search", "brief", "corpus", "article", "check"}
    assert asked.structured_content["question"] == QUESTION
    assert asked.structured_content["citations"]
    assert refused.is_error
    assert "'last week' is not a date" in refused.content[0].text


def test_an_mcp_client_finds_and_uses_the_tools_over_http(api: ServedApi) -> None:
    _assert_mcp(*asyncio.run(_used(f"{api.address}/mcp")))


def test_an_mcp_client_finds_and_uses_the_tools_over_stdio(settings: Settings) -> None:
    from mcp import StdioServerParameters

    root = str(Path(__file__).resolve().parents[1])
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp", "--home", str(settings.home)],
        env={"PYTHONPATH": root, "SAYSO_EMBEDDER": "none"},
        cwd=root,
    )

    _assert_mcp(*asyncio.run(_used(server)))


def test_an_mcp_client_that_drops_in_the_middle_leaves_the_server_to_others(api: ServedApi) -> None:
    async def dropped() -> None:
        from mcp import Client

        async with Client(f"{api.address}/mcp") as client:
            with suppress(TimeoutError):
                await asyncio.wait_for(client.call_tool("brief", {"topic": "the ferry to Kallsund"}), 0.01)

    for _ in range(6):  # more than are worked on at the same time
        asyncio.run(dropped())

    _assert_mcp(*asyncio.run(_used(f"{api.address}/mcp")))


# --- the page's own client


def test_gradios_client_is_sent_to_the_api_beside_the_page(settings: Settings) -> None:
    with Served(Desk(settings)) as page:
        with pytest.raises(ValueError, match=r"described in /openapi\.json"):
            gradio_client.Client(page.address, verbose=False)
        asked = httpx.post(f"{page.address}/api/ask", json={"question": QUESTION}, trust_env=False, timeout=60)
        document = page.get("/openapi.json").json()

    assert asked.json()["question"] == QUESTION
    validate(document)


def test_what_a_strong_model_writes_is_sent_checked_and_once(settings: Settings) -> None:
    lines = (("The captain misread a chart.", "misread a chart"), ("It cost 99 crowns.", "will sail again in April"))
    service = Service(Desk(settings, SelfChecker([writing(*lines)] * 5, structured=True)))
    growing = list(service.stream("Why did the ferry to Kallsund stop?"))
    text = said(growing)

    assert "The captain misread a chart." in text
    assert text.count("The captain misread a chart.") == 1
    assert text == body(growing[-1])
    assert "Not supported by the articles: “It cost 99 crowns.”" in text
