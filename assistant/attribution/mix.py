"""The source mix: facts about what an answer or a briefing rests on, and no score. Floor 2. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.origins import agency_credit
from assistant.language.outlet_table import kinds_of
from assistant.markup import count, day_name
from assistant.types import Article, Evidence, SourceMix

_DATELINE = 100  # characters of a text in which its dateline stands


def source_mix(cited: Sequence[Evidence], origins: int) -> SourceMix:
    """What the cited sentences rest on; of no sentences, nothing is known.

    Shares of agencies and of the state are of the cited articles, as the table of outlets (with the user's own) and the
    credits printed in the texts tell; None where they tell of no article. The share of the unnamed is of sentences.
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
    """The mix in a line for a reader, with the newest day of the whole index behind it; "" where nothing is cited."""
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
    told = [{one for name in _printed_by(article) for one in kinds_of(name)} for article in articles]
    return round(sum(kind in kinds for kinds in told) / len(told), 3) if any(told) else None


def _printed_by(article: Article) -> list[str]:
    """Whose text it is: the outlet, and whom its byline and dateline credit; who only contributed is not among them."""
    return [name for name in (article.outlet, article.author, agency_credit(article.text[:_DATELINE])) if name]
