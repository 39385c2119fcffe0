"""`padan validate`: what is wrong with TMX and XLIFF files."""

from __future__ import annotations

import click

from padan.cli import one_line


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="How many problems of a file are shown; all are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a problem; all are shown.")
@click.pass_context
def validate(ctx: click.Context, paths: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Say what is wrong with TMX 1.4, XLIFF 1.2 and XLIFF 2 files, whoever wrote them.

    Each unit is held against the schema of its format and against rules that no schema can say:
    languages, dates, ids, pairs of codes, characters. Nothing is fetched from a network.

    \b
    Example:
      padan validate agency.tmx kabar.id-en.xlf

    Exit code 0 where all is well; 1 where something is wrong; 2 where a file cannot be read.
    """
    from padan.errors import InputError

    code = 0
    for path in paths:
        try:
            code = max(code, _validate(path, limit, as_json))
        except InputError as error:
            click.echo(f"padan: {one_line(str(error))}", err=True)
            code = 2
    ctx.exit(code)


def _validate(path: str, limit: int, as_json: bool) -> int:
    from dataclasses import asdict

    from padan.export.validate import check
    from padan.view.plain import json_line

    checked, count = check(path), 0
    for count, problem in enumerate(checked.problems, start=1):
        if as_json:
            click.echo(json_line({"file": path, **asdict(problem)}), nl=False)
        elif count <= limit:
            unit = f"unit {problem.unit:,}" if problem.unit else ""
            name = f" ({problem.name})" if problem.name else ""
            place = f"{path}:{problem.line}: {unit}{name}".rstrip(": ")
            click.echo(one_line(f"{place}: {problem.reason}"))
    if not as_json:
        more = f" ({limit:,} shown; see --limit)" if count > limit else ""
        found = f"{count:,} problems{more}" if count != 1 else "1 problem"
        click.echo(f"{one_line(path)}: {checked.form}, {checked.units:,} units, {found}")
    return 1 if count else 0
