"""A store with stories made by hand, and the review server on it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from padan.model import ComparedStory
from padan.store import Store
from view.factories import ferry_story

HEADERS = {"X-Padan": "review"}


def fill(path: Path, *stories: ComparedStory) -> str:
    """A store with these stories; gives its address."""
    with Store(str(path)) as store:
        for story in stories:
            store.add_articles(story.story.articles)
            store.stories[story.story.id] = story
    return str(path)


@dataclass
class Server:
    """A review server in a process of its own."""

    url: str
    store: str
    process: subprocess.Popen[str]

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=HEADERS | headers, timeout=30)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


def start(store: str, *options: str, port: int | None = None) -> Server:
    port = port or free_port()
    command = [
        sys.executable,
        *("-m", "padan", "review", "--store", store, "--no-browser", "--port", str(port)),
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        assert process.stderr
        raise AssertionError(process.stderr.read())
    return Server(f"http://127.0.0.1:{port}", store, process)


def end(server: Server) -> None:
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGINT)
        server.process.wait(15)
    for stream in (server.process.stdout, server.process.stderr):
        if stream:
            stream.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return fill(tmp_path_factory.mktemp("review") / "ferry.db", ferry_story())


@pytest.fixture(scope="module")
def server(store: str) -> Iterator[Server]:
    running = start(store)
    yield running
    end(running)


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made
