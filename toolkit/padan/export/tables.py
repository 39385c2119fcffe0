"""Rows as tables: JSON lines for programs, a flat tab-separated table for spreadsheets.

JSON lines (`write_jsonl`): an object per row. Indices count from 0; spans count the Unicode code
points of the article's stored text, and each comes with its words.

Tab-separated (`write_tsv`): a line per row and retelling, `TSV_COLUMNS` as the first line. Row
numbers count from 1, as on the pages. Tabs, line breaks and control characters in texts become
spaces or signs; a text that a spreadsheet would take for a formula, or a table reader for a quoted
field, gets a space in front.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO

from padan.consistency.reasons import reason
from padan.model import Cell, ComparedStory, Finding, Row, Span
from padan.view.plain import json_line, tsv_field
from padan.view.ranking import SEVERITIES
from padan.view.reading import Reading

TSV_COLUMNS: Final = {
    "story": "id of the story",
    "row": "number of the row, from 1",
    "confidence": "0..1 that the sentences of the row belong together",
    "outlet": "outlet or file of the retelling",
    "language": "language code of the retelling",
    "reference_text": "what the reference says in this row; empty if nothing",
    "retelling_text": "what the retelling says in this row; empty if nothing",
    "english": "English translation of the retelling by the engine named in the signature",
    "doubts": "what may be wrong with that English, or that there is none, separated by ' | '",
    "consistency": "0..1, estimated chance that a reviewer would say that both say the same",
    "kinds": "kinds of the findings, comma-separated",
    "worst_severity": "critical, major, minor or trivial; empty without findings",
    "perhaps_ours": "yes where a finding rests on a doubtful translation",
    "moved": "yes where the passage stands elsewhere in the retelling",
    "reasons": "the findings in plain words, separated by ' | '",
    "abstained": "checks that could not tell, separated by ' | '",
    "signature": "what aligned, translated and compared, with settings",
}
"""Names of the columns in their order, and what they hold."""


def row_records(compared: ComparedStory, lang: str = "en") -> Iterator[dict[str, Any]]:
    """One JSON-ready object per row of a story, reasons in `lang`."""
    reading = Reading(compared, lang=lang)
    story = {"id": compared.story.id, "title": compared.story.title}
    for row in compared.rows:
        yield {
            "story": story,
            "row": row.index,
            "confidence": round(row.confidence, 4),
            "reference": compared.story.reference,
            "cells": [_cell(reading, row, cell) for cell in row.cells],
            "signatures": dict(compared.signatures),
        }


def _cell(reading: Reading, row: Row, cell: Cell) -> dict[str, Any]:
    article = reading.articles[cell.article]
    sentences = reading.sentences(cell)
    translations = reading.translations(cell)
    comparison = cell.comparison
    return {
        "article": article.id,
        "outlet": reading.labels[article.id],
        "lang": article.lang,
        "url": article.url,
        "licence": article.licence,
        "sentences": list(cell.sentences),
        "roles": [sentence.role.value for sentence in sentences],
        "offsets": [[sentence.start, sentence.end] for sentence in sentences],
        "text": reading.text(cell),
        "english": " ".join(t.text for t in translations) if translations else None,
        "faults": reading.doubts(cell),
        "consistency": _rounded(comparison.consistency) if comparison else None,
        "findings": [_finding(reading, row, cell, f) for f in comparison.findings]
        if comparison
        else [],
        "abstained": list(comparison.abstained) if comparison else [],
        "moved": cell.moved,
        "confidence": _rounded(cell.confidence),
    }


def _finding(reading: Reading, row: Row, cell: Cell, finding: Finding) -> dict[str, Any]:
    reference = reading.reference_cell(row)
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "reason": reason(finding, reading.lang),
        "gloss": finding.gloss,
        "basis": finding.basis,
        "perhaps_ours": finding.perhaps_ours,
        "reference": _span(reading, reference.article, finding.reference) if reference else None,
        "retelling": _span(reading, cell.article, finding.retelling),
    }


def _span(reading: Reading, article: str, span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "quote": reading.quote(article, span)}


def _rounded(consistency: float | None) -> float | None:
    return None if consistency is None else round(consistency, 4)


def write_jsonl(compared_stories: Iterable[ComparedStory], out: TextIO, *, lang: str = "en") -> int:
    """Write a JSON object a line and row, reasons in `lang`; the number of lines is returned."""
    lines = 0
    for compared in compared_stories:
        for record in row_records(compared, lang):
            out.write(json_line(record))
            lines += 1
    return lines


def write_tsv(compared_stories: Iterable[ComparedStory], out: TextIO) -> int:
    """Write a header and a line per row and retelling; the number of lines below it is returned.

    Without a reference every article counts as a retelling.
    """
    out.write("\t".join(TSV_COLUMNS) + "\n")
    lines = 0
    for compared in compared_stories:
        for values in _tsv_lines(compared):
            out.write("\t".join(values[column] for column in TSV_COLUMNS) + "\n")
            lines += 1
    return lines


def _tsv_lines(compared: ComparedStory) -> Iterator[dict[str, str]]:
    reading = Reading(compared)
    signature = " ".join(f"{stage}={s}" for stage, s in compared.signatures.items())
    for row in compared.rows:
        reference = reading.reference_cell(row)
        for cell in row.cells:
            if cell is reference or not (cell.sentences or cell.comparison):
                continue
            values = _tsv_values(reading, cell)
            values |= {
                "story": compared.story.id,
                "row": str(row.index + 1),
                "confidence": f"{row.confidence:.4g}",
                "reference_text": reading.text(reference) if reference else "",
                "signature": signature,
            }
            yield {column: tsv_field(value) for column, value in values.items()}


def _tsv_values(reading: Reading, cell: Cell) -> dict[str, str]:
    comparison = cell.comparison
    findings = comparison.findings if comparison else ()
    consistency = comparison.consistency if comparison else None
    return {
        "outlet": reading.labels[cell.article],
        "language": reading.articles[cell.article].lang,
        "retelling_text": reading.text(cell),
        "english": reading.english(cell),
        "doubts": " | ".join(reading.doubts(cell)),
        "consistency": "" if consistency is None else f"{consistency:.4g}",
        "kinds": ",".join(dict.fromkeys(finding.kind.value for finding in findings)),
        "worst_severity": min((f.severity for f in findings), key=SEVERITIES.index, default=""),
        "perhaps_ours": "yes" if any(finding.perhaps_ours for finding in findings) else "",
        "moved": "yes" if cell.moved else "",
        "reasons": " | ".join(finding.reason for finding in findings),
        "abstained": " | ".join(comparison.abstained if comparison else ()),
    }
