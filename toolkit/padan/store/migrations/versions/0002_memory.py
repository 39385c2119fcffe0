"""Translations say whether a person made them and how good they may be; stories keep the English
they were compared with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from padan.translate.cleaning import clean

revision = "0002"
down_revision = "0001"

_ALIGNED = {"body", "note", "headline", "standfirst", "subhead", "caption"}


def upgrade() -> None:
    """Add the columns and the table, and fill the table from the memory."""
    op.add_column("translations", sa.Column("confidence", sa.Float))
    op.add_column(
        "translations",
        sa.Column("human", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    story = sa.ForeignKey("stories.id", ondelete="CASCADE")
    english = op.create_table(
        "english",
        sa.Column("story", sa.String(32), story, primary_key=True),
        sa.Column("article", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("sentence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("target_lang", sa.String(16), nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("faults", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float),
    )
    connection = op.get_bind()
    known = _known(connection)
    for lines in _stories(connection, known):
        connection.execute(sa.insert(english), lines)


def _known(connection: sa.Connection) -> dict[bytes, str]:
    """The key of each translation into English, by a digest of what it is a translation of.

    The keys themselves are not computed anew: what they were made of is another version's matter.
    """
    query = "SELECT key, source, source_lang, signature FROM translations WHERE target_lang = 'en'"
    found = connection.execute(sa.text(query))
    return {_digest(line.source, line.source_lang, line.signature): line.key for line in found}


def _digest(source: str, lang: str, signature: str) -> bytes:
    return sha256(json.dumps([clean(source), lang, signature]).encode("ascii")).digest()


def _stories(connection: sa.Connection, known: dict[bytes, str]) -> Iterator[list[dict[str, Any]]]:
    """For each article of each story the lines of the new table."""
    members = sa.text(
        "SELECT stories.id, stories.signatures, story_articles.article FROM stories"
        " JOIN story_articles ON story_articles.story = stories.id"
    ).columns(signatures=sa.JSON)
    articles = sa.text("SELECT lang, text, sentences FROM articles WHERE id = :id").columns(
        sentences=sa.JSON
    )
    for member in connection.execute(members).all():
        article = connection.execute(articles, {"id": member.article}).one()
        signature = member.signatures.get("translate", "")
        lines = []
        for number, (start, end, _paragraph, role) in enumerate(article.sentences):
            if article.lang == "en" or role not in _ALIGNED:
                continue
            key = known.get(_digest(article.text[start:end], article.lang, signature))
            if key is not None:
                place = {"story": member.id, "article": member.article, "sentence": number}
                lines.append(place | _translation(connection, key))
        if lines:
            yield lines


def _translation(connection: sa.Connection, key: str) -> dict[str, Any]:
    query = sa.text("SELECT text, signature, faults FROM translations WHERE key = :key")
    found = connection.execute(query.columns(faults=sa.JSON), {"key": key}).one()
    return {
        "text": found.text,
        "target_lang": "en",
        "signature": found.signature,
        "faults": found.faults,
        "confidence": None,
    }
