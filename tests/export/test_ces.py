"""cesAlign holds every bead, the left side first, as well-formed XML."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from padan.export.ces import write_ces
from padan.model import Bead

indices = st.lists(st.integers(0, 999), max_size=4).map(tuple)
beads = st.lists(st.builds(Bead, indices, indices, st.floats(0, 1)), max_size=8)


@given(beads, st.text(max_size=30), st.text(max_size=30))
def test_what_was_written_reads_back_equal_whatever_the_names(
    given_beads: list[Bead], left: str, right: str
) -> None:
    out = io.StringIO()
    write_ces(given_beads, left, right, out)
    root = etree.fromstring(out.getvalue().encode("utf-8", "surrogatepass"))
    read = []
    for link in root.iter("link"):
        sides = link.get("xtargets").split(";")
        read.append(tuple(tuple(int(i[1:]) - 1 for i in side.split()) for side in sides))
    assert read == [(bead.left, bead.right) for bead in given_beads]
    assert len({link.get("id") for link in root.iter("link")}) == len(given_beads)
