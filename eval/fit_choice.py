"""Fits the weights with which a translation is chosen among candidates.

    python eval/fit_choice.py POOL.jsonl … [--json]            report on held-out rows
    python eval/fit_choice.py POOL.jsonl … --write             and write the weights for padan

A pool holds one JSON object a line: `data` and `row` name a sentence of a corpus, `direction` is
`id-en` or `en-id`, `source` and `reference` its text and translation, `candidates` what an engine
made of it, its own first in front. eval/translation.py --pool writes such lines. Every candidate's
chrF and BLEU (sentence level, mean of the two) above the mean of its sentence's candidates is
predicted from `padan.translate.evidence`, linearly, with the sign that each kind of evidence must
have. Held-out figures: five folds, split by row, so that no sentence is in two of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import sacrebleu
from numpy.typing import NDArray

from padan.engines import registry
from padan.translate.chrf import chrf
from padan.translate.evidence import FEATURES, evidence

FOLDS = 5
RAISES = ("agreement", "leaders", "similarity")
"""Evidence that speaks for a candidate; all the rest speaks against it."""
PENALTY = 1.0
"""Ridge penalty on standardised features, per hundred candidates."""

Matrix = NDArray[np.float64]


class Group:
    """One sentence with its candidates, their evidence and their quality."""

    def __init__(self, line: dict[str, Any], cosines: Sequence[float]) -> None:
        self.key = (line["data"], line["row"])
        self.reference: str = line["reference"]
        self.candidates: list[str] = line["candidates"]
        source, target = line["direction"].split("-")
        table = evidence(
            line["source"],
            self.candidates,
            source_lang=source,
            target_lang=target,
            similarities=cosines,
        )
        self.evidence: Matrix = np.array([[row[name] for name in FEATURES] for row in table])
        self.quality: Matrix = np.array([quality(c, self.reference) for c in self.candidates])


def quality(candidate: str, reference: str) -> float:
    """The mean of sentence chrF and sentence BLEU, 0..1."""
    return (chrf(candidate, reference) + _bleu(candidate, reference)) / 2


def _bleu(candidate: str, reference: str) -> float:
    return float(sacrebleu.sentence_bleu(candidate, [reference]).score) / 100


def read(paths: Sequence[Path], encoder: str) -> list[Group]:
    """The pools' groups; those with one distinct candidate say nothing and are left out."""
    lines = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    lines = [line for line in lines if len(set(line["candidates"])) > 1]
    texts = sorted({text for line in lines for text in (line["source"], *line["candidates"])})
    vectors = dict(zip(texts, registry.encoder(encoder).encode(texts), strict=True))
    return [
        Group(line, [float(vectors[line["source"]] @ vectors[c]) for c in line["candidates"]])
        for line in lines
    ]


def fit(groups: Sequence[Group], names: Sequence[str]) -> Matrix:
    """Weights for the named features, in their own units."""
    from scipy.optimize import lsq_linear

    columns = [FEATURES.index(name) for name in names]
    x = np.concatenate([_centred(g.evidence[:, columns]) for g in groups])
    y = np.concatenate([_centred(g.quality) for g in groups])
    scale = x.std(axis=0)
    scale[scale == 0] = 1.0
    ridge = np.sqrt(PENALTY * len(x) / 100) * np.eye(len(names))
    left = np.concatenate([x / scale, ridge])
    right = np.concatenate([y, np.zeros(len(names))])
    low = [0.0 if name in RAISES else -np.inf for name in names]
    high = [np.inf if name in RAISES else 0.0 for name in names]
    found: Matrix = lsq_linear(left, right, bounds=(low, high)).x / scale
    return found


def _centred(values: Matrix) -> Matrix:
    found: Matrix = values - values.mean(axis=0)
    return found


def held_out(groups: Sequence[Group], names: Sequence[str]) -> dict[int, int]:
    """For each group (by place) the candidate that weights fitted on other rows choose."""
    keys = sorted({group.key for group in groups})
    fold = {key: place % FOLDS for place, key in enumerate(keys)}
    columns = [FEATURES.index(name) for name in names]
    chosen: dict[int, int] = {}
    for part in range(FOLDS):
        weights = fit([g for g in groups if fold[g.key] != part], names)
        for place, group in enumerate(groups):
            if fold[group.key] == part:
                chosen[place] = int((group.evidence[:, columns] @ weights).argmax())
    return chosen


def report(groups: Sequence[Group]) -> dict[str, Any]:
    """Corpus BLEU and chrF of several ways to choose, weights held out."""
    agreement = FEATURES.index("agreement")
    without = [name for name in FEATURES if name != "similarity"]
    ways = {
        "the engine's first": dict.fromkeys(range(len(groups)), 0),
        "agreement only": {p: int(g.evidence[:, agreement].argmax()) for p, g in enumerate(groups)},
        "all but similarity": held_out(groups, without),
        "all": held_out(groups, FEATURES),
        "oracle": {p: int(g.quality.argmax()) for p, g in enumerate(groups)},
    }
    return {name: _scores(groups, chosen) for name, chosen in ways.items()}


def _scores(groups: Sequence[Group], chosen: dict[int, int]) -> dict[str, float]:
    outputs = [group.candidates[chosen[place]] for place, group in enumerate(groups)]
    references = [[group.reference for group in groups]]
    return {
        "bleu": round(sacrebleu.corpus_bleu(outputs, references).score, 2),
        "chrf": round(sacrebleu.corpus_chrf(outputs, references).score, 2),
    }


def weights(groups: Sequence[Group]) -> dict[str, dict[str, float]]:
    """The two sets of weights that padan ships."""
    without = [name for name in FEATURES if name != "similarity"]
    return {
        kind: {n: round(float(w), 4) for n, w in zip(names, fit(groups, names), strict=True)}
        for kind, names in (("with_similarity", FEATURES), ("plain", without))
    }


def _spans(groups: Sequence[Group]) -> str:
    """`126 sentences of flores rows 200-325`."""
    rows: dict[str, list[int]] = {}
    for data, row in (group.key for group in groups):
        rows.setdefault(data, []).append(row)
    parts = [f"{data} rows {min(found)}-{max(found)}" for data, found in sorted(rows.items())]
    return f"{len(groups)} sentences of {', '.join(parts)}"


def main() -> int:
    """Run; 2 where a pool is missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("pools", nargs="+", type=Path)
    parser.add_argument("--encoder", default="e5")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if missing := [str(path) for path in options.pools if not path.is_file()]:
        print(f"no pool of candidates: {', '.join(missing)}", file=sys.stderr)
        return 2
    groups = read(options.pools, options.encoder)
    ways, fitted = report(groups), weights(groups)
    if options.json:
        print(json.dumps({"groups": len(groups), "ways": ways, "weights": fitted}))
    else:
        for name, one in ways.items():
            print(f"{name:20} BLEU {one['bleu']:5.2f}  chrF {one['chrf']:5.2f}")
        print(json.dumps(fitted, indent=1))
        print(f"{len(groups)} sentences; padan {version('padan')}, sacrebleu"
              f" {version('sacrebleu')}, {options.encoder}, no seed")  # fmt: skip
    if options.write:
        note = (
            "Weights of choice.py by eval/fit_choice.py: what a candidate gains in chrF and BLEU"
            f" (mean, 0..1) for each unit of evidence.py's features. Fitted on {_spans(groups)}."
        )
        path = Path(str(files("padan.translate") / "data" / "choice.json"))
        path.write_text(json.dumps({"about": note, **fitted}, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
