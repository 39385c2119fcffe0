"""Cells say how surely they belong in their row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; of stories compared before, nothing is known."""
    op.add_column("cells", sa.Column("confidence", sa.Float))
