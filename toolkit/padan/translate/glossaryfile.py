"""A glossary out of a file that a spreadsheet writes."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from padan.errors import InputError
from padan.model import Term
from padan.translate.glossary import Glossary
from padan.translate.wordforms import data, is_upper, tokens

_MAX_BYTES = 50_000_000
"""A million terms; a longer file is no glossary."""
_COMMENT = "#"
_SEPARATOR = "|"
_FORM = "source, tab, rendering"


def read_glossary(path: str | Path) -> Glossary:
    """The terms of a file in UTF-8: `source<TAB>rendering[<TAB>note]`, a term a line.

    Commas or semicolons do where there is no tab. Several renderings stand with `|` between; the
    first is the one asked for. Without a rendering, or with the same, a term is a name to be kept.
    Blank lines, lines that begin with `#` and a first line that names the columns are passed over.
    Raises InputError with the line of whatever cannot be used.
    """
    where = str(path)
    lines = _lines(path, where)
    terms: dict[str, tuple[Term, int]] = {}
    for number, cells in _rows(lines, where, Path(path).suffix.lower() == ".csv"):
        term = _term(cells, f"{where}: line {number}")
        words = [word.text for word in tokens(term.source)]
        key = " ".join(word if is_upper(word) else word.casefold() for word in words)
        before = terms.setdefault(key, (term, number))
        if before[0] != term:
            raise InputError(
                f"'{term.source}' has another rendering in line {before[1]}",
                where=f"{where}: line {number}",
                todo="put all renderings into one line, with | between",
            )
    if not terms:
        raise InputError(
            "has no term", where=where, todo="write a term a line: source, tab, English"
        )
    return Glossary(tuple(term for term, _ in terms.values()))


def _lines(path: str | Path, where: str) -> list[str]:
    try:
        if Path(path).stat().st_size > _MAX_BYTES:
            raise InputError(f"is longer than {_MAX_BYTES // 1_000_000} MB", where=where)
        raw = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"the glossary cannot be read ({reason})", where=where) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            f"line {line} is not UTF-8", where=where, todo="save it as UTF-8 (CSV or text)"
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"line {line} holds a NUL, so this is no text file", where=where)
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _rows(lines: list[str], where: str, is_csv: bool) -> Iterator[tuple[int, list[str]]]:
    """Number of the first line and cells of each entry."""
    # Comments become blank lines, so that the reader's count stays right.
    kept = ["" if line.lstrip().startswith(_COMMENT) else line for line in lines]
    reader = csv.reader(
        (line + "\n" for line in kept), delimiter=_delimiter(kept, is_csv), strict=True
    )
    first = True
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                f"the entry that begins in line {number} cannot be read ({error})",
                where=where,
                todo='close each quote mark, and write a quote mark within a cell as ""',
            ) from error
        cells = [" ".join(cell.split()) for cell in cells]
        if not any(cells):
            continue
        if not (first and _is_header(cells)):
            yield number, cells
        first = False


def _delimiter(lines: list[str], is_csv: bool) -> str:
    """A tab where there is one; else what stands in every line; else what a .csv has oftenest."""
    filled = [line for line in lines if line.strip()]
    if any("\t" in line for line in filled):
        return "\t"
    with_mark = {mark: sum(mark in line for line in filled) for mark in (";", ",")}
    for mark, count in with_mark.items():
        if count == len(filled):
            return mark
    if is_csv:
        return ";" if with_mark[";"] > with_mark[","] else ","
    return "\t"


def _is_header(cells: list[str]) -> bool:
    names = data("header")
    return (
        len(cells) > 1
        and cells[0].casefold() in names["source"]
        and cells[1].casefold() in names["target"]
    )


def _term(cells: list[str], where: str) -> Term:
    source, *more = cells
    if not tokens(source):
        what = f"'{source}' has neither letter nor figure" if source else "the term is missing"
        raise InputError(what, where=where, todo=f"write: {_FORM}")
    renderings = [part.strip() for part in (more[0] if more else "").split(_SEPARATOR)]
    if renderings == [""]:
        renderings = [source]
    if "" in renderings:
        raise InputError(
            f"'{source}' has an empty rendering beside |", where=where, todo="remove the |"
        )
    return Term(source, renderings[0], tuple(dict.fromkeys(renderings[1:])))
