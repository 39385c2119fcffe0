"""Reads the hand-made gold of corpora/ for the eval programs. The format: corpora/README.md."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from padan.errors import InputError

Positions = tuple[int, ...]
Part = Literal["tune", "report"]
MARK = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A line, or the part of one that has a role of its own: `text[start:end]`."""

    line: int
    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence, the role of its line and the statements that it carries."""

    id: str
    start: int
    end: int
    text: str
    role: str
    statements: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article's text as stored, its lines and its sentences in reading order."""

    file: str
    text: str
    lines: tuple[GoldLine, ...]
    sentences: tuple[GoldSentence, ...]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One statement: file -> sentence ids, an empty tuple where the article says nothing."""

    id: str
    cells: Mapping[str, tuple[str, ...]]
    note: str


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """A departure (`severity` set) or a harmless rewording (`change` set) in a row.

    Spans are offsets in the reference's and the retelling's text; None where a side has nothing.
    """

    row: str
    article: str
    kind: str
    severity: str
    change: str
    reference_quote: str
    reference: tuple[int, int] | None
    retelling_quote: str
    retelling: tuple[int, int] | None
    note: str


@dataclass(frozen=True, slots=True)
class GoldStory:
    """A story with its gold; `articles` by file name, the reference first."""

    folder: Path
    id: str
    title: str
    reference: str
    languages: Mapping[str, str]
    articles: Mapping[str, GoldArticle]
    rows: tuple[GoldRow, ...]
    findings: tuple[GoldFinding, ...]
    harmless: tuple[GoldFinding, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A sentence without its marks, and where they stood: offsets in `text`, half open."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A reference sentence with a departure of one kind and a harmless rewording of it.

    Spans of the harmless text are words that a naive check would stumble on. The English
    renderings are empty where both sides are in one language.
    """

    item: str
    kind: str
    part: Part
    reference_lang: str
    retelling_lang: str
    severity: str
    reference: MarkedText
    departure: MarkedText
    harmless: MarkedText
    departure_en: str
    harmless_en: str
    published: date | None
    why: str
    why_harmless: str


def load_articles(folder: Path) -> dict[str, GoldArticle]:
    """The articles of a folder with their gold lines and sentences, by file name.

    Works for folders without a story, too. Raises InputError where a file is missing or not
    UTF-8, or a sentence stands in no line.
    """
    lines = _table(folder / "gold/roles.tsv")
    sentences = _table(folder / "gold/sentences.tsv")
    return {
        file: _article(
            folder,
            file,
            [row for row in lines if row["file"] == file],
            [row for row in sentences if row["file"] == file],
        )
        for file in dict.fromkeys(row["file"] for row in lines)
    }


def load_story(folder: Path) -> GoldStory:
    """The story of a folder with rows, findings and harmless rewordings.

    Raises InputError as `load_articles` does.
    """
    listing = tomllib.loads(_text(folder / "story.toml"))
    articles = load_articles(folder)
    rows = tuple(
        GoldRow(row["row"], {file: tuple(row[file].split()) for file in articles}, row["note"])
        for row in _table(folder / "gold/rows.tsv")
    )
    return GoldStory(
        folder=folder,
        id=listing["id"],
        title=listing["title"],
        reference=next(a["file"] for a in listing["article"] if a["role"] == "reference"),
        languages={a["file"]: a["lang"] for a in listing["article"]},
        articles=articles,
        rows=rows,
        findings=_findings(folder / "gold/findings.jsonl"),
        harmless=_findings(folder / "gold/harmless.jsonl"),
    )


def read_pairs(folder: Path) -> tuple[GoldPair, ...]:
    """The minimal pairs of a folder, one file per kind, in the order of file names and items.

    Odd items are the part to tune on, even ones the part to report. Raises InputError where a
    file is missing or not UTF-8, a column is missing, or marks do not match.
    """
    paths = sorted(folder.glob("*.tsv"))
    if not paths:
        raise InputError("no minimal pairs here", where=str(folder))
    return tuple(_pair(row, path) for path in paths for row in _table(path))


def strip_marks(marked: str) -> MarkedText:
    """A text without its `[[…]]`, and the spans that these enclosed.

    Raises InputError where they are nested, empty or not in pairs.
    """
    text, spans, opened, last = "", [], -1, 0
    for mark in MARK.finditer(marked):
        text, last = text + marked[last : mark.start()], mark.end()
        if (mark.group() == "[[") != (opened < 0) or opened == len(text):
            raise InputError("marks that do not match", where=marked)
        if opened < 0:
            opened = len(text)
        else:
            spans.append((opened, len(text)))
            opened = -1
    if opened >= 0:
        raise InputError("a mark that is not closed", where=marked)
    return MarkedText(text + marked[last:], tuple(spans))


def beads(gold: GoldStory, left_file: str, right_file: str) -> list[tuple[Positions, Positions]]:
    """The beads between two articles, as positions in their `sentences` (0-based).

    Two sentences are linked where they share a statement, and a bead is what hangs together
    through links of these two articles alone: a row can be coarser, since a third article may
    have merged what both keep apart. Beads stand in the order of the left article; those that
    only the right one has follow, in its order.
    """
    left, right = gold.articles[left_file].sentences, gold.articles[right_file].sentences
    found = []
    for group in _groups([s.statements for s in (*left, *right)]):
        found.append(
            (
                tuple(i for i, s in enumerate(left) if s.statements & group),
                tuple(i for i, s in enumerate(right) if s.statements & group),
            )
        )
    return sorted(found, key=lambda bead: (not bead[0], bead))


def _groups(sets: list[frozenset[str]]) -> list[frozenset[str]]:
    """Join sets that share a member until all are disjoint."""
    groups: list[frozenset[str]] = []
    for one in sets:
        touching = [g for g in groups if g & one]
        groups = [g for g in groups if not g & one]
        groups.append(one.union(*touching))
    return groups


def _article(
    folder: Path, file: str, lines: list[dict[str, str]], sentences: list[dict[str, str]]
) -> GoldArticle:
    parts = tuple(
        GoldLine(int(r["line"]), int(r["start"]), int(r["end"]), r["role"]) for r in lines
    )
    return GoldArticle(
        file, _text(folder / file), parts, tuple(_sentence(r, parts) for r in sentences)
    )


def _sentence(row: dict[str, str], parts: tuple[GoldLine, ...]) -> GoldSentence:
    start, end = int(row["start"]), int(row["end"])
    role = next((p.role for p in parts if p.start <= start < p.end), "")
    if not role:
        raise InputError(f"sentence {row['sentence']} stands in no line", where=row["file"])
    statements = frozenset(row["statements"].split())
    return GoldSentence(row["sentence"], start, end, row["text"], role, statements)


def _findings(path: Path) -> tuple[GoldFinding, ...]:
    return tuple(_finding(json.loads(line)) for line in _text(path).splitlines())


def _finding(record: dict[str, str | int | None]) -> GoldFinding:
    def text(key: str) -> str:
        return str(record.get(key, ""))

    def span(side: str) -> tuple[int, int] | None:
        start, end = record[f"{side}_start"], record[f"{side}_end"]
        return (start, end) if isinstance(start, int) and isinstance(end, int) else None

    return GoldFinding(
        row=text("row"),
        article=text("article"),
        kind=text("kind"),
        severity=text("severity"),
        change=text("change"),
        reference_quote=text("reference_quote"),
        reference=span("reference"),
        retelling_quote=text("retelling_quote"),
        retelling=span("retelling"),
        note=text("note"),
    )


def _pair(row: dict[str, str], path: Path) -> GoldPair:
    try:
        kind, number = row["item"].rsplit("-", 1)
        reference_lang, retelling_lang = row["langs"].split("-")
        return GoldPair(
            item=row["item"],
            kind=kind,
            part="tune" if int(number) % 2 else "report",
            reference_lang=reference_lang,
            retelling_lang=retelling_lang,
            severity=row["severity"],
            reference=strip_marks(row["reference"]),
            departure=strip_marks(row["departure"]),
            harmless=strip_marks(row["harmless"]),
            departure_en=row["departure_en"],
            harmless_en=row["harmless_en"],
            published=date.fromisoformat(row["published"]) if row["published"] else None,
            why=row["why"],
            why_harmless=row["why_harmless"],
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        where = f"{path}: {row.get('item', '')}"
        raise InputError(f"a minimal pair cannot be read ({error})", where=where) from error


def _text(path: Path) -> str:
    """The text of a file, line ends as stored: offsets count in it."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"gold cannot be read ({error})", where=str(path)) from error


def _table(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file with a header, quotes taken literally."""
    lines = _text(path).splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
