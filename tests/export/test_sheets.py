"""Sheets stay sheets whatever the text, make no formula of it, and can be read back."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.told_stories import reviewed, texts_of, told
from padan.export.filters import Filter
from padan.export.harmless import harmless, unguarded
from padan.export.policy import Policy, TextPolicy
from padan.export.sheets import SHEET_COLUMNS, sheet_lines, write_csv, write_tsv, write_xlsx
from padan.judgements.places import place_of, read_place
from padan.judgements.state import Comment, ReviewedStory, RowReview
from padan.model import Status
from view.factories import ferry_story, make_story, story_saying

NASTY = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=30)
FORMULAS = [
    "=1+1",
    "+62 21",
    "-5 persen",
    "@nama",
    "'kutip'",
    "＝A1",
    '"Ya," katanya.',
    "'=1",
    "''",
]
FULL = Policy(TextPolicy.FULL)


def tsv(*stories: ReviewedStory, policy: Policy = FULL) -> str:
    out = io.StringIO()
    count = write_tsv(Filter().cut(stories), out, policy)
    assert count == len(out.getvalue().split("\n")) - 2
    return out.getvalue()


def lines_of(*stories: ReviewedStory, policy: Policy = FULL) -> list[dict[str, str]]:
    """The table as a spreadsheet and padan read it."""
    rows = csv.DictReader(io.StringIO(tsv(*stories, policy=policy)), dialect="excel-tab")
    return [{name: unguarded(cell) for name, cell in row.items()} for row in rows]


def of_xlsx(path: Path) -> list[list[object]]:
    from openpyxl import load_workbook

    book = load_workbook(path)
    rows = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
    assert {c.data_type for row in book.active.iter_rows() for c in row if c.value} == {"s"}
    book.close()
    return rows


@given(st.one_of(NASTY, st.sampled_from(FORMULAS)))
def test_a_cell_is_no_formula_and_is_read_back_unchanged(text: str) -> None:
    guarded = harmless(text)
    assert guarded[:1] not in tuple("=+-@＝＋－＠")
    assert unguarded(guarded) == harmless("x" + text)[1:], "but for signs in the place of controls"
    plain = "".join(c for c in text if c.isprintable())
    assert unguarded(harmless(plain)) == plain


@given(NASTY)
@settings(max_examples=60)
def test_the_table_stays_a_table_whatever_the_text(text: str) -> None:
    written = tsv(reviewed(story_saying(text, title=text, outlet=text)))
    written.encode()
    lines = written.split("\n")[:-1]
    assert len(lines) == 2
    fields = lines[1].split("\t")
    assert len(fields) == len(SHEET_COLUMNS)
    assert not [field for field in fields if field[:1] in ("=", "+", "-", "@", '"')]
    assert next(csv.reader([lines[1]], "excel-tab")) == fields


def test_a_line_per_retelling_that_says_something_or_was_compared() -> None:
    rows = lines_of(reviewed(ferry_story()))
    assert list(rows[0]) == list(SHEET_COLUMNS)
    assert len(rows) == 18
    turned = next(row for row in rows if row["row"] == "4" and row["outlet"] == "Kabar Pelabuhan")
    assert (turned["worst_severity"], turned["kinds"]) == ("critical", "negation,name")
    assert turned["consistency"] == "0.06"
    assert "turned round" in turned["reasons"]
    assert "did not believe" in turned["reference_text"]
    assert "yakin" in turned["retelling_text"]
    assert [row["row"] for row in rows if row["perhaps_ours"]] == ["5"]
    assert [row["row"] for row in rows if row["moved"]] == ["5"]
    gone = next(row for row in rows if row["row"] == "3" and row["outlet"] == "Kabar Pelabuhan")
    assert (gone["retelling_text"], gone["kinds"]) == ("", "omission")


def test_without_reference_every_article_is_a_line() -> None:
    story = ferry_story()
    alone = make_story("", story.story.articles, story.rows, reference=False)
    rows = lines_of(reviewed(alone))
    assert [r["outlet"] for r in rows if r["row"] == "1"] == [
        "The Harbour Post",
        "Kabar Pelabuhan",
        "kuestenblatt",
    ]
    assert {r["reference_text"] for r in rows} == {""}


def test_the_place_of_each_row_leads_back_to_it() -> None:
    story = reviewed(ferry_story())
    places = {row.index: place_of(row) for row in story.compared.rows}
    for line in lines_of(story):
        assert read_place(json.loads(line["place"])) == places[int(line["row"]) - 1]


def test_review_columns_hold_what_reviewers_said() -> None:
    compared = ferry_story()
    article = compared.story.articles[1].id
    now = datetime(2025, 3, 7, tzinfo=UTC)
    review = RowReview(
        Status.SECOND_LOOK,
        by="Rahayu",
        comments=(
            Comment("1", "Tom", now, "", "Whose figure?"),
            Comment("2", "Rahayu", now, article, "=the harbour's"),
            Comment("3", "Tom", now, compared.story.articles[2].id, "Not here."),
        ),
    )
    human = replace(compared.english[article][0], signature="human: Rahayu", text="Ferry aground")
    english = {article: {**compared.english[article], 0: human}}
    story = reviewed(replace(compared, english=english), review)
    line = next(row for row in lines_of(story) if row["article"] == article)
    assert (line["status"], line["reviewer"]) == ("second-look", "Rahayu")
    assert line["comments"] == "Tom: Whose figure? | Rahayu: =the harbour's"
    assert (line["english"], line["english_edited"]) == ("Ferry aground", "Ferry aground")
    assert line["english_by"] == "human: Rahayu"
    two = next(r for r in lines_of(story) if r["row"] == "2" and r["article"] == article)
    assert two["english"].count(" ¶ ") == 1
    assert two["english_edited"] == ""


def test_no_word_leaves_without_a_licence() -> None:
    story = told(1, licence="")
    said = tsv(story, policy=Policy())
    for text in texts_of(story):
        assert text.split()[0] not in said
    assert "name" in said, "but kinds and scores do"


def test_csv_and_xlsx_say_what_tsv_says(tmp_path: Path) -> None:
    stories = [reviewed(ferry_story()), *(reviewed(story_saying(text)) for text in FORMULAS)]
    wanted = [
        [harmless("x" + line[name])[1:] for name in SHEET_COLUMNS]
        for line in sheet_lines(Filter().cut(stories), FULL)
    ]
    out = io.StringIO()
    write_csv(Filter().cut(stories), out, FULL)
    assert out.getvalue().startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(out.getvalue()[1:]))
    assert header == list(SHEET_COLUMNS)
    assert [[unguarded(cell) for cell in row] for row in rows] == wanted
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]
    write_xlsx(Filter().cut(stories), tmp_path / "a.xlsx", FULL)
    assert of_xlsx(tmp_path / "a.xlsx") == [header, *wanted]


def test_a_workbook_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    stories = [reviewed(ferry_story())]
    write_xlsx(Filter().cut(stories), tmp_path / "a.xlsx", FULL)
    time.sleep(2.1)  # zip counts in steps of two seconds
    write_xlsx(Filter().cut(stories), tmp_path / "b.xlsx", FULL)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_control_characters_do_not_break_a_workbook(tmp_path: Path) -> None:
    story = reviewed(story_saying("\x00\x0b\x1f\ud800 tanda \ufffe"))
    write_xlsx(Filter().cut([story]), tmp_path / "a.xlsx", FULL)
    assert len(of_xlsx(tmp_path / "a.xlsx")) == 2
