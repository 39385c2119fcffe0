from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from padan.articles import read_articles
from padan.articles.storyfile import read_story
from padan.errors import InputError

TEXT = "Wali kota mengatakan jembatan itu ditutup karena retak.\n"
GOOD = """
title = "Jembatan"
id = "jembatan-2024"

[[article]]
file = "a.txt"
role = "reference"
outlet = "The Harbour Gazette"
url = "https://gazette.example/bridge"
published = 2024-03-05
retrieved = "2024-04-01"
lang = "en"
licence = "CC BY 4.0"
author = "M. O."

[[article]]
file = "sub/b.txt"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    story = tmp_path / "story"
    (story / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt", "unlisted.txt"):
        (story / name).write_text(TEXT)
    (tmp_path / "outside.txt").write_text(TEXT)
    return story


def test_a_story_gives_its_files_with_what_it_says_of_them(folder: Path) -> None:
    (folder / "story.toml").write_text(GOOD)
    skipped: list[InputError] = []
    first, second = read_articles([folder], on_skip=skipped.append)
    assert not skipped
    assert (first.story, second.story) == ("jembatan-2024", "jembatan-2024")
    assert (first.is_reference, second.is_reference) == (True, False)
    assert (first.outlet, first.lang, first.licence) == ("The Harbour Gazette", "en", "CC BY 4.0")
    assert (first.published, first.retrieved) == (date(2024, 3, 5), date(2024, 4, 1))
    assert first.author == "M. O."


def test_without_an_id_the_folder_names_the_story(folder: Path) -> None:
    (folder / "story.toml").write_text('[[article]]\nfile = "a.txt"\n')
    assert [e.story for e in read_story(folder, str(folder))] == ["story"]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[[article]\n", "line 1"),
        ("x = \n", "line 1"),
        ("title = 'a'\n", "no articles"),
        ('titel = "a"\n[[article]]\nfile = "a.txt"\n', 'unknown key "titel"'),
        ('[[article]]\nfile = "a.txt"\noutlett = "x"\n', 'article 1: unknown key "outlett"'),
        ('[[article]]\noutlet = "x"\n', '"file" is missing'),
        ('[[article]]\nfile = "../outside.txt"\n', "outside the folder"),
        ('[[article]]\nfile = "/etc/hostname"\n', "outside the folder"),
        ('[[article]]\nfile = "link.txt"\n', "outside the folder"),
        ('[[article]]\nfile = "none.txt"\n', 'no file "none.txt"'),
        ('[[article]]\nfile = "a\\u0000.txt"\n', "no file name"),
        ('[[article]]\nfile = "a.txt"\nrole = "source"\n', '"reference" or "retelling"'),
        ('[[article]]\nfile = "a.txt"\npublished = "kemarin"\n', '"published" is no date'),
        ('[[article]]\nfile = "a.txt"\noutlet = 3\n', '"outlet" is not a text'),
        ('article = "a.txt"\n', "no articles"),
        ('article = ["a.txt"]\n', "article 1: not a table"),
        ('[[article]]\nfile = "a.txt"\nrole = "reference"\n' * 2, "more than one"),
    ],
)
def test_each_mistake_is_named(folder: Path, toml: str, told: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "story.toml").write_text(toml)
    with pytest.raises(InputError) as caught:
        read_story(folder, str(folder))
    line = str(caught.value)
    assert "story.toml" in line
    assert told in line
    assert "\n" not in line


def test_one_bad_file_of_a_story_does_not_stop_the_others(folder: Path) -> None:
    (folder / "story.toml").write_text(GOOD)
    (folder / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    skipped: list[InputError] = []
    found = list(read_articles([folder], on_skip=skipped.append))
    assert len(found) == 1
    assert len(skipped) == 1


def test_the_documented_example_is_valid(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "story-toml.md"
    toml = page.read_text().split("```toml\n")[1].split("```")[0]
    for name in ("gazette.html", "kabar.txt"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "story.toml").write_text(toml)
    entries = read_story(tmp_path, str(tmp_path))
    assert [e.is_reference for e in entries] == [True, False]
