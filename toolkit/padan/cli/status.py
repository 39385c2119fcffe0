"""`padan status`: what a store holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.options import open_known_store, store_option

if TYPE_CHECKING:
    from padan.store.outstanding import Outstanding


@click.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def status(store_url: str, as_json: bool) -> None:
    """Say how much a store holds, what is still to do, and what could not be done and why.

    What is to do is told in articles, sentences, and hours at the rate of the last translations.

    \b
    Example:
      padan status --store news.db
    """
    with open_known_store(store_url) as store:
        name, counts = store.url, asdict(store.counts())
        skipped, failed = store.skipped(), store.failures()
        left, running = store.outstanding(), store.run_under_way()
    if as_json:
        more = {"skipped": skipped, "failed": failed, "outstanding": asdict(left)}
        click.echo(json.dumps({**counts, **more, "running": running}, ensure_ascii=False))
        return
    click.echo(name)
    for name, count in counts.items():
        click.echo(f"  {name.replace('_', ' '):<18} {count:>9,}")
    click.echo(f"  to do: {_to_do(left)}")
    if running:
        click.echo(f"  running: {running}")
    for line in failed:
        click.echo(f"  failed: {one_line(line)}")
    for line in skipped:
        click.echo(f"  skipped: {one_line(line)}")


def _to_do(left: Outstanding) -> str:
    """One line."""
    if not left.articles and not left.stale_stories:
        return "nothing"
    told = f"{left.articles:,} articles ({left.sentences:,} sentences)"
    if left.stale_stories:
        told += f", {left.stale_stories:,} stories anew"
    if left.seconds:
        told += f"; about {left.seconds / 3600:,.1f} hours"
    return told
