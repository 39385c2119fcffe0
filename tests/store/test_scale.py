"""A large store: found article by article, new articles join, workers come and go."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))
from newsroom import Made, invent
from padan.align.background import measure_background, packed_background, unpacked_background
from padan.align.blocks import blocks, glance
from padan.align.links import link
from padan.align.shelf import NO_DAY, Shelf, worth_a_look
from padan.align.sketch import make_sketch, packed, unpacked
from padan.align.thresholds import thresholds
from padan.model import Article, Story
from padan.store import Store
from padan.store.discovery import Discovery
from plug_in import install
from stories import HashEncoder, pair_scores

MADE = [
    (replace(article, source=f"dump:{line}"), story)
    for line, (article, story) in enumerate(invent(260, 11))
]


class Counting(HashEncoder):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        self.texts += len(texts)
        return super().encode(texts)


def _found(store: Store, encoder: HashEncoder) -> dict[str, tuple[str, ...]]:
    outlines = Discovery(store.engine, encoder, store.caches()).outlines()
    return {o.id: tuple(sorted(o.articles)) for o in outlines}


def _f1(made: list[Made], found: dict[str, tuple[str, ...]]) -> float:
    known = {article.id: article for article, _ in made}
    stories = [
        Story(i, "", tuple(known[article] for article in members)) for i, members in found.items()
    ]
    return pair_scores({article.id: story for article, story in made}, stories)[2]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, ...]], int]:
    """A store whose articles came in two portions; what was found, and texts encoded at last."""
    path = tmp_path_factory.mktemp("grown") / "a.db"
    encoder = Counting()
    with Store(str(path)) as store:
        store.add_articles([article for article, _ in MADE[:250]])
        _found(store, encoder)
        encoder.texts = 0
        store.add_articles([article for article, _ in MADE[250:]])
        return path, _found(store, encoder), encoder.texts


def test_every_article_is_in_one_story_and_stories_are_found(grown) -> None:
    _, found, _ = grown
    members = Counter(article for ids in found.values() for article in ids)
    assert members == Counter(article.id for article, _ in MADE)
    assert _f1(MADE, found) >= 0.95


def test_new_articles_join_known_stories_without_encoding_the_old(grown) -> None:
    path, found, encoded = grown
    new = {article.id for article, _ in MADE[250:]}
    assert any(new & set(ids) and set(ids) - new for ids in found.values())
    assert encoded <= sum(len(article.sentences) for article, _ in MADE[250:])
    encoder = Counting()
    with Store(str(path)) as store:
        groupings = dict(store.groupings)
        assert _found(store, encoder) == found
        assert dict(store.groupings) == groupings
    assert encoder.texts == 0


def test_an_article_that_is_replaced_leaves_its_story_and_has_no_kin(
    tmp_path: Path, make_article
) -> None:
    with Store(str(tmp_path / "b.db")) as store:
        store.add_articles([article for article, _ in MADE])
        before = _found(store, HashEncoder())
        told = next(ids for ids in before.values() if len(ids) > 2)
        gone = store.articles_by_id(told[:1])[told[0]]
        store.add_articles(
            [make_article("f" * 16, "Resep soto memakai santan.", source=gone.source)]
        )
        after = _found(store, HashEncoder())
        assert gone.id not in {article for ids in after.values() for article in ids}
        assert ("f" * 16,) in after.values()
        with sqlite3.connect(tmp_path / "b.db") as connection:
            (left,) = connection.execute(
                "SELECT count(*) FROM kin WHERE one = ? OR other = ?", (gone.id, gone.id)
            ).fetchone()
        connection.close()
        assert left == 0


def _sketched(articles: list[Article]):
    encoder, numbers = HashEncoder(), thresholds()
    return [
        make_sketch(
            article,
            encoder.encode([s.text for s in article.sentences]),
            numbers.search,
            numbers.link.lead,
        )
        for article in articles
    ]


def test_a_glance_at_sketches_weighs_as_a_link_of_near_sentences_does() -> None:
    numbers = thresholds()
    articles = sorted((article for article, _ in MADE[:40]), key=lambda a: a.id)
    sketches = _sketched(articles)
    background = measure_background(sketches, numbers.search)
    nearness = background.nearness(articles, [sketch.sentences for sketch in sketches])
    rows = [background.centred(sketch.sentences, sketch.lang) for sketch in sketches]
    for i in range(len(articles)):
        for j in range(i + 1, len(articles)):
            beads = nearness.beads(articles[i], articles[j], numbers.search.near)
            expected = link(articles[i], articles[j], beads, numbers.link).logit
            pair = sketches[i], sketches[j]
            assert glance(*pair, (rows[i], rows[j]), background.least, numbers) == pytest.approx(
                expected
            )


def test_the_background_and_vectors_survive_being_kept() -> None:
    sketches = _sketched([article for article, _ in MADE[:30]])
    background = measure_background(sketches, thresholds().search)
    kept = unpacked_background(json.loads(json.dumps(packed_background(background))))
    assert kept.digest == background.digest
    for sketch in sketches:
        again = unpacked(packed(sketch.sentences), len(sketch.lengths))
        cosines = (again * sketch.sentences).sum(axis=1) / np.linalg.norm(again, axis=1)
        assert cosines.min() > 0.999


def _shelf(days: list[int], rows: np.ndarray, fresh: list[bool]) -> Shelf:
    count = len(days)
    return Shelf(
        np.array(days, dtype=np.int32),
        np.stack([rows, rows], axis=1).astype(np.float16),
        np.random.default_rng(5).integers(0, 2**31, (count, 96)).astype(np.uint32),
        np.ones(count, dtype=bool),
        np.array(fresh),
    )


def test_near_articles_of_far_days_are_no_pair_but_those_without_a_day_are() -> None:
    rows = np.eye(4, dtype=np.float32)[[0, 0, 0, 0]]
    shelf = _shelf([100, 105, 400, NO_DAY], rows, [True] * 4)
    search = thresholds().search
    pairs = {pair for portion in worth_a_look(shelf, 0.5, search) for pair in portion}
    assert pairs == {(0, 1), (0, 3), (1, 3), (2, 3)}


def test_only_pairs_with_a_fresh_article_are_looked_at() -> None:
    rows = np.eye(4, dtype=np.float32)[[0, 0, 0, 0]]
    shelf = _shelf([100, 101, 102, 103], rows, [False, False, True, False])
    pairs = {p for portion in worth_a_look(shelf, 0.5, thresholds().search) for p in portion}
    assert pairs == {(0, 2), (1, 2), (2, 3)}


def test_copies_are_found_whatever_their_days() -> None:
    rows = np.eye(3, dtype=np.float32)
    shelf = _shelf([100, 300, 900], rows, [True] * 3)
    shelf.minhash[2] = shelf.minhash[0]
    pairs = {p for portion in worth_a_look(shelf, 0.5, thresholds().search) for p in portion}
    assert pairs == {(0, 2)}


def test_in_cells_near_ones_are_found_as_without() -> None:
    chance = np.random.default_rng(3)
    base = chance.normal(size=(3000, 32)).astype(np.float32)
    rows = np.repeat(base, 2, axis=0) + 0.05 * chance.normal(size=(6000, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    shelf = _shelf([NO_DAY] * 6000, rows, [True] * 6000)
    search = thresholds().search
    pairs = {p for portion in worth_a_look(shelf, 0.9, search) for p in portion}
    twins = {(2 * i, 2 * i + 1) for i in range(3000)}
    assert len(pairs & twins) > 0.99 * len(twins)


def test_blocks_follow_the_strongest_links_and_stay_small() -> None:
    links = [("a", "b", 4.0), ("b", "c", 3.0), ("c", "d", -1.0), ("e", "f", 2.0)]
    assert blocks("abcdefg", links, {}, 3) == [["a", "b", "c"], ["d"], ["e", "f"], ["g"]]
    assert blocks("abcd", [], dict.fromkeys("abcd", "one"), 2) == [["a", "b", "c", "d"]]


# --- workers -------------------------------------------------------------------------------------

_POISON = """
import os, signal
class Poison:
    attempts = 0
    def __init__(self, argument="", options=None):
        self.signature = "poison@1"
        self.how = argument
    def translate(self, texts, *, source, target, attempt=0, terms=()):
        from padan.engines.base import RawTranslation
        for index, text in enumerate(texts):
            if "racun" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            yield RawTranslation(index, text.upper())
"""


def _workplace(tmp_path: Path) -> dict[str, str]:
    folder = install(tmp_path / "plug-in")
    (folder / "padan_test_poison.py").write_text(_POISON, encoding="utf-8")
    points = folder / "padan_test_engines-1.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text() + "poison = padan_test_poison:Poison\n")
    lines = []
    for number in range(6):
        word = "racun" if number == 3 else "gula"
        text = (
            f"Gudang nomor {number} di dermaga menyimpan {word} seberat {number + 2} ton.\n\n"
            f"Pemilik gudang {number} menolak berbicara kepada wartawan hari itu.\n\n"
        )
        lines.append(json.dumps({"text": text, "language": "id", "story": f"s{number}"}))
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PADAN_TEST_LOG": str(tmp_path / "log.tsv"),
        "OMP_NUM_THREADS": "1",
    }


def _run(tmp_path: Path, *more: str, translator: str = "slow") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "padan", "run", "a.jsonl", "--store", "a.db", "--no-report"]
    return subprocess.run(
        [*command, "--encoder", "grams", "--translator", translator, *more],
        cwd=tmp_path,
        env=_workplace(tmp_path),
        capture_output=True,
        text=True,
        timeout=180,
    )


def _stories(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    with Store(str(path)) as store:
        return [
            (c.story.id, tuple(t.text for own in c.english.values() for t in own.values()))
            for c in store.compared_stories()
        ]


def test_workers_make_what_one_process_makes_and_log_it(tmp_path: Path) -> None:
    done = _run(tmp_path, "--jobs", "2", "--log", "run.jsonl")
    assert done.returncode == 0, done.stderr
    apart = _stories(tmp_path / "a.db")
    (tmp_path / "a.db").unlink()
    assert _run(tmp_path).returncode == 0
    assert _stories(tmp_path / "a.db") == apart
    assert len(apart) == 6
    events = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    assert Counter(event["event"] for event in events)["compared"] == 6
    assert events[-1]["event"] == "end"
    assert events[-1]["articles"] == 6


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a thing of POSIX systems")
def test_a_story_that_kills_its_worker_is_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    done = _run(tmp_path, "--jobs", "2", translator="poison")
    assert done.returncode == 2, done.stderr
    assert "SIGKILL" in done.stderr
    assert len(_stories(tmp_path / "a.db")) == 5
    with Store(str(tmp_path / "a.db")) as store:
        (failure,) = store.failures()
        assert store.outstanding().articles == 1
    assert "SIGKILL" in failure
    assert _run(tmp_path, "--jobs", "2").returncode == 0
    with Store(str(tmp_path / "a.db")) as store:
        assert not store.failures()
        assert store.outstanding().articles == 0


def test_an_engine_that_is_missing_stops_the_run_with_one_line(tmp_path: Path) -> None:
    done = _run(tmp_path, "--jobs", "2", translator="nosuch")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
