"""Tells what kind of request a message is, before anything is searched. Floor 2. Pure functions.

A message is peeled of its courtesies; what is left is held against the ways in which people open a request of each
kind, and what follows is what it is about. All that fits none is a question to the articles: the rules are few, and
take a message only where its whole wording is a request.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.language.outlets import mentions
from assistant.language.terms import content_words
from assistant.question.asks import matter_of
from assistant.question.parts import without
from assistant.question.windows import windows

Kind = Literal[
    "question", "greeting", "help", "outside", "holdings", "summary", "timeline", "latest", "outlets", "names",
    "figures", "voices", "comparison", "sides", "quote", "critics", "missing", "change",
]  # fmt: skip

_FRONT = re.compile(
    r"(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|dear)(?: (?:there|all|sayso|team))?"
    r"|how are you(?: doing| today)*|what(?:['’]s|s| is) up"
    r"|(?:thanks|thank you|thx|cheers|many thanks)(?: (?:a lot|so much|very much|again))?"
    r"|please|pls|plz|ok(?:ay)?|and|but|then|also|so|well|right|great|perfect|nice|cool|good|got it|bye|goodbye|see you"
    r"|(?:can|could|would|will) (?:you|i)(?: please)?(?! do\b| help\b)|i(?:['’]d| would) (?:like|love)(?: you)?(?: to"
    r" (?:see|have|know|get|read))?|i (?:want|need)(?: you)?(?: to (?:see|have|know|get))?|let me (?:see|have|know)"
    r"|(?:give|show|get|write|make|find|list|name|produce|create|prepare|draft)(?: (?:me|us))?|tell (?:me|us))"
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
_OF = r"(?:\s(?:of|on|about|for|from|in|with|regarding|concerning|to|between|by|around)\b)?"
_SOME = (
    r"(?:(?:a|an|the|all|any|me|some)\s)*(?:(?:short|brief|quick|concise|complete|full|executive|detailed|main|key"
    r"|important|central|biggest|most|(?:one|two|three|four|five|\d+)[- ](?:sentences?|words?|lines?))\s)*"
)
_TOLD = (
    r"(?:articles?|stor(?:y|ies)|pieces?|texts?|documents?|reports?|coverage|corpus|collection|outlets?|sources|news)"
)
_PRINTED = r"(?:articles|documents|stories|pieces|texts|outlets|newspapers|papers|publications|(?:news )?sources)"
# What opens a request of each kind; what stands behind it is its subject. The first that fits is meant.
_HEADS: tuple[tuple[Kind, str], ...] = (
    (
        "help",
        r"(?:what|how)(?:['’]s| is| are| can| do| does| could)? (?:you|i|this|it|sayso|we)(?: even)? (?:can |could )?"
        r"(?:do|work|help(?: me)?(?: with)?|use(?: (?:this|it|you))?|ask(?: (?:you|here|about))?|good for)(?: here)?$"
        r"|(?:what|who) (?:are you|is sayso|is this|made you)$|(?:can you )?help(?: me)?$|instructions$"
        r"|what (?:kinds?|sorts?) of (?:questions?|things?|requests?) can (?:i|you|we) (?:ask|answer|do)$"
        r"|what (?:topics?|subjects?|stories) (?:do|can) you (?:cover|know|have)$",
    ),
    (
        "outside",
        r"(?:what(?:['’]s| is| are| will)? )?(?:the )?(?P<live>weather|temperature|forecast)\b"
        r"|what time is it|(?:do|what do|did|would|how do) you (?:think|feel|believe|prefer|recommend|suggest)\b"
        r"|(?:what(?:['’]s| is) )?your (?:own )?(?:opinion|view|advice|take|favou?rite)\b|should (?:i|we)\b"
        r"|are you (?:human|alive|conscious|an? \w+)$"
        r"|(?:draw|paint|sketch|sing|play|book|order|buy|call|phone|email|send|remind|wake)\s(?:me|us|an?|the|my|it|some)\b"
        r"|(?:a|an|the)\s(?:\w+\s)?(?:picture|image|photo|drawing|painting|poem|song|joke|limerick|recipe|video|meme)\b",
    ),
    (
        "holdings",
        rf"(?:how many {_PRINTED}|(?:which|what) {_PRINTED})(?: (?:do|did|have|has|are|is|can|you|we|i|there|in|here"
        r"|got|read|hold|know|the|index|corpus|loaded|included))*$"
        rf"|how many {_PRINTED} (?:mention|name|are about|tell of|tell about|talk about)"
        rf"|(?:all )?(?:the |your )?{_PRINTED}(?: (?:do )?you have| in (?:here|the (?:index|corpus)))?$"
        r"|what(?:['’]s| is) in (?:the|your|this) (?:index|corpus|collection|archive)$",
    ),
    (
        "timeline",
        rf"{_SOME}(?:time[ -]?line|chronology|(?:sequence|course|order) of events)(?: of events)?{_OF}"
        r"|what happened,? (?:when|in order|step by step)$"
        r"|how (?:did|has)(?=\s.+\s(?:unfold|develop|evolve)(?:ed|d)?$)",
    ),
    (
        "latest",
        r"(?:what(?:['’]s| is| are|s) )?(?:the )?(?:very )?(?:latest|newest|most recent)(?: (?:news|developments?"
        r"|updates?|state|status|word|report|reports))*(?:\s(?:on|about|of|from|in|with|regarding|around)\b|$)"
        r"|what(?:['’]s| is|s) (?:new|going on|happening)(?: (?:now|right now))*(?: (?:with|in|on|at"
        r"|about|from))?|(?:is there )?(?:anything|something) new(?: (?:on|about|with|from|in))?"
        r"|(?:what(?:['’]s| is) )?(?:the )?current (?:status|state|situation)(?: (?:of|in|with|on))?"
        r"|(?:any|some) (?:news|updates?)(?: (?:on|about|of|from))?|(?:an )?update(?: me)? (?:on|about)"
        r"|where (?:do|does) (?:things|it|this|the story|the matter) (?:stand|now stand)(?: now)?(?: (?:with|on))?",
    ),
    (
        "missing",
        rf"what(?:['’]s| is) (?:still |yet )?(?:missing|left out|not (?:known|clear|said|told|answered)|unknown|unclear"
        rf"|unanswered|still open)(?: (?:from|in|about|on|of))?(?: the {_TOLD}(?: (?:about|on|of))?)?"
        rf"|what (?:do|does|did)(?:n['’]t| not)? (?:the |these )?(?:{_TOLD}|they|we|nobody|you)(?: not)? (?:tell|say"
        r"|know|answer|explain|mention)(?: us)?(?: (?:about|on|of))?(?<!what do)(?P<no>)"
        r"|(?:what )?(?:questions (?:are|remain) (?:open|unanswered)|(?:the )?open questions)(?: (?:about|on|in))?",
    ),
    (
        "summary",
        rf"{_SOME}(?:summar(?:y|ies|i[sz]e)|sum(?: \w+)? up|overview|gist|recap|round-?up|run-?down|digest|tl;?dr"
        rf"|outline|points|facts|highlights|essentials|takeaways|bottom line){_OF}"
        rf"|what(?:['’]s| is|s)(?: all)? (?:this|it|all this|(?:the|this|that) {_TOLD})(?: all)? about"
        rf"|what (?:do|does|did) (?:the |these )?(?:{_TOLD}|they) (?:say|tell|report)(?: us)?$"
        r"|what(?:['’]s| is|s) (?:going on|the story|happening)$|what (?:has )?happened(?: here| so far)?$"
        r"|(?:catch|bring|fill|brief) me (?:up|in)?(?: to speed)?(?: (?:on|about))?"
        r"|what (?:do|can) (?:we|you|i) (?:know|learn|find out)(?: so far)?(?: (?:about|on|of))"
        r"|what is (?:known|reported|said|written) (?:about|on|of)|(?:everything |all |more |something )?about"
        r"|(?:some )?(?:background|info|information|details?)(?: (?:on|about|to))",
    ),
    (
        "outlets",
        rf"(?:which|what) (?:of the )?{_PRINTED}(?: have| has)? (?:covered|cover|wrote about|write about)"
        rf"|who (?:has )?(?:covered|wrote about)",
    ),
    (
        "voices",
        rf"who (?:said|says|has said) what{_OF}"
        rf"|what (?:did|do|does) (?:everyone|everybody|people|each of them) say{_OF}"
        rf"|(?:what (?:are|were) )?(?:a list of )?{_SOME}(?:reactions|statements|responses|voices){_OF}",
    ),
    (
        "quote",
        rf"(?:(?:what|which)(?:['’]s| is| are) )?(?:the )?{_SOME}(?:best|strongest|good|memorable|striking|telling"
        rf"|(?<=key )|(?<=most )\w+|a)\s?(?:quotes?|quotations?|soundbites?){_OF}|{_SOME}(?:quotes?|quotations?){_OF}",
    ),
    (
        "names",
        rf"(?:who|what)?\s?(?:are |is |were )?{_SOME}(?:people|persons|names|players|actors|characters|protagonists)"
        r"(?: (?:who are |that are )?(?:involved|mentioned|named|quoted))?(?: here)?"
        rf"(?: in (?:this|the|these)?\s?{_TOLD})?{_OF}"
        r"|every(?:one|body)(?: who is)? (?:involved|mentioned|named|quoted)(?: (?:in|here))?"
        r"|who(?:['’]s| is) (?:who|involved|mentioned|quoted)(?: (?:in|here))?",
    ),
    (
        "figures",
        rf"(?:what are )?{_SOME}(?:numbers|figures|statistics|stats|sums|amounts)(?: (?:given|mentioned|reported|quoted"
        rf"|named|involved))?{_OF}",
    ),
    (
        "sides",
        r"(?:so )?(?:who|whom|which (?:side|one|outlet|account|version|of them))(?:['’]s|['’]re| is| are| was| were)?"
        rf" (?:right|wrong|correct|true|lying|telling the truth|to be believed|more credible){_OF}"
        rf"|who(?:m)? (?:should|can|do) (?:i|we|you) (?:believe|trust){_OF}|(?:both|the two|all) sides{_OF}",
    ),
    (
        "critics",
        r"what (?:do|did|are|is) (?:the |its |his |her )?(?:critics|opponents|sceptics|skeptics|detractors)"
        rf"(?: (?:say|saying|said|think|object))?{_OF}|(?:the )?(?:criticisms?|objections){_OF}"
        r"|who (?:has )?critici[sz]e[sd]",
    ),
    (
        "comparison",
        r"compare(?: how)?|(?:a )?comparison (?:of|between)"
        r"|(?:what (?:is|are) )?(?:the )?differences? between|how (?:do|does|did)(?=\s.+\bdiffer\b)",
    ),
)  # fmt: skip
_OPENERS = tuple((kind, re.compile(rf"(?:{pattern})(?=$|[\s,:?.!;-])", re.IGNORECASE)) for kind, pattern in _HEADS)
_EVERYTHING = re.compile(
    rf"\s*(?:(?:all|everything|this|that|these|those|it|them|here|the|of|whole|me|us|so far|happened|events|things|what"
    rf"|happens|overall|every|each|today|now|your|you|have|single|involved|{_TOLD})\b[\s,.?!]*)*",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"what (?:do|does|did|has|have) .+\b(?:say|report|write|cover|tell|said|reported|written)(?: us)?"
    r"(?: overall| in general| altogether| all in all)?"
    r"|what(?:['’]s| is) .+['’]s? (?:take|view|line|position|account|version)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"what\b.*\b(?:happen\w*|occur\w*|took place|went on|(?:was|is|were|been) (?:said|reported)|new)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a message wants. `subject` is what it is about, in the reader's words; empty for all there is.

    `unless`: a word that, if the articles have it, makes the message a question to them after all.
    """

    kind: Kind
    subject: str = ""
    unless: str = ""


def read_request(text: str, known: Sequence[str] = ()) -> Request:
    """The kind of a message and its subject. `known` are the outlets of the index."""
    told = " ".join(text.split())
    bare = _peeled(told)
    if not bare and "?" in told and not _GREETS.match(told):
        return Request("question", told)
    if not bare:
        return Request("greeting", "hi" if _GREETS.match(told) else "thanks")
    for kind, pattern in _OPENERS:
        found = pattern.match(bare)
        if found and _meant(kind, found, bare, known):
            subject = bare[found.end() :].strip(" ,:?.!;-")
            subject = re.sub(r"\s(?:unfold|develop|evolve|differ)(?:ed|d)?$", "", subject, flags=re.IGNORECASE)
            live = found.groupdict().get("live") or ""
            return Request(kind, "" if _EVERYTHING.fullmatch(subject) else subject, live.lower())
    goes_on = re.match(r"\W*(?:and|but|so|then)\b", told, re.IGNORECASE)  # from what was asked before
    if goes_on is None and (_tells_of_days_alone(bare) or _asks_of_outlet_alone(bare, known)):
        return Request("summary", bare)
    return Request("question", told)


def _peeled(text: str) -> str:
    """The message without the courtesies around it; nothing where it is one."""
    bare = _BACK.sub("", _BACK.sub("", text))
    while found := _FRONT.match(bare):
        bare = bare[found.end() :]
    thanked = re.match(r"\s*(?:\w+[\s,.!]+){0,2}(?:thanks|thank you|thx|cheers)\b", text, re.IGNORECASE)
    return "" if thanked and "?" not in text and len(content_words(bare)) <= 2 else bare


def _meant(kind: Kind, found: re.Match[str], bare: str, known: Sequence[str]) -> bool:
    """Whether an opening is the request that it looks like: some of them open ordinary questions, too."""
    rest = bare[found.end() :]
    if kind == "comparison":
        return bool(mentions(rest, known)) or bool(re.search(rf"\b{_TOLD}\b", rest))
    if kind == "missing" and found.groupdict().get("no") is not None:
        return bool(re.search(r"n['’]t\b| not\b|nobody", found.group()))
    if kind == "names" and not re.search(r"who|people|persons", found.group(), re.IGNORECASE):
        return bool(_EVERYTHING.fullmatch(rest))
    if kind in ("names", "figures", "quote", "voices"):
        return not re.match(r"\s(?:did|do|does|was|were|is|are|has|have|had|will|who|that|which)\b", rest)
    return kind != "latest" or not re.match(r"\s(?:did|do|does|was|were|is|has|have|had|will)\b", rest)


def _tells_of_days_alone(bare: str) -> bool:
    """ "What happened in March 2019?": nothing is asked about but some days, and those are named."""
    spans = [one.span for one in windows(bare, "2000-01-01")]
    return bool(spans) and bool(_HAPPENS.match(bare)) and not matter_of(without(bare, spans))


def _asks_of_outlet_alone(bare: str, known: Sequence[str]) -> bool:
    """ "What does the Courier say overall?": an outlet of the index, and no matter."""
    named = [span for span, _ in mentions(bare, known)]
    if not named or not _SAYS.fullmatch(bare):
        return False
    return not matter_of(re.sub(r"\b(?:overall|in general|altogether)\b", "", without(bare, named)))
