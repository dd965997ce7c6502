"""Recognises questions that ask for several accounts, and yes-or-no questions. Floor 2."""

from __future__ import annotations

import re

_SEVERAL = re.compile(
    r"\b(?:(?:accounts|articles|both|everyone|others|outlets|papers|reports|sources|they) (?:dis)?agree|disagree\w*"
    r"|differ(?:s|ent|ently)?|contradict\w*|at odds|consistent with|which is it"
    r"|(?:squares?|tall(?:y|ies)|fits?|match(?:es)?) with"
    r"|(?:put|give|tell|name|report|say|print)s? (?:us )?the same|versions|accounts|(?:each|both|two|all|other) sides"
    r"|(?:both|each|every|all) (?:\w+ )?(?:account|version|figure|estimate|number|outlet|paper|report)s?"
    r"|(?:various|other|several) (?:\w+ )?(?:outlets|papers|sources|reports)|(?:which|by) outlets?"
    r"|(?:say|says|said|answer|reply|respond\w*|response|object\w*) to (?:that|this|it)"
    r"|(?:said|told|argued) against)\b",
    re.I,
)
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|must|may|will|would|can|could|should)"
_WHETHER = re.compile(
    rf"(?:^|[.!?;])\W*(?:so\s+)?(?:(?!\b(?:wh\w+|how)\b)[^.!?;]+(?:,|\bor)\s+)?{_VERB}\s(?!not\b)|\bwhether\b", re.I
)
_REPORTERS = (
    r"(?:they|everyone|sources|outlets|articles|accounts|papers|newspapers|publications|reports|stories|versions|media)"
)
_ON = r"(?:about|on|over|as to|regarding|concerning|when it comes to)"
_AGREE = re.compile(
    rf"^\W*(?:(?:and|but|so)\s)?(?:(?:do|does|did|are|is|have)\s(?:(?:any|all|the|these|those|both|two|of|different|various)"
    rf"\s)*{_REPORTERS}\s(?:(?:all|actually|really|also|ever|in)\s)*(?:(?:dis)?agree(?:d|ment)?|contradict(?:ed)?|conflict(?:ed)?"
    rf"|differ|clash(?:ed)?|at odds)(?:\s(?:with\s)?(?:each other|one another|themselves))?"
    rf"|(?:is|are)\sthere\s(?:(?:any|a|some)\s)?(?:disagreement|contradiction|conflict)s?"
    rf"(?:\s(?:between|among)\s(?:the\s)?{_REPORTERS})?)\s{_ON}\s(?P<topic>.+)$",
    re.I,
)
_STATE = r"(?:disputed|contested|in dispute)"
_OF_ALL = re.compile(
    rf"^\W*(?:(?:and|but|so)\s)?(?:(?:(?:what|where|which)\s(?:\w+\s)?)?(?:do|does|did|are)\s"
    rf"(?:(?:any|all|the|these|those|both|two|of)\s)*{_REPORTERS}\s(?:(?:all|actually|really|also|ever|in)\s)*"
    r"(?:(?:dis)?agree(?:ment)?|contradict|conflict|differ|clash|at odds)"
    r"(?:\s(?:with\s)?(?:each other|one another|themselves))?(?:\s(?:about|on|over))?"
    rf"|what(?:’s|'s|\sis)\s{_STATE}|(?:what|which)\s\w+\sare\s{_STATE})\W*$",
    re.I,
)
_OR = re.compile(r"\bor\b", re.I)


def asks_for_several(question: str) -> bool:
    """Whether a question asks for several accounts, whether accounts agree, or which of two things is true."""
    return bool(_SEVERAL.search(question) or (asks_whether(question) and _OR.search(question)))


def asks_whether(question: str) -> bool:
    """Whether a question contains a yes-or-no question."""
    return bool(_WHETHER.search(question))


def topic_of_agreement(question: str) -> str | None:
    """The topic on which a question asks whether the accounts agree: "the fee" in "Do they disagree on the fee?".

    None if the question asks for something else, or does not name a topic and whose agreement it asks about.
    """
    found = _AGREE.match(question.strip())
    return found["topic"].strip(" ?.!") or None if found else None


def asks_of_all_accounts(question: str) -> bool:
    """Whether a question asks if, or where, the accounts agree, and names no topic: "Do the outlets agree?"."""
    return bool(_OF_ALL.match(question.strip()))
