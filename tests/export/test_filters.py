"""A filter leaves exactly the rows and cells that were asked for."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padan.errors import InputError
from padan.export.filters import Filter
from padan.judgements.state import ReviewedStory, RowReview
from padan.model import ComparedStory, Kind, Status
from view.factories import ferry_story, long_story

FERRY = ferry_story()
EN, IDN, DE = (article.id for article in FERRY.story.articles)


def reviewed(compared: ComparedStory, **statuses: Status) -> ReviewedStory:
    """Unreviewed but for the rows named `row3=…`."""
    reviews = [
        RowReview(statuses.get(f"row{row.index}", Status.UNREVIEWED)) for row in compared.rows
    ]
    return ReviewedStory(compared, tuple(reviews))


STORY = reviewed(FERRY)


def left(chosen: Filter, *stories: ReviewedStory) -> dict[int, list[str]]:
    """Row number -> articles of the cells that are left."""
    return {
        row.row.index: [cell.article for cell in row.cells]
        for story in chosen.cut(stories or [STORY])
        for row in story.rows
    }


def test_the_filter_as_made_takes_everything() -> None:
    (chosen,) = Filter().cut([STORY])
    assert chosen.story is STORY
    assert [row.row for row in chosen.rows] == list(FERRY.rows)
    assert all(row.cells == row.row.cells for row in chosen.rows)


def test_status_is_asked_of_the_row() -> None:
    story = reviewed(FERRY, row1=Status.ACCEPTED, row4=Status.REJECTED)
    assert list(left(Filter(statuses=frozenset({Status.ACCEPTED})), story)) == [1]
    both = frozenset({Status.ACCEPTED, Status.REJECTED})
    assert list(left(Filter(statuses=both), story)) == [1, 4]
    assert not left(Filter(statuses=frozenset({Status.SECOND_LOOK})), story)


def test_confidence_is_asked_of_the_row_and_of_the_cell() -> None:
    assert 5 not in left(Filter(min_confidence=0.5))
    first = FERRY.rows[0]
    unsure = replace(first.cells[1], confidence=0.3)
    row = replace(first, cells=(first.cells[0], unsure, first.cells[2]))
    story = reviewed(replace(FERRY, rows=(row, *FERRY.rows[1:])))
    assert left(Filter(min_confidence=0.5), story)[0] == [EN, DE]


def test_consistency_leaves_the_cells_in_the_range_and_none_without_one() -> None:
    assert left(Filter(max_consistency=0.42)) == {1: [EN, IDN], 3: [EN, IDN], 4: [EN, IDN]}
    assert left(Filter(min_consistency=0.95)) == {0: [EN, DE], 1: [EN, DE]}


def test_kinds_leave_the_cells_with_such_a_finding() -> None:
    assert left(Filter(kinds=frozenset({Kind.NUMBER, Kind.NAME}))) == {1: [EN, IDN], 3: [EN, IDN]}


def test_an_outlet_is_named_in_any_case_and_the_reference_stays() -> None:
    rows = left(Filter(outlets=("KABAR pelabuhan",)))
    assert all(articles == [EN, IDN] for articles in rows.values())
    assert 6 in rows, "what only this outlet says"
    assert not left(Filter(outlets=("Kabar",))), "a name is a whole name"


def test_languages_take_their_regions_in() -> None:
    german = replace(FERRY.story.articles[2], lang="de-AT")
    story = replace(FERRY.story, articles=(*FERRY.story.articles[:2], german))
    rows = left(Filter(langs=frozenset({"de"})), reviewed(replace(FERRY, story=story)))
    assert rows[0] == [EN, DE]
    assert 6 not in rows, "neither the source nor the German text says anything there"


def test_dates_include_both_ends_and_leave_out_what_has_none() -> None:
    day = date(2025, 3, 6)
    for chosen in (Filter(since=day), Filter(until=day), Filter(since=day, until=day)):
        assert left(chosen)[0] == [EN, IDN]
    assert not left(Filter(since=date(2025, 3, 7)))
    assert not left(Filter(until=date(2025, 3, 5)))


def test_a_story_is_named_by_the_beginning_of_its_id_or_words_of_its_title() -> None:
    other = reviewed(long_story(2, 2))
    for name in (FERRY.story.id, FERRY.story.id[:6], "AGROUND off"):
        (chosen,) = Filter(stories=(name,)).cut([other, STORY])
        assert chosen.story is STORY
    assert not list(Filter(stories=("nowhere",)).cut([STORY]))


def test_without_a_reference_every_article_is_asked() -> None:
    alone = replace(FERRY, story=replace(FERRY.story, reference=None))
    assert left(Filter(langs=frozenset({"id"})), reviewed(alone))[0] == [IDN]


def test_a_limit_is_the_first_rows_and_reads_no_further() -> None:
    def stories():
        yield STORY
        yield reviewed(long_story(5, 2))
        raise AssertionError("read on")

    chosen = list(Filter(limit=11).cut(stories()))
    assert [len(story.rows) for story in chosen] == [9, 2]
    assert not list(Filter(limit=0).cut([STORY]))


@settings(max_examples=25)
@given(st.integers(0, 12), st.integers(), st.permutations([3, 5, 7]))
def test_a_sample_depends_on_its_seed_and_on_no_order(limit: int, seed: int, order) -> None:
    stories = [reviewed(long_story(size, 2)) for size in order]

    def drawn(from_stories):
        return {
            (chosen.story.compared.story.id, row.place)
            for chosen in Filter(limit=limit, seed=seed).cut(from_stories)
            for row in chosen.rows
        }

    sample = drawn(stories)
    assert len(sample) == limit
    assert sample == drawn(stories[::-1])


def test_samples_of_different_seeds_differ_and_a_larger_one_holds_the_smaller() -> None:
    stories = [reviewed(long_story(40, 2))]

    def drawn(limit: int, seed: int) -> set[str]:
        chosen = Filter(limit=limit, seed=seed).cut(stories)
        return {row.place for story in chosen for row in story.rows}

    assert drawn(10, 1) != drawn(10, 2)
    assert drawn(10, 1) < drawn(20, 1)


def test_a_sample_of_what_can_be_read_once_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        list(Filter(limit=1, seed=1).cut(iter([STORY])))


def test_the_place_of_a_row_does_not_depend_on_the_filter() -> None:
    def places(chosen: Filter) -> dict[int, str]:
        return {row.row.index: row.place for story in chosen.cut([STORY]) for row in story.rows}

    whole, some = places(Filter()), places(Filter(outlets=("Kabar Pelabuhan",)))
    assert some.items() <= whole.items()


def test_ranges_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match="is after"):
        Filter(since=date(2025, 2, 1), until=date(2025, 1, 1))
    with pytest.raises(InputError, match="above"):
        Filter(min_consistency=0.9, max_consistency=0.1)
