"""Gold beads from a file: Vecalign's form, or one JSON object a line."""

from __future__ import annotations

import json
import re

from padan.errors import InputError
from padan.model import Bead

_VECALIGN = re.compile(r"\[([\d,\s]*)\]:\[([\d,\s]*)\](?::[-+.\deE]+)?")


def parse_gold(text: str, *, where: str) -> list[Bead]:
    """Beads of lines such as `[0, 1]:[2]` (a cost may follow) or `{"left": [0, 1], "right": [2]}`.

    Indices count from 0. Raises InputError naming the line that is neither.
    """
    beads = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            beads.append(_bead(line.strip(), f"{where}:{number}"))
    if not beads:
        raise InputError("holds no bead", where=where)
    return beads


def _bead(line: str, where: str) -> Bead:
    found = _VECALIGN.fullmatch(line)
    try:
        if found:
            left, right = (
                tuple(int(i) for i in side.split(",") if i.strip()) for side in found.groups()
            )
            return Bead(left, right, 1.0)
        record = json.loads(line)
        sides = [tuple(int(i) for i in record[side]) for side in ("left", "right")]
        return Bead(sides[0], sides[1], 1.0, moved=bool(record.get("moved", False)))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise InputError(
            "is no bead", where=where, todo='write [0, 1]:[2] or {"left": [0, 1], "right": [2]}'
        ) from error
