"""A comparison of two texts on a terminal: both with their marks, the findings, the score."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from padan.cli.marking import marked, put, reason_line
from padan.consistency import explain
from padan.model import Comparison, Span
from padan.view.cells import PieceView
from padan.view.judged import worst
from padan.view.lines import in_language
from padan.view.marks import Mark, pieces
from padan.view.numbering import FindingView, view_of
from padan.view.plain import one_line
from padan.view.texts import say
from padan.view.words import percent


def print_comparison(
    console: Console, comparison: Comparison, texts: tuple[str, str], lang: str = "en"
) -> None:
    """Print the texts with the words of each finding marked, the reasons, and what moved the score.

    Spans of the findings count in `texts`: the reference, then the retelling. Reasons and labels
    are in `lang`.
    """
    views = [
        view_of(finding, number, lang=lang)
        for number, finding in enumerate(comparison.findings, start=1)
    ]
    spans = [
        [finding.reference for finding in comparison.findings],
        [finding.retelling for finding in comparison.findings],
    ]
    for key, text, found in zip(("reference", "retelling"), texts, spans, strict=True):
        line = Text(f"{say(key, lang)}: ", "bold")
        put(console, line.append_text(marked(console, _pieces(text, views, found))), hang=2)
    for view in views:
        put(console, reason_line(view, lang), indent=2, hang=4)
    for said in comparison.abstained:
        told = f"{say('could_not_tell', lang)}: {one_line(in_language(said, lang))}"
        put(console, Text(told, "dim"), indent=2, hang=4)
    if not views and comparison.consistency is not None:
        put(console, Text(say("nothing_differs", lang)), indent=2)
    _print_score(console, comparison, lang)


def _pieces(
    text: str, views: Sequence[FindingView], spans: Sequence[Span | None]
) -> list[PieceView]:
    """The text cut at the findings' places on its side."""
    by_number = {view.number: view for view in views}
    marks = [
        Mark(view.number, span) for view, span in zip(views, spans, strict=True) if span is not None
    ]
    cut = []
    for piece in pieces(text, 0, marks):
        found = tuple(by_number[number] for number in piece.numbers)
        ends = tuple(by_number[number] for number in piece.ends)
        cut.append(PieceView(piece.text, worst(f.severity for f in found), found, ends))
    return cut


def _print_score(console: Console, comparison: Comparison, lang: str) -> None:
    if comparison.consistency is None:
        return
    same = say("says_the_same", lang)
    put(console, Text(f"{same[0].upper()}{same[1:]}: {percent(comparison.consistency)}", "bold"))
    for line in explain(comparison, lang):
        put(console, Text(line, "dim"), indent=2, hang=2)
