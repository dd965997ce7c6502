"""The words by which a sentence denies. Floor 1."""

from __future__ import annotations

import re

DENIAL = re.compile(
    r"\b(?:(?<!was )(?<!were )(?<!been )(?<!are )den(?:y|ied|ies|ying)"
    r"(?!\s+(?:\w+\s+){0,2}(?:entry|access|bail|a visa|permission|asylum|comment))"
    r"|denial|reject(?:ed|s|ing)?|doubt(?:s|ed)|dismiss(?:ed|es|ing)?|disput(?:ed|es)|refut(?:ed|es|ing)|rebut(?:ted|s)"
    r"|contradict(?:ed|s)|(?:absolutely|completely|totally|entirely|utterly|simply|patently|is|are|was|were|as) false"
    r"|(?:not|n['’]t) (?:\w+ )?(?:true|the case|correct)"
    r"|nothing to do with (?:reality|the truth)|(?:no|any) truth|never happened|did not happen|didn['’]t happen"
    r"|fake news|fabricat(?:ion|ed)|baseless|unfounded|groundless|untrue|invention|hoax"
    r"|no (?:talk|question|plans?|intention) of|there (?:is|was|are|were|will be) no\b"
    r"|overestimat(?:ed|es|ing)|exaggerat(?:ed|es|ing|ion)|overstat(?:ed|es|ing)|inflated|underestimat(?:ed|es)"
    r"|(?:is|was|were|been)? ?impossible|(?:has|had|have) never|never (?:had|has|did|was|were))\b",
    re.I,
)
"""Broad: a sentence with one of these may not stand for one without. What is denied, `disputes.denials` reads."""
