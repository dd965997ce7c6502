"""Web addresses without what is secret in them: users, passwords and keys. Floor 0.

What is stored, printed, logged or shown goes through here; `Settings` keeps what was given for opening alone.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_ADDRESS = re.compile(r"(?P<scheme>\b[A-Za-z][\w+.-]*://)(?P<rest>\S*)")
_LOGIN = re.compile(r"[^/?#]*@")
_UNQUOTED_LOGIN = re.compile(r"[^/?#@:]+:(?!\d+(?:[/?#]|$))\S*@")  # a password that holds a slash, and no port
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def without_login(text: str) -> str:
    """A text, its web addresses without the names and passwords that they may hold."""
    return _ADDRESS.sub(lambda found: found["scheme"] + _bare(found["rest"], found["scheme"]), text)


def service_name(value: str) -> str:
    """What a model, an embedder or a server is called: its address without user, password, query and fragment.

    `openai-like:m@https://ana:pw@host/v1?key=k` is called `openai-like:m@https://host/v1`. Also what is no address
    that can be used (`ana:pw@host:80`) loses what stands before its last @, save the model's own name.
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
    """The user and the password that a web address holds; None where it holds no user."""
    parts = urlsplit(address)
    return (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _bare(rest: str, scheme: str) -> str:
    """What follows the scheme of an address, without its login."""
    if scheme.startswith("postgres"):  # no @ is in a host or a database's name: all before the last is login
        head, _, options = rest.rpartition("?")
        if "?" not in rest or "=" not in options:
            return rest.rpartition("@")[2]
        if "@" in options and "@" not in head:  # a password in the options, or one that holds a question mark
            return ""
        return head.rpartition("@")[2]
    found = _LOGIN.match(rest) or _UNQUOTED_LOGIN.match(rest)
    return rest[found.end() :] if found else rest
