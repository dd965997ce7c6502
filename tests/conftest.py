"""What every test gets: no keys, no settings of the developer's, its own home."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgres_server
import pytest
from browser import chromium

from assistant.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SAYSO_") and "_TEST_" not in name] + [
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "OLLAMA_HOST",
    ]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a home of the test's own."""
    return Settings(home=tmp_path / "home")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of raw articles that the project began with; its tests are skipped where it is absent."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("../shared/seeds is not here")
    return folder


@pytest.fixture(scope="module")  # Playwright's event loop would stand in the way of other modules' own
def browser() -> Iterator[Any]:
    """The real browser; what asks for it is skipped where there is none."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.PostgresServer]:
    """A PostgreSQL of the tests' own; what asks for it is skipped where it is not installed."""
    folder = postgres_server.programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres_server.running(folder) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Where a store's tests keep what they store: a home's folder, and a database."""
    if request.param == "sqlite":
        yield tmp_path / "home"
        return
    from assistant.index.postgres import open_postgres

    database = open_postgres(request.getfixturevalue("postgres").new())
    yield database
    database.close()
