"""A fault of our translation clouds the findings that it may have made, and no others."""

from __future__ import annotations

import pytest

from padan.consistency.draft import Draft, place
from padan.consistency.side import Side, pair_of
from padan.model import Fault, FaultKind, Kind, Severity


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
