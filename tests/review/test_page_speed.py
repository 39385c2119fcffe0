"""Two thousand rows of four texts: how soon they are there, how soon a key is painted."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from page_browser import Desk, Served, browser, desk, serving  # noqa: F401
from page_stories import buoy_story

FIRST_VIEW = 1_000
"""Milliseconds until the first rows are painted and take keys, on a machine of its own."""
PAINTED = 100
"""Milliseconds from a key to what it changed on the screen, at the median."""
SLACK = 3
"""For machines that do other things at the same time."""

WATCH = """() => {
  window.painted = [];
  addEventListener("keydown", (event) => {
    const pressed = event.timeStamp;
    const seen = () => painted.push(performance.now() - pressed);
    requestAnimationFrame(() => requestAnimationFrame(seen));
  }, true);
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("speed"), buoy_story(2_000, 4)) as started:
        yield started


@pytest.mark.slow
def test_two_thousand_rows_are_there_at_once_and_keys_are_painted_at_once(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = desk(served.story())
    cold = at.page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    at.page.reload()
    at.page.wait_for_selector("body[data-ready]")
    first = at.page.evaluate(
        """() => Math.max(performance.getEntriesByName("ready")[0].startTime,
        performance.getEntriesByName("first-contentful-paint")[0].startTime)"""
    )
    assert at.page.locator("#rows > .row").count() >= 40
    at.page.wait_for_selector("#loading", state="hidden", timeout=60_000)
    whole = at.page.evaluate("performance.now()")
    assert len(at.keys()) == 2_000
    at.to_rows()
    figures = {}
    at.page.evaluate(WATCH)
    for name, keys in {
        "arrows": ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "PageDown"] * 2,
        "accept": ["a"] * 12,
        "merge and split": ["m", "]", "]", "s"] * 3,
        "end and back": ["Control+End", "a", "Control+Home", "j"] * 2,
    }.items():
        at.page.evaluate("() => { painted.length = 0; }")
        for key in keys:
            at.press(key)
            at.page.wait_for_timeout(20)
        at.page.wait_for_timeout(200)
        figures[name] = statistics.median(at.page.evaluate("painted"))
    at.saved()
    told = ", ".join(f"{name} {figure:.0f}" for name, figure in figures.items())
    with capsys.disabled():
        print(  # noqa: T201
            f"\n2,000 rows x 4: first view {first:.0f} ms (server just started: {cold:.0f}), "
            f"all rows {whole:.0f} ms; key to paint, medians in ms: {told}"
        )
    assert first < FIRST_VIEW * SLACK
    assert max(figures.values()) < PAINTED * SLACK
