"""Opens a corpus database: connection, pragmas, migration to this version's schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from padan.errors import StoreError

HEAD = "0006"
"""The newest migration. A test holds it equal to what lies in `migrations/versions`."""


def connect(url: str) -> sa.Engine:
    """An engine on the database that a file name or SQLAlchemy URL names, schema up to date.

    A file is made where there is none. Raises StoreError where the file is no corpus database,
    was written by a newer padan, or cannot be written.
    """
    address = url if "://" in url else f"sqlite:///{Path(url)}"
    try:
        engine = sa.create_engine(address)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            str(error).splitlines()[0],
            where=url,
            todo="name a file, or a database as sqlite:///FILE",
        ) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_pragmas)
    try:
        _migrate(engine, url)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise StoreError(
            f"cannot be opened as a corpus database ({error.orig})", where=url
        ) from error
    except StoreError:
        engine.dispose()
        raise
    sa.event.listen(engine, "handle_error", partial(_explain, url))
    return engine


def _explain(url: str, context: sa.ExceptionContext) -> None:
    """Say in one line what the database cannot do: a full disk, a lock, a file gone read-only."""
    error = context.original_exception
    if isinstance(context.sqlalchemy_exception, sa.exc.OperationalError):
        raise StoreError(
            f"cannot be read or written ({error})",
            where=url,
            todo="make room or free it, and run again: what was done is kept",
        ) from error


def _set_pragmas(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",  # in WAL mode a killed process loses nothing that was committed
        "foreign_keys = ON",
        "busy_timeout = 10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: sa.Engine, url: str) -> None:
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
        config.attributes["connection"] = connection
        try:
            alembic.command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"was written by another version of padan (schema {version})",
                where=url,
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


def upsert(connection: sa.Connection, table: sa.Table, values: list[dict[str, Any]]) -> None:
    """Insert lines; where one with the same primary key stands, put the new values there."""
    name = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
    statement = import_module(f"sqlalchemy.dialects.{name}").insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in values[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), values)
