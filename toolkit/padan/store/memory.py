"""What people have translated, brought into a store and taken out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa

from padan.engines.languages import base_language
from padan.model import Translation
from padan.store import schema
from padan.store.caches import translation_of, translation_values
from padan.store.database import ByteOrder, upsert
from padan.translate import clean
from padan.translate.judging import better
from padan.translate.memory import human_key, is_human

_AT_ONCE = 500
"""Lines in one statement, as in `caches`."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A translation and when it was made, in UTC."""

    translation: Translation
    made: datetime


@dataclass(slots=True)
class Brought:
    """What became of translations by people that were brought into a store."""

    added: int = 0
    replaced: int = 0
    same: int = 0
    """There already, word for word."""
    older: int = 0
    """Passed over, since the store has a later one of the same sentence."""


def remember(engine: sa.Engine, made_by_people: Iterable[Remembered]) -> Brought:
    """Keep translations by people, all of them or, where the source of them breaks off, none.

    Of two of one sentence (alike after cleaning) the later made stands; of two of one time, the one
    that comes last.
    """
    brought = Brought()
    coming = iter(made_by_people)
    with engine.begin() as connection:
        while some := list(islice(coming, _AT_ONCE)):
            _keep(connection, some, brought)
    return brought


def put(connection: sa.Connection, one: Remembered) -> Remembered | None:
    """Keep a person's translation whatever stands there; gives what stood there before."""
    key = _key(one.translation)
    before = _known(connection, {key}).get(key)
    line = {"key": key, **translation_values(one.translation, one.made)}
    upsert(connection, schema.translations, [line])
    return before


def forget(connection: sa.Connection, translation: Translation) -> None:
    """Take a person's translation of this sentence out of the memory."""
    key = _key(translation)
    connection.execute(sa.delete(schema.translations).filter_by(key=key))


def _keep(connection: sa.Connection, some: list[Remembered], brought: Brought) -> None:
    keyed = [(_key(one.translation), one) for one in some]
    standing = _known(connection, {key for key, _ in keyed})
    changed: dict[str, Remembered] = {}
    for key, one in keyed:
        before = standing.get(key)
        if before is None:
            brought.added += 1
        elif before.translation.text == one.translation.text:
            brought.same += 1
            continue
        elif before.made > one.made:
            brought.older += 1
            continue
        else:
            brought.replaced += 1
        standing[key] = changed[key] = one
    lines = [
        {"key": key, **translation_values(one.translation, one.made)}
        for key, one in changed.items()
    ]
    if lines:
        upsert(connection, schema.translations, lines)


def _key(translation: Translation) -> str:
    line = clean(translation.source)
    return human_key(line, translation.source_lang, translation.target_lang)


def _known(connection: sa.Connection, keys: set[str]) -> dict[str, Remembered]:
    table = schema.translations
    found = connection.execute(sa.select(table).where(table.c.key.in_(keys)))
    return {line.key: _remembered(line) for line in found}


def _remembered(found: sa.Row[Any]) -> Remembered:
    # SQLite keeps no time zone; all times in the table are UTC.
    made = found.made if found.made.tzinfo else found.made.replace(tzinfo=UTC)
    return Remembered(translation_of(found), made)


def remembered(
    engine: sa.Engine,
    source: str | None = None,
    target: str | None = None,
    *,
    human_only: bool = False,
) -> Iterator[Remembered]:
    """The translations of a store between these languages (None: whichever), by sentence; of one
    sentence a person's comes first."""
    table = schema.translations
    query = sa.select(table).order_by(
        ByteOrder(table.c.source), table.c.human.desc(), table.c.made, table.c.key
    )
    for column, lang in ((table.c.source_lang, source), (table.c.target_lang, target)):
        if lang is not None:
            bare = base_language(lang)
            query = query.where((column == bare) | column.like(f"{bare}-%"))
    if human_only:
        query = query.where(table.c.human)
    with engine.connect() as connection:
        # In parts, so that a memory of any size can be read.
        for found in connection.execution_options(yield_per=_AT_ONCE).execute(query):
            yield _remembered(found)


def best_remembered(
    engine: sa.Engine, source: str, target: str, *, human_only: bool = False
) -> Iterator[Remembered]:
    """For each sentence as it was written one translation: a person's, else the engines' best."""
    found = remembered(engine, source, target, human_only=human_only)
    for _, alike in groupby(found, key=lambda one: one.translation.source):
        yield reduce(_better, alike)


def _better(one: Remembered, two: Remembered) -> Remembered:
    if is_human(one.translation.signature):
        return one
    return one if better(one.translation, two.translation) is one.translation else two
