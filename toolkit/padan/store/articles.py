"""Articles in the corpus database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from padan.model import Article, Line, Role, Sentence
from padan.store import schema
from padan.store.database import upsert

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
    """Keep articles. One whose source is known with another text takes its place."""
    if not articles:
        return
    table = schema.articles
    with engine.begin() as connection:
        for article in articles:
            connection.execute(
                sa.update(table)
                .where(table.c.source == article.source, table.c.id != article.id)
                .values(current=False)
            )
        upsert(connection, table, [_values(article) for article in articles])


def current_articles(engine: sa.Engine) -> Iterator[Article]:
    """The articles that stand, in the order of their source and id."""
    table = schema.articles
    query = sa.select(table).where(table.c.current).order_by(table.c.source, table.c.id)
    with engine.connect() as connection:
        for found in connection.execute(query):
            yield _article(found)


def articles_by_id(engine: sa.Engine, ids: Sequence[str]) -> dict[str, Article]:
    """The articles with these ids, also those that another has replaced."""
    query = sa.select(schema.articles).where(schema.articles.c.id.in_(ids))
    with engine.connect() as connection:
        return {found.id: _article(found) for found in connection.execute(query)}


def _values(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, name) for name in _PLAIN}
    return values | {
        "current": True,
        "lines": [[x.start, x.end, x.role.value, x.why, x.paragraph] for x in article.lines],
        "sentences": [[s.start, s.end, s.paragraph, s.role.value] for s in article.sentences],
        "repairs": list(article.repairs),
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
