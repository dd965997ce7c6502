"""Reads the day of publication from a line or an address, without guessing. Floor 2: sole owner of dateutil here.

Only complete and unambiguous dates count: neither `June 4` nor `03/06/2019`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from ingest.datelines import has_form_of_date_line

_I = re.IGNORECASE
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL = (
    rf"{_WEEKDAY}(?:{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}|{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}|"
    rf"{_YEAR}[-/]\d{{1,2}}[-/]\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR})"
)
_PART = rf"{_WEEKDAY}(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})"
_AFTER = (
    r"(?:[\s,|·•–—@/()-]*(?:at|on|T?\d{1,2}(?:[:.h]\d\d){0,2}(?!\d)Z?|[ap]\.?m\.?|(?:GMT|UTC|[A-Z]{2,4}T|IST|BST)\b|"
    r"[+-]\d{1,2}:?\d{0,2}(?!\d)|\d+[ -]min(?:ute)?s?(?: read)?|(?:last )?(?:updated|modified|edited)\b.*))*"
    r"[\s,|·•–—()-]*"
)
_LABEL = (
    r"(?:(?:first |originally )?(?:published|posted|issued|released|created|written|date|dated|publication date|"
    r"date published|on)\b[\s:]*(?:on |at |by [^|·•–—]{2,60}[|·•–—, ])?\s*)"
)
_NAME = (
    r"(?-i:(?:[A-Z][\w.'’&-]*|of|the|and|for|de|la|del|der)(?: (?:[A-Z][\w.'’&-]*|of|the|and|for|de|la|del|der)){0,5})"
)
_BEFORE = rf"(?:[^|·•–—]{{2,80}}\s?[|·•–—]\s*|{_NAME},\s+)"
_LINE = re.compile(rf"(?P<label>{_LABEL})?{_BEFORE}?(?P<label2>{_LABEL})?(?P<day>{_FULL})(?:T\S+)?{_AFTER}$", _I)
_CHANGED = re.compile(r"\b(?:last |latest )?(?:updated?|modified|edited|changed|corrected|accessed|retrieved)\b", _I)
_AGO = re.compile(
    rf"(?:{_LABEL}|(?:last )?updated:?\s*|by [^|·•]{{2,60}}[|·•]\s*)?(?:(?:\d+|an?|one|two|three) "
    rf"(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\b.{{0,60}}|"
    rf"(?:yesterday|today|just now)\b.{{0,60}}|"
    rf"{_PART}{_AFTER})$",
    _I,
)
_DATELINE = re.compile(rf"[^\n.!?–—]{{2,70}}?[,(/]\s*(?P<day>{_FULL})\)?\s*(?:\([^()]{{2,40}}\))?\s*(?:--|[–—:-])", _I)
_YEARLESS = re.compile(
    rf"[^\n.!?–—]{{2,60}}?,\s*(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))"
    r"\s*(?:\([^()]{2,40}\))?\s*(?:--|[–—]|-\s)",
    _I,
)
_IN_PATH = re.compile(
    rf"/(?P<y>{_YEAR})[/-](?P<m>\d{{1,2}}|{_MONTH})[/-](?P<d>\d{{1,2}})(?=[/-]|$)|"
    rf"[/-](?P<y2>{_YEAR})(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-3]\d)(?=[/.-]|$)",
    _I,
)
_ISO = re.compile(rf"({_YEAR})[-/](\d{{1,2}})[-/](\d{{1,2}})(?:[T\s].*)?$")


def full_day(text: str) -> str | None:
    """The ISO day of a date, its time ignored; None for an incomplete or ambiguous date.

    Takes ISO dates and times, `June 03, 2019`, `3 Jun 2019`, `Tue, 04 Jun 2019 10:00:00 GMT`, `25/03/2019`.
    """
    text = " ".join(text.split())
    iso = _ISO.match(text)
    if iso:
        return iso_day(*(int(part) for part in iso.groups()))
    if len(text) > 60 or not text.isascii() or not re.search(rf"\b{_YEAR}\b", text):
        return None
    from dateutil import parser

    readings: set[date] = set()
    for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):
        for day_first in (True, False):
            try:
                parsed = parser.parse(text, default=default, dayfirst=day_first, ignoretz=True)
            except (ValueError, OverflowError, TypeError):
                return None
            readings.add(parsed.date())
    return readings.pop().isoformat() if len(readings) == 1 else None


def printed_day(line: str) -> str | None:
    """The ISO day of a line that is a dateline and nothing else; None for updates and for all other lines.

    The line may also hold a label (`Published:`), a name before a bar, a time and a reading time.
    """
    found = _LINE.match(line) if len(line) <= 200 else None
    if not found or _CHANGED.search(line, 0, found.start("day")):
        return None
    return full_day(found["day"])


def labelled_day(line: str) -> str | None:
    """The ISO day of a dateline that is labelled as the day of publication; else None."""
    found = _LINE.match(line) if len(line) <= 200 else None
    said = found and ((found["label"] or "") + (found["label2"] or "")).lower()
    return printed_day(line) if said and re.search(r"publi|posted|date", said) else None


def opening_day(text: str) -> str | None:
    """The ISO day of a complete wire dateline that opens a story: `CARACAS, June 3, 2019 (XYZ) -- ...`."""
    found = _DATELINE.match(text[:200])
    return full_day(found["day"]) if found else None


def updated_day(line: str) -> str | None:
    """The ISO day of a line that names the day of an update and nothing else; None for all other lines."""
    changed = _CHANGED.search(line)
    rest = line[changed.end() :].lstrip(" :,-–—onat") if changed and len(line) <= 200 else ""
    found = _LINE.match(rest)
    return full_day(found["day"]) if found else None


def before_day(line: str) -> str | None:
    """The text before the date of a dateline ("The Vale Review, 9 June 2023"); None for none."""
    found = _LINE.match(line) if len(line) <= 200 else None
    before = line[: found.start("day")].strip(" ,|·•–—-") if found else ""
    return before or None


def yearless_dateline(text: str) -> tuple[int, int] | None:
    """Month and day of a wire dateline without a year that opens a story: "Kresk, June 4 (NTA) --"; else None."""
    found = _YEARLESS.match(text[:200])
    if not found or _DATELINE.match(text[:200]):
        return None
    name, number = (found["month"], found["day"]) if found["month"] else (found["month2"], found["day2"])
    return _month(name), int(number)


def year_in_address(url: str) -> int | None:
    """The year in the path of an address: `/2019/`, `/2019/06/`; None where there is none."""
    try:
        found = re.search(rf"/({_YEAR})(?=[/-]|$)", urlsplit(url).path)
    except ValueError:
        return None
    return int(found[1]) if found else None


def is_date_line(line: str) -> bool:
    """Whether a line holds nothing but a time: a date with or without a year, an update, `2 hours ago`."""
    if len(line) > 160:
        return False
    rest = _CHANGED.sub("", line).lstrip(" :")
    return bool(
        _LINE.match(line)
        or _LINE.match(rest)
        or has_form_of_date_line(line)
        or (len(line.split()) <= 12 and _AGO.match(rest))
    )


def is_age(line: str) -> bool:
    """Whether a line holds nothing but a relative time, which is out of date: `14 minutes ago`."""
    return len(line.split()) <= 6 and bool(re.search(r"\bago\b", line, _I)) and bool(_AGO.match(line))


def day_in_address(url: str) -> str | None:
    """The ISO day in an address (`/2019/06/03/`, `/2019/jun/03/`, `/2019-06-03/`, `-20190603-`); None for none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for found in _IN_PATH.finditer(path):
        year, month, day = (
            (found["y"], found["m"], found["d"]) if found["y"] else (found["y2"], found["m2"], found["d2"])
        )
        number = int(month) if month.isdigit() else _month(month)
        read = iso_day(int(year), number, int(day))
        if read:
            return read
    return None


def _month(name: str) -> int:
    return datetime.strptime(name[:3].title(), "%b").month


def iso_day(year: int, month: int, day: int) -> str | None:
    """The ISO form of a day; None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
