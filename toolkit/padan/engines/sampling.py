"""Decode settings of language models, by quality and attempt (`data/sampling.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from padan.engines.base import Quality


@dataclass(frozen=True, slots=True)
class Draw:
    """Candidates from one prompt; the data file says what each number does."""

    examples: str
    candidates: int
    shown: int = 4
    skip: int = 0
    temperature: float = 0.35
    top_k: int = 40
    min_p: float = 0.05
    penalty: float = 1.0

    def __str__(self) -> str:
        """For signatures: `4nearest4-t0.4`; what is as usual is left out."""
        parts = [f"{self.candidates}{self.examples}{self.shown}"]
        parts += [f"skip{self.skip}"] if self.skip else []
        parts += [f"t{self.temperature:g}"] if self.temperature else ["greedy"]
        parts += [f"penalty{self.penalty:g}"] if self.penalty != 1.0 else []
        if self.temperature and (self.top_k, self.min_p) != (40, 0.05):
            parts.append(f"k{self.top_k}-p{self.min_p:g}")
        return "-".join(parts)


Way = tuple[Draw, ...]
"""One way to answer: the draws whose candidates are chosen from."""


@cache
def ways(quality: Quality) -> tuple[Way, ...]:
    """The usual way for this quality, then one for each further attempt."""
    data = _data()
    asked = (data[quality.value], *(attempt["draw"] for attempt in data["attempts"]))
    return tuple(tuple(Draw(**draw) for draw in draws) for draws in asked)


def candidates(way: Way) -> int:
    """How many answers a way gives."""
    return sum(draw.candidates for draw in way)


def describe(found: tuple[Way, ...]) -> str:
    """All ways for a signature: draws joined by `+`, ways by `;`."""
    return ";".join("+".join(str(draw) for draw in way) for way in found)


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "sampling.toml"
    return tomllib.loads(path.read_text("utf-8"))
