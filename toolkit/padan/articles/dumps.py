"""Dumps of articles, read as a stream: JSONL (plain or compressed), Parquet, web archives (WARC).

However large a dump is, no more than a few records lie in memory, and a record that decompresses
to more than any article has is passed over without being unpacked. A bad record is one line; what
follows it is read.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from padan.articles.dates import parse_date
from padan.articles.draft import MAX_BYTES, Draft
from padan.articles.records import FIELDS, read_lines, record
from padan.articles.webpage import MAX_BYTES as MAX_PAGE
from padan.articles.webpage import read_html
from padan.errors import InputError

JSONL = (".jsonl", ".ndjson")
WARC = (".warc",)
PARQUET = (".parquet", ".pq")
_PACKED = (".gz", ".zst", ".zstd")
_ROWS = 64
"""Rows of a Parquet file at a time."""
_READ_AHEAD = 1 << 20
"""Bytes of a column of a Parquet file that are read at a time."""
_MAX_GROUP = 1_000_000_000
"""Largest row group of a Parquet file, unpacked: a page of it may be as large."""
_HTML = ("text/html", "application/xhtml+xml")
Skip = Callable[[InputError], None]


def dump_kind(name: str) -> str | None:
    """`jsonl`, `warc` or `parquet` where the ending says that this is a dump."""
    lower = name.lower()
    if lower.endswith(PARQUET):
        return "parquet"
    for packing in _PACKED:
        lower = lower.removesuffix(packing)
    if lower.endswith(JSONL):
        return "jsonl"
    return "warc" if lower.endswith(WARC) else None


def read_dump(path: Path, source: str, kind: str, on_skip: Skip) -> Iterator[Draft]:
    """The drafts of a dump, in its order. Raises InputError where it breaks off."""
    readers = {"jsonl": _read_jsonl, "warc": _read_warc, "parquet": _read_parquet}
    return readers[kind](path, source, on_skip)


def _read_jsonl(path: Path, source: str, on_skip: Skip) -> Iterator[Draft]:
    with _opened(path, source) as file:
        yield from read_lines(file, source, on_skip)


class _Gzip(gzip.GzipFile):
    """Says that a stream breaks off in a way that warcio does not take for its end."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except EOFError as err:
            raise OSError(str(err)) from err


@contextmanager
def _opened(path: Path, source: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where its ending says that they are packed."""
    try:
        if path.suffix.lower() == ".gz":
            with _Gzip(path) as file:
                yield cast(IO[bytes], file)
        elif path.suffix.lower() in {".zst", ".zstd"}:
            import pyarrow

            # Of the libraries for this format the one that tells when a stream breaks off.
            with pyarrow.input_stream(str(path), compression="zstd") as unpacked:
                yield io.BufferedReader(unpacked)
        else:
            with path.open("rb") as file:
                yield file
    except (OSError, EOFError, zlib.error) as err:
        raise InputError(
            f"breaks off or is damaged ({_short(err)})", where=source, todo="get it anew"
        ) from err


# --- Parquet -------------------------------------------------------------------------------------


def _read_parquet(path: Path, source: str, on_skip: Skip) -> Iterator[Draft]:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path, buffer_size=_READ_AHEAD) as file:
            _check_groups(file.metadata, source)
            wanted = [name for name in file.schema_arrow.names if name in FIELDS]
            number = 0
            for batch in file.iter_batches(_ROWS, columns=wanted, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    try:
                        yield _row(row, f"{source}: row {number}")
                    except InputError as err:
                        on_skip(err)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, ValueError) as err:
        raise InputError(
            f"is no Parquet file that can be read ({_short(err)})", where=source
        ) from err


def _check_groups(metadata: Any, source: str) -> None:
    for place in range(metadata.num_row_groups):
        size = metadata.row_group(place).total_byte_size
        if size > _MAX_GROUP:
            raise InputError(
                f"has a row group of {size / 1e9:.1f} GB",
                where=source,
                todo="write it anew with smaller row groups",
            )


def _row(row: Mapping[str, object], where: str) -> Draft:
    """A row as a record: dates as text, too long a text refused."""
    plain = {name: _plain(value) for name, value in row.items()}
    for value in plain.values():
        if isinstance(value, str) and len(value) > MAX_BYTES:
            raise InputError(f"a text longer than {MAX_BYTES // 1_000_000} MB", where=where)
    return record(plain, where)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


# --- web archives --------------------------------------------------------------------------------


def _read_warc(path: Path, source: str, on_skip: Skip) -> Iterator[Draft]:
    """The HTML pages among a web archive's responses; other records are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        # Unpacked here: warcio does not tell when a packed archive breaks off.
        with _opened(path, source) as file:
            if not cast(Any, file).peek(8).startswith(b"WARC/"):
                raise InputError("is no web archive (WARC)", where=source)
            yield from _pages(_entries(ArchiveIterator(file), source), source, on_skip)
    except (ArchiveLoadFailed, ValueError) as err:
        raise InputError(
            f"breaks off or is damaged ({_short(err)})", where=source, todo="get it anew"
        ) from err


_TAKEN_FOR_GRANTED = (AttributeError, IndexError, KeyError, TypeError)
"""What warcio stumbles over where a damaged record lacks a field that it counts on."""


def _entries(archive: Any, source: str) -> Iterator[Any]:
    """The records of an archive, without what warcio says on stderr of damaged ones."""
    while True:
        try:
            with redirect_stderr(io.StringIO()):
                entry = next(archive, None)
        except _TAKEN_FOR_GRANTED as err:
            raise InputError("is damaged: a record lacks its head", where=source) from err
        if entry is None:
            return
        if not str(getattr(entry.rec_headers, "protocol", "")).startswith("WARC/"):
            raise InputError("is damaged: records do not follow each other", where=source)
        yield entry


def _pages(archive: Iterator[Any], source: str, on_skip: Skip) -> Iterator[Draft]:
    for number, entry in enumerate(archive, start=1):
        where = f"{source}: record {number}"
        try:
            if entry.rec_type != "response" or not _is_page(entry):
                continue
            url = entry.rec_headers.get_header("WARC-Target-URI") or ""
            page = _page(entry, where, url.strip("<>"))
        except InputError as err:
            on_skip(err)
        except _TAKEN_FOR_GRANTED as err:
            on_skip(InputError(f"is damaged ({_short(err)})", where=where))
        else:
            yield page


def _is_page(entry: Any) -> bool:
    headers = entry.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    media = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media in _HTML


def _page(entry: Any, where: str, url: str) -> Draft:
    data = entry.content_stream().read(MAX_PAGE + 1)
    if len(data) > MAX_PAGE:
        raise InputError(f"a page of more than {MAX_PAGE // 1_000_000} MB", where=where)
    # Where a record's length is no number, it has no limit.
    if getattr(entry.raw_stream, "limit", 0) > 0 and not entry.raw_stream.read(1):
        raise InputError("breaks off in the middle of this page", where=where, todo="get it anew")
    named = url if url.startswith(("http://", "https://")) else ""
    draft = read_html(data, where, url=named)
    fetched = parse_date((entry.rec_headers.get_header("WARC-Date") or "")[:10])
    return replace(draft, retrieved=fetched)


def _short(err: BaseException) -> str:
    """The reason on one line."""
    return " ".join(str(err).split())[:160] or type(err).__name__
