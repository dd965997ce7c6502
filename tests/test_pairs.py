"""`python -m benchmarks.pairs`: verdicts on pairs of sentences, by the same code as an answer's disputes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted_model import ScriptedModel

from benchmarks.pairs import main, read_pair, scores, verdicts

LOOMS = {
    "id": "looms",
    "a": {
        "outlet": "Weft Post",
        "published": "2020-05-05",
        "title": "t",
        "sentence": "The Ferrow mill runs 900 looms.",
    },
    "b": {"outlet": "Warp News", "published": "2020-05-05", "title": "t", "sentence": "The Ferrow mill runs 40 looms."},
    "label": "contradicts",
}
RAIN = {**LOOMS, "id": "rain", "b": {**LOOMS["b"], "sentence": "Rain fell on Ferrow."}, "label": "different"}  # type: ignore[dict-item]


def test_a_verdict_a_line_in_the_order_of_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_EMBEDDER", "none")
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f"{json.dumps(RAIN)}\n\n{json.dumps(LOOMS)}\n", encoding="utf-8")

    assert main([str(source), str(out), "--model", "quotes", "--score"]) == 0

    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows == [{"id": "rain", "verdict": "different"}, {"id": "looms", "verdict": "contradicts"}]
    assert "contradicts: precision 1/1, recall 1/1" in capsys.readouterr().out


def test_with_a_model_the_verdict_is_the_models() -> None:
    sides = [("agree", "", ""), ("disagree", "900 looms", "Rain fell"), ("disagree", "1911", "1934"), ("agree", "", "")]
    rows = [
        {"number": n, "matter": "", "verdict": verdict, "kind": "number"}
        | {name: {"stance": "asserts", "words": words} for name, words in (("a", a), ("b", b))}
        for n, (verdict, a, b) in enumerate(sides, 1)
    ]
    model = ScriptedModel([json.dumps({"pairs": rows})], structured=True)

    assert verdicts([read_pair(LOOMS), read_pair(RAIN)], model) == ["agrees", "contradicts"]


def test_a_bad_setting_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(LOOMS), encoding="utf-8")

    assert main([str(source), str(tmp_path / "out"), "--model", "nonsense"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_scores_count_what_was_said_and_what_was_wanted() -> None:
    printed = scores(["contradicts", "different", "contradicts"], ["contradicts", "contradicts", "agrees"])

    assert "contradicts: precision 1/2, recall 1/2" in printed
