"""Dumps are read as a stream: every article, one clear line for each record that is none."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from padan.articles import read_articles
from padan.errors import InputError
from padan.model import Article

TEXT = (
    "Jembatan gantung di Desa Sukarame ambruk pada Senin malam.\n\n"
    "Tidak ada korban jiwa, kata Camat Wirya Atmaja.\n\n"
    "Warga kini menyeberang dengan rakit bambu."
)
RECORDS = [
    {"text": TEXT, "source": "https://www.suara-desa.example/x", "language": "id"},
    {"maintext": TEXT + " Besok.", "headline": "Jembatan ambruk", "date_publish": "2024-02-06"},
    {"body": TEXT + " Lusa.", "link": "https://a.example/1", "domain": "a.example", "lang": "id"},
]


def _read(path: Path) -> tuple[list[Article], list[InputError]]:
    skipped: list[InputError] = []
    return list(read_articles([path], on_skip=skipped.append)), skipped


def _lines(records: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def _zst(data: bytes) -> bytes:
    stream = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(stream, "zstd") as packed:
        packed.write(data)
    return bytes(stream.getvalue())


def _parquet(records: list[dict[str, str]]) -> bytes:
    names = sorted({name for record in records for name in record})
    table = pyarrow.table({name: [r.get(name) for r in records] for name in names})
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream)
    return stream.getvalue()


PACKINGS: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "a.jsonl": _lines,
    "a.ndjson.gz": lambda records: gzip.compress(_lines(records)),
    "a.jsonl.zst": lambda records: _zst(_lines(records)),
    "a.parquet": _parquet,
}


@pytest.mark.parametrize("name", PACKINGS)
def test_every_packing_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKINGS[name](RECORDS))
    found, skipped = _read(tmp_path / name)
    assert not skipped
    assert [article.outlet for article in found][::2] == ["suara-desa.example", "a.example"]
    assert found[1].title == "Jembatan ambruk"
    assert found[1].published == date(2024, 2, 6)
    assert found[2].url == "https://a.example/1"
    assert all("rakit bambu" in article.text for article in found)


@pytest.mark.parametrize("name", PACKINGS)
def test_a_record_that_is_no_article_is_one_line_and_the_rest_is_read(
    tmp_path: Path, name: str
) -> None:
    bad = {"text": "", "headline": "nothing to read"}
    (tmp_path / name).write_bytes(PACKINGS[name]([RECORDS[0], bad, RECORDS[1]]))
    found, skipped = _read(tmp_path / name)
    assert len(found) == 2
    (error,) = skipped
    assert "2" in error.where.removeprefix(str(tmp_path))
    assert "no text" in error.what


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.jsonl.zst", "a.parquet", "a.warc.gz"])
def test_what_breaks_off_is_one_line_with_a_remedy(tmp_path: Path, name: str) -> None:
    whole = PACKINGS.get(name, lambda _: _warc([(200, "text/html", _page(1))] * 9))(RECORDS * 50)
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    _found, skipped = _read(tmp_path / name)
    assert len(skipped) == 1
    assert "\n" not in str(skipped[0])
    assert name in skipped[0].where


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.warc", "a.warc.gz"])
def test_what_is_something_else_than_its_name_says_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"this is neither \x00\xff\x1f nor\n" * 9)
    found, skipped = _read(tmp_path / name)
    assert not found
    assert len(skipped) == 1


def test_a_line_that_unpacks_to_gigabytes_is_passed_over_in_little_memory(tmp_path: Path) -> None:
    line = b'{"text": "' + b" " * 200_000_000 + b'"}\n'
    (tmp_path / "a.jsonl.zst").write_bytes(_zst(line + _lines(RECORDS[:1])))
    del line
    tracemalloc.start()
    found, skipped = _read(tmp_path / "a.jsonl.zst")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert len(skipped) == 1
    assert peak < 60_000_000


def _page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    head = f"<title>Jembatan {number}</title>"
    return f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>".encode()


def _warc(answers: list[tuple[int, str, bytes]], *, packed: bool = True) -> bytes:
    """A web archive of these answers: status, media type, body."""
    records = []
    for number, (status, media, body) in enumerate(answers, start=1):
        http = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-03-01T08:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Target-URI: https://kabar.example/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if packed else records)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_of_a_web_archive_the_pages_that_were_found_are_read(tmp_path: Path, name: str) -> None:
    answers = [
        (200, "text/html; charset=utf-8", _page(1)),
        (404, "text/html", _page(2)),
        (200, "image/png", b"\x89PNG"),
        (200, "text/html", b""),
        (200, "text/html", _page(5)),
    ]
    (tmp_path / name).write_bytes(_warc(answers, packed=name.endswith("gz")))
    found, skipped = _read(tmp_path / name)
    assert [article.url[-1] for article in found] == ["1", "5"]
    assert found[0].retrieved == date(2024, 3, 1)
    (error,) = skipped
    assert "record 4" in error.where


def test_dumps_in_a_folder_are_read_with_the_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(_parquet(RECORDS[:1]))
    (tmp_path / "b.txt").write_text(TEXT + "\n\nLain.", encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(_lines(RECORDS[1:])))
    found, skipped = _read(tmp_path)
    assert len(found) == 4
    assert not skipped


@pytest.mark.parametrize("name", ["x.jsonl.zst", "x.jsonl.gz", "x.parquet", "x.warc.gz", "x.warc"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), garbage=st.binary(min_size=1, max_size=40))
@example(place=0.09375, garbage=b"\x00")
def test_damage_anywhere_is_never_more_than_skipped_input(
    tmp_path: Path, name: str, place: float, garbage: bytes
) -> None:
    make = PACKINGS.get(name.replace("x.jsonl.gz", "a.ndjson.gz").replace("x.", "a."))
    packed = name.endswith("gz")
    whole = make(RECORDS) if make else _warc([(200, "text/html", _page(1))] * 2, packed=packed)
    at = int(place * len(whole))
    (tmp_path / name).write_bytes(whole[:at] + garbage + whole[at + len(garbage) :])
    _found, skipped = _read(tmp_path / name)
    assert all("\n" not in str(error) for error in skipped)
