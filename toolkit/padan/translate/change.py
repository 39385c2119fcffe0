"""What one side of a translation has and the other has not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Parts of the source that the translation lacks, and new ones, as they are written."""

    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
