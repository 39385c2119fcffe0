"""`padan takedown`: takes articles out for good."""

from __future__ import annotations

from pathlib import Path

import click

from padan.cli import one_line
from padan.cli.options import open_known_store, store_option


@click.command()
@click.argument("what", metavar="URL|OUTLET|STORY")
@store_option
@click.option(
    "--export",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="An export (a folder or file) to take it out of too; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
def takedown(what: str, store_url: str, exports: tuple[Path, ...], dry_run: bool) -> None:
    """Delete articles for good, and keep them out: by address, outlet or story.

    Their text, its translations and vectors, and what reviewers wrote about it go out of the store;
    an id, an address and a hash stay, so that no run brings them back. The stories they were in are
    compared anew by the next run.

    \b
    Example:
      padan takedown https://news.example/ferry --export dataset/ --export tmx/ --store news.db

    Exit code 0; 2 where nothing answers to the name, or an export still holds a text.
    """
    from padan.export.takedown import Traces, take_out

    with open_known_store(store_url) as store:
        found = store.find_takedown(what)
        for article in found.articles:
            click.echo(one_line(f"{article.id}  {article.outlet}  {article.url or article.source}"))
        count = f"{len(found.articles):,} articles in {len(found.stories):,} stories"
        if dry_run:
            click.echo(f"Would take down {count} and {len(exports):,} exports' share of them.")
            return
        ids = {article.id for article in found.articles} | store.tombstones().get("article", set())
        traces = Traces(frozenset(ids), found.texts)
        # Exports first: afterwards the store no longer knows what to look for.
        for path in exports:
            click.echo(f"{take_out(path, traces):>7,}  out of {path}")
        store.take_down(found)
    click.echo(f"Took down {count}. Run `padan run` to compare the stories anew.")
