"""`padan recalibrate`: learn from what reviewers accepted and dismissed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from padan.cli.options import open_known_store, store_option
from padan.errors import InputError

if TYPE_CHECKING:
    from padan.consistency.recalibrate import Calibration, Judged


@click.command()
@click.argument("judgements", required=False, metavar="JUDGEMENTS.jsonl")
@store_option
@click.option("--undo", is_flag=True, help="Take the last recalibration back.")
@click.option("--dry-run", is_flag=True, help="Report, and write nothing.")
def recalibrate(judgements: str | None, store_url: str, undo: bool, dry_run: bool) -> None:
    """Fit the consistency anew to judgements of findings: accepted ones weigh more, dismissed less.

    Takes what was accepted and dismissed on the review page or, if a file is named, what that
    says, a judgement a line: {"kind": "term", "severity": "major", "accepted": false,
    "reference": "…", "retelling": "…", "basis": "id-id"}. With "for_good": true a dismissed
    finding of that kind on these words is not made again. The result stands in the user's
    settings, or where PADAN_WEIGHTS says; every earlier one is kept.

    \b
    Example:
      padan recalibrate --store news.db --dry-run
      padan recalibrate judgements.jsonl
      padan recalibrate --undo
    """
    from padan.consistency.judgementfile import save
    from padan.consistency.judgementfile import undo as take_back
    from padan.consistency.recalibrate import recalibrate as refit
    from padan.consistency.weights import packaged, user_path

    path = user_path()
    if path is None:
        raise InputError("PADAN_WEIGHTS is empty", todo="unset it, or name a file")
    if undo and judgements:
        raise click.UsageError("Either a file of judgements or --undo.")
    if undo:
        taken = take_back(path)
        click.echo(f"Taken back: {path}" if taken else "Nothing to take back.")
        return
    found = refit(_judged(judgements, store_url), packaged())
    _tell(found)
    if not dry_run:
        save(found, path)
        click.echo(f"Written: {path}")


def _judged(file: str | None, store_url: str) -> list[Judged]:
    if file:
        from padan.consistency.judgementfile import read_judgements

        return read_judgements(Path(file))
    with open_known_store(store_url) as store:
        judged, name = list(store.judged_findings()), store.url
    if not judged:
        raise InputError(
            "holds no finding that was accepted or dismissed",
            where=name,
            todo="judge some in `padan review`, or name a file of judgements",
        )
    return judged


def _tell(found: Calibration) -> None:
    click.echo(f"{found.judged:,} judgements, {found.held_back:,} of them held back to test on.")
    if found.before is None or found.after is None:
        click.echo("Too few to test on.")
    else:
        change = found.after - found.before
        click.echo(
            f"Log loss of the held-back ones: before {found.before:.3f}, after {found.after:.3f} "
            f"({'better' if change < 0 else 'not better'})."
        )
    for name, factor in sorted(found.factors.items(), key=lambda pair: pair[1]):
        click.echo(f"  {name:24} weighs {factor:.2f} times what it did")
    if found.dismissed:
        click.echo(f"Dismissed for good: {len(found.dismissed):,} pairs of words.")
