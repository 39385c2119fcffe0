"""The databases that a store can be: each test with `url` runs on every one that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres_server
from postgres_server import Server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for these tests alone."""
    binaries, why = postgres_server.find()
    if binaries is None:
        pytest.skip(why)
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    with postgres_server.running(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is empty or not there yet, once for each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "a.db")
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()
