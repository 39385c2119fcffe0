"""`padan memory`: what people translated, in and out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from padan.cli import one_line
from padan.cli.options import open_known_store, output, store_option, utf8_stdout

if TYPE_CHECKING:
    from padan.export.memory import Imported


@click.group()
def memory() -> None:
    """What was translated before: bring in people's translations, take all out, look things up.

    A person's translation stands in the place of every engine's, wherever the sentence occurs.

    \b
    Example:
      padan memory import agency.tmx --store news.db
      padan run articles/ --store news.db
      padan memory export mine.tmx --store news.db --human-only
    """


_languages = (
    click.option("--from", "source_lang", default="id", show_default=True, metavar="LANG"),
    click.option("--to", "target_lang", default="en", show_default=True, metavar="LANG"),
)


@memory.command("import")
@click.argument("path", metavar="FILE.tmx")
@store_option
@_languages[0]
@_languages[1]
@click.pass_context
def import_(
    ctx: click.Context, path: str, store_url: str, source_lang: str, target_lang: str
) -> None:
    """Bring in translations by people. The next `padan run` shows them in its stories.

    Units that an engine made and nobody edited are passed over. Where the store has a later
    translation of the same sentence, that one stands.

    \b
    Example:
      padan memory import agency.tmx --store news.db

    Exit code 0; 1 where a unit cannot be used; 2 where the file cannot be read to its end, and
    then nothing of it is brought in.
    """
    from padan.export.memory import import_tmx
    from padan.store import Store

    with Store(store_url) as store:
        done = import_tmx(store, path, source_lang=source_lang, target_lang=target_lang)
    _tell(done)
    ctx.exit(1 if done.unusable else 0)


def _tell(done: Imported) -> None:
    brought = done.brought
    taken = brought.added + brought.replaced
    click.echo(
        f"Brought in {taken:,}: {brought.added:,} new, {brought.replaced:,} in the place of others;"
        f" {brought.same:,} were there."
    )
    if brought.older:
        click.echo(f"Passed over {brought.older:,}: the store has later ones.")
    if done.machine:
        click.echo(f"Passed over {done.machine:,}: made by an engine and not edited.")
    if done.retellings:
        click.echo(f"Passed over {done.retellings:,}: retellings, which are no translations.")
    for reason, count in done.unusable.most_common():
        first = done.first[reason]
        click.echo(
            f"Cannot use {count:,}: {one_line(reason)} (the first is unit {first:,})", err=True
        )


@memory.command("export")
@click.argument("path", default="-", metavar="[FILE.tmx]")
@store_option
@_languages[0]
@_languages[1]
@click.option("--human-only", is_flag=True, help="Leave out what engines made.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def export_(
    path: str, store_url: str, source_lang: str, target_lang: str, human_only: bool, force: bool
) -> None:
    """Write the memory as TMX 1.4, for CAT tools. FILE `-` is stdout.

    Of each sentence one translation is written, a person's, else the best that engines made; the
    unit says whose it is and what may be wrong with it.

    \b
    Example:
      padan memory export all.tmx --store news.db
    """
    from padan.export.memory import export_tmx

    with open_known_store(store_url) as store, output(path, force=force) as out:
        units = export_tmx(
            store, out, source_lang=source_lang, target_lang=target_lang, human_only=human_only
        )
    click.echo(f"Wrote {units:,} units.", err=True)


@memory.command("suggest")
@click.argument("text")
@store_option
@_languages[0]
@_languages[1]
@click.option("--limit", type=click.IntRange(min=1), default=3, show_default=True)
@click.option(
    "--least",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.7,
    show_default=True,
    help="How like it a sentence must be, 0 to 1.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a suggestion.")
@click.pass_context
def suggest_(
    ctx: click.Context,
    text: str,
    store_url: str,
    source_lang: str,
    target_lang: str,
    limit: int,
    least: float,
    as_json: bool,
) -> None:
    """Show sentences like TEXT and their translations, with how like they are.

    \b
    Example:
      padan memory suggest "Perundingan berlangsung dua kali sebulan." --store news.db

    Exit code 0; 1 where nothing is like it.
    """
    from padan.translate.suggestions import suggest
    from padan.view.plain import json_line

    with open_known_store(store_url) as store:
        known = (one.translation for one in store.best_remembered(source_lang, target_lang))
        found = suggest(text, known, limit=limit, least=least)
    for one in found:
        if as_json:
            utf8_stdout().write(json_line(asdict(one) | {"score": round(one.score, 4)}))
        else:
            click.echo(f"{int(100 * one.score)} %  {one_line(one.text)}")
            click.echo(f"      of: {one_line(one.source)}")
            click.echo(f"      by: {one_line(one.signature)}")
    ctx.exit(0 if found else 1)
