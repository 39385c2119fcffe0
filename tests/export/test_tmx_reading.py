"""TMX of any writer is read; nothing in it is trusted; what is wrong is named with its unit."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from padan.errors import InputError
from padan.export.tmx import Unit
from padan.export.tmx_reading import parse_date, read_tmx

HEAD = '<?xml version="1.0"{}?>\n<tmx version="1.4"><header srclang="id"/><body>\n'
TAIL = "</body></tmx>"


def tu(source: str, target: str, more: str = "", langs: tuple[str, str] = ("id", "en")) -> str:
    return (
        f"<tu{more}><tuv xml:lang='{langs[0]}'><seg>{source}</seg></tuv>"
        f"<tuv xml:lang='{langs[1]}'><seg>{target}</seg></tuv></tu>\n"
    )


def read(
    folder: Path, text: str | bytes, source: str = "id", target: str = "en"
) -> tuple[list[Unit], list[tuple[int, str]]]:
    path = folder / "a.tmx"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    skipped: list[tuple[int, str]] = []
    found = list(
        read_tmx(path, source, target, on_skip=lambda number, why: skipped.append((number, why)))
    )
    return found, skipped


def pairs(folder: Path, text: str | bytes, *langs: str) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read(folder, text, *langs)[0]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read_with_and_without_mark(tmp_path: Path, encoding: str) -> None:
    declared = "" if encoding == "utf-8-sig" else f' encoding="{encoding.upper()[:6].rstrip("-")}"'
    text = HEAD.format(declared) + tu("Café “itu”", "The café") + TAIL
    assert pairs(tmp_path, text.encode(encoding)) == [("Café “itu”", "The café")]


def test_languages_are_found_whatever_their_region_former_code_or_place(tmp_path: Path) -> None:
    text = (
        HEAD.format("")
        + tu("satu", "one", langs=("in", "EN-us"))
        + tu("two", "dua", langs=("en_GB", "id-ID"))
        + "<tu><tuv lang='IN'><seg>tiga</seg></tuv><tuv lang='en'><seg>three</seg></tuv></tu>"
        + TAIL
    )
    assert pairs(tmp_path, text) == [("satu", "one"), ("dua", "two"), ("tiga", "three")]
    assert pairs(tmp_path, text, "en", "id")[0] == ("one", "satu")


def test_of_several_regions_the_one_asked_for_is_taken_else_the_plain_one(tmp_path: Path) -> None:
    unit = "<tu>" + "".join(
        f"<tuv xml:lang='{lang}'><seg>{lang}</seg></tuv>" for lang in ("id", "en-US", "en", "en-GB")
    )
    text = HEAD.format("") + unit + "</tu>" + TAIL
    assert pairs(tmp_path, text) == [("id", "en")]
    assert pairs(tmp_path, text, "id", "en-gb") == [("id", "en-GB")]
    assert pairs(tmp_path, text, "id", "en-AU") == [("id", "en")]


def test_codes_of_a_format_are_left_out_and_marked_words_stay(tmp_path: Path) -> None:
    source = 'Kapal <bpt i="1">&lt;b&gt;</bpt>Sinar<ept i="1">&lt;/b&gt;</ept> <hi>itu</hi> tiba.'
    text = HEAD.format("") + tu(source, "It\n  <ph/>came.") + TAIL
    assert pairs(tmp_path, text) == [("Kapal Sinar itu tiba.", "It came.")]


def test_who_and_when_are_taken_from_the_last_change(tmp_path: Path) -> None:
    more = ' creationdate="20200101T000000Z" creationid="Adi" changedate="20240305T070009Z"'
    more += ' changeid="Rina"'
    unit = tu("a", "b", more).replace(
        "<tuv xml:lang='id'>", "<note>n</note><prop type='x-p'>v</prop><tuv xml:lang='id'>"
    )
    (found,) = read(tmp_path, HEAD.format("") + unit + TAIL)[0]
    assert found.made == datetime(2024, 3, 5, 7, 0, 9, tzinfo=UTC)
    assert (found.author, found.notes, found.props) == ("Rina", ("n",), (("x-p", "v"),))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("20240305T070009Z", datetime(2024, 3, 5, 7, 0, 9, tzinfo=UTC)),
        ("2024-03-05T14:00:09+07:00", datetime(2024, 3, 5, 7, 0, 9, tzinfo=UTC)),
        ("20240305T070009", datetime(2024, 3, 5, 7, 0, 9, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+07:00", None),
    ],
)
def test_dates_in_any_form_of_iso_8601(written: str, read_as: datetime | None) -> None:
    assert parse_date(written) == read_as


def test_a_unit_that_cannot_be_used_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    text = (
        HEAD.format("")
        + tu("satu", "one")
        + tu("dua", " ")
        + tu("tiga", "drei", langs=("id", "de"))
        + tu("empat", "four", langs=("id", "??"))
        + "<tu><tuv xml:lang='id'/><tuv xml:lang='en'><seg>x</seg></tuv></tu>"
        + "<tu/>"
        + tu("lima", "five")
        + TAIL
    )
    found, skipped = read(tmp_path, text)
    assert [unit.source for unit in found] == ["satu", "lima"]
    assert [number for number, _ in skipped] == [2, 3, 4, 5, 6]
    assert skipped[0][1] == "it has no text in 'en'"
    assert skipped[1][1] == "it has nothing in 'en'"
    assert "??" in skipped[2][1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is not well-formed XML"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not well-formed XML"),
        (b"<html><body/></html>", "is no TMX .its outermost element is 'html'."),
        (HEAD.format("").encode() + tu("a", "b").encode() * 2, "after unit 2"),
        (HEAD.format("").encode() + tu("a", "b & c").encode(), "is not well-formed XML"),
        (HEAD.format("").encode() + tu("a", "b \x0b c").encode(), "is not well-formed XML"),
        (HEAD.format("").encode() + b"<tu>\xff\xfe</tu>", "is not well-formed XML"),
    ],
)
def test_a_file_that_is_no_tmx_or_breaks_off_is_one_clear_line(
    tmp_path: Path, text: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, text)
    assert "a.tmx" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.tmx", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            list(read_tmx(path, "id", "en", on_skip=lambda *_: None))


def test_one_language_is_no_pair(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one language"):
        list(read_tmx(tmp_path / "a.tmx", "en", "en-GB", on_skip=lambda *_: None))


def test_no_entity_is_resolved_and_no_file_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("very private")
    doctype = (
        f'<!DOCTYPE tmx SYSTEM "file://{tmp_path}/none.dtd" [<!ENTITY in "x">'
        f'<!ENTITY out SYSTEM "file://{secret}">]>'
    )
    text = HEAD.format("").replace("<tmx", doctype + "<tmx")
    text += tu("a &out; b", "c") + tu("d", "e &in;") + tu("f &amp; g", "h") + TAIL
    found, skipped = read(tmp_path, text)
    assert [unit.source for unit in found] == ["f & g"]
    assert skipped == [(1, "it uses the entity &out;"), (2, "it uses the entity &in;")]


def test_entities_that_multiply_do_not(tmp_path: Path) -> None:
    bomb = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 20}">'
        for inner, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    text = HEAD.format("").replace("<tmx", f"<!DOCTYPE tmx [{bomb}]><tmx")
    text += tu("x", "&h;") + tu("y", "z", " creationid='&h;'") + TAIL
    tracemalloc.start()
    with pytest.raises(InputError, match="is not well-formed XML"):
        read(tmp_path, text)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("filling", ["<ph/>", "<!-- x -->", "<note>x</note>", " "])
def test_a_unit_without_end_is_given_up(tmp_path: Path, filling: str) -> None:
    text = HEAD.format("") + tu("a", "b") + "<tu>" + filling * (6_000_000 // len(filling))
    with pytest.raises(InputError, match="unit 1") as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "big.tmx"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD.format(""))
        for number in range(30_000):
            out.write(tu(f"Kalimat nomor {number} yang cukup panjang", f"Sentence {number}"))
        out.write(TAIL)
    code = (
        "import resource, sys; from padan.export.tmx_reading import read_tmx\n"
        "units = read_tmx(sys.argv[1], 'id', 'en', on_skip=print)\n"
        "for _ in range(1000): next(units)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = 1000 + sum(1 for _ in units)\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    import subprocess
    import sys

    pytest.importorskip("resource", reason="a module of POSIX systems")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    count, grown = map(int, done.stdout.split())
    assert count == 30_000
    assert grown < 4_000, "kB"
