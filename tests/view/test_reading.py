"""Every sentence in another language has English, or every face says that it has none."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.export.filters import Filter
from padan.export.policy import Policy, TextPolicy
from padan.export.report import write_report
from padan.export.sheets import write_tsv
from padan.export.tables import write_jsonl
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import ComparedStory
from padan.view.reading import Reading
from padan.view.rows import columns, row_views
from view.factories import ferry_story

LEFT_OUT = 3
"""The sentence of the Indonesian article for which no engine gave anything."""


def story_without(*sentences: int) -> tuple[ComparedStory, str]:
    """The ferry story, some sentences of its Indonesian article without English."""
    story = ferry_story()
    ((article, known),) = story.english.items()
    rest = {index: made for index, made in known.items() if index not in sentences}
    return replace(story, english={article: rest}), article


def test_a_cell_doubts_what_was_not_translated_and_names_it() -> None:
    story, article = story_without(LEFT_OUT)
    reading = Reading(story)
    said = {cell.sentences: reading.doubts(cell) for row in story.rows for cell in row.cells
            if cell.article == article and reading.doubts(cell)}  # fmt: skip
    beginning = reading.articles[article].sentences[LEFT_OUT].text[:20]
    ((missing, lines),) = [(s, lines) for s, lines in said.items() if LEFT_OUT in s]
    assert len(missing) == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"no translation of “{beginning}")


def test_where_nothing_was_translated_each_cell_says_so_once() -> None:
    story, article = story_without(*range(100))
    reading = Reading(story)
    for row in story.rows:
        for cell in row.cells:
            wanted = cell.article == article and bool(cell.sentences)
            assert reading.doubts(cell) == ["no translation"] * wanted


def test_an_article_in_english_needs_none() -> None:
    story, _ = story_without()
    reading = Reading(story)
    cells = [c for row in story.rows for c in row.cells if c.article == story.story.reference]
    assert cells
    assert all(reading.doubts(cell) == [] for cell in cells)


def test_no_sentence_is_without_translation_or_flag_in_any_face(tmp_path: Path) -> None:
    story, article = story_without(LEFT_OUT, 7)
    reading = Reading(story)
    known = story.english[article]
    places = {(row.index, cell.sentences) for row in story.rows for cell in row.cells
              if cell.article == article and set(cell.sentences) - set(known)}  # fmt: skip
    assert len(places) == 2

    out = io.StringIO()
    write_jsonl([story], out)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    flagged = {
        (record["row"], tuple(cell["sentences"]))
        for record in records
        for cell in record["cells"]
        if any("no translation" in fault for fault in cell["faults"])
    }
    assert flagged == places

    out = io.StringIO()
    reviewed = ReviewedStory(story, tuple(RowReview() for _ in story.rows))
    write_tsv(Filter().cut([reviewed]), out, Policy(TextPolicy.FULL))
    header, *lines = [line.split("\t") for line in out.getvalue().splitlines()]
    doubts = [line[header.index("doubts")] for line in lines]
    assert sum("no translation" in doubt for doubt in doubts) == 2

    views = list(row_views(reading, columns(reading), {}, story.rows))
    assert sum("no translation" in d for view in views for c in view.cells for d in c.doubts) == 2

    write_report([story], tmp_path / "report")
    (page,) = [p for p in (tmp_path / "report").glob("*.html") if p.name != "index.html"]
    shown = html.fromstring(page.read_text("utf-8")).text_content()
    assert shown.count("no translation of “") >= 2
