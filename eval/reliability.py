"""Reliability of confidences: bins, calibration error, and diagrams as text and as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np

BINS = 10
DRAWS = 200
"""Imagined outcomes from which the error is taken that chance alone leaves."""
BAR = 40
"""Characters of a text diagram from 0 to 1."""
SIDE, MARGIN, COLUMNS = 180, 34, 4
"""Pixels of a square diagram, and around it; diagrams in a row."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Beads of like confidence."""

    low: float
    high: float
    count: int
    sure: float
    """Mean confidence."""
    right: float
    """Share of them that are right."""


def equal_width(sure: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Bins of equal width, empty ones left out."""
    edges = [k / bins for k in range(bins + 1)]
    places = np.minimum((np.asarray(sure) * bins).astype(int), bins - 1)
    return _bins(sure, right, places, list(pairwise(edges)))


def equal_mass(sure: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Bins of as many beads each; equal confidences may fall into two."""
    order = np.argsort(np.asarray(sure), kind="stable")
    places = np.empty(len(order), dtype=int)
    for k, some in enumerate(np.array_split(order, bins)):
        places[some] = k
    spans = []
    for k in range(bins):
        inside = np.asarray(sure)[places == k]
        spans.append((float(inside.min()), float(inside.max())) if len(inside) else (0.0, 0.0))
    return _bins(sure, right, places, spans)


def _bins(
    sure: Sequence[float],
    right: Sequence[bool],
    places: np.ndarray[tuple[int], np.dtype[np.int_]],
    spans: Sequence[tuple[float, float]],
) -> list[Bin]:
    chances, truth = np.asarray(sure, dtype=float), np.asarray(right, dtype=float)
    out = []
    for k, (low, high) in enumerate(spans):
        inside = places == k
        if inside.any():
            mean, share = float(chances[inside].mean()), float(truth[inside].mean())
            out.append(Bin(low, high, int(inside.sum()), mean, share))
    return out


def error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean gap of confidence and share right, weighed by beads."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.sure - b.right) for b in bins) / total if total else 0.0


def error_by_chance(sure: Sequence[float], seed: int, bins: int = BINS) -> float:
    """The error that confidences without fault would show on so few beads, on average."""
    chances = np.asarray(sure, dtype=float)
    if not len(chances):
        return 0.0
    rng = np.random.default_rng(seed)
    places = np.minimum((chances * bins).astype(int), bins - 1)
    outcomes = rng.random((DRAWS, len(chances))) < chances
    gaps = [
        np.abs((outcomes[:, inside] - chances[inside]).sum(axis=1))
        for k in range(bins)
        if (inside := places == k).any()
    ]
    return float(np.sum(gaps, axis=0).mean() / len(chances))


def as_text(bins: Sequence[Bin]) -> str:
    """A line for each bin: # up to the share right, | where the confidence stands."""
    lines = ["confidence      beads   sure  right  0" + " " * (BAR - 2) + "1"]
    for b in bins:
        bar = list("#" * round(b.right * BAR) + "." * (BAR - round(b.right * BAR)))
        bar[min(int(b.sure * BAR), BAR - 1)] = "|"
        lines.append(
            f"{b.low:.3f}-{b.high:.3f} {b.count:7d}  {b.sure:.3f}  {b.right:.3f}  {''.join(bar)}"
        )
    return "\n".join(lines)


def as_svg(diagrams: Mapping[str, Sequence[Bin]]) -> str:
    """Diagrams side by side, each with its name and error: confidence across, share right up.

    A circle's area goes with the beads of its bin; on the diagonal confidences mean what they say.
    """
    rows = -(-len(diagrams) // COLUMNS)
    cell = SIDE + 2 * MARGIN
    width, height = COLUMNS * cell, rows * cell
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for place, (name, bins) in enumerate(diagrams.items()):
        x = MARGIN + place % COLUMNS * cell
        y = MARGIN + place // COLUMNS * cell
        parts.append(f'<g transform="translate({x},{y})">{_square(name, bins)}</g>')
    return "\n".join([*parts, "</svg>\n"])


def _square(name: str, bins: Sequence[Bin]) -> str:
    """One diagram with its origin at the upper left."""
    total = sum(b.count for b in bins) or 1
    title = f"{escape(name)} (ECE {error(bins):.3f}, n {total})"
    out = [
        f'<text x="0" y="-8">{title}</text>',
        f'<rect width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<line x1="0" y1="{SIDE}" x2="{SIDE}" y2="0" stroke="#bbb" stroke-dasharray="4"/>',
        f'<text x="0" y="{SIDE + 14}">0</text>',
        f'<text x="{SIDE / 2}" y="{SIDE + 14}" text-anchor="middle">confidence</text>',
        f'<text x="{SIDE}" y="{SIDE + 14}" text-anchor="end">1</text>',
        f'<text x="-6" y="{SIDE / 2}" text-anchor="middle" '
        f'transform="rotate(-90 -6 {SIDE / 2})">right</text>',
    ]
    points = " ".join(f"{b.sure * SIDE:.1f},{(1 - b.right) * SIDE:.1f}" for b in bins)
    out.append(f'<polyline points="{points}" fill="none" stroke="#36c"/>')
    for b in bins:
        radius = 2 + 12 * (b.count / total) ** 0.5
        out.append(
            f'<circle cx="{b.sure * SIDE:.1f}" cy="{(1 - b.right) * SIDE:.1f}" r="{radius:.1f}" '
            f'fill="#36c" fill-opacity="0.5"><title>{b.count} beads, sure {b.sure:.3f}, '
            f"right {b.right:.3f}</title></circle>"
        )
    return "".join(out)
