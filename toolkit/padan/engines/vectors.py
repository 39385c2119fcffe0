"""Sentence vectors, each distinct text encoded once and kept under the hash of its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from hashlib import sha256
from typing import Protocol, runtime_checkable

import numpy as np

from padan.engines.base import Encoder, Vectors
from padan.errors import EngineError


@runtime_checkable
class Finding(Protocol):
    """A mapping that looks many keys up at once."""

    def find(self, keys: Iterable[str]) -> dict[str, Vectors]:
        """Those of the keys that are known, with their values."""
        ...


def vector_key(signature: str, text: str) -> str:
    """Cache key of a text's vector: sha256 over encoder signature, NUL and text, in hex."""
    return sha256(f"{signature}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def embed(
    texts: Sequence[str], *, encoder: Encoder, cache: MutableMapping[str, Vectors]
) -> Vectors:
    """Vectors of `texts`, shape (len(texts), dimension), float32.

    Texts missing from `cache` are encoded in one batch, each distinct text once, and put there.
    No texts give shape (0, 0). Raises EngineError where the encoder breaks its contract.
    """
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    keys = [vector_key(encoder.signature, text) for text in texts]
    known = _find(cache, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        made = dict(zip(missing, _encode(encoder, list(missing.values())), strict=True))
        cache.update(made)
        known |= made
    return np.stack([known[key] for key in keys]).astype(np.float32, copy=False)


def _find(cache: Mapping[str, Vectors], keys: Sequence[str]) -> dict[str, Vectors]:
    """Those that are known; in a few queries where the mapping can do that."""
    wanted = dict.fromkeys(keys)
    if isinstance(cache, Finding):
        return cache.find(wanted)
    return {key: vector for key in wanted if (vector := cache.get(key)) is not None}


def _encode(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """The encoder's rows, checked for shape and for values that would poison every later sum."""
    rows = np.asarray(encoder.encode(texts), dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(texts):
        raise EngineError(
            f"gave vectors of shape {rows.shape} for {len(texts)} texts",
            where=encoder.signature,
            todo="choose another encoder",
        )
    if not np.isfinite(rows).all():
        raise EngineError(
            "gave a vector with values that are not numbers",
            where=encoder.signature,
            todo="choose another encoder",
        )
    return [row.copy() for row in rows]
