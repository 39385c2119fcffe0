"""`padan status`: what a store holds."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from padan.cli import one_line
from padan.cli.options import open_known_store, store_option


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def status(store_url: str, as_json: bool) -> None:
    """Say how much a store holds, and what could not be read and why.

    \b
    Example:
      padan status --store news.db
    """
    with open_known_store(store_url) as store:
        counts = asdict(store.counts())
        skipped = store.skipped()
    if as_json:
        click.echo(json.dumps({**counts, "skipped": skipped}, ensure_ascii=False))
        return
    click.echo(store_url)
    for name, count in counts.items():
        click.echo(f"  {name.replace('_', ' '):<18} {count:>9,}")
    for line in skipped:
        click.echo(f"  skipped: {one_line(line)}")
