"""Gold files of both forms read back what they say; anything else is named by its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.align.goldfile import parse_gold
from padan.errors import InputError
from padan.model import Bead

sides = st.lists(st.integers(0, 99999), max_size=4).map(tuple)
beads = st.lists(st.tuples(sides, sides).map(lambda s: Bead(s[0], s[1], 1.0)), min_size=1)


@given(beads)
def test_both_forms_read_back_equal(gold: list[Bead]) -> None:
    vecalign = "\n".join(f"{list(b.left)}:{list(b.right)}:0.123456" for b in gold)
    objects = "\n\n".join(json.dumps({"left": b.left, "right": b.right}) for b in gold)
    assert parse_gold(vecalign, where="x") == parse_gold(objects, where="x") == gold


def test_a_moved_bead_of_json_is_marked_as_such() -> None:
    (bead,) = parse_gold('{"left": [3], "right": [0], "moved": true}', where="x")
    assert bead.moved


@pytest.mark.parametrize("line", ["0-0", "[0]:[x]", "{}", '{"left": 1, "right": [2]}', "[0][1]"])
def test_a_line_that_is_no_bead_is_named(line: str) -> None:
    with pytest.raises(InputError, match=r"gold\.txt:2"):
        parse_gold(f"[0]:[0]\n{line}\n", where="gold.txt")


def test_an_empty_file_is_an_error() -> None:
    with pytest.raises(InputError, match="holds no bead"):
        parse_gold("\n", where="gold.txt")
