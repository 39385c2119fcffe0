"""Sketches of articles, and which articles are kin, in the corpus database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from padan.align.background import (
    Background,
    packed_background,
    unpacked_background,
)
from padan.align.shelf import NO_DAY, Shelf
from padan.align.sketch import INDEXED, Sketch, packed, unpacked
from padan.store import schema
from padan.store.articles import AT_ONCE, portions
from padan.store.database import upsert

_TABLE = schema.sketches


def keep_sketches(engine: sa.Engine, sketches: Sequence[Sketch], encoder: str) -> None:
    """Keep sketches, made with this encoder; they are to be searched for."""
    with engine.begin() as connection:
        _forget_kin(connection, [sketch.article for sketch in sketches])
        upsert(connection, _TABLE, [_values(sketch, encoder) for sketch in sketches])


def forget_gone(engine: sa.Engine, encoder: str) -> None:
    """Drop the sketches of articles that no longer stand, and of another encoder."""
    gone = sa.select(_TABLE.c.article).where(
        (_TABLE.c.encoder != encoder)
        | _TABLE.c.article.in_(sa.select(schema.articles.c.id).where(~schema.articles.c.current))
    )
    with engine.begin() as connection:
        ids = list(connection.scalars(gone))
        _forget_kin(connection, ids)
        for some in portions(ids):
            connection.execute(sa.delete(_TABLE).where(_TABLE.c.article.in_(some)))


def _forget_kin(connection: sa.Connection, ids: Sequence[str]) -> None:
    for some in portions(ids):
        for column in (schema.kin.c.one, schema.kin.c.other):
            connection.execute(sa.delete(schema.kin).where(column.in_(some)))


def unsketched(engine: sa.Engine) -> list[str]:
    """Ids of the articles that stand without a sketch, or were changed since it was made."""
    articles = schema.articles
    query = (
        sa.select(articles.c.id)
        .outerjoin(_TABLE, _TABLE.c.article == articles.c.id)
        .where(
            articles.c.current,
            _TABLE.c.article.is_(None)
            | articles.c.digest.is_(None)
            | (articles.c.digest != _TABLE.c.digest),
        )
        .order_by(articles.c.id)
    )
    with engine.connect() as connection:
        return list(connection.scalars(query))


def sketches_of(engine: sa.Engine, ids: Iterable[str]) -> dict[str, Sketch]:
    """The sketches of these articles."""
    found: dict[str, Sketch] = {}
    with engine.connect() as connection:
        for some in portions(list(ids)):
            for line in connection.execute(sa.select(_TABLE).where(_TABLE.c.article.in_(some))):
                found[line.article] = _sketch(line)
    return found


def some_sketches(engine: sa.Engine, count: int) -> list[Sketch]:
    """A fair sample: the sketches of the smallest ids, which are hashes."""
    query = sa.select(_TABLE).order_by(_TABLE.c.article).limit(count)
    with engine.connect() as connection:
        return [_sketch(line) for line in connection.execute(query)]


def background_of(engine: sa.Engine, encoder: str) -> tuple[Background, int] | None:
    """The background that was measured last, and how many articles there were then."""
    query = sa.select(schema.backgrounds).filter_by(encoder=encoder)
    with engine.connect() as connection:
        found = connection.execute(query).first()
    return None if found is None else (unpacked_background(found.numbers), found.articles)


def keep_background(engine: sa.Engine, encoder: str, background: Background, count: int) -> None:
    """Judge by this from now on; all articles are to be searched for again."""
    with engine.begin() as connection:
        numbers = packed_background(background)
        upsert(
            connection,
            schema.backgrounds,
            [{"encoder": encoder, "articles": count, "numbers": numbers}],
        )
        connection.execute(sa.delete(schema.kin))
        connection.execute(sa.update(_TABLE).values(searched=False))


def count_sketches(engine: sa.Engine, *, unsearched: bool = False) -> int:
    """How many there are, or how many of them were not searched for."""
    query = sa.select(sa.func.count()).select_from(_TABLE)
    if unsearched:
        query = query.where(~_TABLE.c.searched)
    with engine.connect() as connection:
        return int(connection.scalar(query) or 0)


def load_shelf(engine: sa.Engine, background: Background) -> tuple[list[str], Shelf]:
    """All sketches as the search takes them, and the ids of their articles, in its order."""
    columns = (_TABLE.c.article, _TABLE.c.day, _TABLE.c.lang, _TABLE.c.minhash, _TABLE.c.means)
    query = sa.select(*columns, _TABLE.c.searched).order_by(
        sa.func.coalesce(_TABLE.c.day, NO_DAY), _TABLE.c.article
    )
    count = count_sketches(engine)
    ids: list[str] = []
    days = np.full(count, NO_DAY, dtype=np.int32)
    told, fresh = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    width = len(background.means[""])
    means = np.zeros((count, INDEXED, width), dtype=np.float16)
    minhash: np.typing.NDArray[np.uint32] | None = None
    with engine.connect().execution_options(yield_per=AT_ONCE) as connection:
        for place, line in enumerate(connection.execute(query)):
            ids.append(line.article)
            days[place] = NO_DAY if line.day is None else line.day
            fresh[place] = not line.searched
            if not line.minhash:
                continue
            told[place] = True
            rows = np.frombuffer(line.means, dtype="<f2").reshape(INDEXED, -1).astype(np.float32)
            means[place] = background.centred(rows, line.lang)
            signature = np.frombuffer(line.minhash, dtype="<u4")
            if minhash is None:
                minhash = np.zeros((count, len(signature)), dtype=np.uint32)
            minhash[place] = signature
    if minhash is None:
        minhash = np.zeros((count, 0), dtype=np.uint32)
    return ids, Shelf(days, means, minhash, told, fresh)


def keep_kin(engine: sa.Engine, kin: Sequence[tuple[str, str, float]]) -> None:
    """Keep pairs of articles (any order) with their log-odds."""
    values = [
        {"one": min(one, other), "other": max(one, other), "logit": logit}
        for one, other, logit in kin
    ]
    if values:
        with engine.begin() as connection:
            upsert(connection, schema.kin, values)


def all_searched(engine: sa.Engine) -> None:
    """Note that the kin of every sketch are kept."""
    with engine.begin() as connection:
        connection.execute(sa.update(_TABLE).where(~_TABLE.c.searched).values(searched=True))


def all_kin(engine: sa.Engine) -> Iterator[tuple[str, str, float]]:
    """All pairs that are kept."""
    with engine.connect().execution_options(yield_per=AT_ONCE) as connection:
        for line in connection.execute(sa.select(schema.kin)):
            yield line.one, line.other, line.logit


def digests(engine: sa.Engine) -> dict[str, tuple[str, str]]:
    """Article id -> the digest of its sketch, and the story it is filed under."""
    query = sa.select(_TABLE.c.article, _TABLE.c.digest, _TABLE.c.filed)
    with engine.connect() as connection:
        return {line.article: (line.digest, line.filed) for line in connection.execute(query)}


def _values(sketch: Sketch, encoder: str) -> dict[str, Any]:
    return {
        "article": sketch.article,
        "encoder": encoder,
        "digest": sketch.digest,
        "searched": False,
        "lang": sketch.lang,
        "day": sketch.day,
        "filed": sketch.filed,
        "lengths": sketch.lengths.astype("<i4").tobytes(),
        "minhash": sketch.minhash.astype("<u4").tobytes(),
        "means": sketch.means.astype("<f2").tobytes(),
        "sentences": packed(sketch.sentences) if len(sketch.lengths) else b"",
    }


def _sketch(line: sa.Row[Any]) -> Sketch:
    lengths = np.frombuffer(line.lengths, dtype="<i4")
    means = np.frombuffer(line.means, dtype="<f2").astype(np.float32)
    return Sketch(
        article=line.article,
        digest=line.digest,
        lang=line.lang,
        day=line.day,
        filed=line.filed,
        lengths=lengths,
        minhash=np.frombuffer(line.minhash, dtype="<u4"),
        means=means.reshape(INDEXED, -1) if len(means) else np.zeros((0, 0), dtype=np.float32),
        sentences=unpacked(line.sentences, len(lengths)),
    )
