"""Short replies to messages that are no question to the articles: greetings, what Sayso can and cannot do. Floor 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.pools import Pools
from assistant.answering.representative import voice
from assistant.index.catalog import Catalog
from assistant.language.terms import content_words, stems
from assistant.markup import count, day_name
from assistant.question.request import Request
from assistant.types import Article, Filters

_LONGEST = 80  # characters of a title in a suggestion
_TITLED = 6  # most articles that are listed by title
_READ = 5  # articles searched for a speaker to suggest


def greeting(request: Request, catalog: Catalog, pools: Pools) -> str:
    """The reply to a greeting or to thanks, with up to three suggested questions."""
    opening = "Hello." if request.subject == "hi" else "You are welcome."
    return f"{opening} {_holds(catalog)} {_try(pools)}"


def abilities(catalog: Catalog, pools: Pools) -> str:
    """What Sayso can do, in three sentences, with up to three suggested questions."""
    return (
        "I answer questions from the articles in this index, each sentence with its source and on whose say-so; I also"
        " sum up, set events in order, compare outlets, and list who said what. I know nothing but these articles."
        f" {_holds(catalog)} {_try(pools)}"
    )


def outside(request: Request) -> str:
    """A sentence saying that Sayso does not do what was asked."""
    if request.unless:
        return f"I only read the articles in this index, and none of them has the word “{request.unless}”."
    return "That is not something I do: I only read the articles in this index, and have no view of my own."


def not_understood(pools: Pools) -> str:
    """A reply saying that a message contains nothing to search for, with suggestions."""
    return f"I do not see what to look for. {_try(pools)}"


def index_summary(catalog: Catalog, filters: Filters, subject: str) -> str:
    """How many articles and outlets there are, and from which days; or how many of them have the words of a subject."""
    lines = catalog.listing(filters)
    if subject:
        asked = set(stems(subject))
        having = [one for one in catalog.articles(filters) if asked <= set(stems(f"{one.title} {one.text}"))]
        having.sort(key=lambda one: (one.published or "", one.id), reverse=True)
        by_outlet = Counter(one.outlet or "an unnamed outlet" for one in having)
        listed = [f"{name} ({number})" for name, number in by_outlet.most_common(12)]
        if len(having) <= _TITLED:
            listed = [f"{one.outlet or 'an unnamed outlet'}, ‘{_short(one)}’" for one in having]
        named = f": {'; '.join(listed)}" if listed else ""
        have = "has" if len(having) == 1 else "have"
        return f"{len(having)} of {count(len(lines), 'article')} {have} “{subject}”{named}."
    outlets = Counter(line.outlet or "an unnamed outlet" for line in lines)
    named = ", ".join(f"{name} ({number})" for name, number in outlets.most_common(12))
    more = f" and {len(outlets) - 12} more" if len(outlets) > 12 else ""
    days = sorted(line.published for line in lines if line.published)
    dated = f" They are from {day_name(days[0])} to {day_name(days[-1])}" if days else " None of them has a day"
    undated = len(lines) - len(days)
    rest = f"; {undated} of them {'has' if undated == 1 else 'have'} no day." if days and undated else "."
    return f"There are {count(len(lines), 'article')} of {count(len(outlets), 'outlet')}: {named}{more}.{dated}{rest}"


def ask_whom(pronoun: str, names: Sequence[str] = ()) -> str:
    """A question back: whom a pronoun refers to, with the `names` it may be."""
    if names:
        return f"Do you mean {' or '.join(names)}? Please ask again with the name."
    return f"Whom do you mean by “{pronoun}”? Nobody was named before; please ask again with the name."


def _holds(catalog: Catalog) -> str:
    lines = catalog.listing()
    outlets = {line.outlet for line in lines if line.outlet}
    return f"This index holds {count(len(lines), 'article')} of {count(len(outlets), 'outlet')}."


def _try(pools: Pools) -> str:
    return f"You could ask: {' '.join(f'“{one}”' for one in suggestions(pools))}"


def suggestions(pools: Pools) -> list[str]:
    """Three things to ask of this index: about a person quoted, an article, and the latest, as far as there are any."""
    articles = pools.articles(Filters())
    people = [found for piece in pools.whole(articles[:_READ]) if (found := voice(piece)) and found.kind == "person"]
    spoken = Counter(one.name for one in people if " " in one.name).most_common(1)
    asked = [f"What did {spoken[0][0]} say?"] if spoken else []
    titled = [one for one in articles if one.title and len(content_words(one.title)) >= 3]
    asked += [f"Summarise ‘{_short(titled[0])}’"] if titled else []
    return [*asked, "What is the latest?", "Which outlets are there?", "Summarise everything"][:3]


def _short(article: Article) -> str:
    words = re.sub(r"\s+", " ", (article.title or "").split(" | ")[0]).strip(' ?."“”')
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} ..."
