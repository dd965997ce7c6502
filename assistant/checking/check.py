"""Checks sentences against what they cite: by exact words, by certain rules, and by a model that reads. Floor 2.

Without a model, a sentence that is not a quotation is at best `unchecked`, never `supported`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.checking.quantity_check import absent_figure
from assistant.checking.quotation_diff import difference
from assistant.checking.verbatim import (
    altered_quotation,
    phrases,
    shortened,
    verbatim_in,
    without_marks,
)
from assistant.reading.checked_context import CitedSentence
from assistant.reading.faithfulness import Checker, Finding
from assistant.types import Article, Evidence, Verdict

_NAME_OR_FIGURE = re.compile(r"\d|(?<=[a-z,;] )[A-Z][a-z]")  # a capital within a sentence, a digit
NOBODY_READ = "nothing that can read has read it: no language model is set to check"

CertainRules = Callable[[CitedSentence, str], Verdict]
"""Gives the verdict of certain rules on a sentence that no model has read; takes the reason why it was not read."""


def check(
    sentences: Sequence[CitedSentence], checker: Checker | None = None, certain: CertainRules | None = None
) -> list[Verdict]:
    """One verdict a sentence, in their order; no sentences give an empty list.

    `verbatim`: a whole sentence of what it cites. `unsupported`: a quotation or a figure is not in the cited articles,
    or the checker names words that are not supported. `supported`: the checker found every word supported. `joining`:
    it claims nothing. `unchecked`: nothing is known to be wrong, and no model has read it; such sentences are passed to
    `certain` (default: `check_certain`).
    """
    found = dict(check_each(sentences, checker, certain))
    return [found[at] for at in range(len(sentences))]


def check_each(
    sentences: Sequence[CitedSentence], checker: Checker | None = None, certain: CertainRules | None = None
) -> Iterator[tuple[int, Verdict]]:
    """Yield (index, verdict) as in `check`: first the sentences that need no model, then the others once read."""
    unread = []
    for at, one in enumerate(sentences):
        verdict = check_exact(one.text, one.cited)
        if verdict.check == "unchecked":
            unread.append(at)
        else:
            yield at, verdict
    asked = [sentences[at] for at in unread]
    found = checker.findings(asked) if checker else ((at, Finding("unread")) for at in range(len(asked)))
    for at, finding in found:
        yield unread[at], _verdict(finding, asked[at], checker, certain or check_certain)


def check_exact(text: str, cited: Sequence[Evidence]) -> Verdict:
    """The verdict by exact words alone: `verbatim`, `unsupported` for an altered quotation, else `unchecked`."""
    bare = without_marks(text)
    if not re.search(r"\w", bare):
        return Verdict("unsupported", "it says nothing that can be checked")
    if not cited:
        return Verdict("unchecked", NOBODY_READ)
    if outlet := verbatim_in(text, cited):
        return Verdict("verbatim", f"word for word in {outlet}")
    if phrase := altered_quotation(bare, cited):
        return Verdict("unsupported", altered_reason(phrase, [piece.article for piece in cited]), (phrase,))
    return Verdict("unchecked", NOBODY_READ)


def altered_reason(phrase: str, articles: Iterable[Article]) -> str:
    """The reason shown for a quotation that none of the articles has, with their nearest words."""
    reason = f"“{shortened(phrase)}” is in quotation marks but not in the article word for word"
    found = difference(phrase, articles)
    return f"{reason}; differs in: {found.description}; there it is “{shortened(found.printed)}”" if found else reason


def check_certain(sentence: CitedSentence, reason: str = NOBODY_READ) -> Verdict:
    """The verdict of certain rules on a sentence that no model has read; `reason` says why not."""
    if figure := absent_figure(without_marks(sentence.text), sentence.cited):
        return Verdict("unsupported", f"“{figure}” is nowhere in the articles that it cites", (figure,))
    return check_cites(sentence, reason)


def check_cites(sentence: CitedSentence, reason: str = NOBODY_READ) -> Verdict:
    """The verdict on a sentence that no model has read: `unsupported` if it claims something and cites nothing."""
    if not sentence.cited and reason == NOBODY_READ and _claims(sentence.text):
        return Verdict("unsupported", "it cites nothing")
    return Verdict("unchecked", reason)


def _verdict(finding: Finding, sentence: CitedSentence, checker: Checker | None, certain: CertainRules) -> Verdict:
    """The verdict of a checker's finding; that of the certain rules where it read nothing.

    The checker overrules the rule on figures: one that is not printed may be the sum of two that are.
    """
    cited = sentence.cited
    if checker is None or finding.reading == "unread":
        return certain(sentence, f"not read: {finding.reason}" if checker else NOBODY_READ)
    if finding.reading == "claims nothing":
        return Verdict("joining", "it only joins what others say")
    if finding.reading == "says what is not told":
        return Verdict("supported", f"{checker.name} read the passages found, and none of them says it")
    if finding.reading == "borne out" and not cited:
        return Verdict("unsupported", "it cites nothing")
    if finding.reading == "borne out":
        outlets = " and ".join(dict.fromkeys(piece.article.outlet or "the article" for piece in cited))
        return Verdict("supported", f"{checker.name} read it with {outlets} and found every word supported")
    words = ", ".join(f"“{one}”" for one in finding.words)
    fault = f" ({finding.fault})" if finding.fault else ""
    source = f"the source has “{finding.against}”" if finding.against else "no line that it cites says so"
    return Verdict("unsupported", f"{words}{fault}: {source}", finding.words)


def _claims(text: str) -> bool:
    """Whether a sentence certainly makes a claim: it has a figure, a name past its first word, or a quotation."""
    return bool(_NAME_OR_FIGURE.search(text)) or any(True for _ in phrases(text))
