"""What beads, rows and stories depend on besides their texts and the encoder."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

VERSION = 3
"""Counts changes of this package that change its beads for the same parameters."""


@cache
def alignment_signature() -> str:
    """`align 3 0123456789abcdef`: version of the code, hash of its numbers; for cache keys."""
    data = files("padan.align") / "data"
    raw = b"".join((data / name).read_bytes() for name in ("stories.toml", "weights.json"))
    return f"align {VERSION} {sha256(raw).hexdigest()[:16]}"
