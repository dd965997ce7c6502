"""A real PostgreSQL for tests: its own data in a temporary folder, a free port of this machine, a login."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chroma_server import free_port

USER, PASSWORD = "sayso", "s3cret:pass/word"
_QUOTED = "s3cret%3Apass%2Fword"
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=400")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, None where it is not installed."""
    told = shutil.which("pg_config")
    asked = subprocess.run([told, "--bindir"], capture_output=True, text=True) if told else None
    folders = [Path(asked.stdout.strip())] if asked else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


class PostgresServer:
    """One server. `stop` and `start` may be called again and again."""

    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        self._folder = Path(tempfile.mkdtemp(prefix="sayso-postgres-"))
        self._owner = _owner()
        self.port = free_port()
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        if self._owner:
            for one in (secret, self._folder):
                os.chown(one, *self._owner)
        self._run(
            "initdb", "-D", str(self._folder / "data"), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(secret),
            "-E", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [word for one in (*_FAST, "listen_addresses=127.0.0.1") for word in ("-c", one)]
        command = [
            str(self._bin / "postgres"),
            "-D",
            str(self._folder / "data"),
            "-p",
            str(self.port),
            "-k",
            "",
            *options,
        ]
        self._server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as_owner()
        )
        for _ in range(600):
            asked = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(asked).returncode == 0:
                return
            assert self._server.poll() is None, "postgres ended at once"
            time.sleep(0.1)
        raise AssertionError("postgres did not begin to answer")

    def stop(self) -> None:
        """Stop it at once, with all its connections."""
        if self._server:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(30)
            self._server = None

    def remove(self) -> None:
        """Stop it, and take its files away."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def address(self, schema: str = "", password: str = _QUOTED, database: str = "postgres", port: int = 0) -> str:
        """Its address, with the login, for one schema of its own."""
        options = f"?options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{USER}:{password}@127.0.0.1:{port or self.port}/{database}{options}"

    def new(self) -> str:
        """The address of a new and empty schema."""
        import psycopg

        schema = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.address(), autocommit=True) as db:
            db.execute(f"CREATE SCHEMA {schema}")  # type: ignore[arg-type]
        return self.address(schema)

    def _run(self, program: str, *options: str) -> None:
        subprocess.run([str(self._bin / program), *options], check=True, capture_output=True, **self._as_owner())

    def _as_owner(self) -> dict[str, int]:
        return {"user": self._owner[0], "group": self._owner[1]} if self._owner else {}


@contextmanager
def running(bin_folder: Path) -> Iterator[PostgresServer]:
    """A server until the block ends."""
    server = PostgresServer(bin_folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _owner() -> tuple[int, int] | None:
    """Whom PostgreSQL is to run as where this is root, which it refuses: its own user, else nobody."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
        except KeyError:
            continue
    return None
