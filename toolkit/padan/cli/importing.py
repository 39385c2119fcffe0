"""`padan import`: what was edited in other programs, back into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.options import open_known_store, store_option

if TYPE_CHECKING:
    from padan.export.importing import Imported


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@store_option
@click.option(
    "--by",
    required=True,
    metavar="NAME",
    envvar="PADAN_REVIEWER",
    help="Whose work it is: the reviewer who stands in the log. Or set PADAN_REVIEWER.",
)
@click.pass_context
def import_(ctx: click.Context, paths: tuple[str, ...], store_url: str, by: str) -> None:
    """Bring in what was edited elsewhere: TMX and XLIFF from a translator's tool, TSV, CSV or XLSX
    from a spreadsheet, alignments from cesAlign or InterText.

    Edited English, states and statuses, comments and links become judgements by the reviewer, as
    if made on the review page, and can be undone there. What is unknown, or was changed in the
    store in the meantime, is left as it is and listed in FILE.conflicts.tsv. A file that is
    imported twice adds nothing.

    \b
    Example:
      padan import kabar.id-en.xlf --store news.db --by Ayu

    Exit code 0; 1 where something could not be taken in; 2 where a file cannot be read, and then
    nothing of it is taken in.
    """
    from padan.errors import InputError
    from padan.export.importing_files import StoreFinder, import_file, write_conflicts

    code = 0
    with open_known_store(store_url) as store:
        for path in paths:
            try:
                done = import_file(path, StoreFinder(store), by)
                listed = write_conflicts(path, done.kept)
            except InputError as error:
                click.echo(f"padan: {one_line(str(error))}", err=True)
                code = 2
                continue
            _tell(path, done)
            if listed:
                click.echo(one_line(f"{path}: see {listed}"), err=True)
                code = max(code, 1)
    ctx.exit(code)


def _tell(path: str, done: Imported) -> None:
    came = [
        (done.english, "English sentence", "English sentences"),
        (done.marks, "status", "statuses"),
        (done.comments, "comment", "comments"),
        (done.links, "change of rows", "changes of rows"),
    ]
    told = ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in came if n)
    click.echo(one_line(f"{path}: {done.units:,} read; brought in {told or 'nothing new'}."))
    reasons: dict[str, int] = {}
    for kept in done.kept:
        reason = kept.reason.partition(", to: ")[0]
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1]):
        click.echo(one_line(f"  cannot take in {count:,}: {reason}"), err=True)
