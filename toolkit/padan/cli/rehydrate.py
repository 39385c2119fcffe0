"""`padan rehydrate`: texts back into a dataset that left without them."""

from __future__ import annotations

from pathlib import Path

import click

from padan.cli import one_line


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--articles",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER",
    help="The articles, as padan reads them.",
)
@click.pass_context
def rehydrate(ctx: click.Context, folder: Path, articles: Path) -> None:
    """Put the texts back into a dataset, in place, for those who hold the articles.

    Each article and each text is checked by its hash.

    \b
    Example:
      padan rehydrate dataset/ --articles articles/

    Exit code 0; 1 where an article is missing or a text does not agree; 2 where DIR is no dataset.
    """
    from padan.export.rehydrate import rehydrate as put_back

    done = put_back(
        folder, articles, on_skip=lambda error: click.echo(one_line(f"Skipped {error}"), err=True)
    )
    click.echo(f"Put back {done.texts:,} texts of {done.articles:,} articles.")
    for name, where in sorted(done.missing.items()):
        click.echo(one_line(f"Missing: {name} {where}"), err=True)
    if done.broken:
        click.echo(f"Left empty {done.broken:,}: the hash does not agree.", err=True)
    ctx.exit(1 if done.missing or done.broken else 0)
