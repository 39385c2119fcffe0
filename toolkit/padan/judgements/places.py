"""Places of a story: rows and findings, told by what they hold and not by their number.

Numbers change when the pipeline runs again; articles (by a hash of their text), the numbers of
their sentences and offsets in them do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from padan.errors import InputError
from padan.model import Finding, Kind, Row, Severity, Span

Place = Mapping[str, tuple[int, ...]]
"""A row by its sentences: article id -> indices, in reading order; no empty ones."""
Node = tuple[str, int]
"""Article id and sentence index."""
FindingKey = tuple[str, str, int, int, int, int]
"""Article, kind, reference start and end, retelling start and end; -1 where there is no span."""

MAX_SENTENCES = 2_000
"""Of a row in one article; more than any real row has."""


def place_of(row: Row) -> dict[str, tuple[int, ...]]:
    """The place of a row."""
    return {cell.article: cell.sentences for cell in row.cells if cell.sentences}


def place_key(place: Place) -> str:
    """A place as one word, the same for equal places: `article:1,2|other:3`."""
    told = (f"{article}:{','.join(map(str, place[article]))}" for article in sorted(place))
    return "|".join(told)


def nodes(place: Place) -> set[Node]:
    """The sentences of a place."""
    return {(article, index) for article, indices in place.items() for index in indices}


def read_place(found: object) -> dict[str, tuple[int, ...]]:
    """A place from JSON: {article: [index, …]}. Raises InputError where it is none."""
    if not isinstance(found, Mapping):
        raise InputError("a row must be told as an object of articles", where="place")
    place: dict[str, tuple[int, ...]] = {}
    for article, indices in found.items():
        good = isinstance(article, str) and isinstance(indices, list | tuple)
        if not good or len(indices) > MAX_SENTENCES or not all(map(_is_index, indices)):
            raise InputError("a row must be told as lists of sentence numbers", where="place")
        if indices:
            place[article] = tuple(sorted(set(indices)))
    return place


def _is_index(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000_000


def finding_key(article: str, finding: Finding) -> FindingKey:
    """What tells a finding from others of the story."""
    ends = (-1, -1)
    reference = (finding.reference.start, finding.reference.end) if finding.reference else ends
    retelling = (finding.retelling.start, finding.retelling.end) if finding.retelling else ends
    return (article, finding.kind.value, *reference, *retelling)


def finding_json(article: str, finding: Finding) -> dict[str, Any]:
    """A finding as the body of a judgement holds it."""
    return {
        "article": article,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "reference": _ends(finding.reference),
        "retelling": _ends(finding.retelling),
        "english": _ends(finding.english),
        "reason": finding.reason,
        "basis": finding.basis,
        "perhaps_ours": finding.perhaps_ours,
        "gloss": finding.gloss,
    }


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def read_finding(found: object) -> tuple[str, Finding]:
    """Article and finding from JSON, as `finding_json` writes it. Raises InputError."""
    if not isinstance(found, Mapping) or not isinstance(found.get("article"), str):
        raise InputError("a finding must name its article", where="finding")
    try:
        kind, severity = Kind(str(found.get("kind"))), Severity(str(found.get("severity")))
    except ValueError as error:
        raise InputError(f"a finding's {error}", where="finding") from error
    words = {name: found.get(name, "") for name in ("reason", "basis", "gloss")}
    if not all(isinstance(word, str) and len(word) <= 4_000 for word in words.values()):
        raise InputError("a finding's texts must be short texts", where="finding")
    reference, retelling = _span(found.get("reference")), _span(found.get("retelling"))
    if reference is None and retelling is None:
        raise InputError("a finding must mark words on one side", where="finding")
    return found["article"], Finding(
        kind=kind,
        severity=severity,
        reference=reference,
        retelling=retelling,
        english=_span(found.get("english")),
        perhaps_ours=found.get("perhaps_ours") is True,
        **words,
    )


def _span(found: object) -> Span | None:
    if found is None:
        return None
    if not isinstance(found, list | tuple) or len(found) != 2 or not all(map(_is_index, found)):
        raise InputError("a span must be two offsets", where="finding")
    start, end = found
    if start >= end:
        raise InputError("a span must hold a character", where="finding")
    return Span(start, end)
