"""Two reviewers on one story, and a server that goes away."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from page_browser import Desk, Served, browser, desk, serving  # noqa: F401
from page_stories import buoy_story

from padan.store import Store

STORIES = [
    buoy_story(20, 3),
    buoy_story(14, 3),
    buoy_story(6, 3),
    buoy_story(7, 3),
    buoy_story(12, 3),
    buoy_story(9, 2),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("together"), *STORIES) as started:
        yield started


def judgements(served: Served, number: int) -> list[tuple[str, str]]:
    with Store(served.store) as store:
        return [
            (j.reviewer, j.act.value) for j in store.reviewing(served.stories[number]).judgements()
        ]


def test_two_reviewers_see_what_the_other_does_and_stay_where_they_are(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    ani, budi = desk(served.story(0), "Ani"), desk(served.story(0), "Budi")
    for at in (ani, budi):
        at.to_rows()
    budi.go(12)
    top = budi.page.evaluate("() => document.activeElement.getBoundingClientRect().top")
    ani.press("a", "m")
    budi.page.wait_for_selector('#rows .row[data-status="accepted"]')
    budi.page.wait_for_function("() => document.querySelectorAll('#rows > .row').length === 19")
    assert budi.at() == (11, 0), "the same row, which is now the eleventh"
    moved = budi.page.evaluate("() => document.activeElement.getBoundingClientRect().top")
    assert abs(moved - top) < 3, "what they look at has not moved"
    budi.press("x")
    ani.page.wait_for_selector('#rows .row[data-number="11"][data-status="rejected"]')
    assert ani.at() == (2, 0)
    for at in (ani, budi):
        at.saved()
    assert ani.keys() == budi.keys()


def test_an_act_on_what_has_changed_is_refused_kept_and_tried_again(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    ani, budi = desk(served.story(1), "Ani"), desk(served.story(1), "Budi")
    budi.context.route("**/changes?*", lambda route: route.abort())
    budi.reload()
    ani.to_rows()
    budi.to_rows()
    ani.press("m")
    ani.saved()
    budi.press("ArrowDown", "a", "r")
    budi.page.wait_for_selector("#conflicts:not([hidden])")
    budi.saved()
    assert budi.keys() == ani.keys(), "what the other did stands"
    assert "accepted" not in budi.reviewed()
    assert ("Ani", "merge") in judgements(served, 1)
    assert ("Budi", "accept") not in judgements(served, 1)
    budi.press("Shift+h")
    refused = budi.page.locator("#d-conflicts [data-refused] tr")
    assert refused.count() >= 1
    refused.first.get_by_role("button").first.click()
    budi.page.wait_for_function(
        "() => document.querySelectorAll('#d-conflicts [data-refused] tr').length > 0"
    )
    while refused.count():
        refused.first.get_by_role("button").last.click()
    budi.press("Escape")
    budi.page.wait_for_selector("#conflicts", state="hidden")


def test_a_row_in_which_someone_writes_is_not_swapped_underneath(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    ani, budi = desk(served.story(2), "Ani"), desk(served.story(2), "Budi")
    ani.to_rows()
    ani.press("ArrowRight", "e")
    ani.page.keyboard.type("A draft")
    budi.to_rows()
    budi.press("r")
    ani.page.wait_for_selector(".changed-by")
    assert ani.page.locator("textarea.editing").input_value() == "A draft"
    ani.press("Enter")
    ani.saved()
    ani.page.wait_for_selector('#rows .row[data-number="1"][data-status="second-look"]')
    assert ani.row(1).locator(".en").first.text_content() == "A draft"
    assert ani.at() == (1, 1)


def test_a_draft_of_english_outlives_the_page(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(3))
    at.to_rows()
    at.press("ArrowRight", "e")
    at.page.keyboard.type("Half a sentence")
    at.reload()
    at.to_rows()
    at.press("ArrowRight", "e")
    assert at.page.locator("textarea.editing").input_value() == "Half a sentence"


def test_acts_done_while_the_server_is_gone_arrive_once_when_it_is_back(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(4))
    at.to_rows()
    at.press("a")
    at.saved()
    served.kill()
    at.press("a", "m", "x", "ArrowDown", "r")
    at.page.wait_for_selector('#saved[data-state="offline"]')
    assert "4" in (at.page.locator("#saved").text_content() or "")
    assert at.reviewed() == {"accepted": 2, "rejected": 1, "second-look": 1, "unreviewed": 7}
    served.start()
    at.page.wait_for_selector('#saved[data-state="saved"]', timeout=30_000)
    at.saved()
    assert judgements(served, 4) == [
        ("Ani", act) for act in ("accept", "accept", "merge", "reject", "second-look")
    ]
    assert at.reviewed() == {"accepted": 2, "rejected": 1, "second-look": 1, "unreviewed": 7}


def test_acts_of_a_page_that_was_closed_too_soon_are_sent_by_the_next_one(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(5))
    at.to_rows()
    served.kill()
    at.press("a", "a")
    at.page.wait_for_selector('#saved[data-state="offline"]')
    at.page.close()
    served.start()
    at.page = at.context.new_page()
    at.page.goto(served.story(5))
    at.ready()
    at.saved()
    assert judgements(served, 5) == [("Ani", "accept")] * 2
    assert at.reviewed()["accepted"] == 2
