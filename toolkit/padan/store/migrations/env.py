"""Alembic's entry: brings a corpus database, over the connection handed in, to this version."""

from __future__ import annotations

from alembic import context

from padan.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
