"""A corpus database opens, migrates, and says clearly when it cannot."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from padan.errors import StoreError
from padan.store import Store
from padan.store.database import HEAD, connect
from padan.store.schema import metadata

VERSIONS = Path(__file__).parents[2] / "toolkit/padan/store/migrations/versions"


def test_a_new_store_has_the_newest_schema_and_a_write_ahead_log(tmp_path: Path) -> None:
    engine = connect(str(tmp_path / "a.db"))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    assert max(p.name[:4] for p in VERSIONS.glob("[0-9]*.py")) == HEAD


def test_the_migrations_make_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = connect(str(tmp_path / "a.db"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear reader, this is no database, but a letter of some length. " * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"letter\.db: cannot be opened as a corpus database"):
        Store(str(path))
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (price INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match=r"shop\.db"):
        Store(str(path))


def test_a_store_of_a_newer_padan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connect(str(path)).dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="another version of padan"):
        Store(str(path))


def test_a_store_in_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        Store(str(tmp_path / "nowhere" / "a.db"))


def test_an_address_of_an_unknown_kind_is_one_clear_error() -> None:
    with pytest.raises(StoreError, match="name a file"):
        Store("nosuchdatabase://host/name")


def test_a_full_disk_is_one_clear_error_and_what_was_kept_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store(str(path)) as store:
        vectors = store.caches().vectors
        vectors["first"] = np.ones(4, np.float32)
        with store._engine.connect() as connection:
            pages = connection.scalar(sa.text("PRAGMA page_count"))
            connection.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreError, match=r"a\.db: cannot be read or written .*disk is full"):
            vectors.update({f"k{n}": np.ones(400, np.float32) for n in range(50)})
    with Store(str(path)) as store:
        assert list(store.caches().vectors) == ["first"]
