"""Speakers named by a label: "ANNA BERG: We were never asked." in a transcript, "Q:" and "A:" in an interview.

Floor 2. Labels count only where several paragraphs of the text open with one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.attribution.proper import name_kind
from assistant.language.lexicon import lexicon
from assistant.language.outlets import same_outlet
from assistant.types import Attribution, Span

_NAME = r"[^\W\d_a-z][\w’'-]*\.?"
_CLOCK = (
    r"(?P<clock>[\[(]\d{1,2}:\d\d(?::\d\d)?[\])][ \t]+)?"  # without brackets it is a time of day: "19:00 Canada: ..."
)
_ROLE = r"(?P<role>[ ]\([^()\n]{2,60}\)|,[ ][A-Z][A-Z ,.&’'-]{2,60})?"  # "(mayor of Kresk)", ", UNION LEADER"
_LABEL = re.compile(rf"^{_CLOCK}(?P<label>{_NAME}(?: {_NAME}){{0,3}}){_ROLE}\s?:\s+(?=\S)", re.MULTILINE)
_ASKER = r"(?:Q|Question|F|Frage|P|Pregunta|Interviewer|INTERVIEWER)"
_QUESTION = re.compile(rf"{_ASKER}$")
_ASKED = re.compile(rf"{_ASKER}\s?:\s")
_ANSWER = re.compile(r"(?:A|Answer|Antwort|R|Respuesta|Réponse)$")
_GUEST = re.compile(
    r"(?:[Ii]nterview with|[Qq]uestions (?:for|to)|[Ii]nterviewed|[Ww]e (?:asked|met|spoke to))\s+"
    r"(?P<name>(?!The )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
)
_FULL_NAME = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][a-zà-ÿ’'-]+(?: [A-Z][a-zà-ÿ’'-]+){1,2}\b|^[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b"
)
_SENTENCE_END = re.compile(r"[.!?…:—–-][\"”’»)\]]*$")
_SPOKEN = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us)\b")
_SPOKEN_SHARE = 0.5  # least share of labelled paragraphs in a conversation that use I, we or you
_ASKING_SHARE = 0.5  # least share of questions in a turn that leads up to one
_LEAST_LABELS = 2
_INITIALS = 3  # letters at most


def labelled(text: str, spans: Sequence[Span], outlet: str | None = None) -> list[Attribution | None]:
    """The speaker of each sentence by the label of its paragraph, in order; None without a label, and for questions.

    Questions are those of "Q:" or of the outlet itself, and turns of half questions that ask whoever speaks next.
    A name is spelt as elsewhere in the text; "A:" is the guest named above the first label; "MH:" is the one person of
    these initials, or nobody.
    """
    found: list[Attribution | None] = [None] * len(spans)
    every = list(_LABEL.finditer(text))
    labels = [label for label in every if _labels_speech(label, text)]
    counts = Counter(label["label"] for label in labels)
    asked = any(_QUESTION.match(name) for name in counts)
    known = [label for label in labels if _is_speaker(label["label"], counts, asked)]
    certain = asked or any(label["clock"] or _is_outlet(label["label"], outlet) for label in known)
    beside = _LABEL.sub("", text)
    if not certain:  # "Pros: ..." is a heading that comes again, and no part of a name
        names = {part for name in _FULL_NAME.findall(text) for part in (name, *name.split())}
        known = [label for label in known if label["label"].isupper() or label["label"] in names]
    if len(known) < _LEAST_LABELS or not (certain or _is_talk(known, text)):
        return found
    opening = text[: known[0].start()]
    believed = {*known, *(one for one in labels if _is_initials(one["label"]) or _is_introduced(one["label"], beside))}
    for at, label in enumerate(every):
        here = label["label"]
        if label not in believed:
            continue
        end = every[at + 1].start() if at + 1 < len(every) else _paragraph_end(text, label.end())
        speaker = None if _is_outlet(here, outlet) else _speaker(here, opening, beside, every)
        turn = [number for number, (start, stop) in enumerate(spans) if label.start() <= start and stop <= end]
        questions = [is_asked(text[slice(*spans[number])]) for number in turn]
        answered = at + 1 < len(every) and every[at + 1]["label"] != here and questions[-1:] == [True]
        if speaker and not (answered and _ASKING_SHARE * len(turn) <= sum(questions)):
            for number in turn:
                found[number] = Attribution(speaker, "person")
    return found


def is_asked(sentence: str) -> bool:
    """Whether a sentence is a question, by its question mark or by its label: "Q: Some say you knew."."""
    return sentence.rstrip("\"”’' ").endswith("?") or bool(_ASKED.match(sentence))


def _labels_speech(label: re.Match[str], text: str) -> bool:
    """Whether a label can be a name, and what follows it speech.

    A line without an end mark is a linked headline ("BERG: Why the bridge fell"); a word that the text also writes in
    lower case is not a name ("OFFICIAL: ...").
    """
    if label["role"] and not label["label"].isupper():
        return False
    paragraph = text[label.start() : _paragraph_end(text, label.end())].rstrip()
    small = re.search(rf"\b{re.escape(label['label'].lower())}\b", text)
    return bool(_SENTENCE_END.search(paragraph)) and not small


def _is_talk(labels: Sequence[re.Match[str]], text: str) -> bool:
    """Whether the labelled paragraphs are spoken: they use "I", "we" and "you", unlike columns and lists."""
    said = [text[label.end() : _paragraph_end(text, label.end())] for label in labels]
    return _SPOKEN_SHARE * len(said) <= sum(bool(_SPOKEN.search(one)) for one in said)


def _is_speaker(label: str, counts: Counter[str], asked: bool) -> bool:
    """Whether a label names a speaker: a letter of an interview, a name in capitals, or a repeated name."""
    if _QUESTION.match(label) or _ANSWER.match(label):
        return asked
    if lexicon().pattern("no_speakers", r"{}\b").match(label):
        return False
    return counts[label] >= 2 or (label.isupper() and len(label) > 3 and len(counts) >= 2)


def _is_outlet(label: str, outlet: str | None) -> bool:
    """Whether a label is the outlet itself, as the interviewer."""
    return outlet is not None and same_outlet(label, outlet)


def _is_introduced(label: str, text: str) -> bool:
    """Whether a label is a full name that the text has too: who asks once says who he is."""
    return name_kind(label) == "person" and label in text


def _is_initials(label: str) -> bool:
    """Whether a label is too short and too loud for a name: "MH"."""
    return label.isupper() and 1 < len(label) <= _INITIALS


def _speaker(label: str, opening: str, text: str, labels: Sequence[re.Match[str]]) -> str | None:
    """The speaker of a label; `text` has none of the `labels`."""
    if _QUESTION.match(label):
        return None
    if not _ANSWER.match(label):
        spelled = _spelled(label, text)
        unnamed = _is_initials(label) and not re.search(rf"\b{label.title()}\b", text)
        return _with_initials(label, [one["label"] for one in labels], opening, text) if unnamed else spelled
    guest = _GUEST.search(opening)
    if guest:
        return guest["name"]
    named = _FULL_NAME.search(opening)
    return named.group() if named else None


def _with_initials(label: str, labels: Sequence[str], *texts: str) -> str | None:
    """The one person of these initials: among the other labels, else in a text, the first first; None for several."""
    for names in (labels, *(_FULL_NAME.findall(text) for text in texts)):
        fits = {name for name in names if "".join(word[0] for word in name.split()) == label and " " in name}
        if fits:
            return next(iter(fits)) if len(fits) == 1 else None
    return None


def _spelled(label: str, text: str) -> str:
    """A label's name as spelt elsewhere in the text: "ANNA BERG" is Anna Berg."""
    spelled = re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE)
    if spelled and not spelled.group().isupper():
        return spelled.group()
    return label.title() if label.isupper() else label


def _paragraph_end(text: str, start: int) -> int:
    """The end of the paragraph at an offset: after the last labelled one somebody else may speak."""
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)
