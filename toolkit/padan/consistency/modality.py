"""How sure a text is: possible, suspected, certain; may, must; planned, done."""

from __future__ import annotations

from padan.consistency.draft import Report, place
from padan.consistency.scales import differences
from padan.consistency.side import Pair
from padan.model import Kind


def check(pair: Pair) -> Report:
    """Find statements that one side makes with another degree of certainty or obligation."""
    views = pair.words
    if views is None:
        return Report(abstained=("Certainty: the two sides share no language padan reads.",))
    return Report(place(pair, views, differences(views, "modality", Kind.MODALITY)))
