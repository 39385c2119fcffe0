"""What an engine has to offer. Engines are plug-ins: see `padan.engines.registry`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from padan.model import Term

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
    ready: tuple[str, ...] = ()
    """Specs with a model that lie ready on this machine, each with a word on what runs it."""


class Quality(StrEnum):
    """How much work a translator puts into a sentence."""

    FAST = "fast"
    """One answer, the quickest way."""
    GOOD = "good"
    """A few candidates, or a beam as usually published."""
    BEST = "best"
    """As many as still help, whatever the time."""


@dataclass(frozen=True, slots=True)
class TranslatorOptions:
    """What the user may choose about any translator; an engine raises EngineError on what it
    cannot do, and takes no notice of what has no meaning for it."""

    quality: Quality = Quality.FAST
    device: str = "auto"
    """`auto` (a GPU where there is one), `cpu`, `cuda` or `cuda:1`."""
    dtype: str = "auto"
    """`auto`, or a number format the runtime knows: float32, bfloat16, float16, int8, …"""


@dataclass(frozen=True, slots=True)
class RawTranslation:
    """What a translator gives back for one sentence. `index` is its place in the request."""

    index: int
    text: str
    finished: bool = True
    """False where the engine stopped at its length limit."""
    score: float | None = None
    """Mean log-probability of a token of `text` (0 is certain); None where the engine has none."""
    others: tuple[str, ...] = ()
    """Further finished candidates, for the choice among them; `text` is the engine's own first."""


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

    @property
    def attempts(self) -> int:
        """How many further decode settings it has for a sentence that came out faulty."""
        ...

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        """Yield each sentence's translation as soon as it is done, in any order.

        `attempt` 0 is the usual way, 1 to `attempts` are the settings for another try. `terms`
        names for each text the renderings the user wants; an engine that cannot be told takes no
        notice (they are checked afterwards).
        """
        ...
