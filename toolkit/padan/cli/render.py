"""Stories, summaries and sentences on a terminal, or as plain text where the output is piped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from padan.cli.marking import STYLES, marked, put, reason_line
from padan.model import ALIGNED, Article, ComparedStory, Line, Role, Row, Sentence, Severity
from padan.view.cells import CellView, PieceView
from padan.view.plain import one_line
from padan.view.ranking import DivergentRow
from padan.view.reading import MIN_CONFIDENCE, Reading
from padan.view.rows import RowView, columns, row_views
from padan.view.summary import ArticleSummary, StorySummary, summarise
from padan.view.texts import say
from padan.view.words import kind_label, language, percent, severity_label

_LONGEST_LABEL = 24
_GRADES = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)
_ON_TOP = 5
"""Places to look at first that stand above a story."""


def print_story(
    console: Console,
    compared: ComparedStory,
    *,
    worst_first: bool = False,
    limit: int | None = None,
    min_confidence: float = MIN_CONFIDENCE,
    lang: str = "en",
) -> None:
    """Print what to look at first and the rows of a story, in the order told or worst first.

    Words that findings are about are underlined and coloured, or stand in «…» where the output has
    no styles. `limit` is the greatest number of rows to print; None prints all. Matches with a
    confidence below `min_confidence` are said to be unsure. `lang`, en or id, is the language of
    all that is not an outlet's.
    """
    reading = Reading(compared, min_confidence, lang)
    summary = summarise(compared, min_confidence, lang)
    shown = columns(reading)
    ranks = summary.ranks
    rows: Sequence[Row] = compared.rows
    if worst_first:
        rows = sorted(rows, key=lambda row: (ranks.get(row.index, len(ranks) + 1), row.index))
    _print_title(console, summary, lang)
    for article, lines in reading.never_told.items():
        for line in lines:
            said = say("never_told", lang, outlets=reading.labels[article], line=line)
            put(console, Text(one_line(said), "dim"), hang=2)
    if not worst_first:
        _print_worst(console, summary, _ON_TOP, lang)
    chosen = rows if limit is None else rows[: max(limit, 0)]
    for view in row_views(reading, shown, ranks, chosen):
        console.print()
        _print_row(console, reading, view, outlets=len(shown) - 1)
    left = len(rows) - len(chosen)
    console.print()
    if left:
        put(console, Text(say("more_rows", lang, n=left)))
    put(console, Text(say("same_means", lang), "dim"))
    for stage, signature in compared.signatures.items():
        put(console, Text(f"{stage}: {one_line(signature)}", "dim"))


def _print_title(console: Console, summary: StorySummary, lang: str) -> None:
    put(console, Text(one_line(summary.title) or say("untitled", lang), "bold"))
    source = (
        say("source_is", lang, source=one_line(summary.reference))
        if summary.reference
        else say("no_source_named", lang)
    )
    rows = say("count_rows", lang, n=summary.rows)
    said = say("texts_and_rows", lang, n=len(summary.articles), rows=rows, source=source)
    put(console, Text(said, "dim"))


def _print_row(console: Console, reading: Reading, row: RowView, *, outlets: int) -> None:
    head = Text(reading.say("row_of", n=row.number, rows=len(reading.compared.rows)), "bold")
    if row.unsure:
        sure = reading.say("confidence", share=row.confidence)
        head.append(f"  {row.unsure} ({sure})", "magenta")
    put(console, head)
    for cell in row.cells:
        if not _says_nothing(cell):
            _print_cell(console, reading, cell)
    for absent, silent in _silent(row.cells).items():
        whom = f"{absent} {', '.join(silent)}".rstrip()
        put(console, Text(one_line(whom), "dim italic"), indent=2, hang=2)
    for finding in (*row.findings, *row.trivial):
        put(console, reason_line(finding, reading.lang, outlet=outlets > 1), indent=2, hang=4)
    for told, line in row.abstained:
        whom = f" ({one_line(told)})" if outlets > 1 else ""
        said = Text(f"{reading.say('could_not_tell').lower()}{whom}: {one_line(line)}", "dim")
        put(console, said, indent=2, hang=4)


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


def _print_cell(console: Console, reading: Reading, cell: CellView) -> None:
    head = Text(one_line(cell.outlet), "green" if cell.is_reference else "blue")
    notes = [
        reading.say("source") if cell.is_reference else "",
        cell.roles,
        cell.moved,
        f"{reading.say('says_the_same')}: {cell.consistency}" if cell.consistency else "",
        reading.say("no_check_says_why_short") if cell.unnamed else "",
    ]
    head.append("".join(f" · {note}" for note in notes if note), "dim")
    head.append(f" · {cell.unsure}" if cell.unsure else "", "magenta")
    put(console, head, indent=2)
    if cell.absent:
        put(console, Text(cell.absent, "dim italic"), indent=4)
    else:
        put(console, marked(console, _joined([s.pieces for s in cell.sentences])), indent=4)
    if any(s.pieces for s in cell.english):
        english = Text(f"{one_line(cell.english_by)}: ", "dim")
        english.append_text(marked(console, _joined([s.pieces for s in cell.english if s.pieces])))
        put(console, english, indent=4, hang=2)
    for doubt in cell.doubts:
        said = reading.say("doubtful", what=one_line(doubt))
        put(console, Text(said, "magenta"), indent=4, hang=2)
    for finding in cell.whole:
        put(console, reason_line(finding, reading.lang), indent=4, hang=2)


def _joined(sentences: Sequence[tuple[PieceView, ...]]) -> list[PieceView]:
    """The sentences of a cell as one paragraph."""
    paragraph: list[PieceView] = []
    for sentence in sentences:
        paragraph += [PieceView(" ", None), *sentence] if paragraph else sentence
    return paragraph


def print_summary(
    console: Console, summaries: Sequence[StorySummary], *, top: int = 3, lang: str = "en"
) -> None:
    """Print the figures of stories, and of each the `top` places to look at first."""
    for summary in summaries:
        _print_title(console, summary, lang)
        console.print(_figures(summary, lang))
        for article in summary.articles:
            if article.version_of:
                said = say("is_version", lang, label=article.label, outlet=article.version_of)
                put(console, Text(one_line(said), "dim"), hang=2)
        _print_worst(console, summary, top, lang)
        if summary.doubtful:
            said = say("doubtful_translations", lang, n=summary.doubtful)
            put(console, Text(said, "magenta"))
        console.print()
    if any(article.compared_rows for summary in summaries for article in summary.articles):
        put(console, Text(say("same_means", lang), "dim"))


def _figures(summary: StorySummary, lang: str) -> Table:
    """The table of a story's articles; without lines, so that it reads as well when piped."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(say("outlet", lang), max_width=_LONGEST_LABEL, overflow="fold")
    table.add_column(say("language", lang), overflow="fold")
    grades = [severity_label(grade, lang).name for grade in _GRADES]
    heads = [say(f"short_{name}", lang) for name in ("kept", "added", "same")]
    for head in (*heads, *grades, say("short_left_out", lang)):
        table.add_column(head, justify="right", no_wrap=True)
    for article in summary.articles:
        table.add_row(*_figures_of(article, lang, compared=bool(summary.reference)))
    return table


def _figures_of(article: ArticleSummary, lang: str, *, compared: bool) -> list[Text | str]:
    name = Text(one_line(article.label))
    spoken = Text(one_line(language(article.lang, lang)))
    if article.is_reference or not compared:
        return [name, spoken, say("source", lang) if article.is_reference else "", *[""] * 6]
    grades = [article.wording.get(grade, 0) for grade in _GRADES]
    return [
        name,
        spoken,
        percent(article.kept_share),
        percent(article.added_share),
        percent(article.consistency),
        *[
            Text(str(number), STYLES[grade] if number else "dim")
            for grade, number in zip(_GRADES, grades, strict=True)
        ],
        str(article.left_out),
    ]


def _print_worst(console: Console, summary: StorySummary, top: int, lang: str) -> None:
    """The places to look at first; those that depart in the same words taken together."""
    if not summary.divergent or top <= 0:
        return
    put(console, Text(say("look_first_at", lang), "bold"))
    for alike in islice(_alike(summary.divergent).values(), top):
        _print_divergent(console, alike, lang)


def _alike(divergent: Iterable[DivergentRow]) -> dict[tuple[object, ...], list[DivergentRow]]:
    """Cells of a row that depart in the same words (of a copy, or of a version) taken together."""
    groups: dict[tuple[object, ...], list[DivergentRow]] = {}
    for found in divergent:
        same = (found.row, found.kind, found.severity, found.reason, found.perhaps_ours)
        groups.setdefault(same, []).append(found)
    return groups


def _print_divergent(console: Console, alike: Sequence[DivergentRow], lang: str) -> None:
    found = alike[0]
    outlets = one_line(", ".join(each.label for each in alike))
    text = Text(f"{say('row_number', lang, n=found.row + 1).lower()}, {outlets}: ")
    if found.severity and found.kind:
        grade = severity_label(found.severity, lang).name.lower()
        text.append(grade, STYLES[found.severity])
        text.append(f", {kind_label(found.kind, lang).name.lower()}")
        text.append(f", {say('perhaps_ours', lang)}" if found.perhaps_ours else "", "magenta")
        text.append(": ")
    text.append(one_line(found.reason))
    put(console, text, indent=2, hang=2)
    for who, said in (("source", found.reference), ("here", found.retelling)):
        if said:
            put(console, Text(f"{say(who, lang)}: {one_line(said)}", "dim"), indent=6, hang=2)


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
        put(console, head)
        for sentence in by_line[line]:
            number = f"{sentence.index + 1:>4}  "
            put(console, Text(number + one_line(sentence.text), style), hang=len(number))


def _by_line(article: Article) -> dict[Line, list[Sentence]]:
    """The sentences that begin within each line."""
    found: dict[Line, list[Sentence]] = {line: [] for line in article.lines}
    starts = [line.start for line in article.lines]
    for sentence in article.sentences:
        place = bisect_right(starts, sentence.start) - 1
        if place >= 0:
            found[article.lines[place]].append(sentence)
    return found
