"""What is on the page besides the way from row to row: filters, bulk, findings, search, hostile
text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from page_browser import Desk, Served, browser, desk, serving  # noqa: F401
from page_stories import buoy_story

from padan.judgements import ReviewedStory
from padan.store import Store
from view.factories import ferry_story

HOSTILE = '</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2">'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    stories = [buoy_story(30, 3), ferry_story(), buoy_story(9, 3), buoy_story(8, 3, HOSTILE)]
    with serving(tmp_path_factory.mktemp("work"), *stories) as started:
        yield started


def reviewed(served: Served, number: int) -> ReviewedStory:
    with Store(served.store) as store:
        return store.reviewed(served.stories[number])


def test_all_rows_of_a_filter_are_accepted_in_one_act_and_one_undo(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(0))
    at.page.locator("#filters [name=severity]").select_option("critical")
    shown = at.page.locator("#rows .row:not([hidden])").count()
    assert 0 < shown < 30
    assert f"{shown} of 30" in (at.page.locator("#shown").text_content() or "")
    at.to_rows()
    at.press("Shift+a")
    at.page.locator("#d-bulk .main").click()
    at.saved()
    assert at.reviewed() == {"accepted": shown, "unreviewed": 30 - shown}
    at.to_rows()
    at.press("Control+z")
    at.saved()
    assert at.reviewed() == {"unreviewed": 30}


def test_the_filters_leave_what_fits(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(0))

    def shown(name: str, value: str) -> list[str]:
        at.page.locator(f"#filters [name={name}]").select_option(value)
        rows = at.page.locator("#rows .row:not([hidden])")
        numbers: list[str] = rows.evaluate_all("(all) => all.map((e) => e.dataset.number)")
        at.page.locator("#filters [type=reset]").click()
        at.page.wait_for_function("() => !document.querySelector('#rows .row[hidden]')")
        return numbers

    assert shown("confidence", "low") == ["5", "10", "15", "20", "25", "30"]
    story = reviewed(served, 0).compared
    kinds = [
        str(row.index + 1)
        for row in story.rows
        if any(
            f.kind.value == "date"
            for c in row.cells
            for f in (c.comparison.findings if c.comparison else ())
        )
    ]
    assert shown("kind", "date") == kinds
    assert shown("status", "accepted") == []
    at.page.locator("#find").fill("(Muara|Teluk) [BS]")
    at.page.locator("#filters [name=regex]").check()
    at.page.wait_for_function(
        "() => document.querySelectorAll('#rows .row:not([hidden])').length === 15"
    )
    at.page.locator("#find").fill("(")
    at.page.wait_for_selector("#told:not([hidden])")


def test_a_finding_is_added_by_picking_words_with_keys(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(2))
    at.to_rows()
    at.press("ArrowRight", "p")
    at.page.locator("#d-add [data-side=retelling] [tabindex='0']").focus()
    at.press("ArrowRight", "ArrowRight", "Space", "Shift+ArrowRight")
    at.page.locator("#d-add [name=reason]").fill("It did not drift.")
    at.page.locator("#d-add [name=kind]").select_option("modality")
    at.press("Control+Enter")
    at.saved()
    found = [
        each.finding for each in reviewed(served, 2).reviews[0].findings if each.added_by == "Ani"
    ]
    (added,) = found
    told = reviewed(served, 2).compared.story.articles[1].text
    assert added.retelling is not None
    assert told[added.retelling.start : added.retelling.end] == "hanyut melewati"
    assert (added.kind.value, added.reason) == ("modality", "It did not drift.")
    at.page.wait_for_selector('#rows .row[data-number="1"] .finding >> text=It did not drift.')


def test_a_finding_is_changed_dismissed_and_opened_again(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    at.to_rows()
    at.go(2)
    at.press("f", "Enter")
    at.page.locator("#d-change [name=severity]").select_option("minor")
    at.press("Control+Enter")
    at.saved()
    first = reviewed(served, 1).reviews[1].findings[0]
    assert first.finding.severity.value == "minor"
    assert first.original is not None
    at.press("Escape", "i")
    at.saved()
    decisions = [f.decision.value for f in reviewed(served, 1).reviews[1].findings]
    assert decisions.count("dismissed") == 1
    at.press("Control+z", "Control+z")
    at.saved()
    assert {f.decision.value for f in reviewed(served, 1).reviews[1].findings} == {"open"}
    assert reviewed(served, 1).reviews[1].findings[0].original is None


def test_history_agreement_and_concordance_answer(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    ani = desk(served.story(2))
    ani.to_rows()
    ani.press("ArrowDown", "a")
    ani.saved()
    budi = desk(served.story(2), "Budi")
    budi.to_rows()
    budi.press("ArrowDown", "x", "h")
    budi.page.wait_for_selector("#d-history td >> text=Ani")
    budi.press("Escape")
    budi.saved()
    budi.page.get_by_role("button", name="Agreement").click()
    budi.page.wait_for_selector("#d-agreement dd >> text=Ani, Budi")
    budi.press("Escape")
    budi.to_rows()
    budi.press("Control+k")
    budi.page.keyboard.type("coast guard")
    budi.press("Enter")
    budi.page.wait_for_selector("#d-concordance .hits mark >> text=coast guard")


def test_script_in_an_article_and_in_a_comment_does_not_run(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(3))
    at.to_rows()
    assert HOSTILE in (at.row(1).text_content() or "")
    at.press("n")
    at.page.keyboard.insert_text(HOSTILE)
    at.press("Control+Enter")
    at.saved()
    at.press("h")
    at.page.wait_for_selector("#d-history td >> text=onerror")
    at.press("Escape", "m", "s")
    at.press("p", "Escape")
    at.saved()
    at.reload()
    assert HOSTILE in (at.page.locator(".comment .text").first.text_content() or "")
    assert at.page.evaluate("() => window.ran") is None
    assert at.page.locator("#rows img, #rows script").count() == 0
