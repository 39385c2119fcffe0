"""A glossary file is read as spreadsheets write it; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from padan.errors import InputError
from padan.model import Term
from padan.translate.glossaryfile import read_glossary


def terms(folder: Path, text: str | bytes, name: str = "terms.tsv") -> list[Term]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_glossary(path).terms)


def test_a_line_is_a_term_its_rendering_and_a_note(tmp_path: Path) -> None:
    text = (
        "# names\nistilah\tterjemahan\nGedung Putih\tWhite House\tthe building\n\nKupang\t\nRote\n"
    )
    assert terms(tmp_path, text) == [
        Term("Gedung Putih", "White House"),
        Term("Kupang", "Kupang"),
        Term("Rote", "Rote"),
    ]


def test_several_renderings_stand_with_a_bar_between(tmp_path: Path) -> None:
    assert terms(tmp_path, "AS\tUnited States | US|US\n") == [Term("AS", "United States", ("US",))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terms.csv", 'AS,US\n"Sumba, Timur",East Sumba\n'),
        ("terms.csv", "AS;US\nSumba, Timur;East Sumba\n"),
        ("terms.txt", "AS;US\nSumba, Timur;East Sumba\n"),
        ("terms.tsv", '\ufeffAS\tUS\r\n"Sumba, Timur"\tEast Sumba\r\n'),
        ("terms.tsv", "AS\tUS\rSumba, Timur\tEast Sumba"),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, name: str, text: str) -> None:
    assert terms(tmp_path, text, name) == [Term("AS", "US"), Term("Sumba, Timur", "East Sumba")]


def test_the_same_line_twice_is_one_term(tmp_path: Path) -> None:
    assert terms(tmp_path, "AS\tUS\nAS\tUS\n") == [Term("AS", "US")]


def test_what_only_looks_like_a_header_further_down_is_a_term(tmp_path: Path) -> None:
    assert terms(tmp_path, "AS\tUS\nkata\tterm\n")[1] == Term("kata", "term")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("AS\tUS\nas \tUS\nAS\tAmerica\n", r"line 3: 'AS' has another rendering in line 1"),
        ("# x\nAS\tUS\n\tUS\n", r"line 3: the term is missing"),
        ("AS\tUS\n--\tdash\n", r"line 2: '--' has neither letter nor figure"),
        ("AS\tUS|\n", r"line 1: 'AS' has an empty rendering beside \|"),
        ('AS\tUS\n"Timur\tEast\nBarat\tWest\n', r"begins in line 2 cannot be read"),
        (b"AS\tUS\nCaf\xe9\tcafe\n", r"line 2 is not UTF-8"),
        (b"AS\tUS\n\0\0\tcafe\n", r"line 2 holds a NUL"),
        ("AS\tUS\n".encode("utf-16"), r"line 1 is not UTF-8"),
        ("# nothing\n\n", r"has no term"),
        ("", r"has no term"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        terms(tmp_path, text)
    assert "terms.tsv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.tsv: the glossary cannot be read"):
        read_glossary(tmp_path / "none.tsv")
    with pytest.raises(InputError, match="cannot be read"):
        read_glossary(tmp_path)
