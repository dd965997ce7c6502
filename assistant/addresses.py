"""Removes users, passwords and keys from web addresses. Floor 0.

Every address that is stored, printed, logged or shown passes through here; only `Settings` keeps the original.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_ADDRESS = re.compile(r"(?P<scheme>\b[A-Za-z][\w+.-]*://)(?P<rest>\S*)")
_LOGIN = re.compile(r"[^/?#]*@")
_UNQUOTED_LOGIN = re.compile(r"[^/?#@:]+:(?!\d+(?:[/?#]|$))\S*@")  # a password that holds a slash, and no port
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def without_login(text: str) -> str:
    """A text whose web addresses have no users and passwords."""
    return _ADDRESS.sub(lambda found: found["scheme"] + _bare(found["rest"], found["scheme"]), text)


def service_name(value: str) -> str:
    """The display name of a model, an embedder or a server: without user, password, query and fragment.

    `openai-like:m@https://ana:pw@host/v1?key=k` becomes `openai-like:m@https://host/v1`. An invalid address
    (`ana:pw@host:80`) loses everything before its last @, except the model's name.
    """
    if "://" in value:
        return _ADDRESS.sub(
            lambda found: found["scheme"] + _QUERY.sub("", _bare(found["rest"], found["scheme"])), value
        )
    named, at, place = value.partition("@")
    if not at:
        return value
    if named.startswith("openai-like:"):
        return f"{named}@{_QUERY.sub('', place.rpartition('@')[2])}"
    return _QUERY.sub("", value.rpartition("@")[2])


def login_of(address: str) -> tuple[str, str] | None:
    """The user and password in a web address; None if it has no user."""
    parts = urlsplit(address)
    return (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _bare(rest: str, scheme: str) -> str:
    """What follows the scheme of an address, without its login."""
    if scheme.startswith("postgres"):  # hosts and database names have no @: all before the last one is login
        head, _, options = rest.rpartition("?")
        if "?" not in rest or "=" not in options:
            return rest.rpartition("@")[2]
        if "@" in options and "@" not in head:  # a password in the options, or one that holds a question mark
            return ""
        return head.rpartition("@")[2]
    found = _LOGIN.match(rest) or _UNQUOTED_LOGIN.match(rest)
    return rest[found.end() :] if found else rest
