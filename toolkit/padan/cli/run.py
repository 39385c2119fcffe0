"""`padan run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.options import lang_option, min_confidence_option, settings_options, store_option

if TYPE_CHECKING:
    from padan.pipeline import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@store_option
@settings_options
@click.option(
    "--report",
    "report_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the report pages.  [default: beside the store]",
)
@click.option("--no-report", is_flag=True, help="Write no report.")
@min_confidence_option
@lang_option
@click.option("--top", default=10, show_default=True, help="How many divergent rows to list.")
@click.pass_context
def run(
    ctx: click.Context,
    paths: tuple[str, ...],
    store_url: str,
    settings: Settings,
    report_folder: Path | None,
    no_report: bool,
    min_confidence: float,
    lang: str,
    top: int,
) -> None:
    """Add articles, find the stories, align, translate, compare, and write the report.

    PATH is a file (text, HTML, Markdown, JSON, JSONL), a folder of such files, a folder with a
    story.toml, or a URL. What was done before is not done again; a run that was stopped goes on
    where it was.

    \b
    Example:
      padan run articles/ --store news.db
      padan run articles/ --store news.db --translator nllb --quality good --glossary terms.tsv

    What a person translated (`padan memory import`) stands in the place of every engine's English.

    Exit code 0; 2 where something could not be read (the rest is done all the same).
    """
    from rich.console import Console

    from padan.cli.progress import Bars
    from padan.cli.render import print_summary
    from padan.export.report import write_report
    from padan.store import Store
    from padan.store import run as run_into
    from padan.view.summary import summarise

    with Store(store_url) as store:
        try:
            with Bars() as bars:
                result = run_into(paths, store, settings=settings, progress=bars)
        except KeyboardInterrupt:
            click.echo("Stopped. What was done is kept; run again to go on.", err=True)
            ctx.exit(130)
        pages: list[Path] = []
        if result.stories and not no_report:
            # Before anything is printed: whoever reads our output may stop reading early.
            folder = report_folder or Path(f"{_stem(store_url)}-report")
            pages = write_report(result.stories, folder, min_confidence=min_confidence, lang=lang)
        summaries = [summarise(story, min_confidence, lang) for story in result.stories]
        print_summary(Console(highlight=False), summaries, top=top, lang=lang)
        if pages:
            click.echo(f"\nReport: {pages[-1]} (open it in a browser)")
    if result.skipped:
        click.echo(f"\nSkipped {len(result.skipped)}:", err=True)
        for line in result.skipped:
            click.echo(f"  {one_line(line)}", err=True)
        ctx.exit(2)


def _stem(store_url: str) -> str:
    """Where the report of this store belongs, without an ending."""
    if "://" in store_url:
        return store_url.rsplit("/", 1)[-1].rsplit("?", 1)[0].removesuffix(".db") or "padan"
    path = Path(store_url)
    return str(path.with_suffix(""))
