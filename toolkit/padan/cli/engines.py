"""`padan engines`: which encoders and translators there are, and how to get them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from padan.cli import one_line

if TYPE_CHECKING:
    from rich.table import Table

    from padan.engines.base import EngineInfo


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object an engine.")
def engines(as_json: bool) -> None:
    """List encoders and translators: licence, size, whether they are ready, how to get them.

    Name one by its SPEC with --encoder or --translator.

    \b
    Example:
      padan engines
      padan run articles/ --translator nllb
    """
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
        if info.get:
            click.echo(f"    get it: {one_line(info.get)}")


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
