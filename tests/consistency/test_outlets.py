"""Figures of outlets: shares, intervals, edits and the matrix."""

import pytest

from padan.consistency.matrix import outlet_matrix, overlap
from padan.consistency.outlets import Said, bootstrap, edits_per_hundred, outlet_figures
from padan.consistency.side import Side
from padan.model import Comparison, Finding, Kind, Severity, Span


def test_an_interval_holds_its_mean_and_comes_out_again():
    values = [0.2, 0.9, 0.8, 0.95, 0.4, 0.99]
    found = bootstrap(values)
    assert found is not None
    assert found.low < found.mean < found.high
    assert found == bootstrap(values)
    assert found != bootstrap(values, seed=7)
    assert bootstrap([]) is None
    same = bootstrap([0.5, 0.5])
    assert same is not None
    assert same.low == same.mean == same.high == 0.5


def test_shares_count_characters_of_what_each_side_says():
    finding = Finding(Kind.NUMBER, Severity.MAJOR, Span(0, 1), None, "Differs.", "id-id")
    rows = [
        Said("sepuluh ab", "sepuluh xx", Comparison(0.5, (finding,)), moved=True),
        Said("hilang abc", ""),
        Said("", "baru"),
    ]
    found = outlet_figures(rows, own_language=True)
    assert found.kept == pytest.approx(9 / 18)
    assert found.added == pytest.approx(4 / 13)
    assert found.moved == 1.0
    assert found.findings == {(Kind.NUMBER, Severity.MAJOR): 1}
    assert found.edits == 50.0
    assert found.consistency is not None
    assert found.consistency.n == 1


def test_no_rows_give_no_figures():
    found = outlet_figures([], own_language=True)
    assert (found.consistency, found.kept, found.added, found.moved, found.edits) == (None,) * 5


def test_edits_count_words_not_punctuation():
    assert edits_per_hundred([("Satu, dua, tiga, empat.", "satu dua tiga lima")]) == 25.0
    assert edits_per_hundred([("...", "!!!")]) is None


def test_every_outlet_is_set_against_every_other():
    rows = [
        {"a": Side("Satu perahu tenggelam.", "id"), "b": Side("Satu perahu tenggelam.", "id")},
        {"a": Side("Ada 30 korban.", "id"), "c": Side("Ada 45 korban.", "id")},
    ]
    found = {(c.reference, c.retelling): c for c in outlet_matrix(rows)}
    assert len(found) == 6
    assert found["a", "b"].consistency == 1.0
    assert found["a", "c"].rows == 1
    assert (found["a", "c"].consistency or 1.0) < 1.0
    assert found["b", "c"].consistency is None


def test_overlap_comes_with_signatures():
    found = overlap(["The boat sank near the pier."], ["The boat sank near the pier."])
    assert found is not None
    assert found.chrf == pytest.approx(100.0)
    assert "version" in found.bleu_signature
    assert overlap([], []) is None
    with pytest.raises(ValueError, match="rows"):
        overlap(["one"], [])
