import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest

from padan.model import Cell, Comparison, Kind, Role, Row, Severity, Span
from padan.view.reading import Reading
from padan.view.rows import columns, row_views, web_address
from view.factories import (
    ferry_story,
    make_article,
    make_finding,
    make_story,
    make_translation,
    two_copies,
)


def views(story):
    reading = Reading(story)
    return list(row_views(reading, columns(reading), {}, story.rows))


def test_outlets_that_depart_in_the_same_words_share_one_number_and_reason() -> None:
    row = views(two_copies())[0]
    assert [(f.number, f.outlets) for f in row.findings] == [(1, ("One", "Two"))]
    for cell, words in zip(row.cells, ["Six", "Nine", "Nine"], strict=True):
        marked = [p for s in cell.sentences for p in s.pieces if p.findings]
        assert [(p.text, [f.number for f in p.ends]) for p in marked] == [(words, [1])]


def test_findings_that_differ_in_anything_shown_keep_their_own_numbers() -> None:
    story = two_copies()
    cell = story.rows[0].cells[2]
    milder = replace(cell.comparison.findings[0], severity=Severity.MINOR)
    cells = (*story.rows[0].cells[:2], replace(cell, comparison=Comparison(0.6, (milder,))))
    row = views(replace(story, rows=(replace(story.rows[0], cells=cells),)))[0]
    assert [(f.number, f.outlets) for f in row.findings] == [(1, ("One",)), (2, ("Two",))]


def test_what_can_be_told_nowhere_is_said_once_and_not_in_every_row() -> None:
    story = two_copies("negation: no language shared.")
    reading = Reading(story)
    ids = [a.id for a in story.story.articles]
    assert reading.never_told == dict.fromkeys(ids[1:], ("negation: no language shared.",))
    assert [row.abstained for row in views(story)] == [(), ()]


def test_what_cannot_be_told_in_one_row_only_is_said_there() -> None:
    story = ferry_story()
    assert Reading(story).never_told == {}
    said = {row.number: row.abstained for row in views(story) if row.abstained}
    assert said == {3: (("kuestenblatt", "names: no list of names for German"),)}


@pytest.mark.parametrize(
    ("basis", "translated", "retelling"),
    [("en-mt", 1, True), ("mt-en", 0, True), ("mt-mt", 0, False)],
)
def test_the_english_is_marked_on_the_side_it_was_made_from(
    basis: str, translated: int, retelling: bool
) -> None:
    source = make_article([(Role.BODY, ["Satu dua tiga."])], outlet="Source", lang="xx")
    told = make_article([(Role.BODY, ["Empat lima enam."])], outlet="Told", lang="xx")
    finding = make_finding(
        Kind.NUMBER,
        Severity.MAJOR,
        "Other figures.",
        reference=Span(0, 14),
        retelling=Span(0, 16) if retelling else None,
        english=Span(4, 7),
    )
    comparison = Comparison(0.2, (replace(finding, basis=basis),))
    rows = [Row(0, (Cell(source.id, (0,)), Cell(told.id, (0,), comparison)), 0.9)]
    english = {a.id: {0: make_translation(a.text, "One two three.")} for a in (source, told)}
    row = views(make_story("Figures", [source, told], rows, english=english))[0]
    marked = [[p.text for s in cell.english for p in s.pieces if p.findings] for cell in row.cells]
    assert marked == [["two"] if place == translated else [] for place in (0, 1)]
    broad = [any(p.broad for s in cell.sentences for p in s.pieces) for cell in row.cells]
    assert broad == [place == translated for place in (0, 1)]


def test_the_english_says_whose_it_is() -> None:
    source = make_article([(Role.BODY, ["Satu.", "Dua."])], outlet="Source", lang="xx")
    rows = [Row(n, (Cell(source.id, cell),), 0.9) for n, cell in enumerate([(0,), (1,), (0, 1)])]
    ours = make_translation("Dua.", "Two.")
    theirs = replace(make_translation("Satu.", "One."), signature="human: Rina\x1b")
    story = make_story("Figures", [source], rows, english={source.id: {0: theirs, 1: ours}})
    by = [row.cells[0].english_by.replace("␛", "") for row in views(story)]
    assert by == ["English by Rina", "our English", "our English and Rina's"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://", "http://[", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""
    assert web_address("https://kabar.example/a?b=1") == "https://kabar.example/a?b=1"
