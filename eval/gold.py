"""Reads the hand-made gold of corpora/ for the eval programs. The format: corpora/README.md."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from padan.errors import InputError

Positions = tuple[int, ...]


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
