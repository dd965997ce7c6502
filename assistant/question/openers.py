"""The ways in which people open a request of each kind. Floor 2. What stands behind an opening is its subject."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "question", "greeting", "help", "outside", "holdings", "summary", "timeline", "latest", "outlets", "names",
    "figures", "voices", "comparison", "sides", "quote", "critics", "missing", "change",
]  # fmt: skip

_OF = r"(?:\s(?:of|on|about|for|from|in|with|regarding|concerning|to|between|by|around)\b)?"
_SOME = (
    r"(?:(?:a|an|the|all|any|me|some)\s)*(?:(?:short|brief|quick|concise|complete|full|executive|detailed|main|key"
    r"|important|central|biggest|most|(?:one|two|three|four|five|\d+)[- ](?:sentences?|words?|lines?))\s)*"
)
TOLD = (
    r"(?:articles?|stor(?:y|ies)|pieces?|texts?|documents?|reports?|coverage|corpus|collection|outlets?|sources|news)"
)
PRINTED = r"(?:articles|documents|stories|pieces|texts|outlets|newspapers|papers|publications|(?:news )?sources)"
_COUNT = r"(?:how many(?: of (?:the|these|those|your|them))?|(?:the )?number of(?: (?:the|these|those|your))?)"
_HELD = (
    r"(?: (?:do|did|have|has|are|is|can|you|we|i|there|in|here|got|read|hold|know|the|this|index|corpus|loaded"
    r"|included))*"
)
_AND = rf"(?:,? and (?:from )?(?:which|what|how many) {PRINTED}{_HELD})?"
_ON = (
    r"(?:(?:that |which )?(?:mention|name|cover|discuss)(?:s|ing)?|(?:are |is )?(?:about|on|with)"
    r"|(?:that |which )?(?:tell|talk|report|write|deal|speak)(?:s|ing)? (?:about|of|on|with))"
)
# What opens a request of each kind; what stands behind it is its subject. The first that fits is meant.
_HEADS: tuple[tuple[Kind, str], ...] = (
    (
        "help",
        r"(?:what|how)(?:['’]s| is| are| can| do| does| could)? (?:you|i|this|it|sayso|we)(?: even)? (?:can |could )?"
        r"(?:do|work|help(?: me)?(?: with)?|use(?: (?:this|it|you))?|ask(?: (?:you|here|about))*|good for)(?: here)?$"
        r"|what can (?:i|we) ask(?: you)? about"
        r"|(?:what is (?:this|sayso)|who are you)[\s,?.!]+(?:and )?(?:what|how) (?:can|could|do|does)"
        r" (?:you|it|this|i)\b.*$"
        r"|(?:what|who) (?:are you|is sayso|is this|made you)$|(?:can you )?help(?: me)?$|instructions$"
        r"|what (?:kinds?|sorts?) of (?:questions?|things?|requests?) can (?:i|you|we) (?:ask|answer|do)$"
        r"|what (?:topics?|subjects?|stories) (?:do|can) you (?:cover|know|have)$",
    ),
    (
        "outside",
        r"(?:what(?:['’]s| is| are| will)? )?(?:the )?(?P<live>weather|temperature|forecast)\b"
        r"|what time is it|(?:do|what do|did|would|how do) you (?:think|feel|believe|prefer|recommend|suggest)\b"
        r"|(?:what(?:['’]s| is) )?your (?:own )?(?:opinion|view|advice|take|favou?rite)\b|should (?:i|we)\b"
        r"|(?:predict|forecast|guess)\s(?:who|what|when|whether|if|how|the)\b"
        r"|are you (?:human|alive|conscious|an? \w+)$"
        r"|(?:draw|paint|sketch|sing|play|book|order|buy|call|phone|email|send|remind|wake)\s(?:me|us|an?|the|my|it|some)\b"
        r"|(?:a|an|the)\s(?:\w+\s)?(?:picture|image|photo|drawing|painting|poem|song|joke|limerick|recipe|video|meme"
        r"|headline|slogan|tweet|essay|caption)\b",
    ),
    (
        "holdings",
        rf"(?:{_COUNT}|(?:which|what)) {PRINTED}{_HELD}{_AND}$|{_COUNT} {PRINTED}{_HELD} {_ON}"
        rf"|(?:which|what) (?:of the )?(?:articles|documents|stories|pieces|texts){_HELD} {_ON}"
        rf"|(?:all )?(?:the |your )?{PRINTED}(?: (?:do )?you have| in (?:here|the (?:index|corpus)))?$"
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
        r"|updates?|state|status|word|reports?|things?|events?|accounts?|information))*"
        r"(?: (?:reported|told|known|available|here))*(?:\s(?:on|about|of|from|in|with|regarding|around)\b|$)"
        r"|what(?:['’]s| is|s) (?:new|going on|happening)(?: (?:now|right now))*(?: (?:with|in|on|at"
        r"|about|from))?|(?:is there )?(?:anything|something) new(?: (?:on|about|with|from|in))?"
        r"|(?:what(?:['’]s| is) )?(?:the )?current (?:status|state|situation)(?: (?:of|in|with|on))?"
        r"|(?:any|some) (?:news|updates?)(?: (?:on|about|of|from))?|(?:an )?update(?: me)? (?:on|about)"
        r"|where (?:do|does) (?:things|it|this|the story|the matter) (?:stand|now stand)(?: now)?(?: (?:with|on))?",
    ),
    (
        "missing",
        rf"what(?:['’]s| is) (?:still |yet )?(?:missing|left out|not (?:known|clear|said|told|answered)|unknown|unclear"
        rf"|unanswered|still open)(?: (?:from|in|about|on|of))?(?: the {TOLD}(?: (?:about|on|of))?)?"
        rf"|what (?:do|does|did)(?:n['’]t| not)? (?:the |these )?(?:{TOLD}|they|we|nobody|you)(?: still| yet)?(?: not)?"
        r" (?:tell|say|know|answer|explain|mention)(?: us)?(?: (?:about|on|of))?(?<!what do)(?P<no>)"
        r"|(?:what )?(?:questions (?:are|remain) (?:open|unanswered)|(?:the |any )?open questions)"
        r"(?: (?:about|on|in|after))?",
    ),
    (
        "summary",
        rf"{_SOME}(?:summar(?:y|ies|i[sz]e)|sum(?: \w+){{0,3}} up|overview|gist|recap|round-?up|run-?down|digest|tl;?dr"
        rf"|outline|points|facts|highlights|essentials|takeaways|bottom line){_OF}"
        rf"|what(?:['’]s| is|s)(?: all)? (?:this|it|all this|(?:the|this|that) {TOLD})(?: all)? about"
        rf"|what (?:do|does|did) (?:the |these )?(?:{TOLD}|they) (?:say|tell|report)(?: us)?$"
        r"|what(?:['’]s| is|s) (?:going on|the story|happening)(?: here| so far)?$"
        r"|what (?:has )?happened(?: here| so far)?$"
        r"|(?:(?:can|could|would) you )?(?:help me|let me)(?: to)? (?:understand|make sense of)"
        r"|(?:catch|bring|fill|brief) me (?:up|in)?(?: to speed)?(?: (?:on|about))?"
        r"|what (?:do|can) (?:we|you|i) (?:know|learn|find out)(?: so far)?(?: (?:about|on|of))"
        r"|what is (?:known|reported|said|written) (?:about|on|of)|about"
        r"|(?:everything|anything|all|more|something)(?: you have)? (?:about|on)"
        r"|what (?:have|do|did) (?:you|we|i) (?:got|have|know|find)(?: got)?(?: here)? (?:about|on)"
        r"|what (?:has|have|did|does|do)(?= .+ (?:write|written|report\w*|publish\w*|print\w*) (?:about|on) )"
        r"|(?:some )?(?:background|info|information|details?)(?: (?:on|about|to))",
    ),
    (
        "outlets",
        rf"(?:which|what) (?:of the )?{PRINTED}(?: have| has)? (?:covered|cover|wrote about|write about)"
        rf"|who (?:has )?(?:covered|wrote about)"
        rf"|(?:who|(?:which|what) (?:{PRINTED}|outlet|newspaper|paper|article|publication|source))(?: was| were)?"
        r" (?:the )?first (?:with|to (?:report|tell|cover|write|publish)(?: (?:about|of|on))?)"
        rf"|(?:who|(?:which|what) (?:{PRINTED}|outlet|newspaper|paper|article|publication|source))"
        r" (?:had|broke|reported|told|published|covered)(?: (?:it|this|that|the (?:story|news)))? first$",
    ),
    (
        "voices",
        rf"who (?:said|says|has said) what{_OF}"
        rf"|what (?:did|do|does) (?:everyone|everybody|people|each of them) say{_OF}"
        rf"|every(?:one|body)(?: who (?:is|was))? quoted{_OF}"
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
        rf"(?: in (?:this|the|these)?\s?{TOLD})?{_OF}"
        r"|every(?:one|body)(?: who is)? (?:involved|mentioned|named)(?: (?:in|here))?"
        r"|who(?:['’]s| is) (?:who|involved|mentioned|quoted)(?: (?:in|here))?",
    ),
    (
        "figures",
        rf"(?:what are )?{_SOME}(?:(?P<unit>(?!of\b)[a-z]+) )?(?:numbers|figures|statistics|stats|sums|amounts)"
        rf"(?: (?:given|mentioned|reported|quoted|named|involved))?{_OF}",
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
        r"|(?:what (?:is|are) )?(?:the )?differences? between|how (?:do|does|did)(?=\s.+\b(?:differ|compare)\b)",
    ),
)  # fmt: skip
OPENERS = tuple((kind, re.compile(rf"(?:{pattern})(?=$|[\s,:?.!;-])", re.IGNORECASE)) for kind, pattern in _HEADS)
