"""`padan compare`: two sentences or short texts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from padan.cli.options import lang_option
from padan.model import Comparison


@click.command()
@click.argument("reference")
@click.argument("retelling")
@click.option("--reference-lang", default="id", show_default=True, help="Language of REFERENCE.")
@click.option("--retelling-lang", default="id", show_default=True, help="Language of RETELLING.")
@click.option("--translator", metavar="SPEC", help="Translate where the languages differ.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def compare(
    ctx: click.Context,
    reference: str,
    retelling: str,
    reference_lang: str,
    retelling_lang: str,
    translator: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Compare RETELLING with REFERENCE: texts in quotes, or @FILE to read one from a file.

    \b
    Example:
      padan compare "Mereka bertemu dua kali sebulan." "Mereka bertemu tiga kali sebulan."
      padan compare --reference-lang en "They met twice." "Mereka bertemu tiga kali."

    Exit code 0 where both say the same, 1 where something differs.
    """
    from rich.console import Console

    from padan.api import compare as compare_texts
    from padan.cli.render_comparison import print_comparison

    texts = _text(reference), _text(retelling)
    comparison = compare_texts(
        *texts,
        reference_lang=reference_lang,
        retelling_lang=retelling_lang,
        translator=translator,
    )
    if as_json:
        click.echo(json.dumps(_record(comparison, lang), ensure_ascii=False))
    else:
        print_comparison(Console(highlight=False), comparison, texts, lang)
    ctx.exit(1 if comparison.findings else 0)


def _record(comparison: Comparison, lang: str) -> dict[str, object]:
    """The comparison as it is, what it says in words in `lang`."""
    from padan.consistency.reasons import reason
    from padan.view.lines import in_language

    findings = [asdict(f) | {"reason": reason(f, lang)} for f in comparison.findings]
    abstained = [in_language(line, lang) for line in comparison.abstained]
    return asdict(comparison) | {"findings": findings, "abstained": abstained}


def _text(argument: str) -> str:
    if not argument.startswith("@"):
        return argument
    from padan.articles import read_article

    return " ".join(s.text for s in read_article(str(Path(argument[1:]))).aligned)
