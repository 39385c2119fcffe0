"""Fits the aligner's model and writes its data file.

Fitted on: NTREX documents (derived with seeds of their own, with and without a moved block), FLORES
in two Indonesian wordings of three, DEplain, Text+Berg, the stories of corpora/, and pairs of
documents that have nothing to do with each other. `--part half` leaves every second NTREX, easy and
hard document and story, rows 300-600 of FLORES and the second half of Text+Berg for
eval/alignment.py to report on.

Four steps: (1) a conditional random field over whole alignments, by maximum likelihood; (2) the
same again, told how much of either text step 1 finds covered; (3) the model of links off the main
path; (4) the confidences. All are convex, so a seed only names the data.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import alignment_sets as sets
from alignment_field import RIDGE, Crowd, Document, Features, Floats, fit_paths, minimise
from padan.align.band import STORY, Field, field_of
from padan.align.calibrate import kind_of
from padan.align.evidence import Texts, gather, make_texts
from padan.align.passages import believed, judge
from padan.align.scoring import make_parameters, use_parameters
from padan.align.vectors import embed
from padan.engines.base import Vectors
from padan.engines.registry import encoder

TARGETS = {
    "all": Path(__file__).parent.parent / "toolkit/padan/align/data/weights.json",
    "half": Path(__file__).parent / "alignment_half.json",
}
"""The packaged model knows all of the data; the one fitted on half of it is there to be tested
on the other half."""
CORPORA = Path(__file__).parent.parent / "corpora"
SETTINGS = {"alone_gain": 0.05, "alone_most": 0.7, "pair_gain": 0.3, "moved_least": 0.6}
"""Gains chosen among 0, .05, .1, .2, .3, .5 and 0, .1, .3, .6, 1, mostly on the fitting part;
`alone_most` among .4 to .8 on both parts: .6 and less forces no link but loses retold passages."""
PIECE = 90
LONG = 240


@dataclass(frozen=True, slots=True)
class Weighted:
    """A fitting pair and how often it counts: sets are unequal in size and in trust."""

    pair: sets.Pair
    weight: float


def fitting_pairs(data: Path, part: str, first_seed: int) -> list[Weighted]:
    """The pairs of steps 1 and 2 (and, under other seeds, of 3 and 4).

    Derived documents come with few and with many lines dropped, so that the model learns to tell
    rather than to expect how much is missing.
    """
    halves = [sets.ntrex_documents(data)[k::2] for k in (0, 1)]
    wordings = (("reference", "opusmt"), ("nllb", "reference"), ("opusmt", "nllb"))
    rows = (0, 300), (300, 600)
    plain, retold = [], []
    for k, drop in enumerate((sets.CHANCE, 0.0, sets.CHANCE, 0.25)):
        half = k % 2 if part == "all" else 0
        plain.append(sets.derived(halves[half], ("id", "en"), first_seed + k, drop))
        if k < len(wordings):
            lines = sets.flores_documents(data, wordings[k], rows[half], first_seed + k)
            retold.append(sets.derived(lines, ("id", "id"), first_seed + k, drop))
    step = 1 if part == "all" else 2
    easy, hard = (sets.deplain(data, easy=kind)[::step] for kind in (True, False))
    whole = [pair for pair in hard if pair.name not in sets.FULL_GOLD_ONLY]
    prose = sets.cut(sets.textberg(data), 500)[: 2 // step]
    short = [
        [piece for pair in pairs[:12] for piece in sets.cut(pair, size)]
        for pairs in (plain[0], retold[0], easy)
        for size in (2, 5)
    ]
    lost = [pair for some in short for pair in sets.unrelated(some, 25, first_seed)]
    own = own_pairs(part)
    strangers = [
        pair
        for some in (plain[0], easy, retold[0], own)
        for pair in sets.unrelated(some, 7, first_seed)
    ]
    groups: list[tuple[float, list[sets.Pair]]] = [
        (1.0, [*plain[0], *plain[1], *plain[3], *sets.with_moved_blocks(plain[2], first_seed)]),
        (1.0, [*retold[0], *retold[1], *sets.with_moved_blocks(retold[2], first_seed)]),
        (1.0, own),
        (1.5, easy),
        (0.7, [piece for pair in whole for piece in sets.cut(pair, PIECE)]),
        (0.4, [piece for pair in whole for piece in sets.cut(pair, 3 * PIECE)]),
        (1.0, [piece for pair in prose for piece in sets.cut(pair, PIECE)]),
        (0.7, [piece for pair in prose for piece in sets.cut(pair, LONG)]),
        (1.0, [sets.without_nulls(piece) for pair in prose for piece in sets.cut(pair, LONG)]),
        (0.7, strangers),
        (0.8, [*lost, *(pair for some in short for pair in some[:25])]),
    ]
    return [
        Weighted(pair, weight)
        for weight, pairs in groups
        for pair in pairs
        if pair.left and pair.right
    ]


def own_pairs(part: str) -> list[sets.Pair]:
    """Pairs of articles of the project's own stories."""
    folders = sets.story_folders(CORPORA)[:: 1 if part == "all" else 2]
    return [pair for pairs in sets.stories(folders).values() for pair in pairs]


class Library:
    """Vectors of all pairs."""

    def __init__(self, spec: str) -> None:
        self.encoder = encoder(spec)
        self.vectors = sets.vector_file()
        self.centres: dict[str, Floats] = {}

    def texts(self, pair: sets.Pair) -> Texts:
        """The pair made ready."""
        sides = self.rows(pair)
        return make_texts(pair.left, pair.right, sides, pair.langs, self.centres)

    def find_centres(self, pairs: Sequence[sets.Pair]) -> None:
        """The mean vector of each language's sentences, every text counting alike."""
        means: dict[str, list[Floats]] = {}
        for pair in pairs:
            for lang, rows in zip(pair.langs, self.rows(pair), strict=True):
                means.setdefault(lang, []).append(rows.mean(axis=0).astype(np.float64))
        self.centres = {lang: np.mean(some, axis=0).round(4) for lang, some in means.items()}

    def rows(self, pair: sets.Pair) -> tuple[Vectors, Vectors]:
        """The pair's vectors."""
        sides = [
            embed(side, encoder=self.encoder, cache=self.vectors)
            for side in (pair.left, pair.right)
        ]
        self.vectors.save()
        return sides[0], sides[1]


def _field(texts: Texts) -> Field:
    """The pair's nodes, as a band already in texts longer than news: matrices must fit memory."""
    return field_of(texts, small=STORY)


def fit_logistic(
    rows: Sequence[tuple[dict[str, float], bool]], prior: dict[str, float], ridge: float
) -> dict[str, float]:
    """Weights of a logistic model, drawn towards `prior`."""
    names = list(rows[0][0])
    matrix = np.array([[features[name] for name in names] for features, _ in rows])
    truth = np.array([float(right) for _, right in rows])
    centre = np.array([prior.get(name, 0.0) for name in names])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = matrix @ weights
        away = weights - centre
        value = np.logaddexp(0.0, odds).sum() - truth @ odds + 0.5 * ridge * away @ away
        return float(value), matrix.T @ (1 / (1 + np.exp(-odds)) - truth) + ridge * away

    found = minimise(loss, centre, 500)
    return {name: round(float(w), 4) for name, w in zip(names, found, strict=True)}


Judged = list[tuple[dict[str, float], bool]]


def judged_crossings(library: Library, pairs: Sequence[sets.Pair]) -> Judged:
    """Candidates off the path, with whether gold has them."""
    out: Judged = []
    for pair in pairs:
        gold = {(b.left, b.right) for b in pair.gold}
        for item in judge(library.texts(pair)).crossings:
            link = (tuple(range(*item.link.left)), tuple(range(*item.link.right)))
            out.append((item.features, link in gold))
    return out


def judged_beads(library: Library, pairs: Sequence[sets.Pair]) -> dict[str, Judged]:
    """Beads of the main path that are kept, by kind, with whether gold has them."""
    out: dict[str, Judged] = {"alone": [], "one": [], "many": []}
    for pair in pairs:
        gold = {(b.left, b.right) for b in pair.gold}
        found = judge(library.texts(pair))
        kept = {(b.left, b.right) for b in believed(found) if not b.moved}
        for bead, features in zip(found.path, found.features, strict=True):
            sides = (tuple(range(*bead.left)), tuple(range(*bead.right)))
            if sides in kept:
                out[kind_of(*map(len, sides))].append((features, sides in gold))
    return out


def fit(
    library: Library, data: Path, part: str, steps: int, start: dict[str, Any]
) -> dict[str, Any]:
    """All four steps, from the weights of `start` where it has any."""
    features = Features()
    documents = []
    items = fitting_pairs(data, part, first_seed=1)
    library.find_centres([item.pair for item in items])
    for item in items:
        texts = library.texts(item.pair)
        field = _field(texts)
        evidence = gather(texts, field.lattice, field.near)
        features.learn(evidence)
        documents.append(Document(item.pair, item.weight, evidence, features))
    crowd = Crowd(documents)
    count = len(features.columns)
    late = features.covering()
    early = np.array([k for k in range(count) if k not in late])
    first = fit_paths(crowd, features.weights(start.get("first", {})), early, steps)
    crowd.all("cover", first)
    begin = features.weights(start.get("weights", {})) if start else first
    second = fit_paths(crowd, begin, np.arange(count), steps)
    crowd.close()
    named = [
        {name: round(float(w[k]), 4) for name, k in features.columns.items() if w[k]}
        for w in (first, second)
    ]
    flat: dict[str, dict[str, float]] = {k: {"odds": 1.0} for k in ("alone", "one", "many")}
    centres = {lang: centre.tolist() for lang, centre in library.centres.items()}
    model = {"settings": SETTINGS, "centres": centres, "first": named[0], "weights": named[1]}
    _use(model | {"moved": {"one": -9.0}, "calibration": flat})
    others = [item.pair for item in fitting_pairs(data, part, first_seed=11)]
    moved = fit_logistic(judged_crossings(library, others), {}, 0.1)
    _use(model | {"moved": moved, "calibration": flat})
    rows = judged_beads(library, others)
    calibration = {kind: fit_logistic(rows[kind], {"odds": 1.0}, 1.0) for kind in rows}
    return model | {"moved": moved, "calibration": calibration}


def _use(model: dict[str, Any]) -> None:
    """Let the aligner run on this model."""
    use_parameters(make_parameters(model, "being fitted"))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="data folder (else PADAN_DATA)")
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--steps", type=int, default=120, help="most steps of L-BFGS")
    parser.add_argument("--part", choices=sorted(TARGETS), default="all")
    parser.add_argument("--start", type=Path, help="model to start from; changes time, no result")
    parser.add_argument("--out", type=Path, help="where to write (else where it is read from)")
    options = parser.parse_args()
    data = sets.data_folder(options.data)
    library = Library(options.encoder)
    begun = time.monotonic()
    start = json.loads(options.start.read_bytes()) if options.start else {}
    model = fit(library, data, options.part, options.steps, start)
    about = {
        "about": "Fitted by eval/fit_alignment.py; its first lines say on what. Do not edit.",
        "part": options.part,
        "encoder": library.encoder.signature,
        "ridge": RIDGE,
        "steps": options.steps,
    }
    text = json.dumps({"made": about} | model, indent=1, ensure_ascii=False, sort_keys=True)
    text = re.sub(r"(?<=\d,)\n +(?=-?\d)", " ", text)
    out = options.out or TARGETS[options.part]
    out.write_text(text + "\n", encoding="utf-8")
    print(f"{out}: {time.monotonic() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
