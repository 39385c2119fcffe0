"""`padan compare`: two sentences or short texts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from padan.cli import one_line
from padan.model import Comparison, Span


@click.command()
@click.argument("reference")
@click.argument("retelling")
@click.option("--reference-lang", default="id", show_default=True, help="Language of REFERENCE.")
@click.option("--retelling-lang", default="id", show_default=True, help="Language of RETELLING.")
@click.option("--translator", metavar="SPEC", help="Translate where the languages differ.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def compare(
    ctx: click.Context,
    reference: str,
    retelling: str,
    reference_lang: str,
    retelling_lang: str,
    translator: str | None,
    as_json: bool,
) -> None:
    """Compare RETELLING with REFERENCE: texts in quotes, or @FILE to read one from a file.

    \b
    Example:
      padan compare "Mereka bertemu dua kali sebulan." "Mereka bertemu tiga kali sebulan."
      padan compare --reference-lang en "They met twice." "Mereka bertemu tiga kali."

    Exit code 0 where both say the same, 1 where something differs.
    """
    from padan.api import compare as compare_texts

    texts = [_text(reference), _text(retelling)]
    comparison = compare_texts(
        *texts,
        reference_lang=reference_lang,
        retelling_lang=retelling_lang,
        translator=translator,
    )
    if as_json:
        click.echo(json.dumps(asdict(comparison), ensure_ascii=False))
    else:
        _print(comparison, *texts)
    ctx.exit(1 if comparison.findings else 0)


def _print(comparison: Comparison, reference: str, retelling: str) -> None:
    for name, text, side in (("Reference", reference, 0), ("Retelling", retelling, 1)):
        spans = [(f.reference, f.retelling)[side] for f in comparison.findings]
        click.echo(f"{name}: {one_line(_marked(text, [s for s in spans if s]))}")
    for finding in comparison.findings:
        ours = " (perhaps our translation)" if finding.perhaps_ours else ""
        click.echo(f"  {finding.severity.value} {finding.kind.value}{ours}: {finding.reason}")
    for line in comparison.abstained:
        click.echo(f"  cannot tell: {one_line(line)}")
    if comparison.consistency is not None:
        click.echo(f"Says the same: {comparison.consistency:.0%}")


def _marked(text: str, spans: list[Span]) -> str:
    """The text with «…» around what differs; spans that touch or overlap become one."""
    for start, end in reversed(_joined(spans)):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


def _joined(spans: list[Span]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _text(argument: str) -> str:
    if not argument.startswith("@"):
        return argument
    from padan.articles import read_article

    return " ".join(s.text for s in read_article(str(Path(argument[1:]))).aligned)
