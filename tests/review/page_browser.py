"""A real browser before a real server, for the tests of the review page."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from page_stories import keep
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from padan.model import ComparedStory

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
PATIENCE = 15_000
"""Milliseconds that a test waits for what must come; far more than it takes."""


class Served:
    """A store with stories, and a server before it that can be killed and started again."""

    def __init__(self, folder: Path, *stories: ComparedStory) -> None:
        self.store = str(folder / "review.db")
        self.stories = [compared.story.id for compared in stories]
        keep(self.store, *stories)
        self.port = _free_port()
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def story(self, number: int = 0, **query: str) -> str:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return f"{self.url}/story/{self.stories[number]}?{asked}"

    def start(self) -> None:
        command = [sys.executable, "-m", "padan", "review", "--store", self.store]
        command += ["--port", str(self.port), "--no-browser"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self._process.poll() is None, self._log.read_text()
                time.sleep(0.1)
        raise AssertionError(self._log.read_text())

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "please install chromium (scripts/find_chromium.sh)"
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@contextmanager
def serving(folder: Path, *stories: ComparedStory) -> Iterator[Served]:
    """A store in `folder` with these stories, served until the end."""
    served = Served(folder, *stories)
    try:
        yield served
    finally:
        served.kill()


class Desk:
    """A reviewer before a page: presses keys, and reads what stands there."""

    def __init__(self, browser: Browser, url: str, name: str, **options: Any) -> None:
        size = {"width": 1280, "height": 800}
        self.context = browser.new_context(viewport=size, **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        self.page.goto(url)
        self.ready()
        if name:
            self.page.keyboard.type(name)
            self.press("Enter")
            self.page.wait_for_selector("#d-reviewer:not([open])", state="attached")

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def ready(self) -> None:
        self.page.wait_for_selector("body[data-ready]")
        self.page.wait_for_selector("#loading", state="hidden")

    def reload(self) -> None:
        self.page.reload()
        self.ready()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to_rows(self) -> None:
        """By the keys that lead from a fresh page to its rows."""
        if self.at() is None:
            self.press("Escape")
        assert self.at() is not None

    def go(self, row: int) -> None:
        """By arrows to the row with this number."""
        now = self.at()
        assert now is not None
        for _ in range(abs(row - now[0])):
            self.press("ArrowDown" if row > now[0] else "ArrowUp")
        assert self.at()[0] == row  # type: ignore[index]

    def at(self) -> tuple[int, int] | None:
        """Number of the row and place of the cell that has the focus."""
        found = self.page.evaluate(
            """() => {
              const cell = document.activeElement.closest("#rows .cell");
              const row = cell?.closest(".row");
              return cell && [Number(row.dataset.number), Number(cell.dataset.col)];
            }"""
        )
        return tuple(found) if found else None

    def row(self, number: int) -> Locator:
        return self.page.locator(f'#rows .row[data-number="{number}"]')

    def keys(self) -> list[str]:
        return self.page.evaluate(
            "() => Array.from(document.querySelectorAll('#rows > .row'), (row) => row.dataset.key)"
        )

    def state(self) -> list[dict[str, Any]]:
        """Every row on the page: key, status, English, comments, decisions."""
        return self.page.evaluate(
            """() => {
              const each = (within, selector, told) =>
                Array.from(within.querySelectorAll(selector), told);
              return each(document, "#rows > .row", (row) => ({
                key: row.dataset.key, status: row.dataset.status,
                english: each(row, ".english", ({ dataset, children }) =>
                  [dataset.article, Number(dataset.i), [...children].at(-1).textContent]),
                comments: each(row, ".comment .text", (line) => line.textContent),
                decisions: each(row, ".finding", (finding) => finding.dataset.decision),
              }));
            }"""
        )

    def saved(self) -> None:
        """Wait until all acts have been answered."""
        self.page.wait_for_selector('#saved[data-state="saved"]')
        self.page.wait_for_function(
            "() => !Object.keys(localStorage).some((name) => name.startsWith('padan.act.'))"
        )

    def told(self) -> str:
        return self.page.locator("#told").text_content() or ""

    def reviewed(self) -> dict[str, int]:
        """How many rows have each status."""
        counts: dict[str, int] = {}
        for row in self.state():
            counts[row["status"]] = counts.get(row["status"], 0) + 1
        return counts

    def close(self) -> None:
        assert not self.faults, json.dumps(self.faults)
        self.context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Callable[..., Desk]]:
    opened: list[Desk] = []

    def open_at(url: str, name: str = "Ani", **options: Any) -> Desk:
        opened.append(Desk(browser, url, name, **options))
        return opened[-1]

    yield open_at
    for each in opened:
        each.close()
