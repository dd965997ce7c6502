"""How a language model's reply is read: sentences and keys in every form, thoughts left out, while it streams."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from assistant.reading.json_reply import JsonReader
from assistant.reading.prose_reply import ProseReader
from assistant.reading.replies import MarkedSide
from assistant.reading.reply_objects import first_object
from assistant.reading.reply_text import strip_markup, without_thoughts

NAMES = {"R1": "The Post", "R2": "The Wire"}
Read = list[tuple[str, tuple[str, ...]]]
in_pieces = pytest.mark.parametrize("size", [1, 5, 1000])


def read_by(reader: ProseReader | JsonReader, reply: str, size: int = 7) -> Read:
    """The sentences of a reply that comes in pieces of so many characters."""
    for at in range(0, len(reply), size):
        reader.feed(reply[at : at + size])
    reader.end()
    return [(one.text, one.keys) for one in reader.sentences]


def read_prose(reply: str, size: int = 7) -> Read:
    return read_by(ProseReader("R", NAMES), reply, size)


def read_json(reply: str, size: int = 7) -> JsonReader:
    reader = JsonReader("R", NAMES)
    read_by(reader, reply, size)
    return reader


def as_json(*sentences: object, **more: object) -> str:
    return json.dumps({"answerable": True, "missing": "", "sentences": sentences, "disagreements": [], **more})


def resting(text: str, *keys: str, words: str = "") -> dict[str, object]:
    return {"text": text, "rests_on": [{"key": key, "words": words} for key in keys]}


# ---- prose


@in_pieces
@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("He left [R1]. She stayed [R2][R3].", [("He left.", ("R1",)), ("She stayed.", ("R2", "R3"))]),
        ("He left. [R1] She stayed. [R2, R3]", [("He left.", ("R1",)), ("She stayed.", ("R2", "R3"))]),
        ("[R1] He left.\n[R2] She stayed.", [("He left.", ("R1",)), ("She stayed.", ("R2",))]),
        ("- He left (R1).\n- She stayed [r2].", [("He left.", ("R1",)), ("She stayed.", ("R2",))]),
        ("1. He left [1].\n2) She stayed [2].", [("He left.", ("R1",)), ("She stayed.", ("R2",))]),
        (
            'He said: "We did not. Never." [R4] So it was [R5].',
            [('He said: "We did not. Never."', ("R4",)), ("So it was.", ("R5",))],
        ),
        ("The U.S. said so [R1 and R2].", [("The U.S. said so.", ("R1", "R2"))]),
        ("He left.", [("He left.", ())]),
        ("**He left** [R1].", [("He left.", ("R1",))]),
        ("", []),
    ],
)
def test_prose_is_read_into_sentences_with_their_keys(reply: str, sentences: Read, size: int) -> None:
    assert read_prose(reply, size) == sentences


@in_pieces
@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("[^R1]", ("R1",)),
        ("【R1】", ("R1",)),
        ("【R1†source】", ("R1",)),
        ("【1†L3-L5】", ("R1",)),
        ("［R1］", ("R1",)),
        ("[R1-R3]", ("R1", "R2", "R3")),
        ("[R1–3]", ("R1", "R2", "R3")),
        ("[R1 to R3]", ("R1", "R2", "R3")),
        ("[R1]-[R3]", ("R1", "R2", "R3")),
        ("[R1-R3, R5]", ("R1", "R2", "R3", "R5")),
        ("[R1: The Herald]", ("R1",)),
        ("[R1: The Herald, 2019-06-03][R2: The Wire]", ("R1", "R2")),
        ("[Source R1]", ("R1",)),
        ("[Sources: R1, R2]", ("R1", "R2")),
        (r"\[R1\]", ("R1",)),
        (r"\[R1, R2\]", ("R1", "R2")),
        ("[R1](https://herald.example/a?b=c)", ("R1",)),
        ("[R1](https://a.example), [R2](#r2)", ("R1", "R2")),
        ("[^1][^2]", ("R1", "R2")),
        ("[[R1]]", ("R1",)),
        ("`[R1]`", ("R1",)),
        ("**[R1][R2]**", ("R1", "R2")),
    ],
)
def test_a_key_is_read_in_every_form_that_models_give_it(form: str, keys: tuple[str, ...], size: int) -> None:
    reply = f"He left {form}. She stayed [R9]."

    assert read_prose(reply, size) == [("He left.", keys), ("She stayed.", ("R9",))]


@pytest.mark.parametrize(
    "text",
    [
        "It sold (500) tanks.",
        "It fell in 2019 [2019].",
        "“The [harbour] is shut,” he said.",
        "They won 3-1 in May.",
        "It ran from 2017 to 2019 [sic].",
    ],
)
def test_figures_years_and_insertions_are_no_keys(text: str) -> None:
    assert read_prose(text) == [(text, ())]


def test_a_range_without_end_is_its_two_ends() -> None:
    assert read_prose("He left [R1-R900].") == [("He left.", ("R1", "R900"))]


def test_the_list_of_footnotes_behind_a_reply_is_no_part_of_it() -> None:
    reply = "He left [^R1]. She stayed [^R2].\n\n[^R1]: The Post, 3 June 2019\n[^R2]: The Wire\n"

    assert read_prose(reply, 3) == [("He left.", ("R1",)), ("She stayed.", ("R2",))]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("[R1] and [R2] both say he left.", "The Post and The Wire both say he left."),
        ("According to [R1], he left [R1].", "According to The Post, he left."),
        ("[R1], [R2] claim he left.", "The Post and The Wire claim he left."),
        ("He left, as told by [R2].", "He left, as told by The Wire."),
        ("[R1] contradicts [R2] on that.", "The Post contradicts The Wire on that."),
    ],
)
def test_a_key_in_place_of_a_name_becomes_the_outlets_name(reply: str, text: str) -> None:
    assert [found for found, _ in read_prose(reply)] == [text]


@pytest.mark.parametrize("text", ["[R1][R2] against [R4]", "[R1] contradicts [R4].", "[R1], [R2] and [R4]."])
def test_keys_with_nothing_said_of_them_are_no_sentence(text: str) -> None:
    assert read_prose(text) == []


def test_an_endless_run_of_keys_is_read_to_its_end() -> None:
    """A 0.5-billion model wrote one; reading it took longer than anybody would wait."""
    reply = f"The ferry sank, {' '.join(f'[R{number}]' for number in range(1, 80))}"

    assert [(text, len(keys)) for text, keys in read_prose(reply, 1)] == [("The ferry sank,", 79)]


# ---- while it streams


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    reader = ProseReader("R")
    reader.feed("He left [R1].")
    before = list(reader.sentences)
    reader.feed(" She")

    assert before == []
    assert [one.text for one in reader.sentences] == ["He left."]


@pytest.mark.parametrize(
    ("begun", "pending"),
    [
        ("He le", "He le"),
        ("He left [R", "He left"),
        ("He left 【R1†so", "He left"),
        ("He left [R1]. She st", "She st"),
        ("- **He** le", "He le"),
        ("He left [R1].\n", ""),
        ("<thi", ""),
        ("<think>He may have", ""),
        ("NO ANSWER. The articles do", ""),
    ],
)
def test_the_words_of_a_sentence_are_there_before_it_is_whole(begun: str, pending: str) -> None:
    reader = ProseReader("R")
    for char in begun:
        reader.feed(char)

    assert reader.pending == pending


def test_the_words_of_a_json_sentence_are_there_before_its_object_is_whole() -> None:
    reader = JsonReader("R")
    seen: list[str] = []
    for char in as_json(resting('He "left"\u2028 on Friday.', "R1"), resting("She stayed.", "R2")):
        reader.feed(char)
        seen += [reader.pending] if reader.pending not in seen else []

    assert 'He "left" on Fri' in seen
    assert "She st" in seen
    assert not any("\\" in one or "rests" in one for one in seen)


# ---- thoughts


@in_pieces
@pytest.mark.parametrize(
    "thought",
    [
        "<think>[R9] Hm. Let me see.</think>",
        "<think>\n\n</think>\n\n",
        "<THINKING>Hm. [R9]\nLet me see.</THINKING>\n",
        "<reasoning>Hm. Let me see.</reasoning>",
        "Okay, [R9] says so. Let me see [R8].\nAnd more.\n</think>\n\n",
        "Okay, [R9] says so. Let me see.</thinking>",
        "[THINK]Hm. Let me see [R9].[/THINK]",
        "Hm. Let me see.[/THINK]",
        "◁think▷Hm. Let me see [R9].◁/think▷",
        "<|channel|>analysis<|message|>We need [R9]. Let me see.<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary<|message|>No tool.<|end|>"
        "<|start|>assistant<|channel|>final <|constrain|>json<|message|>",
    ],
)
@pytest.mark.parametrize("end", ["", "<|return|>", "<|im_end|>"])
def test_what_a_model_thinks_aloud_is_no_part_of_its_answer(thought: str, end: str, size: int) -> None:
    assert read_prose(f"{thought}He left [R1]. She stayed [R2].{end}", size) == [
        ("He left.", ("R1",)),
        ("She stayed.", ("R2",)),
    ]


def test_sentences_are_taken_back_when_they_turn_out_to_have_been_thoughts() -> None:
    reader = ProseReader("R")
    reader.feed("He may have left [R9]. Or not [R8]. Let me ")
    before = [one.text for one in reader.sentences]
    reader.feed("see.\n</think>\nHe left [R1].\n")

    assert before == ["He may have left.", "Or not."]
    assert [(one.text, one.keys) for one in reader.sentences] == [("He left.", ("R1",))]


@in_pieces
def test_a_json_draft_among_the_thoughts_is_taken_back_too(size: int) -> None:
    thoughts = f"I could say {as_json(resting('He may have left.', 'R9'))} but no.</think>"
    reader = read_json(f"{thoughts}{as_json(resting('He left.', 'R1'))}", size)

    assert [(one.text, one.keys) for one in reader.sentences] == [("He left.", ("R1",))]


def test_a_thought_that_never_ends_leaves_nothing() -> None:
    assert without_thoughts("<think>He left [R1]. She stayed") == ""


def test_a_sentence_about_thinking_is_an_answer() -> None:
    text = "“I [thought] of leaving,” he said, and she was thinking too."

    assert read_prose(text) == [(text, ())]


# ---- JSON


@in_pieces
def test_json_is_read_object_by_object_with_the_words_that_each_line_is_cited_for(size: int) -> None:
    rows = [
        {"text": 'He "left" [R1].', "rests_on": [{"key": "R1", "words": "gone"}, {"key": "[r2]", "words": "away"}]},
        resting("She stayed.", "^3", words="still there"),
    ]
    reader = read_json(f"Sure! ```json\n{as_json(*rows)}\n```", size)

    assert [(one.text, one.keys, one.words) for one in reader.sentences] == [
        ('He "left".', ("R1", "R2"), ("gone", "away")),
        ("She stayed.", ("R3",), ("still there",)),
    ]


def test_a_sentence_is_given_before_the_reply_is_whole() -> None:
    reader = JsonReader("R")
    whole = as_json(resting("He left.", "R1"), resting("She stayed.", "R2"))
    reader.feed(whole[: whole.index("She")])

    assert [one.text for one in reader.sentences] == ["He left."]


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ({"text": "He left.", "keys": ["R1", "[2]"]}, ("R1", "R2")),
        ({"text": "He left [R1, R2]."}, ("R1", "R2")),
        ({"text": "He left [^R1].", "rests_on": "R1"}, ("R1",)),
        ({"text": "He left.", "rests_on": [{"key": "R1-R3"}]}, ("R1", "R2", "R3")),
        ({"text": "He left.", "rests_on": [{"key": "【R1†source】"}, {"key": "R1"}]}, ("R1",)),
        ({"text": "He left.", "rests_on": [7, None, {"key": None}]}, ()),
        ({"text": "He left.", "rests_on": []}, ()),
    ],
)
def test_keys_are_read_wherever_a_model_puts_them(row: dict[str, object], keys: tuple[str, ...]) -> None:
    assert [(one.text, one.keys) for one in read_json(as_json(row)).sentences] == [("He left.", keys)]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "{",
        '{"sentences": null}',
        '{"sentences": [3, "x", {"text": 4}, {"text": "..."}]}',
        '{"sentences": [{"text": "He le',
        '{"sentences": [' + '{"a":' * 100_000,
        '["He left."]',
        "```\n{}\n```",
    ],
)
def test_broken_json_gives_no_sentence_and_no_error(reply: str) -> None:
    reader = read_json(reply, 50_000)

    assert (reader.sentences, reader.declined, reader.disputes) == ([], None, [])


@pytest.mark.parametrize("reply", ["He left [R1].", "[R1] He left.", "<think>{}</think>He left [R1]."])
def test_prose_from_a_server_that_ignores_the_schema_is_read_as_prose(reply: str) -> None:
    assert [(one.text, one.keys) for one in read_json(reply).sentences] == [("He left.", ("R1",))]


def test_the_first_object_is_found_whatever_stands_around_it() -> None:
    assert first_object('Here: ```json\n{"a": {"b": "x\ny"}} and {"c": 1}') == {"a": {"b": "x\ny"}}
    assert first_object("none { here") is None


# ---- no answer


@in_pieces
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("NO ANSWER", ""),
        ("NO ANSWER. The articles do not say who paid.", "The articles do not say who paid."),
        ("NO ANSWER The articles do not say who paid.", "The articles do not say who paid."),
        ("**NO ANSWER**\n\nThe articles do not say who paid.", "The articles do not say who paid."),
        ("<think>Hm.</think>NO ANSWER: nobody tells.", "nobody tells."),
        ("No answer. Nobody tells.", "Nobody tells."),
        ("No answer found.", ""),
        ("None found.", ""),
        ("[None found]", ""),
        ("Not found", ""),
        ("N/A", ""),
    ],
)
def test_a_refusal_in_prose_has_its_reason_and_no_sentence(reply: str, reason: str, size: int) -> None:
    reader = ProseReader("R")

    assert read_by(reader, reply, size) == []
    assert reader.declined == reason


@pytest.mark.parametrize(
    "reply",
    [
        "He left [R1].",
        "No answer came from the ministry. It had been asked twice.",
        "No answer was given by the ministry [R1].",
        "The articles give no answer.",
        "",
    ],
)
def test_an_answer_that_speaks_of_answers_is_no_refusal(reply: str) -> None:
    reader = ProseReader("R")
    sentences = read_by(reader, reply)

    assert reader.declined is None
    assert bool(sentences) == bool(reply)


@in_pieces
def test_unanswerable_comes_with_what_is_missing(size: int) -> None:
    reader = read_json(as_json(answerable=False, missing="The articles do not say who paid."), size)

    assert (reader.sentences, reader.declined) == ([], "The articles do not say who paid.")


@pytest.mark.parametrize(
    ("reply", "declined"),
    [
        ('{"answerable": false, "sentences": []}', ""),
        ('{"answerable":false,"missing":"x","sen', ""),
        ('{"answerable": true, "missing": "", "sentences": []}', None),
        ("NO ANSWER", ""),
        ("NO ANSWER. Nobody tells.", "Nobody tells."),
    ],
)
def test_a_reply_under_a_schema_declines_only_where_it_says_so(reply: str, declined: str | None) -> None:
    reader = read_json(reply)

    assert (reader.sentences, reader.declined) == ([], declined)


def test_sentences_count_for_more_than_a_false_that_stands_beside_them() -> None:
    reader = read_json(as_json(resting("He left.", "R1"), answerable=False, missing="Nothing."))

    assert [one.text for one in reader.sentences] == ["He left."]
    assert reader.declined is None


# ---- disagreements


def sides(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "words": words} for key, words in pairs]


def test_a_disagreement_has_its_matter_its_kind_and_the_words_of_each_side() -> None:
    told = {"about": "when he left", "kind": "date", "sides": sides(("R1", "on Friday"), ("[R2]", "on Monday"))}
    (found,) = read_json(as_json(resting("He left.", "R1"), disagreements=[told])).disputes

    assert (found.about, found.kind) == ("when he left", "date")
    assert found.sides == (MarkedSide("R1", "on Friday"), MarkedSide("R2", "on Monday"))


@pytest.mark.parametrize(
    "listed",
    [
        None,
        "none",
        ["x", 3, None],
        [{"about": "x", "kind": "date", "sides": sides(("R1", "on Friday"))}],
        [{"about": "x", "kind": "date", "sides": "R1"}],
        [{"about": "x", "kind": "date", "sides": ["R1", {"words": "y"}, {"key": "Post", "words": "z"}]}],
    ],
)
def test_a_disagreement_out_of_shape_is_left_out(listed: Sequence[object] | None) -> None:
    assert read_json(as_json(resting("He left.", "R1"), disagreements=listed)).disputes == []


# ---- markup


@pytest.mark.parametrize(
    ("text", "cleaned", "stripped"),
    [
        ("See ![x](http://e.vil/?q=secret) it.", "See it.", ("an image",)),
        ("See ![x][1] it.", "See it.", ("an image",)),
        ("See [this page](http://e.vil) now.", "See this page now.", ("a link",)),
        ("See <img src=x onerror=alert(1)> it.", "See it.", ("an HTML tag",)),
        ("Go to https://e.vil/a?b now.", "Go to now.", ("an address",)),
        ("Go to javascript:alert(1) now.", "Go to now.", ("an address",)),
        ("Bell\x07 and \u202ereversed.", "Bell and reversed.", ()),
        ("Nothing special, 3 < 4.", "Nothing special, 3 < 4.", ()),
    ],
)
def test_markup_and_addresses_are_taken_out_of_a_sentence(text: str, cleaned: str, stripped: tuple[str, ...]) -> None:
    assert strip_markup(text) == (cleaned, stripped)


def test_what_was_taken_out_is_kept_with_the_sentence() -> None:
    reader = ProseReader("R")
    read_by(reader, "See https://e.vil/a now [R1].")

    assert [(one.text, one.stripped) for one in reader.sentences] == [("See now.", ("an address",))]
