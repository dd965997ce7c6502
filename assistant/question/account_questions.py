"""Tells whether a question leaves room for another account: asks for several, or whether something is so. Floor 2."""

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
_TELLERS = (
    r"(?:they|everyone|sources|outlets|articles|accounts|papers|newspapers|publications|reports|stories|versions|media)"
)
_ON = r"(?:about|on|over|as to|regarding|concerning|when it comes to)"
_AGREE = re.compile(
    rf"^\W*(?:(?:and|but|so)\s)?(?:(?:do|does|did|are|is|have)\s(?:(?:any|all|the|these|those|both|two|of|different|various)"
    rf"\s)*{_TELLERS}\s(?:(?:all|actually|really|also|ever|in)\s)*(?:(?:dis)?agree(?:d|ment)?|contradict(?:ed)?|conflict(?:ed)?"
    rf"|differ|clash(?:ed)?|at odds)(?:\s(?:with\s)?(?:each other|one another|themselves))?"
    rf"|(?:is|are)\sthere\s(?:(?:any|a|some)\s)?(?:disagreement|contradiction|conflict)s?"
    rf"(?:\s(?:between|among)\s(?:the\s)?{_TELLERS})?)\s{_ON}\s(?P<matter>.+)$",
    re.I,
)
_OR = re.compile(r"\bor\b", re.I)


def asks_for_several(question: str) -> bool:
    """Whether a question asks for more than one account, whether accounts agree, or which of two things is so."""
    return bool(_SEVERAL.search(question) or (asks_whether(question) and _OR.search(question)))


def asks_whether(question: str) -> bool:
    """Whether a question asks for a yes or a no."""
    return bool(_WHETHER.search(question))


def matter_of_agreement(question: str) -> str | None:
    """What a question asks whether all who tell of it agree on: "Do the outlets contradict each other on the fee?".

    None where it asks for something else, or names no matter or who should agree.
    """
    found = _AGREE.match(question.strip())
    return found["matter"].strip(" ?.!") or None if found else None
