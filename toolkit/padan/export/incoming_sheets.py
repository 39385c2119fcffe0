"""Sheets (TSV, CSV, XLSX) that padan wrote and people filled in, see `sheets.SHEET_COLUMNS`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TextIO
from zipfile import BadZipFile, ZipFile

from padan.errors import InputError
from padan.export.harmless import unguarded
from padan.export.incoming import Edit, Incoming
from padan.export.sheets import SENTENCES_APART, SHEET_COLUMNS
from padan.export.xmltext import digest
from padan.judgements.places import place_key, read_place
from padan.model import Status

NEEDED: Final = ("article", "place")
"""Without these columns a line cannot be told."""
_MAX_UNPACKED: Final = 1_000_000_000
"""Bytes that a workbook may unpack to."""
_MAX_FIELD: Final = 1_000_000
"""Characters of a cell; XLSX allows 32,767."""
_APART: Final = SENTENCES_APART.strip()
_DELIMITERS: Final = ("\t", ",", ";")


def from_sheet(path: str | Path) -> Iterator[Incoming]:
    """The lines of a sheet; columns may stand in any order, and others beside them.

    Raises InputError where it is no sheet, or lacks the columns by which a line is told.
    """
    lines = _workbook(Path(path)) if is_workbook(path) else _table(Path(path))
    header = next(lines, (0, []))[1]
    columns = [name.strip().casefold() for name in header]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise InputError(
            f"has no column '{missing[0]}'",
            where=str(path),
            todo="give a file as `padan export tsv`, `csv` or `xlsx` wrote it",
        )
    number = 0
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            number += 1
            values = dict(zip(columns, map(unguarded, cells), strict=False))
            yield _incoming(number, line, {name: values.get(name, "") for name in SHEET_COLUMNS})


def is_workbook(path: str | Path) -> bool:
    """Whether a file begins as XLSX does. Raises InputError where it cannot be read."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error


def _incoming(number: int, line: int, said: dict[str, str]) -> Incoming:
    fault, place = "", {}
    article = said["article"].strip()
    try:
        place = read_place(json.loads(said["place"]))
    except (ValueError, InputError, RecursionError):
        fault = "its place cannot be read; leave that column as it is"
    sentences = place.get(article, ())
    if not fault and article not in place:
        # The retelling says nothing in this row: its status and comments are about the row.
        article = next(iter(place), "")
        sentences = place.get(article, ())
        said = {**said, "english": "", "english_edited": ""}
    edits, doubt = _edits(said, sentences)
    status, unknown = _status(said["status"])
    comment = said["new_comment"].strip()
    return Incoming(
        number=number,
        line=line,
        name=f"row {said['row']} {said['outlet']}".strip(),
        story=said["story"].strip(),
        article=article,
        sentences=sentences,
        place=place_key(place),
        texts=(),
        edits=edits,
        was=None if said["reviewer"].strip() or status is None else Status.UNREVIEWED,
        status=status or Status.UNREVIEWED,
        comments=(comment,) if comment else (),
        shown=(said["retelling_text"], said["english_edited"] or said["english"]),
        fault=fault,
        doubts=tuple(filter(None, (doubt, unknown))),
        by=said["reviewer"].strip(),
    )


def _edits(said: dict[str, str], sentences: tuple[int, ...]) -> tuple[tuple[Edit, ...], str]:
    """What was written over the English, sentence by sentence, and why it cannot be told apart."""
    english, edited = said["english"].strip(), said["english_edited"].strip()
    if not edited or edited == english:
        return (), ""
    parts = [edited] if len(sentences) == 1 else [p.strip() for p in edited.split(_APART)]
    if len(parts) != len(sentences):
        counts = f"{len(parts)} parts for {len(sentences)} sentences"
        return (), f"english_edited has {counts}; keep each '{_APART}'"
    before = [english] if len(sentences) == 1 else [p.strip() for p in english.split(_APART)]
    whole = said["text_policy"].strip() in ("", "full") and len(before) == len(parts)
    return tuple(
        Edit(index, part, digest(before[place]) if whole else None)
        for place, (index, part) in enumerate(zip(sentences, parts, strict=True))
        if not (whole and digest(part) == digest(before[place]))
    ), ""


def _status(word: str) -> tuple[Status | None, str]:
    name = "-".join(word.casefold().replace("_", " ").replace("-", " ").split())
    if not name:
        return None, ""
    try:
        return Status(name), ""
    except ValueError:
        known = ", ".join(status.value for status in Status)
        return None, f"the status '{word}' is not known; write one of {known}"


def _table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers, of a table in UTF-8 or UTF-16 with any of the usual delimiters."""
    csv.field_size_limit(_MAX_FIELD)
    try:
        with path.open("rb") as raw:
            coding = "utf-16" if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with path.open(encoding=coding, newline="") as stream:
            reader = csv.reader(_without_nul(stream, path), delimiter=_delimiter(stream))
            for cells in reader:
                yield reader.line_num, cells
    except UnicodeError as error:
        raise InputError(
            "is not UTF-8", where=str(path), todo="save it as CSV in UTF-8, or as XLSX"
        ) from error
    except csv.Error as error:
        raise InputError(f"is no table ({error})", where=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error


def _delimiter(stream: TextIO) -> str:
    """What cuts the first line into most of the known columns."""
    head = stream.readline(_MAX_FIELD)
    stream.seek(0)

    def known(delimiter: str) -> int:
        return len({cell.strip(' "\r\n').casefold() for cell in head.split(delimiter)} & names)

    names = set(SHEET_COLUMNS)
    return max(_DELIMITERS, key=known)


def _without_nul(lines: Iterable[str], path: Path) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise InputError("holds a NUL, so this is no table", where=str(path))
        yield line


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _MAX_UNPACKED:
            raise InputError("unpacks to more than a workbook of rows can hold", where=str(path))
        book: Any = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        what = f"is no XLSX workbook ({error})"
        raise InputError(what, where=str(path), todo="save it as XLSX or CSV") from error
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, ["" if cell is None else str(cell) for cell in cells]
    finally:
        book.close()
