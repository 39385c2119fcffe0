"""The texts that speed is measured on are what their gold says, and are aligned like it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))
from alignment_speed import StatementEncoder, invent, measure


def test_gold_ties_sentences_that_tell_the_same_statements() -> None:
    made = invent(300, 7)
    assert [len(texts) for texts in made.texts] == [300, 300]
    for side in (0, 1):
        placed = sorted(k for bead in made.gold for k in (bead.left, bead.right)[side])
        assert placed == list(range(300))
    for bead in made.gold:
        told = [
            {t for k in side for t in made.told[n][k]}
            for n, side in enumerate((bead.left, bead.right))
        ]
        assert not all(told) or told[0] & told[1]
    assert any(len(bead.left) == 2 for bead in made.gold)
    order = [bead.right[0] for bead in made.gold if bead.right]
    assert order != sorted(order)


def test_a_measurement_finds_the_gold_and_counts_what_was_encoded() -> None:
    found = measure(160, 7)
    assert found["strict_f1"] > 0.9
    assert found["encodes_per_sentence"] <= 1
    encoder = StatementEncoder({"a": (1,), "b": (1,), "c": (2,)}, 7)
    same, other = encoder.encode(["a", "b"]) @ encoder.encode(["b", "c"]).T
    assert min(same[0], other[0]) > 0.5 > max(same[1], other[1])
