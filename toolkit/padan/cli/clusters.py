"""`padan run --engine ray` and `padan import-shards`: stories compared by many machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from padan.cli import one_line
from padan.cli.options import store_option
from padan.errors import InputError

if TYPE_CHECKING:
    from padan.model import ComparedStory
    from padan.store import RunResult


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """Which cluster, and the folder that all its machines see."""

    address: str
    shards: Path
    gpus: float


_options = (
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        show_default=True,
        help="Who compares stories: processes of this machine, or the workers of a Ray cluster.",
    ),
    click.option(
        "--shards",
        type=click.Path(path_type=Path, file_okay=False),
        help="With --engine ray: folder for results that all machines of the cluster see.",
    ),
    click.option(
        "--cluster",
        "address",
        default="local",
        show_default=True,
        metavar="ADDRESS",
        help="With --engine ray: auto for the cluster of this machine, or ray://HOST:PORT.",
    ),
    click.option(
        "--gpus",
        type=click.FloatRange(0, 16),
        default=0,
        show_default=True,
        help="With --engine ray: GPUs of each worker; .5 lets two share one.",
    ),
)


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a cluster; the command gets them as `cluster`, None for this machine alone."""

    @wraps(command)
    def call(
        *arguments: object,
        engine: str,
        shards: Path | None,
        address: str,
        gpus: float,
        **more: object,
    ) -> object:
        if engine == "ray" and shards is None:
            raise click.UsageError("--engine ray needs --shards FOLDER")
        if engine == "local" and (shards is not None or address != "local" or gpus):
            raise click.UsageError("--shards, --cluster and --gpus go with --engine ray")
        cluster = ClusterChoice(address, shards, gpus) if shards is not None else None
        return command(*arguments, cluster=cluster, **more)

    described: Callable[..., Any] = call
    for option in reversed(_options):
        described = option(described)
    return described


def run_on(choice: ClusterChoice, workers: int) -> Callable[..., RunResult]:
    """The main job with so many workers of a cluster."""
    from padan.distributed import Cluster, run

    def work(*arguments: Any, **more: Any) -> RunResult:
        cluster = Cluster(workers, choice.address, gpus=choice.gpus)
        return run(*arguments, shards=choice.shards, cluster=cluster, **more)

    return work


@click.command("import-shards")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@store_option
@click.option("--match", default="", metavar="WORDS", help="Only stories with this in their title.")
@click.option("--outlet", default="", metavar="NAME", help="Only stories that this outlet tells.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Only the first so many shards."
)
@click.pass_context
def import_shards(
    ctx: click.Context,
    paths: tuple[str, ...],
    store_url: str,
    match: str,
    outlet: str,
    limit: int | None,
) -> None:
    """Bring stories that a cluster has compared into a store, to review them there.

    PATH is the folder given to `padan run --engine ray --shards`, or the mark (.json) of one shard
    in it. Stories that the store has already stay as they are.

    \b
    Example:
      padan import-shards /shared/news --store review.db --match ferry

    Exit code 0; 2 where a shard is not whole or a story could not be brought in.
    """
    from itertools import islice

    from padan.distributed import import_shards as bring_in
    from padan.store import Store

    told: list[InputError] = []

    def wanted(compared: ComparedStory) -> bool:
        story = compared.story
        outlets = {article.outlet.casefold() for article in story.articles}
        in_title = match.casefold() in story.title.casefold()
        return in_title and (not outlet or outlet.casefold() in outlets)

    with Store(store_url) as store:
        marks = islice(_marks(paths), limit)
        count = bring_in(marks, store, wanted=wanted, on_skip=told.append)
    click.echo(f"Brought in {count:,} {'story' if count == 1 else 'stories'}.")
    for error in told:
        click.echo(f"  skipped: {one_line(str(error))}", err=True)
    if told:
        ctx.exit(2)


def _marks(paths: tuple[str, ...]) -> Iterator[Path]:
    from padan.distributed import Shards

    for name in paths:
        path = Path(name)
        found = Shards(path).marks() if path.is_dir() else [path]
        if not found or not found[0].exists():
            raise InputError("holds no finished shard", where=name)
        yield from found
