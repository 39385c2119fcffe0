"""How the time and memory of alignment grow with the texts, without encoding.

    python eval/alignment_speed.py                  2,000 to 16,000 sentences on each side
    python eval/alignment_speed.py --sizes 2000,8000 --repeat 3

Texts are invented (see newsroom.toml): every statement in two wordings; one in ten dropped on
either side, one in ten joined with its neighbour, and here and there a block moved. A vector holds
384 numbers: the statements of the sentence, and noise for its wording. Each measurement runs in a
process of its own; peak memory is that of the whole process, Python, numpy, texts and vectors with
it. `cpu` is the time of all threads and says more than `wall` where the machine has other work;
`growth` is the exponent of CPU time between a size and the one before it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from newsroom import Newsroom
from padan.align.pair import align_texts
from padan.align.score import score
from padan.align.signature import VERSION
from padan.engines.base import Vectors
from padan.engines.vectors import embed
from padan.model import Bead

SIZES = "2000,4000,8000,16000"
WIDTH = 384
NOISE = 0.7
"""Length of the noise beside a statement of length 1: two wordings then have a cosine of .67."""
CHANCE = 0.1
"""Of each of: dropped on the left, dropped on the right, joined there, joined here."""
BEAT = 80
"""Statements in a row about the same people and places."""
MOVED_EVERY = 200
"""Sentences from one moved block of three to the next."""

Told = tuple[int, ...]
"""The statements that a sentence tells."""


@dataclass(slots=True)
class Invented:
    """Two retellings: their sentences, what each tells, and what belongs together."""

    texts: tuple[list[str], list[str]]
    told: tuple[list[Told], list[Told]]
    gold: list[Bead]


@dataclass(slots=True)
class StatementEncoder:
    """Vectors from the statements that sentences tell; counts how many it was asked for."""

    told: dict[str, Told]
    seed: int
    signature: str = "statements"
    asked: int = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `padan.engines.base.Encoder`."""
        rows = np.empty((len(texts), WIDTH), dtype=np.float32)
        for place, text in enumerate(texts, start=self.asked):
            row = NOISE * np.random.default_rng([self.seed, 1, place]).normal(size=WIDTH)
            for statement in self.told[text]:
                row += np.random.default_rng([self.seed, 2, statement]).normal(size=WIDTH)
            rows[place - self.asked] = row / np.linalg.norm(row)
        self.asked += len(texts)
        return rows


def invent(count: int, seed: int) -> Invented:
    """Two retellings of so many sentences each."""
    chance = random.Random(seed)
    steps = _steps(count, chance)
    order = list(range(len(steps)))
    for begin in range(MOVED_EVERY // 2, len(order) - MOVED_EVERY, MOVED_EVERY):
        block = order[begin : begin + 3]
        del order[begin : begin + 3]
        spot = begin + chance.randint(10, MOVED_EVERY // 3)
        order[spot:spot] = block
    lefts = [side for step in steps for side in step[0]][:count]
    rights = [side for k in order for side in steps[k][1]][:count]
    place = ({t: i for i, t in enumerate(lefts)}, {t: j for j, t in enumerate(rights)})
    gold = []
    for step in steps:
        sides = [tuple(p[t] for t in side if t in p) for p, side in zip(place, step, strict=True)]
        if any(sides):
            gold.append(Bead(sides[0], sides[1], 1.0))
    texts = _say(lefts, rights, chance)
    return Invented(texts, (lefts, rights), gold)


def _steps(count: int, chance: random.Random) -> list[tuple[list[Told], list[Told]]]:
    """What the two sides make of one statement, or of two that one side joins."""
    steps: list[tuple[list[Told], list[Told]]] = []
    number = 0
    sums = [0, 0]
    while min(sums) < count:
        one, two, both = (number,), (number + 1,), (number, number + 1)
        kinds: list[tuple[list[Told], list[Told]]] = [
            ([one], []),
            ([], [one]),
            ([one, two], [both]),
            ([both], [one, two]),
            ([one], [one]),
        ]
        draw = min(int(chance.random() / CHANCE), len(kinds) - 1)
        step = kinds[draw]
        steps.append(step)
        number += 2 if draw in (2, 3) else 1
        sums = [sums[k] + len(step[k]) for k in (0, 1)]
    return steps


def _say(
    lefts: Sequence[Told], rights: Sequence[Told], chance: random.Random
) -> tuple[list[str], list[str]]:
    """The sentences of both sides, each statement in a wording of its own."""
    room = Newsroom(chance)
    highest = max(t for side in (*lefts, *rights) for t in side)
    facts, beat = [], room.beat()
    for k in range(highest + 1):
        beat = room.beat() if k % BEAT == 0 else beat
        facts.append(room.fact(beat))
    one, two = (
        [" ".join(room.say(facts[k]) for k in told) for told in side] for side in (lefts, rights)
    )
    return one, two


def measure(count: int, seed: int) -> dict[str, Any]:
    """Figures of one pair of texts, in this process."""
    made = invent(count, seed)
    told: dict[str, Told] = {}
    for texts, side in zip(made.texts, made.told, strict=True):
        told |= dict(zip(texts, side, strict=True))
    encoder, kept = StatementEncoder(told, seed), dict[str, Vectors]()
    vectors = [embed(texts, encoder=encoder, cache=kept) for texts in made.texts]
    del kept
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    beads = align_texts(
        *made.texts,
        left_vectors=vectors[0],
        right_vectors=vectors[1],
        left_lang="id",
        right_lang="id",
    )
    figures = {
        "sentences": count,
        "cpu": round(time.process_time() - cpu, 2),
        "wall": round(time.perf_counter() - wall, 2),
        "peak_mb": _peak(),
        "before_mb": before,
    }
    found = score(made.gold, beads)
    return figures | {
        "strict_f1": round(found.strict.f1, 4),
        "moved": sum(bead.moved for bead in beads),
        "encodes_per_sentence": round(encoder.asked / (2 * count), 3),
    }


def _peak() -> int:
    """Peak resident megabytes of this process."""
    kilo = 1024 if platform.system() == "Darwin" else 1
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / kilo)


def best_of(count: int, seed: int, repeat: int) -> dict[str, Any]:
    """The quickest of some measurements, each in a fresh process."""
    command = [sys.executable, __file__, "--one", str(count), "--seed", str(seed)]
    found = [
        json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        for _ in range(repeat)
    ]
    return dict(min(found, key=lambda figures: figures["cpu"]))


def report(options: argparse.Namespace) -> dict[str, Any]:
    """Figures of every size with their signature."""
    rows: list[dict[str, Any]] = []
    for count in map(int, options.sizes.split(",")):
        row = best_of(count, options.seed, options.repeat)
        if rows:
            last = rows[-1]
            bigger = math.log(count / last["sentences"])
            row["growth"] = round(math.log(row["cpu"] / last["cpu"]) / bigger, 2)
        rows.append(row)
    signature = (
        f"padan {version('padan')}, align {VERSION}, invented texts, seed {options.seed}, "
        f"best of {options.repeat}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"numpy {np.__version__}"
    )
    return {"signature": signature, "sizes": {str(row["sentences"]): row for row in rows}}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default=SIZES, help="sentences on each side, comma between")
    parser.add_argument("--repeat", type=int, default=1, help="the quickest of so many counts")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.seed)))
        return
    figures = report(options)
    if options.json:
        print(json.dumps(figures))
        return
    print(figures["signature"])
    print("sentences   cpu s  wall s  growth  peak MB  before MB  strict F1  moved  enc/sentence")
    for row in figures["sizes"].values():
        print(
            f"{row['sentences']:9} {row['cpu']:7.2f} {row['wall']:7.2f} "
            f"{row.get('growth', ''):>7} {row['peak_mb']:8} {row['before_mb']:10} "
            f"{row['strict_f1']:10.4f} {row['moved']:6} {row['encodes_per_sentence']:13.2f}"
        )


if __name__ == "__main__":
    main()
