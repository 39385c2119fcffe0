"""A moved passage says where it stands, and what is unsure is told apart, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from padan.export.report import write_report
from padan.model import Cell, ComparedStory, Comparison, Role, Row
from padan.view.placing import moved_where, unsure_cell, unsure_row
from padan.view.reading import MIN_CONFIDENCE, Reading
from padan.view.rows import columns
from padan.view.strip import strip
from padan.view.summary import summarise
from view.factories import ferry_story, make_article, make_story


def two_texts(*rows: Row) -> ComparedStory:
    articles = [
        make_article([(Role.BODY, [f"{name} {k}." for k in range(4)])], outlet=name, lang="en")
        for name in ("Source", "Echo")
    ]
    named = {"source": articles[0].id, "echo": articles[1].id}
    rows = tuple(
        replace(row, cells=tuple(replace(c, article=named[c.article]) for c in row.cells))
        for row in rows
    )
    return make_story("Buoys", articles, rows)


def row(index: int, source, echo, *, sure=(None, None), moved=False, confidence=0.9) -> Row:
    return Row(
        index,
        (
            Cell("source", source, None, False, sure[0]),
            Cell("echo", echo, Comparison(0.9), moved, sure[1]),
        ),
        confidence,
    )


def test_a_moved_passage_says_after_which_row_it_stands_in_its_own_text() -> None:
    story = two_texts(
        row(0, (0,), (3,), moved=True),
        row(1, (1,), (1,)),
        row(2, (2,), (0,), moved=True),
        row(3, (3,), (2,)),
    )
    reading = Reading(story)
    told = [moved_where(reading, r.cells[1]) for r in story.rows]
    assert told == [
        "moved: stands elsewhere in this text, after row 4",
        "",
        "moved: stands elsewhere in this text, at its beginning",
        "",
    ]


def test_the_loose_cell_is_unsure_and_not_its_whole_row() -> None:
    story = two_texts(row(0, (0,), (0,), sure=(0.8, 0.3), confidence=0.3))
    reading = Reading(story)
    (only,) = story.rows
    assert [unsure_cell(reading, only, c) for c in only.cells] == ["", "unsure match (30 %)"]
    assert unsure_row(reading, only) == "unsure match"
    assert reading.unsure_pair(only, only.cells[1])


def test_an_empty_cell_may_be_said_elsewhere_and_a_lone_one_not_be_alone() -> None:
    story = two_texts(row(0, (0,), (), sure=(None, 0.2), confidence=0.2))
    reading = Reading(story)
    (only,) = story.rows
    words = [unsure_cell(reading, only, c) for c in only.cells]
    assert words == ["", "perhaps said elsewhere (80 %)"]
    assert unsure_row(reading, only) == "perhaps not alone"


def test_where_only_the_row_is_known_all_that_speak_are_unsure() -> None:
    story = two_texts(row(0, (0,), (0,), confidence=0.3), row(1, (1,), (), confidence=0.3))
    reading = Reading(story)
    told = [[unsure_cell(reading, r, c) for c in r.cells] for r in story.rows]
    assert told == [["unsure match", "unsure match"], ["unsure match", ""]]


@pytest.mark.parametrize(("least", "unsure"), [(0.0, 0), (MIN_CONFIDENCE, 1), (0.95, 2)])
def test_the_threshold_decides_what_is_unsure_and_drops_nothing(
    tmp_path: Path, least: float, unsure: int
) -> None:
    story = two_texts(
        row(0, (0,), (0,), sure=(0.9, 0.9)),
        row(1, (1,), (1,), sure=(0.8, 0.3), confidence=0.3),
    )
    reading = Reading(story, least)
    assert sum(reading.unsure(r) for r in story.rows) == unsure
    page = write_report([story], tmp_path, min_confidence=least)[0].read_text("utf-8")
    assert page.count('class="tag unsure" title') == unsure
    assert page.count('id="row-') == 2
    (band,) = strip(reading, columns(reading))
    assert sum("unsure" in mark.look for lane in band.lanes for mark in lane.marks) == unsure
    assert "Echo 1." in page


def test_what_is_unsure_steps_back_in_the_list_of_what_to_look_at() -> None:
    story = ferry_story()
    worst = summarise(story, 0.0).worst(1)[0]
    cells = tuple(
        replace(c, confidence=0.4 if c.article == worst.article else 0.9)
        for c in story.rows[worst.row].cells
    )
    rows = list(story.rows)
    rows[worst.row] = replace(rows[worst.row], cells=cells)
    unsure = replace(story, rows=tuple(rows))
    assert summarise(unsure, 0.3).worst(1)[0].row == worst.row
    later = summarise(unsure).worst(99)
    assert later[0].row != worst.row
    place = next(k for k, found in enumerate(later) if found.row == worst.row)
    assert later[place].perhaps_ours


def test_no_figure_of_likeness_stands_beside_what_only_one_says(tmp_path: Path) -> None:
    story = two_texts(row(0, (0,), ()), row(1, (1,), (1,)))
    page = write_report([story], tmp_path)[0].read_text("utf-8")
    table = page.split('id="rows"')[1]
    assert table.count("says the same: <b>") == 1
