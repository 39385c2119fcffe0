"""Learning from judgements: what is dismissed weighs less, and all of it can be undone."""

import json

import pytest

from padan.consistency import Side, compare_texts
from padan.consistency import weights as weights_file
from padan.consistency.dismissed import Dismissal
from padan.consistency.judgementfile import read_judgements, save, undo
from padan.consistency.recalibrate import Judged, ground_of, recalibrate
from padan.consistency.weights import packaged, read
from padan.errors import InputError
from padan.model import Kind, Severity

WORDS = ["perahu", "dermaga", "pasar", "jembatan", "sekolah", "lumbung", "waduk", "balai"]


def judged(kind: Kind, accepted: bool, n: int, basis: str = "id-id") -> list[Judged]:
    return [
        Judged(
            kind,
            Severity.MAJOR,
            accepted,
            f"{WORDS[i % 8]} {i}",
            f"{WORDS[(i + 3) % 8]} {i}",
            basis,
        )
        for i in range(n)
    ]


def test_a_kind_that_is_dismissed_weighs_less_and_one_that_is_accepted_no_less():
    found = recalibrate(judged(Kind.TERM, False, 40) + judged(Kind.NUMBER, True, 40), packaged())
    before, after = packaged()["id"].weights, found.weights["id"].weights
    assert after["finding term"] < before["finding term"] / 2
    assert after["finding number"] >= before["finding number"]
    assert after["finding name"] == before["finding name"]
    assert found.after is not None
    assert found.before is not None
    assert found.after < found.before


def test_few_judgements_move_little():
    found = recalibrate(judged(Kind.TERM, False, 1), packaged())
    before, after = packaged()["id"].weights, found.weights["id"].weights
    assert 0.7 * before["finding term"] < after["finding term"] < before["finding term"]


def test_a_ground_learns_most_from_its_own_judgements():
    found = recalibrate(judged(Kind.TERM, False, 8, "en-mt"), packaged())
    assert found.factors["term mt"] < 0.6
    mt, own = (
        found.weights[on].weights["finding term"] / packaged()[on].weights["finding term"]
        for on in ("mt", "id")
    )
    assert mt < own < 1.0


def test_the_order_of_judgements_does_not_matter():
    many = judged(Kind.TERM, False, 9) + judged(Kind.NAME, True, 9)
    assert recalibrate(many, packaged()) == recalibrate(many[::-1], packaged())


def test_no_judgements_change_nothing():
    found = recalibrate([], packaged())
    assert found.weights == packaged()
    assert found.before is None


@pytest.mark.parametrize(
    ("basis", "ground"),
    [("id-id", "id"), ("en-en", "en"), ("en-mt", "mt"), ("id-en", "across"), ("", "across")],
)
def test_a_basis_belongs_to_a_ground(basis, ground):
    assert ground_of(basis) == ground


REFERENCE = Side("Petani menjual 30 karung beras kepada koperasi.", "id")
RETELLING = Side("Petani menjual 45 karung beras kepada koperasi.", "id")


def test_what_is_dismissed_for_good_is_not_found_again():
    found = compare_texts(REFERENCE, RETELLING, dismissed=frozenset())
    finding = next(f for f in found.findings if f.kind is Kind.NUMBER)
    words = [
        side.text[span.start : span.end]
        for side, span in ((REFERENCE, finding.reference), (RETELLING, finding.retelling))
        if span
    ]
    gone = compare_texts(
        REFERENCE, RETELLING, dismissed=frozenset({Dismissal.of(Kind.NUMBER, *words)})
    )
    assert Kind.NUMBER not in {f.kind for f in gone.findings}
    assert (gone.consistency or 0) > (found.consistency or 0)
    other = compare_texts(
        REFERENCE, RETELLING, dismissed=frozenset({Dismissal.of(Kind.NUMBER, "30", "46")})
    )
    assert other == found


def test_saving_and_undoing_go_back_step_by_step(tmp_path):
    path = tmp_path / "deep" / "weights.json"
    first = recalibrate(judged(Kind.TERM, False, 20), packaged())
    second = recalibrate(judged(Kind.NAME, False, 20), packaged())
    save(first, path)
    once = path.read_text()
    save(second, path)
    assert path.read_text() != once
    assert undo(path)
    assert path.read_text() == once
    assert undo(path)
    assert not path.exists()
    assert not undo(path)
    assert list(path.parent.iterdir()) == []


def test_saved_weights_and_dismissals_are_read_back(tmp_path, monkeypatch):
    path = tmp_path / "weights.json"
    one = Judged(
        Kind.TERM, Severity.MAJOR, False, "uang muka", "uang jaminan", "id-id", for_good=True
    )
    save(recalibrate([one], packaged()), path)
    read(path)
    monkeypatch.setenv(weights_file.USER_FILE, str(path))
    weights_file.dismissed.cache_clear()
    try:
        assert weights_file.dismissed() == {Dismissal.of(Kind.TERM, "Uang muka,", "uang jaminan")}
    finally:
        weights_file.dismissed.cache_clear()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"kind": "colour", "severity": "major", "accepted": true}',
        '{"kind": "term", "severity": "grave", "accepted": true}',
        '{"kind": "term", "severity": "major", "accepted": "yes"}',
        '{"kind": "term", "severity": "major", "accepted": true, "reference": 3}',
        '{"kind": [], "severity": "major", "accepted": true}',
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path, line):
    path = tmp_path / "judgements.jsonl"
    good = json.dumps({"kind": "term", "severity": "major", "accepted": True})
    path.write_text(f"{good}\n\n{line}\n")
    with pytest.raises(InputError) as told:
        read_judgements(path)
    assert f"{path}:3" in str(told.value)
