"""Findings keep their gloss and what their reason was made from; cells what moved their score."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, empty: stories compared before read so until they are compared anew."""
    op.add_column("findings", sa.Column("gloss", sa.Text, nullable=False, server_default=""))
    op.add_column("findings", sa.Column("why", sa.JSON))
    op.add_column("cells", sa.Column("weighed", sa.JSON, nullable=False, server_default="[]"))
