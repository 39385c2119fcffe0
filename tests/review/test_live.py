"""What one browser does appears in the others; what was acknowledged is never lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from conftest import HEADERS, Server, end, fill, start
from padan.judgements.places import place_key, place_of
from view.factories import ferry_story, long_story

STORY = ferry_story()
API = f"/api/story/{STORY.story.id}"
PLACES = [place_of(row) for row in STORY.rows]
KEYS = [place_key(place) for place in PLACES]


class Ear:
    """Listens to a story as a browser does."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.told: Queue[dict[str, Any]] = Queue()
        self.ended = threading.Event()
        self.begun = threading.Event()
        self._server, self._headers = server, headers
        self.since: int | None = None

    def run(self) -> None:
        query = {} if self.since is None else {"since": str(self.since)}
        try:
            with (
                self._server.client(**self._headers) as client,
                client.stream("GET", f"{API}/changes", params=query) as answer,
            ):
                assert answer.headers["content-type"].startswith("text/event-stream")
                for line in answer.iter_lines():
                    self.begun.set()
                    if line.startswith("data: "):
                        self.told.put(json.loads(line[6:]))
        except httpx.HTTPError:
            pass
        finally:
            self.ended.set()

    def next(self, seconds: float = 10) -> dict[str, Any]:
        return self.told.get(timeout=seconds)


@contextmanager
def listening(server: Server, since: int | None = None, **headers: str) -> Iterator[Ear]:
    ear = Ear(server, **headers)
    ear.since = since
    threading.Thread(target=ear.run, daemon=True).start()
    assert ear.begun.wait(10)
    yield ear


def act(client: httpx.Client, name: str, body: dict[str, Any], reviewer: str = "Rina") -> int:
    told = {"id": uuid.uuid4().hex, "reviewer": reviewer, "act": name, "body": body}
    answer = client.post(f"{API}/acts", json=told)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["seq"])


def test_an_act_appears_in_other_browsers_each_in_its_language(
    server: Server, client: httpx.Client
) -> None:
    with listening(server) as english, listening(server, Cookie="padan-lang=id") as indonesian:
        body = {"row": PLACES[0], "article": "", "text": "Heard?"}
        seq = act(client, "comment", body)
        for ear, word in ((english, "Settle"), (indonesian, "Selesaikan")):
            told = ear.next()
            assert (told["seq"], told["by"], told["act"]) == (seq, "Rina", "comment")
            assert list(told["patch"]["rows"]) == [KEYS[0]]
            assert "Heard?" in told["patch"]["rows"][KEYS[0]]
            assert f">{word}<" in told["patch"]["rows"][KEYS[0]]


def test_who_comes_back_is_told_what_they_missed(server: Server, client: httpx.Client) -> None:
    first = act(client, "accept", {"rows": [PLACES[1]]})
    both = {a: [*PLACES[2].get(a, ()), *PLACES[3].get(a, ())] for a in {*PLACES[2], *PLACES[3]}}
    act(client, "merge", {"before": [PLACES[2], PLACES[3]], "after": [{"at": 0, "place": both}]})
    last = act(client, "reject", {"rows": [PLACES[4]]})
    merged = place_key({a: tuple(i) for a, i in both.items()})
    for resumed in ({"since": first}, {"Last-Event-ID": str(first)}):
        with listening(server, **resumed) as ear:  # type: ignore[arg-type]
            told = ear.next()
        assert told["seq"] == last
        patch = told["patch"]
        assert patch["order"] == [*KEYS[:2], merged, *KEYS[4:]]
        assert set(patch["rows"]) == {merged, KEYS[4]}
        assert set(patch["gone"]) == {KEYS[2], KEYS[3]}
    with listening(server, since=last) as ear:
        time.sleep(0.3)
        assert ear.told.empty()
    for _ in range(2):
        answer = client.post(f"{API}/undo", json={"id": uuid.uuid4().hex, "reviewer": "Rina"})
        assert answer.status_code == 200


def test_two_servers_on_one_store_show_each_others_acts(server: Server, store: str) -> None:
    other = start(store)
    try:
        with listening(server) as ear, other.client() as client:
            seq = act(client, "accept", {"rows": [PLACES[6]]}, "Budi")
            told = ear.next()
            assert (told["seq"], told["by"]) == (seq, "Budi")
            assert 'data-status="accepted"' in told["patch"]["rows"][KEYS[6]]
            with server.client() as here:  # and is built on at once
                later = act(here, "reject", {"rows": [PLACES[6]]}, "Rina")
            assert later > seq
            assert ear.next()["seq"] == later
    finally:
        end(other)


def test_the_server_ends_at_once_though_browsers_listen(tmp_path: Path) -> None:
    running = start(fill(tmp_path / "s.db", STORY))
    with listening(running) as ear:
        begun = time.perf_counter()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(10) == 0
        assert time.perf_counter() - begun < 5
        assert ear.ended.wait(5)
    assert running.process.stderr
    assert running.process.stderr.read() == ""
    end(running)


def test_every_acknowledged_act_survives_a_kill(tmp_path: Path) -> None:
    story = long_story(60, 3)
    running = start(fill(tmp_path / "s.db", story))
    acknowledged: Queue[str] = Queue()

    def work(number: int) -> None:
        row = place_of(story.rows[number])
        with httpx.Client(base_url=running.url, headers=HEADERS, timeout=10) as client:
            for turn in range(100_000):
                told = {"id": uuid.uuid4().hex, "reviewer": f"R{number}"}
                body = {"row": row, "article": "", "text": f"{turn}"}
                try:
                    answer = client.post(
                        f"/api/story/{story.story.id}/acts",
                        json=told | {"act": "comment", "body": body},
                    )
                except httpx.HTTPError:
                    return
                assert answer.status_code == 200
                acknowledged.put(told["id"])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    while acknowledged.qsize() < 40:
        time.sleep(0.02)
    running.kill()
    for thread in threads:
        thread.join(20)
    ids = set()
    try:
        while True:
            ids.add(acknowledged.get_nowait())
    except Empty:
        pass
    again = start(running.store)
    try:
        with again.client() as client:
            page = client.get(f"/story/{story.story.id}").text
        with sqlite3.connect(running.store) as connection:
            known = {line[0] for line in connection.execute("SELECT id FROM judgements")}
        assert len(ids) >= 40
        assert ids <= known
        assert all(f'data-comment="{each}"' in page for each in ids)
    finally:
        end(running)
        end(again)
