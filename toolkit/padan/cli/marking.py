"""Marked words and reasons on a terminal, or as plain text where the output is piped.

Text of outlets goes through `one_line` and rich `Text`, so neither escape sequences nor rich markup
in it do anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from padan.model import Severity
from padan.view.cells import PieceView
from padan.view.numbering import FindingView
from padan.view.plain import one_line
from padan.view.texts import say

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "yellow",
    Severity.MINOR: "cyan",
    Severity.TRIVIAL: "dim",
}


def marked(console: Console, pieces: Iterable[PieceView]) -> Text:
    """Text with the marked words underlined, or in «…» on consoles without styles."""
    plain = console.color_system is None
    text = Text()
    begun: set[int] = set()
    for piece in pieces:
        new = {finding.number for finding in piece.findings} - begun
        begun |= new
        text.append("«" * len(new) if plain else "")
        style = f"underline {STYLES[piece.severity]}" if piece.severity else ""
        text.append(one_line(piece.text), style)
        for finding in piece.ends:
            text.append(f"»[{finding.number}]" if plain else f"[{finding.number}]", "bold")
    return text


def reason_line(finding: FindingView, lang: str, *, outlet: bool = False) -> Text:
    """`[1] major, number: the reason`, after the outlets' names where they are wanted."""
    text = Text().append(f"[{finding.number}] ", "bold")
    if outlet:
        text.append(f"{one_line(', '.join(finding.outlets))}: ")
    text.append(finding.severity_name.lower(), STYLES[finding.severity])
    text.append(f", {finding.kind_name.lower()}")
    if finding.perhaps_ours:
        text.append(f", {say('perhaps_ours', lang)}", "magenta")
    elif finding.in_our_english and not finding.whole:
        text.append(f", {say('in_our_english', lang)}", "dim")
    text.append(f": {one_line(finding.reason)}")
    gloss = say("in_english", lang, words=one_line(finding.gloss))
    return text.append(f" ({gloss})" if finding.gloss else "", "dim")


def put(console: Console, text: Text, *, indent: int = 0, hang: int = 0) -> None:
    """Print `text` wrapped to the console, `indent` spaces in, further lines `hang` more."""
    width = max(20, console.width - indent - hang)
    first, *rest = text.wrap(console, width) or [Text()]
    for line, margin in [(first, indent), *((line, indent + hang) for line in rest)]:
        line.rstrip()
        console.print(Text(" " * margin).append_text(line), soft_wrap=True, highlight=False)
