"""Stories as files for CAT tools: what a unit says, whose text is left out, and the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from padan.export.cat_reading import read_units
from padan.export.filters import ChosenStory, Filter
from padan.export.outlet_files import Written
from padan.export.policy import Policy, TextPolicy
from padan.export.tmx_rows import write_tmx_folder
from padan.export.units import PROPS, CatUnit, Sides, named
from padan.export.validate import check
from padan.export.xliff import write_xliff_folder
from padan.judgements.state import Comment, ReviewedStory, RowReview
from padan.model import Status
from view.factories import ferry_story, story_saying, two_copies

FULL = Policy(TextPolicy.FULL)
AT = datetime(2025, 3, 7, tzinfo=UTC)


def story() -> ReviewedStory:
    compared = ferry_story()
    reviews = [RowReview() for _ in compared.rows]
    said = [
        Comment("1", "Budi", AT, "", "Which day?"),
        Comment("2", "Budi", AT, "", "Done with.", settled=True),
    ]
    reviews[1] = RowReview(Status.ACCEPTED, "Budi", comments=tuple(said))
    return ReviewedStory(compared, tuple(reviews))


def chosen(*stories: ReviewedStory, **wanted: object) -> list[ChosenStory]:
    return list(Filter(**wanted).cut(list(stories or [story()])))  # type: ignore[arg-type]


def write(form: str, stories: list[ChosenStory], folder: Path, policy: Policy = FULL) -> Written:
    folder.mkdir(parents=True)
    if form == "tmx":
        return write_tmx_folder(stories, folder, policy)
    return write_xliff_folder(stories, folder, policy, xliff=form)  # type: ignore[arg-type]


FORMS = ["tmx", "2.1", "1.2"]
ENDING = {"tmx": ".tmx", "2.1": ".xlf", "1.2": ".xlf"}


def units(path: Path) -> dict[str, CatUnit]:
    return {read.unit.id: read.unit for read in read_units(path)}


@pytest.mark.parametrize("form", FORMS)
def test_a_unit_says_all_that_is_known_of_its_row(form: str, tmp_path: Path) -> None:
    write(form, chosen(), tmp_path / "out")
    article = story().compared.story.articles[1]
    every = units(tmp_path / "out" / f"kabar-pelabuhan.id-en{ENDING[form]}")
    found = every[f"{article.id}.2"]
    assert found.source == article.sentences[2].text
    assert found.status is Status.ACCEPTED
    said = named(found)
    assert said.keys() <= PROPS.keys()
    assert (
        said
        | {
            "sides": "english",
            "outlet": "Kabar Pelabuhan",
            "url": "https://kabar.example/feri",
            "row": "2",
            "article": article.id,
            "sentences": "2",
            "consistency": "0.31",
            "confidence": "0.95",
            "status": "accepted",
            "by": "Budi",
            "findings": "number/major date/minor",
        }
        == said
    )
    assert "align=e5" in said["signature"]
    assert found.notes == (
        "Budi: Which day?",
        "Number (major): The source says 214 people, the retelling 241.",
        "Date (minor): The source says Tuesday, the retelling Wednesday.",
    )
    assert every[f"{article.id}.3"].notes == ()
    assert every[f"{article.id}.8"].notes[0] == "Doubtful: the date of the original is missing."
    assert "perhaps our error" in every[f"{article.id}.8"].notes[1]


@pytest.mark.parametrize("form", FORMS)
def test_there_is_a_file_for_each_outlet_and_each_pair_in_two_languages(
    form: str, tmp_path: Path
) -> None:
    written = write(form, chosen(), tmp_path / "out")
    names = {
        "kabar-pelabuhan.id-en": 8,
        "the-harbour-post--kabar-pelabuhan.en-id": 6,
        "the-harbour-post--kuestenblatt.en-de": 4,
    }
    if form != "tmx":  # a unit of TMX must have both sides
        names["kuestenblatt.de-en"] = 4
    assert written.files == {name + ENDING[form]: count for name, count in names.items()}
    assert written.empty == (4 if form == "tmx" else 0)
    for path in (tmp_path / "out").iterdir():
        assert list(check(path).problems) == []


@pytest.mark.parametrize("form", FORMS)
def test_no_unit_has_one_language_twice(form: str, tmp_path: Path) -> None:
    compared = two_copies()
    same = ReviewedStory(compared, tuple(RowReview() for _ in compared.rows))
    assert write(form, chosen(same), tmp_path / "out").files == {}


@pytest.mark.parametrize("form", FORMS)
def test_text_that_may_not_leave_is_left_out_and_counted(form: str, tmp_path: Path) -> None:
    # The source is CC BY, the retellings state no licence.
    written = write(form, chosen(), tmp_path / "out", Policy())
    assert written.files == {}
    assert written.withheld == 8 + 4 + 6 + 4
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
def test_findings_that_quote_a_source_that_may_not_leave_stay_away(
    form: str, tmp_path: Path
) -> None:
    reviewed = story()
    en, idn, de = reviewed.compared.story.articles
    bound = replace(en, licence="all rights reserved")
    told = replace(reviewed.compared.story, articles=(bound, replace(idn, licence="CC BY 4.0"), de))
    reviewed = replace(reviewed, compared=replace(reviewed.compared, story=told))
    written = write(form, chosen(reviewed), tmp_path / "out", Policy())
    assert list(written.files.values()) == [8]
    path = tmp_path / "out" / f"kabar-pelabuhan.id-en{ENDING[form]}"
    assert "214" not in path.read_text("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_equal_stories_give_equal_bytes(form: str, tmp_path: Path) -> None:
    for name in "ab":
        write(form, chosen(), tmp_path / name)
    files = [sorted((tmp_path / name).iterdir()) for name in "ab"]
    assert [p.name for p in files[0]] == [p.name for p in files[1]]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]


@pytest.mark.parametrize("form", FORMS)
def test_what_outlets_supply_cannot_break_a_file(form: str, tmp_path: Path) -> None:
    nasty = ']]>&<>"\x00\x0b\ufffe\U0001f6a2 \u202eterbalik ../../x'
    compared = story_saying(nasty, outlet=nasty)
    compared = replace(
        compared,
        story=replace(
            compared.story, articles=tuple(replace(a, lang="id") if a.lang == "und" else a
                                           for a in compared.story.articles)
        ),
    )  # fmt: skip
    reviewed = ReviewedStory(compared, tuple(RowReview() for _ in compared.rows))
    written = write(form, chosen(reviewed), tmp_path / "out")
    assert len(written.files) == len(Sides)
    for path in (tmp_path / "out").iterdir():
        assert list(check(path).problems) == []
        assert len(units(path)) == 1
