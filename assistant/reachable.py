"""Allows requests to public web addresses only, against server-side request forgery. Floor 1.

Pages, feeds, webhooks and redirects can name any address. A host is resolved here once, and the connection goes to that
numeric address, so that it cannot resolve to a private one later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_SCHEMES = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in IPv6 (NAT64)


class Refused(Exception):
    """An address must not be requested; the message is the reason, without a subject."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: host name, port, and the numeric address to connect to."""

    scheme: str
    host: str
    port: int
    numeric: str

    def pinned(self, address: str) -> str:
        """The URL with the numeric address as host, without login and fragment."""
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return f"{self.scheme}://{_bracketed(self.numeric)}:{self.port}{path}"

    @property
    def host_header(self) -> str:
        """The `Host` header; the port only if it is not the default."""
        host = _bracketed(self.host)
        return host if self.port == _SCHEMES[self.scheme] else f"{host}:{self.port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check_address(address: str, *, allow_private: bool = False) -> Target:
    """Resolve and check an address. Raises Refused for other schemes, private addresses and unknown hosts."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or _SCHEMES.get(parts.scheme.lower(), 0)
    except ValueError as error:
        raise Refused("it is no web address") from error
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES:
        raise Refused(f"only http and https are asked, not {scheme or 'an address without a scheme'}")
    if not host:
        raise Refused("it names no host")
    numeric = _resolved(host, port)
    if not allow_private:
        for one in numeric:
            if reason := _why_private(one):
                raise Refused(f"{host} is {reason} ({one}); --allow-private would read it")
    return Target(scheme, host, port, numeric[0])


def _resolved(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Refused(f"{host} cannot be resolved") from error
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


def _why_private(numeric: str) -> str | None:
    """Why a numeric address is not public; None if it is."""
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(numeric)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _why_private(str(inner))
    if address.is_loopback:
        return "this machine"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return "no address of a web server"
    if not address.is_global:
        return "an address of a private network"
    return None
