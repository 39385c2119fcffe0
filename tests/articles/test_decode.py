from __future__ import annotations

import random

import pytest

from padan.articles.decode import decode
from padan.errors import InputError

NEWS = "Menteri mengatakan bahwa jembatan itu ditutup karena retak. " * 4
FRENCH = "Le président a déclaré à Genève que la conférence était repoussée. " * 4
RUSSIAN = "Правительство сообщило, что мост закрыли на ремонт до осени следующего года. " * 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_are_read(encoding: str) -> None:
    text, _ = decode((NEWS + "“Ya,” katanya.").encode(encoding), "a.txt")
    assert text == NEWS + "“Ya,” katanya."


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (NEWS + "Kata “dia” – harga €5 di café.", "cp1252", "windows-1252"),
        (FRENCH, "latin-1", "windows-1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (NEWS, "utf-16-le", "utf-16-le"),
        (NEWS, "utf-16-be", "utf-16-be"),
    ],
)
def test_other_encodings_are_read_and_reported(text: str, encoding: str, told: str) -> None:
    found, repairs = decode(text.encode(encoding), "a.txt")
    assert found == text
    assert repairs == [f"read as {told}"]


@pytest.mark.parametrize(
    ("damage", "offset"),
    [(b"\xff\xfe x", 0), (b"\xc3\x28", 0), (b"abc\x80def", 3), (b"x\x93y", 1), (b"\xe2\x80", 0)],
)
def test_a_damaged_byte_is_refused_with_its_place(damage: bytes, offset: int) -> None:
    with pytest.raises(InputError, match=f"invalid UTF-8 at byte {len(NEWS) + offset}"):
        decode(NEWS.encode() + damage, "a.txt")


def test_a_lone_high_byte_in_utf8_text_is_damage_not_another_encoding() -> None:
    with pytest.raises(InputError, match="invalid UTF-8"):
        decode("“Ya,” kata dia di café. ".encode() + b"caf\xe9 itu", "a.txt")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "PNG"),
        (b"PK\x03\x04rest", "zip"),
        (b"%PDF-1.7 rest", "PDF"),
        (NEWS.encode() + b"\0" + NEWS.encode(), f"NUL byte at byte {len(NEWS)}"),
        (b"123 456\n---\n", "no words"),
        (b"\xff\xfe\xfa\xfb\x01", "invalid utf-16-le"),
        (b"".join(bytes([i]) * 2 for i in range(1, 32)) + b"abc", "not text"),
    ],
)
def test_what_is_no_text_gets_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "folder/a.txt")
    line = str(caught.value)
    assert line.startswith("folder/a.txt: ")
    assert told in line
    assert "\n" not in line


def test_random_bytes_are_never_read_as_text() -> None:
    chance = random.Random(7)
    for _ in range(20):
        data = bytes(chance.randrange(1, 256) for _ in range(3000))
        with pytest.raises(InputError):
            decode(data, "a.txt")
