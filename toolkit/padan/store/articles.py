"""Articles in the corpus database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from padan.align.sketch import article_digest
from padan.model import Article, Line, Role, Sentence
from padan.store import schema
from padan.store.database import ByteOrder, upsert

AT_ONCE = 500
"""Articles, or keys, in one query: below the limit of variables of every SQLite in use (999)."""
_PLAIN = [
    "id",
    "source",
    "text",
    "lang",
    "outlet",
    "url",
    "title",
    "author",
    "published",
    "retrieved",
    "licence",
    "is_reference",
    "story",
]


def add_articles(engine: sa.Engine, articles: Sequence[Article]) -> None:
    """Keep articles. One whose source is known with another text takes its place.

    One that is known as it is read now is left as it stands: its lines may have been relabelled.
    """
    if not articles:
        return
    table = schema.articles
    values = {article.id: _values(article) for article in reversed(articles)}
    with engine.begin() as connection:
        standing = _standing(connection, list(values))
        changed = [line for i, line in values.items() if standing.get(i) != line["read"]]
        _replace(connection, {line["source"]: line["id"] for line in changed})
        if changed:
            upsert(connection, table, changed)


def _replace(connection: sa.Connection, by_source: Mapping[str, str]) -> None:
    """What stands under these sources with another id stands no longer."""
    table = schema.articles
    for some in portions(list(by_source)):
        query = sa.select(table.c.id, table.c.source)
        for found in connection.execute(
            query.where(table.c.source.in_(some), table.c.current)
        ).all():
            if found.id != by_source[found.source]:
                gone = sa.update(table).where(table.c.id == found.id)
                connection.execute(gone.values(current=False))


def _standing(connection: sa.Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Which of these articles stand, with the hash of how they were read."""
    table = schema.articles
    known: dict[str, str | None] = {}
    for some in portions(ids):
        query = sa.select(table.c.id, table.c.read).where(table.c.id.in_(some), table.c.current)
        known.update((found.id, found.read) for found in connection.execute(query))
    return known


def relabel(engine: sa.Engine, articles: Sequence[Article]) -> None:
    """Keep the roles of lines and sentences that these articles have now."""
    table = schema.articles
    with engine.begin() as connection:
        for article in articles:
            values = _values(article)
            changed = {name: values[name] for name in ("lines", "sentences", "digest")}
            connection.execute(sa.update(table).where(table.c.id == article.id).values(changed))


def set_digests(engine: sa.Engine, digests: Mapping[str, str]) -> None:
    """Write down the digests of articles that an earlier version kept without."""
    table = schema.articles
    with engine.begin() as connection:
        for some in portions(list(digests)):
            query = sa.select(table.c.id).where(table.c.id.in_(some), table.c.digest.is_(None))
            for article in list(connection.scalars(query)):
                mended = sa.update(table).where(table.c.id == article)
                connection.execute(mended.values(digest=digests[article]))


def current_articles(engine: sa.Engine) -> Iterator[Article]:
    """The articles that stand, in the order of their source and id; few are held at a time."""
    table = schema.articles
    query = sa.select(table).where(table.c.current).order_by(ByteOrder(table.c.source), table.c.id)
    with engine.connect().execution_options(yield_per=AT_ONCE) as connection:
        for found in connection.execute(query):
            yield _article(found)


def count_current(engine: sa.Engine) -> int:
    """How many articles stand."""
    query = sa.select(sa.func.count()).select_from(schema.articles)
    with engine.connect() as connection:
        return int(connection.scalar(query.where(schema.articles.c.current)) or 0)


def outlets(engine: sa.Engine) -> list[str]:
    """The outlets of the articles that stand."""
    table = schema.articles
    query = sa.select(table.c.outlet).distinct().where(table.c.current, table.c.outlet != "")
    with engine.connect() as connection:
        return sorted(connection.scalars(query))


def articles_of(
    engine: sa.Engine, names: Sequence[str], limit: int | None = None
) -> Iterator[list[Article]]:
    """The articles of an outlet, under all its spellings, in portions, by their ids.

    The first `limit` are a fair sample: ids are hashes.
    """
    table, last = schema.articles, ""
    while limit is None or limit > 0:
        count = AT_ONCE if limit is None else min(AT_ONCE, limit)
        query = (
            sa.select(table)
            .where(table.c.outlet.in_(names), table.c.current, table.c.id > last)
            .order_by(table.c.id)
            .limit(count)
        )
        with engine.connect() as connection:
            found = [_article(line) for line in connection.execute(query)]
        if found:
            yield found
        if len(found) < count:
            return
        last = found[-1].id
        limit = None if limit is None else limit - count


def articles_by_id(engine: sa.Engine, ids: Sequence[str]) -> dict[str, Article]:
    """The articles with these ids, also those that another has replaced."""
    with engine.connect() as connection:
        return articles_among(connection, ids)


def articles_among(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Article]:
    """As `articles_by_id`, over a connection that is open."""
    return {
        found.id: _article(found)
        for some in portions(ids)
        for found in connection.execute(
            sa.select(schema.articles).where(schema.articles.c.id.in_(some))
        )
    }


def portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """The keys, as many at a time as fit into one query."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _values(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, name) for name in _PLAIN}
    values |= {
        "lines": [[x.start, x.end, x.role.value, x.why, x.paragraph] for x in article.lines],
        "sentences": [[s.start, s.end, s.paragraph, s.role.value] for s in article.sentences],
        "repairs": list(article.repairs),
    }
    read = sha256(json.dumps(values, default=str).encode("ascii")).hexdigest()
    return values | {
        "current": True,
        "read": read,
        "digest": article_digest(article),
        "added": datetime.now(UTC),
    }


def _article(found: sa.Row[Any]) -> Article:
    lines = tuple(
        Line(start, end, Role(role), why, paragraph)
        for start, end, role, why, paragraph in found.lines
    )
    sentences = tuple(
        Sentence(index, start, end, found.text[start:end], paragraph, Role(role))
        for index, (start, end, paragraph, role) in enumerate(found.sentences)
    )
    plain = {name: getattr(found, name) for name in _PLAIN}
    return Article(**plain, lines=lines, sentences=sentences, repairs=tuple(found.repairs))
