"""Every text of a story against every other, and what a page shows of it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import Cell, Comparison, Role, Row
from padan.view import crossing as module
from padan.view.crossing import crossing
from padan.view.reading import Reading
from padan.view.rows import columns
from view.factories import ferry_story, long_story, make_article, make_story


def crossed(story):
    reading = Reading(story)
    return crossing(reading, columns(reading))


def three_outlets():
    """A source and two retellings; the first retelling and the second say the same."""
    articles = [
        make_article([(Role.BODY, [text])], outlet=outlet, lang="id")
        for outlet, text in (
            ("Acuan", "Sebanyak 40 perahu tiba di Ende."),
            ("Satu", "Sebanyak 90 perahu tiba di Ende."),
            ("Dua", "Sebanyak 90 perahu tiba di Ende."),
        )
    ]
    cells = [Cell(a.id, (0,), Comparison(0.25) if n else None) for n, a in enumerate(articles)]
    return make_story("Perahu", articles, [Row(0, tuple(cells), 0.9)])


def test_the_line_of_the_source_is_what_the_story_knows_and_others_are_compared_anew() -> None:
    found = crossed(three_outlets())
    assert found is not None
    assert [field and field.figure for field in found.lines[0]] == [None, "25 %", "25 %"]
    assert found.lines[1][2].figure == found.lines[2][1].figure == "100 %"
    assert found.lines[1][2].shade < found.lines[0][1].shade
    assert found.lines[1][0].figure not in ("", "100 %")


def test_a_cell_knows_its_figure_against_each_text_and_none_against_itself() -> None:
    story = three_outlets()
    found = crossed(story)
    assert found.against(0, story.story.articles[1].id) == ["25", "", "100"]
    assert found.against(9, "nobody") == ["", "", ""]


def test_whole_statements_and_silent_texts_count_in_no_field() -> None:
    story = ferry_story()
    found = crossed(story)
    source, retelling, german = (article.id for article in story.story.articles)
    assert found.against(2, retelling) == ["", "", ""]  # left out
    assert found.against(6, retelling)[0] == ""  # added
    assert found.against(0, german)[0] == "95"
    assert found.against(0, source)[0] == ""


def test_without_a_source_or_another_text_there_is_no_table() -> None:
    articles = three_outlets().story.articles
    assert crossed(make_story("x", articles, [], reference=False)) is None
    assert crossed(make_story("x", articles[:1], [])) is None


def test_a_long_story_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMPARISONS", 40)
    found = crossed(long_story(30, 3))
    assert found.sampled == 10
    assert [field.rows for field in found.lines[0] if field] == [30, 30]
    assert [field.rows for field in found.lines[1] if field] == [10, 10]
    assert crossed(long_story(10, 3)).sampled == 0
