"""`padan translate`: a text, sentence by sentence."""

from __future__ import annotations

import json
import sys

import click

from padan.cli.options import (
    chosen_form,
    format_option,
    lines_of,
    read_utf8,
    translator_option,
)


@click.command()
@click.argument("source", default="-", metavar="[FILE]")
@translator_option
@click.option("--from", "source_lang", default="id", show_default=True, help="Its language.")
@click.option("--to", "target_lang", default="en", show_default=True, help="The language wanted.")
@click.option("--lines", is_flag=True, help="Each line is one sentence; do not split.")
@format_option("tsv", "jsonl")
def translate(
    source: str,
    translator: str,
    source_lang: str,
    target_lang: str,
    lines: bool,
    form: str | None,
) -> None:
    """Translate FILE (or stdin), one sentence a call, and flag what looks wrong.

    \b
    Example:
      padan translate article.txt
      echo "Perundingan berlangsung dua kali sebulan." | padan translate

    Exit code 0; 1 where a sentence came out without translation.
    """
    from padan import api
    from padan.cli.progress import Bars

    sentences = _sentences(source, source_lang, lines=lines)
    with Bars() as bars:
        found = api.translate(
            sentences,
            translator=translator,
            source=source_lang,
            target=target_lang,
            on_done=lambda done: bars("Translating", done, len(sentences)),
        )
    form = chosen_form(form)
    for sentence, translation in zip(sentences, found, strict=True):
        text = translation.text if translation else ""
        faults = [f.reason for f in translation.faults] if translation else ["no translation"]
        if form == "jsonl":
            record = {
                "source": sentence,
                "text": text,
                "faults": faults,
                "signature": translation.signature if translation else "",
            }
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        elif form == "tsv":
            cells = (sentence, text, "; ".join(faults))
            sys.stdout.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
        else:
            click.echo(text)
            for fault in faults:
                click.echo(f"    doubtful: {fault}")
    sys.exit(1 if None in found else 0)


def _sentences(source: str, lang: str, *, lines: bool) -> list[str]:
    if lines:
        return lines_of(source)
    if source == "-":
        from padan.articles import split_sentences

        return [sentence.text for sentence in split_sentences(read_utf8(source), lang)]
    from padan.articles import read_article

    return [s.text for s in read_article(source, lang=lang).aligned]
