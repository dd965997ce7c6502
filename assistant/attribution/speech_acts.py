"""Who says what within one sentence: each verb of saying with the phrase of its speaker. Floor 2.

Nothing is resolved here: "he", "the ambassador", "the paper" stay as they are (see attribute_story).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.attribution.citing import SpeechAct, according, claim_by, heard, quoting, reported_by
from assistant.attribution.edges import right_edge
from assistant.attribution.sources import Outlets, Phrase, read
from assistant.attribution.subjects import Form, apposed, speaker_after, subject
from assistant.language.speech import bare_verbs, plural, plural_body, words
from assistant.language.tokens import Token

_VERB = re.compile(r"[a-z]{3,}(?:ed|[^s]s)")
_BROKEN_OFF = re.compile(r"[,?!—–-][”\"’»]$")
_CLAUSE_FAR = 40  # tokens within which a clause that hangs on another, or a quotation that is told of, stands
_SPOKEN_WORDS = 4  # a quotation of fewer may be a title or a nickname


def speech_acts(tokens: Sequence[Token], outlets: Outlets) -> list[SpeechAct]:
    """Every attribution of a sentence, in order of place."""
    found: list[SpeechAct] = []
    for at, token in enumerate(tokens):
        if token.kind != "w" or (token.capital and at):  # a headline's verb, or a name
            continue
        claim = _claim_at(tokens, at, outlets)
        if claim:
            found.append(claim)
    return found


def is_tail(tokens: Sequence[Token], at: int) -> bool:
    """Whether token `at` is a verb of saying with nothing said after it: `Weiss wrote.`, `she said on Monday.`"""
    small = tokens[at].text.lower()
    return (small in words("said") or small in words("weak")) and _ends(tokens, at)


def _claim_at(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    small = tokens[at].text.lower()
    after = _small(tokens, at + 1)
    if small == "according" and after == "to":
        return according(tokens, at, outlets)
    if small in words("quoting"):
        return quoting(tokens, at, group_start(tokens, at), outlets)
    if small == "by" and _small(tokens, at - 1) == "reported":
        return reported_by(tokens, at, outlets)
    if (small == "put" and after == "it") or _issues(tokens, at):
        return _spoken(tokens, at, outlets, "said")
    strength = next((section for section in ("said", "claim", "weak") if small in words(section)), None)
    claim = _spoken(tokens, at, outlets, strength) if strength else _tag(tokens, at, outlets)
    if claim is None and small in {"claim", "report", "accusation", "announcement"}:
        return claim_by(tokens, at, outlets)
    return claim


def _spoken(tokens: Sequence[Token], at: int, outlets: Outlets, strength: str) -> SpeechAct | None:
    """The claim that a verb of saying makes, if it is one here and its speaker can be read."""
    begin = group_start(tokens, at)
    group = {token.small for token in tokens[begin:at]} | {_small(tokens, begin - 1)}
    if tokens[at].text.lower().endswith("ing") or group & (words("be", "not_said")):
        return None
    told = heard(tokens, at, outlets)
    inverted = speaker_after(tokens, at, begin, outlets)
    if inverted:
        return SpeechAct(inverted, _printed(tokens, begin, at), "tag", told)
    phrase, form = subject(tokens, begin, outlets)
    if phrase is None or (form != "relative" and (_within(tokens, phrase.start) or _beside(tokens, phrase.start, at))):
        return None
    if not _agrees(tokens, at, phrase) or not _says(tokens, at, strength, form, phrase):
        return None
    return SpeechAct(phrase, _printed(tokens, begin, at), form, told)


def _tag(tokens: Sequence[Token], at: int, outlets: Outlets) -> SpeechAct | None:
    """The claim of any verb that closes a quotation with its speaker: `"...," sighed Mara Voss`, `"...," he smiled.`"""
    verb = tokens[at].text
    if not _VERB.fullmatch(verb) or tokens[at].small in words("adverbs", "prepositions", "stops"):
        return None
    if _breaks_off(tokens, at - 1):
        end = right_edge(tokens, at + 1)
        phrase = read(tokens, at + 1, end, outlets)
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
    """Whether token `at` is a spoken quotation after which its sentence goes on: it does not end in a full stop."""
    if at < 0 or tokens[at].kind != "q":
        return False
    return bool(_BROKEN_OFF.search(tokens[at].text)) and len(tokens[at].text.split()) >= _SPOKEN_WORDS


def _issues(tokens: Sequence[Token], at: int) -> bool:
    """`made the announcement`, `issued a statement`: a verb and a noun of saying."""
    issued = tokens[at].text.lower() in words("issuing")
    return issued and any(token.small in words("issued") for token in tokens[at + 1 : at + 4])


def _within(tokens: Sequence[Token], start: int) -> bool:
    """Whether a phrase is no subject of the sentence's own: `for Rostec`, `what Taylor`, `which Washington`."""
    before = _small(tokens, start - 1)
    if before != "that":
        return before in words("before_object")
    lead = tokens[start - 2] if start > 1 else None
    said = lead is None or lead.kind != "w" or lead.small in words("said", "weak", "claim", "days")
    return not said


def _beside(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a subject says nothing of the whole sentence: its clause hangs on another, or another hangs on it.

    `Rules were tightened although Taylor had said`; `Even when the others drew level, Taylor answered`.
    """
    hangs = _small(tokens, start - 1) in words("subordinate")
    opened = start < _CLAUSE_FAR and any(one.small in words("subordinate") for one in tokens[:2]) and _ends(tokens, at)
    if not (
        hangs or (opened and [one.text for one in tokens[:start]].count(",") == 1 and tokens[start - 1].text == ",")
    ):
        return False
    return not any(one.kind == "q" for one in tokens[max(0, start - _CLAUSE_FAR) : at + _CLAUSE_FAR])


def group_start(tokens: Sequence[Token], at: int) -> int:
    """Where a verb's own words begin: `has also said`, `on Tuesday rejected`."""
    begin = at
    while begin > 0 and at - begin < 10:
        small = tokens[begin - 1].small
        if tokens[begin - 1].kind != "w":
            break
        number = re.fullmatch(r"\d{1,4}", small)
        if number and begin > 1 and tokens[begin - 2].capital and tokens[begin - 2].small not in words("days"):
            break  # "Psalm 23 says" names a place in a book, "May 12" a day
        if small in words("days") or number:
            begin -= 1
            while begin > 0 and tokens[begin - 1].small in words("time_leads"):
                begin -= 1
        elif small in words("adverbs") or small in words("hedges"):
            begin -= 1
        else:
            break
    return begin


def _agrees(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Whether a form that may be a noun (`claims`), or a bare verb (`say`), has a subject that fits it."""
    verb, after = tokens[at].text.lower(), _small(tokens, at + 1)
    if verb in words("noun_like"):
        if after in words("said", "weak", "claim", "be") | {
            "of",
            "by",
            "from",
            "has",
            "had",
            "have",
            "will",
        }:
            return False
        if after in {"under", "on", "about", "in", "section", "at", "over"} and verb not in {"reports", "report"}:
            return False
    if verb not in bare_verbs():
        return True
    joined = "and" in {token.small for token in tokens[max(0, phrase.start - 3) : phrase.end]}
    several = phrase.kind == "anonymous" and not phrase.text.startswith(("a ", "an ", "one "))
    return joined or several or phrase.head in {"they", "police"} or plural(phrase.head) or plural_body(phrase.head)


def _says(tokens: Sequence[Token], at: int, strength: str, form: Form, phrase: Phrase) -> bool:
    """Whether a verb that has other meanings too is one of saying here."""
    verb, after = tokens[at].text.lower(), _small(tokens, at + 1)
    beyond = [token.small for token in tokens[at + 1 : at + 10]]
    before_quoted = phrase.start > 0 and tokens[phrase.start - 1].kind == "q"
    quoted = before_quoted or any(token.kind == "q" for token in tokens[at + 1 : at + 16])
    opened = quoted or after in words("open_clause")
    if form == "relative":
        return opened
    if phrase.kind == "document":
        return opened or verb in {"said", "says", "read", "reads", "stated", "states", "noted"}
    if (verb.startswith("declare") and after in words("on_oneself")) or (
        verb.startswith(("tell", "told")) and words("tales") & set(beyond[:7])
    ):
        return False
    if strength == "said":
        return not (verb.startswith("report") and after in {"to", "for"})
    closing = _ends(tokens, at) if form == "tag" else phrase.start == 0 and after in {"", "."}
    if strength == "claim":
        return quoted or closing or bool(words("claims") & set(beyond)) or "as" in beyond
    if phrase.kind == "outlet" and phrase.head in words("inquiries") and verb.startswith(("found", "finds", "reveal")):
        return True
    return opened or closing or _weak(verb, after, beyond, at + 1 < len(tokens) and tokens[at + 1].capital)


def _weak(verb: str, after: str, beyond: Sequence[str], named: bool) -> bool:
    """Turns of phrase in which a weak verb says something: `asked residents to`, `called it a`, `added the`."""
    if verb.startswith("ask"):
        return bool({"to", "why", "whether"} & set(beyond))
    if verb.startswith("call"):
        return after == "for" or (
            after not in {"off", "up", "in"} and bool({"a", "an", "impossible"} & set(beyond[1:8]))
        )
    if verb.startswith("maintain"):
        return "innocence" in beyond
    if verb.startswith("add") or verb in {"writes", "wrote"}:
        return (named or after in {"the", "he", "she", "they", "it"}) and bool(words("finite") & set(beyond))
    return False


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing that was said follows the verb."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.kind == "p" or after.small in words("after_tag") or after.small in words("days")


def _printed(tokens: Sequence[Token], begin: int, at: int) -> str:
    """The verb as printed, with its hedge where there is one: `reportedly said`."""
    hedges = [token.text.lower() for token in tokens[begin:at] if token.small in words("hedges")]
    noun_at = next((i for i in range(at + 1, min(at + 4, len(tokens))) if tokens[i].small in words("issued")), at)
    shown = tokens[at : noun_at + 1] if _issues(tokens, at) else tokens[at : at + 1 + (tokens[at].text == "put")]
    return " ".join([*hedges, *(token.text for token in shown)])


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _small(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].small if 0 <= at < len(tokens) else ""
