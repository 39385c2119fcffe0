"""What the search for stories keeps, so that new articles join without recomputing; failures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; articles of before are sketched anew at the next run."""
    for name in ("read", "digest"):
        op.add_column("articles", sa.Column(name, sa.String(64)))
    op.create_index("ix_articles_outlet", "articles", ["outlet"])
    article = sa.ForeignKey("articles.id", ondelete="CASCADE")
    op.create_table(
        "sketches",
        sa.Column("article", sa.String(16), article, primary_key=True),
        sa.Column("encoder", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("searched", sa.Boolean, nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("day", sa.Integer),
        sa.Column("filed", sa.Text, nullable=False),
        sa.Column("lengths", sa.LargeBinary, nullable=False),
        sa.Column("minhash", sa.LargeBinary, nullable=False),
        sa.Column("means", sa.LargeBinary, nullable=False),
        sa.Column("sentences", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "kin",
        sa.Column("one", sa.String(16), primary_key=True),
        sa.Column("other", sa.String(16), primary_key=True, index=True),
        sa.Column("logit", sa.Float, nullable=False),
    )
    op.create_table(
        "backgrounds",
        sa.Column("encoder", sa.Text, primary_key=True),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("story", sa.String(32), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
