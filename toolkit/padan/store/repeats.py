"""Lines that an outlet prints under many articles, labelled in the store, an outlet at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from padan.articles.repeated import relabelled, repeated_lines
from padan.store.articles import articles_of, outlets, relabel

_SAMPLE = 1000
"""Articles of an outlet that tell which lines it repeats: what stands under fewer than three of
them is no furniture of the outlet's. So many take 10 MB."""


def label_outlets(engine: sa.Engine, touched: Iterable[str]) -> None:
    """Label what these outlets repeat, in all their articles; write only what changes."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for outlet in outlets(engine):
        spellings[outlet.casefold()].append(outlet)
    for name in sorted({outlet.casefold() for outlet in touched if outlet}):
        if name in spellings:
            _label(engine, spellings[name])


def _label(engine: sa.Engine, names: Sequence[str]) -> None:
    sample = [a for some in articles_of(engine, names, _SAMPLE) for a in some]
    repeated = repeated_lines(sample)
    if not repeated:
        return
    for some in articles_of(engine, names):
        changed = [new for old in some if (new := relabelled(old, repeated)) != old]
        if changed:
            relabel(engine, changed)
