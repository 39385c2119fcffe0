"""Load on the review server: many clients act on one long story, and nothing may be lost.

Starts `padan review` on a store of 2,000 rows x 4 texts made by this program. Clients send acts at
a steady rate, each on rows of its own, and listen to all changes; then the rate is raised until the
slowest twentieth waits 200 ms; then the server is killed (SIGKILL) in the middle of the stream and
started again. Every acknowledged act must be in the log.

    python eval/review_load.py --seconds 60
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from padan.judgements.places import place_of
from padan.model import ComparedStory
from padan.store import Store
from review_story import long_story

SLOW = 0.2
"""Seconds that one act in twenty may take at most."""


@dataclass
class Sent:
    """Acts that clients sent, and what became of them."""

    sent: int = 0
    acknowledged: dict[str, float] = field(default_factory=dict)
    """Id -> seconds until the answer."""
    refused: int = 0
    failed: int = 0
    heard: int = 0
    """Events that listeners got, all together."""

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the answers came."""
        if len(self.acknowledged) < 2:
            return float("nan")
        cuts = statistics.quantiles(self.acknowledged.values(), n=100)
        return cuts[round(share * 100) - 1]


class Server:
    """`padan review` in a process of its own."""

    def __init__(self, store: Path) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        command = [sys.executable, "-m", "padan", "review", "--store", str(store), "--no-browser"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], stdout=subprocess.PIPE, text=True
        )
        if not self.process.stdout or not self.process.stdout.readline():
            raise SystemExit("padan review did not start")
        self.url = f"http://127.0.0.1:{self.port}"

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it."""
        self.process.send_signal(how)
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / (1024 if platform.system() != "Darwin" else 1024**2)


class Client:
    """A reviewer with rows of their own."""

    def __init__(self, number: int, story: ComparedStory, clients: int, seed: int) -> None:
        self.name = f"Reviewer {number + 1}"
        self._chance = random.Random(seed * 1000 + number)
        self._story = story
        share = len(story.rows) // clients
        rows = story.rows[number * share : (number + 1) * share]
        self._places = [{a: list(i) for a, i in place_of(row).items()} for row in rows]
        self._merged = False

    def next(self) -> tuple[str, dict[str, Any]]:
        """Where the next act goes, and what it is."""
        told: dict[str, Any] = {"id": uuid.uuid4().hex, "reviewer": self.name}
        kind = self._chance.random()
        if self._merged:
            self._merged = False
            return "undo", told
        place = self._chance.choice(self._places[2:])
        if kind < 0.04:
            one, other = self._places[:2]
            both = {a: sorted(one.get(a, []) + other.get(a, [])) for a in {*one, *other}}
            body: dict[str, Any] = {"before": [one, other], "after": [{"at": 0, "place": both}]}
            self._merged = True
            return "acts", told | {"act": "merge", "body": body}
        if kind < 0.2:
            body = {"row": place, "article": "", "text": f"Look at this again ({kind:.3f})."}
            return "acts", told | {"act": "comment", "body": body}
        act = self._chance.choice(["accept", "accept", "accept", "reject", "second-look", "clear"])
        return "acts", told | {"act": act, "body": {"rows": [place]}}


async def client_of(
    client: Client, http: httpx.AsyncClient, path: str, every: float, until: float, into: Sent
) -> None:
    """Send acts, one every so many seconds, until it is time."""
    at = time.perf_counter() + random.random() * every
    while at < until:
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        at += every
        way, told = client.next()
        into.sent += 1
        begun = time.perf_counter()
        try:
            answer = await http.post(f"{path}/{way}", json=told)
        except httpx.HTTPError:
            into.failed += 1
            return
        if answer.status_code == 200:
            into.acknowledged[told["id"]] = time.perf_counter() - begun
        else:
            into.refused += 1


async def listen(server: Server, path: str, into: Sent) -> None:
    """Hear all changes, as a browser does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**24)
    try:
        ask = f"GET {path}/changes HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        writer.write(ask.encode())
        while chunk := await reader.read(2**16):
            into.heard += chunk.count(b"\ndata: ")
    except OSError:
        pass
    finally:
        writer.close()


async def stream(
    server: Server, story: ComparedStory, arguments: argparse.Namespace, rate: float, seconds: float
) -> Sent:
    """All clients together at a rate (acts a second)."""
    told = Sent()
    path = f"/api/story/{story.story.id}"
    limits = httpx.Limits(max_connections=arguments.clients)
    async with httpx.AsyncClient(
        base_url=server.url, headers={"X-Padan": "review"}, timeout=30, limits=limits
    ) as http:
        listeners = [
            asyncio.create_task(listen(server, path, told)) for _ in range(arguments.listeners)
        ]
        await asyncio.sleep(0.5)
        until = time.perf_counter() + seconds
        clients = [
            Client(n, story, arguments.clients, arguments.seed) for n in range(arguments.clients)
        ]
        every = arguments.clients / rate
        await asyncio.gather(*(client_of(c, http, path, every, until, told) for c in clients))
        await asyncio.sleep(0.5)
        for listener in listeners:
            listener.cancel()
    return told


def in_log(store: Path, ids: set[str]) -> int:
    """How many of these acts are in the log."""
    with sqlite3.connect(store) as connection:
        known = {row[0] for row in connection.execute("SELECT id FROM judgements")}
    return len(known & ids)


def show(name: str, told: Sent, store: Path, seconds: float) -> None:
    """One line of figures."""
    print(
        f"{name}: sent {told.sent} ({told.sent / seconds:.0f}/s), acknowledged "
        f"{len(told.acknowledged)}, in the log {in_log(store, set(told.acknowledged))}, refused "
        f"{told.refused}, without answer {told.failed}, heard {told.heard}; "
        f"p50 {told.quantile(0.5) * 1000:.0f} ms, p95 {told.quantile(0.95) * 1000:.0f} ms"
    )


def first_view(store: Path, story: ComparedStory) -> None:
    """Cold and warm answers, and what a patch takes."""
    server = Server(store)
    path = f"/story/{story.story.id}"
    try:
        with httpx.Client(base_url=server.url, headers={"X-Padan": "review"}, timeout=60) as http:
            for name, where in (
                ("page, cold", path),
                ("page, warm", path),
                ("next 200 rows", f"{path}/rows?start=40&count=200"),
                ("heat strip", f"{path}/minimap"),
                ("list of stories", "/"),
                ("search in the story", f"/api{path}/find?q=harbour"),
            ):
                begun = time.perf_counter()
                answer = http.get(where)
                took = time.perf_counter() - begun
                print(f"{name}: {took * 1000:.0f} ms, {len(answer.content) / 1000:.0f} kB")
            places = [place_of(row) for row in story.rows[:3]]
            both = {a: sorted([*places[0][a], *places[1][a]]) for a in places[0]}
            for act, body in (
                ("accept", {"rows": [places[2]]}),
                ("accept", {"rows": [place_of(row) for row in story.rows]}),
                ("merge", {"before": places[:2], "after": [{"at": 0, "place": both}]}),
            ):
                turn(http, f"/api{path}/acts", {"act": act, "body": body}, act)
            for way in ("undo", "redo", "undo", "undo", "undo"):
                turn(http, f"/api{path}/{way}", {}, way)
    finally:
        server.end()


def turn(http: httpx.Client, where: str, told: dict[str, Any], name: str) -> None:
    """Do one act and say how long it took."""
    who = {"id": uuid.uuid4().hex, "reviewer": "One"}
    begun = time.perf_counter()
    answer = http.post(where, content=json.dumps(who | told))
    took = time.perf_counter() - begun
    size = f"{len(answer.content) / 1000:.0f} kB"
    print(f"{name}: {took * 1000:.0f} ms, {answer.status_code}, {size}")


def steady(store: Path, story: ComparedStory, arguments: argparse.Namespace) -> None:
    """The rate asked for, then ever higher ones."""
    server = Server(store)
    acts = 0
    try:
        told = asyncio.run(stream(server, story, arguments, arguments.rate, arguments.seconds))
        show("steady", told, store, arguments.seconds)
        acts = len(told.acknowledged)
        held, rate, seconds = 0.0, arguments.rate, max(5.0, arguments.seconds / 6)
        while told.quantile(0.95) < SLOW and not told.failed and rate < 2000:
            held, rate = rate, rate * 1.5
            told = asyncio.run(stream(server, story, arguments, rate, seconds))
            show(f"at {rate:.0f}/s", told, store, seconds)
            acts += len(told.acknowledged)
        print(f"highest rate with p95 under {SLOW * 1000:.0f} ms: {held:.0f} acts/s")
    finally:
        server.end()
        each = server.cpu / max(acts, 1) * 1000
        print(f"server: {each:.0f} ms of CPU an act, all in all; peak {server.peak:.0f} MB")


def killed(store: Path, story: ComparedStory, arguments: argparse.Namespace) -> bool:
    """SIGKILL in the middle: whether every acknowledged act is there after a new start."""
    server = Server(store)

    async def both() -> Sent:
        working = asyncio.create_task(
            stream(server, story, arguments, arguments.rate, arguments.seconds / 2)
        )
        await asyncio.sleep(arguments.seconds / 4)
        server.end(signal.SIGKILL)
        return await working

    told = asyncio.run(both())
    again = Server(store)
    again.end()
    show("killed", told, store, arguments.seconds / 4)
    return in_log(store, set(told.acknowledged)) == len(told.acknowledged)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="acts a second, all together")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--listeners", type=int, default=50)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--texts", type=int, default=4)
    parser.add_argument("--seed", type=int, default=6)
    arguments = parser.parse_args()
    print(
        f"padan {version('padan')}, python {sys.version.split()[0]}, {os.cpu_count()} cores, "
        f"{arguments.rows} rows x {arguments.texts} texts, {arguments.clients} clients, "
        f"{arguments.listeners} listeners, seed {arguments.seed}"
    )
    story = long_story(arguments.rows, arguments.texts, arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load.db"
        with Store(str(path)) as store:
            store.add_articles(story.story.articles)
            store.stories[story.story.id] = story
        first_view(path, story)
        steady(path, story, arguments)
        return 0 if killed(path, story, arguments) else 1


if __name__ == "__main__":
    sys.exit(main())
