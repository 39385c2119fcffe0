"""`padan export`: rows for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from padan.cli.options import open_known_store, output, store_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from padan.model import ComparedStory


@click.group()
def export() -> None:
    """Write the rows of a store for other programs.

    \b
    Example:
      padan export jsonl rows.jsonl --store news.db
      padan export tsv - --story ferry | head
    """


def _export(form: str, path: str, store_url: str, story: str | None, force: bool) -> None:
    from padan.export import tables

    writers = {"tsv": tables.write_tsv, "jsonl": tables.write_jsonl}
    with open_known_store(store_url) as store:
        chosen: Iterable[ComparedStory] = (
            [store.story(story)] if story else store.compared_stories()
        )
        with output(path, force=force) as stream:
            writers[form](chosen, stream)


_path = click.argument("path", default="-", metavar="[FILE]")
_story = click.option("--story", help="Only this story: its id or words of its title.")
_force = click.option("--force", is_flag=True, help="Write over a file that is there already.")


@export.command()
@_path
@store_option
@_story
@_force
def tsv(path: str, store_url: str, story: str | None, force: bool) -> None:
    """A flat table: a line per row and retelling, with the reasons. FILE `-` is stdout."""
    _export("tsv", path, store_url, story, force)


@export.command()
@_path
@store_option
@_story
@_force
def jsonl(path: str, store_url: str, story: str | None, force: bool) -> None:
    """One JSON object a row, with everything padan knows of it. FILE `-` is stdout."""
    _export("jsonl", path, store_url, story, force)
