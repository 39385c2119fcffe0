"""OPUS cesAlign: which sentences go together, by id, without a word of text.

The side of `fromDoc` comes first in `xtargets`; a side may be empty. Sentence ids are `s` and the
sentence's number, from 1, as OPUS counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from xml.sax.saxutils import quoteattr

from padan.model import Bead
from padan.view.plain import one_line

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n'
    '<cesAlign version="1.0">\n'
)


def write_ces(beads: Iterable[Bead], left: str, right: str, out: TextIO) -> None:
    """Write the beads between two documents; `left` and `right` are their names."""
    out.write(_HEAD)
    names = f"fromDoc={quoteattr(one_line(left))} toDoc={quoteattr(one_line(right))}"
    out.write(f'  <linkGrp targType="s" {names}>\n')
    for number, bead in enumerate(beads, start=1):
        targets = ";".join(
            " ".join(f"s{index + 1}" for index in side) for side in (bead.left, bead.right)
        )
        out.write(
            f'    <link id="SL{number}" xtargets="{targets}" certainty="{bead.score:.4f}" />\n'
        )
    out.write("  </linkGrp>\n</cesAlign>\n")
