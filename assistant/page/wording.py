"""Error messages for readers of the page, who may not be its operator. Floor 1."""

from __future__ import annotations

from datetime import date, datetime

from assistant.errors import (
    BadDate,
    BudgetSpent,
    CatalogDamaged,
    EmbedderMismatch,
    EmbedderUnavailable,
    HomeBusy,
    HomeUnusable,
    ModelUnavailable,
    NoIndex,
    NothingLeft,
    ReaderUnavailable,
    SaysoError,
    StoreUnavailable,
    UnknownArticle,
    UnknownOutlet,
)

BROKEN = (
    "Sayso failed at this. What you wrote is kept; try again, and inform whoever runs this page if it happens twice."
)
RESTARTED = "The page was restarted while this was being answered. Retry asks it again."
_OPERATOR = "Whoever runs this page can fix that."


def for_reader(error: BaseException) -> str:
    """The message for an error, without commands and folders, which a reader cannot use."""
    if isinstance(error, ModelUnavailable):
        return f"The language model {error.problem}. Retry asks again."
    if isinstance(error, NoIndex):
        return f"The articles are not here any more: their index was moved or removed. {_OPERATOR}"
    if isinstance(error, (CatalogDamaged, HomeUnusable, EmbedderMismatch)):
        return f"The index cannot be used as it is. {_OPERATOR}"
    if isinstance(error, (EmbedderUnavailable, StoreUnavailable, ReaderUnavailable)):
        return f"The index cannot be searched just now. Try again in a moment. {_OPERATOR}"
    if isinstance(error, HomeBusy):
        return "Articles are being added by somebody else just now. Try again when that is done."
    if isinstance(error, BudgetSpent):
        return "The budget for the language model is spent. Answers in the articles' own words need none."
    if isinstance(error, BadDate):
        return f"{str(error).partition(' Write it as')[0]} Write it as 3 June 2019 or 2019-06-03, or pick it."
    if isinstance(error, NothingLeft):
        return "No article is left under these filters. Widen or remove one."
    if isinstance(error, UnknownOutlet):
        return str(error).replace("List what is there: sayso corpus", "The Corpus tab lists what is there.")
    if isinstance(error, UnknownArticle):
        return "This article is no longer in the index."
    return str(error) if isinstance(error, SaysoError) else BROKEN


def waits(before: int, at_once: int) -> str:
    """The message while waiting: how many readers are before this one."""
    if before == 0:
        return "Waiting for your question before this one"
    readers = "1 reader" if before == 1 else f"{before} readers"
    return f"Waiting: {readers} before you" + (f", {at_once} at a time" if before > at_once else "")


def day_in(field: str, written: str | None) -> str | None:
    """The ISO day of a date written as 2019-06-03 or 3 June 2019; None for an empty field. Raises BadDate."""
    words = " ".join((written or "").replace(",", " ").split())
    if not words:
        return None
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(words, form).date().isoformat()
        except ValueError:
            continue
    raise BadDate(field, str(written))


def when(moment: str, today: date | None = None) -> str:
    """The day of an ISO time as a heading: Today, Yesterday, or the date."""
    from assistant.markup import day_name

    day = date.fromisoformat(moment[:10])
    apart = ((today or datetime.now().astimezone().date()) - day).days
    return {0: "Today", 1: "Yesterday"}.get(apart, day_name(day.isoformat()))
