"""Recognises questions that ask for a value judgement rather than a fact: "Is the bridge ugly?". Floor 2."""

from __future__ import annotations

import re

from assistant.language.terms import content_words

_TASTE = """amazing annoying awesome awful bad beautiful biased boring brilliant clever credible disgusting evil
excellent fantastic foolish funny good great horrible hypocritical immoral incompetent lame lovely
moral nasty nice overhyped overrated pathetic reliable ridiculous rubbish selfish silly smart stupid
terrible trustworthy ugly underrated unethical unfair wonderful""".split()
# Value words only in a question; in a statement they mostly mean something else.
_ASKED_ALONE = "cool fair mean pretty right worth wrong".split()
_JUDGES = re.compile(rf"\b(?:{'|'.join(_TASTE)})\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:so\s)?(?:is|are|was|were|isn['’]t|aren['’]t|wasn['’]t|weren['’]t)\s(?P<whom>[^,;?]{1,60}?)\s"
    r"(?:(?:really|just|actually|such|so|too|very|that|all)\s)*(?:(?:an?|the)\s)?"
    rf"(?P<value>{'|'.join((*_TASTE, *_ASKED_ALONE))})(?:\s(?!or\b|that\b)[\w’'-]+)?"
    r"(?:\s(?:to|at|about|in|on|with|of)\s[^?]*)?(?:\sor\s[^?]*)?[\s?.!]*",
    re.IGNORECASE,
)
# "Which is better, the ferry or the bridge?", "The ferry or the bridge, which is better?"
_WHICH = (
    r"(?:which|who|what)(?:['’]s|\s(?:one\s)?(?:is|are|was|were|do you (?:think|prefer)))?\s(?:is\s)?(?:the\s)?"
    r"(?:better|best|nicer|worse|worst)"
)
_PREFERRED = re.compile(
    rf"(?:{_WHICH}\W+(?P<first>[^,;?]+\sor\s[^?]+?)|(?P<last>[^,;?]+\sor\s[^,;?]+?)\W+{_WHICH})[\s?.!]*", re.IGNORECASE
)


def judged_in(question: str) -> str:
    """Who or what a question asks to be judged or preferred; "" if it asks for no value judgement.

    "Good for" or "bad for" somebody counts as a question of fact.
    """
    if preferred := _PREFERRED.fullmatch(question.strip()):
        return preferred["first"] or preferred["last"]
    found = _ASKED.fullmatch(question.strip())
    return found["whom"] if found and content_words(found["whom"]) else ""


def judges(sentence: str) -> bool:
    """Whether a sentence contains a value word."""
    return bool(_JUDGES.search(sentence))
