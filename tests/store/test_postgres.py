"""What holds of a store on a PostgreSQL server beyond what every test of the store holds there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner

import postgres_server
from padan.cli import main
from padan.errors import StoreError
from padan.model import Article
from padan.store import Store
from padan.store.database import HEAD, connect, shown
from padan.store.schema import metadata
from postgres_server import Server


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may stop."""
    binaries, why = postgres_server.find()
    if binaries is None:
        pytest.skip(why)
    with postgres_server.running(binaries) as server:
        yield server


def test_the_migrations_make_exactly_the_tables_of_the_schema(postgres: Server) -> None:
    engine = connect(postgres.new_database())
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_many_who_open_a_new_store_at_once_find_one_schema(postgres: Server) -> None:
    url = postgres.new_database()

    def count(_: int) -> int:
        with Store(url) as store:
            return store.counts().articles

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(count, range(6))) == [0] * 6


def test_the_short_addresses_of_postgres_tools_are_taken(postgres: Server) -> None:
    url = postgres.new_database()
    Store(url.replace("+psycopg", "")).close()
    Store(url.replace("postgresql+psycopg", "postgres")).close()


def test_a_store_of_a_newer_padan_is_refused_with_what_to_do(postgres: Server) -> None:
    url = postgres.new_database()
    Store(url).close()
    name = url.partition("@/")[2].partition("?")[0]
    postgres.sql("UPDATE alembic_version SET version_num = '9999'", name)
    with pytest.raises(StoreError, match="another version of padan"):
        Store(url)


def test_a_database_of_something_else_is_not_written_into(postgres: Server) -> None:
    url = postgres.new_database()
    name = url.partition("@/")[2].partition("?")[0]
    postgres.sql("CREATE TABLE articles (price integer)", name)
    with pytest.raises(StoreError, match="cannot be opened as a corpus database"):
        Store(url)
    assert postgres.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == "1"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ayu:rahasia@localhost:1/none",
        "postgresql+psycopg://ayu:rahasia@localhost:1/none?connect_timeout=1",
        "postgresql://ayu:rahasia@localhost:port/none",
        "nosuchdatabase://ayu:rahasia@host/name",
    ],
)
def test_a_server_that_does_not_answer_is_one_line_without_the_password(address: str) -> None:
    pytest.importorskip("psycopg")
    done = CliRunner().invoke(main, ["status", "--store", address])
    assert done.exit_code == 2
    assert done.stderr.startswith("padan: ")
    assert len(done.stderr.splitlines()) == 1
    assert "rahasia" not in done.output


def test_without_the_driver_padan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'padan\[postgres\]'"):
        Store("postgresql+psycopg://somebody@localhost/none")


def test_the_name_of_a_store_never_shows_a_password() -> None:
    assert shown("news.db") == "news.db"
    assert shown("postgresql://ayu:rahasia@h/n") == "postgresql+psycopg://ayu:***@h/n"
    assert shown("postgresql://ayu:rahasia@h:x/n") == "postgresql://…"


def test_status_of_a_store_with_a_password_does_not_print_it(postgres: Server) -> None:
    url = postgres.new_database().replace("padan@", "padan:rahasia@")
    Store(url).close()
    done = CliRunner().invoke(main, ["status", "--store", url])
    assert done.exit_code == 0, done.output
    assert "rahasia" not in done.output
    assert "***" in done.output


def test_articles_come_in_the_same_order_as_from_a_file(
    postgres: Server, tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    # In an order for people "a_b" stands before "aa" and "B" after "a".
    sources = ["b.txt", "B.txt", "a b", "a_b", "aa", "é", "z", "Ž", "a/1", "a-1"]
    articles = [make_article(f"{n:016}", "Satu.", source=s) for n, s in enumerate(sources)]
    found = []
    for url in (postgres.new_database(), str(tmp_path / "a.db")):
        with Store(url) as store:
            store.add_articles(articles)
            found.append([article.source for article in store.articles()])
    assert found == [sorted(sources)] * 2


def test_a_server_that_stops_is_one_clear_error_and_nothing_is_lost(own_server: Server) -> None:
    url = own_server.new_database()
    with Store(url) as store:
        vectors = store.caches().vectors
        vectors["first"] = np.ones(4, np.float32)
        own_server.stop(signal.SIGQUIT)  # at once, without tidying up: like a power cut
        with pytest.raises(StoreError, match=r"cannot be read or written|run again"):
            vectors["second"] = np.ones(4, np.float32)
        own_server.start()
        vectors["third"] = np.ones(4, np.float32)
        assert sorted(vectors) == ["first", "third"]


_TEAM = """
import json, sys
from padan.judgements import Unfit
from padan.model import Act
from padan.store import Store
url, name, place = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
refused = 0
with Store(url) as store:
    reviewing = store.reviewing("mill")
    for n in range(12):
        try:
            if n % 4 == 3:
                reviewing.undo(f"{name}-{n}", name)
            else:
                body = {"row": place, "article": "", "text": f"{name} {n}"}
                reviewing.act(f"{name}-{n}", name, Act.COMMENT, body)
        except Unfit:
            refused += 1
print(refused)
"""


def test_a_team_of_processes_loses_no_judgement(
    postgres: Server, make_article: Callable[..., Article]
) -> None:
    from padan.model import Cell, ComparedStory, Row, Story

    url, article = postgres.new_database(), make_article("a" * 16, "Kilang itu tutup.")
    story = Story("f" * 16, "Mill", (article,), None)
    signatures = {"align": "padan 0, test encoder", "translate": "t@1", "compare": "c"}
    with Store(url) as store:
        store.add_articles([article])
        rows = (Row(0, (Cell(article.id, (0,)),), 0.5),)
        store.stories["k" * 64] = ComparedStory(story, rows, {article.id: {}}, signatures)
    place = json.dumps({article.id: [0]})
    team = [
        subprocess.Popen(
            [sys.executable, "-c", _TEAM, url, name, place], stdout=subprocess.PIPE, text=True
        )
        for name in ("Ayu", "Budi", "Citra")
    ]
    assert [each.communicate(timeout=120)[0].strip() for each in team] == ["0"] * 3
    with Store(url) as store:
        told = store.judgements([article.id])
        assert len(told) == 36
        assert [j.seq for j in told] == sorted({j.seq for j in told})
        for name in ("Ayu", "Budi", "Citra"):
            own = [j.id for j in told if j.reviewer == name]
            assert own == [f"{name}-{n}" for n in range(12)]
        (review,) = store.reviewed("mill").reviews
        # Of three comments each time the last is undone.
        assert len(review.comments) == 3 * 3 * 2
