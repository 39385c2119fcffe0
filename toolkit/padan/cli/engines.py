"""`padan engines`: which encoders and translators there are, and how to get them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from padan.cli import one_line

if TYPE_CHECKING:
    from rich.table import Table

    from padan.engines.base import EngineInfo


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an engine.")
@click.pass_context
def engines(ctx: click.Context, as_json: bool) -> None:
    """List encoders and translators: licence, size, whether they are ready, how to get them.

    Name one by its SPEC with --encoder or --translator.

    \b
    Example:
      padan engines
      padan run articles/ --translator nllb
      padan engines convert nllb
    """
    if ctx.invoked_subcommand is not None:
        return
    from padan.engines.registry import list_engines

    found = list_engines()
    if as_json:
        for info in found:
            click.echo(json.dumps(asdict(info), ensure_ascii=False))
        return
    from rich.console import Console

    Console().print(_table(found))
    for info in found:
        # Plain lines, so that a command can be copied whole.
        click.echo(f"\n{one_line(info.spec)}: {one_line(info.about)}")
        for spec in info.ready:
            click.echo(f"    ready: {one_line(spec)}")
        if info.get:
            click.echo(f"    get it: {one_line(info.get)}")


@engines.command()
@click.argument("model")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--dtype",
    default="int8",
    show_default=True,
    help="Number format of the weights: int8, float16, bfloat16, float32, …",
)
@click.option(
    "--check/--no-check",
    default=True,
    help="Compare its answers with the original's.  [default: check]",
)
def convert(model: str, folder: Path | None, dtype: str, check: bool) -> None:
    """Convert MODEL once for CTranslate2, which runs it several times as fast in less memory.

    MODEL is a translator's spec (nllb, nllb:1.3B, hf:Helsinki-NLP/opus-mt-id-en), a name on the
    hub or a folder. Without FOLDER the result goes into padan's cache, where the same spec finds
    it from then on. It is kept only if its answers to a few sentences are like the original's.

    \b
    Example:
      padan engines convert nllb
      padan engines convert nllb:1.3B models/nllb-1.3B --dtype float16
    """
    from padan.engines.convert import convert as convert_model
    from padan.engines.convert import spec_of

    made = convert_model(model, folder, dtype=dtype, check=check, tell=_told)
    click.echo(f"{made}\nUse it with: --translator {spec_of(model, made)}")


def _told(step: str) -> None:
    click.echo(f"{one_line(step)} …", err=True)


def _table(found: list[EngineInfo]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Spec", "Task", "Licence", "MB", "Installed", "Weights"):
        table.add_column(name, justify="right" if name == "MB" else "left", overflow="fold")
    for info in found:
        cells = (
            info.spec,
            info.task,
            info.licence,
            f"{info.size_mb:,}" if info.size_mb else "",
            "yes" if info.installed else "no",
            "yes" if info.weights else "no",
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return table
