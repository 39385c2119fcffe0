"""Checks of the minimal pairs in corpora/pairs/, a file per kind. Format: corpora/README.md."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

# fmt: off
COLUMNS = [
    "item", "langs", "severity", "reference", "departure", "harmless",
    "departure_en", "harmless_en", "published", "why", "why_harmless",
]
# fmt: on
MARKED = ("reference", "departure", "harmless")
RENDERINGS = ("departure_en", "harmless_en")
KINDS = {
    *("attribution", "modality", "addition", "term"),
    *("quantifier", "relation", "negation", "time"),
}
SEVERITIES = {"critical", "major", "minor"}
# What was planned: most pairs within Indonesian; faults of terms arise in translation.
SHARES = {"id-id": 0.55, "en-en": 0.25, "en-id": 0.20}
TERM_SHARES = {"id-id": 0.20, "en-en": 0.20, "en-id": 0.60}
SLACK = 0.08
LEAST = 100
SIMILAR = 80.0
WORDS = range(10, 51)

Row = dict[str, str]


def check_pairs(folder: Path) -> Iterator[str]:
    """Every fault of a folder of minimal pairs; a folder that is not there has none."""
    references: dict[str, str] = {}
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if path.suffix != ".tsv" or path.stem not in KINDS:
            yield f"{path.name}: not a file of a known kind"
            continue
        rows, faults = _read(path)
        for fault in (*faults, *_check_file(path.stem, rows)):
            yield f"{path.name}: {fault}"
        references |= {row["item"]: strip(row["reference"]) for row in rows}
    yield from _near_copies(references)


def strip(text: str) -> str:
    """A text without its marks."""
    return text.replace("[[", "").replace("]]", "")


def pair_counts(folder: Path) -> Iterator[str]:
    """How many pairs there are, a line per kind."""
    for path in sorted(folder.glob("*.tsv")):
        rows, _ = _read(path)
        langs = Counter(row["langs"] for row in rows)
        severities = Counter(row["severity"] for row in rows)
        parts = ", ".join(f"{n} {name}" for name, n in sorted((langs + severities).items()))
        yield f"pairs/{path.name}: {len(rows)} pairs: {parts}"


def _read(path: Path) -> tuple[list[Row], list[str]]:
    """The rows that have every column, and the faults of the others."""
    text = path.read_bytes().decode("utf-8", "replace")
    faults = []
    if "\ufffd" in text or text != unicodedata.normalize("NFC", text):
        faults.append("not UTF-8 in NFC")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co"} and c not in "\n\t" for c in text):
        faults.append("holds a control or invisible character")
    lines = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not lines or lines[0] != COLUMNS:
        return [], [*faults, "wrong header"]
    faults += [
        f"line {n}: {len(x)} columns" for n, x in enumerate(lines, 1) if len(x) != len(COLUMNS)
    ]
    rows = [dict(zip(COLUMNS, x, strict=True)) for x in lines[1:] if len(x) == len(COLUMNS)]
    return rows, faults


def _check_file(kind: str, rows: list[Row]) -> Iterator[str]:
    """Items are numbered, enough, unlike each other and spread over the languages as planned."""
    if [row["item"] for row in rows] != [f"{kind}-{n:03}" for n in range(1, len(rows) + 1)]:
        yield "items are not numbered in order"
    if len(rows) < LEAST:
        yield f"{len(rows)} pairs, fewer than {LEAST}"
    langs = Counter(row["langs"] for row in rows)
    for name, planned in (TERM_SHARES if kind == "term" else SHARES).items():
        if rows and abs(langs[name] / len(rows) - planned) > SLACK:
            yield f"{langs[name]} of {len(rows)} pairs are {name}, {planned:.0%} was planned"
    for row in rows:
        for fault in _check_row(row):
            yield f"{row['item']}: {fault}"
    for column in (*MARKED, "why"):
        for text, times in Counter(strip(row[column]) for row in rows).items():
            if times > 1:
                yield f"the same {column} {times} times: {text!r}"


def _check_row(row: Row) -> Iterator[str]:
    """One pair: known values, three different sentences, renderings and reasons."""
    if row["langs"] not in SHARES or row["severity"] not in SEVERITIES:
        yield "unknown languages or severity"
    yield from _check_marks(row)
    texts = [strip(row[column]) for column in MARKED]
    if len(set(texts)) < len(texts):
        yield "two of the three sentences are the same"
    if len(texts[0].split()) not in WORDS:
        yield f"a reference of {len(texts[0].split())} words"
    for column in RENDERINGS:
        if bool(row[column]) != (row["langs"] == "en-id") or strip(row[column]) != row[column]:
            yield f"{column}: belongs to en-id, and has no marks"
    for column in COLUMNS:
        if row[column] != " ".join(row[column].split()):
            yield f"{column}: stray white space"
    if not all(row[column].endswith(".") for column in ("why", "why_harmless")):
        yield "no reason, or not a sentence"
    if row["published"] and not _is_date(row["published"]):
        yield "published: not a date"


def _check_marks(row: Row) -> Iterator[str]:
    """Marks open and close; the difference and what looks like one are marked."""
    for column in MARKED:
        if not _balanced(row[column]):
            yield f"{column}: marks are nested, empty or not in pairs"
    if "[[" not in row["reference"] + row["departure"]:
        yield "neither the reference nor the departure has a mark"
    if "[[" not in row["harmless"]:
        yield "the harmless rewording has no mark"


def _balanced(text: str) -> bool:
    """Whether marks open and close in turn and each holds words."""
    whole = re.sub(r"\[\[(?! )([^\[\]]+)(?<! )\]\]", r"\1", text)
    return "[[" not in whole and "]]" not in whole


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _near_copies(references: dict[str, str]) -> Iterator[str]:
    """No two references, of whatever kinds, are nearly the same sentence."""
    items, texts = list(references), list(references.values())
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=SIMILAR)
    for one, other in zip(*scores.nonzero(), strict=True):
        if one < other:
            yield f"pairs: {items[one]} and {items[other]} have nearly the same reference"
