"""The identity of an article: form, outlet and canonical address; recognises new versions of a stored one. Floor 2.

Sole owner of courlan.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from rapidfuzz import fuzz

from assistant.index.catalog import Catalog
from assistant.language.outlet_table import identity as outlet_identity
from assistant.types import Article
from ingest.copies import fingerprint_of, shared_runs
from ingest.plain import letters_and_digits

_ALIKE_TITLES = 85.0
"""Similarity (0 to 100) from which one title is a rewording of the other; measured on rewritten headlines."""
_ALIKE_TEXTS = 0.5
_FORMS_PATH = re.compile(
    r"/(?:amp|print|print(?:er)?[-_]?friendly|mobile)(?=/|$)|(?<=\w)\.amp(?=\.html?$|$)", re.IGNORECASE
)
_FORMS_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|wap|edition)\.(?=[^.]+\.[^.]+)", re.IGNORECASE)
_FORMS_QUERY = re.compile(
    r"(?:^|&)(?:(?:amp|print|printable|outputtype|share|cmpid|cmp|ref|referrer|ns_\w+|at_\w+|smid|smtyp|partner|mc_\w+|"
    r"__twitter_impression|guccounter|guce_\w+|ocid|taid|ito)(?:=[^&]*)?"
    r"|(?:output|view|format|mode|layout)=(?:amp|print\w*|mobile))(?=&|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def canonical_address(url: str) -> str:
    """An address reduced to what identifies an article; an invalid one is returned as it is.

    Scheme, `www.`, `m.`, AMP and print variants, tracking parameters, fragment and trailing slash are removed; the case
    of the path and parameters that select an article stay.
    """
    from courlan import normalize_url

    try:
        plain = normalize_url(url.strip(), strict=False, trailing_slash=False) or url
        parts = urlsplit(plain)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    host = _FORMS_HOST.sub("", host)
    path = re.sub(r"/{2,}", "/", _FORMS_PATH.sub("", parts.path)).rstrip("/")
    query = _FORMS_QUERY.sub("", parts.query).lstrip("&")
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    return urlunsplit(("", netloc, path, query, "")).removeprefix("//")


def identity_of(form: str, outlet: str | None, url: str | None, source: str) -> str:
    """The key under which an article is recognised again: form, outlet and address; without an address its source."""
    if not url:
        return source
    return f"{form} {outlet_identity(outlet) if outlet else ''} {canonical_address(url)}"


def own_identity(identity: str, title: str | None, content_digest: str) -> str:
    """The identity of an article that shares outlet and address with another but is not a version of it."""
    return f"{identity}\n{letters_and_digits(title or '') or content_digest[:16]}"


def is_version(stored: Article, title: str | None, text: str) -> bool:
    """Whether a text of the same outlet and address is a version of a stored article, by its title or its words."""
    if stored.title and title:
        one, other = letters_and_digits(stored.title), letters_and_digits(title)
        if one == other or fuzz.ratio(one, other) >= _ALIKE_TITLES:
            return True
    return shared_runs(stored.text, text) >= _ALIKE_TEXTS or " ".join(stored.text.split()) == " ".join(text.split())


def upgrade(catalog: Catalog) -> None:
    """Migration: compute identities and fingerprints for the articles of an earlier release; runs once."""
    if catalog.meta("identities") == "2":
        return
    found: dict[str, str] = {}  # the first id of each identity
    for article in catalog.every():
        catalog.set_fingerprint(article.id, fingerprint_of(article.text))
        if article.url:
            found.setdefault(identity_of(article.form, article.outlet, article.url, article.source), article.id)
    catalog.set_identities({id_: identity for identity, id_ in found.items()})
    catalog.set_meta("identities", "2")
