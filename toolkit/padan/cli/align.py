"""`padan align`: two texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from padan.cli.options import (
    chosen_form,
    encoder_option,
    format_option,
    lines_of,
    min_confidence_option,
    read_utf8,
)
from padan.model import Bead


@click.command()
@click.argument("left")
@click.argument("right")
@encoder_option
@click.option("--lines", is_flag=True, help="One sentence a line; read nothing but the lines.")
@min_confidence_option
@click.option("--gold", metavar="FILE", help="Score against these beads instead of printing them.")
@format_option("tsv", "jsonl", "ces")
def align(
    left: str,
    right: str,
    encoder: str,
    lines: bool,
    min_confidence: float,
    gold: str | None,
    form: str | None,
) -> None:
    """Align the sentences of LEFT with those of RIGHT.

    Files are read as articles: furniture is left out. With --lines every line is a sentence, in
    any language the encoder knows.

    \b
    Example:
      padan align source.txt retelling.txt
      padan align left.en right.id --lines --format ces > links.xml
      padan align left.en right.id --lines --gold beads.txt

    Columns of tsv: indices left, indices right (from 0, commas between), confidence, notes
    (moved, unsure), texts. Gold: a bead a line, [0, 1]:[2] or {"left": [0, 1], "right": [2]}.
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
    if gold is not None:
        _print_score(gold, beads)
        return
    form = chosen_form(form)
    if form == "ces":
        from padan.export.ces import write_ces

        write_ces(beads, left, right, sys.stdout)
        return
    for bead in beads:
        notes = ["moved"] * bead.moved + ["unsure"] * (bead.score < min_confidence)
        _write(
            bead, [texts[0][i] for i in bead.left], [texts[1][i] for i in bead.right], notes, form
        )


def _print_score(gold: str, beads: Sequence[Bead]) -> None:
    from padan.align.goldfile import parse_gold
    from padan.align.score import score

    found = score(parse_gold(read_utf8(gold), where=gold), beads)
    for name in ("strict", "lax", "null", "moved"):
        rate = getattr(found, name)
        click.echo(
            f"{name:<7} P {rate.precision:.4f}  R {rate.recall:.4f}  F1 {rate.f1:.4f}"
            f"  ({rate.found} found, {rate.gold} in gold)"
        )
    click.echo(f"scorer: {found.scorer}")


def _write(
    bead: Bead, lefts: Sequence[str], rights: Sequence[str], notes: Sequence[str], form: str
) -> None:
    if form == "jsonl":
        record = {
            "left": bead.left,
            "right": bead.right,
            "score": round(bead.score, 4),
            "moved": bead.moved,
            "unsure": "unsure" in notes,
            "left_text": lefts,
            "right_text": rights,
        }
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif form == "tsv":
        cells = (
            ",".join(map(str, bead.left)),
            ",".join(map(str, bead.right)),
            f"{bead.score:.3f}",
            ",".join(notes),
            *(" ".join(" ".join(side).split()) for side in (lefts, rights)),
        )
        sys.stdout.write("\t".join(cells) + "\n")
    else:
        facts = [f"{len(lefts)}:{len(rights)}", f"confidence {bead.score:.2f}", *notes]
        click.echo(f"── {', '.join(facts)}")
        for mark, side in (("<", lefts), (">", rights)):
            for text in side or ["(nothing)"]:
                click.echo(f"{mark} {' '.join(text.split())}")
