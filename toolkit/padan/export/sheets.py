"""Rows as sheets for people: TSV, CSV and XLSX, a line per row and retelling, to be filled in.

`SHEET_COLUMNS` is the first line. Row numbers count from 1, as on the pages. Texts stand on one
line, and none is taken for a formula (see `harmless`); `padan import` reads them back. In cells of
several sentences their English is separated by ` ¶ `.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

from padan.export.filters import ChosenRow, ChosenStory
from padan.export.harmless import harmless
from padan.export.policy import Policy, TextPolicy, leaving
from padan.judgements.places import place_of
from padan.model import Article, Cell, Translation
from padan.translate.memory import is_human
from padan.view.ranking import SEVERITIES
from padan.view.reading import Reading

SENTENCES_APART: Final = " ¶ "
SHEET_COLUMNS: Final = {
    "story": "id of the story",
    "row": "number of the row, from 1",
    "status": "unreviewed, accepted, rejected or second-look; change it to judge the row",
    "outlet": "outlet or file of the retelling",
    "language": "language code of the retelling",
    "reference_text": "what the reference says in this row; empty if nothing",
    "retelling_text": "what the retelling says in this row; empty if nothing",
    "english": "English of the retelling, sentences separated by ' ¶ '",
    "english_edited": "the same as a person wrote it; write here to change it, and keep each ' ¶ '",
    "english_by": "who or what made the English",
    "doubts": "what may be wrong with that English, or that there is none, separated by ' | '",
    "consistency": "0..1, estimated chance that a reviewer would say that both say the same",
    "kinds": "kinds of the findings that were not dismissed, comma-separated",
    "worst_severity": "critical, major, minor or trivial; empty without findings",
    "perhaps_ours": "yes where a finding rests on a doubtful translation",
    "reasons": "the findings in plain words, separated by ' | '",
    "abstained": "checks that could not tell, separated by ' | '",
    "comments": "what reviewers wrote, each as 'name: text', separated by ' | '",
    "new_comment": "empty; write here to comment",
    "reviewer": "who gave the status",
    "confidence": "0..1 that the sentences of the row belong together",
    "moved": "yes where the passage stands elsewhere in the retelling",
    "article": "id of the retelling",
    "url": "where it stood",
    "published": "day of publication",
    "licence": "licence as the outlet states it",
    "text_policy": "full, snippet or none: how much of the retelling is here",
    "place": "the row by its sentences, as JSON: {article: [sentence, …]}; leave as it is",
    "signature": "what aligned, translated and compared, with settings",
}
"""Names of the columns in their order, and what they hold."""


def write_tsv(stories: Iterable[ChosenStory], out: TextIO, policy: Policy) -> int:
    """Write a header and a line per row and retelling; the number of lines below it is returned."""
    return _write_lines("\t".join, stories, out, policy)


def write_csv(stories: Iterable[ChosenStory], out: TextIO, policy: Policy) -> int:
    """As `write_tsv`, comma-separated; begins with the mark by which spreadsheets tell UTF-8."""
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(out, lineterminator="\n")
    lines = -1
    for values in _lines(stories, policy):
        writer.writerow(values)
        lines += 1
    return lines


def _write_lines(
    join: Callable[[list[str]], str], stories: Iterable[ChosenStory], out: TextIO, policy: Policy
) -> int:
    lines = -1
    for values in _lines(stories, policy):
        out.write(join(values) + "\n")
        lines += 1
    return lines


def _lines(stories: Iterable[ChosenStory], policy: Policy) -> Iterator[list[str]]:
    yield list(SHEET_COLUMNS)
    for values in sheet_lines(stories, policy):
        yield [harmless(values[column]) for column in SHEET_COLUMNS]


def sheet_lines(stories: Iterable[ChosenStory], policy: Policy) -> Iterator[dict[str, str]]:
    """The lines of a sheet by column, texts as they are.

    Without a reference every article counts as a retelling. Cells in which nothing is said and
    nothing was compared have no line.
    """
    for chosen in stories:
        sheet = _Sheet(chosen, policy)
        for row in chosen.rows:
            yield from sheet.lines(row)


class _Sheet:
    """The lines of one story."""

    def __init__(self, chosen: ChosenStory, policy: Policy) -> None:
        self._compared = chosen.story.compared
        self._reading = Reading(self._compared)
        self._policy = policy
        signatures = self._compared.signatures
        self._signature = " ".join(f"{stage}={said}" for stage, said in signatures.items())

    def lines(self, chosen: ChosenRow) -> Iterator[dict[str, str]]:
        """A line for each retelling of a row."""
        reading = self._reading
        reference = reading.reference_cell(chosen.row)
        for cell in chosen.cells:
            if cell is reference or not (cell.sentences or cell.comparison):
                continue
            article = reading.articles[cell.article]
            both = [article, *([reading.reference] if reading.reference else [])]
            yield {
                **self._about(chosen, article),
                **self._texts(cell, article, self._policy.least(both)),
                **self._compared_with(cell),
                "reference_text": self._text(reference) if reference else "",
                "comments": self._comments(chosen, cell),
            }

    def _about(self, chosen: ChosenRow, article: Article) -> dict[str, str]:
        place = {name: list(indices) for name, indices in place_of(chosen.row).items()}
        return {
            "story": self._compared.story.id,
            "row": str(chosen.row.index + 1),
            "status": chosen.review.status.value,
            "reviewer": chosen.review.by,
            "new_comment": "",
            "confidence": f"{chosen.row.confidence:.4g}",
            "outlet": self._reading.labels[article.id],
            "language": article.lang,
            "article": article.id,
            "url": article.url,
            "published": article.published.isoformat() if article.published else "",
            "licence": article.licence,
            "text_policy": self._policy.of(article).value,
            "place": json.dumps(place, separators=(",", ":"), sort_keys=True),
            "signature": self._signature,
        }

    def _text(self, cell: Cell) -> str:
        article = self._reading.articles[cell.article]
        return self._policy.text(article, self._reading.text(cell)) or ""

    def _texts(self, cell: Cell, article: Article, both: TextPolicy) -> dict[str, str]:
        """What quotes the outlets: of both sides, `both` is the lesser policy."""
        made = self._reading.translations(cell)
        human = any(is_human(translation.signature) for translation in made)
        findings = cell.comparison.findings if cell.comparison else ()
        doubts = self._reading.doubts(cell)
        english = leaving(self._policy.of(article), english_of(self._reading, cell)) or ""
        full = both is TextPolicy.FULL
        return {
            "retelling_text": self._text(cell),
            "english": english,
            "english_edited": english if human else "",
            "english_by": "; ".join(dict.fromkeys(t.signature for t in made)),
            "doubts": " | ".join(doubts) if full else "",
            "reasons": " | ".join(finding.reason for finding in findings) if full else "",
            "abstained": " | ".join(cell.comparison.abstained if full and cell.comparison else ()),
        }

    def _compared_with(self, cell: Cell) -> dict[str, str]:
        comparison = cell.comparison
        findings = comparison.findings if comparison else ()
        consistency = comparison.consistency if comparison else None
        return {
            "consistency": "" if consistency is None else f"{consistency:.4g}",
            "kinds": ",".join(dict.fromkeys(finding.kind.value for finding in findings)),
            "worst_severity": min((f.severity for f in findings), key=SEVERITIES.index, default=""),
            "perhaps_ours": "yes" if any(finding.perhaps_ours for finding in findings) else "",
            "moved": "yes" if cell.moved else "",
        }

    def _comments(self, chosen: ChosenRow, cell: Cell) -> str:
        """Those on the row and on this cell; they may quote any article of the row."""
        articles = [self._reading.articles[c.article] for c in chosen.row.cells if c.sentences]
        if self._policy.least(articles) is not TextPolicy.FULL:
            return ""
        return " | ".join(
            f"{comment.reviewer}: {comment.text}"
            for comment in chosen.review.comments
            if comment.article in ("", cell.article)
        )


def english_of(reading: Reading, cell: Cell) -> str:
    """The English of a cell's sentences, one place for each; empty where there is none at all."""
    known = reading.compared.english.get(cell.article, {})
    made: list[Translation | None] = [known.get(index) for index in cell.sentences]
    if not any(made):
        return ""
    return SENTENCES_APART.join(" ".join(each.text.split()) if each else "" for each in made)


def write_xlsx(stories: Iterable[ChosenStory], path: Path, policy: Policy) -> int:
    """Write a workbook with one sheet, row by row; the number of lines below the header."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from padan.export.workbooks import as_text, save_alike

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.freeze_panes = "A2"
    count = -1
    for values in _plain_lines(stories, policy):
        cells = [WriteOnlyCell(sheet) for _ in values]
        for cell, value in zip(cells, values, strict=True):
            as_text(cell, value)
        sheet.append(cells)
        count += 1
    save_alike(book, path)
    return count


def _plain_lines(stories: Iterable[ChosenStory], policy: Policy) -> Iterator[list[str]]:
    yield list(SHEET_COLUMNS)
    for values in sheet_lines(stories, policy):
        yield [values[column] for column in SHEET_COLUMNS]
