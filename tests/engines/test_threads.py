"""Native code gets the cores it may use and waits quietly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from padan.engines import threads


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OMP_NUM_THREADS", "OMP_WAIT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("_QUOTA_V2", "_QUOTA_V1", "_PERIOD_V1"):
        monkeypatch.setattr(threads, name, tmp_path / name)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


def test_cores_are_those_the_process_may_run_on() -> None:
    assert threads.cores() == 8


@pytest.mark.parametrize(
    ("quota", "cores"), [("200000 100000", 2), ("50000 100000", 1), ("max 100000", 8), ("?", 8)]
)
def test_a_container_s_quota_is_kept(tmp_path: Path, quota: str, cores: int) -> None:
    (tmp_path / "_QUOTA_V2").write_text(quota)
    assert threads.cores() == cores


@pytest.mark.parametrize(("quota", "cores"), [("300000", 3), ("-1", 8)])
def test_an_older_container_s_quota_is_kept(tmp_path: Path, quota: str, cores: int) -> None:
    (tmp_path / "_QUOTA_V1").write_text(quota)
    (tmp_path / "_PERIOD_V1").write_text("100000")
    assert threads.cores() == cores


def test_what_the_user_sets_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    with threads.sleeping_threads():
        assert os.environ["OMP_NUM_THREADS"] == "3"
        assert os.environ["OMP_WAIT_POLICY"] == "active"
    assert threads.cores() == 3


def test_settings_for_loading_are_gone_afterwards() -> None:
    with pytest.raises(OSError, match="inside"), threads.sleeping_threads():
        assert os.environ["OMP_WAIT_POLICY"] == "passive"
        assert os.environ["OMP_NUM_THREADS"] == "8"
        raise OSError("inside")
    assert "OMP_WAIT_POLICY" not in os.environ
    assert "OMP_NUM_THREADS" not in os.environ
