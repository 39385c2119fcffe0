"""`padan run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.clusters import ClusterChoice, cluster_options, run_on
from padan.cli.options import lang_option, min_confidence_option, settings_options, store_option

if TYPE_CHECKING:
    from padan.pipeline import Settings
    from padan.store import RunResult

_SHOWN = 100
"""Stories in the report and the summary."""
_LISTED = 100
"""Lines of what was skipped."""
_MANY = 500
"""Articles from which on figures of the run are of interest."""


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
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that compare stories; each loads the engines once.",
)
@cluster_options
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Append what happens to this file, one JSON object a line.",
)
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
    jobs: int,
    cluster: ClusterChoice | None,
    log_file: Path | None,
    top: int,
) -> None:
    """Add articles, find the stories, align, translate, compare, and write the report.

    PATH is a file (text, HTML, Markdown, JSON), a dump of many articles (JSONL, also packed as .gz
    or .zst; Parquet; WARC), a folder of such files, a folder with a story.toml, or a URL. What was
    done before is not done again; a run that was stopped goes on where it was.

    \b
    Example:
      padan run articles/ --store news.db
      padan run articles/ --store news.db --translator nllb --quality good --glossary terms.tsv
      padan run crawl.jsonl.gz --store news.db --jobs 8 --log run.jsonl
      padan run crawl.jsonl.gz --store news.db --engine ray --shards /shared/news --jobs 32

    What a person translated (`padan memory import`) stands in the place of every engine's English.

    Of many stories, the report and the summary show the ones most told; `padan report` writes all.

    Exit code 0; 2 where something could not be read or compared (the rest is done all the same).
    """
    from contextlib import ExitStack
    from functools import partial

    from rich.console import Console

    from padan.cli.progress import Bars
    from padan.cli.render import print_summary
    from padan.export.report import write_report
    from padan.store import Store
    from padan.store import run as run_into
    from padan.store.database import stem
    from padan.store.journal import journal_in
    from padan.view.summary import summarise

    with Store(store_url) as store:
        try:
            with Bars() as bars, ExitStack() as stack:
                journal = stack.enter_context(journal_in(log_file))
                work = run_on(cluster, jobs) if cluster else partial(run_into, jobs=jobs)
                result = work(paths, store, settings=settings, progress=bars, journal=journal)
        except KeyboardInterrupt:
            click.echo("Stopped. What was done is kept; run again to go on.", err=True)
            ctx.exit(130)
        shown = result.stories[:_SHOWN]
        pages: list[Path] = []
        if shown and not no_report:
            # Before anything is printed: whoever reads our output may stop reading early.
            folder = report_folder or Path(f"{stem(store_url)}-report")
            reviewed = [store.reviewed(story.story.id) for story in shown]
            pages = write_report(reviewed, folder, min_confidence=min_confidence, lang=lang)
        summaries = [summarise(story, min_confidence, lang) for story in shown]
        print_summary(Console(highlight=False), summaries, top=top, lang=lang)
        if pages:
            click.echo(f"\nReport: {pages[-1]} (open it in a browser)")
        if len(result.stories) > len(shown):
            click.echo(f"The {_SHOWN} most told of {len(result.stories):,} stories are shown.")
    _say_what_was_done(result)
    if result.skips or result.failed:
        ctx.exit(2)


def _say_what_was_done(result: RunResult) -> None:
    """On stderr: figures where there were many articles, and what was skipped or failed."""
    if result.read >= _MANY:
        for stage, count, seconds in result.figures:
            rate = f"{count / seconds:,.1f}/s" if seconds > 0 else ""
            click.echo(f"{stage:<14} {count:>10,} {seconds:>10,.1f} s {rate:>12}", err=True)
    if result.skips:
        click.echo(f"\nSkipped {result.skips:,}:", err=True)
        for line in result.skipped[:_LISTED]:
            click.echo(f"  {one_line(line)}", err=True)
        if result.skips > _LISTED:
            click.echo("  … `padan status` lists them all", err=True)
    if result.failed:
        click.echo(f"\nNot compared {len(result.failed):,}:", err=True)
        for line in result.failed[:_LISTED]:
            click.echo(f"  {one_line(line)}", err=True)
