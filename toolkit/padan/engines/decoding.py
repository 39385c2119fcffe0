"""Decode settings of encoder-decoder models, by quality and attempt (`data/decoding.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from padan.engines.base import Quality

LONGEST = 512
"""Tokens a sentence may have: what these models were trained on (NLLB's card)."""

HOPELESS = 3
"""So many sentences without one answer, and it is the engine that fails; one or two may be odd."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """One way to decode; the data file says what each number does."""

    beam: int
    patience: float = 1.0
    answers: int = 1
    repetition_penalty: float = 1.0
    no_repeat: int = 0
    shortest: float = 0.0

    @property
    def alters_scores(self) -> bool:
        """The search works with other scores than the model's log-probabilities."""
        return self.repetition_penalty != 1.0 or self.no_repeat > 0 or self.shortest > 0

    def longest(self, tokens: int) -> int:
        """Tokens at which the answer to a sentence of so many tokens is cut off."""
        return min(LONGEST, 16 + 2 * tokens)

    def __str__(self) -> str:
        """For signatures: `beam4-patience2`; what is not in use is left out."""
        parts = [f"beam{self.beam}"]
        named = (
            ("patience", self.patience, 1.0),
            ("answers", self.answers, 1),
            ("penalty", self.repetition_penalty, 1.0),
            ("norepeat", self.no_repeat, 0),
            ("shortest", self.shortest, 0.0),
        )
        parts += [f"{name}{value:g}" for name, value, unused in named if value != unused]
        return "-".join(parts)


@cache
def decodings(quality: Quality) -> tuple[Decoding, ...]:
    """The usual way for this quality, then one for each further attempt."""
    data = _data()
    usual = Decoding(**data[quality.value])
    return (usual, *(_changed(usual, attempt) for attempt in data["attempt"]))


def describe(ways: tuple[Decoding, ...]) -> str:
    """All ways for a signature: the usual one, then what is tried again."""
    usual, *retries = map(str, ways)
    return f"{usual}/retry:{'+'.join(retries)}" if retries else usual


def _changed(usual: Decoding, attempt: dict[str, Any]) -> Decoding:
    changed = replace(usual, **attempt)
    return replace(changed, beam=max(usual.beam, changed.beam))


@cache
def _data() -> dict[str, Any]:
    path = files("padan.engines") / "data" / "decoding.toml"
    return tomllib.loads(path.read_text("utf-8"))
