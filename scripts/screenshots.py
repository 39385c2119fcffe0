"""Makes pictures of the review pages, at two widths, light and dark: `screenshots.py STORE FOLDER`.

The store is one that `padan run` made. Needs playwright and chromium (`make test` installs them).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SIZES = ((1280, 800), (1920, 1080))
SCHEMES = ("light", "dark")
LANGUAGE = "en"


@contextmanager
def served(store: str) -> Iterator[str]:
    """The address of a review server on the store."""
    command = [sys.executable, "-m", "padan", "review", "--store", store, "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield line.split()[-1].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def story_page(page: Page, address: str) -> None:
    """A story with some rows judged and a finding at hand."""
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    if page.locator("#d-reviewer[open]").count():
        page.keyboard.type("Ani")
        page.keyboard.press("Enter")
    page.wait_for_selector("#loading", state="hidden")
    page.keyboard.press("Escape")
    for key in ("a", "a", "r", "ArrowDown", "x", "ArrowDown", "ArrowRight", "w"):
        page.keyboard.press(key)
    page.wait_for_selector('#saved[data-state="saved"]')
    page.wait_for_timeout(400)


def pictures(browser: Browser, url: str, folder: Path) -> None:
    """All pictures, into the folder."""
    for width, height in SIZES:
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            page.goto(f"{url}/?lang={LANGUAGE}")
            name = f"{width}-{scheme}"
            page.screenshot(path=folder / f"index-{name}.png")
            story = page.locator("table a").first.get_attribute("href") or "/"
            story_page(page, url + story)
            page.screenshot(path=folder / f"story-{name}.png")
            for key, dialog in (("?", "help"), ("p", "add"), ("Alt+c", "columns")):
                page.keyboard.press(key)
                page.wait_for_timeout(200)
                page.screenshot(path=folder / f"{dialog}-{name}.png")
                page.keyboard.press("Escape")
            for _ in range(9):
                page.keyboard.press("Control+z")  # the store stays as it was, but for its log
            page.wait_for_timeout(500)
            context.close()


def main() -> int:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("store")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or not Path(given.store).is_file():
        print("needs chromium, and a store made by `padan run`", file=sys.stderr)
        return 2
    given.folder.mkdir(parents=True, exist_ok=True)
    with served(given.store) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pictures(browser, url, given.folder)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
