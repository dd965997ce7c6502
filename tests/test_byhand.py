"""A model played by hand: requests become pages to read, replies come from the files put beside them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.models.registry import open_model
from assistant.models.types import Message, Model
from assistant.settings import Settings
from evals.byhand import RequestFolder, main, request_markdown, serve_by_hand

ASKED = [Message("system", "You answer."), Message("user", "Why did the lamp fail?")]
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, Model]]:
    """A served folder, and a model that asks it."""
    with serve_by_hand(tmp_path / "hand") as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        name = f"openai-like:by-hand@http://127.0.0.1:{server.server_port}/v1"
        model = open_model(Settings(model=name, timeout_seconds=5))
        assert model
        yield tmp_path / "hand", model
        server.shutdown()


def requests_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if not path.name.endswith(".reply.md"))


def test_a_new_request_is_written_down_and_refused_with_the_file_that_is_waited_for(
    folder: tuple[Path, Model],
) -> None:
    path, model = folder

    with pytest.raises(ModelUnavailable) as refused:
        model.complete(ASKED, max_tokens=50)

    (page,) = requests_in(path)
    assert page.read_text(encoding="utf-8") == "# system\n\nYou answer.\n\n# user\n\nWhy did the lamp fail?\n"
    assert str(page.with_suffix(".reply.md")) in str(refused.value)


def test_the_reply_put_beside_it_answers_the_same_request_from_then_on(folder: tuple[Path, Model]) -> None:
    path, model = folder
    with pytest.raises(ModelUnavailable):
        model.complete(ASKED, max_tokens=50)
    requests_in(path)[0].with_suffix(".reply.md").write_text("  The wick was wet.\n", encoding="utf-8")

    first, again = (model.complete(ASKED, max_tokens=50) for _ in range(2))

    assert first.text == again.text == "The wick was wet."
    assert first.prompt_tokens > 5
    assert first.completion_tokens > 3
    assert len(requests_in(path)) == 1


def test_another_request_waits_for_a_reply_of_its_own(folder: tuple[Path, Model]) -> None:
    path, model = folder
    for text in ("one", "two"):
        with pytest.raises(ModelUnavailable):
            model.complete([Message("user", text)], max_tokens=50)

    assert [page.name[:3] for page in requests_in(path)] == ["001", "002"]
    assert len(RequestFolder(path).waiting()) == 2


def test_the_shape_of_a_reply_stands_on_the_page(folder: tuple[Path, Model]) -> None:
    path, model = folder
    with pytest.raises(ModelUnavailable):
        model.complete(ASKED, max_tokens=50, schema=SCHEMA)
    text = requests_in(path)[0].read_text(encoding="utf-8")

    assert '"required"' in text
    assert "One JSON object" in text


def test_content_in_parts_reads_like_one_text() -> None:
    parts = [{"type": "text", "text": "Why "}, {"type": "text", "text": "so?"}]

    assert request_markdown({"messages": [{"role": "user", "content": parts}]}) == "# user\n\nWhy so?\n"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("/v1/chat/completions", "[]", 400), ("/v1/chat/completions", "not json", 400), ("/v1/embeddings", "{}", 404)],
)
def test_what_is_no_chat_completion_is_refused(folder: tuple[Path, Model], path: str, body: str, status: int) -> None:
    import httpx

    _, model = folder
    server = model.name.rpartition("@")[2].removesuffix("/v1")

    assert httpx.post(f"{server}{path}", content=body).status_code == status


def test_a_whole_reply_is_given_where_no_stream_is_asked_for(folder: tuple[Path, Model]) -> None:
    import httpx

    path, model = folder
    request = {"messages": [{"role": "user", "content": "Hm?"}]}
    address = f"{model.name.rpartition('@')[2]}/chat/completions"
    assert httpx.post(address, json=request).status_code == 409
    requests_in(path)[0].with_suffix(".reply.md").write_text("Yes.", encoding="utf-8")
    reply = json.loads(httpx.post(address, json=request).text)

    assert reply["choices"][0]["message"]["content"] == "Yes."


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve_by_hand(tmp_path) as server:
        assert main(["--folder", str(tmp_path), "--port", str(server.server_port)]) == 1

    assert "cannot be used" in capsys.readouterr().err
