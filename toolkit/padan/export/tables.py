"""Rows as JSON lines for programs: an object per row.

Indices count from 0; spans count the Unicode code points of the article's stored text, and each
comes with its words. For spreadsheets see `sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, TextIO

from padan.consistency.reasons import reason
from padan.export.filters import ChosenRow, ChosenStory
from padan.export.policy import Policy, TextPolicy, leaving
from padan.judgements.places import place_of
from padan.model import Cell, ComparedStory, Finding, Row, Span
from padan.view.plain import json_line
from padan.view.reading import Reading


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


def write_reviewed_jsonl(stories: Iterable[ChosenStory], out: TextIO, policy: Policy) -> int:
    """Write an object a row with what reviewers said; texts as far as they may leave."""
    lines = 0
    for chosen in stories:
        reading = Reading(chosen.story.compared)
        for row in chosen.rows:
            out.write(json_line(_reviewed(reading, row, policy)))
            lines += 1
    return lines


def _reviewed(reading: Reading, chosen: ChosenRow, policy: Policy) -> dict[str, Any]:
    row, review = chosen.row, chosen.review
    all_of_it = policy.least(reading.articles[c.article] for c in row.cells if c.sentences)
    story = reading.compared.story
    return {
        "story": {"id": story.id, "title": leaving(policy.least(story.articles), story.title)},
        "row": row.index,
        "place": {name: list(indices) for name, indices in place_of(row).items()},
        "confidence": round(row.confidence, 4),
        "reference": story.reference,
        "status": review.status.value,
        "by": review.by,
        "marks": [{"reviewer": m.reviewer, "status": m.status.value} for m in review.marks],
        "by_hand": review.by_hand,
        "comments": [
            {
                "reviewer": comment.reviewer,
                "at": comment.at.isoformat(),
                "article": comment.article,
                "text": comment.text if all_of_it is TextPolicy.FULL else None,
                "settled": comment.settled,
            }
            for comment in review.comments
        ],
        "decisions": [
            {
                "article": each.article,
                "kind": each.finding.kind.value,
                "severity": each.finding.severity.value,
                "reference": _ends(each.finding.reference),
                "retelling": _ends(each.finding.retelling),
                "decision": each.decision.value,
                "by": each.by,
                "added_by": each.added_by,
            }
            for each in review.findings
        ],
        "cells": [_leaving_cell(reading, row, cell, policy) for cell in chosen.cells],
        "signatures": dict(reading.compared.signatures),
    }


def _leaving_cell(reading: Reading, row: Row, cell: Cell, policy: Policy) -> dict[str, Any]:
    article, reference = reading.articles[cell.article], reading.reference
    own = policy.of(article)
    both = policy.least([article, reference] if reference else [article])
    made = reading.compared.english.get(cell.article, {})
    record = _cell(reading, row, cell) | {
        "text_policy": own.value,
        "sha256": sha256(reading.text(cell).encode("utf-8", "surrogatepass")).hexdigest(),
        "translations": [
            {
                "sentence": index,
                "text": leaving(own, made[index].text),
                "signature": made[index].signature,
            }
            for index in cell.sentences
            if index in made
        ],
    }
    if both is not TextPolicy.FULL:
        record |= {"faults": [], "abstained": []}
        record["findings"] = [_without_words(finding) for finding in record["findings"]]
    record["text"] = leaving(own, record["text"])
    record["english"] = leaving(own, record["english"]) if record["english"] else None
    return record


def _without_words(finding: dict[str, Any]) -> dict[str, Any]:
    spans = {
        side: {"start": finding[side]["start"], "end": finding[side]["end"]}
        for side in ("reference", "retelling")
        if finding[side]
    }
    return finding | {"reason": None, "gloss": None} | spans


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
