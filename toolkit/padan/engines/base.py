"""What an engine has to offer. Engines are plug-ins: see `padan.engines.registry`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What `padan engines` shows of an engine, found without loading any weights."""

    spec: str
    task: str
    """`encode` or `translate`."""
    about: str
    licence: str
    size_mb: int
    """Size of its weights; 0 where that depends on the model named."""
    installed: bool
    weights: bool
    """The weights are present (or will be assembled from installed packages)."""
    get: str
    """The command that gets what is missing; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class RawTranslation:
    """What a translator gives back for one sentence. `index` is its place in the request."""

    index: int
    text: str
    finished: bool = True
    """False where the engine stopped at its length limit."""


class Encoder(Protocol):
    """Turns sentences into vectors. Making one is cheap; weights load on the first `encode`."""

    @property
    def signature(self) -> str:
        """`e5@0.3.0`: engine and revision, part of every cache key."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised row per text, shape (len(texts), dimension), float32."""
        ...


class Translator(Protocol):
    """Translates sentences, one sentence a call to the model. Weights load on first use."""

    @property
    def signature(self) -> str:
        """Engine, revision and decoding settings, part of every cache key."""
        ...

    def translate(
        self, texts: Sequence[str], *, source: str, target: str
    ) -> Iterator[RawTranslation]:
        """Yield each sentence's translation as soon as it is done, in any order."""
        ...
