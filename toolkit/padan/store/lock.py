"""One run at a time on a store. Reading and reviewing go on meanwhile.

The lock is the operating system's, or the PostgreSQL server's: it goes with the process that holds
it, however that ends. No lock is ever stale, and no clock is asked.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from padan.errors import StoreError

_RUNNING = 0x70616462
"""Number of the lock on a PostgreSQL server; each database has its own."""
_TRIES, _PAUSE = 5, 0.1
"""Who only looks whether a run is under way holds the lock for an instant: tried again so often,
after so many seconds."""
_BEYOND = 1 << 30
"""Place in the file that is locked on Windows, which lets nobody read what is locked."""


@contextmanager
def run_lock(engine: sa.Engine, name: str) -> Iterator[None]:
    """Held while a run writes into a store; `name` is the store's, as it may be shown.

    Raises StoreError, telling which process has it, where it is taken.
    """
    me = f"process {os.getpid()} on {socket.gethostname()}"
    for last in [False] * _TRIES + [True]:
        with _taken(engine, name, me) as holder:
            if holder is None:
                yield
                return
            if last:
                raise StoreError(
                    f"another run is at work on it ({holder})",
                    where=name,
                    todo="wait until it has ended, or stop it, and run again",
                )
        time.sleep(_PAUSE)


def run_under_way(engine: sa.Engine, name: str) -> str | None:
    """Who is at work on a store, or None."""
    with _taken(engine, name, "") as holder:
        return holder


@contextmanager
def _taken(engine: sa.Engine, name: str, me: str) -> Iterator[str | None]:
    """Take the lock and give None, or, where it is taken, tell by whom."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            yield _take_on_server(connection, me)
        return
    database = engine.url.database
    if not database or database == ":memory:":
        yield None
        return
    try:
        file = Path(f"{database}.lock").open("a+b")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise StoreError(f"no lock can be put beside it ({error.strerror})", where=name) from error
    with file:
        yield _take_file(file, me)


def _take_on_server(connection: sa.Connection, me: str) -> str | None:
    # No transaction stays open for as long as a run takes; the lock goes with the connection, which
    # is closed and not kept for others.
    connection = connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_RUNNING))):
        connection.execute(sa.select(sa.func.set_config("application_name", me or "padan", False)))
        return None
    query = sa.text(
        "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND objid = :number"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return str(connection.scalar(query, {"number": _RUNNING}) or "unknown")


def _take_file(file: BinaryIO, me: str) -> str | None:
    if not _lock(file):
        file.seek(0)
        return file.read(200).decode("utf-8", "replace").strip() or "unknown"
    if me:
        file.truncate(0)
        file.write(f"{me}\n".encode())
        file.flush()
    return None


if os.name == "nt":

    def _lock(file: BinaryIO) -> bool:
        import msvcrt

        file.seek(_BEYOND)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:

    def _lock(file: BinaryIO) -> bool:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
