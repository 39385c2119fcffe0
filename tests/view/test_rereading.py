"""A story set against another of its texts."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.errors import InputError
from padan.model import Cell, Kind, Role, Row
from padan.view.rereading import against
from view.factories import ferry_story, make_article, make_story


def boats():
    texts = (("Acuan", "Ada 40 perahu."), ("Satu", "Ada 90 perahu."), ("Dua", "Ada 90 perahu."))
    articles = [
        make_article([(Role.BODY, [text])], outlet=outlet, lang="id") for outlet, text in texts
    ]
    return make_story("Perahu", articles, [Row(0, tuple(Cell(a.id, (0,)) for a in articles), 0.9)])


def test_another_text_is_the_reference_and_all_others_are_compared_with_it() -> None:
    story = boats()
    source, one, two = (article.id for article in story.story.articles)
    (found,) = against([story], "satu")
    assert found.story.reference == one
    cells = found.rows[0]
    assert cells.cell(one).comparison is None
    assert cells.cell(two).comparison.findings == ()
    assert cells.cell(two).comparison.consistency == 1.0
    (finding,) = [f for f in cells.cell(source).comparison.findings if f.kind is Kind.NUMBER]
    assert finding.reason == "The reference says '90 perahu'; the retelling says '40 perahu'."


def test_a_story_that_has_it_already_or_has_no_such_text_stays_as_it_is() -> None:
    story, ferry = boats(), ferry_story()
    assert against([story], "Acuan") == [story]
    assert against([story, ferry], "Dua")[1] is ferry
    assert against([], "Dua") == []


def test_a_name_that_fits_none_or_several_is_one_clear_line() -> None:
    with pytest.raises(InputError, match="no text is called 'Nusa'; name one of: Acuan, Dua, Satu"):
        against([boats()], "Nusa")
    texts = [make_article([(Role.BODY, [t])], outlet="Kabar", lang="id") for t in ("Satu.", "Dua.")]
    with pytest.raises(InputError, match="may be any of Kabar"):
        against([make_story("x", texts, [])], "kabar")
