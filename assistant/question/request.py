"""Classifies a message by kind of request, before any search. Floor 2. Pure functions.

Courtesies are stripped, then the message is matched against the openings of each kind of request; the rest is its
subject. A message that matches nothing is a question to the articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.finding.spelling_correction import is_english
from assistant.language.figures import figures
from assistant.language.outlets import mentions
from assistant.language.speech import listed as speech
from assistant.language.terms import content_words, stem
from assistant.question.anchors import anchor_of
from assistant.question.decompose import blanked, questions_of
from assistant.question.length import AnswerLength, read_length
from assistant.question.opinion import judged_in
from assistant.question.request_patterns import AUX, COVERAGE, Kind, request_patterns, request_words
from assistant.question.shape import topic_stems
from assistant.question.time_windows import time_windows

_FRONT = re.compile(
    r"(?:(?:hi|hello|hey|hiya|(?:good )?(?:morning|afternoon|evening|day)|greetings|dear)(?: (?:there|all|sayso|team))?"
    r"|how are you(?: doing| today)*|what(?:['’]s|s| is) up"
    r"|(?:thanks|thank you|thx|cheers|many thanks)(?: (?:a lot|so much|very much|again))?"
    r"|please|pls|plz|ok(?:ay)?|and|but|then|also|so|well|right|great|perfect|nice|cool|good|got it|bye|goodbye|see you"
    r"|(?:can|could|would|will) (?:you|i)(?: please)?(?! do\b(?! an? )| help\b)"
    r"|i(?:['’]d| would) (?:like|love)(?: you)?(?: to (?:see|have|know|get|read))?"
    r"|i (?:want|need)(?: you)?(?: to (?:see|have|know|get))?|let me (?:see|have|know)"
    r"|in (?:a nutshell|short|brief)|gimme"
    r"|do(?= an? )|(?:give|show|get|write|make|find|list|name|produce|create|prepare|draft|build|compile"
    r"|draw up|put together)(?: (?:me|us))?|tell (?:me|us))"
    r"(?=$|[\s,.!?])[\s,.!]*",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"[\s,]*\b(?:please|pls|thanks|thank you|for me|if you can|would you)[\s.!?]*$|[\s.!?]+$", re.IGNORECASE
)
_GREETS = re.compile(
    r"\s*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|how are you|what(?:['’]s|s| is) up)\b",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    rf"\s*(?:(?:all|everything|this|that|these|those|it|them|here|the|of|whole|me|us|so far|happened|events|things|what"
    rf"|happens|overall|every|each|today|now|your|you|have|single|involved|pile"
    rf"|lot|bunch|batch|collection|stack|thing|{COVERAGE})\b[\s,.?!]*)*",
    re.IGNORECASE,
)
# The form of the answer behind its subject: "sum that up in a timeline", "the strike as a timeline".
_AS_FORM = re.compile(
    r"(?:(?:now\s)?(?:put|set|turn|make|do|arrange|order|sort|present|lay|summari[sz]e|sum|explain|outline)\s"
    r"(?:out\s|up\s)?)?(?P<what>.+?)"
    r"(?:\s(?:up|out))?,?\s(?:as|in|into|in the form of)\s(?:an?|one)\s(?:[\w-]+\s)?(?P<form>time[ -]?line|chronology)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"(?:who|whom|whose|what|which|when|where|why|how|{AUX})\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:vs|versus|compared? (?:to|with)|unlike|differ(?:s|ent|ently)?(?: from)?)\b\.?", re.I)
# The rest contains a question or a condition: "the figures, and whose they are", "names if he leaves".
_HOLDS_CLAUSE = re.compile(
    rf"^\s?{AUX}\s|\b(?:if|because|unless|and (?:who|whose|what|which|how|when|where))\b", re.IGNORECASE
)
# Remarks on the form of the answer, after the subject of a request.
_TAIL = re.compile(
    r"(?:[\s,]*\b(?:in (?:a nutshell|brief|short|(?:chronological )?order)|step by step|disagree|contradict each other"
    r"|(?:unfold|develop|evolve|happen|differ|compare)(?:ed)?|right now|in general|overall|to (?:me|us)|and why"
    r"|with (?:who|whom|what|when)\b.*))+[\s?.!]*$",
    re.IGNORECASE,
)
_PLAIN = frozenset(
    "short brief quick concise complete full executive detailed main key important central biggest most best strongest"
    " good memorable striking telling punchy great new recent latest total".split()
)
_AND_THEN = re.compile(r",?\s(?:(?:and\s)?then|plus|and\salso|and(?=\s(?:the|an?|your|some|all|any|\w+st)\s))\s", re.I)
_WHAT = re.compile(r"what(?:['’]s|['’]re)?\b", re.IGNORECASE)
_OF_REPORTING = frozenset(
    f"""{AUX[3:-1].replace("|", " ")} what s re the a an its in of by from about at for us overall general altogether
    all most main point points angle line take view position account version stance argument opinion message focus
    conclusion thesis column op ed editorial essay interview review analysis feature blog post write wrote written
    cover covers covered covering conclude concludes concluded saying reporting arguing""".split()
)
# The weather of these days no article tells, whatever words it has.
_AT_THIS_HOUR = re.compile(
    r"\b(?:today|tonight|tomorrow|right now|outside|(?:this|next) (?:morning|afternoon|evening|week|weekend))\b", re.I
)
_SIDES = re.compile(r"\b(?:since|till)\b", re.IGNORECASE)  # before a day
_HAPPENS = re.compile(
    r"(?:what|(?:has|did) anything)\b.*\b(?:happen\w*|occur\w*|took place|went on|new"
    r"|(?:was|is|were|been) (?:said|reported))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """A classified message. `subject` is its topic in the user's words; empty means all articles.

    `unless`: if the articles contain this word, the message is a question to them after all. `unit`: for figures, the
    currency, share or measure asked for.
    """

    kind: Kind
    subject: str = ""
    unless: str = ""
    unit: str = ""
    length: AnswerLength = field(default_factory=AnswerLength)


def read_request(text: str, known: Sequence[str] = ()) -> Request:
    """The kind of a message and its subject. `known` are the outlets of the index. An empty message is a greeting."""
    message = " ".join(text.split())
    bare = _peeled(_spelt(message))
    if not bare and "?" in message and not _GREETS.match(message):
        return Request("question", message)
    if not bare:
        return Request("greeting", "hi" if _GREETS.match(message) else "thanks")
    bare, length = read_length(bare)
    bare = _BACK.sub("", bare)  # "sum it up for me in 100 words"
    if (formed := _AS_FORM.fullmatch(bare)) and not _ASKS.match(bare):
        bare = f"{formed['form']} of {formed['what']}"
    if compared := _of_two_outlets(bare, known):
        return Request("comparison", compared, length=length)
    for kind, pattern in request_patterns():
        found = pattern.match(bare)
        if found and _meant(kind, found, bare, known):
            return _read(kind, found, bare, length)
    if whom := judged_in(bare):
        return Request("opinion", whom, length=length)
    goes_on = re.match(r"\W*(?:and|but|so|then)\b", message, re.IGNORECASE)  # a follow-up
    if goes_on is None and _asks_only_about_days(bare):
        return Request("summary", bare, length=length)
    if goes_on is None and (outlet := _asks_only_about_outlet(bare, known)):
        return Request("summary", outlet, length=length)
    return Request("question", message)


def messages_of(text: str, known: Sequence[str], *, halves: bool = True) -> list[str]:
    """The questions and requests of a message, in order; a single one gives the whole message.

    `halves`: also split those joined by "and" or "then". A request without a subject gets that of the next one.
    """
    parts = questions_of(text, halves=halves)
    if len(parts) > 1 or not halves:
        return parts
    for joint in _AND_THEN.finditer(text):
        sides = [text[: joint.start()].strip(), text[joint.end() :].strip()]
        first, second = (read_request(side, known) for side in sides)
        if not {first.kind, second.kind} & {"question", "greeting", "help", "outside"}:
            alone = second.subject and not first.subject and "everything" not in sides[0]
            return [f"{sides[0]} of {second.subject}" if alone else sides[0], sides[1]]
    return parts


def _spelt(text: str) -> str:
    """The message with typos in request words corrected: "sumarize the artcle", "compair".

    One edit is corrected in a word of six letters or more, two if only vowels differ.
    """
    from rapidfuzz.distance import OSA

    def meant(found: re.Match[str]) -> str:
        word = found.group().lower()
        named = found.group()[0].isupper() and found.start() > 0
        if named or word in request_words() or is_english(word, compounds=False):
            return found.group()
        steps = {one: OSA.distance(one, word) for one in request_words() if one[0] == word[0]}
        near = [one for one in steps if steps[one] == 1 or (steps[one] == 2 and _sounds(one) == _sounds(word))]
        return min(near, key=lambda one: steps[one], default=found.group())

    return re.sub(r"\b[a-z]{6,}\b", meant, text, flags=re.IGNORECASE)


def _sounds(word: str) -> str:
    """The consonants of a word, in order."""
    return re.sub(r"[aeiouy]", "", word)


def _read(kind: Kind, found: re.Match[str], bare: str, length: AnswerLength) -> Request:
    """The request that a pattern found; its subject follows the match, or stands before the noun in it."""
    named = found.groupdict()
    if kind == "figures" and re.match("who", bare, re.IGNORECASE):
        kind = "names"  # "Who are the key figures?"
    subject = _TAIL.sub("", bare[found.end() :]).strip(" ,:?.!;-")
    if kind == "summary":  # "What has the Courier written about the strike?": the strike, in the Courier.
        subject = re.sub(
            r"^(.+) (?:wrote|writ|report|publish|print)\w* (?:about|on) (.+)$", r"\2 in \1", subject, flags=re.I
        )
    own = [word for word in (named.get("own") or "").split() if content_words(word) and word.lower() not in _PLAIN]
    unit = next((word.lower() for word in own if units_counted(word.lower())), "") if kind == "figures" else ""
    if kind == "figures" and re.search(r"\bscores?\b", found.group(), re.IGNORECASE):
        unit = "score"
    own = [word for word in own if word.lower() != unit]
    subject = re.sub(r"^(?:to|with|of|on|about|in)\s", "", f"{' '.join(own)} {subject}".strip(), flags=re.IGNORECASE)
    subject = "" if _EVERYTHING.fullmatch(subject) else subject
    live = "" if _AT_THIS_HOUR.search(bare) else (named.get("live") or "").lower()
    return Request(kind, subject, live, unit, length)


def _of_two_outlets(bare: str, known: Sequence[str]) -> str:
    """The outlets to compare and the topic ("The Courier and Radio Nord on the strike"); "" if not two are compared."""
    named = {name for _, name in mentions(bare, known)}
    if len(named) < 2 or not (found := _AGAINST.search(bare)):
        return ""
    return " ".join(f"{bare[: found.start()]} and {bare[found.end() :]}".split()).strip(" ?.!")


def _peeled(text: str) -> str:
    """The message without courtesies at either end; "" if it consists of nothing else."""
    bare = _BACK.sub("", _BACK.sub("", text))
    while found := _FRONT.match(bare):
        bare = bare[found.end() :]
    thanked = re.match(r"\s*(?:\w+[\s,.!]+){0,2}(?:thanks|thank you|thx|cheers)\b", text, re.IGNORECASE)
    return "" if thanked and "?" not in text and len(content_words(bare)) <= 2 else bare


def _meant(kind: Kind, found: re.Match[str], bare: str, known: Sequence[str]) -> bool:
    """Whether a matched opening really is a request: some also open ordinary questions."""
    rest = bare[found.end() :]
    if kind == "summary" and re.match(
        r"(?:what (?:has|have|did|does|do)|everything|all)$", found.group(), re.IGNORECASE
    ):
        return bool(mentions(rest, known))
    if found.groupdict().get("within") is not None:
        return bool(time_windows(rest, "2000-01-01"))
    if kind == "missing" and found.groupdict().get("no") is not None:
        return bool(re.search(r"n['’]t\b| not\b|nobody| still\b", found.group()))
    if kind == "comparison":  # of articles or speakers, not of two things
        of_accounts = bool(re.search(rf"\b{COVERAGE}\b", bare)) or not speech("said", "claim").isdisjoint(
            bare.lower().split()
        )
        return of_accounts or bool(mentions(bare, known))
    return "own" not in found.groupdict() or not _HOLDS_CLAUSE.search(rest)


def units_counted(unit: str) -> set[str]:
    """The units that figures in dollars, percent and so on parse to; all currencies for "money"; else empty."""
    if unit in ("money", "cash"):
        return {one.unit for name in ("dollars", "pounds", "euros") for one in figures(f"5 {name}") if one.unit}
    if unit == "score":
        return {"score"}
    named = unit.rstrip("s")
    return {one.unit for one in figures(f"5 {named}s") if one.unit} or {
        one.unit for one in figures(f"5 {named}") if one.unit
    }


def _asks_only_about_days(bare: str) -> bool:
    """Whether only a period or an event is given as the topic: "What happened in March 2019, after the strike?"."""
    spans = [one.span for one in time_windows(bare, "2000-01-01")]
    spans += [one.span] if (one := anchor_of(bare)) else []
    return bool(spans) and bool(_HAPPENS.match(bare)) and not topic_stems(_SIDES.sub(" ", blanked(bare, spans)))


def _asks_only_about_outlet(bare: str, known: Sequence[str]) -> str:
    """The topic of a question that asks for an outlet's coverage and for nothing else; "" for other questions.

    "What does the Courier piece argue?" asks for "what the Courier reported".
    """
    named = mentions(bare, known)
    if not named or not _WHAT.match(bare):
        return ""
    rest = re.findall(r"[a-z]+", blanked(bare, [span for span, _ in named]).lower())
    says = {stem(word) for word in speech("said", "claim", "weak")}
    ofs = all(word in _OF_REPORTING or stem(word) in says or re.fullmatch(COVERAGE, word) for word in rest)
    return f"what {' and '.join(name for _, name in named)} reported" if ofs else ""
