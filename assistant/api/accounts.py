"""Logins: names with passwords, and tokens for programs, stored as hashes in one file. Floor 4.

One login a line: `user NAME scrypt SALT HASH` or `token NAME LABEL sha256 HASH`. Tokens are long and random, so a fast
hash is enough; passwords get a slow one, and a password that was right is cached by a keyed hash.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadAccounts, BadSetting
from assistant.targets import write_whole

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PREFIX = "sayso_"
_LEAST = 8  # characters of a password
_COST = {"n": 2**14, "r": 8, "p": 1}  # 16 MB and about 50 ms per password
_MOST_CACHED = 1_000


@dataclass(slots=True)
class Accounts:
    """The logins of one server. `passwords` and `tokens` hold hashes only."""

    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    """Name -> `salt$hash`, both hexadecimal."""
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    """Hash -> name and label."""
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _known: dict[bytes, str] = field(default_factory=dict, repr=False)

    def reader_of(self, authorization: str) -> str | None:
        """The user of an `Authorization` header with a password or a token; None if it is wrong or missing."""
        kind, _, given = authorization.strip().partition(" ")
        if kind.lower() == "bearer" and given:
            found = self.tokens.get(hashlib.sha256(given.strip().encode()).hexdigest())
            return found[0] if found else None
        if kind.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return name if self._is_right(name, password) else None

    def add(self, name: str, password: str) -> None:
        """Add a user, or set a new password. Raises BadSetting for an invalid name or too short a password."""
        if not _NAME.fullmatch(name):
            raise BadSetting("a name", name, "1 to 64 letters, digits, dots, dashes and underscores")
        if len(password) < _LEAST:
            raise BadSetting("the password", "too short", f"{_LEAST} characters or more")
        salt = os.urandom(16)
        self.passwords[name] = f"{salt.hex()}${_slow(password, salt).hex()}"
        self._known.clear()

    def add_token(self, name: str, label: str) -> str:
        """A new token for a user; only its hash is kept. Raises BadSetting for an unknown user."""
        if name not in self.passwords:
            raise BadSetting("a name", name, "one of the users; add it first: sayso users add NAME")
        if not _NAME.fullmatch(label):
            raise BadSetting("--label", label, "1 to 64 letters, digits, dots, dashes and underscores")
        token = _PREFIX + secrets.token_urlsafe(32)
        self.tokens[hashlib.sha256(token.encode()).hexdigest()] = (name, label)
        return token

    def remove(self, name: str) -> None:
        """Remove a user and their tokens. Raises BadSetting for an unknown user."""
        if self.passwords.pop(name, None) is None:
            raise BadSetting("a name", name, "one of the users; list them: sayso users list")
        self.tokens = {hashed: owner for hashed, owner in self.tokens.items() if owner[0] != name}
        self._known.clear()

    def lines(self) -> Iterable[str]:
        """The lines of the file, without line ends."""
        yield "# Logins of sayso, hashed. Change them with: sayso users add|token|remove"
        for name, kept in sorted(self.passwords.items()):
            yield f"user {name} scrypt {kept.replace('$', ' ')}"
        for hashed, (name, label) in sorted(self.tokens.items(), key=lambda one: one[1]):
            yield f"token {name} {label} sha256 {hashed}"

    def _is_right(self, name: str, password: str) -> bool:
        kept = self.passwords.get(name)
        seen = hmac.digest(self._key, f"{name}\0{password}".encode(), "sha256")
        if kept and self._known.get(seen) == kept:
            return True
        salt, _, wanted = (kept or f"{'0' * 32}$").partition("$")  # an unknown name takes as long as a wrong password
        right = hmac.compare_digest(_slow(password, bytes.fromhex(salt)).hex(), wanted)
        if right and kept:
            if len(self._known) >= _MOST_CACHED:
                self._known.clear()
            self._known[seen] = kept
        return right


def one_account(given: str) -> Accounts:
    """The login of `--auth USER:PASSWORD`. Raises BadSetting."""
    name, colon, password = given.partition(":")
    if not colon:
        raise BadSetting("--auth", "without a colon", "USER:PASSWORD")
    accounts = Accounts()
    accounts.add(name, password)
    return accounts


def read_accounts(path: Path) -> Accounts:
    """The logins of a file. Raises BadAccounts for a file that is missing or damaged."""
    try:
        return accounts_of(path.read_text(encoding="utf-8").splitlines(), path)
    except (OSError, UnicodeDecodeError) as error:
        raise BadAccounts(path, "it cannot be read") from error


def accounts_of(lines: Iterable[str], path: Path) -> Accounts:
    """The logins of a file's lines. Raises BadAccounts for a malformed line."""
    accounts = Accounts()
    for number, line in enumerate(lines, 1):
        fields = line.split()
        if not fields or line.startswith("#"):
            continue
        if len(fields) == 5 and fields[0] == "user" and fields[2] == "scrypt":
            accounts.passwords[fields[1]] = f"{fields[3]}${fields[4]}"
        elif len(fields) == 5 and fields[0] == "token" and fields[3] == "sha256":
            accounts.tokens[fields[4]] = (fields[1], fields[2])
        else:
            raise BadAccounts(path, f"line {number} is not a login")
    return accounts


def write_accounts(path: Path, accounts: Accounts) -> None:
    """Write the logins to the file, readable by its owner only. Raises BadTarget."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, ("\n".join(accounts.lines()) + "\n").encode(), mode=0o600)


def _slow(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST, maxmem=64 * 1024 * 1024)


def tokens_of(accounts: Accounts) -> Mapping[str, list[str]]:
    """The labels of each user's tokens; users in alphabetical order."""
    found: dict[str, list[str]] = {name: [] for name in sorted(accounts.passwords)}
    for name, label in sorted(accounts.tokens.values()):
        found.setdefault(name, []).append(label)
    return found
