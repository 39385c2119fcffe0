# ruff: noqa: E501 -- sentences stay on one line
from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

import pytest

from padan.articles import read_article, read_articles
from padan.errors import InputError
from padan.model import Article

TEXT = "Wali kota mengatakan jembatan itu ditutup karena retak.\n\nWarga memutar sejauh sembilan kilometer setiap hari.\n"
OTHER = "Nelayan menolak tambang pasir yang dimulai bulan depan.\n\nMereka datang dengan enam puluh perahu ke pelabuhan.\n"


def read(*paths: Path | str) -> tuple[list[Article], list[str]]:
    skipped: list[str] = []
    found = list(read_articles(paths, on_skip=lambda err: skipped.append(str(err))))
    return found, skipped


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_one_file_is_one_article_and_what_is_given_wins(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT})
    article = read_article(tmp_path / "a.txt", outlet="Kabar", lang="in")
    assert (article.text, article.outlet, article.lang) == (TEXT, "Kabar", "id")
    assert article.source == str(tmp_path / "a.txt")


def test_folders_are_read_sorted_with_all_below_and_without_hidden_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.txt": OTHER,
            "a/x.md": TEXT,
            ".hidden.txt": TEXT,
            ".git/c.txt": TEXT,
            "p.png": b"\x89PNG",
            "c.json": "{}",
        },
    )
    found, skipped = read(tmp_path)
    assert [Path(a.source).name for a in found] == ["x.md", "b.txt"]
    assert len(skipped) == 1
    assert "c.json" in skipped[0]


def test_annotations_and_what_is_said_about_a_folder_are_no_articles(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.txt": TEXT,
            "README.md": OTHER,
            "LICENSE": OTHER,
            "gold/a.txt": OTHER,
            "x/gold.txt": OTHER,
        },
    )
    found, skipped = read(tmp_path)
    assert [Path(a.source).name for a in found] == ["a.txt"]
    assert skipped == []


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\1" * 64, "PNG"),
    "nul.txt": (TEXT.encode() + b"\0" + TEXT.encode(), "NUL byte"),
    "utf8.txt": (TEXT.encode() + b"\xc3\x28", f"byte {len(TEXT)}"),
    "broken.html": (b"<html><p", "HTML"),
    "title.html": (b"<html><head><title>x</ti", "HTML"),
    "nothing.html": (b"<html><body><script>x()</script></body></html>", "HTML"),
    "broken.json": (b'{"text": ', "JSON"),
    "line.txt": (b"a b " * 100_000, "line 1"),
    "zip.md": (b"PK\x03\x04nonsense", "zip"),
}


def test_each_bad_file_gets_one_clear_line_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, {name: content for name, (content, _) in BAD.items()} | {"good.txt": TEXT})
    (tmp_path / "story").mkdir()
    write(tmp_path, {"story/story.toml": "[[article\n", "story/a.txt": TEXT})
    found, skipped = read(tmp_path, tmp_path / "missing.txt")
    assert [Path(a.source).name for a in found] == ["good.txt"]
    assert len(skipped) == len(BAD) + 2
    for name, (_, told) in BAD.items():
        lines = [line for line in skipped if name in line]
        assert len(lines) == 1
        assert told in lines[0]
    assert all("\n" not in line for line in skipped)
    assert any("story.toml" in line and "line" in line for line in skipped)
    assert any("missing.txt: no such file" in line for line in skipped)


def test_a_huge_line_is_refused_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"huge.txt": b"a" * 20_000_000})
    begin = monotonic()
    found, skipped = read(tmp_path / "huge.txt")
    assert not found
    assert "huge.txt: 20.0 MB is too long" in skipped[0]
    assert monotonic() - begin < 2


def test_a_folder_without_articles_and_a_pipe_are_reported(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    found, skipped = read(tmp_path / "empty", tmp_path / "pipe.txt")
    assert not found
    assert "no article in this folder" in skipped[0]
    assert "not a regular file" in skipped[1]


def test_links_that_lead_in_circles_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT})
    (tmp_path / "loop").symlink_to(tmp_path)
    found, _ = read(tmp_path)
    assert len(found) == 1


def test_jsonl_gives_many_articles_and_names_the_lines_that_are_none(tmp_path: Path) -> None:
    lines = [
        '{"maintext": "'
        + TEXT.replace("\n", "\\n")
        + '", "title": "Jembatan Ditutup Wali Kota", "authors": ["A", "B"]}',
        "not json",
        '{"title": "no text"}',
        "[1, 2]",
        "",
        '{"body": "Satu kalimat tentang nelayan.", "url": "https://www.kompas.com/x", "language": "id", "date_publish": "2024-03-05 09:12:00"}',
    ]
    write(tmp_path, {"a.jsonl": "\n".join(lines)})
    found, skipped = read(tmp_path / "a.jsonl")
    assert [a.source for a in found] == [f"{tmp_path}/a.jsonl:1", f"{tmp_path}/a.jsonl:6"]
    assert [line.split(": ")[0].rsplit(":", 1)[1] for line in skipped] == ["2", "3", "4"]
    first, second = found
    assert first.text.startswith("Jembatan Ditutup Wali Kota\n\n")
    assert (first.title, first.author) == ("Jembatan Ditutup Wali Kota", "A; B")
    assert (second.outlet, second.lang, str(second.published)) == ("Kompas.com", "id", "2024-03-05")


def test_a_broken_line_of_jsonl_is_told_with_line_and_column(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"text": "Satu."}\n{"text": \n'})
    _, skipped = read(tmp_path / "a.jsonl")
    assert len(skipped) == 1
    assert f"{tmp_path}/a.jsonl:2: " in skipped[0]
    assert "line" not in skipped[0].split(": ", 1)[1]
    assert "column 9" in skipped[0]


def test_every_article_of_a_collection_has_a_source_of_its_own(tmp_path: Path) -> None:
    one = '{"text": "Satu kalimat."}'
    write(tmp_path, {"a.jsonl": f"{one}\n{one}\n", "b.json": f"[{one}, {one}]"})
    found, _ = read(tmp_path)
    assert len({article.source for article in found}) == 4


def test_naming_story_toml_means_the_story(tmp_path: Path) -> None:
    toml = '[[article]]\nfile = "a.txt"\n[[article]]\nfile = "b.txt"\n'
    write(tmp_path, {"story.toml": toml, "a.txt": TEXT, "b.txt": OTHER, "c.txt": OTHER})
    found, _ = read(tmp_path / "story.toml")
    assert [Path(a.source).name for a in found] == ["a.txt", "b.txt"]
    with pytest.raises(InputError, match="padan run"):
        read_article(tmp_path / "story.toml")


def test_json_may_be_an_object_a_list_or_an_object_with_a_list(tmp_path: Path) -> None:
    one = '{"text": "Satu kalimat."}'
    write(
        tmp_path,
        {"a.json": one, "b.json": f"[{one}, {one}]", "c.json": '{"articles": [' + one + "]}"},
    )
    assert [len(read(tmp_path / name)[0]) for name in ("a.json", "b.json", "c.json")] == [1, 2, 1]


def test_a_file_with_several_articles_is_refused_by_read_article(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"text": "Satu."}\n{"text": "Dua."}\n', "b.jsonl": "\n"})
    with pytest.raises(InputError, match="padan run"):
        read_article(tmp_path / "a.jsonl")
    with pytest.raises(InputError, match="padan run"):
        read_article(tmp_path)
    with pytest.raises(InputError, match="no article"):
        read_article(tmp_path / "b.jsonl")


def test_reading_is_lazy(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": TEXT})

    def paths() -> Iterable[Path]:
        yield tmp_path / "a.txt"
        raise AssertionError("read ahead")

    assert next(iter(read_articles(paths(), on_skip=lambda _: None))).text == TEXT


def test_repairs_of_reading_and_of_the_text_are_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ("\x07" + TEXT + "Kata “dia” di café.").encode("cp1252")})
    assert read_article(tmp_path / "a.txt").repairs == (
        "read as windows-1252",
        "1 control character removed",
    )
