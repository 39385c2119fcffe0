"""Folders that are whole or not there: filled beside their place, then put into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from padan.errors import InputError

CHECKSUMS = "SHA256SUMS"
"""Lists the files of an export; `sha256sum -c` reads it. A folder that has one is an export."""


@contextmanager
def replacing_folder(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A new folder that takes the place of `path` when the block ends, with its checksums.

    If the block fails nothing is left behind and `path` stays as it was. InputError where `path`
    is there with something in it: unless it is an earlier export and `force` is given.
    """
    if path.exists() and not path.is_dir():
        raise InputError("is a file", where=str(path), todo="name a folder")
    if path.is_dir() and any(path.iterdir()):
        if not (path / CHECKSUMS).is_file():
            raise InputError("holds other things", where=str(path), todo="name a new folder")
        if not force:
            raise InputError("is there already", where=str(path), todo="add --force or another")
    mark = uuid4().hex[:8]
    fresh, former = (path.with_name(f".{path.name}.{mark}.{end}") for end in ("tmp", "old"))
    try:
        fresh.mkdir(parents=True)
        yield fresh
        write_checksums(fresh)
        if path.exists():
            path.rename(former)
        fresh.rename(path)
    except OSError as problem:
        if former.exists() and not path.exists():
            former.rename(path)
        what = f"cannot be written ({problem.strerror or problem})"
        raise InputError(what, where=str(path), todo="name a folder you may write to") from problem
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def write_checksums(folder: Path) -> None:
    """List every file of a folder with its SHA-256, by name."""
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in _all(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8", newline="\n")


def broken_files(folder: Path) -> list[str]:
    """Names of files of an export that are gone, changed or not listed."""
    listed: dict[str, str] = {}
    for line in (folder / CHECKSUMS).read_text("utf-8").splitlines():
        mark, _, name = line.partition("  ")
        listed[name] = mark
    there = {path.relative_to(folder).as_posix(): sha256_of(path) for path in _all(folder)}
    return sorted(name for name in listed | there if listed.get(name) != there.get(name))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _all(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != CHECKSUMS)
