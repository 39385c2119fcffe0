"""The key-value part at the head of a GGUF file (ggml's docs/gguf.md), without the weights."""

from __future__ import annotations

import struct
from os import SEEK_CUR
from pathlib import Path
from typing import BinaryIO

from padan.errors import EngineError

_MAGIC = b"GGUF"
_FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q"}
_FORMATS[12] = "d"
_STRING, _ARRAY = 8, 9
_MOST_KEYS = 10_000
_LONGEST = 10_000_000
"""Bytes of one string; a chat template has some thousands."""
_MOST_ENTRIES = 10_000_000
"""Of one array; the largest vocabularies have some hundred thousand."""

Value = str | int | float | bool


class _Broken(ValueError):
    """The file is not what it says, or ends too early."""


def metadata(path: Path, *, engine: str) -> dict[str, Value]:
    """The single values of a GGUF file; lists (the vocabulary) are passed over.

    Raises EngineError where the file cannot be read, is no GGUF file, or ends within its head.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(4) != _MAGIC:
                raise _Broken("is no GGUF file")
            version, _, keys = _read(stream, "I"), _read(stream, "Q"), _read(stream, "Q")
            if not 2 <= version <= 3 or keys > _MOST_KEYS:
                raise _Broken(f"is a GGUF file of a version that is not known ({version})")
            found = {}
            for _ in range(int(keys)):
                key = _string(stream)
                value = _value(stream, int(_read(stream, "I")))
                if value is not None:
                    found[key] = value
            return found
    except OSError as error:
        raise EngineError(
            f"cannot be read ({error.strerror or error})", where=engine, todo="check the path"
        ) from error
    except _Broken as error:
        raise EngineError(
            str(error), where=engine, todo="download it again, or name another file"
        ) from error


def _value(stream: BinaryIO, kind: int) -> Value | None:
    if kind == _STRING:
        return _string(stream)
    if kind == _ARRAY:
        _pass_over(stream)
        return None
    return _read(stream, _format(kind))


def _pass_over(stream: BinaryIO) -> None:
    kind, count = int(_read(stream, "I")), int(_read(stream, "Q"))
    if count > _MOST_ENTRIES:
        raise _Broken("is a damaged GGUF file")
    if kind == _STRING:
        for _ in range(count):
            length = int.from_bytes(stream.read(8), "little")
            stream.seek(min(length, _LONGEST), SEEK_CUR)
    else:
        _exactly(stream, struct.calcsize(_format(kind)) * count)


def _string(stream: BinaryIO) -> str:
    length = int(_read(stream, "Q"))
    if length > _LONGEST:
        raise _Broken("is a damaged GGUF file")
    return _exactly(stream, length).decode("utf-8", "replace")


def _format(kind: int) -> str:
    if kind not in _FORMATS:
        raise _Broken("is a damaged GGUF file")
    return _FORMATS[kind]


def _read(stream: BinaryIO, letter: str) -> int | float | bool:
    size = struct.calcsize(f"<{letter}")
    value: int | float | bool = struct.unpack(f"<{letter}", _exactly(stream, size))[0]
    return value


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise _Broken("ends within its head: it was not downloaded to its end")
    return content
