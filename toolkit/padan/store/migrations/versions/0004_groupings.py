"""The grouping of the articles into stories is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "groupings",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("stories", sa.JSON, nullable=False),
    )
