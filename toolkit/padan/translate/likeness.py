"""How near a translation is to its source in meaning, by the encoder."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping, Sequence

import numpy as np

from padan.engines.base import Encoder, Vectors
from padan.engines.languages import base_language
from padan.engines.vectors import embed, vector_key
from padan.translate.calibration import centre


class Encoded:
    """Vectors of sources and translations: each text is encoded once, what is used is kept."""

    def __init__(
        self, encoder: Encoder, vectors: MutableMapping[str, Vectors] | None = None
    ) -> None:
        self._encoder = encoder
        self._kept: MutableMapping[str, Vectors] = {} if vectors is None else vectors
        self._passing: dict[str, Vectors] = {}

    def cosines(self, source: str, candidates: Sequence[str]) -> list[float]:
        """Cosine of the source with each candidate. Their vectors are not kept: `likeness` keeps
        that of the one it is asked about.
        """
        self._passing.clear()
        rows = self._rows([source, *candidates])
        return [cosine(rows[0], row) for row in rows[1:]]

    def likeness(
        self, source: str, text: str, *, source_lang: str, target_lang: str
    ) -> float | None:
        """Cosine, -1..1, after taking off what all sentences of a language share; None where that
        is not known for the encoder and both languages.
        """
        centres = [
            centre(self._encoder.signature, base_language(lang))
            for lang in (source_lang, target_lang)
        ]
        if centres[0] is None or centres[1] is None:
            return None
        rows = self._rows([source, text])
        keys = [vector_key(self._encoder.signature, each) for each in (source, text)]
        self._kept.update({k: v for k in keys if (v := self._passing.get(k)) is not None})
        self._passing.clear()
        return cosine(rows[0] - centres[0], rows[1] - centres[1])

    def _rows(self, texts: Sequence[str]) -> Vectors:
        # Look-ups go through both, what is new goes into the first.
        return embed(texts, encoder=self._encoder, cache=ChainMap(self._passing, self._kept))


def cosine(one: Vectors, two: Vectors) -> float:
    """-1..1; 0 where one of the vectors is all noughts."""
    norms = float(np.linalg.norm(one) * np.linalg.norm(two))
    return float(one @ two) / norms if norms else 0.0
