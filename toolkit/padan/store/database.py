"""Opens a corpus database, an SQLite file or PostgreSQL: connection, migration to this schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from padan.errors import StoreError

HEAD = "0008"
"""The newest migration. A test holds it equal to what lies in `migrations/versions`."""


_WAIT = 10
"""Seconds that a writer waits for another before it gives up."""

_SQLITE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # with WAL a killed process loses nothing that was committed
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_WAIT * 1000}",
)
_POSTGRES = (f"SET lock_timeout = '{_WAIT}s'",)

_MIGRATING = 0x70616461
"""Number of the lock under which one process at a time migrates a PostgreSQL database."""


def connect(url: str) -> sa.Engine:
    """An engine on the database that a file name or SQLAlchemy URL names, schema up to date.

    A file is made where there is none; a PostgreSQL database must be there. Raises StoreError where
    it is no corpus database, was written by a newer padan, or cannot be reached or written.
    """
    name = shown(url)
    try:
        address = _address(url)
        engine = sa.create_engine(address, **_options(address))
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(_what(error), where=name, todo=_todo(url)) from error
    sa.event.listen(engine, "connect", _set_up)
    try:
        _migrate(engine, name)
    except (sa.exc.DatabaseError, sa.exc.InterfaceError) as error:
        engine.dispose()
        reason = _first_line(error.orig)
        raise StoreError(f"cannot be opened as a corpus database ({reason})", where=name) from error
    except StoreError:
        engine.dispose()
        raise
    sa.event.listen(engine, "handle_error", partial(_explain, name))
    return engine


def is_file(url: str) -> bool:
    """Whether a store's name is that of a file, not an address."""
    return "://" not in url


def stem(url: str) -> str:
    """What files made beside a store begin with: its path without an ending, or its name."""
    if is_file(url):
        return str(Path(url).with_suffix(""))
    return Path(_address(url).database or "").stem or "padan"


def shown(url: str) -> str:
    """A store's name as it may be shown: without a password."""
    if is_file(url):
        return url
    try:
        return _address(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url.partition("://")[0] + "://…"


def _address(url: str) -> sa.URL:
    if is_file(url):
        return sa.URL.create("sqlite", database=str(Path(url)))
    try:
        address = sa.make_url(url)
    except ValueError as error:  # a port that is no number
        raise sa.exc.ArgumentError(str(error)) from error
    # The names that PostgreSQL's own tools take; psycopg is the driver that padan is tested with.
    if address.drivername in {"postgres", "postgresql"}:
        return address.set(drivername="postgresql+psycopg")
    return address


def _options(address: sa.URL) -> dict[str, Any]:
    if address.get_backend_name() != "postgresql":
        return {}
    timeout = {} if "connect_timeout" in address.query else {"connect_timeout": _WAIT}
    # Pinged first: that the server was started anew is noticed before anything is written.
    return {"pool_pre_ping": True, "connect_args": timeout}


def _what(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"the driver {error.name} is not installed"
    if isinstance(error, sa.exc.ArgumentError) and not isinstance(error, sa.exc.NoSuchModuleError):
        return "is no address of a database"  # SQLAlchemy's words would repeat the password
    return _first_line(error)


def _todo(url: str) -> str:
    if url.startswith("postgres"):
        return "run `pip install 'padan[postgres]'`, or check the address"
    return "name a file, or a database as postgresql://USER@HOST/NAME"


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0]


def _explain(name: str, context: sa.ExceptionContext) -> None:
    """Say in one line what the database cannot do: a full disk, a lock, a file gone read-only."""
    error = context.original_exception
    if isinstance(context.sqlalchemy_exception, sa.exc.OperationalError):
        raise StoreError(
            f"cannot be read or written ({_first_line(error)})",
            where=name,
            todo="make room or free it, and run again: what was done is kept",
        ) from error


def _set_up(connection: Any, _record: Any) -> None:
    sqlite = isinstance(connection, sqlite3.Connection)
    cursor = connection.cursor()
    for statement in _SQLITE if sqlite else _POSTGRES:
        cursor.execute(statement)
    cursor.close()
    if not sqlite:
        connection.commit()


def _migrate(engine: sa.Engine, name: str) -> None:
    with engine.connect() as connection:
        version = _version(connection)
    if version == HEAD:
        return
    import alembic.command
    import alembic.config
    from alembic.util import CommandError

    config = alembic.config.Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Python's driver begins no transaction before CREATE and ALTER: a migration that is
            # killed would stay half done. This one is whole or not there, and waits for another's.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        config.attributes["connection"] = connection
        try:
            alembic.command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"was written by another version of padan (schema {version})",
                where=name,
                todo="use that version, or a new --store",
            ) from error


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that no other writer can come between, from its first read on."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("LOCK TABLE judgements IN SHARE ROW EXCLUSIVE MODE")
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose queries all see the database as it was at the first of them."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


class ByteOrder(FunctionElement[str]):
    """A text column by the code points of its text, for ORDER BY: the same in every database."""

    inherit_cache = True
    type = sa.Text()


@compiles(ByteOrder)
def _plainly(element: ByteOrder, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **more))  # SQLite compares bytes


@compiles(ByteOrder, "postgresql")
def _by_bytes(element: ByteOrder, compiler: Any, **more: Any) -> str:
    return f'({compiler.process(element.clauses, **more)}) COLLATE "C"'


def upsert(connection: sa.Connection, table: sa.Table, values: list[dict[str, Any]]) -> None:
    """Insert lines; where one with the same primary key stands, put the new values there."""
    name = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
    statement = import_module(f"sqlalchemy.dialects.{name}").insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in values[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), values)
