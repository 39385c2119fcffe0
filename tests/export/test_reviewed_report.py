"""The report is the read-only twin of the review page: it shows what reviewers said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import html

from padan.export.report import write_report
from padan.judgements import Desk, ReviewedStory
from padan.judgements.places import finding_json, place_of
from padan.model import Act, Judgement
from view.factories import ferry_story

STORY = ferry_story()
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def reviewed() -> ReviewedStory:
    desk = Desk(STORY, lambda row, _: row)
    retelling = STORY.story.articles[1].id
    negation = STORY.rows[3].cells[1].comparison.findings[0]  # type: ignore[union-attr]
    places = [dict(place_of(row)) for row in STORY.rows]
    english = STORY.english[retelling][7].text
    acts = [
        (Act.ACCEPT, {"rows": places[:2]}, "Rina"),
        (Act.REJECT, {"rows": places[1:2]}, "Budi"),
        (Act.COMMENT, {"row": places[2], "article": "", "text": "<i>Left out?</i>"}, "Budi"),
        (Act.DISMISS_FINDING, {"findings": [finding_json(retelling, negation)]}, "Budi"),
        (
            Act.EDIT_ENGLISH,
            {"article": retelling, "sentence": 7, "before": english, "after": "They had tea."},
            "Rina",
        ),
    ]
    for number, (act, body, who) in enumerate(acts):
        desk.apply(Judgement(str(number), who, AT + timedelta(seconds=number), act, body, ()))
    return desk.reviewed()


def page(folder: Path, story: object = None):
    path = write_report([story or reviewed()], folder)[0]  # type: ignore[list-item]
    return html.document_fromstring(path.read_text("utf-8"))


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_status_comments_dismissed_findings_and_edited_english_are_shown(tmp_path: Path) -> None:
    found = page(tmp_path)
    rows = found.xpath("//div[@id='rows']//div[@class='row']")
    assert [row.get("data-status") for row in rows[:3]] == ["accepted", "rejected", "unreviewed"]
    assert "accepted" in words(rows[0].xpath(".//div[@class='number']")[0])
    assert "Reviewers differ: Rina: accepted; Budi: rejected." in words(rows[1])
    (comment,) = rows[2].xpath(".//div[@data-comment]")
    assert comment.xpath("./p[@class='text']")[0].text_content() == "<i>Left out?</i>"
    assert "Budi, 4 March 2026, 05:06 UTC" in words(comment)
    (folded,) = rows[3].xpath(".//details[@class='dismissed']")
    assert folded.get("open") is None
    assert "dismissed by Budi" in words(folded)
    assert "They had tea." in words(rows[7])
    assert "English by Rina" in words(rows[7])
    assert "2 of 9 rows reviewed by Rina, Budi." in words(found)


def test_nothing_on_the_report_can_be_acted_on(tmp_path: Path) -> None:
    found = page(tmp_path)
    assert not found.xpath("//div[@id='rows']//button | //div[@id='rows']//*[@contenteditable]")
    assert not found.xpath("//*[@data-finding]")


def test_rows_are_filtered_by_status_outlet_and_confidence(tmp_path: Path) -> None:
    found = page(tmp_path)
    boxes = {
        name: found.xpath(f"//input[@name='{name}']/@value")
        for name in ("status", "level", "outlet", "k", "s")
    }
    rows = found.xpath("//div[@id='rows']//div[@class='row']")
    assert set(boxes["status"]) == {row.get("data-status") for row in rows}
    assert set(boxes["level"]) == {row.get("data-level") for row in rows}
    departing = {name for row in rows for name in row.get("data-outlets").split()}
    assert departing <= set(boxes["outlet"])
    kinds = {pair.split(".")[0] for row in rows for pair in row.get("data-kinds").split()}
    assert kinds == set(boxes["k"])


def test_a_story_that_nobody_reviewed_looks_the_same_either_way(tmp_path: Path) -> None:
    desk = Desk(STORY, lambda row, _: row)
    one = write_report([STORY], tmp_path / "a")
    other = write_report([desk.reviewed()], tmp_path / "b")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]
    assert not page(tmp_path / "c", replace(STORY)).xpath("//input[@name='status']")
