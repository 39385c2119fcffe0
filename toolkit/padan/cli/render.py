"""Stories, summaries and sentences on a terminal, or as plain text where the output is piped.

Text of outlets goes through `one_line` and rich `Text`, so neither escape sequences nor rich markup
in it do anything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from padan.export.numbering import FindingView
from padan.export.plain import one_line
from padan.export.ranking import DivergentRow
from padan.export.reading import MIN_CONFIDENCE, Reading
from padan.export.summary import ArticleSummary, StorySummary, summarise
from padan.export.view import CellView, PieceView, RowView, columns, row_views
from padan.export.words import CONSISTENCY_MEANS, kind_label, language, percent, severity_label
from padan.model import ALIGNED, Article, ComparedStory, Line, Role, Row, Sentence, Severity

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "yellow",
    Severity.MINOR: "cyan",
    Severity.TRIVIAL: "dim",
}
_LONGEST_LABEL = 24


def print_story(
    console: Console,
    compared: ComparedStory,
    *,
    worst_first: bool = False,
    limit: int | None = None,
    min_confidence: float = MIN_CONFIDENCE,
) -> None:
    """Print the rows of a story, in the order told or the ones to look at first on top.

    Words that findings are about are underlined and coloured, or stand in «…» where the output has
    no styles. `limit` is the greatest number of rows to print; None prints all. Matches with a
    confidence below `min_confidence` are said to be unsure.
    """
    reading, summary = Reading(compared, min_confidence), summarise(compared, min_confidence)
    shown = columns(reading)
    ranks = summary.ranks
    rows: Sequence[Row] = compared.rows
    if worst_first:
        rows = sorted(rows, key=lambda row: (ranks.get(row.index, len(ranks) + 1), row.index))
    _print_title(console, summary)
    for article, lines in reading.never_told.items():
        for line in lines:
            said = f"could not be told in any row ({reading.labels[article]}): {line}"
            _put(console, Text(one_line(said), "dim"), hang=2)
    chosen = rows if limit is None else rows[: max(limit, 0)]
    for view in row_views(reading, shown, ranks, chosen):
        console.print()
        _print_row(console, view, len(rows), outlets=len(shown) - 1)
    left = len(rows) - len(chosen)
    console.print()
    if left:
        _put(console, Text(f"… and {left} more row{'s' * (left != 1)}."))
    _put(console, Text(CONSISTENCY_MEANS, "dim"))
    for stage, signature in compared.signatures.items():
        _put(console, Text(f"{stage}: {one_line(signature)}", "dim"))


def _print_title(console: Console, summary: StorySummary) -> None:
    _put(console, Text(one_line(summary.title) or "Untitled story", "bold"))
    count = len(summary.articles)
    texts = f"{count} text{'s'[: count > 1]}, {summary.rows} row{'s'[: summary.rows > 1]}"
    source = f"source: {one_line(summary.reference)}" if summary.reference else "no source named"
    _put(console, Text(f"{texts}, {source}", "dim"))


def _print_row(console: Console, row: RowView, rows: int, *, outlets: int) -> None:
    head = Text(f"Row {row.number} of {rows}", "bold")
    if row.unsure:
        head.append(f"  {row.unsure} (confidence {row.confidence})", "magenta")
    _put(console, head)
    for cell in row.cells:
        if not _says_nothing(cell):
            _print_cell(console, cell)
    for absent, silent in _silent(row.cells).items():
        whom = f"{absent} {', '.join(silent)}".rstrip()
        _put(console, Text(one_line(whom), "dim italic"), indent=2, hang=2)
    for finding in row.findings:
        _put(console, _reason(finding, outlet=outlets > 1), indent=2, hang=4)
    for told, line in row.abstained:
        whom = f" ({one_line(told)})" if outlets > 1 else ""
        said = Text(f"could not tell{whom}: {one_line(line)}", "dim")
        _put(console, said, indent=2, hang=4)


def _says_nothing(cell: CellView) -> bool:
    """The cell is empty, and there is no more to be said of that."""
    return bool(cell.absent) and not (cell.whole or cell.unsure or cell.consistency)


def _silent(cells: Iterable[CellView]) -> dict[str, list[str]]:
    """What is said in place of text -> the outlets of whom no more is to be said."""
    found: dict[str, list[str]] = {}
    for cell in filter(_says_nothing, cells):
        if cell.is_reference:
            found[cell.absent] = []
        else:
            found.setdefault(f"{cell.absent.rstrip('.')}:", []).append(cell.outlet)
    return found


def _print_cell(console: Console, cell: CellView) -> None:
    head = Text(one_line(cell.outlet), "green" if cell.is_reference else "blue")
    notes = [
        "source" if cell.is_reference else "",
        cell.roles,
        cell.moved,
        f"says the same: {cell.consistency}" if cell.consistency else "",
        "no check says why" if cell.unnamed else "",
    ]
    head.append("".join(f" · {note}" for note in notes if note), "dim")
    head.append(f" · {cell.unsure}" if cell.unsure else "", "magenta")
    _put(console, head, indent=2)
    if cell.absent:
        _put(console, Text(cell.absent, "dim italic"), indent=4)
    else:
        _put(console, _marked(console, _joined(cell.sentences)), indent=4)
    if cell.english:
        english = Text(f"{one_line(cell.english_by)}: ", "dim")
        english.append_text(_marked(console, cell.english))
        _put(console, english, indent=4, hang=2)
    for doubt in cell.doubts:
        _put(console, Text(f"doubtful: {one_line(doubt)}", "magenta"), indent=4, hang=2)
    for finding in cell.whole:
        _put(console, _reason(finding, outlet=False), indent=4, hang=2)


def _joined(sentences: Sequence[tuple[PieceView, ...]]) -> list[PieceView]:
    """The sentences of a cell as one paragraph."""
    paragraph: list[PieceView] = []
    for sentence in sentences:
        paragraph += [PieceView(" ", None), *sentence] if paragraph else sentence
    return paragraph


def _marked(console: Console, pieces: Iterable[PieceView]) -> Text:
    """Text with the marked words underlined, or in «…» on consoles without styles."""
    plain = console.color_system is None
    text = Text()
    begun: set[int] = set()
    for piece in pieces:
        new = {finding.number for finding in piece.findings} - begun
        begun |= new
        text.append("«" * len(new) if plain else "")
        style = f"underline {_STYLES[piece.severity]}" if piece.severity else ""
        text.append(one_line(piece.text), style)
        for finding in piece.ends:
            text.append(f"»[{finding.number}]" if plain else f"[{finding.number}]", "bold")
    return text


def _reason(finding: FindingView, *, outlet: bool) -> Text:
    text = Text().append(f"[{finding.number}] ", "bold")
    if outlet:
        text.append(f"{one_line(', '.join(finding.outlets))}: ")
    text.append(finding.severity_name.lower(), _STYLES[finding.severity])
    text.append(f", {finding.kind_name.lower()}")
    if finding.perhaps_ours:
        text.append(", perhaps ours", "magenta")
    elif finding.in_our_english and not finding.whole:
        text.append(", seen in our English", "dim")
    return text.append(f": {one_line(finding.reason)}")


def print_summary(console: Console, summaries: Sequence[StorySummary], *, top: int = 3) -> None:
    """Print the figures of stories, and of each the `top` places to look at first."""
    for summary in summaries:
        _print_title(console, summary)
        console.print(_figures(summary))
        for article in summary.articles:
            if article.version_of:
                said = f"{article.label} is a version of {article.version_of}."
                _put(console, Text(one_line(said), "dim"), hang=2)
        if summary.divergent and top > 0:
            _put(console, Text("Look first at", "bold"))
        for alike in islice(_alike(summary.divergent).values(), max(top, 0)):
            _print_divergent(console, alike)
        if summary.doubtful:
            _put(
                console,
                Text(f"{_count(summary.doubtful, 'translation')} of ours doubtful.", "magenta"),
            )
        console.print()
    if any(article.compared_rows for summary in summaries for article in summary.articles):
        _put(console, Text(CONSISTENCY_MEANS, "dim"))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _figures(summary: StorySummary) -> Table:
    """The table of a story's articles; without lines, so that it reads as well when piped."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("Outlet", max_width=_LONGEST_LABEL, overflow="fold")
    table.add_column("Language", overflow="fold")
    for head in ("Kept", "Added", "Same", "Critical", "Major", "Minor", "Left out"):
        table.add_column(head, justify="right", no_wrap=True)
    for article in summary.articles:
        table.add_row(*_figures_of(article, compared=bool(summary.reference)))
    return table


def _figures_of(article: ArticleSummary, *, compared: bool) -> list[Text | str]:
    name = Text(one_line(article.label))
    spoken = Text(one_line(language(article.lang)))
    if article.is_reference or not compared:
        return [name, spoken, "source" if article.is_reference else "", *[""] * 6]
    grades = [article.wording.get(grade, 0) for grade in list(Severity)[:3]]
    return [
        name,
        spoken,
        percent(article.kept_share),
        percent(article.added_share),
        percent(article.consistency),
        *[
            Text(str(number), _STYLES[grade] if number else "dim")
            for grade, number in zip(Severity, grades, strict=False)
        ],
        str(article.left_out),
    ]


def _alike(divergent: Iterable[DivergentRow]) -> dict[tuple[object, ...], list[DivergentRow]]:
    """Cells of a row that depart in the same words (of a copy, or of a version) taken together."""
    groups: dict[tuple[object, ...], list[DivergentRow]] = {}
    for found in divergent:
        same = (found.row, found.kind, found.severity, found.reason, found.perhaps_ours)
        groups.setdefault(same, []).append(found)
    return groups


def _print_divergent(console: Console, alike: Sequence[DivergentRow]) -> None:
    found = alike[0]
    outlets = one_line(", ".join(each.label for each in alike))
    text = Text(f"row {found.row + 1}, {outlets}: ")
    if found.severity and found.kind:
        text.append(severity_label(found.severity).name.lower(), _STYLES[found.severity])
        text.append(f", {kind_label(found.kind).name.lower()}")
        text.append(", perhaps ours" if found.perhaps_ours else "", "magenta")
        text.append(": ")
    text.append(one_line(found.reason))
    _put(console, text, indent=2, hang=2)
    for who, said in (("source", found.reference), ("here", found.retelling)):
        if said:
            _put(console, Text(f"{who}: {one_line(said)}", "dim"), indent=6, hang=2)


def print_sentences(console: Console, article: Article) -> None:
    """Print each line of an article with its role, why it has it, and its sentences.

    Sentences count from 1. Those of lines that take no part in the comparison are shown dim.
    """
    by_line = _by_line(article)
    for line in article.lines:
        took_part = line.role in ALIGNED
        style = "" if took_part else "dim"
        head = Text(line.role.value, "bold" if line.role is not Role.FURNITURE else "bold dim")
        head.append(f" · {one_line(line.why)}", "dim")
        head.append("" if took_part else " · takes no part", "dim")
        _put(console, head)
        for sentence in by_line[line]:
            number = f"{sentence.index + 1:>4}  "
            _put(console, Text(number + one_line(sentence.text), style), hang=len(number))


def _by_line(article: Article) -> dict[Line, list[Sentence]]:
    """The sentences that begin within each line."""
    found: dict[Line, list[Sentence]] = {line: [] for line in article.lines}
    starts = [line.start for line in article.lines]
    for sentence in article.sentences:
        place = bisect_right(starts, sentence.start) - 1
        if place >= 0:
            found[article.lines[place]].append(sentence)
    return found


def _put(console: Console, text: Text, *, indent: int = 0, hang: int = 0) -> None:
    """Print `text` wrapped to the console, `indent` spaces in, further lines `hang` more."""
    width = max(20, console.width - indent - hang)
    first, *rest = text.wrap(console, width) or [Text()]
    for line, margin in [(first, indent), *((line, indent + hang) for line in rest)]:
        line.rstrip()
        console.print(Text(" " * margin).append_text(line), soft_wrap=True, highlight=False)
