"""Whether a sentence says that something is not known, not confirmed or not answered. Floor 1."""

from __future__ import annotations

import re

_UNTOLD = re.compile(
    r"\b(?:(?:is|was|are|were|remains?|remained|it'?s) (?:still |not (?:immediately |yet )?|un)?"
    r"(?:unclear|clear|unknown|known|unconfirmed|confirmed|disclosed|uncertain)\b"
    r"|not (?:immediately |yet )?(?:clear|known|confirmed|verified|disclosed)|unclear"
    r"|could(?: not|n['’]t) (?:\w+ )?(?:be )?(?:verif|confirm|reach)\w*"
    r"|declin\w+ to (?:comment|say|give|name|disclose)"
    r"|did(?: not|n['’]t) (?:\w+ )?(?:respond|reply|comment|say (?:when|how|what|who|why)|disclose|give details)"
    r"|no (?:immediate )?(?:comment|details|confirmation)|without (?:giving|providing) details|remains? to be seen"
    r"|yet to (?:be |confirm|comment|respond|announce)\w*|question marks? over|open question|no(?:body| one) knows)",
    re.I,
)
_KNOWN = re.compile(
    r"\b(?:is|was|are|were|it'?s|made it|became) (?:very |quite |now |also |well )?(?:clear|known|confirmed)\b", re.I
)


def says_unknown(text: str) -> bool:
    """Whether a sentence leaves something open in so many words."""
    return bool(_UNTOLD.search(text)) and not _KNOWN.search(text)
