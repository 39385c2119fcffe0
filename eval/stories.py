"""Measures how well articles are grouped into stories.

    python eval/stories.py synthetic --articles 1000    invented news with known stories
    python eval/stories.py derived --half report        stories derived from NTREX, id and en
    python eval/stories.py fit                          weights of a link, from NTREX's other half
    python eval/stories.py seeds                        the articles under PADAN_SEEDS

`derived` and `fit` read `ntrex/ntrex.jsonl` under --data or PADAN_DATA. Scores count pairs of
articles: a pair is right where both gold and answer put it into one story.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsroom import Made, derive, invent
from padan.align.content import overlap
from padan.align.links import features
from padan.align.pair import align_articles
from padan.align.stories import group
from padan.align.thresholds import thresholds
from padan.engines.base import Encoder, Vectors
from padan.engines.vectors import embed
from padan.model import Article, Bead, Story

SHOWN = 10
"""Wrong pairs that are printed."""


class HashEncoder:
    """Hashed words and character trigrams, signed, in 256 dimensions: needs no model."""

    signature = "hash-256"
    _size = 256

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `padan.engines.base.Encoder`."""
        rows = np.zeros((len(texts), self._size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                padded = f" {word} "
                grams = [padded[i : i + 3] for i in range(len(padded) - 2)]
                for part, weight in [(word, 1.0), *((g, 0.5) for g in grams)]:
                    code = crc32(part.encode())
                    row[code % self._size] += weight if code >> 16 & 1 else -weight
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows


@dataclass(slots=True)
class Bench:
    """An encoder with its caches, and the seconds spent on encoding, by the clock and of CPU."""

    encoder: Encoder
    vectors: dict[str, Vectors] = field(default_factory=dict)
    beads: dict[str, list[Bead]] = field(default_factory=dict)
    encoding: float = 0.0
    encoding_cpu: float = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, with the time they took noted."""
        start, cpu = time.perf_counter(), time.process_time()
        found = embed(texts, encoder=self.encoder, cache=self.vectors)
        self.encoding += time.perf_counter() - start
        self.encoding_cpu += time.process_time() - cpu
        return found

    def align(self, left: Article, right: Article) -> list[Bead]:
        """Beads of two articles."""
        return align_articles(
            left, right, encoder=self.encoder, vectors=self.vectors, beads=self.beads
        )

    def group(self, articles: Sequence[Article]) -> list[Story]:
        """The stories that these articles tell."""
        return group(articles, self.encode, self.align)


def pair_scores(
    gold: Mapping[str, str], stories: Iterable[Story]
) -> tuple[float, float, float, list[tuple[str, str]]]:
    """Precision, recall and F1 over pairs of articles, and the pairs that are wrong or missing."""
    found = {p for s in stories for p in combinations(sorted(a.id for a in s.articles), 2)}
    by_story: dict[str, list[str]] = {}
    for article, story in gold.items():
        by_story.setdefault(story, []).append(article)
    true = {p for members in by_story.values() for p in combinations(sorted(members), 2)}
    both = len(found & true)
    precision = both / len(found) if found else 1.0
    recall = both / len(true) if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, f1, sorted(found ^ true)


def measure(made: Sequence[Made], bench: Bench) -> dict[str, Any]:
    """Group the articles; the figures, and the stories of some pairs that came out wrong."""
    gold = {article.id: story for article, story in made}
    start, cpu = time.perf_counter(), time.process_time()
    stories = bench.group([article for article, _ in made])
    seconds = time.perf_counter() - start - bench.encoding
    cpu_seconds = time.process_time() - cpu - bench.encoding_cpu
    precision, recall, f1, wrong = pair_scores(gold, stories)
    return {
        "articles": len(gold),
        "stories": len(set(gold.values())),
        "found": len(stories),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "seconds_without_encoding": round(seconds, 1),
        "cpu_seconds_without_encoding": round(cpu_seconds, 1),
        "seconds_encoding": round(bench.encoding, 1),
        "pairs_aligned": len(bench.beads),
        "wrong": [f"{gold[a]} ({a}), {gold[b]} ({b})" for a, b in wrong[:SHOWN]],
    }


def fit(made: Sequence[Made], bench: Bench) -> dict[str, Any]:
    """Logistic regression of "one story" on the features of a link, over all pairs."""
    weights = thresholds().link
    known = {article.id: (article, story) for article, story in made}
    bench.encode([s.text for article, _ in made for s in article.sentences])
    rows, truth = [], []
    for one, other in combinations(sorted(known), 2):
        (left, story), (right, same) = known[one], known[other]
        beads = bench.align(left, right)
        shared = overlap(left, right, beads, least=weights.bead, lead=weights.lead)
        rows.append((1.0, *features(shared, weights.prior)))
        truth.append(story == same)
    found = logistic(np.array(rows), np.array(truth, dtype=float))
    wrong = (np.array(rows) @ found > 0) != np.array(truth)
    names = ("intercept", "share", "other_share", "both_leads", "one_lead")
    fitted: dict[str, Any] = {n: round(float(v), 2) for n, v in zip(names, found, strict=True)}
    return fitted | {"pairs": len(truth), "wrong_pairs": int(wrong.sum())}


def logistic(
    rows: NDArray[np.float64], truth: NDArray[np.float64], penalty: float = 0.3
) -> NDArray[np.float64]:
    """Weights by Newton's method; classes count alike, all weights but the first are held back."""
    balance = np.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    hold = np.eye(rows.shape[1]) * penalty
    hold[0, 0] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (balance * (truth - chance)) - hold @ weights
        curve = (rows * (balance * chance * (1 - chance))[:, None]).T @ rows + hold
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def seeds(folder: Path, bench: Bench) -> dict[str, Any]:
    """The stories that the articles in a folder fall into."""
    from padan.articles import read_articles

    skipped: list[str] = []
    articles = list(read_articles([folder], on_skip=lambda error: skipped.append(str(error))))
    name = {article.id: Path(article.source).name for article in articles}
    stories = [
        {
            "articles": [name[a.id] for a in story.articles],
            "reference": name[story.reference] if story.reference else None,
            "versions": {name[a]: name[b] for a, b in story.versions.items()},
        }
        for story in bench.group(articles)
    ]
    return {"stories": stories, "skipped": skipped}


def run(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one task, with their signature."""
    bench = Bench(_encoder(options.encoder or ("hash" if options.task == "synthetic" else "e5")))
    settings = f"{options.task}, seed {options.seed}"
    if options.task == "synthetic":
        report = measure(invent(options.articles, options.seed), bench)
    elif options.task == "seeds":
        report = seeds(_folder(os.environ.get("PADAN_SEEDS"), "PADAN_SEEDS", "."), bench)
    else:
        folder = _folder(options.data, "PADAN_DATA or --data", "ntrex/ntrex.jsonl")
        half = "fit" if options.task == "fit" else options.half
        settings += f", half {half}"
        made = derive(folder, half, options.seed)
        report = fit(made, bench) if options.task == "fit" else measure(made, bench)
    signature = f"padan {version('padan')}, encoder {bench.encoder.signature}, {settings}"
    return report | {"signature": signature}


def main() -> None:
    """Run one of the measurements and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=("synthetic", "derived", "fit", "seeds"))
    parser.add_argument("--data", type=Path, default=os.environ.get("PADAN_DATA"))
    parser.add_argument("--half", choices=("fit", "report"), default="report")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--encoder", choices=("hash", "e5"), help="default: hash for synthetic, else e5"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    report = run(options)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for key, value in report.items():
        if isinstance(value, list):
            print("\n".join(f"{key}: {item}" for item in value))
        else:
            print(f"{key}: {value}")


def _encoder(name: str) -> Encoder:
    if name == "hash":
        return HashEncoder()
    from padan.engines.e5 import E5Encoder

    return E5Encoder()


def _folder(given: str | Path | None, name: str, needed: str) -> Path:
    if not given or not (Path(given) / needed).exists():
        print(f"{name} names no folder with {needed}: nothing to measure on", file=sys.stderr)
        sys.exit(2)
    return Path(given)


if __name__ == "__main__":
    main()
