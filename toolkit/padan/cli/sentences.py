"""`padan sentences`: the lines and sentences of an article."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from padan.cli.options import chosen_form, format_option

if TYPE_CHECKING:
    from padan.model import Article


@click.command()
@click.argument("source", metavar="FILE")
@click.option("--lang", help="Language of the text, where padan guesses wrong (id, en, …).")
@format_option("tsv", "jsonl")
def sentences(source: str, lang: str | None, form: str | None) -> None:
    """Show every line of an article with its role and why, and its sentences.

    Nothing is left out: menus, links and adverts are shown as furniture.

    \b
    Example:
      padan sentences article.txt
      padan sentences article.html --format jsonl | jq .role
    """
    from padan.articles import read_article

    article = read_article(source, lang=lang)
    form = chosen_form(form)
    if form == "table":
        from rich.console import Console

        from padan.cli.render import print_sentences

        print_sentences(Console(highlight=False), article)
        return
    for record in sentence_records(article):
        if form == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write("\t".join(_flat(value) for value in record.values()) + "\n")


def sentence_records(article: Article) -> Iterator[dict[str, object]]:
    """One flat record per sentence; offsets count in the article's stored text."""
    lines = iter(article.lines)
    line = next(lines, None)
    for sentence in article.sentences:
        while line is not None and line.end < sentence.end:
            line = next(lines, None)
        yield {
            "index": sentence.index,
            "role": sentence.role.value,
            "start": sentence.start,
            "end": sentence.end,
            "paragraph": sentence.paragraph,
            "text": sentence.text,
            "why": line.why if line else "",
        }


def _flat(value: object) -> str:
    return " ".join(str(value).split())
