"""The fitted weights of the score: the packaged ones, and a user's own in their place.

`padan recalibrate` writes the user's file; PADAN_WEIGHTS names another, and none if it is empty.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from padan.consistency.dismissed import Dismissal
from padan.errors import InputError
from padan.model import Kind

_UNDO = "run `padan recalibrate --undo`"
USER_FILE = "PADAN_WEIGHTS"
"""The environment variable that names the user's file; read once, before the first comparison."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A logit for pairs that differ in nothing, and what each feature takes off it (0 and up)."""

    intercept: float
    weights: Mapping[str, float]


def user_path() -> Path | None:
    """Where the user's weights stand, whether there are any or not; None where they are off."""
    named = os.environ.get(USER_FILE)
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "padan" / "weights.json"


@lru_cache(maxsize=1)
def weights() -> Mapping[str, Fit]:
    """The weights in force, by what a comparison rests on. Raises InputError."""
    own = user_path()
    if own is not None and own.is_file():
        return read(own)
    return packaged()


@lru_cache(maxsize=1)
def packaged() -> Mapping[str, Fit]:
    """The weights that come with padan."""
    path = files(__package__) / "data" / "score.json"
    return _fits(json.loads(path.read_text("utf-8")))


@lru_cache(maxsize=1)
def dismissed() -> frozenset[Dismissal]:
    """What the user has dismissed for good. Raises InputError."""
    own = user_path()
    if own is None or not own.is_file():
        return frozenset()
    read(own)
    stored = json.loads(own.read_text("utf-8"))
    try:
        return frozenset(
            Dismissal.of(Kind(kind), left, right) for kind, left, right in stored["dismissed"]
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("holds no dismissals", where=str(own), todo=_UNDO) from error


_NO_WEIGHTS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def read(path: Path) -> Mapping[str, Fit]:
    """The weights of a file. Raises InputError where it is none."""
    try:
        found = _fits(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except _NO_WEIGHTS as error:
        raise InputError("holds no weights", where=str(path), todo=_UNDO) from error
    if not found.keys() >= packaged().keys():
        raise InputError("lacks weights", where=str(path), todo="run `padan recalibrate` again")
    return found


def _fits(stored: Mapping[str, Any]) -> Mapping[str, Fit]:
    fits = {
        on: Fit(float(fit["intercept"]), {n: float(w) for n, w in fit["weights"].items()})
        for on, fit in stored["fits"].items()
    }
    if any(w < 0 for fit in fits.values() for w in fit.weights.values()):
        raise ValueError("a weight below 0")
    return fits


def as_json(fits: Mapping[str, Fit], about: str, **more: object) -> str:
    """The text of a weights file."""
    table = {
        on: {"intercept": round(fit.intercept, 4), "weights": _rounded(fit.weights)}
        for on, fit in fits.items()
    }
    return json.dumps({"about": about, **more, "fits": table}, indent=1, ensure_ascii=False) + "\n"


def _rounded(table: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in sorted(table.items()) if weight > 5e-5}


def fingerprint() -> str:
    """Eight hex digits that change with the user's weights; empty where the packaged are used."""
    own = user_path()
    if own is None or not own.is_file():
        return ""
    return sha256(own.read_bytes()).hexdigest()[:8]
