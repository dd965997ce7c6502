from assistant.language.sentences import sentence_spans
from ingest.split import MAX_CHARACTERS, split

TEXT = " ".join(f"Sentence number {n} says that item {n} was counted twice, and then once more." for n in range(60))


def test_passages_are_exact_runs_of_whole_sentences_within_the_limit() -> None:
    bounds = {edge for span in sentence_spans(TEXT) for edge in span}

    for passage in split("a1", TEXT):
        assert TEXT[passage.start : passage.end] == passage.text
        assert len(passage.text.split()) <= 180
        assert {passage.start, passage.end} <= bounds


def test_every_sentence_lies_in_one_passage() -> None:
    passages = split("a1", TEXT)

    for start, end in sentence_spans(TEXT):
        assert sum(p.start <= start and end <= p.end for p in passages) == 1


def test_a_sentence_that_is_too_long_is_cut_after_a_pause() -> None:
    text = "The list held " + ", ".join(f"item {n}" for n in range(400)) + "."
    passages = split("a1", text)

    assert all(len(p.text.split()) <= 180 for p in passages)
    assert all(p.text.endswith((",", ".")) for p in passages)
    assert "".join("".join(p.text.split()) for p in passages) == "".join(text.split())


def test_text_without_spaces_is_cut_by_length() -> None:
    passages = split("a1", "字" * 10_000)

    assert all(len(p.text) <= MAX_CHARACTERS for p in passages)
    assert sum(len(p.text) for p in passages) == 10_000


def test_ids_depend_on_article_and_content_only() -> None:
    assert [p.id for p in split("a1", TEXT)] == [p.id for p in split("a1", TEXT)]
    assert {p.id for p in split("a1", TEXT)}.isdisjoint(p.id for p in split("a2", TEXT))


def test_an_empty_text_has_no_passages() -> None:
    assert split("a1", "") == []
