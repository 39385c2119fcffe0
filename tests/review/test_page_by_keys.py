"""A story of sixty rows reviewed from first to last by keys alone, as the log replays it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from page_browser import Desk, Served, browser, desk, serving  # noqa: F401
from page_stories import buoy_story

from padan.judgements.places import place_key, place_of
from padan.judgements.state import Decision, ReviewedStory
from padan.store import Store

ROWS = 60


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(
        tmp_path_factory.mktemp("keys"), buoy_story(ROWS, 3), buoy_story(30, 3)
    ) as started:
        yield started


def replayed(served: Served) -> ReviewedStory:
    with Store(served.store) as store:
        return store.reviewed(served.stories[0])


def as_on_the_page(story: ReviewedStory) -> list[dict[str, Any]]:
    told = []
    for row, review in zip(story.compared.rows, story.reviews, strict=True):
        english = story.compared.english
        told.append(
            {
                "key": place_key(place_of(row)),
                "status": review.status.value,
                "english": [
                    [cell.article, i, english[cell.article][i].text]
                    for cell in row.cells
                    for i in cell.sentences
                    if cell.article in english
                ],
                "comments": [comment.text for comment in review.comments],
                "dismissed": sum(f.decision is Decision.DISMISSED for f in review.findings),
            }
        )
    return told


def on_the_page(at: Desk) -> list[dict[str, Any]]:
    rows = at.state()
    for row in rows:
        row["dismissed"] = row.pop("decisions").count("dismissed")
    return rows


def work_through(at: Desk) -> None:
    """Every kind of act on the way from the first row to the last."""
    at.press("Control+Enter", "a")
    at.press("r", "ArrowDown", "x", "ArrowDown")
    assert at.at() == (5, 0)
    at.press("n")
    at.page.keyboard.type("Is this the same buoy?")
    at.press("Control+Enter")
    at.press("m", "ArrowRight", "]", "]", "s")
    at.press("Shift+m")
    at.press("Control+ArrowDown", "u")
    at.go(10)
    at.press("ArrowRight", "Space", "ArrowDown", "ArrowDown", "ArrowDown", "Space")
    at.press("t")
    at.go(20)
    at.press("e", "Control+a")
    at.page.keyboard.type("Buoy nineteen drifted by.")
    at.press("Enter")
    at.press("w", "i", "ArrowDown", "b")


def accept_all_that_is_left(at: Desk, most: int = 100) -> None:
    at.press("j")
    for _ in range(most):
        if not at.page.locator('#rows .row[data-status="unreviewed"]').count():
            return
        at.press("a")


def test_sixty_rows_by_keys_alone_end_as_the_log_replays_them(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(0))
    at.to_rows()
    work_through(at)
    at.saved()
    before = on_the_page(at)
    assert before == as_on_the_page(replayed(served))
    assert any(row["dismissed"] for row in before)
    assert any(row["comments"] for row in before)
    assert any("nineteen" in line[2] for row in before for line in row["english"])
    assert len({len(row["key"].split(",")) for row in before}) > 1

    at.press(*["Control+z"] * 4)
    at.saved()
    undone = on_the_page(at)
    assert undone != before
    assert undone == as_on_the_page(replayed(served))
    at.reload()
    assert on_the_page(at) == undone
    at.to_rows()
    at.press(*["Control+y"] * 4)
    at.saved()
    assert on_the_page(at) == before

    accept_all_that_is_left(at)
    at.saved()
    assert "unreviewed" not in at.reviewed()
    assert on_the_page(at) == as_on_the_page(replayed(served))
    at.reload()
    assert on_the_page(at) == as_on_the_page(replayed(served))


def test_all_acts_are_undone_to_the_first_and_redone_to_the_last(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    first = on_the_page(at)
    at.to_rows()
    work_through(at)
    at.saved()
    last = on_the_page(at)
    with Store(served.store) as store:
        acts = len(store.reviewing(served.stories[1]).judgements())
    at.press(*["Control+z"] * acts)
    at.saved()
    assert on_the_page(at) == first
    at.press(*["Control+y"] * acts)
    at.saved()
    assert on_the_page(at) == last
