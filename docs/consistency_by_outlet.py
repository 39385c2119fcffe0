"""How consistent each outlet is with its sources: load the dataset, filter, plot.

    padan export hf dataset --store news.db
    python docs/consistency_by_outlet.py dataset consistency.svg

Draws, for each outlet, the spread of the consistency of its cells: the line from the 10th to the
90th of a hundred, the bar from the 25th to the 75th, the mark at the median. Needs nothing beyond
padan.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

MIN_CONFIDENCE = 0.5
"""Cells that may be linked wrongly say nothing about the outlet."""


def consistencies(folder: str) -> dict[str, list[float]]:
    """Outlet -> consistency of each cell that was compared with its reference, in all splits."""
    from datasets import load_dataset

    found: dict[str, list[float]] = defaultdict(list)
    for rows in load_dataset(folder, "stories").values():
        sure = rows.filter(lambda row: row["row_confidence"] >= MIN_CONFIDENCE)
        for row in sure:
            for cell in row["cells"]:
                if cell["consistency"] is not None:
                    found[cell["outlet"] or "unnamed"].append(cell["consistency"])
    return dict(found)


def drawing(found: dict[str, list[float]]) -> str:
    """The plot as SVG, the least consistent outlet first."""
    outlets = sorted(found, key=lambda outlet: (float(np.median(found[outlet])), outlet))
    left, width, line = 220, 420, 28
    height = line * len(outlets) + 60

    def x(share: float) -> float:
        return round(left + width * share, 1)

    parts = [
        f'<line x1="{x(tick)}" y1="30" x2="{x(tick)}" y2="{height - 30}" stroke="#ccc"/>'
        f'<text x="{x(tick)}" y="{height - 12}" text-anchor="middle">{tick:.1f}</text>'
        for tick in (0.0, 0.5, 1.0)
    ]
    for place, outlet in enumerate(outlets):
        y = 45 + place * line
        low, first, middle, third, high = np.percentile(found[outlet], [10, 25, 50, 75, 90])
        name = escape(f"{outlet} ({len(found[outlet])})")
        parts += [
            f'<text x="{left - 10}" y="{y + 4}" text-anchor="end">{name}</text>',
            f'<line x1="{x(low)}" y1="{y}" x2="{x(high)}" y2="{y}" stroke="#777"/>',
            f'<rect x="{x(first)}" y="{y - 7}" width="{x(third) - x(first):.1f}" height="14" '
            'fill="#9bc"/>',
            f'<line x1="{x(middle)}" y1="{y - 9}" x2="{x(middle)}" y2="{y + 9}" '
            'stroke="#024" stroke-width="3"/>',
        ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 30}" height="{height}" '
        'font-family="sans-serif" font-size="13">\n'
        "<title>Consistency by outlet</title>\n"
        f'<text x="{left}" y="18">consistency with the reference (cells)</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def main() -> None:
    """Read the folder named first, write the drawing to the file named second."""
    folder, target = sys.argv[1:3]
    found = consistencies(folder)
    if not found:
        sys.exit("no cell was compared with a reference")
    for outlet, values in sorted(found.items()):
        sys.stdout.write(f"{np.median(values):.2f}  {len(values):>6}  {outlet}\n")
    Path(target).write_text(drawing(found), encoding="utf-8")


if __name__ == "__main__":
    main()
