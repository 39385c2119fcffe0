"""Files that are whole or not there: written beside their place, then put into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from padan.errors import InputError


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file to write to (UTF-8, `\\n`) that takes the place of `path` when the block ends.

    As `replacing_path`.
    """
    with replacing_path(path) as fresh, fresh.open("x", encoding="utf-8", newline="\n") as out:
        yield out


@contextmanager
def replacing_path(path: Path) -> Iterator[Path]:
    """A path to write a file to, that takes the place of `path` when the block ends.

    If the block fails nothing is left behind and `path` stays as it was. InputError where the
    folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:8]}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as problem:
        what = f"cannot be written ({problem.strerror or problem})"
        raise InputError(what, where=str(path), todo="name a folder you may write to") from problem
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
