"""How many of them: none, some, most, all; at least, only; for the first time, again."""

from __future__ import annotations

from padan.consistency.draft import Report, place
from padan.consistency.scales import differences
from padan.consistency.side import Pair
from padan.model import Kind


def check(pair: Pair) -> Report:
    """Find statements that one side makes of more, of fewer, or of these alone."""
    views = pair.words
    if views is None:
        return Report(abstained=("Quantities: the two sides share no language padan reads.",))
    return Report(place(pair, views, differences(views, "quantifier", Kind.QUANTIFIER)))
