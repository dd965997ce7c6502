"""Which questions ask for a measure (money, an age, a year), and what a text must have to give one. Floor 2."""

from __future__ import annotations

import re

from assistant.question.asks import read_question

_MONEY = r"[$€£¥₽]|\b(?:dollars?|euros?|pounds?|ro?ubles?|yen|yuan|francs?|USD|EUR|GBP)\b"
_SPAN = r"\b(?:(?:second|minute|hour|day|night|week|month|year|decade|quarter)s?|centur(?:y|ies)|since|until|till)\b"
_LENGTH = r"\b(?:(?:kilo|centi)?met(?:re|er)s?|km|cm|miles?|yards?|feet|foot|ft|inch(?:es)?|storeys?|floors?)\b"
_YEAR = (
    r"\b(?:1[0-9]|20)\d\d\b|\b(?:years?|decades?|centur(?:y|ies)) (?:ago|before|earlier|later)\b"
    r"|\b(?:last|this|next) year\b"
)
_SUM = re.compile(
    r"\b(?:what|how (?:much|large|big|high))\b.*\b(?:cost|price|salary|wages?|fee|budget|money|paid|pay|sum|loan"
    r"|dollars|euros|rubles|worth)\b",
    re.I,
)
# A question for a measure, and what a text must have to give one. Where several are asked for, any of them will do.
_MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.I), re.compile(given, re.I))
    for asked, given in (
        (r"\bcurrency\b", _MONEY),
        (
            r"\bhow old\b|\b(?:what|which) age\b",
            r"\b(?:aged?|year-olds?|years[ -]old|born|birth(?:day)?)\b|,\s\d{1,3},|\(\d{1,3}\)|" + _YEAR,
        ),
        (r"\b(?:what|which) year\b", _YEAR),
        (
            r"\b(?:what|how (?:large|big))\b.*\bpopulation\b|\bhow many (?:people|inhabitants)\b.*\blive",
            r"\bpopulation\b(?! density)[^.]{0,40}\d|\d (?:[a-z]+ )?(?:people|inhabitants|residents|souls)\b"
            r"|\b(?:thousand|million) (?:people|inhabitants|residents)\b",
        ),
        (r"\bhow (?:tall|wide)\b", _LENGTH),
        (r"\bhow long\b", f"{_SPAN}|{_LENGTH}"),
        (
            r"\bhow heavy\b|\bhow much\b.*\bweigh",
            r"\b(?:kilos?|kilogram(?:me)?s?|kg|grams?|pounds?|lbs?|ounces?|stone|(?:metric )?ton(?:ne)?s?)\b",
        ),
        (
            r"\b(?:what|which) (?:share|percentage|proportion|per ?cent)\b",
            r"%|\bper ?cent\b|\b(?:half|third|quarter|fifth|tenth|majority|most|all|none)\b"
            r"|\bin (?:\d+|ten|five|four|three)\b",
        ),
    )
)


def is_measure(question: str, text: str) -> bool:
    """Whether a text holds the measure that a question asks for (money, an age, a year), or it asks for none."""
    wanted = [given for asked, given in _MEASURES if asked.search(question)]
    if _SUM.search(question) and read_question(question).thing == "number":  # not "What did she say about money?"
        wanted.append(re.compile(_MONEY, re.I))
    return not wanted or any(given.search(text) for given in wanted)
