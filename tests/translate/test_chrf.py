"""Our chrF is sacrebleu's sentence chrF."""

from __future__ import annotations

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.translate.chrf import chrf, pairwise

TEXTS = st.text(alphabet="abcdé .,1\n漢", max_size=40)


def theirs(hypothesis: str, reference: str) -> float:
    return float(sacrebleu.sentence_chrf(hypothesis, [reference]).score) / 100


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_it_equals_sacrebleus(hypothesis: str, reference: str) -> None:
    assert chrf(hypothesis, reference) == pytest.approx(theirs(hypothesis, reference), abs=1e-12)


def test_a_table_of_all_pairs_has_each_as_hypothesis_and_reference() -> None:
    texts = ["The mayor resigned.", "The mayor has resigned today.", "", "The mayor resigned."]
    expected = [[theirs(one, other) for other in texts] for one in texts]
    assert np.allclose(pairwise(texts), expected)
    assert pairwise(texts)[0, 1] != pairwise(texts)[1, 0]
