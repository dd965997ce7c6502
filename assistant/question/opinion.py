"""Reads whether a question asks for a judgement and not for a fact: "Is the bridge ugly?". Floor 2."""

from __future__ import annotations

import re

from assistant.language.terms import content_words

_TASTE = """amazing annoying awesome awful bad beautiful biased boring brilliant clever credible disgusting evil
excellent fantastic foolish funny good great horrible hypocritical immoral incompetent lame lovely
moral nasty nice overhyped overrated pathetic reliable ridiculous rubbish selfish silly smart stupid
terrible trustworthy ugly underrated unethical unfair wonderful""".split()
# Words of judgement when they are asked for; in a sentence they mostly mean something else.
_ASKED_ALONE = "cool fair mean pretty right worth wrong".split()
_JUDGES = re.compile(rf"\b(?:{'|'.join(_TASTE)})\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:so\s)?(?:is|are|was|were|isn['’]t|aren['’]t|wasn['’]t|weren['’]t)\s(?P<whom>[^,;?]{1,60}?)\s"
    r"(?:(?:really|just|actually|such|so|too|very|that|all)\s)*(?:(?:an?|the)\s)?"
    rf"(?P<value>{'|'.join((*_TASTE, *_ASKED_ALONE))})(?:\s(?!or\b|that\b)[\w’'-]+)?"
    r"(?:\s(?:to|at|about|in|on|with|of)\s[^?]*)?(?:\sor\s[^?]*)?[\s?.!]*",
    re.IGNORECASE,
)


def judged_in(question: str) -> str:
    """Of whom or what a question asks whether they are good or bad; "" where it asks for no judgement.

    Whether something is good or bad for somebody is a matter of fact.
    """
    found = _ASKED.fullmatch(question.strip())
    return found["whom"] if found and content_words(found["whom"]) else ""


def judges(sentence: str) -> bool:
    """Whether a sentence has a word of judgement."""
    return bool(_JUDGES.search(sentence))
