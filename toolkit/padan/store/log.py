"""The log of judgements: append-only, in one order for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from padan.model import Act, Judgement
from padan.store import schema

_AT_ONCE = 500


def append(connection: sa.Connection, judgement: Judgement) -> int:
    """Write a judgement down; gives its place in the log. Its id must not be there yet."""
    made = connection.execute(
        sa.insert(schema.judgements)
        .values(
            id=judgement.id,
            reviewer=judgement.reviewer,
            at=judgement.at,
            act=judgement.act.value,
            body=dict(judgement.body),
        )
        .returning(schema.judgements.c.seq)
    )
    seq = int(made.scalar_one())
    connection.execute(
        sa.insert(schema.judgement_articles),
        [{"article": article, "seq": seq} for article in sorted(set(judgement.articles))],
    )
    return seq


def with_id(connection: sa.Connection, judgement_id: str) -> Judgement | None:
    """The judgement with this id."""
    query = sa.select(schema.judgements).filter_by(id=judgement_id)
    found = connection.execute(query).first()
    return _judgement(found, ()) if found is not None else None


def about(connection: sa.Connection, articles: Iterable[str], after: int = 0) -> list[Judgement]:
    """The judgements on any of these articles with a place later than `after`, in order."""
    table, wanted = schema.judgement_articles, sorted(set(articles))
    told: dict[int, list[str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = table.c.article.in_(wanted[start : start + _AT_ONCE])
        for line in connection.execute(sa.select(table).where(some, table.c.seq > after)):
            told.setdefault(line.seq, []).append(line.article)
    return _numbered(connection, told)


def of_acts(connection: sa.Connection, acts: Iterable[Act]) -> list[Judgement]:
    """All judgements of these kinds, in order, whatever they are about."""
    some = schema.judgements.c.act.in_([act.value for act in acts])
    query = sa.select(schema.judgements).where(some).order_by(schema.judgements.c.seq)
    return [_judgement(line, ()) for line in connection.execute(query)]


def _numbered(connection: sa.Connection, told: dict[int, list[str]]) -> list[Judgement]:
    places: Sequence[int] = sorted(told)
    found: list[Judgement] = []
    for start in range(0, len(places), _AT_ONCE):
        some = schema.judgements.c.seq.in_(places[start : start + _AT_ONCE])
        query = sa.select(schema.judgements).where(some).order_by(schema.judgements.c.seq)
        found += (
            _judgement(line, tuple(sorted(told[line.seq]))) for line in connection.execute(query)
        )
    return found


def _judgement(found: sa.Row[Any], articles: tuple[str, ...]) -> Judgement:
    # SQLite keeps no time zone; all times in the table are UTC.
    at = found.at if found.at.tzinfo else found.at.replace(tzinfo=UTC)
    return Judgement(
        id=found.id,
        reviewer=found.reviewer,
        at=at,
        act=Act(found.act),
        body=found.body,
        articles=articles,
        seq=found.seq,
    )
