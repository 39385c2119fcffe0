"""Fits the weights of the consistency score and writes the packaged file.

    python eval/fit_consistency.py             fit, report on the other halves, write nothing
    python eval/fit_consistency.py --write     fit, report and write the packaged score.json

Fitted on: even rows of DEMETR and of FLORES-200 dev, odd minimal pairs, odd rows of the gold
stories, and half of IndoNLI's premises. In each set departures are weighed to be the share that
they are in the gold stories. Weights are at least 0, drawn towards those of all grounds together,
and these towards what a finding should weigh. A minute or two, without a model; vectors that an
earlier evaluation has cached are used. PADAN_DATA or --data names the data.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import consistency_data as sets
from consistency_data import Item
from consistency_figures import auroc, average_precision
from padan.consistency.compare import examine
from padan.consistency.lexicon import load
from padan.consistency.score import ACROSS, ALONE
from padan.consistency.weights import Fit, as_json, packaged
from padan.model import Kind

PACKAGED = Path(__file__).parents[1] / "toolkit/padan/consistency/data/score.json"
GROUNDS = ("id", "en", "mt", ACROSS)
TRUSTED = frozenset({"google", "microsoft"})
"""The systems whose versions are taken to say the same; the others are not fitted on, so that
ranking them stays a test."""
WEIGHTS = {
    "demetr": 1.0,
    "demetr en": 0.5,
    "flores": 1.0,
    "indonli": 0.15,
    "pairs": 2.0,
    "stories": 2.0,
    "stories untranslated": 2.0,
}
"""What a set counts; the own gold is most like what is compared, and small."""
MINOR = 0.3
"""How much of a departure a minor one is."""
EXPECTED = 2.0
"""What a critical finding takes off the logit, before the data speaks: from .95 to .72."""
RIDGE, NEAR = 4.0, 8.0
"""Penalties on standardised weights: of all grounds together against what was expected, and of
each ground against these."""
SMALLEST = 0.02

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Features of the items of one ground, their labels and what each counts."""

    x: Array
    y: Array
    weight: Array


def label(item: Item) -> float:
    """How much of a departure an item is, 0..1."""
    if item.severity == "minor":
        return MINOR
    return item.departs


def usable(item: Item) -> bool:
    """It belongs in the fit: DEMETR's errors of language alone do not."""
    known = {*sets.MEANING, *sets.CONTROLS, "good"}
    return not item.source.startswith("demetr") or item.name in known


def fits_on(item: Item) -> bool:
    """It is in the half to tune on, and its label can be trusted."""
    return item.tune and (item.source != "flores" or item.name in TRUSTED)


def gather(data: Path) -> Iterator[Item]:
    """Every item of every set."""
    yield from sets.demetr(data / "demetr/demetr.jsonl")
    yield from sets.demetr_english(data / "demetr/demetr.jsonl")
    yield from sets.flores(data / "flores/en-id.jsonl")
    yield from (i for i in sets.indonli(data / "indonli/train.jsonl") if i.group % 5 < 2)
    yield from sets.pairs()
    yield from sets.story_cells()
    for item in sets.story_cells(translated=False):
        if item.reference.language != item.retelling.language:
            yield replace(item, source="stories untranslated")


def features(item: Item) -> tuple[str, dict[str, float]]:
    """The ground an item is compared on, and its evidence."""
    found = examine(item.reference, item.retelling)
    return found.on, found.evidence


def tables(
    items: Sequence[Item], found: Sequence[tuple[str, dict[str, float]]], names: Sequence[str]
) -> dict[str, Table]:
    """The items by ground, weighed so that departures have one share in every set."""
    base = base_rate(items)
    result = {}
    for ground in GROUNDS:
        own = [i for i, (on, _) in enumerate(found) if on == ground]
        if not own:
            continue
        x = np.array([[found[i][1].get(n, 0.0) for n in names] for i in own])
        y = np.array([label(items[i]) for i in own])
        weight = np.array([WEIGHTS[items[i].source] for i in own])
        for source in WEIGHTS:
            mask = np.array([items[i].source == source for i in own])
            if mask.any():
                weight[mask] *= _balance(y[mask], base)
        result[ground] = Table(x, y, weight)
    return result


def base_rate(items: Sequence[Item]) -> float:
    """The share of departures among the cells of the gold stories."""
    own = [label(i) for i in items if i.source == "stories"]
    return sum(own) / len(own)


def _balance(y: Array, base: float) -> Array:
    """Weights that make departures `base` of a set; sets of one label stay as they are."""
    share = float(y.mean())
    if not 0.05 < share < 1.0:
        return np.ones_like(y)
    balanced: Array = y * base / share + (1.0 - y) * (1.0 - base) / (1.0 - share)
    return balanced


def minimise(table: Table, start: Array, penalty: Array, towards: Array) -> Array:
    """Intercept and weights (0 and up) by penalised logistic regression.

    The chance of a departure is 1 - logistic(intercept - x @ weights).
    """
    from scipy.optimize import minimize

    def loss(theta: Array) -> tuple[float, Array]:
        logit = theta[0] - table.x @ theta[1:]
        same = 1.0 / (1.0 + np.exp(-logit))
        low = 1e-12
        value = -(
            table.weight * ((1 - table.y) * np.log(same + low) + table.y * np.log(1 - same + low))
        ).sum()
        off = theta[1:] - towards
        slope = table.weight * (same - (1 - table.y))
        gradient = np.concatenate(([slope.sum()], -(table.x.T @ slope) + 2 * penalty * off))
        return float(value + (penalty * off**2).sum()), gradient

    bounds = [(None, None)] + [(0.0, None)] * table.x.shape[1]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    best: Array = found.x
    return best


def fit(by_ground: Mapping[str, Table], names: Sequence[str]) -> dict[str, Fit]:
    """Weights for every ground."""
    whole = Table(
        np.vstack([t.x for t in by_ground.values()]),
        np.concatenate([t.y for t in by_ground.values()]),
        np.concatenate([t.weight for t in by_ground.values()]),
    )
    spread = whole.x.std(axis=0) + 1e-3
    expected = np.array([EXPECTED if n.startswith("finding ") else 0.0 for n in names])
    start = np.concatenate(([2.0], expected))
    # findings are rare: their weights are held by an absolute penalty, signals by their spread
    finding = expected > 0
    pooled = minimise(whole, start, np.where(finding, RIDGE, RIDGE * spread**2), expected)
    fits = {}
    for ground, table in by_ground.items():
        penalty = np.where(finding, NEAR, NEAR * 4 * spread**2)
        theta = minimise(table, pooled, penalty, pooled[1:])
        fits[ground] = _named(theta, names, (table.x > 0).sum(axis=0).astype(np.float64))
    fits[ALONE] = packaged()[ALONE]
    return fits


def _named(theta: Array, names: Sequence[str], occurs: Array) -> Fit:
    """Weights above trifles of what occurs on the ground, and of findings of every kind."""
    kept = {
        name: float(w)
        for name, w, there in zip(names, theta[1:], occurs, strict=True)
        if (there and w >= SMALLEST) or name.startswith("finding ")
    }
    return Fit(float(theta[0]), kept)


def feature_names(found: Sequence[tuple[str, dict[str, float]]]) -> list[str]:
    """Every feature that occurs, and findings of every kind."""
    known = set(load("score")["names"])
    every = {name for _, one in found for name in one} | {f"finding {kind}" for kind in Kind}
    return sorted(every & known)


def predict(fits: Mapping[str, Fit], on: str, evidence: Mapping[str, float]) -> float:
    """The consistency."""
    fit_ = fits[on]
    logit = fit_.intercept - sum(fit_.weights.get(n, 0.0) * v for n, v in evidence.items())
    return float(1.0 / (1.0 + np.exp(-logit)))


def report(
    fits: Mapping[str, Fit], items: Sequence[Item], found: Sequence[tuple[str, dict[str, float]]]
) -> dict[str, float]:
    """The chief figures on these items."""
    scores = [predict(fits, on, one) for on, one in found]
    figures: dict[str, float] = {}
    for source in ("demetr", "demetr en"):
        own = [(i, s) for i, s in zip(items, scores, strict=True) if i.source == source]
        clean = {i.group: s for i, s in own if i.name == "good"}
        for kind in sets.MEANING:
            bad = [(i.group, s) for i, s in own if i.name == kind]
            if bad:
                figures[f"{source} {kind}"] = auroc([s for _, s in bad], [clean[g] for g, _ in bad])
        figures[f"{source} MEAN"] = float(
            np.mean([figures[f"{source} {k}"] for k in sets.MEANING if f"{source} {k}" in figures])
        )
    for system in sets.SYSTEMS:
        figures[f"flores {system}"] = float(
            np.mean([s for i, s in zip(items, scores, strict=True) if i.name == system])
        )
    for source in ("pairs", "indonli", "stories"):
        own = [(i, s) for i, s in zip(items, scores, strict=True) if i.source == source]
        if own:
            bad_ = [s for i, s in own if i.departs]
            figures[f"{source} auroc"] = auroc(bad_, [s for i, s in own if not i.departs])
            figures[f"{source} ap"] = average_precision([(s, bool(i.departs)) for i, s in own])
            figures[f"{source} share"] = len(bad_) / len(own)
            figures[f"{source} mean"] = float(np.mean([s for _, s in own]))
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and report; 2 where the data is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=os.environ.get("PADAN_DATA"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    if options.data is None or not (Path(options.data) / "demetr/demetr.jsonl").is_file():
        print("no data: name the folder with --data or PADAN_DATA", file=sys.stderr)
        return 2
    items = [item for item in gather(Path(options.data)) if usable(item)]
    with Pool(2) as pool:
        found = pool.map(features, items, chunksize=100)
    names = feature_names(found)
    halves = {tune: [k for k, i in enumerate(items) if i.tune == tune] for tune in (True, False)}
    own = [k for k, item in enumerate(items) if fits_on(item)]
    fits = fit(tables([items[k] for k in own], [found[k] for k in own], names), names)
    for tune in (True, False):
        print("tune" if tune else "report")
        figures = report(fits, [items[k] for k in halves[tune]], [found[k] for k in halves[tune]])
        for name, value in figures.items():
            print(f"  {name:44} {value:.3f}")
    if options.write:
        PACKAGED.write_text(as_json(fits, "Written by eval/fit_consistency.py."), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
