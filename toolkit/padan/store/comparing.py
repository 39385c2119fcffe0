"""Compares and aligns rows anew while a story is reviewed, with the vectors that a run has kept.

No model is loaded: where a vector is missing, comparison does without nearness, and alignment says
what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from padan.align.around import align_around
from padan.align.similarity import Similarity, story_similarity
from padan.consistency.rows import compare_rows
from padan.engines.base import Vectors
from padan.errors import EngineError
from padan.judgements.desk import Desk, DeskRow, Recompare
from padan.judgements.places import Place, nodes, place_key
from padan.model import ComparedStory, Row, Status, Translation
from padan.store.caches import VectorCache


class KeptVectors:
    """The encoder that a story was aligned with, as far as its vectors are in the store."""

    def __init__(self, compared: ComparedStory) -> None:
        # "padan VERSION, ENCODER"
        self.signature = compared.signatures["align"].partition(", ")[2]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Raises EngineError: nothing is encoded here."""
        raise EngineError(
            f"the vectors of {len(texts)} sentences are no longer in the store",
            where=self.signature,
            todo="run `padan run` again",
        )


def recomparing(engine: sa.Engine, compared: ComparedStory) -> Recompare:
    """Compares a row of this story anew; vectors are fetched when the first one asks."""
    near: list[Similarity | None] = []

    def similarity(
        left: str, lefts: Sequence[int], right: str, rights: Sequence[int]
    ) -> float | None:
        if not near:
            near.append(_similarity(engine, compared))
        return near[0](left, lefts, right, rights) if near[0] else None

    def recompare(row: Row, english: Mapping[str, Mapping[int, Translation]]) -> Row:
        return compare_rows(compared.story, [row], english, similarity)[0]

    return recompare


def _similarity(engine: sa.Engine, compared: ComparedStory) -> Similarity | None:
    try:
        return story_similarity(
            compared.story, encoder=KeptVectors(compared), vectors=VectorCache(engine)
        )
    except EngineError:
        return None


def realigned(engine: sa.Engine, compared: ComparedStory, desk: Desk) -> dict[str, Any] | None:
    """The body of a judgement that aligns the free rows anew; None where they stay as they are.

    Rows that are accepted or were put together by hand are fixed. Raises EngineError where the
    store has lost the vectors.
    """
    free = [row for row in desk.rows if not _fixed(desk, row)]
    found = align_around(
        compared.story,
        [row.place for row in desk.rows if _fixed(desk, row)],
        frozenset(desk.aside),
        encoder=KeptVectors(compared),
        vectors=VectorCache(engine),
    )
    same = {place_key(row.place) for row in desk.rows} & {place_key(place) for place in found}
    before = [row for row in free if row.key not in same]
    after = [place for place in found if place_key(place) not in same]
    if not before:
        return None
    return {
        "before": [_json(row.place) for row in before],
        "after": [{"at": _nearest(place, before), "place": _json(place)} for place in after],
    }


def _fixed(desk: Desk, row: DeskRow) -> bool:
    return bool(row.by_hand) or desk.view(row)[1].status is Status.ACCEPTED


def _nearest(place: Place, rows: Sequence[DeskRow]) -> int:
    held = nodes(place)
    return max(range(len(rows)), key=lambda number: len(held & nodes(rows[number].place)))


def _json(place: Place) -> dict[str, list[int]]:
    return {article: list(indices) for article, indices in place.items()}
