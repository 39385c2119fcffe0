"""Where a retelling departs from its reference: typed, located findings and a consistency."""

from padan.consistency.compare import compare_texts
from padan.consistency.score import explain, score
from padan.consistency.side import Side

__all__ = ["Side", "compare_texts", "explain", "score"]
