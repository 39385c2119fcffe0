"""Build the articles and gold of corpora/ from the marked texts in `<story>/gold/marked/`.

Usage: python scripts/build_corpora.py [--check] [CORPORA]

One source of truth: a person edits the marked texts and lists, this program counts the offsets.
The format of the marked texts stands in corpora/README.md. Exit codes: 0 done (or, with --check,
up to date), 1 out of date, 2 a marked text that cannot be read.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROLES = "headline|standfirst|byline|dateline|caption|credit|subhead|body|note|furniture"
LINE = re.compile(rf"(?P<roles>(?:{ROLES})(?:\+(?:{ROLES}))?): (?P<rest>.*\S)")
SENTENCE = re.compile(r"\{(?P<statements>[^{}]+)\}(?P<text>[^{}]+)")
NO_STATEMENT = "-"
HERE = Path(__file__).resolve().parents[1]


class MarkError(Exception):
    """A marked text or list that cannot be read; the text says where and what."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of an article with the statements that it carries."""

    id: str
    start: int
    end: int
    text: str
    statements: tuple[str, ...]


@dataclass(slots=True)
class Page:
    """An article under construction."""

    file: str
    text: str = ""
    roles: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Line number, start, end, role."""
    pieces: list[Piece] = field(default_factory=list)


def read_page(path: Path) -> Page:
    """Turn a marked text into the article as it stood on the page, with its gold."""
    page = Page(path.name)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line:
            match = LINE.fullmatch(line)
            if match is None:
                raise MarkError(f"{path}:{number}: not 'role: text'")
            _add_line(page, number, match["roles"].split("+"), match["rest"])
        page.text += "\n"
    return page


def _add_line(page: Page, number: int, roles: Sequence[str], rest: str) -> None:
    """Append one line: an unmarked prefix (dateline) or whole line, then marked sentences."""
    start = len(page.text)
    head, _, _ = rest.partition("{")
    page.text += head
    for match in SENTENCE.finditer(rest):
        said = match["text"].rstrip()
        begin = len(page.text)
        names = tuple(n for n in match["statements"].split() if n != NO_STATEMENT)
        count = f"s{len(page.pieces) + 1}"
        page.pieces.append(Piece(count, begin, begin + len(said), said, names))
        page.text += match["text"]
    if len(roles) == 2:
        middle = start + len(head)
        page.roles.append((number, start, middle, roles[0]))
        start = middle
    page.roles.append((number, start, len(page.text), roles[-1]))


def statement_groups(pages: Iterable[Page]) -> list[set[str]]:
    """Statements that share a sentence anywhere belong to one row."""
    groups: list[set[str]] = []
    for page in pages:
        for piece in page.pieces:
            merged = set(piece.statements)
            if not merged:
                continue
            apart = [g for g in groups if not g & merged]
            groups = [*apart, merged.union(*(g for g in groups if g & merged))]
    return groups


def order_rows(pages: Sequence[Page]) -> list[set[str]]:
    """Rows in the order of their first sentence in the reference.

    A row that the reference lacks follows the row said before it.
    """
    rows: list[set[str]] = []
    groups = statement_groups(pages)
    for page in pages:
        last = -1
        for piece in page.pieces:
            group = next(g for g in groups if g & set(piece.statements))
            if group in rows:
                # Two places of the reference that a retelling joined: the first one counts.
                last = max(last, rows.index(group)) if page is pages[0] else rows.index(group)
            else:
                last += 1
                rows.insert(last, group)
    return rows


def cell(page: Page, row: set[str]) -> list[Piece]:
    """The sentences of an article that stand in a row."""
    return [p for p in page.pieces if row & set(p.statements)]


def locate(page: Page, row: set[str], quote: str, where: str) -> tuple[str, int, int] | None:
    """Find a quote in a cell: `*` is the whole cell, `quote@2` the second place, empty none."""
    if not quote:
        return None
    pieces = cell(page, row)
    if not pieces:
        raise MarkError(f"{where}: {page.file} says nothing here")
    if quote == "*":
        first, last = pieces[0], pieces[-1]
        if page.pieces.index(last) - page.pieces.index(first) + 1 != len(pieces):
            raise MarkError(f"{where}: the cell of {page.file} is not one passage")
        return page.text[first.start : last.end], first.start, last.end
    quote, _, nth = quote.partition("@")
    pattern = re.compile(rf"(?<!\w){re.escape(quote)}")
    places = [p.start + m.start() for p in pieces for m in pattern.finditer(p.text)]
    if (not nth and len(places) != 1) or int(nth or 1) > len(places):
        raise MarkError(f"{where}: {quote!r} stands {len(places)} times in {page.file}")
    start = places[int(nth or 1) - 1]
    return quote, start, start + len(quote)


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated list with a header, quotes taken literally."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def to_tsv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Tab-separated text with a header line."""
    return "".join("\t".join(map(str, row)) + "\n" for row in (header, *rows))


def build_findings(pages: Sequence[Page], rows: Sequence[set[str]], path: Path) -> str:
    """One JSON object a line: every entry of the list, once per article it names."""
    lines = []
    by_name = {page.file.removesuffix(".txt"): page for page in pages}
    for number, entry in enumerate(read_tsv(path), 2):
        where = f"{path}:{number}"
        index, row = next(
            ((i, r) for i, r in enumerate(rows, 1) if entry["statement"] in r), (0, set[str]())
        )
        for name in entry["articles"].split(","):
            if not index or name not in by_name:
                raise MarkError(f"{where}: no statement {entry['statement']} or article {name}")
            page = by_name[name]
            record: dict[str, object] = {"row": f"r{index}", "article": page.file}
            record |= {k: entry[k] for k in ("kind", "severity", "change") if k in entry}
            for side, text in (("reference", pages[0]), ("retelling", page)):
                found = locate(text, row, entry[side], where)
                quote, start, end = found or ("", None, None)
                record |= {f"{side}_quote": quote, f"{side}_start": start, f"{side}_end": end}
            record["note"] = entry["note"]
            lines.append((index, json.dumps(record, ensure_ascii=False) + "\n"))
    return "".join(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def build_rows(pages: Sequence[Page], rows: Sequence[set[str]], path: Path) -> str:
    """The table of rows: a column of sentence ids per article, and a note."""
    notes = {n["statement"]: n["note"] for n in read_tsv(path)} if path.exists() else {}
    table = []
    for index, row in enumerate(rows, 1):
        cells = [" ".join(p.id for p in cell(page, row)) for page in pages]
        note = " ".join(notes[s] for s in sorted(row) if s in notes)
        table.append([f"r{index}", *cells, note])
    return to_tsv(["row", *(page.file for page in pages), "note"], table)


def build(folder: Path) -> dict[Path, str]:
    """Every file made from the marked texts of a folder, by path. Nothing is written."""
    marked, gold = folder / "gold/marked", folder / "gold"
    story = folder / "story.toml"
    if story.exists():
        listed = tomllib.loads(story.read_text("utf-8"))["article"]
        listed.sort(key=lambda a: a["role"] != "reference")
        names = [a["file"] for a in listed]
    else:
        names = sorted(p.name for p in marked.glob("*.txt"))
    pages = [read_page(marked / name) for name in names]
    files = {folder / page.file: page.text for page in pages}
    files[gold / "roles.tsv"] = to_tsv(
        ["file", "line", "start", "end", "role"], ([p.file, *r] for p in pages for r in p.roles)
    )
    files[gold / "sentences.tsv"] = to_tsv(
        ["file", "sentence", "start", "end", "statements", "text"],
        (
            [p.file, s.id, s.start, s.end, " ".join(s.statements), s.text]
            for p in pages
            for s in p.pieces
        ),
    )
    if story.exists():
        rows = order_rows(pages)
        files[gold / "rows.tsv"] = build_rows(pages, rows, marked / "notes.tsv")
        for name in ("findings", "harmless"):
            files[gold / f"{name}.jsonl"] = build_findings(pages, rows, marked / f"{name}.tsv")
    return files


def main(argv: Sequence[str] | None = None) -> int:
    """Build every folder of the corpora that has marked texts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="?", type=Path, default=HERE / "corpora")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    options = parser.parse_args(argv)
    stale = 0
    try:
        for marked in sorted(options.corpora.glob("*/gold/marked")):
            for path, text in build(marked.parents[1]).items():
                if path.exists() and path.read_bytes() == text.encode():
                    continue
                stale += 1
                print(f"{'out of date' if options.check else 'written'}: {path}")
                if not options.check:
                    path.write_bytes(text.encode())
    except MarkError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
