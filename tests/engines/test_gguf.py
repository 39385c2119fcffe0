"""The head of a model file is read, and a broken one is told in one line."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from padan.engines.gguf import metadata
from padan.errors import EngineError


def string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def head(**values: Any) -> bytes:
    """A GGUF head without tensors."""
    out = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    for key, value in values.items():
        out += string(key.replace("__", "."))
        if isinstance(value, str):
            out += struct.pack("<I", 8) + string(value)
        elif isinstance(value, list):
            out += struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(string, value))
        elif isinstance(value, bytes):
            out += struct.pack("<IIQ", 9, 0, len(value)) + value
        else:
            out += struct.pack("<II", 4, value)
    return out


def test_single_values_are_read_and_lists_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(
        head(
            general__name="Model X", words=["a", "bb", ""], flags=b"\1\2", block_count=18, last="z"
        )
    )
    assert metadata(path, engine="gguf:m") == {
        "general.name": "Model X",
        "block_count": 18,
        "last": "z",
    }


def test_a_head_cut_anywhere_is_told(tmp_path: Path) -> None:
    whole = head(general__name="Model X", words=["a", "bb"], n=3)
    path = tmp_path / "m.gguf"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(EngineError) as caught:
            metadata(path, engine="gguf:m")
        assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 not a model at all",
        b"GGUF" + struct.pack("<IQQ", 99, 0, 0),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string("k") + struct.pack("<IIQ", 9, 9, 1),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string("k") + struct.pack("<I", 77),
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(EngineError, match="gguf:m"):
        metadata(path, engine="gguf:m")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        metadata(tmp_path / "none.gguf", engine="gguf:m")
