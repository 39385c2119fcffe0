"""`padan report`: the report pages."""

from __future__ import annotations

from pathlib import Path

import click

from padan.cli.options import (
    lang_option,
    min_confidence_option,
    open_known_store,
    reference_option,
    store_option,
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="padan-report")
@store_option
@click.option("--story", help="Only this story: its id or words of its title.")
@reference_option
@min_confidence_option
@lang_option
def report(
    folder: Path,
    store_url: str,
    story: str | None,
    reference: str | None,
    min_confidence: float,
    lang: str,
) -> None:
    """Write one web page per story into FOLDER, to read, print or send; no network needed.

    \b
    Example:
      padan report pages/ --store news.db
      padan report pages-id/ --store news.db --lang id --reference "Warta Kilat"
    """
    from padan.export.report import write_report
    from padan.view.rereading import reviewed_against

    with open_known_store(store_url) as store:
        chosen = [store.reviewed(story)] if story else list(store.reviewed_stories())
        if reference is not None:
            chosen = reviewed_against(chosen, reference)
        for page in write_report(chosen, folder, min_confidence=min_confidence, lang=lang):
            click.echo(str(page))
