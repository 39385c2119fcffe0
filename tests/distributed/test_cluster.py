"""A run on a Ray cluster of several processes gives what a run at home gives, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from padan.model import ComparedStory
from padan.store import Store
from plug_in import install

pytest.importorskip("ray", reason="the extra 'ray' is not installed")
# One cluster at a time: each is four processes.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ray")]

_PLACES = ["Ambon", "Bitung", "Cilacap", "Dumai", "Ende", "Fakfak", "Gresik", "Hila"]
# Several runs in one process share a cluster, whose start takes seconds.
_RUNS = """
import json, sys
from pathlib import Path
import ray
from padan.distributed import Cluster, run
from padan.pipeline import Settings
from padan.store import Store
runs = json.loads(sys.argv[1])
if len(runs) > 1:
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
for told in runs:
    settings = Settings(encoder="grams", translator=told["translator"])
    with Store(told["store"]) as store:
        result = run(["articles"], store, shards=Path(told["shards"]), settings=settings,
                     cluster=Cluster(told["workers"]), sentences=told["sentences"])
    print(json.dumps({"compared": result.compared, "failed": result.failed}), flush=True)
"""
_USUAL = {
    "store": "ray.db",
    "shards": "shards",
    "workers": 2,
    "sentences": 12,
    "translator": "slow",
}


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """Eight stories of two articles each, and the test engines."""
    for n, place in enumerate(_PLACES):
        folder = tmp_path / "articles" / place
        folder.mkdir(parents=True)
        told = [f'id = "{place}"', f'title = "{place}"']
        for outlet, count in (("a", n + 3), ("b", n + 4)):
            lines = [
                f"Pelabuhan {place} ditutup {count} hari karena gelombang di {place}.",
                f"Kepala pelabuhan {place} mengatakan {count} kapal menunggu di luar {place}.",
                f"Nelayan {place} diminta tidak melaut sampai hari Kamis oleh syahbandar {place}.",
            ]
            (folder / f"{outlet}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")
            told += ["[[article]]", f'file = "{outlet}.txt"', f'outlet = "{outlet}"']
        (folder / "story.toml").write_text("\n".join(told) + "\n", "utf-8")
    install(tmp_path / "plug-in")
    return tmp_path


def start(workplace: Path, *runs: dict[str, Any]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _RUNS, json.dumps([{**_USUAL, **told} for told in runs])],
        cwd=workplace,
        env={
            **os.environ,
            "PYTHONPATH": str(workplace / "plug-in"),
            "PADAN_TEST_LOG": str(workplace / "log.tsv"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def log(workplace: Path, what: str) -> list[str]:
    path = workplace / "log.tsv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [line.split("\t", 1)[1] for line in lines if line.startswith(f"{what}\t")]


def stories(store: Path) -> list[ComparedStory]:
    with Store(str(store)) as opened:
        return sorted(opened.compared_stories(), key=lambda c: c.story.id)


def at_home(workplace: Path) -> list[ComparedStory]:
    command = [sys.executable, "-m", "padan", "run", "articles", "--store", "home.db"]
    command += ["--no-report", "--encoder", "grams", "--translator", "slow"]
    env = {**os.environ, "PYTHONPATH": str(workplace / "plug-in")}
    subprocess.run(command, cwd=workplace, env=env, check=True, capture_output=True)
    return stories(workplace / "home.db")


def test_a_cluster_makes_what_one_process_makes_and_nothing_is_done_twice(workplace: Path) -> None:
    # Again into the same store; then into an empty one, all of which lies in the shards.
    first, again, elsewhere = finish(start(workplace, {}, {}, {"store": "other.db"}))
    found = stories(workplace / "ray.db")
    assert first == {"compared": len(_PLACES), "failed": []}
    assert again == {"compared": 0, "failed": []}
    assert elsewhere == first
    assert len(found) == len(_PLACES)
    assert found == at_home(workplace)
    assert found == stories(workplace / "other.db")
    asked = log(workplace, "begun")
    assert len(asked) == len(set(asked)) > 0


def test_after_sigkill_of_the_driver_at_most_the_batches_in_hand_are_done_again(
    workplace: Path,
) -> None:
    process = start(workplace, {"translator": "slow:0.05"})
    deadline = time.monotonic() + 120
    while len(list((workplace / "shards").glob("*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    time.sleep(3)  # the workers notice
    marked = {
        key
        for mark in (workplace / "shards").glob("*.json")
        for key in json.loads(mark.read_text())["stories"]
    }
    assert marked
    before = len(log(workplace, "begun"))
    (told,) = finish(start(workplace, {}))
    assert told["failed"] == []
    assert stories(workplace / "ray.db") == at_home(workplace)
    # What lies in a shard was not asked again; of the rest at most two batches were.
    asked = log(workplace, "begun")
    again = len(asked) - len(set(asked))
    assert before >= 24
    assert again <= 2 * 12, "more than the batches in hand was translated twice"


def test_a_story_that_kills_its_worker_is_told_and_the_others_are_done(workplace: Path) -> None:
    poison = workplace / "articles" / "Ende" / "a.txt"
    poison.write_text(poison.read_text("utf-8") + "\nKATAKAN RACUN sekarang juga.\n", "utf-8")
    (told,) = finish(start(workplace, {"translator": "deadly"}))
    (failed,) = told["failed"]
    assert "the worker died" in failed
    with Store(str(workplace / "ray.db")) as store:
        titles = " ".join(title for _, title in store.titles())
    assert "Ende" not in titles
    assert all(place in titles for place in _PLACES if place != "Ende")


def test_two_workers_are_at_least_1_6_times_as_fast_as_one(workplace: Path) -> None:
    # The engine waits as for a device: how busy this machine is counts little.
    common = {"translator": "slow:0.25", "sentences": 1}
    runs = [{**common, "workers": n, "store": f"{n}.db", "shards": f"shards{n}"} for n in (1, 2)]
    finish(start(workplace, *runs))
    rates = []
    for workers in (1, 2):
        marks = (workplace / f"shards{workers}").glob("*.json")
        ends = sorted(mark.stat().st_mtime for mark in marks)
        assert len(ends) == len(_PLACES)
        # From the first end on all workers are at work, whenever they began.
        rates.append((len(ends) - workers) / (ends[-1] - ends[0]))
    assert rates[1] >= 1.6 * rates[0], rates
