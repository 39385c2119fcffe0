"""XLSX: cells that hold text whatever it looks like, and files that are the same each time."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from padan.errors import InputError
from padan.export.xmltext import FORBIDDEN
from padan.view.plain import UNSHOWABLE, one_line

_LONGEST: Final = 32_767
"""Characters that the format allows in a cell."""
_ALWAYS: Final = datetime(2000, 1, 1)
_DATES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(?=<)")


def as_text(cell: Any, text: str) -> None:
    """Put text into a cell, with the mark that spreadsheets give to what is no formula."""
    line = FORBIDDEN.sub(UNSHOWABLE, one_line(text))
    if len(line) > _LONGEST:
        raise InputError(
            f"a text of {len(line):,} characters is longer than a cell may be",
            where="xlsx",
            todo="export this as csv or jsonl",
        )
    cell.value = line
    cell.data_type = "s"
    cell.quotePrefix = True


def save_alike(book: Any, path: Path) -> None:
    """Save a workbook without the time: equal content gives equal bytes."""
    written = path.with_name(path.name + ".zip")
    try:
        book.save(written)
        with ZipFile(written) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                info = ZipInfo(name, _ALWAYS.timetuple()[:6])
                info.compress_type = ZIP_DEFLATED
                with old.open(name) as source, new.open(info, "w") as target:
                    if name == "docProps/core.xml":
                        stamp = _ALWAYS.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                        target.write(_DATES.sub(rb"\g<1>" + stamp, source.read()))
                        continue
                    while part := source.read(1 << 20):
                        target.write(part)
    finally:
        written.unlink(missing_ok=True)
