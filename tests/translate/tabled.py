"""Engines that answer from a table, and write down what they were asked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from padan.engines.base import RawTranslation, Vectors
from padan.model import Term

Answers = Mapping[str, RawTranslation | str | None]
"""Sentence -> answer; None, or a sentence that is not there, is left out."""


class Tabled:
    """Answers attempt `n` from the n-th table, in the order asked."""

    def __init__(self, *tables: Answers, signature: str = "tabled@1") -> None:
        self.signature = signature
        self.attempts = len(tables) - 1
        self._tables = tables
        self.asked: list[tuple[int, str]] = []
        self.terms: list[tuple[Term, ...]] = []

    def translate(
        self,
        texts: Sequence[str],
        *,
        source: str,
        target: str,
        attempt: int = 0,
        terms: Sequence[Sequence[Term]] = (),
    ) -> Iterator[RawTranslation]:
        for index, text in enumerate(texts):
            self.asked.append((attempt, text))
            self.terms.append(tuple(terms[index]) if terms else ())
            answer = self._tables[attempt].get(text)
            if isinstance(answer, str):
                answer = RawTranslation(index, answer)
            if answer is not None:
                yield RawTranslation(
                    index, answer.text, answer.finished, answer.score, answer.others
                )


class Grams:
    """An encoder for which texts with like letters are alike; counts what it encoded."""

    signature = "grams@1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for start in range(len(text) - 2):
                row[zlib.crc32(text[start : start + 3].lower().encode()) % 64] += 1
        found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found
