"""What the stages cache, as mappings that last: vectors, beads, translations.

Each assignment is committed at once, so that a killed run loses nothing it had finished;
`update` brings many values in one commit.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
import sqlalchemy as sa

from padan.align.outlines import Outline
from padan.engines.base import Vectors
from padan.model import Bead, Fault, FaultKind, Translation
from padan.store import schema
from padan.store.database import upsert
from padan.translate.memory import is_human

V = TypeVar("V")

_AT_ONCE = 500
"""Keys in one query: below the limit of variables of every SQLite in use (999)."""


class TableCache(MutableMapping[str, V]):
    """A mapping kept in one table with a column `key`."""

    table: sa.Table

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @abstractmethod
    def _values(self, value: V) -> dict[str, Any]:
        """The columns of a value, without its key."""

    @abstractmethod
    def _value(self, found: sa.Row[Any]) -> V:
        """The value that a line of the table holds."""

    def __getitem__(self, key: str) -> V:
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(self.table).filter_by(key=key)).first()
        if found is None:
            raise KeyError(key)
        return self._value(found)

    def find(self, keys: Iterable[str]) -> dict[str, V]:
        """Those of the keys that are known, with their values, in a few queries."""
        wanted = list(keys)
        known: dict[str, V] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = self.table.c.key.in_(wanted[start : start + _AT_ONCE])
                for found in connection.execute(sa.select(self.table).where(some)):
                    known[found.key] = self._value(found)
        return known

    def __setitem__(self, key: str, value: V) -> None:
        self.update({key: value})

    def update(self, other: Any = (), /, **more: V) -> None:
        """Keep many values in one commit."""
        values = [{"key": key, **self._values(value)} for key, value in dict(other, **more).items()]
        if values:
            with self._engine.begin() as connection:
                upsert(connection, self.table, values)

    def __delitem__(self, key: str) -> None:
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(self.table).filter_by(key=key))
        if not gone.rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        with self._engine.connect() as connection:
            yield from connection.scalars(sa.select(self.table.c.key).order_by(self.table.c.key))

    def __len__(self) -> int:
        with self._engine.connect() as connection:
            count = connection.scalar(sa.select(sa.func.count()).select_from(self.table))
        return int(count or 0)


class VectorCache(TableCache[Vectors]):
    """Sentence vectors, one row of float32 each."""

    table = schema.vectors

    def _values(self, value: Vectors) -> dict[str, Any]:
        return {"vector": np.asarray(value, dtype="<f4").tobytes()}

    def _value(self, found: sa.Row[Any]) -> Vectors:
        return np.frombuffer(found.vector, dtype="<f4")


class BeadCache(TableCache[list[Bead]]):
    """The beads of a pair of articles."""

    table = schema.beads

    def _values(self, value: list[Bead]) -> dict[str, Any]:
        return {"beads": [[b.left, b.right, b.score, b.moved] for b in value]}

    def _value(self, found: sa.Row[Any]) -> list[Bead]:
        return [
            Bead(tuple(left), tuple(right), score, moved)
            for left, right, score, moved in found.beads
        ]


class GroupingCache(TableCache[list[Outline]]):
    """The present grouping of the articles into stories: of all at once, or of each block."""

    table = schema.groupings

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget every grouping whose key is not among these."""
        stale = sorted(set(self) - set(keys))
        with self._engine.begin() as connection:
            for start in range(0, len(stale), _AT_ONCE):
                some = self.table.c.key.in_(stale[start : start + _AT_ONCE])
                connection.execute(sa.delete(self.table).where(some))

    def _values(self, value: list[Outline]) -> dict[str, Any]:
        return {
            "stories": [[o.id, o.title, o.articles, o.reference, dict(o.versions)] for o in value]
        }

    def _value(self, found: sa.Row[Any]) -> list[Outline]:
        return [
            Outline(story, title, tuple(articles), reference, versions)
            for story, title, articles, reference, versions in found.stories
        ]


class TranslationMemory(TableCache[Translation]):
    """Translations by hash: those of engines and those of people (see `padan.translate.memory`)."""

    table = schema.translations

    def _values(self, value: Translation) -> dict[str, Any]:
        return translation_values(value, datetime.now(UTC))

    def _value(self, found: sa.Row[Any]) -> Translation:
        return translation_of(found)


def translation_values(translation: Translation, made: datetime) -> dict[str, Any]:
    """The columns of a translation, without its key."""
    return {
        "source": translation.source,
        "text": translation.text,
        "source_lang": translation.source_lang,
        "target_lang": translation.target_lang,
        "signature": translation.signature,
        "faults": fault_list(translation.faults),
        "confidence": translation.confidence,
        "human": is_human(translation.signature),
        "made": made,
    }


def translation_of(found: sa.Row[Any]) -> Translation:
    """The translation that a line of the table holds."""
    return Translation(
        source=found.source,
        text=found.text,
        source_lang=found.source_lang,
        target_lang=found.target_lang,
        signature=found.signature,
        faults=faults_of(found.faults),
        confidence=found.confidence,
    )


def fault_list(faults: Iterable[Fault]) -> list[list[str]]:
    """Faults as a JSON column holds them."""
    return [[fault.kind.value, fault.reason] for fault in faults]


def faults_of(listed: Iterable[Sequence[str]]) -> tuple[Fault, ...]:
    """The faults that a JSON column holds."""
    return tuple(Fault(FaultKind(kind), reason) for kind, reason in listed)
