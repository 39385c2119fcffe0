"""`padan align`: two texts."""

from __future__ import annotations

import json
import sys

import click

from padan.cli.options import chosen_form, encoder_option, format_option, lines_of
from padan.model import Bead


@click.command()
@click.argument("left")
@click.argument("right")
@encoder_option
@click.option("--lines", is_flag=True, help="One sentence a line; read nothing but the lines.")
@format_option("tsv", "jsonl")
def align(left: str, right: str, encoder: str, lines: bool, form: str | None) -> None:
    """Align the sentences of LEFT with those of RIGHT.

    Files are read as articles: furniture is left out. With --lines every line is a sentence, in
    any language the encoder knows.

    \b
    Example:
      padan align source.txt retelling.txt
      padan align left.en right.id --lines --format jsonl

    Columns of tsv: indices left, indices right (from 0, commas between), confidence, moved, texts.
    """
    from padan import api

    if lines:
        texts = [lines_of(left), lines_of(right)]
        beads = api.align(*texts, encoder=encoder)
    else:
        from padan.articles import read_article

        articles = [read_article(left), read_article(right)]
        texts = [[s.text for s in article.sentences] for article in articles]
        beads = api.align(*articles, encoder=encoder)
    form = chosen_form(form)
    for bead in beads:
        _write(bead, texts[0], texts[1], form)


def _write(bead: Bead, left: list[str], right: list[str], form: str) -> None:
    lefts = [left[i] for i in bead.left]
    rights = [right[i] for i in bead.right]
    if form == "jsonl":
        record = {
            "left": bead.left,
            "right": bead.right,
            "score": round(bead.score, 4),
            "moved": bead.moved,
            "left_text": lefts,
            "right_text": rights,
        }
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif form == "tsv":
        cells = (
            ",".join(map(str, bead.left)),
            ",".join(map(str, bead.right)),
            f"{bead.score:.3f}",
            "moved" if bead.moved else "",
            *(" ".join(" ".join(side).split()) for side in (lefts, rights)),
        )
        sys.stdout.write("\t".join(cells) + "\n")
    else:
        moved = ", moved" if bead.moved else ""
        click.echo(f"── {len(bead.left)}:{len(bead.right)}  confidence {bead.score:.2f}{moved}")
        for mark, side in (("<", lefts), (">", rights)):
            for text in side or ["(nothing)"]:
                click.echo(f"{mark} {' '.join(text.split())}")
