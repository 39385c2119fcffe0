"""The pages work for everyone: axe-core finds nothing grave, keys can be changed and silenced."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent))

from page_browser import Desk, Served, browser, desk, serving  # noqa: F401
from page_stories import buoy_story

from view.factories import ferry_story

AXE = sorted((Path(__file__).parents[2] / ".venv/axe").glob("axe-*.js"))
GRAVE = {"serious", "critical"}
DIALOGS = ("help", "columns", "comment", "finding-add", "concordance", "history", "conflicts")
ASKED = "() => axe.run(document, { resultTypes: ['violations'] })"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("access"), ferry_story(), buoy_story(30, 4)) as started:
        yield started


def faults(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE[-1].read_text("utf-8"))
    found = page.evaluate(ASKED)["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]


@pytest.mark.skipif(not AXE, reason="axe-core is not there: run scripts/get_axe.sh")
@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_grave_fault(
    served: Served,
    browser: Browser,  # noqa: F811
    desk: Callable[..., Desk],  # noqa: F811
    scheme: str,
    lang: str,
) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "bypass_csp": True}
    index = browser.new_context(**options)
    page = index.new_page()
    page.goto(f"{served.url}/?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    assert faults(page) == []
    index.close()
    at = desk(served.story(0, lang=lang), **options)
    at.to_rows()
    at.press("r", "ArrowDown", "x", "ArrowDown", "a", "y", "f")
    at.saved()
    assert faults(at.page) == []
    if (scheme, lang) in (("light", "en"), ("dark", "id")):
        dialogs_have_no_grave_fault(at)


def dialogs_have_no_grave_fault(at: Desk) -> None:
    at.to_rows()
    for command in DIALOGS:
        at.page.evaluate(
            "(name) => document.querySelector(`#d-help [data-name=${name}] .run`).click()", command
        )
        at.page.wait_for_selector("dialog[open]")
        assert faults(at.page) == [], command
        at.press("Escape")
        at.page.wait_for_function("() => !document.querySelector('dialog[open]')")
        at.page.wait_for_timeout(50)
        at.go(2)


@pytest.mark.skipif(not AXE, reason="axe-core is not there: run scripts/get_axe.sh")
def test_the_check_sees_a_fault(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(0), bypass_csp=True)
    at.page.evaluate(
        "() => document.querySelector('main').append(document.createElement('button'))"
    )
    assert any(line.startswith("button-name") for line in faults(at.page))


def test_single_letter_keys_can_be_switched_off(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    at.to_rows()
    at.press("?")
    at.page.get_by_label("Listen to keys without Ctrl or Alt").uncheck()
    at.press("Escape")
    before = at.reviewed()
    for key in "axrcmnstbljk":
        at.press(key)
    at.press("Shift+a")
    at.page.wait_for_timeout(100)
    assert at.reviewed() == before
    assert at.at() == (1, 0)
    at.press("Control+Enter")
    assert at.reviewed()["accepted"] == before.get("accepted", 0) + 1
    at.saved()
    at.press("F1")
    at.page.get_by_label("Listen to keys without Ctrl or Alt").check()
    at.press("Escape", "Control+z")
    at.saved()


def test_a_key_is_changed_and_a_conflict_is_told(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    at.to_rows()

    def rebind(command: str, key: str) -> str:
        at.press("?")
        at.page.locator(f"#d-help [data-name={command}] .rebind").click()
        at.press(key)
        told = at.page.locator("#d-help [data-told]").text_content() or ""
        at.press("Escape")
        return told

    assert "Merge with the next row" in rebind("reject", "m")
    assert "Delete is kept" in rebind("reject", "Delete")
    rebind("reject", "q")
    before = at.reviewed()
    at.press("x")
    assert at.reviewed() == before
    at.press("q")
    assert at.reviewed()["rejected"] == before.get("rejected", 0) + 1
    at.saved()
    at.reload()
    at.to_rows()
    at.press("ArrowDown", "q")
    at.saved()
    assert at.reviewed()["rejected"] == before.get("rejected", 0) + 2


def test_tab_leaves_the_rows_and_comes_back_to_the_same_cell(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    at.to_rows()
    at.press("ArrowDown", "ArrowDown", "ArrowRight")
    assert at.at() == (3, 1)
    at.press("Tab")
    assert at.at() is None
    at.press("Shift+Tab")
    assert at.at() == (3, 1)
    for key in ("Backspace", "Delete"):
        at.press(key)
    assert at.page.locator("#told").is_hidden()


def test_columns_hidden_moved_and_pinned_are_remembered(
    served: Served,
    desk: Callable[..., Desk],  # noqa: F811
) -> None:
    at = desk(served.story(1))
    at.to_rows()
    heads = "#grid .head .cell:not([hidden])"

    def labels() -> list[str]:
        return at.page.locator(heads).evaluate_all("(all) => all.map((e) => e.dataset.label)")

    first = labels()
    at.press("Alt+c")
    at.page.get_by_label(f"{first[2]}: shown").uncheck()
    at.page.get_by_label(f"{first[3]}: further to the left").click()
    at.page.get_by_label(f"{first[3]}: further to the left").click()
    at.press("Escape")
    assert labels() == [first[0], first[3], first[1]]
    at.reload()
    assert labels() == [first[0], first[3], first[1]]
    shown = at.page.locator('#rows .row[data-number="30"] .cell:not([hidden])')
    articles = at.page.locator(heads).evaluate_all("(all) => all.map((e) => e.dataset.article)")
    assert shown.evaluate_all("(all) => all.map((e) => e.dataset.article)") == articles
