"""Fits and measures the confidence of translations: the sentence chrF to be expected.

    python eval/fit_confidence.py                     measure the packaged numbers on unseen rows
    python eval/fit_confidence.py --write             fit on odd rows, write the packaged file
    python eval/fit_confidence.py --pool FILE         take in an engine's own answers (repeatable)
    python eval/fit_confidence.py --pool FILE --ask gemma --quality good --rows 400 --ntrex 150
                                                      first have the engine write such a file

Fits on odd rows of FLORES-200 dev: stored outputs of six systems in both directions, damaged copies
of some (fixed seed), and pools. Reports on even rows, and on NTREX-128 as far as a pool has it.
Engines without a pool of their own share one fit. Vectors are cached under PADAN_CACHE.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confidence_data import (
    SEED,
    Centres,
    Item,
    Space,
    ask,
    centres,
    complete,
    damaged,
    flores,
    pooled,
    stored,
)
from padan.errors import PadanError
from padan.translate.calibration import OTHERS, fitted
from padan.translate.confidence import estimate
from padan.translate.lengths import relative_length

PACKAGED = Path(__file__).parents[1] / "toolkit/padan/translate/data/confidence.json"
RIDGE = 8.0
"""Penalty on standardised weights; from 1 to 50 the correlations stay within .002."""
LEAST = 150
"""Items below which an engine gets no fit of its own."""
WORST = 0.2
"""The share of sentences that a reviewer should see first."""
BINS = 10
DIGITS = 5
_LIST = re.compile(r"\[[^\[\]]*\]")

Array = NDArray[np.float64]
Fit = dict[str, Any]


def fit(items: Sequence[Item], middle: Centres, encoder: str) -> Fit:
    """Everything that the package's file holds."""
    engines: dict[str, Any] = {}
    for engine in sorted({item.engine for item in items}):
        # Damaged copies are no engine's in particular: every fit learns from them.
        used = [i for i in items if i.fits and i.weight and i.engine in (engine, OTHERS)]
        own = [i for i in used if i.engine == engine or i.system == "damaged"]
        if sum(i.engine == engine for i in own) < LEAST:
            continue
        known = sorted(frozenset.union(*(i.evidence for i in own)))
        engines[engine] = {
            "evidence": known,
            "weights": {
                pair: {"+".join(evidence): ridge(some, evidence) for evidence in _subsets(known)}
                for pair, some in _pairs(own).items()
            },
        }
    return {
        "about": "Written by eval/fit_confidence.py: expected sentence chrF, linear, per engine"
        " and evidence at hand.",
        "engines": engines,
        "centres": {
            encoder: {
                lang: [round(float(x), DIGITS) for x in row] for lang, row in sorted(middle.items())
            }
        },
    }


def _pairs(items: Sequence[Item]) -> dict[str, list[Item]]:
    """The items of each pair of languages that has enough, and all of them for every other pair."""
    found = {OTHERS: list(items)}
    for direction in sorted({item.direction for item in items}):
        some = [item for item in items if item.direction == direction]
        if sum(item.system != "damaged" for item in some) >= LEAST:
            found["-".join(direction)] = some
    return found


def written(packaged: Fit) -> str:
    """The file's text, each list on one line."""
    text = json.dumps(packaged, indent=1)
    return _LIST.sub(lambda found: " ".join(found.group().split()), text) + "\n"


def _subsets(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


OF_EVIDENCE = {
    "likeness": ("likeness", "unlike"),
    "agreement": ("agreement",),
    "score": ("probability",),
}


def ridge(items: Sequence[Item], evidence: Sequence[str]) -> dict[str, float]:
    """Weights of the features by ridge regression on the items that have this evidence, and on
    damaged copies, whose missing scores and agreements are put at the mean.
    """
    some = [i for i in items if set(evidence) <= i.evidence or i.system == "damaged"]
    without = {n for kind, names in OF_EVIDENCE.items() if kind not in evidence for n in names}
    names = sorted({name for item in some for name in item.features} - without)
    table = np.array([[_value(item, name) for name in names] for item in some])
    table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    wanted = np.array([item.chrf for item in some])
    weight = np.array([item.weight for item in some])
    weight *= len(weight) / weight.sum()
    mean = np.average(table, axis=0, weights=weight)
    spread = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=weight))
    spread[spread < 1e-9] = np.inf
    z = (table - mean) / spread
    centre = float(np.average(wanted, weights=weight))
    left = z.T @ (z * weight[:, None]) + RIDGE * np.eye(len(names))
    found = np.linalg.solve(left, z.T @ ((wanted - centre) * weight)) / spread
    weights = {n: round(float(w), DIGITS) for n, w in zip(names, found, strict=True) if w}
    return {"1": round(centre - float(mean @ found), DIGITS), **weights}


def _value(item: Item, name: str) -> float:
    """A feature of an item; an absent fault is 0, absent evidence not a number."""
    absent = np.nan if any(name in names for names in OF_EVIDENCE.values()) else 0.0
    return item.features.get(name, absent)


def predict(items: Sequence[Item], packaged: Fit) -> Array:
    """The confidence of each item."""
    return np.array([_one(item, packaged) for item in items])


def _one(item: Item, packaged: Fit) -> float:
    engine = packaged["engines"].get(item.engine, packaged["engines"][OTHERS])
    known = sorted(item.evidence & set(engine["evidence"]))
    by_pair = engine["weights"]
    weights = by_pair.get("-".join(item.direction), by_pair[OTHERS])
    return estimate(item.features, weights["+".join(known)])


def measure(items: Sequence[Item], guess: Array) -> dict[str, float]:
    """How well a number puts sentences in the order of their chrF."""
    from scipy.stats import kendalltau, spearmanr

    true = np.array([item.chrf for item in items])
    worst = true <= np.quantile(true, WORST)
    return {
        "spearman": round(float(spearmanr(guess, true)[0]), 3),
        "kendall": round(float(kendalltau(guess, true)[0]), 3),
        "auroc_worst": round(auroc(-guess, worst), 3),
    }


def auroc(number: Array, wanted: NDArray[np.bool_]) -> float:
    """The chance that one that is wanted has the higher number than one that is not."""
    from scipy.stats import rankdata

    ranks = rankdata(number)
    hits = int(wanted.sum())
    rest = len(wanted) - hits
    if not hits or not rest:
        return float("nan")
    return float((ranks[wanted].sum() - hits * (hits + 1) / 2) / (hits * rest))


def calibration(items: Sequence[Item], guess: Array) -> dict[str, Any]:
    """Bins of equal size by confidence, with the mean chrF in each; `ece` is their mean gap."""
    true = np.array([item.chrf for item in items])
    parts = np.array_split(np.argsort(guess, kind="stable"), BINS)
    bins = [
        {"n": len(p), "confidence": float(guess[p].mean()), "chrf": float(true[p].mean())}
        for p in parts
        if len(p)
    ]
    gap = sum(b["n"] * abs(b["confidence"] - b["chrf"]) for b in bins) / len(items)
    return {
        "n": len(items),
        "chrf": round(float(true.mean()), 3),
        "confidence": round(float(guess.mean()), 3),
        "ece": round(gap, 3),
        "mean_error": round(float(np.abs(guess - true).mean()), 3),
        "error_of_the_mean": round(float(np.abs(true - true.mean()).mean()), 3),
        "bins": [{name: round(value, 3) for name, value in b.items()} for b in bins],
    }


def baselines(items: Sequence[Item]) -> dict[str, Array]:
    """What confidence must beat."""
    shares = [relative_length(item.source, item.text, *item.direction) or 1.0 for item in items]
    found = {
        "length ratio alone": -np.abs(np.log(shares)),
        "encoder similarity alone": np.array([item.likeness for item in items]),
    }
    if all(item.score is not None for item in items):
        found["engine score alone"] = np.array([item.score for item in items], dtype=float)
    if all(item.agreement is not None for item in items):
        found["agreement alone"] = np.array([item.agreement for item in items], dtype=float)
    return found


def report(items: Sequence[Item], packaged: Fit) -> dict[str, Any]:
    """Figures on what was not fitted on: each system alone, all pooled, and the mean of systems."""
    unseen = [item for item in items if item.reported and not item.fits]
    groups: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in unseen:
        kind = "engines" if item.engine != OTHERS else "stored systems"
        name = f"{item.data} {kind} {'-'.join(item.direction)}"
        groups[name][item.system].append(item)
    return {name: _group(systems, packaged) for name, systems in groups.items()}


def _group(systems: dict[str, list[Item]], packaged: Fit) -> dict[str, Any]:
    each = {
        system: {"confidence": measure(some, predict(some, packaged))}
        | {name: measure(some, guess) for name, guess in baselines(some).items()}
        | {"calibration": calibration(some, predict(some, packaged))}
        for system, some in systems.items()
    }
    every = [item for some in systems.values() for item in some]
    guesses = {"confidence": predict(every, packaged), **baselines(every)}
    return {
        "within": {
            name: {
                figure: round(float(np.mean([one[name][figure] for one in each.values()])), 3)
                for figure in ("spearman", "kendall", "auroc_worst")
            }
            for name in guesses
            if all(name in one for one in each.values())
        },
        "pooled": {name: measure(every, guess) for name, guess in guesses.items()},
        "calibration": calibration(every, guesses["confidence"]),
        "systems": each,
    }


def show(figures: dict[str, Any]) -> None:
    """The figures for people."""
    for name, group in figures.items():
        print(f"\n{name}: {', '.join(group['systems'])}")
        for scope in ("within", "pooled"):
            for number, one in group[scope].items():
                print(
                    f"  {scope:7} {number:25} Spearman {one['spearman']:+.3f}"
                    f"  Kendall {one['kendall']:+.3f}  AUROC worst fifth {one['auroc_worst']:.3f}"
                )
        for system, one in [*group["systems"].items(), ("all", group)]:
            found = one["calibration"]
            print(
                f"  {system:15} n {found['n']:5}  chrF {found['chrf']:.3f}  confidence"
                f" {found['confidence']:.3f}  mean gap of bins {found['ece']:.3f}  mean error"
                f" {found['mean_error']:.3f} (the mean chrF's: {found['error_of_the_mean']:.3f})"
            )
        pairs = [f"{b['confidence']:.2f}:{b['chrf']:.2f}" for b in group["calibration"]["bins"]]
        print(f"  confidence:chrF of ten bins  {'  '.join(pairs)}")


def sentences(folder: Path, rows: int, ntrex: int) -> list[dict[str, Any]]:
    """What an engine is asked: the first FLORES rows and every so many NTREX lines, id to en."""
    wanted = [
        {"data": "flores", "row": row["row"], "direction": "id-en"}
        | {name: row[name] for name in ("source", "reference")}
        for row in flores(folder, "id", "en")[:rows]
    ]
    lines = (folder / "ntrex" / "ntrex.jsonl").read_text("utf-8").splitlines() if ntrex else []
    step = max(1, len(lines) // max(1, ntrex))
    for number in range(0, len(lines), step)[:ntrex]:
        pair = json.loads(lines[number])
        wanted.append(
            {"data": "ntrex", "row": number, "direction": "id-en"}
            | {"source": pair["id"], "reference": pair["en"]}
        )
    return wanted


def main() -> int:
    """Run; 2 where the data is missing or an engine cannot run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default=os.environ.get("PADAN_DATA"), help="holds flores/")
    parser.add_argument("--pool", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--pool-engine", default="gemma", help="whose the pools are")
    parser.add_argument("--ask", metavar="ENGINE", help="write the pool with this engine first")
    parser.add_argument("--quality", default="good", choices=("fast", "good", "best"))
    parser.add_argument("--rows", type=int, default=400, help="FLORES rows for --ask")
    parser.add_argument("--ntrex", type=int, default=150, help="NTREX lines for --ask")
    parser.add_argument("--write", action="store_true", help="fit, and write the packaged file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if not options.data or not (Path(options.data) / "flores" / "id-en.jsonl").is_file():
        print("no flores/id-en.jsonl; name the data folder with --data or PADAN_DATA",
              file=sys.stderr)  # fmt: skip
        return 2
    try:
        return _run(options, Path(options.data))
    except (PadanError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, folder: Path) -> int:
    if options.ask:
        with options.pool[0].open("w", encoding="utf-8") as out:
            ask(options.ask, options.quality, sentences(folder, options.rows, options.ntrex), out)
    space = Space()
    items = list(stored(folder))
    items += damaged(items)
    items += pooled(options.pool, options.pool_engine, space)
    packaged = None if options.write else fitted()
    middle = (
        {lang: np.array(row) for lang, row in packaged["centres"][space.signature].items()}
        if packaged
        else centres(items, space)
    )
    complete(items, middle, space)
    if packaged is None:
        packaged = fit(items, middle, space.signature)
        PACKAGED.write_text(written(packaged), "utf-8")
    figures = report(items, packaged)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
        pools = ", ".join(path.name for path in options.pool) or "none"
        print(
            f"\npadan {version('padan')}|fit_confidence|encoder:{space.signature}|pools:{pools}"
            f"|seed:{SEED}|ridge:{RIDGE:g}|fitted on odd, reported on even rows of FLORES-200 dev"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
