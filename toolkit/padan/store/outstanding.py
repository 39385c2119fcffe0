"""What a store still waits for, and what that would cost, from its tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from padan.store import schema

_RECENT = 500
"""Translations that tell how fast they come."""
_PAUSE = 600
"""Seconds between two translations from which on nobody was translating."""


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What the next run would do, were nothing added."""

    articles: int
    """Articles in no compared story."""
    sentences: int
    """Sentences of these."""
    stale_stories: int
    """Stories with an article that another has replaced since."""
    seconds: float | None
    """How long the sentences take at the rate of the last translations; None before any."""


def outstanding(engine: sa.Engine) -> Outstanding:
    """What is to be done in this store."""
    articles, told, made = schema.articles.c, schema.story_articles.c, schema.translations.c
    waiting = articles.current & ~articles.id.in_(sa.select(told.article))
    count = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.func.json_array_length(articles.sentences)), 0),
    ).where(waiting)
    stale = sa.select(sa.func.count(sa.distinct(told.story))).where(
        told.article.in_(sa.select(articles.id).where(~articles.current))
    )
    recent = sa.select(made.made).where(~made.human).order_by(made.made.desc()).limit(_RECENT)
    with engine.connect() as connection:
        number, sentences = connection.execute(count).one()
        stories = int(connection.scalar(stale) or 0)
        times = [at.timestamp() for at in connection.scalars(recent)]
    each = _pace(times)
    seconds = each * sentences if each is not None else None
    return Outstanding(int(number), int(sentences), stories, seconds if sentences else 0.0)


def _pace(times: list[float]) -> float | None:
    """Seconds from one translation to the next, pauses between runs left out."""
    steps = [late - early for late, early in pairwise(times)]
    busy = [step for step in steps if step < _PAUSE]
    return sum(busy) / len(busy) if busy else None
