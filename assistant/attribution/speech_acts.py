"""The speech acts of one sentence: each reporting verb with the phrase of its speaker. Floor 2.

Phrases such as "he", "the ambassador" and "the paper" are resolved later, by `coreference`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.citing import SpeechAct, according, claim_by, quoting, relaying_outlets, reported_by
from assistant.attribution.edges import right_edge
from assistant.attribution.sources import Outlets, Phrase, read_phrase
from assistant.attribution.subjects import Form, apposed, speaker_after, subject
from assistant.language.speech import bare_verbs, listed, plural, plural_body
from assistant.language.tokens import Token

_VERB = re.compile(r"[a-z]{3,}(?:ed|[^s]s)")
_BROKEN_OFF = re.compile(r"[,?!—–-][”\"’»]$")
_CLAUSE_FAR = 40  # tokens within which to look for a subordinate clause or a quotation
_SPOKEN_WORDS = 4  # a quotation of fewer may be a title or a nickname


def speech_acts(tokens: Sequence[Token], outlets: Outlets) -> list[SpeechAct]:
    """The attributions of a sentence, in order; an empty list where there are none."""
    found: list[SpeechAct] = []
    for at, token in enumerate(tokens):
        if token.kind != "w" or (token.capital and at):  # a headline's verb, or a name
            continue
        act = _act_at(tokens, at, outlets)
        if act:
            found.append(act)
    return found


def is_tail(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is a reporting verb with no statement after it: `Weiss wrote.`, `she said on Monday.`"""
    small = tokens[at].text.lower()
    return (small in listed("said") or small in listed("weak")) and _ends(tokens, at)


def _act_at(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    small = tokens[at].text.lower()
    after = _small(tokens, at + 1)
    if small == "according" and after == "to":
        return according(tokens, at, outlets)
    if small in listed("quoting"):
        return quoting(tokens, at, group_start(tokens, at), outlets)
    if small == "by" and _small(tokens, at - 1) == "reported":
        return reported_by(tokens, at, outlets)
    if (small == "put" and after == "it") or _issues(tokens, at):
        return _spoken(tokens, at, outlets, "said")
    strength = next((section for section in ("said", "claim", "weak") if small in listed(section)), None)
    act = _spoken(tokens, at, outlets, strength) if strength else _tag(tokens, at, outlets)
    if act is None and small in {"claim", "report", "accusation", "announcement"}:
        return claim_by(tokens, at, outlets)
    return act


def _spoken(tokens: Sequence[Token], at: int, outlets: Outlets, strength: str) -> SpeechAct | None:
    """The speech act of a reporting verb; None where it has another meaning, or no readable speaker."""
    begin = group_start(tokens, at)
    group = {token.small for token in tokens[begin:at]} | {_small(tokens, begin - 1)}
    determined = _small(tokens, begin - 1) in listed("determiners") - {"that"}  # "an estimated 150"
    if determined or tokens[at].text.lower().endswith("ing") or group & (listed("be", "not_said")):
        return None
    relayed_by = relaying_outlets(tokens, at, outlets)
    inverted = speaker_after(tokens, at, begin, outlets)
    if inverted:
        return SpeechAct(inverted, _printed(tokens, begin, at), "tag", relayed_by)
    phrase, form = subject(tokens, begin, outlets)
    if phrase is None or (form != "relative" and (_within(tokens, phrase.start) or _beside(tokens, phrase.start, at))):
        return None
    if not _agrees(tokens, at, phrase) or not _says(tokens, at, strength, form, phrase):
        return None
    return SpeechAct(phrase, _printed(tokens, begin, at), form, relayed_by)


def _tag(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    """The speech act of any verb that tags a quotation: `"...," sighed Mara Voss`, `"...," he smiled.`"""
    verb = tokens[at].text
    if not _VERB.fullmatch(verb) or tokens[at].small in listed("adverbs", "prepositions", "stops"):
        return None
    if _breaks_off(tokens, at - 1):
        end = right_edge(tokens, at + 1)
        phrase = read_phrase(tokens, at + 1, end, outlets)
        if phrase and phrase.kind == "role":
            phrase = (apposed(tokens, phrase, end + 1, outlets) if _text(tokens, end) == "," else None) or phrase
        if phrase is None or phrase.kind not in {"person", "role"} or _text(tokens, end) not in {"", ",", "."}:
            return None
        return SpeechAct(phrase, verb, "tag")
    phrase, _ = subject(tokens, at, outlets)
    spoken = (
        phrase is not None and phrase.kind in {"person", "role", "pronoun"} and _breaks_off(tokens, phrase.start - 1)
    )
    return SpeechAct(phrase, verb, "tag") if phrase and spoken and _ends(tokens, at) else None


def _breaks_off(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is a spoken quotation whose sentence continues: it does not end in a full stop."""
    if at < 0 or tokens[at].kind != "q":
        return False
    return bool(_BROKEN_OFF.search(tokens[at].text)) and len(tokens[at].text.split()) >= _SPOKEN_WORDS


def _issues(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb has a reporting noun as its object: `made the announcement`, `issued a statement`."""
    issued = tokens[at].text.lower() in listed("issuing")
    return issued and any(token.small in listed("issued") for token in tokens[at + 1 : at + 4])


def _within(tokens: Sequence[Token], start: int) -> bool:
    """Whether a phrase is not the subject of the main clause: `for Rostec`, `what Taylor`, `which Washington`."""
    before = _small(tokens, start - 1)
    if before != "that":
        return before in listed("before_object")
    lead = tokens[start - 2] if start > 1 else None
    said = lead is None or lead.kind != "w" or lead.small in listed("said", "weak", "claim", "days")
    return not said


def _beside(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a subject does not say the whole sentence, because its clause is subordinate or governs another.

    `Rules were tightened although Taylor had said`; `Even when the others drew level, Taylor answered`.
    """
    hangs = _small(tokens, start - 1) in listed("subordinate")
    opened = start < _CLAUSE_FAR and any(one.small in listed("subordinate") for one in tokens[:2]) and _ends(tokens, at)
    if not (
        hangs or (opened and [one.text for one in tokens[:start]].count(",") == 1 and tokens[start - 1].text == ",")
    ):
        return False
    return not any(one.kind == "q" for one in tokens[max(0, start - _CLAUSE_FAR) : at + _CLAUSE_FAR])


def group_start(tokens: Sequence[Token], at: int) -> int:
    """The start of a verb group: `has also said`, `on Tuesday rejected`."""
    begin = at
    while begin > 0 and at - begin < 10:
        small = tokens[begin - 1].small
        if tokens[begin - 1].kind != "w":
            break
        number = re.fullmatch(r"\d{1,4}", small)
        if number and begin > 1 and tokens[begin - 2].capital and tokens[begin - 2].small not in listed("days"):
            break  # "Psalm 23 says" names a place in a book, "May 12" a day
        if small in listed("days") or number:
            begin -= 1
            while begin > 0 and tokens[begin - 1].small in listed("time_leads"):
                begin -= 1
        elif small in listed("adverbs") or small in listed("hedges"):
            begin -= 1
        else:
            break
    return begin


def _agrees(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Whether the subject agrees with a form that may be a noun (`claims`) or with a base form (`say`)."""
    verb, after = tokens[at].text.lower(), _small(tokens, at + 1)
    if verb in listed("noun_like"):
        if after in listed("said", "weak", "claim", "be") | {
            "of",
            "by",
            "from",
            "has",
            "had",
            "have",
            "will",
        }:
            return False
        piece = verb in {"reports", "report"} and phrase.kind in {"outlet", "press", "person", "pronoun"}
        if after in {"under", "on", "about", "in", "section", "at", "over"} and not piece:
            return False
    if verb not in bare_verbs():
        return True
    joined = "and" in {token.small for token in tokens[max(0, phrase.start - 3) : phrase.end]}
    several = phrase.kind == "anonymous" and not phrase.text.startswith(("a ", "an ", "one "))
    return joined or several or phrase.head in {"they", "police"} or plural(phrase.head) or plural_body(phrase.head)


def _says(tokens: Sequence[Token], at: int, strength: str, form: Form, phrase: Phrase) -> bool:
    """Whether an ambiguous verb is a reporting verb here."""
    verb, after = tokens[at].text.lower(), _small(tokens, at + 1)
    beyond = [token.small for token in tokens[at + 1 : at + 10]]
    before_quoted = phrase.start > 0 and tokens[phrase.start - 1].kind == "q"
    quoted = before_quoted or any(token.kind == "q" and not _titles(token) for token in tokens[at + 1 : at + 16])
    opened = quoted or after in listed("open_clause")
    if form == "relative":
        return opened
    if phrase.kind == "document":
        return opened or verb in {"said", "says", "read", "reads", "stated", "states", "noted"}
    if verb.startswith(("tell", "told")) and listed("tales") & set(beyond[:7]):
        return False
    if strength == "said":
        return not (verb.startswith("report") and after in {"to", "for"})
    closing = _ends(tokens, at) if form == "tag" else phrase.start == 0 and after in {"", "."}
    if strength == "claim":
        return quoted or closing or bool(listed("claims") & set(beyond)) or "as" in beyond
    if phrase.kind == "outlet" and phrase.head in listed("inquiries") and verb.startswith(("found", "finds", "reveal")):
        return True
    return opened or closing or _weak(verb, after, beyond, at + 1 < len(tokens) and tokens[at + 1].capital)


def _titles(quotation: Token) -> bool:
    """Whether a quotation may be a title: a few words, the first with a capital, without an end mark."""
    inside = quotation.text.strip("\"“”‘’' ")
    return len(inside.split()) < _SPOKEN_WORDS and inside[:1].isupper() and inside[-1:].isalnum()


def _weak(verb: str, after: str, beyond: Sequence[str], named: bool) -> bool:
    """Whether a weak verb reports speech in its context: `asked residents to`, `called it a`, `added the`."""
    if verb.startswith("ask"):
        return bool({"to", "why", "whether"} & set(beyond))
    if verb.startswith("call"):
        return after == "for" or (
            after not in {"off", "up", "in"} and bool({"a", "an", "impossible"} & set(beyond[1:8]))
        )
    if verb.startswith("maintain"):
        return "innocence" in beyond
    if verb.startswith("add") or verb in {"writes", "wrote"}:
        return named or after in {"the", "he", "she", "they", "it"}
    return False


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether no statement follows the verb."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.kind == "p" or after.small in listed("after_tag") or after.small in listed("days")


def _printed(tokens: Sequence[Token], begin: int, at: int) -> str:
    """The verb as printed, with its hedge if it has one: `reportedly said`."""
    hedges = [token.text.lower() for token in tokens[begin:at] if token.small in listed("hedges")]
    noun_at = next((i for i in range(at + 1, min(at + 4, len(tokens))) if tokens[i].small in listed("issued")), at)
    shown = tokens[at : noun_at + 1] if _issues(tokens, at) else tokens[at : at + 1 + (tokens[at].text == "put")]
    return " ".join([*hedges, *(token.text for token in shown)])


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _small(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].small if 0 <= at < len(tokens) else ""
