"""Measures what padan says of two retellings, without any model.

    python eval/consistency.py                 all sets, both halves
    python eval/consistency.py --encoder       with sentence vectors, and their cosine as a baseline
    python eval/consistency.py --flags negation --half tune --most 60    flags to read by eye

DEMETR: an Indonesian sentence with a stored English translation is the reference, an English claim,
clean or with one error, the retelling. FLORES: the human Indonesian version against six systems',
where a flag is mostly false. IndoNLI: entailed against contradicting sentences. Own gold: minimal
pairs, and the rows of the stories of corpora/. Even rows of DEMETR and FLORES, odd pairs and odd
rows of stories were used for tuning; the others report. The data folder is --data or PADAN_DATA.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from statistics import mean
from typing import Any

from sacrebleu.metrics.chrf import CHRF

import consistency_data as sets
from consistency_data import Item
from consistency_figures import (
    COMET,
    RIGHT,
    Scored,
    added,
    auroc,
    average_precision,
    calibration_error,
    kendall,
    span_f1,
)
from padan.consistency import compare_texts
from padan.consistency.lexicon import fingerprint
from padan.consistency.weights import fingerprint as own_weights
from padan.model import Kind

HALVES = ("tune", "report", "all")
TYPED = {
    "critical_id8_negation": {Kind.NEGATION},
    "critical_id10_numbers_replaced": {Kind.NUMBER, Kind.DATE},
    "critical_id9_ne_replaced": {Kind.NAME},
    "critical_id25_ne_removed": {Kind.NAME},
}
INDONLI_SHARE = 8
"""One premise in so many of IndoNLI is measured on; all of the half to report."""
DENIES = re.compile(r"\b(tidak|bukan|belum|tak|jangan|tanpa)\b", re.IGNORECASE)
"""What gives a contradiction of IndoNLI away without its premise."""
SPEED_ITEMS = 400


def every_item(data: Path) -> list[Item]:
    """All that is measured."""
    nli = (i for i in sets.indonli(data / "indonli/train.jsonl") if i.group % INDONLI_SHARE == 1)
    known = {*sets.MEANING, *sets.CONTROLS, "good"}
    return [
        *(i for i in sets.demetr(data / "demetr/demetr.jsonl") if i.name in known),
        *sets.flores(data / "flores/en-id.jsonl"),
        *nli,
        *sets.pairs(),
        *sets.story_cells(),
    ]


def scored(pair: tuple[Item, float | None]) -> Scored:
    """An item compared."""
    item, near = pair
    comparison = compare_texts(
        item.reference, item.retelling, similarity=near, dismissed=frozenset()
    )
    return Scored(item, comparison, near, _chrf(item))


@lru_cache(maxsize=1)
def _metric() -> CHRF:
    return CHRF()


def _chrf(item: Item) -> float:
    """chrF of the two in one language; 0 where there is none."""
    left, right = item.reference, item.retelling
    texts = (left.text, right.text)
    if left.language != right.language:
        texts = tuple(s.text if s.language == "en" else s.english or "" for s in (left, right))  # type: ignore[assignment]
    if not all(texts) or item.source == "flores":
        return 0.0
    return float(_metric().sentence_score(texts[1], [texts[0]]).score) / 100


def halved(items: Iterable[Scored], half: str) -> list[Scored]:
    """The items of a half."""
    return [s for s in items if half == "all" or s.item.tune == (half == "tune")]


def demetr(items: Sequence[Scored], half: str) -> dict[str, Any]:
    """Each kind: rates of flags of the right kind, AUROC of the consistency, category accuracy."""
    own = halved(items, half)
    clean = {s.item.group: s for s in own if s.item.name == "good"}
    figures: dict[str, Any] = {}
    hits = judged = 0
    for kind in sets.MEANING:
        bad = [s for s in own if s.item.name == kind]
        good = [clean[s.item.group] for s in bad]
        wanted = TYPED.get(kind, RIGHT[kind])
        new = [flags for s, c in zip(bad, good, strict=True) if (flags := added(s, c))]
        right = sum(flags[0].kind in RIGHT[kind] for flags in new)
        hits, judged = hits + right, judged + len(new)
        figures[kind] = {
            "n": len(bad),
            "tpr": mean(any(f.kind in wanted for f in s.flags()) for s in bad),
            "fpr": mean(any(f.kind in wanted for f in s.flags()) for s in good),
            "new": len(new),
            "right": right / len(new) if new else None,
            "auroc": auroc([s.consistency for s in bad], [s.consistency for s in good]),
            "chrf": auroc([s.chrf for s in bad], [s.chrf for s in good]),
        }
        if all(s.similarity is not None for s in (*bad, *good)):
            near = [[s.similarity or 0.0 for s in part] for part in (bad, good)]
            figures[kind]["cosine"] = auroc(near[0], near[1])
    figures["mean"] = {
        name: mean(f[name] for f in figures.values() if name in f)
        for name in ("auroc", "chrf", "cosine")
        if all(name in f for k, f in figures.items())
    } | {"category": hits / judged if judged else 0.0}
    return figures


def controls(items: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Claims whose punctuation, spacing or case alone was changed: flags the clean one lacks."""
    clean = {s.item.group: s for s in items if s.item.name == "good"}
    return {
        kind: {
            "n": len(own := [s for s in items if s.item.name == kind]),
            "added": sum(bool(added(s, clean[s.item.group])) for s in own),
            "lower": mean(s.consistency < clean[s.item.group].consistency - 0.05 for s in own),
        }
        for kind in sets.CONTROLS
    }


def natural(items: Sequence[Scored]) -> dict[str, dict[str, dict[str, float]]]:
    """Serious flags per row by system, half and kind, of all kinds, and the consistency."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for system in sets.SYSTEMS:
        figures[system] = {}
        for half in ("tune", "report"):
            own = [s for s in halved(items, half) if s.item.name == system]
            counts = Counter(f.kind.value for s in own for f in s.flags(serious=True))
            figures[system][half] = {
                **{kind.value: counts[kind.value] / len(own) for kind in Kind},
                "all": counts.total() / len(own),
                "consistency": mean(s.consistency for s in own),
            }
    return figures


def ranking(systems: dict[str, dict[str, dict[str, float]]], half: str) -> float:
    """Kendall's tau of the systems' mean consistency with their published COMET."""
    names = sorted(COMET)
    return kendall([systems[n][half]["consistency"] for n in names], [COMET[n] for n in names])


def contradiction(items: Sequence[Scored], half: str) -> dict[str, float]:
    """IndoNLI: contradicting against entailed sentences."""
    bad, good = parted(halved(items, half))
    denies = [
        [-float(bool(DENIES.search(s.item.retelling.text))) for s in part] for part in (bad, good)
    ]
    return {
        "n": len(bad) + len(good),
        "auroc": auroc([s.consistency for s in bad], [s.consistency for s in good]),
        "chrf": auroc([s.chrf for s in bad], [s.chrf for s in good]),
        "hypothesis only": auroc(denies[0], denies[1]),
        "flagged c": mean(bool(s.flags(serious=True)) for s in bad),
        "flagged e": mean(bool(s.flags(serious=True)) for s in good),
    }


def parted(items: Iterable[Scored]) -> tuple[list[Scored], list[Scored]]:
    """Departures, and those that say the same."""
    found = list(items)
    return [s for s in found if s.item.departs], [s for s in found if not s.item.departs]


def gold(items: Sequence[Scored], half: str) -> dict[str, Any]:
    """Ranking and marking of own gold; `any` takes minor departures for departures too."""
    own = halved(items, half)
    bad, good = parted(own)
    figures: dict[str, Any] = {
        "n": len(own),
        "share": len(bad) / len(own),
        "ap": average_precision((s.consistency, bool(s.item.departs)) for s in own),
        "ap any": average_precision((s.consistency, bool(s.item.severity)) for s in own),
        "chrf ap": average_precision((s.chrf, bool(s.item.departs)) for s in own),
        "chrf ap any": average_precision((s.chrf, bool(s.item.severity)) for s in own),
        "auroc": auroc([s.consistency for s in bad], [s.consistency for s in good]),
        "flagged": mean(bool(s.flags(serious=True)) for s in bad),
        "flagged same": mean(bool(s.flags(serious=True)) for s in good),
        "ece": calibration_error([(s.consistency, 1.0 - s.item.departs) for s in own]),
        "spans": span_f1(own),
    }
    if all(s.similarity is not None for s in own):
        figures["cosine ap"] = average_precision(
            (s.similarity or 0.0, bool(s.item.departs)) for s in own
        )
    return figures


def by_kind(items: Sequence[Scored], half: str) -> dict[str, dict[str, float]]:
    """The minimal pairs by kind: flags of any kind on departures and harmless sides."""
    own = halved(items, half)
    figures = {}
    for kind in sorted({s.item.name.rsplit("-", 1)[0] for s in own}):
        bad, good = parted(s for s in own if s.item.name.startswith(f"{kind}-"))
        figures[kind] = {
            "n": len(bad),
            "tpr": mean(bool(s.flags()) for s in bad),
            "typed": mean(any(f.kind.value in s.item.kinds for f in s.flags()) for s in bad),
            "fpr": mean(bool(s.flags()) for s in good),
            "auroc": auroc([s.consistency for s in bad], [s.consistency for s in good]),
        }
    return figures


def speed(items: Sequence[Item]) -> float:
    """Comparisons a second of one process, each pair for the first time."""
    own = [i for i in items if i.source == "flores"][-SPEED_ITEMS:]
    started = time.perf_counter()
    for item in own:
        compare_texts(item.reference, item.retelling)
    return len(own) / (time.perf_counter() - started)


def measure(items: Sequence[Scored], rate: float) -> dict[str, Any]:
    """Every figure, as one object."""
    by = {name: [s for s in items if s.item.source == name] for name in sets_of(items)}
    systems = natural(by["flores"])
    return {
        "signature": signature(),
        "demetr": {half: demetr(by["demetr"], half) for half in HALVES},
        "controls": controls(by["demetr"]),
        "flores": systems,
        "ranking": {half: ranking(systems, half) for half in ("tune", "report")},
        "indonli": contradiction(by["indonli"], "report"),
        "pairs": {half: gold(by["pairs"], half) for half in ("tune", "report")},
        "pair kinds": {half: by_kind(by["pairs"], half) for half in ("tune", "report")},
        "stories": {half: gold(by["stories"], half) for half in HALVES},
        "comparisons_per_second": rate,
    }


def sets_of(items: Iterable[Scored]) -> list[str]:
    """Names of the sets."""
    return list(dict.fromkeys(s.item.source for s in items))


def signature() -> str:
    """Tool version, word lists and metric behind the figures."""
    metric = _metric()
    metric.sentence_score("a", ["a"])  # it names itself only once it was used
    own = f", own weights {own_weights()}" if own_weights() else ""
    return (
        f"padan {version('padan')}, word lists and weights {fingerprint()}{own}, no seed; "
        f"chrF: sacrebleu {version('sacrebleu')} {metric.get_signature()}"
    )


def print_flags(items: Sequence[Scored], kind: Kind, half: str, most: int) -> None:
    """Serious flags of one kind on the two best systems, for reading."""
    good = (s for s in halved(items, half) if s.item.name in {"google", "microsoft"})
    found = [(s, [f for f in s.flags(serious=True) if f.kind is kind]) for s in good]
    for one, flags in [pair for pair in found if pair[1]][:most]:
        print(f"{one.item.name} {one.item.group}\n  {one.item.reference.text}")
        print(f"  {one.item.retelling.text}")
        for flag in flags:
            print(f"    {flag.severity.value}: {flag.reason}")


def show(report: dict[str, Any]) -> None:
    """The figures for people."""
    print(report["signature"])
    for half, kinds in report["demetr"].items():
        print(f"demetr, {half}: flags of the kind (minor and up), flags the clean claim lacks")
        for kind, f in kinds.items():
            if kind == "mean":
                continue
            right = "    -" if f["right"] is None else f"{f['right']:.3f}"
            near = f"  cosine {f['cosine']:.3f}" if "cosine" in f else ""
            print(
                f"  {kind:32} n {f['n']:4}  TPR {f['tpr']:.3f}  FPR {f['fpr']:.3f}  new "
                f"{f['new']:3}  right {right}  AUROC {f['auroc']:.3f}  (chrF {f['chrf']:.3f}{near})"
            )
        told = "  ".join(f"{name} {value:.3f}" for name, value in kinds["mean"].items())
        print(f"  mean of {len(kinds) - 1} kinds: {told}")
    print("demetr, controls: with a flag the clean claim lacks; consistency lower by .05")
    for kind, f in report["controls"].items():
        print(f"  {kind:32} n {f['n']:4}  flagged {f['added']:3}  lower {f['lower']:.3f}")
    print("flores: serious flags per row, human version against a system's, and mean consistency")
    for system, halves in report["flores"].items():
        for half, f in halves.items():
            rates = "  ".join(
                f"{name} {value:.3f}"
                for name, value in f.items()
                if value >= 0.0005 and name in set(Kind)
            )
            print(
                f"  {system:14} {half:7} all {f['all']:.3f}  consistency {f['consistency']:.4f}  "
                f"({rates})"
            )
    print("  Kendall's tau with COMET: " + _line(report["ranking"]))
    print("indonli, report, contradiction against entailment: " + _line(report["indonli"]))
    for name in ("pairs", "stories"):
        for half, f in report[name].items():
            spans = f.pop("spans")
            print(f"{name}, {half}: {_line(f)}\n  spans: {_line(spans)}")
    for half, kinds in report["pair kinds"].items():
        print(f"pairs by kind, {half}")
        for kind, f in kinds.items():
            print(f"  {kind:14} {_line(f)}")
    print("right category: the worst new flag is of one of these kinds")
    for kind, named in RIGHT.items():
        print(f"  {kind:32} {', '.join(sorted(named))}")
    print(f"{report['comparisons_per_second']:.0f} comparisons a second in one process")


def _line(figures: dict[str, Any]) -> str:
    return "  ".join(
        f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"
        for name, value in figures.items()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurements; 2 where the data is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=os.environ.get("PADAN_DATA"))
    parser.add_argument("--flags", choices=[k.value for k in Kind], help="print flags of a kind")
    parser.add_argument("--half", choices=HALVES, default="tune", help="for --flags")
    parser.add_argument("--most", type=int, default=60, help="for --flags")
    parser.add_argument("--encoder", action="store_true", help="with vectors of the encoder e5")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    wanted = ("demetr/demetr.jsonl", "flores/en-id.jsonl", "indonli/train.jsonl")
    missing = [n for n in wanted if not (Path(options.data or ".") / n).is_file()]
    if options.data is None or missing:
        where = f"no file {missing[0]}" if options.data else "no data folder"
        print(f"{where}: name the folder with --data or PADAN_DATA", file=sys.stderr)
        return 2
    items = every_item(Path(options.data))
    rate = 0.0 if options.flags else speed(items)
    found = compared(items, encoder=options.encoder)
    if options.flags:
        print_flags(found, Kind(options.flags), options.half, options.most)
        return 0
    report = measure(found, rate)
    if options.json:
        print(json.dumps(report))
    else:
        show(report)
    return 0


def compared(items: Sequence[Item], *, encoder: bool) -> list[Scored]:
    """Every item compared, on two processes."""
    near: Sequence[float | None] = [None] * len(items)
    if encoder:
        from consistency_vectors import cosines

        near = cosines(items)
    with Pool(2) as pool:
        return pool.map(scored, list(zip(items, near, strict=True)), chunksize=100)


if __name__ == "__main__":
    sys.exit(main())
