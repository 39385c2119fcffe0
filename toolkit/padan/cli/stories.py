"""`padan stories` and `padan show`: what stories there are, and one of them read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from padan.cli import one_line
from padan.cli.options import (
    chosen_form,
    encoder_option,
    format_option,
    lang_option,
    min_confidence_option,
    open_known_store,
    reference_option,
    store_option,
)
from padan.errors import InputError, StoreError
from padan.model import Story


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@store_option
@encoder_option
@format_option("tsv", "jsonl")
def stories(paths: tuple[str, ...], store_url: str, encoder: str, form: str | None) -> None:
    """List the stories of a store; with PATHs, find which of these articles tell one story.

    \b
    Example:
      padan stories --store news.db
      padan stories articles/ --format jsonl
    """
    if paths:
        found = _found(paths, encoder)
    else:
        with open_known_store(store_url) as store:
            found = [compared.story for compared in store.compared_stories()]
    form = chosen_form(form)
    for story in found:
        if form == "table":
            _print_story(story)
            continue
        for record in _records(story):
            if form == "jsonl":
                sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            else:
                sys.stdout.write("\t".join(" ".join(v.split()) for v in record.values()) + "\n")


def _found(paths: tuple[str, ...], encoder: str) -> list[Story]:
    from padan.align.stories import group_stories
    from padan.articles import label_repeated, read_articles
    from padan.engines import registry

    def skip(error: InputError) -> None:
        click.echo(f"Skipped {one_line(str(error))}", err=True)

    articles = label_repeated(list(read_articles(paths, on_skip=skip)))
    return group_stories(articles, encoder=registry.encoder(encoder), vectors={}, beads={})


def _print_story(story: Story) -> None:
    click.echo(one_line(f"{story.id}  {story.title}"))
    for article in story.articles:
        notes = [article.lang]
        if article.id == story.reference:
            notes.append("reference")
        if article.id in story.versions:
            fuller = story.article(story.versions[article.id])
            notes.append(f"version of {fuller.outlet or fuller.source}")
        outlet = article.outlet or "unknown outlet"
        click.echo(one_line(f"    {outlet} ({', '.join(notes)})  {article.source}"))


def _records(story: Story) -> Iterator[dict[str, str]]:
    for article in story.articles:
        yield {
            "story": story.id,
            "title": story.title,
            "article": article.id,
            "outlet": article.outlet,
            "lang": article.lang,
            "role": "reference" if article.id == story.reference else "retelling",
            "version_of": story.versions.get(article.id, ""),
            "source": article.source,
        }


@click.command()
@click.argument("story", required=False)
@store_option
@click.option("--worst", "worst_first", is_flag=True, help="Most divergent rows first.")
@click.option("--limit", type=click.IntRange(min=1), help="Show at most this many rows.")
@reference_option
@min_confidence_option
@lang_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row.")
def show(
    story: str | None,
    store_url: str,
    worst_first: bool,
    limit: int | None,
    reference: str | None,
    min_confidence: float,
    lang: str,
    as_json: bool,
) -> None:
    """Show a story's rows side by side with what differs; without STORY, the one most told.

    STORY is an id (or its beginning) or words of the title; see `padan stories`.

    \b
    Example:
      padan show --store news.db --worst --limit 10
      padan show ferry --store news.db
    """
    with open_known_store(store_url) as store:
        titles = store.titles()
        if not titles:
            raise StoreError("holds no story", where=store.url, todo="add some with `padan run`")
        compared = store.reviewed(story if story is not None else titles[0][0]).compared
    if reference is not None:
        from padan.view.rereading import against

        (compared,) = against([compared], reference)
    if as_json:
        from padan.export.tables import write_jsonl

        write_jsonl([compared], sys.stdout, lang=lang)
        return
    from rich.console import Console

    from padan.cli.render import print_story

    print_story(
        Console(highlight=False),
        compared,
        worst_first=worst_first,
        limit=limit,
        min_confidence=min_confidence,
        lang=lang,
    )
