"""The source mix: facts about the sources of an answer or briefing, without a score. Floor 2. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.origins import agency_credit
from assistant.language.outlet_table import kinds_of
from assistant.markup import count, day_name
from assistant.types import Article, Evidence, SourceMix

_DATELINE = 100  # characters at the start of a text that may contain its dateline


def source_mix(cited: Sequence[Evidence], origins: int) -> SourceMix:
    """The source mix of the cited sentences; without sentences, counts are 0 and shares None.

    The shares of agencies and state-owned outlets are of the cited articles, by the table of outlets (with the user's
    own) and the credits in the texts; None where nothing is known of any article. The unnamed share is of sentences.
    """
    articles = list({piece.article.id: piece.article for piece in cited}.values())
    days = sorted(article.published for article in articles if article.published)
    unnamed = [piece for piece in cited if piece.ladder and piece.ladder[-1].kind == "anonymous"]
    return SourceMix(
        articles=len(articles),
        origins=origins,
        outlets=len({article.outlet for article in articles if article.outlet}),
        agency_share=_share("agency", articles),
        state_share=_share("state-owned", articles),
        unnamed_share=round(len(unnamed) / len(cited), 3) if cited else None,
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
        inferred_dates=sum(article.metadata.get("published") in ("inferred", "address") for article in articles),
    )


def mix_text(mix: SourceMix, index_newest: str | None = None) -> str:
    """The mix as one line for readers, followed by the newest day of the whole index; "" where nothing is cited."""
    if not mix.articles:
        return ""
    days = dict.fromkeys(day_name(day) for day in (mix.oldest, mix.newest) if day)
    shares = (
        ("agency copy", mix.agency_share), ("state-owned outlets", mix.state_share),
        ("unnamed sources", mix.unnamed_share),
    )  # fmt: skip
    parts = [
        f"{count(mix.articles, 'article')} of {count(mix.outlets, 'outlet')}, {count(mix.origins, 'origin')}",
        " to ".join(days) or "undated",
        *(f"{name} {'unknown' if share is None else f'{share:.0%}'}" for name, share in shares),
    ]
    parts += [f"{count(mix.inferred_dates, 'date')} inferred"] if mix.inferred_dates else []
    parts += [f"newest in the index {day_name(index_newest)}"] if index_newest else []
    return "; ".join(parts)


def _share(kind: str, articles: Sequence[Article]) -> float | None:
    """The share of articles whose outlet, or whose printed credit to an agency, is of a kind."""
    known_kinds = [{one for name in _printed_by(article) for one in kinds_of(name)} for article in articles]
    return round(sum(kind in kinds for kinds in known_kinds) / len(known_kinds), 3) if any(known_kinds) else None


def _printed_by(article: Article) -> list[str]:
    """The outlet of an article, and the credits of its byline and dateline; contributors are left out."""
    return [name for name in (article.outlet, article.author, agency_credit(article.text[:_DATELINE])) if name]
