"""A fault of our translation clouds the findings that it may have made, and no others."""

from __future__ import annotations

import pytest

from padan.consistency.draft import Draft, place
from padan.consistency.side import Side, least_confidence, pair_of
from padan.model import Fault, FaultKind, Kind, Severity, Translation


@pytest.mark.parametrize(
    ("fault", "kind", "ours"),
    [
        (FaultKind.SHORT, Kind.NEGATION, True),
        (FaultKind.NUMBER, Kind.NUMBER, True),
        (FaultKind.NUMBER, Kind.NEGATION, False),
        (FaultKind.QUOTES, Kind.NUMBER, False),
        (FaultKind.NAME, Kind.NAME, True),
        (FaultKind.TERM, Kind.NAME, False),
    ],
)
def test_only_a_fault_of_the_kind_makes_a_finding_milder(
    fault: FaultKind, kind: Kind, ours: bool
) -> None:
    translated = Side("Ada 12 kapal.", "id", "There are 12 ships.", (Fault(fault, "why"),))
    pair = pair_of(Side("There are 13 ships.", "en"), translated)
    assert pair.words is not None
    draft = Draft(kind, Severity.MAJOR, (10, 12), (10, 12), "reason")
    (finding,) = place(pair, pair.words, [draft])
    assert finding.perhaps_ours is ours
    assert finding.severity is (Severity.MINOR if ours else Severity.MAJOR)


@pytest.mark.parametrize(
    ("confidence", "kind", "ours"),
    [
        (0.3, Kind.OMISSION, True),
        (0.3, Kind.ADDITION, True),
        (0.3, Kind.NUMBER, False),
        (0.8, Kind.OMISSION, False),
        (None, Kind.OMISSION, False),
    ],
)
def test_what_a_doubtful_translation_leaves_out_may_be_ours(
    confidence: float | None, kind: Kind, ours: bool
) -> None:
    translated = Side("Ada 12 kapal.", "id", "There are 12 ships.", english_confidence=confidence)
    draft = Draft(kind, Severity.MAJOR, (10, 12), None, "reason")
    pair = pair_of(Side("There are 13 ships.", "en"), translated)
    assert pair.words is not None
    (finding,) = place(pair, pair.words, [draft])
    assert finding.perhaps_ours is ours
    assert finding.severity is (Severity.MINOR if ours else Severity.MAJOR)


def test_the_confidence_of_a_translation_that_is_not_compared_counts_for_nothing() -> None:
    sides = [Side("Ada 12 kapal.", "id", "Ships.", english_confidence=c) for c in (0.1, 0.2)]
    pair = pair_of(*sides)
    assert pair.words is not None
    assert pair.confidence(pair.words) is None  # both are read in their own language
    across = pair_of(Side("There are 12 ships.", "en"), sides[0])
    assert across.words is not None
    assert across.confidence(across.words) == 0.1


def test_a_cell_is_as_sure_as_the_least_sure_of_its_sentences() -> None:
    made = [Translation("x", "y", "id", "en", "e", confidence=c) for c in (0.7, None, 0.4)]
    assert least_confidence(made) == 0.4
    assert least_confidence(made[1:2]) is None
