"""The fitted numbers behind a confidence: `data/confidence.json`, by eval/fit_confidence.py."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from padan.engines.base import Vectors

_ENGINE = re.compile(r"[\w-]+")
OTHERS = "*"
"""The entry for engines, or pairs of languages, that were not measured."""


@cache
def fitted() -> dict[str, Any]:
    """The whole file."""
    path = files("padan.translate") / "data" / "confidence.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@cache
def centre(encoder: str, lang: str) -> Vectors | None:
    """The mean vector of a language's sentences; None for other encoders and languages."""
    numbers = fitted()["centres"].get(encoder, {}).get(lang)
    return None if numbers is None else np.array(numbers, dtype=np.float32)


def engine_of(signature: str) -> str:
    """The engine that a signature names, if it was measured; else the entry for all others."""
    found = _ENGINE.match(signature)
    name = found.group() if found else ""
    return name if name in fitted()["engines"] else OTHERS


def weights(engine: str, pair: str, known: str) -> dict[str, float]:
    """Weight of each feature, `1` being the constant, for a pair of languages such as `id-en`.

    `known` names the evidence that is there, joined by `+` in alphabetical order. Pairs that were
    not measured share one fit.
    """
    by_pair = fitted()["engines"][engine]["weights"]
    found: dict[str, float] = by_pair.get(pair, by_pair[OTHERS])[known]
    return found


def evidence(engine: str) -> frozenset[str]:
    """Which sources of evidence were measured for an engine."""
    return frozenset(fitted()["engines"][engine]["evidence"])
