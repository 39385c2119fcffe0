"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _column(name: str, kind: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=options.pop("nullable", False), **options)


def _in_story(table: str, *columns: sa.Column[Any]) -> None:
    """A table whose lines go when their story goes."""
    story = sa.ForeignKey("stories.id", ondelete="CASCADE")
    op.create_table(table, sa.Column("story", sa.String(32), story, primary_key=True), *columns)


def _article() -> sa.Column[Any]:
    return sa.Column("article", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True)


def _place(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make every table of the first version."""
    _upgrade_inputs()
    _upgrade_caches()
    _upgrade_stories()


def _upgrade_inputs() -> None:
    op.create_table(
        "articles",
        _column("id", sa.String(16), primary_key=True),
        _column("source", sa.Text),
        _column("current", sa.Boolean),
        _column("text", sa.Text),
        _column("lang", sa.String(16)),
        _column("lines", sa.JSON),
        _column("sentences", sa.JSON),
        _column("outlet", sa.Text),
        _column("url", sa.Text),
        _column("title", sa.Text),
        _column("author", sa.Text),
        _column("published", sa.Date, nullable=True),
        _column("retrieved", sa.Date, nullable=True),
        _column("licence", sa.Text),
        _column("is_reference", sa.Boolean),
        _column("story", sa.Text),
        _column("repairs", sa.JSON),
        _column("added", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_articles_source", "articles", ["source"])
    op.create_table(
        "skipped",
        _column("source", sa.Text, primary_key=True),
        _column("reason", sa.Text),
        _column("at", sa.DateTime(timezone=True)),
    )


def _upgrade_caches() -> None:
    op.create_table(
        "vectors",
        _column("key", sa.String(64), primary_key=True),
        _column("vector", sa.LargeBinary),
    )
    op.create_table(
        "beads", _column("key", sa.String(64), primary_key=True), _column("beads", sa.JSON)
    )
    op.create_table(
        "translations",
        _column("key", sa.String(64), primary_key=True),
        _column("source", sa.Text),
        _column("text", sa.Text),
        _column("source_lang", sa.String(16)),
        _column("target_lang", sa.String(16)),
        _column("signature", sa.Text),
        _column("faults", sa.JSON),
        _column("made", sa.DateTime(timezone=True)),
    )


def _upgrade_stories() -> None:
    op.create_table(
        "stories",
        _column("id", sa.String(32), primary_key=True),
        _column("key", sa.String(64), unique=True),
        _column("title", sa.Text),
        _column("reference", sa.String(16), nullable=True),
        _column("signatures", sa.JSON),
        _column("made", sa.DateTime(timezone=True)),
    )
    _in_story(
        "story_articles",
        _article(),
        _column("position", sa.Integer),
        _column("version_of", sa.String(16), nullable=True),
    )
    _in_story("rows", _place("position"), _column("confidence", sa.Float))
    _in_story(
        "cells",
        _place("row"),
        _article(),
        _column("sentences", sa.JSON),
        _column("moved", sa.Boolean),
        _column("compared", sa.Boolean),
        _column("consistency", sa.Float, nullable=True),
        _column("abstained", sa.JSON),
    )
    spans = ("reference_start", "reference_end", "retelling_start", "retelling_end")
    _in_story(
        "findings",
        _place("row"),
        _article(),
        _place("position"),
        _column("kind", sa.String(32)),
        _column("severity", sa.String(16)),
        *(
            _column(name, sa.Integer, nullable=True)
            for name in (*spans, "english_start", "english_end")
        ),
        _column("reason", sa.Text),
        _column("basis", sa.String(16)),
        _column("perhaps_ours", sa.Boolean),
    )
    op.create_index("findings_by_kind", "findings", ["kind", "severity"])
