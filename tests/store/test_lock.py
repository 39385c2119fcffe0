"""Two runs never write into one store at a time; a run that died is in nobody's way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from padan.cli import main
from padan.errors import StoreError
from padan.model import Article
from padan.store import Store
from postgres_server import Server

_HOLD = """
import sys, time
from padan.store import Store
with Store(sys.argv[1]) as store, store.running():
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that is running on the store."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_run_is_told_which_process_is_at_work(
    url: str, holder: subprocess.Popen[str]
) -> None:
    who = f"process {holder.pid} on {socket.gethostname()}"
    with Store(url) as store:
        with pytest.raises(StoreError, match="another run is at work") as refused, store.running():
            pass
        assert who in str(refused.value)
        assert store.run_under_way() == who


def test_padan_run_on_a_store_in_use_is_one_line_and_changes_nothing(
    url: str, tmp_path: Path
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Jembatan ditutup. Warga memutar jauh.\n", encoding="utf-8")
    with Store(url) as store, store.running():
        done = CliRunner().invoke(main, ["run", str(article), "--store", url, "--no-report"])
        assert done.exit_code == 2
        assert "another run is at work" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert store.counts().articles == 0


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a thing of POSIX systems")
def test_the_lock_of_a_killed_run_is_free_at_once(url: str, holder: subprocess.Popen[str]) -> None:
    with Store(url) as store:
        assert store.run_under_way() is not None
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with store.running():
            assert store.run_under_way() == f"process {os.getpid()} on {socket.gethostname()}"


def test_the_lock_is_given_back_also_after_an_error(url: str) -> None:
    with Store(url) as store:
        with pytest.raises(ValueError, match="broken"), store.running():
            raise ValueError("broken")
        assert store.run_under_way() is None
        with store.running():
            pass
        assert store.run_under_way() is None


def test_reading_and_writing_articles_go_on_while_another_runs(
    url: str, holder: subprocess.Popen[str], make_article: Callable[..., Article]
) -> None:
    assert holder.poll() is None
    with Store(url) as store:
        store.add_articles([make_article("a" * 16, "Satu.")])
        assert store.counts().articles == 1


def test_two_stores_have_two_locks(tmp_path: Path) -> None:
    with Store(str(tmp_path / "a.db")) as one, Store(str(tmp_path / "b.db")) as two:
        counts = one.counts()
        with one.running(), two.running():
            assert one.run_under_way() is not None
        assert two.counts() == counts


def test_two_databases_of_one_server_have_two_locks(postgres: Server) -> None:
    with Store(postgres.new_database()) as one, Store(postgres.new_database()) as two:
        with one.running(), two.running():
            assert two.run_under_way() is not None
        assert two.run_under_way() is None


def test_a_store_in_memory_needs_no_lock() -> None:
    with Store("sqlite://") as store, store.running():
        assert store.run_under_way() is None
