"""No file from outside breaks a reader: kept nasty inputs, damaged good ones, and made-up ones."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readers import NASTY, READERS, Reader

READER = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
CAREFULLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@READER
def test_a_good_file_is_accepted(reader: Reader, tmp_path: Path) -> None:
    refused = [seed for seed in reader.seeds if not reader.check(seed.encode(), tmp_path)]
    # The act that loses sentences and weights that are not all there are good JSON and no more.
    assert len(refused) <= (1 if reader.name in {"act", "weights"} else 0), refused


@READER
def test_inputs_that_once_broke_something_break_nothing(reader: Reader, tmp_path: Path) -> None:
    kept = reader.kept()
    assert kept, f"no nasty input is kept for {reader.name}"
    for path in kept:
        reader.check(path.read_bytes(), tmp_path)


def test_every_folder_of_nasty_inputs_is_some_readers() -> None:
    assert {p.name for p in NASTY.iterdir() if p.is_dir()} == {reader.name for reader in READERS}


def test_what_is_nasty_for_one_reader_breaks_no_other(tmp_path: Path) -> None:
    for reader in READERS:
        for other in READERS:
            for path in other.kept():
                if path.stat().st_size < 20_000:
                    reader.check(path.read_bytes(), tmp_path)


@READER
@CAREFULLY
@given(st.integers(0, 2**32))
def test_a_damaged_file_breaks_nothing(reader: Reader, tmp_path: Path, seed: int) -> None:
    reader.check(_damaged(reader, random.Random(seed)), tmp_path)


@READER
@CAREFULLY
@given(data=st.data())
def test_made_up_files_break_nothing(reader: Reader, tmp_path: Path, data: st.DataObject) -> None:
    pieces = st.one_of(
        st.sampled_from(reader.words.split(" ")).map(str.encode),
        st.sampled_from(reader.seeds).map(str.encode),
        st.text(max_size=20).map(str.encode),
        st.binary(max_size=8),
    )
    reader.check(b"".join(data.draw(st.lists(pieces, max_size=30))), tmp_path)


def _damaged(reader: Reader, dice: random.Random) -> bytes:
    """A good file with bytes lost, doubled, moved, or put in."""
    data = bytearray(dice.choice(reader.seeds).encode())
    words = reader.words.split(" ")
    for _ in range(dice.randint(1, 4)):
        at, end = sorted(dice.randint(0, len(data)) for _ in range(2))
        match dice.randint(0, 4):
            case 0:
                del data[at : at + dice.randint(1, 8)]
            case 1:
                data[at:at] = data[at : min(end, at + 50)] * dice.randint(1, 20)
            case 2:
                data[at:at] = dice.choice(words).encode()
            case 3:
                data[at:at] = dice.randbytes(dice.randint(1, 4))
            case _:
                data += data[at:end]
    return bytes(data)
